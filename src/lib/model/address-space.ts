import type {Addr} from '../net/addr.js'
import type {Prefix} from '../net/prefix.js'
import type {Scope} from './host.js'
import type {Known} from './known.js'

/** A block that subnets are cut from, and the prefix length of the pieces where no size is asked for. */
export interface Pool {
  readonly base: Prefix
  readonly blockLength: number
}

/** A route of the machine the engine runs on. */
export interface Route {
  /** 0.0.0.0/0 or ::/0 for a default route. */
  readonly destination: Prefix
  /** null where the destination is reached without one. */
  readonly gateway: Addr | null
  /** The interface's name; '' for none. */
  readonly device: string
  /** Of link scope: what is there is on a wire of this machine (`ip route` says "scope link"). */
  readonly onLink: boolean
}

export interface InterfaceAddress {
  readonly device: string
  readonly addr: Addr
  /** The block the interface says it is on. */
  readonly prefix: Prefix
}

/** What the machine of the engine uses outside of the engine. Unknown for a remote engine. */
export interface MachineAddresses {
  readonly routes: Known<readonly Route[]>
  readonly interfaces: Known<readonly InterfaceAddress[]>
  /** The nameservers of its resolv.conf. */
  readonly resolvers: Known<readonly Addr[]>
}

/** Who uses a block. */
export type Holder =
  | {
      readonly kind: 'network'
      readonly name: string
      readonly id: string
      readonly driver: string
      readonly scope: Scope
      /** '' where the network has none. */
      readonly ipRange: string
    }
  | {readonly kind: 'route'; readonly device: string; readonly gateway: Addr | null}
  | {readonly kind: 'interface'; readonly device: string}
  | {readonly kind: 'resolver'; readonly addr: Addr}
  /** What an engine keeps for itself, such as the Swarm address pool; `what` names it. */
  | {readonly kind: 'reservation'; readonly what: string}
  /** What the user asked to stay clear of; `from` says where, such as "--avoid". */
  | {readonly kind: 'avoid'; readonly from: string}

/** A block that is not free, and who uses it. */
export interface Taken {
  readonly prefix: Prefix
  readonly holder: Holder
}

/** What the engine says of the addresses it hands out, and what its machine uses. */
export interface AddressSpace {
  /** `ServerVersion` of GET /info, such as "28.5.2". */
  readonly engineVersion: string
  /** `ID` of GET /info: the engine derives its IPv6 pool from it. */
  readonly engineId: string
  /** `DefaultAddressPools` of GET /info: configured pools only, empty where the built-in ones hold. */
  readonly configuredPools: readonly {readonly base: string; readonly size: number}[]
  /** Of the Swarm this engine manages; unknown on a worker, and empty without a Swarm. */
  readonly swarmPools: Known<readonly Pool[]>
  readonly machine: MachineAddresses
}
