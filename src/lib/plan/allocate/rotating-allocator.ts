import type {Pool} from '../../model/address-space.js'
import {bitsOf, type Family} from '../../net/addr.js'
import {blockSize, comparePrefixes, formatPrefix, type Prefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {setOverlaps, union} from '../../net/prefix-set.js'
import {type AddrRange, rangesOverlap} from '../../net/range.js'
import type {AutomaticRequest, Prediction} from './allocator.js'

/**
 * The subnet an engine before 27.0 chooses: it keeps one list of the blocks of all pools of both families and goes on
 * from the one it handed out last, back to the start at the end (moby v26.1.4 libnetwork/ipam/allocator.go
 * allocatePredefinedPool). Blocks that meet a host reservation are handed out, held and given back after the search
 * (libnetwork/network.go requestPoolHelper), so they move the place where the next search begins as well.
 */
export function rotatingSubnet(request: AutomaticRequest): Prediction {
  const {family, cursor = 0} = request
  const blocks = new BlockList(request.pools)
  const refused = `could not find an available, non-overlapping IPv${family} address pool among the defaults to assign to the network`
  const allocated = union(request.allocated.map(rangeOf))
  const reserved = union(request.reserved.map(rangeOf))
  if (cursor === null) {
    const free = blocks.all(family).filter((range) => !setOverlaps(allocated, range) && !setOverlaps(reserved, range))
    const subnets = [...new Set(free.map(blockText))].sort(comparePrefixes)
    const only = subnets.length === 1 ? subnets[0] : undefined
    if (only) return {is: 'subnet', subnet: only, cursor: 0}
    return subnets.length > 0 ? {is: 'one-of', subnets} : {is: 'refused', message: refused, cursor: 0}
  }
  const held: AddrRange[] = []
  for (let start = cursor < blocks.count ? cursor : 0; ; ) {
    const steps = blocks.stepsToNext(
      start,
      family,
      (range) => !setOverlaps(allocated, range) && !held.some((h) => rangesOverlap(h, range)),
    )
    if (steps === undefined) return {is: 'refused', message: refused, cursor: start}
    const range = blocks.at((start + steps) % blocks.count)
    // Past the end it begins anew at the very start, even where the block itself was found after a wrap.
    start = start + steps + 1 >= blocks.count ? 0 : start + steps + 1
    if (!setOverlaps(reserved, range)) return {is: 'subnet', subnet: blockText(range), cursor: start}
    hold(held, range)
  }
}

/** The blocks of all pools in the order of the pools, by place, without writing them all down. */
class BlockList {
  readonly count: number
  readonly #pools: readonly {readonly pool: Pool; readonly start: number}[]

  constructor(pools: readonly Pool[]) {
    let start = 0
    this.#pools = pools.map((pool) => {
      const entry = {pool, start}
      start += 2 ** (pool.blockLength - prefixLengthOf(pool.base))
      return entry
    })
    this.count = start
  }

  at(place: number): AddrRange {
    const entry = this.#pools.findLast(({start}) => start <= place)
    if (!entry) throw new RangeError(`no block ${place}`)
    const {pool, start} = entry
    const {family, first} = rangeOf(pool.base)
    const size = blockSize(family, pool.blockLength)
    // The engine shifts 64-bit numbers: all /64 of an IPv6 pool come out as its first one.
    const value = first | BigInt.asUintN(64, BigInt(place - start) * size)
    return {family, first: value, last: value + size - 1n}
  }

  all(family: Family): AddrRange[] {
    return Array.from({length: this.count}, (_, place) => this.at(place)).filter((range) => range.family === family)
  }

  /** How many places after `start`, going round, the first good block of the family is; undefined for none. */
  stepsToNext(start: number, family: Family, good: (range: AddrRange) => boolean): number | undefined {
    for (let steps = 0; steps < this.count; steps++) {
      const range = this.at((start + steps) % this.count)
      if (range.family === family && good(range)) return steps
    }
    return undefined
  }
}

function hold(held: AddrRange[], range: AddrRange): void {
  const last = held.at(-1)
  if (last && last.family === range.family && last.last + 1n === range.first)
    held[held.length - 1] = {...last, last: range.last}
  else held.push(range)
}

function blockText(range: AddrRange): Prefix {
  const size = (range.last - range.first + 1n).toString(2).length - 1
  return formatPrefix({family: range.family, value: range.first}, bitsOf(range.family) - size)
}
