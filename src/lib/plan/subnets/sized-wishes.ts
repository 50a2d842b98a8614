import {DnetError} from '../../errors.js'
import type {Host} from '../../model/host.js'
import type {Family} from '../../net/addr.js'
import {parsePrefixLength} from '../../net/prefix.js'
import {rulesOf} from '../allocate/allocator-rules.js'
import {blockFamilies, type CreateRequest, familyGiven, isSize} from './create-request.js'
import type {SubnetSize} from './find-subnet.js'

/** A subnet that has to be chosen. */
export interface SizedWish {
  readonly family: Family
  /** `block`: a whole block of the pool. */
  readonly size: SubnetSize | 'block'
}

/**
 * The subnets of a request that have to be chosen, at most one of each family.
 * @throws DnetError USAGE for contradicting flags
 */
export const sizedWishes = (host: Host, request: CreateRequest): SizedWish[] => [
  ...sizesOf(request),
  ...blockFamilies(request).map((family): SizedWish => ({family, size: 'block'})),
  ...missingIPv6(host, request),
]

function sizesOf(request: CreateRequest): SizedWish[] {
  const {addresses, hosts, network} = request
  const onlyIPv6 = network.enableIPv4 === false
  const sizes = addresses.subnets.filter(isSize).map((text): SizedWish => {
    const family = familyGiven(text, request)
    return {family, size: {length: parsePrefixLength(text, family)}}
  })
  const explicit = addresses.subnets.filter((text) => !isSize(text))
  if (hosts !== undefined) {
    const family = onlyIPv6 ? 6 : 4
    if (sizes.some((wish) => wish.family === family) || explicit.some((text) => text.includes(':') === (family === 6)))
      throw new DnetError(
        'USAGE',
        `--hosts ${hosts} and --subnet both set the size of the IPv${family} subnet`,
        'use only one of them',
      )
    sizes.unshift({family, size: {hosts, aux: Object.keys(addresses.auxAddresses).length}})
  }
  const families = new Set(sizes.map(({family}) => family))
  if (families.size < sizes.length)
    throw new DnetError(
      'USAGE',
      'only one subnet of each family can be given by size',
      'give one size for each of IPv4 and IPv6',
    )
  return sizes
}

/**
 * Engines before 27.0 do not choose IPv6 subnets themselves: with `--hosts`, one of the usual size is chosen for them.
 */
function missingIPv6(host: Host, request: CreateRequest): SizedWish[] {
  const {network, addresses, hosts} = request
  const rules = rulesOf(host.addressSpace.known ? host.addressSpace.value : undefined)
  const given = addresses.subnets.some((text) => familyGiven(text, request) === 6)
  if (!network.enableIPv6 || network.enableIPv4 === false || hosts === undefined || given) return []
  if (blockFamilies(request).includes(6)) return []
  return rules?.automaticIPv6 ? [] : [{family: 6, size: {length: 64}}]
}
