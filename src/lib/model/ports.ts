import type {Addr, Family} from '../net/addr.js'
import type {PortRange, PortWish, Protocol} from '../net/port.js'
import type {Prefix} from '../net/prefix.js'
import type {Known} from './known.js'

/** Who has a port, or is going to ask for it. */
export type PortHolder =
  | {readonly kind: 'container'; readonly id: string; readonly name: string}
  /** `name` is '' and `pid` undefined where another user's process may not be looked at. */
  | {readonly kind: 'process'; readonly name: string; readonly pid: number | undefined}
  | {readonly kind: 'service'; readonly id: string; readonly name: string}
  /** Another of those that are asked about in the same breath. */
  | {readonly kind: 'wanted'; readonly name: string}

/** A host address and port that the engine has bound for a running container. */
export interface PortBinding {
  readonly hostAddr: Addr
  /** 1 to 65535. */
  readonly hostPort: number
  readonly protocol: Protocol
  readonly holder: PortHolder
}

/** What a container that does not run will ask for when it starts. The engine keeps nothing for it. */
export interface PortClaim {
  readonly wish: PortWish
  readonly rules: PublishRules
  readonly holder: PortHolder
  /** Whether its restart policy starts it together with the engine. */
  readonly startsWithEngine: boolean
}

/**
 * A socket of the engine's host. It is no binding: an IPv6 one on all addresses may hold IPv4 as well, while the
 * engine's own keep the families apart.
 */
export interface Listener {
  readonly addr: Addr
  readonly port: number
  readonly protocol: Protocol
  /** Whether an IPv6 socket leaves IPv4 alone; undefined where that cannot be seen. An IPv4 socket has true. */
  readonly oneFamily: boolean | undefined
  readonly process: {readonly pid: number; readonly name: string} | undefined
  /** The engine's own (its proxies, and what it listens on for Swarm): told by bindings and services already. */
  readonly ofEngine: boolean
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

/** All that can stand in the way of publishing a port on one engine's host. */
export interface PortSituation {
  readonly bindings: readonly PortBinding[]
  readonly claims: Known<readonly PortClaim[]>
  readonly listeners: Known<readonly Listener[]>
  /** Empty where the engine is in no Swarm. */
  readonly services: Known<readonly ServicePort[]>
  /** Where the engine takes any free port from: `/proc/sys/net/ipv4/ip_local_port_range` of its host. */
  readonly ephemeral: PortRange
  readonly local: Known<readonly Prefix[]>
}

/** How one engine publishes the ports of a container on one network. */
export interface PublishRules {
  /** What is bound where no host address is named; empty where nothing is published. */
  readonly anyAddrs: readonly Addr[]
  /** The families that a named host address is bound in. */
  readonly families: readonly Family[]
  /** Why nothing is bound; '' where something is. */
  readonly nothingBecause: string
  /** Whether a port chosen from several is the same one on all addresses (engine 27.0, API 1.46). */
  readonly samePort: boolean
  /** Whether another port of a range is tried where the host refuses one (engine 27.0, API 1.46); of all ports it always is. */
  readonly rangeRetried: boolean
  /**
   * Whether the engine notices that a UDP port is bound on all addresses and on one. 28.0 to 28.2 do not: both are
   * bound, and one of the two gets nothing (docker/compose#12846).
   */
  readonly udpNoticed: boolean
}

/** What beside its containers and networks decides which ports an engine can publish. */
export interface PublishingFacts {
  /** The newest API version that the engine speaks, such as "1.51". */
  readonly apiVersion: string
  readonly listeners: Known<readonly Listener[]>
  /** Empty where the engine is in no Swarm. */
  readonly services: Known<readonly ServicePort[]>
  readonly ephemeral: PortRange
  /** The addresses that a socket of the engine's host can be bound on; a port on any other cannot be had. */
  readonly local: Known<readonly Prefix[]>
  /** Taken for true where it cannot be seen. */
  readonly hostHasIPv6: boolean
}
