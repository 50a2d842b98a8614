import {DnetError} from '../../errors.js'
import type {Taken} from '../../model/address-space.js'
import {type Family, familyOf} from '../../net/addr.js'
import {familyOfLength, type Prefix} from '../../net/prefix.js'
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

/** Reports whether it is for an engine in a Swarm alone. */
export const isForSwarm = ({network: {driver, scope}}: CreateRequest): boolean =>
  driver === 'overlay' || scope === 'swarm'

/** Reports whether a subnet is given by its size, such as "/24". */
export const isSize = (text: string): boolean => text.startsWith('/')

/** The family of a subnet as the user gives it: by address, or by a size, which is one of IPv6 from /33 on. */
export function familyGiven(text: string, {network}: CreateRequest): Family {
  if (!isSize(text)) return text.includes(':') ? 6 : 4
  return network.enableIPv4 === false ? 6 : familyOfLength(Number(text.slice(1)))
}

/** Reports whether dnet chooses a subnet: one is requested by size, by number of containers or by its place. */
export const choosesSubnet = (request: CreateRequest): boolean =>
  request.hosts !== undefined || request.addresses.subnets.some(isSize) || blockFamilies(request).length > 0

/**
 * The families of which dnet chooses a whole block of the pools, as the engine would: no subnet of them and no size is
 * given, but a pool, a block to avoid, or the place of the gateway.
 */
export function blockFamilies(request: CreateRequest): Family[] {
  const {pools, avoid, gatewayAt, addresses, hosts} = request
  const elsewhere = addresses.subnets.length === 0 && hosts === undefined && gatewayAt !== undefined
  return automaticFamilies(request).filter((family) =>
    pools.length > 0 ? pools.some((pool) => familyOf(pool) === family) : avoid.length > 0 || elsewhere,
  )
}

/** The families of which the engine would choose the network's subnet itself for this request. */
export function automaticFamilies(request: CreateRequest): Family[] {
  const {network, addresses, hosts} = request
  const {subnets, gateways, ipRanges, auxAddresses} = addresses
  const fixed = network.ipamDriver !== 'default' || network.configOnly || network.configFrom !== ''
  const lone = [gateways, ipRanges, Object.keys(auxAddresses)].some(({length}) => length > 0)
  if (fixed || ['host', 'null', 'none'].includes(network.driver)) return []
  if (lone && subnets.length === 0 && hosts === undefined) return []
  const given = new Set(subnets.map((text) => familyGiven(text, request)))
  if (hosts !== undefined) given.add(network.enableIPv4 === false ? 6 : 4)
  const enabled: readonly Family[] = [
    ...(network.enableIPv4 === false ? [] : [4 as const]),
    ...(network.enableIPv6 ? [6 as const] : []),
  ]
  return enabled.filter((family) => !given.has(family))
}

/**
 * What of the command line says how a subnet is to be found, although none is.
 * @param flags the prefixes of `--pool` and `--avoid`, and whether `--no-check` is given
 * @throws DnetError USAGE
 */
export function refuseIdle(
  request: CreateRequest,
  flags: {readonly pools: readonly Prefix[]; readonly avoid: readonly Prefix[]; readonly noCheck: boolean},
): void {
  const {subnets} = request.addresses
  const found = new Set<Family>([
    ...subnets.filter(isSize).map((text) => familyGiven(text, request)),
    ...(request.hosts === undefined ? [] : [request.network.enableIPv4 === false ? (6 as const) : (4 as const)]),
    ...blockFamilies(request),
  ])
  const idle = flags.pools.find((pool) => !found.has(familyOf(pool)))
  const hint = (name: string): string => `leave out --${name}, or have a subnet found: --subnet /24 or --hosts 50`
  if (idle) throw new DnetError('USAGE', `no IPv${familyOf(idle)} subnet is looked for in --pool ${idle}`, hint('pool'))
  const checked = subnets.length > 0 && !flags.noCheck
  if (flags.avoid.length > 0 && found.size === 0 && !checked)
    throw new DnetError(
      'USAGE',
      `no subnet is chosen or checked that could overlap --avoid ${flags.avoid[0]}`,
      hint('avoid'),
    )
}
