import {bitsOf, type Family} from './addr.js'
import {blockSize, formatPrefix, type Prefix} from './prefix.js'
import {lowestBlock, type RangeSet} from './prefix-set.js'
import {type AddrRange, rangeSize} from './range.js'

/**
 * Free address space of one family from which blocks are taken one by one, lowest first, each in logarithmic time.
 * The only mutable value of this folder: a plan of many blocks would otherwise walk all gaps for each block. Gaps are
 * kept in one heap per length of the largest aligned block they hold, ordered by address; gaps never overlap, so the
 * lowest gap that holds a block of the wanted length also holds the lowest such block.
 */
export class FreeBlocks {
  readonly #family: Family
  readonly #gaps: AddrRange[][]

  constructor(free: RangeSet, family: Family) {
    this.#family = family
    this.#gaps = Array.from({length: bitsOf(family) + 1}, () => [])
    // A RangeSet is in ascending order, and an ascending array is already a heap.
    for (const gap of free) if (gap.family === family) this.#gaps[largestBlockLength(gap)]?.push(gap)
  }

  /** Takes the lowest free aligned block of this length out of the space; returns undefined if there is none. */
  take(length: number): Prefix | undefined {
    let lowest: AddrRange[] | undefined
    for (let i = 0; i <= length; i++) {
      const heap = this.#gaps[i]
      const top = heap?.[0]
      if (top && (!lowest?.[0] || top.first < lowest[0].first)) lowest = heap
    }
    const gap = lowest && popLowest(lowest)
    const first = gap && lowestBlock(gap, length)
    if (gap === undefined || first === undefined) return undefined
    this.#give({...gap, last: first - 1n})
    this.#give({...gap, first: first + blockSize(this.#family, length)})
    return formatPrefix({family: this.#family, value: first}, length)
  }

  #give(gap: AddrRange): void {
    if (gap.first <= gap.last) pushGap(this.#gaps[largestBlockLength(gap)] ?? [], gap)
  }
}

/** The prefix length of the largest aligned block inside a gap, which has at least one address. */
function largestBlockLength(gap: AddrRange): number {
  const digits = rangeSize(gap).toString(16)
  const sizeBits = digits.length * 4 - Math.clz32(Number.parseInt(digits[0] ?? '0', 16)) + 28 - 1
  const length = bitsOf(gap.family) - sizeBits
  // A gap of 2^n or more addresses holds an aligned block of 2^n, or else one of half that size.
  return lowestBlock(gap, length) === undefined ? length + 1 : length
}

function pushGap(heap: AddrRange[], gap: AddrRange): void {
  let at = heap.push(gap) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (!above || above.first <= gap.first) break
    heap[at] = above
    at = parent
  }
  heap[at] = gap
}

function popLowest(heap: AddrRange[]): AddrRange | undefined {
  const top = heap[0]
  const moved = heap.pop()
  if (!moved || heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    const [left, right] = [heap[child], heap[child + 1]]
    if (right && left && right.first < left.first) child++
    const smaller = heap[child]
    if (!smaller || moved.first <= smaller.first) break
    heap[at] = smaller
    at = child
  }
  heap[at] = moved
  return top
}
