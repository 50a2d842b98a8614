import type {Addr} from '../net/addr.js'
import type {AddressSpace} from './address-space.js'
import type {Container} from './container.js'
import {type Known, needed} from './known.js'
import type {PublishingFacts} from './ports.js'

/**
 * What exists: an immutable picture of an engine and the machine it runs on. The engine adapter loads it, planners
 * reason about it, views show it. A field is here because a planner or a view reads it. Strings come from the engine
 * and are not trusted: views make them harmless.
 */

export type Scope = 'local' | 'global' | 'swarm'

/** One block of a network's address configuration, as the engine reports it (canonical from engine 25.0 on). */
export interface SubnetConfig {
  readonly subnet: string
  /** The part of the subnet for automatic addresses; '' for the whole subnet. */
  readonly ipRange: string
  /** '' if there is none. */
  readonly gateway: string
  readonly auxAddresses: Readonly<Record<string, string>>
}

export interface Network {
  /** 64 hex digits for a local network, 25 characters for a Swarm one. */
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly scope: Scope
  /** RFC 3339 with up to nanoseconds, as the engine wrote it: a Date would lose digits. */
  readonly created: string
  readonly enableIPv4: boolean
  readonly enableIPv6: boolean
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly configOnly: boolean
  /** The config-only network that this one was created from, or ''. */
  readonly configFrom: string
  readonly ipamDriver: string
  readonly ipamOptions: Readonly<Record<string, string>>
  readonly subnets: readonly SubnetConfig[]
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** Unknown if the command did not ask for it. */
  readonly details: Known<NetworkDetails>
}

/** What inspecting a network shows beyond the list. */
export interface NetworkDetails {
  /** Only live endpoints, sorted by container name: stopped containers are not included. */
  readonly attached: readonly AttachedEndpoint[]
  /** Swarm nodes on an overlay network. */
  readonly peers: readonly {readonly name: string; readonly address: string}[]
  /** Swarm services, from a verbose inspect. */
  readonly services: readonly {
    readonly name: string
    /** '' for a service without one, whose name resolves to its tasks (`--endpoint-mode dnsrr`). */
    readonly virtualAddress: string
    readonly ports: readonly string[]
  }[]
  /** What Swarm has on an overlay network, on this node and others: tasks of services, and containers of none. */
  readonly tasks: readonly SwarmTask[]
  /** By subnet; empty before API 1.52. Counts go up to 2^64-1 and stay there. */
  readonly usage: readonly {readonly subnet: string; readonly used: bigint; readonly dynamicLeft: bigint}[]
}

export interface SwarmTask {
  /** '' for a container that belongs to no service. */
  readonly service: string
  readonly name: string
  readonly address: Addr
  readonly endpointId: string
}

export interface AttachedEndpoint {
  /** `ep-<endpoint id>` for an endpoint without a container: a stale one, or an overlay's load balancer. */
  readonly containerId: string
  readonly name: string
  readonly endpointId: string
  readonly mac: string
  /** With prefix length, such as "172.18.0.2/16"; '' for none. */
  readonly ipv4: string
  readonly ipv6: string
}

/** The engine that the data comes from. */
interface EngineInfo {
  /** The API version in use, such as "1.41": the lower of the engine's and dnet's. */
  readonly apiVersion: string
}

export interface Host {
  readonly engine: EngineInfo
  /** Sorted as in `docker network ls`: by name in natural order, then by id. */
  readonly networks: readonly Network[]
  /** Sorted by name in natural order. */
  readonly containers: Known<readonly Container[]>
  readonly addressSpace: Known<AddressSpace>
  readonly publishing: Known<PublishingFacts>
}

/** The containers of a host that was observed with them. @throws Error if they are unknown, a bug in the caller */
export const containersOf = (host: Host): readonly Container[] => needed(host.containers, 'containers')
