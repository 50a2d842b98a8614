import type {Pool} from '../../model/address-space.js'
import {bitsOf, type Family, familyOf} from '../../net/addr.js'
import {
  blockSize,
  comparePrefixes,
  formatPrefix,
  overlaps,
  type Prefix,
  prefixLengthOf,
  rangeOf,
} from '../../net/prefix.js'
import {setOverlaps, union} from '../../net/prefix-set.js'
import {type AddrRange, rangeContains, rangesOverlap} from '../../net/range.js'
import type {AllocatorRules} from './allocator-rules.js'

interface AutomaticRequest {
  readonly family: Family
  readonly rules: AllocatorRules
  /** The engine's pools of both families, in its order. */
  readonly pools: readonly Pool[]
  /** The subnets of the engine's local networks of any driver with the default IPAM. */
  readonly allocated: readonly Prefix[]
  /** What the engine avoids on its machine. */
  readonly reserved: readonly Prefix[]
  /** The requested prefix length, if only a size is requested (`0.0.0.0/26`); by default that of each pool's blocks. */
  readonly length?: number
}

export type Prediction =
  /** The engine will take this one. */
  | {readonly is: 'subnet'; readonly subnet: Prefix}
  /** One of these, lowest first: which one depends on what the engine handed out before, which no API shows. */
  | {readonly is: 'one-of'; readonly subnets: readonly Prefix[]}
  /** The engine will refuse, with this sentence in its answer. */
  | {readonly is: 'refused'; readonly message: string}

/**
 * What an engine answers to a request for a subnet of its choice.
 * This reproduces the engine's behaviour: if the engine's walk overlooks an overlap, so does this.
 */
export function predictAutomaticSubnet(request: AutomaticRequest): Prediction {
  if (request.rules.walk === 'rotating') return anyFreeBlock(request)
  const pools = linearPools(request)
  if (pools.length === 0 && request.rules.sizeRequests) return {is: 'refused', message: 'invalid address pool'}
  const subnet = linearSubnet(pools, [...request.allocated, ...request.reserved], request.family)
  if (subnet) return {is: 'subnet', subnet}
  return {is: 'refused', message: 'all predefined address pools have been fully subnetted'}
}

/**
 * An engine before 27.0 continues after the block it handed out last, wrapping around, and takes the next free one:
 * that may be any free block of its pools (moby v26.1.4 libnetwork/ipam/allocator.go allocatePredefinedPool).
 */
function anyFreeBlock({family, pools, allocated, reserved}: AutomaticRequest): Prediction {
  const used = union([...allocated, ...reserved].map(rangeOf))
  const free = pools
    .filter(({base}) => familyOf(base) === family)
    .flatMap(blocksOf)
    .filter((block) => !setOverlaps(used, rangeOf(block)))
  const subnets = [...new Set(free)].sort(comparePrefixes)
  const [first] = subnets
  if (first && subnets.length === 1) return {is: 'subnet', subnet: first}
  if (first) return {is: 'one-of', subnets}
  const message = `could not find an available, non-overlapping IPv${family} address pool among the defaults to assign to the network`
  return {is: 'refused', message}
}

/** The engine shifts 64-bit numbers: every /64 of an IPv6 pool becomes its first one. */
function blocksOf({base, blockLength}: Pool): Prefix[] {
  const {family, first} = rangeOf(base)
  const size = blockSize(family, blockLength)
  const count = size >= 1n << 64n ? 1 : 2 ** (blockLength - prefixLengthOf(base))
  return Array.from({length: count}, (_, place) =>
    formatPrefix({family, value: first | BigInt.asUintN(64, BigInt(place) * size)}, blockLength),
  )
}

/**
 * Lowest pool first. Pools that overlap an earlier, larger one are dropped (moby newAddrSpace), then those too small
 * for the size.
 */
function linearPools({pools, family, length}: AutomaticRequest): Pool[] {
  const sorted = pools.filter(({base}) => familyOf(base) === family).toSorted((a, b) => comparePrefixes(a.base, b.base))
  const kept: Pool[] = []
  for (const pool of sorted) {
    const last = kept.at(-1)
    if (!last || !overlaps(last.base, pool.base)) kept.push(pool)
  }
  if (length === undefined) return kept
  return kept
    .filter(({base}) => prefixLengthOf(base) <= length && length <= bitsOf(family))
    .map(({base}) => ({base, blockLength: length}))
}

/**
 * Walks the pools and all blocks in use side by side, once (moby allocatePredefinedPool). The next candidate follows
 * the block seen last, not the farthest one: a small block inside a large one therefore hides the rest of the large
 * one, and the engine may choose a subnet that overlaps it.
 */
function linearSubnet(pools: readonly Pool[], used: readonly Prefix[], family: Family): Prefix | undefined {
  const blocks = used
    .filter((prefix) => familyOf(prefix) === family)
    .toSorted(comparePrefixes)
    .map(rangeOf)
  let at = 0
  for (const {base, blockLength} of pools) {
    const pool = rangeOf(base)
    const size = blockSize(family, blockLength)
    let candidate = pool.first
    let full = false
    for (let block = blocks[at]; block; block = blocks[at]) {
      if (!rangesOverlap(block, pool)) {
        if (pool.first < block.first) break
        at++
        continue
      }
      full = rangeContains(block, pool)
      if (full || candidate + size <= block.first) break
      at++
      full = block.last === pool.last
      if (full) break
      candidate = after(block, size)
    }
    if (!full && candidate <= pool.last) return formatPrefix({family, value: candidate}, blockLength)
  }
  return undefined
}

/**
 * The first address of the next aligned block after the one that holds the start of `block`, or after all of it if it
 * is larger.
 */
function after(block: AddrRange, size: bigint): bigint {
  const own = block.last - block.first + 1n
  return own > size ? block.last + 1n : block.first - (block.first % size) + size
}
