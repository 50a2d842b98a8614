import type {PortWish} from '../net/port.js'
import type {ComposeProblem} from './problem.js'
import type {Place} from './yaml/tree.js'

/** One published port of one service, and where it was written. */
export interface ComposePort extends PortWish {
  readonly at: Place
}

/** What a service wants on one of its networks. Addresses are as written, '' where the engine chooses. */
export interface ComposeEndpoint {
  readonly ipv4: string
  readonly ipv6: string
  /** `gw_priority`; 0 if none is written. */
  readonly gatewayPriority: number
  readonly at: Place
}

export interface ComposeService {
  readonly name: string
  /** Whether the wanted profiles start it. */
  readonly active: boolean
  readonly profiles: readonly string[]
  /** Containers of this service, 0 or more. Each of them asks for a fixed host port. */
  readonly replicas: number
  /** `host`, `none`, `bridge`, `service:NAME`, `container:NAME`, a network's name; '' if networks are listed. */
  readonly networkMode: string
  /** By the keys of the project's networks, in the order of the file; empty with a network mode. */
  readonly endpoints: ReadonlyMap<string, ComposeEndpoint>
  /** Services that Compose starts before this one: `depends_on`, `links`, and those whose network or volumes it shares. */
  readonly startsAfter: readonly string[]
  /** Those of them that it waits for until they have ended: `service_completed_successfully`. */
  readonly startsAfterEnd: readonly string[]
  /** As written: with a network mode other than a network's name, none of them is published. */
  readonly ports: readonly ComposePort[]
  readonly at: Place
}

/** An entry of `ipam.config`, as written; '' and {} for what is not. */
export interface ComposeSubnet {
  readonly subnet: string
  readonly ipRange: string
  readonly gateway: string
  readonly auxAddresses: Readonly<Record<string, string>>
}

export interface ComposeNetwork {
  readonly key: string
  /** Its name in the engine: `PROJECT_KEY` unless the file names it or it is external. */
  readonly name: string
  /** Created outside of the project: Compose only looks it up. */
  readonly external: boolean
  /** Whether an active service joins it; Compose creates no other networks. */
  readonly inUse: boolean
  /** '' for the engine's default. */
  readonly driver: string
  readonly driverOptions: Readonly<Record<string, string>>
  readonly internal: boolean
  readonly attachable: boolean
  readonly labels: Readonly<Record<string, string>>
  /** '' for the engine's default. */
  readonly ipamDriver: string
  readonly ipamOptions: Readonly<Record<string, string>>
  readonly subnets: readonly ComposeSubnet[]
  /** undefined if the file does not say. */
  readonly enableIPv4: boolean | undefined
  readonly enableIPv6: boolean | undefined
  readonly at: Place
}

/** What a set of compose files would publish and which networks it would create. */
export interface ComposeProject {
  readonly name: string
  /** By name, inactive ones included. */
  readonly services: readonly ComposeService[]
  /** By key. */
  readonly networks: readonly ComposeNetwork[]
  /**
   * All that Compose would refuse, in the order of files and lines; if there are any, the rest is what could be read.
   */
  readonly problems: readonly ComposeProblem[]
  /** What Compose would warn about: variables that are not set. */
  readonly warnings: readonly ComposeProblem[]
}
