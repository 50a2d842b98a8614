import type {Taken} from '../../model/address-space.js'
import type {Prefix} from '../../net/prefix.js'
import type {NetworkSpec} from '../../spec/network-spec.js'
import type {AddressFlags} from './pair-subnets.js'

/** A network that is wanted, with subnets by name, by size or by number of containers. */
export interface CreateRequest {
  /** All but the subnets. */
  readonly network: Omit<NetworkSpec, 'subnets'>
  /** As typed; a subnet may be a size, such as "/24". */
  readonly addresses: AddressFlags
  /** Containers to have room for; undefined where not asked for. */
  readonly hosts: number | undefined
  /** Where to look for subnets that are given by size; empty for the engine's own pools. */
  readonly pools: readonly Prefix[]
  readonly avoid: readonly Taken[]
  /** Which address of its subnet a gateway gets; undefined for what the user or the engine says. */
  readonly gatewayAt: 'first' | 'last' | undefined
  /** Whether a dynamic range without a gateway gets the subnet's first address as gateway, not the range's. */
  readonly saneGateway: boolean
  /** Whether what the engine accepts and breaks something else is refused. */
  readonly strict: boolean
}

/** Reports whether a subnet is given by its size, such as "/24". */
export const isSize = (text: string): boolean => text.startsWith('/')

/** Reports whether a subnet is to be chosen: one is asked for by size or by number of containers. */
export const hasSize = ({addresses, hosts}: CreateRequest): boolean =>
  hosts !== undefined || addresses.subnets.some(isSize)

/** Reports whether a request needs to see the host: it names a subnet or a size. */
export const needsHost = ({addresses, hosts}: CreateRequest): boolean =>
  hosts !== undefined || addresses.subnets.length > 0
