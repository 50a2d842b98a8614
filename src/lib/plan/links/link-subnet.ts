import {DnetError} from '../../errors.js'
import type {Pool, Taken} from '../../model/address-space.js'
import type {Host} from '../../model/host.js'
import {avoided, takenOn} from '../../model/subnets/blocks-in-use.js'
import {familyOf} from '../../net/addr.js'
import {blockSize, formatPrefix, type Prefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {searchedPools} from '../allocate/engine-pools.js'
import {findSubnet} from '../subnets/find-subnet.js'

/** A network for a link holds a handful of containers: 13 fit. */
const LENGTH = 28

/**
 * `count` subnets for link networks that do not overlap each other, from the given pools or else the engine's; fewer if
 * there is not enough room, and none if the address space is not known: the engine then chooses.
 * @param host with the address space
 * @param settings the user's pools, and blocks to avoid
 */
export function linkSubnets(
  host: Host,
  settings: {readonly pools: readonly Prefix[]; readonly avoid: readonly Prefix[]},
  count: number,
): Prefix[] {
  if (!host.addressSpace.known) return []
  const own = searchedPools(settings.pools, 'bridge', host.addressSpace.value)
  const pools = own.map(({base}) => base)
  const last = own.filter(({base}) => familyOf(base) === 4).at(-1)
  const corner = settings.pools.length > 0 || !last ? pools : [lastBlock(last)]
  const taken = takenOn(host, avoided(settings.avoid, 'configuration'))
  const found: Prefix[] = []
  while (found.length < count) {
    const all = [...taken, ...avoided(found, 'this plan')]
    const subnet = freeIn(corner, all) ?? freeIn(pools, all)
    if (!subnet) break
    found.push(subnet)
  }
  return found
}

function freeIn(pools: readonly Prefix[], taken: readonly Taken[]): Prefix | undefined {
  try {
    return findSubnet({family: 4, size: {length: LENGTH}, pools, taken})
  } catch (error) {
    if (error instanceof DnetError) return undefined
    throw error
  }
}

/**
 * The block that the engine would hand out last. All link networks are placed there: anywhere else each would make a
 * whole block unusable for the engine, which has about thirty.
 */
function lastBlock({base, blockLength}: Pool): Prefix {
  const {family, last} = rangeOf(base)
  const length = Math.max(blockLength, prefixLengthOf(base))
  return formatPrefix({family, value: last - blockSize(family, length) + 1n}, length)
}
