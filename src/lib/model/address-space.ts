import type {Addr} from '../net/addr.js'
import type {Prefix} from '../net/prefix.js'
import type {Scope} from './host.js'
import type {Known} from './known.js'

/** A block that subnets are taken from, and their prefix length if no size is requested. */
export interface Pool {
  readonly base: Prefix
  readonly blockLength: number
}

/** A route of the machine the engine runs on. */
export interface Route {
  /** 0.0.0.0/0 or ::/0 for a default route. */
  readonly destination: Prefix
  /** null if the destination is reached without a gateway. */
  readonly gateway: Addr | null
  /** The interface's name; '' for none. */
  readonly device: string
  /** Has link scope: the destination is directly connected to this machine (`ip route` says "scope link"). */
  readonly onLink: boolean
}

export interface InterfaceAddress {
  readonly device: string
  readonly addr: Addr
  /** The block that the interface is in. */
  readonly prefix: Prefix
}

/** What the engine's machine uses apart from the engine. Unknown for a remote engine. */
export interface MachineAddresses {
  readonly routes: Known<readonly Route[]>
  readonly interfaces: Known<readonly InterfaceAddress[]>
  /** The nameservers of its resolv.conf. */
  readonly resolvers: Known<readonly Addr[]>
}

/** What uses a block. */
export type Holder =
  | {
      readonly kind: 'network'
      readonly name: string
      readonly id: string
      readonly driver: string
      readonly scope: Scope
      /** '' if the network has none. */
      readonly ipRange: string
    }
  | {readonly kind: 'route'; readonly device: string; readonly gateway: Addr | null}
  | {readonly kind: 'interface'; readonly device: string}
  | {readonly kind: 'resolver'; readonly addr: Addr}
  /** What an engine reserves, such as the Swarm address pool; `what` names it. */
  | {readonly kind: 'reservation'; readonly what: string}
  /** What the user asked to avoid; `from` says where, such as "--avoid". */
  | {readonly kind: 'avoid'; readonly from: string}

/** A block that is not free, and what uses it. */
export interface Taken {
  readonly prefix: Prefix
  readonly holder: Holder
}

/** What the engine says about the addresses it hands out, and what its machine uses. */
export interface AddressSpace {
  /** `ServerVersion` of GET /info, such as "28.5.2". */
  readonly engineVersion: string
  /** `ID` of GET /info: the engine derives its IPv6 pool from it. */
  readonly engineId: string
  /** `DefaultAddressPools` of GET /info: configured pools only; empty if the built-in ones are used. */
  readonly configuredPools: readonly {readonly base: string; readonly size: number}[]
  /** Of the Swarm this engine manages; unknown on a worker, and empty without a Swarm. */
  readonly swarmPools: Known<readonly Pool[]>
  readonly machine: MachineAddresses
}
