import {equal, throws} from 'node:assert/strict'
import fc from 'fast-check'
import {containersIn, prefixLengthFor} from '../../src/lib/net/capacity.js'
import {formatPrefix, parsePrefix} from '../../src/lib/net/prefix.js'
import {runs} from '../harness/many.js'

describe('prefixLengthFor', () => {
  const rows: [hosts: number, family: 4 | 6, extra: number, want: number][] = [
    [1, 4, 0, 30],
    [2, 4, 0, 29],
    [5, 4, 0, 29],
    [6, 4, 0, 28],
    [50, 4, 0, 26],
    [61, 4, 0, 26],
    [62, 4, 0, 25],
    [61, 4, 1, 25],
    [253, 4, 0, 24],
    [254, 4, 0, 23],
    [16_777_213, 4, 0, 8],
    [1, 6, 0, 126],
    [2, 6, 0, 126],
    [3, 6, 0, 125],
    [254, 6, 0, 120],
  ]
  for (const [hosts, family, extra, want] of rows) {
    it(`${hosts} containers and ${extra} kept addresses need an IPv${family} /${want}`, () =>
      equal(prefixLengthFor(hosts, family, extra), want))
  }
  for (const hosts of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`${hosts} is not a number of containers`, () =>
      throws(() => prefixLengthFor(hosts), new RangeError(`${hosts} is not a number of containers`)))
  }
  it('has no IPv4 subnet for more than there are addresses', () =>
    throws(() => prefixLengthFor(2 ** 32), new RangeError('no IPv4 subnet holds 4294967296 containers')))
  it('gives all of IPv4 where it takes all of it', () => equal(prefixLengthFor(2 ** 32 - 3), 0))

  it('gives the longest length that holds them', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 2 ** 28}), fc.constantFrom<4 | 6>(4, 6), (hosts, family) => {
        const length = prefixLengthFor(hosts, family)
        equal(containersIn(formatPrefix({family, value: 0n}, length)) >= BigInt(hosts), true)
        const longest = family === 4 ? 30 : 126
        if (length < longest) equal(containersIn(formatPrefix({family, value: 0n}, length + 1)) < BigInt(hosts), true)
      }),
      runs(100),
    )
  })
})

describe('containersIn', () => {
  const rows: [prefix: string, want: bigint][] = [
    ['10.0.0.0/24', 253n],
    ['10.0.0.0/30', 1n],
    ['10.0.0.0/31', 1n],
    ['10.0.0.0/32', 0n],
    ['fd00::/64', 18446744073709551614n],
    ['fd00::/127', 0n],
    ['fd00::/128', 0n],
  ]
  for (const [prefix, want] of rows)
    it(`${prefix} has room for ${want}`, () => equal(containersIn(parsePrefix(prefix)), want))
  it('less those kept besides', () => equal(containersIn(parsePrefix('10.0.0.0/30'), 3), 0n))
})
