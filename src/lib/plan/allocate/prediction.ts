import type {AddressSpace, Pool} from '../../model/address-space.js'
import type {Network} from '../../model/host.js'
import {type Known, known, unknown} from '../../model/known.js'
import {takenByNetworks} from '../../model/subnets/blocks-in-use.js'
import {type Family, familyOf} from '../../net/addr.js'
import {prefixLengthOf} from '../../net/prefix.js'
import {type Prediction, predictAutomaticSubnet} from './allocator.js'
import {allocatorRulesOf, reservedFor} from './allocator-rules.js'
import {localPools} from './engine-pools.js'

/** Blocks that are written down one by one to say which of them an engine may choose: those of a /8 in pieces of /24. */
const MOST_BLOCKS = 2 ** 16

/**
 * The subnet that the engine would choose for a local network; unknown of engines whose ways are, and of machines that
 * cannot be seen.
 * @param networks all that the engine has
 * @param length the prefix length that is asked for; undefined for the one of the pool
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
  // Subnets of a configuration are nobody's yet, and another IPAM driver keeps books of its own.
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
