import type {Taken} from '../../model/address-space.js'
import type {Prefix} from '../../net/prefix.js'
import type {NetworkSpec} from '../../spec/network-spec.js'
import type {AddressFlags} from './pair-subnets.js'

/** A network to be created, with subnets given by address, by size or by number of containers. */
export interface CreateRequest {
  /** Everything except the subnets. */
  readonly network: Omit<NetworkSpec, 'subnets'>
  /** As typed; a subnet may be a size, such as "/24". */
  readonly addresses: AddressFlags
  /** Containers to have room for, or undefined. */
  readonly hosts: number | undefined
  /** Where to look for subnets that are given by size; empty for the engine's pools. */
  readonly pools: readonly Prefix[]
  readonly avoid: readonly Taken[]
  /** Which address of its subnet becomes the gateway; undefined to leave it to the user or the engine. */
  readonly gatewayAt: 'first' | 'last' | undefined
  /** Whether a subnet with an ip-range and no gateway gets its own first address as the gateway, not the range's. */
  readonly saneGateway: boolean
}

/** Reports whether a subnet is given by its size, such as "/24". */
export const isSize = (text: string): boolean => text.startsWith('/')

/** Reports whether dnet chooses a subnet: one is requested by size, by number of containers or by its place. */
export const choosesSubnet = (request: CreateRequest): boolean =>
  request.hosts !== undefined || request.addresses.subnets.some(isSize) || choosesBlock(request)

/**
 * Reports whether dnet chooses a whole block of the pools, as the engine would: no subnet and no size is given, but a
 * pool, a block to avoid, or the place of the gateway.
 */
export const choosesBlock = (request: CreateRequest): boolean =>
  isAutomatic(request) && (request.pools.length > 0 || request.avoid.length > 0 || request.gatewayAt !== undefined)

/** Reports whether the engine would choose the network's subnets itself for this request. */
export const isAutomatic = ({network, addresses, hosts}: CreateRequest): boolean =>
  hosts === undefined &&
  [addresses.subnets, addresses.gateways, addresses.ipRanges, Object.keys(addresses.auxAddresses)].every(
    ({length}) => length === 0,
  ) &&
  network.ipamDriver === 'default' &&
  !network.configOnly &&
  network.configFrom === '' &&
  !['host', 'null', 'none'].includes(network.driver)
