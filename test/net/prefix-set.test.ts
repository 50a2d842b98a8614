import {deepEqual, equal, ok} from 'node:assert/strict'
import {excludeCidr, mergeCidr} from 'cidr-tools'
import fc from 'fast-check'
import type {Family} from '../../src/lib/net/addr.js'
import {FreeBlocks} from '../../src/lib/net/free-blocks.js'
import {comparePrefixes, formatPrefix, overlaps, type Prefix, parsePrefix, rangeOf} from '../../src/lib/net/prefix.js'
import {
  blocksOf,
  firstFree,
  nearestFree,
  type RangeSet,
  setContains,
  setOverlaps,
  subtract,
  union,
} from '../../src/lib/net/prefix-set.js'
import {blocksOfLength} from '../build/blocks.js'
import {runs} from '../harness/many.js'

const setOf = (...texts: string[]): RangeSet => union(texts.map((text) => rangeOf(parsePrefix(text))))
const blocks = (set: RangeSet): string[] => set.flatMap(blocksOf)

describe('union', () => {
  const rows: [why: string, given: string[], want: string[]][] = [
    ['nothing is nothing', [], []],
    ['neighbours become one', ['10.0.0.0/25', '10.0.0.128/25'], ['10.0.0.0/24']],
    ['what is inside goes', ['10.0.0.0/8', '10.1.0.0/16'], ['10.0.0.0/8']],
    ['a gap stays', ['10.0.0.0/25', '10.0.1.0/25'], ['10.0.0.0/25', '10.0.1.0/25']],
    ['order does not matter', ['192.168.0.0/16', '10.0.0.0/8'], ['10.0.0.0/8', '192.168.0.0/16']],
    ['the last address of IPv4 is no neighbour of the first of IPv6', ['::/1', '128.0.0.0/1'], ['128.0.0.0/1', '::/1']],
    ['neighbours that make no larger block stay two', ['10.0.1.0/24', '10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.0/24']],
  ]
  for (const [why, given, want] of rows) it(why, () => deepEqual(blocks(setOf(...given)), want))
})

describe('subtract', () => {
  const rows: [why: string, from: string[], taken: string[], want: string[]][] = [
    ['nothing taken', ['10.0.0.0/8'], [], ['10.0.0.0/8']],
    ['all taken', ['10.0.0.0/8'], ['8.0.0.0/5'], []],
    ['a hole in the middle', ['10.0.0.0/24'], ['10.0.0.64/26'], ['10.0.0.0/26', '10.0.0.128/25']],
    ['the start taken', ['10.0.0.0/24'], ['10.0.0.0/25'], ['10.0.0.128/25']],
    ['the end taken, and more', ['10.0.0.0/24'], ['10.0.0.128/25', '10.0.1.0/24'], ['10.0.0.0/25']],
    ['one hole over two ranges', ['10.0.0.0/24', '10.0.2.0/24'], ['10.0.0.0/23', '10.0.2.0/25'], ['10.0.2.128/25']],
    ['the other family is left alone', ['10.0.0.0/8', 'fd00::/8'], ['::/0'], ['10.0.0.0/8']],
    [
      'up to the last address',
      ['255.255.255.0/24'],
      ['255.255.255.255/32'],
      [
        '255.255.255.0/25',
        '255.255.255.128/26',
        '255.255.255.192/27',
        '255.255.255.224/28',
        '255.255.255.240/29',
        '255.255.255.248/30',
        '255.255.255.252/31',
        '255.255.255.254/32',
      ],
    ],
  ]
  for (const [why, from, taken, want] of rows) {
    it(why, () => deepEqual(blocks(subtract(setOf(...from), setOf(...taken))), want))
  }
})

describe('firstFree', () => {
  const rows: [why: string, free: string[], length: number, want: string | undefined][] = [
    ['the lowest block', ['10.0.0.0/8'], 24, '10.0.0.0/24'],
    ['never an unaligned one', ['10.0.1.0/24', '10.0.2.0/24'], 23, undefined],
    ['across ranges that became one', ['10.0.1.0/24', '10.0.2.0/23'], 23, '10.0.2.0/23'],
    ['the whole', ['10.0.0.0/24'], 24, '10.0.0.0/24'],
    ['not larger than what is free', ['10.0.0.0/24'], 23, undefined],
    ['of its family only', ['fd00::/8'], 24, undefined],
    ['the last block of the family', ['255.255.255.255/32'], 32, '255.255.255.255/32'],
  ]
  for (const [why, free, length, want] of rows) it(why, () => equal(firstFree(setOf(...free), 4, length), want))
})

