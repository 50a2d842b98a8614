import {bitsOf, type Family} from './addr.js'
import {blockSize, formatPrefix, type Prefix} from './prefix.js'
import {type AddrRange, compareRanges, rangeContains, rangesOverlap} from './range.js'

/**
 * A set of addresses as ranges in ascending order, IPv4 first, no two of which overlap or touch: each set has exactly
 * one such form. Only the functions here make one.
 */
export type RangeSet = readonly AddrRange[] & {readonly [rangeSetBrand]: true}
declare const rangeSetBrand: unique symbol

/** The set of all addresses in these ranges, which may overlap and come in any order. n log n. */
export function union(ranges: Iterable<AddrRange>): RangeSet {
  const merged: AddrRange[] = []
  for (const range of [...ranges].sort(compareRanges)) {
    const previous = merged.at(-1)
    if (!previous || previous.family !== range.family || previous.last + 1n < range.first) merged.push(range)
    else if (range.last > previous.last) merged[merged.length - 1] = {...previous, last: range.last}
  }
  return merged as readonly AddrRange[] as RangeSet
}

/** The addresses of `set` that are not in `taken`. One pass over both. */
export function subtract(set: RangeSet, taken: RangeSet): RangeSet {
  const left: AddrRange[] = []
  let next = 0
  for (const range of set) {
    let {first} = range
    let hole = taken[next]
    while (hole && isBefore(hole, range)) hole = taken[++next]
    while (hole && hole.family === range.family && hole.first <= range.last) {
      if (hole.first > first) left.push({family: range.family, first, last: hole.first - 1n})
      first = hole.last + 1n
      if (hole.last >= range.last) break
      hole = taken[++next]
    }
    if (first <= range.last) left.push({family: range.family, first, last: range.last})
  }
  return left as readonly AddrRange[] as RangeSet
}

/** Reports whether any address of a range is in the set. Logarithmic in the set's ranges. */
export function setOverlaps(set: RangeSet, range: AddrRange): boolean {
  const at = firstNotBefore(set, range)
  return at !== undefined && rangesOverlap(at, range)
}

/** Reports whether all addresses of a range are in the set. Logarithmic in the set's ranges. */
export function setContains(set: RangeSet, range: AddrRange): boolean {
  const at = firstNotBefore(set, range)
  return at !== undefined && rangeContains(at, range)
}

/** The lowest aligned block of this length that lies in the set, or undefined. Linear in the set's ranges. */
export function firstFree(set: RangeSet, family: Family, length: number): Prefix | undefined {
  for (const range of set) {
    const value = range.family === family ? lowestBlock(range, length) : undefined
    if (value !== undefined) return formatPrefix({family, value}, length)
  }
  return undefined
}

/**
 * The aligned block of this length in the set whose first address is nearest to `address`, the lower one if two are
 * equally near; undefined if the set has none. Linear in the set's ranges.
 */
export function nearestFree(set: RangeSet, family: Family, length: number, address: bigint): Prefix | undefined {
  const size = blockSize(family, length)
  const distance = (value: bigint): bigint => (value < address ? address - value : value - address)
  let best: bigint | undefined
  for (const range of set) {
    const lowest = range.family === family ? lowestBlock(range, length) : undefined
    if (lowest === undefined) continue
    const highest = range.last + 1n - ((range.last + 1n) % size) - size
    const below = address - (address % size)
    for (const value of [below, below + size]) {
      const near = value < lowest ? lowest : value > highest ? highest : value
      if (best === undefined || distance(near) < distance(best)) best = near
    }
  }
  return best === undefined ? undefined : formatPrefix({family, value: best}, length)
}

/** The fewest blocks that make up a range exactly, lowest first. */
export function blocksOf(range: AddrRange): Prefix[] {
  const blocks: Prefix[] = []
  for (let first = range.first; first <= range.last; ) {
    let length = bitsOf(range.family)
    while (length > 0) {
      const size = blockSize(range.family, length - 1)
      if (first % size !== 0n || first + size - 1n > range.last) break
      length--
    }
    blocks.push(formatPrefix({family: range.family, value: first}, length))
    first += blockSize(range.family, length)
  }
  return blocks
}

/** The first address of the lowest aligned block of this length inside a range, or undefined. */
export function lowestBlock(range: AddrRange, length: number): bigint | undefined {
  const size = blockSize(range.family, length)
  const first = ((range.first + size - 1n) / size) * size
  return first + size - 1n <= range.last ? first : undefined
}

const isBefore = (a: AddrRange, b: AddrRange): boolean =>
  a.family === b.family ? a.last < b.first : a.family < b.family

function firstNotBefore(set: RangeSet, range: AddrRange): AddrRange | undefined {
  let low = 0
  let high = set.length
  while (low < high) {
    const middle = (low + high) >> 1
    const at = set[middle]
    if (at && isBefore(at, range)) low = middle + 1
    else high = middle
  }
  return set[low]
}
