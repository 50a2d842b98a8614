import type {AddressSpace, Pool} from '../../model/address-space.js'
import type {Network} from '../../model/host.js'
import {type Known, known, unknown} from '../../model/known.js'
import {takenByNetworks} from '../../model/subnets/blocks-in-use.js'
import {type Family, familyOf} from '../../net/addr.js'
import {prefixLengthOf} from '../../net/prefix.js'
import {type Prediction, predictAutomaticSubnet} from './allocator.js'
import {allocatorRulesOf, reservedFor} from './allocator-rules.js'
import {localPools} from './engine-pools.js'

/** How many blocks are listed one by one to find those that an engine may choose: the /24 blocks of a /8. */
const MOST_BLOCKS = 2 ** 16

/**
 * The subnet that the engine would choose for a local network; unknown for engines whose rules are unknown, and for
 * machines that cannot be seen.
 * @param networks all networks of the engine
 * @param length the requested prefix length; undefined for that of the pool
 */
export function predictedSubnet(
  space: AddressSpace,
  networks: readonly Network[],
  family: Family,
  length: number | undefined,
): Known<Prediction> {
  const rules = allocatorRulesOf(space.engineVersion)
  const pools = localPools(space)
  const {routes, resolvers} = space.machine
  if (!rules.known) return rules
  if (!pools.known) return pools
  if (!routes.known) return routes
  if (!resolvers.known) return resolvers
  if (rules.value.walk === 'rotating' && blocksOf(pools.value, family) > MOST_BLOCKS)
    return unknown('the pools have too many blocks')
  // Subnets of a config-only network are not in use yet, and another IPAM driver has its own records.
  const local = networks.filter(
    ({scope, configOnly, ipamDriver}) => scope === 'local' && !configOnly && ipamDriver === 'default',
  )
  return known(
    predictAutomaticSubnet({
      family,
      rules: rules.value,
      pools: pools.value,
      allocated: takenByNetworks(local).map(({prefix}) => prefix),
      reserved: reservedFor(family, rules.value, routes.value, resolvers.value),
      ...(length !== undefined && {length}),
    }),
  )
}

const blocksOf = (pools: readonly Pool[], family: Family): number =>
  pools
    .filter(({base}) => familyOf(base) === family)
    .reduce((sum, {base, blockLength}) => sum + 2 ** (blockLength - prefixLengthOf(base)), 0)
