import type {Addr} from '../net/addr.js'
import type {PortWish, Protocol} from '../net/port.js'
import type {Known} from './known.js'

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

/** A container, running or not. */
export interface Container {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly state: ContainerState
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  /**
   * `HostConfig.NetworkMode`: "default", "bridge", "host", "none", "container:<id>" or a network's name; '' for one of
   * Podman's without its details, as the list leaves it out.
   */
  readonly networkMode: string
  /** One for each network, sorted by network name. */
  readonly endpoints: readonly Endpoint[]
  /** What is bound on the host now, one entry for each host address and port; empty if the container does not run. */
  readonly published: readonly PublishedPort[]
  /** What only inspecting the container shows; unknown if the command did not ask for it. */
  readonly details: Known<ContainerDetails>
}

/** A host address and port that is forwarded to a container's port. */
export interface PublishedPort {
  readonly hostAddr: Addr
  readonly hostPort: number
  readonly containerPort: number
  readonly protocol: Protocol
}

/** One container on one network: as configured and, if it runs, its current state. */
export interface Endpoint {
  readonly networkName: string
  /** For a stopped container, the id may be that of a removed network, or ''. */
  readonly networkId: string
  /** '' if the container does not run. */
  readonly endpointId: string
  /** The address it has; undefined if there is none, or the container does not run. */
  readonly ipv4: Addr | undefined
  readonly ipv6: Addr | undefined
  /** '' if the container does not run. */
  readonly mac: string
  /** The gateway of the network for this endpoint; undefined for none. */
  readonly gateway4: Addr | undefined
  readonly gateway6: Addr | undefined
  /** The addresses that the user requested, kept while the container is stopped. */
  readonly wanted4: Addr | undefined
  readonly wanted6: Addr | undefined
  readonly linkLocal: readonly string[]
  /** 0 on engines before 28.0. */
  readonly gatewayPriority: number
  /** Known only together with the container's details. */
  readonly names: Known<EndpointNames>
}

export interface EndpointNames {
  /** As given by the user; engines before 25.0 add the container's short id. */
  readonly aliases: readonly string[]
  /** Every name that resolves to this endpoint on its network; empty before API 1.44, which does not report them. */
  readonly dnsNames: readonly string[]
  /** `target:alias`, visible to this container only. */
  readonly links: readonly string[]
  readonly driverOptions: Readonly<Record<string, string>>
}

export interface ContainerDetails {
  readonly hostname: string
  readonly env: readonly string[]
  /** `HostConfig.PortBindings`: what `-p` asks for. All that it binds, or will when it starts: portWishes. */
  readonly wishes: readonly PortWish[]
  /** `HostConfig.PublishAllPorts`: `-P`. */
  readonly publishesAll: boolean
  /** Declared by the image or `--expose`. */
  readonly exposed: readonly {readonly port: number; readonly protocol: Protocol}[]
  /** As for `--restart`: "no", "always", "unless-stopped", "on-failure" or, with a limit, "on-failure:3". */
  readonly restartPolicy: string
  /** How often its restart policy has started it since a user did. */
  readonly restarts: number
  /** Of its last run; 0 if it has not run. */
  readonly exitCode: number
  /** `HostConfig.Links`, the legacy ones of the default bridge: `/target:/container/alias` as `target:alias`. */
  readonly legacyLinks: readonly string[]
  /** The process's id on the engine's host, 0 if it does not run. */
  readonly pid: number
}
