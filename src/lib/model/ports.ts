import type {Addr, Family} from '../net/addr.js'
import type {PortRange, PortWish, Protocol} from '../net/port.js'
import type {Prefix} from '../net/prefix.js'
import type {ContainerDetails} from './container.js'
import type {Known} from './known.js'

/**
 * The ports that a container binds, or will when it starts: those of `-p`, and with `-P` every port that is exposed and
 * has none, on any free port.
 */
export function portWishes({wishes, publishesAll, exposed}: ContainerDetails): PortWish[] {
  if (!publishesAll) return [...wishes]
  const own = new Set(wishes.map(({containerPort, protocol}) => `${containerPort}/${protocol}`))
  const others = exposed.filter(({port, protocol}) => !own.has(`${port}/${protocol}`))
  const any = {hostAddr: null, hostPorts: null} as const
  return [...wishes, ...others.map(({port, protocol}) => ({...any, containerPort: port, protocol}))]
}

/** What is using a port, or is going to ask for it. */
export type PortHolder =
  | {readonly kind: 'container'; readonly id: string; readonly name: string}
  /** `name` is '' and `pid` undefined for a process that may not be read, such as another user's. */
  | {readonly kind: 'process'; readonly name: string; readonly pid: number | undefined}
  | {readonly kind: 'service'; readonly id: string; readonly name: string}
  /** Another port specification of the same request. */
  | {readonly kind: 'wanted'; readonly name: string}

/** A host address and port that the engine has bound for a running container. */
export interface PortBinding {
  readonly hostAddr: Addr
  /** 1 to 65535. */
  readonly hostPort: number
  readonly protocol: Protocol
  readonly holder: PortHolder
}

/** What a container that does not run will ask for when it starts. The engine reserves nothing for it. */
export interface PortClaim {
  readonly wish: PortWish
  readonly rules: PublishRules
  readonly holder: PortHolder
  /** Whether its restart policy starts it together with the engine. */
  readonly startsWithEngine: boolean
}

/** What stands for a process where the kernel itself listens. */
export const KERNEL = {pid: 0, name: 'kernel'} as const

/**
 * A socket of the engine's host. It differs from a binding: an IPv6 socket on all addresses may also accept IPv4, while
 * the engine's bindings keep the families apart.
 */
export interface Listener {
  readonly addr: Addr
  readonly port: number
  readonly protocol: Protocol
  /** Whether an IPv6 socket does not accept IPv4; undefined if that cannot be seen. true for an IPv4 socket. */
  readonly oneFamily: boolean | undefined
  readonly process: {readonly pid: number; readonly name: string} | undefined
  /**
   * The containers of any engine in whose control group the process is, the outermost first; undefined if that cannot
   * be seen.
   */
  readonly containerIds: readonly string[] | undefined
  /** Belongs to the engine (its proxies, and its listeners for Swarm): already covered by bindings and services. */
  readonly ofEngine: boolean
}

/**
 * Tells the container whose process listens, as one on the host's network does; undefined for any other process, and for
 * the engine's own. A process inside a container of a container is the outer one's.
 */
export function listeningContainers<C extends {readonly id: string}>(
  containers: readonly C[],
): (listener: Pick<Listener, 'containerIds' | 'ofEngine'>) => C | undefined {
  const byId = new Map(containers.map((container) => [container.id, container]))
  return ({containerIds = [], ofEngine}) => {
    const id = ofEngine ? undefined : containerIds.find((one) => byId.has(one))
    return id === undefined ? undefined : byId.get(id)
  }
}

/** A port published by a Swarm service. */
export interface ServicePort {
  readonly service: {readonly id: string; readonly name: string}
  readonly port: number
  /** 1 to 65535. */
  readonly containerPort: number
  readonly protocol: Protocol
  /** `ingress`: on every node, on all addresses. `host`: on the nodes that a task runs on. */
  readonly mode: 'ingress' | 'host'
}

/** Everything that can conflict with publishing a port on an engine's host. */
export interface PortSituation {
  readonly bindings: readonly PortBinding[]
  readonly claims: Known<readonly PortClaim[]>
  readonly listeners: Known<readonly Listener[]>
  /** Those that a listener can belong to. */
  readonly containers: readonly {readonly id: string; readonly name: string}[]
  /** Empty if the engine is not in a Swarm. */
  readonly services: Known<readonly ServicePort[]>
  /** Where the engine takes any free port from: `/proc/sys/net/ipv4/ip_local_port_range` of its host. */
  readonly ephemeral: PortRange
  readonly local: Known<readonly Prefix[]>
}

/** How one engine publishes the ports of a container on one network. */
export interface PublishRules {
  /** What is bound if no host address is given; empty if nothing is published. */
  readonly anyAddrs: readonly Addr[]
  /** The families that a named host address is bound in. */
  readonly families: readonly Family[]
  /** Why nothing is published; '' if something is. */
  readonly nothingBecause: string
  /** Why the engine refuses a container that asks for a port at all. */
  readonly refusedBecause?: string
  /** Whether a port chosen from several is the same one on all addresses (engine 27.0, API 1.46). */
  readonly samePort: boolean
  /**
   * Whether another port of a range is tried if the host refuses one (engine 27.0, API 1.46). For any free port it
   * always is.
   */
  readonly rangeRetried: boolean
  /**
   * Whether the engine notices that a UDP port is bound both on all addresses and on one. 28.0 to 28.2 do not: both are
   * bound, and one of the two receives no traffic (docker/compose#12846).
   */
  readonly udpNoticed: boolean
}

/** The default range of Linux for ports that nobody asked for by number; used where the host's cannot be read. */
export const USUAL_EPHEMERAL: PortRange = {first: 32768, last: 60999}

/** What decides which ports an engine can publish, apart from its containers and networks. */
export interface PublishingFacts {
  /** The newest API version that the engine speaks, such as "1.51". */
  readonly apiVersion: string
  readonly listeners: Known<readonly Listener[]>
  /** Empty if the engine is not in a Swarm. */
  readonly services: Known<readonly ServicePort[]>
  readonly ephemeral: PortRange
  /** The addresses that a socket of the engine's host can be bound to; ports on other addresses cannot be published. */
  readonly local: Known<readonly Prefix[]>
  /** Assumed to be true if it cannot be seen. */
  readonly hostHasIPv6: boolean
}
