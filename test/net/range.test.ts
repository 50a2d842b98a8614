import {equal} from 'node:assert/strict'
import type {Family} from '../../src/lib/net/addr.js'
import {type AddrRange, compareRanges, rangeContains, rangeSize, rangesOverlap} from '../../src/lib/net/range.js'

const range = (first: bigint, last: bigint, family: Family = 4): AddrRange => ({family, first, last})

describe('the order of ranges', () => {
  const rows: [why: string, before: AddrRange, after: AddrRange][] = [
    ['by first address', range(1n, 9n), range(2n, 3n)],
    ['the shorter of the same first address first', range(1n, 3n), range(1n, 9n)],
    ['IPv4 before IPv6', range(9n, 9n), range(1n, 1n, 6)],
  ]
  for (const [why, before, after] of rows)
    it(why, () => {
      equal(Math.sign(compareRanges(before, after)), -1)
      equal(Math.sign(compareRanges(after, before)), 1)
    })
  it('one place for the same', () => equal(compareRanges(range(1n, 3n), range(1n, 3n)), 0))
})

describe('two ranges', () => {
  const rows: [why: string, a: AddrRange, b: AddrRange, contains: boolean, overlaps: boolean][] = [
    ['the same', range(2n, 5n), range(2n, 5n), true, true],
    ['a part', range(2n, 5n), range(3n, 4n), true, true],
    ['over the end', range(2n, 5n), range(5n, 6n), false, true],
    ['over the start', range(2n, 5n), range(1n, 2n), false, true],
    ['side by side', range(2n, 5n), range(6n, 7n), false, false],
    ['of two families', range(2n, 5n), range(2n, 5n, 6), false, false],
  ]
  for (const [why, a, b, contains, overlaps] of rows)
    it(why, () => {
      equal(rangeContains(a, b), contains)
      equal(rangesOverlap(a, b), overlaps)
      equal(rangesOverlap(b, a), overlaps)
    })
  it('count both ends', () => equal(rangeSize(range(2n, 5n)), 4n))
})