describe('nearestFree', () => {
  const at = (text: string): bigint => rangeOf(parsePrefix(`${text}/32`)).first
  const rows: [why: string, free: string[], length: number, near: string, want: string | undefined][] = [
    ['the block itself where it is free', ['10.0.0.0/8'], 24, '10.5.0.0', '10.5.0.0/24'],
    ['the next one up', ['10.0.0.0/24', '10.0.6.0/24'], 24, '10.0.5.0', '10.0.6.0/24'],
    ['the next one down', ['10.0.4.0/24', '10.0.9.0/24'], 24, '10.0.5.0', '10.0.4.0/24'],
    ['the lower of two as near', ['10.0.4.0/24', '10.0.6.0/24'], 24, '10.0.5.0', '10.0.4.0/24'],
    ['the near end of a range below', ['10.0.0.0/16'], 24, '10.1.0.0', '10.0.255.0/24'],
    ['none where nothing fits', ['10.0.0.0/25'], 24, '10.0.5.0', undefined],
    ['from below the whole range', ['10.0.0.0/16'], 24, '0.0.0.0', '10.0.0.0/24'],
  ]
  for (const [why, free, length, near, want] of rows) {
    it(why, () => equal(nearestFree(setOf(...free), 4, length, at(near)), want))
  }
})

/** Blocks of the 256 addresses at the end of a family: small enough to check address by address. */
const tiny = (family: Family): fc.Arbitrary<Prefix> => {
  const [bits, base] = family === 4 ? [32, 2n ** 32n - 256n] : [128, 2n ** 128n - 256n]
  return fc
    .tuple(fc.bigInt(0n, 255n), fc.integer({min: bits - 6, max: bits}))
    .map(([offset, length]) => formatPrefix({family, value: base + offset}, length))
}
const world = fc.constantFrom<Family>(4, 6).chain((family) =>
  fc.record({
    family: fc.constant(family),
    pools: fc.array(tiny(family), {maxLength: 6}),
    taken: fc.array(tiny(family), {maxLength: 12}),
    back: fc.integer({min: 0, max: 7}),
    target: fc.bigInt(0n, 255n),
  }),
)
const ranges = (list: readonly Prefix[]): RangeSet => union(list.map(rangeOf))
const free = (pools: readonly Prefix[], taken: readonly Prefix[]): RangeSet => subtract(ranges(pools), ranges(taken))
/** Every aligned block that lies in the pools' union and meets nothing taken, by trying them all. */
function allFree(family: Family, pools: readonly Prefix[], taken: readonly Prefix[], length: number): Prefix[] {
  const all = family === 4 ? '255.255.255.0/24' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120'
  const inPools = new Set(pools.flatMap((pool) => blocksOfLength(pool, family === 4 ? 32 : 128)))
  return blocksOfLength(parsePrefix(all), length).filter(
    (block) =>
      blocksOfLength(block, family === 4 ? 32 : 128).every((one) => inPools.has(one)) &&
      !taken.some((t) => overlaps(t, block)),
  )
}

describe('setOverlaps and setContains', () => {
  const set = ['10.0.0.0/24', '10.0.2.0/24', 'fd00::/64']
  const rows: [why: string, prefix: string, meets: boolean, holds: boolean][] = [
    ['a block of the set', '10.0.2.0/24', true, true],
    ['a part of one', '10.0.2.128/25', true, true],
    ['more than one', '10.0.0.0/22', true, false],
    ['the gap between', '10.0.1.0/24', false, false],
    ['before all', '9.0.0.0/8', false, false],
    ['behind all', 'fd01::/64', false, false],
    ['behind those of its family', '11.0.0.0/8', false, false],
    ['the last', 'fd00::1/128', true, true],
  ]
  for (const [why, prefix, meet, hold] of rows) {
    it(why, () => {
      equal(setOverlaps(setOf(...set), rangeOf(parsePrefix(prefix))), meet)
      equal(setContains(setOf(...set), rangeOf(parsePrefix(prefix))), hold)
    })
  }
})

