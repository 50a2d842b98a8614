import type {AddressSpace, Pool, Taken} from '../../model/address-space.js'
import {type Family, familyOf} from '../../net/addr.js'
import {blockSize, comparePrefixes, type Prefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {union} from '../../net/prefix-set.js'
import {type AddrRange, rangeSize, rangesOverlap} from '../../net/range.js'
import {localPools} from './engine-pools.js'

/** How much of a pool is left for automatic subnets, in whole blocks. */
export interface PoolUse {
  readonly base: Prefix
  readonly blockLength: number
  /** `swarm`: for overlay networks. */
  readonly of: 'local' | 'swarm'
  readonly blocks: bigint
  /** Blocks that a network uses, at least in part. */
  readonly used: bigint
  /** Blocks that no network uses, but that overlap something else on the machine, or what to avoid. */
  readonly kept: bigint
  readonly left: bigint
}

/**
 * The pools from which an engine takes subnets by default, IPv4 first, then by address; Swarm's last. Those that are
 * not known are not included; see {@link unknownPools}.
 */
export function poolsOfEngine(space: AddressSpace): {readonly pool: Pool; readonly of: 'local' | 'swarm'}[] {
  const local = localPools(space)
  const swarm = space.swarmPools
  return [
    ...(local.known ? local.value.toSorted((a, b) => comparePrefixes(a.base, b.base)) : []).map((pool) => {
      return {pool, of: 'local' as const}
    }),
    ...(swarm.known ? swarm.value : []).map((pool) => ({pool, of: 'swarm' as const})),
  ]
}

/** One sentence for each kind of pool that is not known. */
export function unknownPools(space: AddressSpace): string[] {
  const local = localPools(space)
  return [
    ...(local.known ? [] : [`engine pools not known: ${local.why}`]),
    ...(space.swarmPools.known ? [] : [`Swarm pools not seen: ${space.swarmPools.why}`]),
  ]
}

/** The use of one pool, given all that is taken. */
export function poolUseOf({base, blockLength}: Pool, of: 'local' | 'swarm', taken: readonly Taken[]): PoolUse {
  const pool = rangeOf(base)
  const size = blockSize(pool.family, Math.max(blockLength, prefixLengthOf(base)))
  const within = taken.filter(({prefix}) => rangesOverlap(rangeOf(prefix), pool))
  const touched = (some: readonly Taken[]): bigint =>
    union(some.map(({prefix}) => wholeBlocks(rangeOf(prefix), pool, size))).reduce(
      (sum, range) => sum + rangeSize(range) / size,
      0n,
    )
  const blocks = rangeSize(pool) / size
  const used = touched(within.filter(({holder}) => holder.kind === 'network'))
  const all = touched(within)
  return {base, blockLength, of, blocks, used, kept: all - used, left: blocks - all}
}

/** A range extended to whole blocks of the pool, and cut off at the pool's ends. */
function wholeBlocks({family, first, last}: AddrRange, pool: AddrRange, size: bigint): AddrRange {
  const from = first < pool.first ? pool.first : first - ((first - pool.first) % size)
  const to = last > pool.last ? pool.last : last - ((last - pool.first) % size) + size - 1n
  return {family, first: from, last: to}
}

/** The pools of one kind and family taken together; undefined if there is none. */
export function totalOf(pools: readonly PoolUse[], of: 'local' | 'swarm', family: Family) {
  const own = pools.filter((pool) => pool.of === of && familyOf(pool.base) === family)
  if (own.length === 0) return undefined
  const sum = (count: (pool: PoolUse) => bigint): bigint => own.reduce((total, pool) => total + count(pool), 0n)
  return {blocks: sum(({blocks}) => blocks), used: sum(({used}) => used), left: sum(({left}) => left)}
}