describe('laws of sets', () => {
  it('union and difference are those of cidr-tools', () => {
    fc.assert(
      fc.property(world, ({pools, taken}) => {
        const sorted = (list: string[]): string[] => (list as Prefix[]).toSorted(comparePrefixes)
        deepEqual(blocks(ranges(pools)), sorted(mergeCidr(pools)))
        deepEqual(blocks(free(pools, taken)), sorted(pools.length > 0 ? excludeCidr(pools, taken) : []))
      }),
      runs(2000),
    )
  })
  it('first and nearest free blocks are those found by trying every block', () => {
    fc.assert(
      fc.property(world, ({family, pools, taken, back, target}) => {
        const length = (family === 4 ? 32 : 128) - back
        const candidates = allFree(family, pools, taken, length)
        equal(firstFree(free(pools, taken), family, length), candidates[0])
        const address = (family === 4 ? 2n ** 32n : 2n ** 128n) - 256n + target
        const far = (block: Prefix): bigint => {
          const d = rangeOf(block).first - address
          return d < 0n ? -d : d
        }
        const nearest = candidates.toSorted((a, b) =>
          far(a) < far(b) ? -1 : far(a) > far(b) ? 1 : comparePrefixes(a, b),
        )[0]
        equal(nearestFree(free(pools, taken), family, length, address), nearest)
      }),
      runs(1000),
    )
  })
  it('blocks taken one by one are the first free ones each time', () => {
    fc.assert(
      fc.property(world, fc.array(fc.integer({min: 0, max: 6}), {maxLength: 40}), ({family, pools, taken}, backs) => {
        const space = new FreeBlocks(free(pools, taken), family)
        const used = [...taken]
        for (const back of backs) {
          const length = (family === 4 ? 32 : 128) - back
          const want = firstFree(free(pools, used), family, length)
          equal(space.take(length), want)
          if (want) used.push(want)
        }
      }),
      runs(500),
    )
  })
})

describe('free space', () => {
  it('gives the lowest of many gaps of one size each time', () => {
    const gaps = Array.from({length: 9}, (_, i) => `10.0.${i}.0/25`)
    const space = new FreeBlocks(setOf(...gaps), 4)
    deepEqual(
      [...gaps, 'none'].map(() => space.take(25) ?? 'none'),
      [...gaps, 'none'],
    )
  })
  it('gives back what is left of a gap, in its place', () => {
    const space = new FreeBlocks(setOf('10.0.0.0/25', '10.0.1.0/25', '10.0.2.0/25', '10.0.3.0/24'), 4)
    deepEqual(
      [24, 26, 26, 25, 26, 26, 25, 25].map((length) => space.take(length) ?? 'none'),
      ['10.0.3.0/24', '10.0.0.0/26', '10.0.0.64/26', '10.0.1.0/25', '10.0.2.0/26', '10.0.2.64/26', 'none', 'none'],
    )
  })
  it('is of one family', () => equal(new FreeBlocks(setOf('::/104'), 4).take(32), undefined))
})

describe('100,000 taken prefixes', () => {
  for (const family of [4, 6] as const) {
    // Looking at every taken prefix for every request would take minutes.
    it(`and 1,000 requests of IPv${family} take under ten seconds of processor time`, () => {
      const base = family === 4 ? 10n << 24n : 0xfd00n << 112n
      const step = family === 4 ? 128n : 1n << 64n
      const taken = Array.from({length: 100_000}, (_, i) =>
        formatPrefix({family, value: base + BigInt(i) * step}, family === 4 ? 26 : 65),
      )
      const pool = parsePrefix(family === 4 ? '10.0.0.0/8' : 'fd00::/8')
      const started = process.cpuUsage()
      const space = new FreeBlocks(free([pool], taken), family)
      const given = Array.from({length: 1000}, () => space.take(family === 4 ? 26 : 65))
      const {user, system} = process.cpuUsage(started)
      equal(new Set(given).size, 1000)
      equal(given[0], formatPrefix({family, value: base + step / 2n}, family === 4 ? 26 : 65))
      equal(given[999], formatPrefix({family, value: base + 999n * step + step / 2n}, family === 4 ? 26 : 65))
      ok(user + system < 10_000_000, `took ${user + system} µs`)
    })
  }
})
