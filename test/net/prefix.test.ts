import {deepEqual, equal, throws} from 'node:assert/strict'
import {containsCidr, overlapCidr} from 'cidr-tools'
import fc from 'fast-check'
import {DnetError} from '../../src/lib/errors.js'
import {addrValue, type Family, parseAddr} from '../../src/lib/net/addr.js'
import {
  blocksInside,
  comparePrefixes,
  contains,
  familyOfLength,
  firstAddr,
  formatPrefix,
  overlaps,
  type Prefix,
  parsePrefix,
  parsePrefixLength,
  parsePrefixMasked,
  prefixAround,
  prefixLengthOf,
  rangeOf,
  supernet,
  tryPrefix,
} from '../../src/lib/net/prefix.js'
import {blocksOfLength} from '../build/blocks.js'
import {runs} from '../harness/many.js'

function refuses(act: () => unknown, message: string, hint: string): void {
  throws(act, (error) => {
    if (!(error instanceof DnetError)) return false
    deepEqual([error.code, error.message, error.hint], ['USAGE', message, hint])
    return true
  })
}

const example = 'write one such as 172.20.0.0/24 or fd00:1::/64'

describe('parsePrefix', () => {
  const accepted: [why: string, text: string, canonical: string][] = [
    ['an IPv4 block', '172.20.0.0/26', '172.20.0.0/26'],
    ['one address', '10.1.2.3/32', '10.1.2.3/32'],
    ['the whole family', '0.0.0.0/0', '0.0.0.0/0'],
    ['an IPv6 block in canonical text', 'FD00:0:0:1::/64', 'fd00:0:0:1::/64'],
    ['the whole of IPv6', '::/0', '::/0'],
    ['one IPv6 address', '::1/128', '::1/128'],
  ]
  for (const [why, text, canonical] of accepted) it(`${why}: ${text}`, () => equal(parsePrefix(text), canonical))

  const rejected: [text: string, why: string, hint: string][] = [
    ['10.1.2.3/24', '10.1.2.3 is not the first address of its block', 'use 10.1.2.0/24, if you meant that'],
    ['fd00::1/64', 'fd00::1 is not the first address of its block', 'use fd00::/64, if you meant that'],
    ['10.0.0.1/0', '10.0.0.1 is not the first address of its block', 'use 0.0.0.0/0, if you meant that'],
    ['', 'the length is missing', example],
    ['nope', 'the length is missing', example],
    ['10.0.0.0', 'the length is missing', 'add it, such as 10.0.0.0/24'],
    ['fd00::', 'the length is missing', 'add it, such as fd00::/64'],
    ['10.0.0.0/', 'the length after "/" is missing', example],
    ['10.0.0.0/33', '/33 is longer than the 32 bits of an IPv4 address', example],
    ['fd00::/129', '/129 is longer than the 128 bits of an IPv6 address', example],
    ['10.0.0.0/08', 'the length "08" has a leading zero', example],
    ['10.0.0.0/1e1', 'the length "1e1" must consist of digits', example],
    ['10.0.0.0/ 8', 'the length " 8" must consist of digits', example],
    ['10.0.0.0/+8', 'the length "+8" must consist of digits', example],
    ['10.0.0.0/-1', 'the length "-1" must consist of digits', example],
    ['10.0.0.0/8/8', 'the length "8/8" must consist of digits', example],
    ['10.0.0.0/255.0.0.0', 'the length "255.0.0.0" must consist of digits', example],
    ['/24', 'it is empty', example],
    ['10.0.0/24', 'it has 3 numbers, but an IPv4 address has 4', example],
    ['10/8', 'it has neither dots nor colons', example],
    ['10.0.00.0/8', '"00" has a leading zero, which some programs read as octal', example],
    ['fe80::%eth0/64', 'the zone "%eth0" is not allowed, as it names an interface of one machine', example],
    ['::ffff:10.0.0.0/104', 'it is an IPv4 prefix in IPv6 form', 'write 10.0.0.0/8'],
  ]
  for (const [text, why, hint] of rejected) {
    it(`refuses "${text}": ${why}`, () =>
      refuses(() => parsePrefix(text), `"${text}" is not a valid prefix: ${why}`, hint))
  }
})

describe('parsePrefixMasked', () => {
  it('drops the bits below the prefix length', () => equal(parsePrefixMasked('10.1.2.3/24'), '10.1.2.0/24'))
  it('of IPv6 too', () => equal(parsePrefixMasked('fd00::ff:1/112'), 'fd00::ff:0/112'))
  it('is as strict about the rest', () => throws(() => parsePrefixMasked('10.1.2.3/024'), DnetError))
})

describe('tryPrefix', () => {
  it('reads a prefix', () => equal(tryPrefix('10.1.2.3/24'), '10.1.2.0/24'))
  it('gives nothing for what is not one', () => equal(tryPrefix('10.1.2.3'), undefined))
})

describe('parsePrefixLength', () => {
  it('reads /24', () => equal(parsePrefixLength('/24', 4), 24))
  it('reads 64', () => equal(parsePrefixLength('64', 6), 64))
  it('reads /0', () => equal(parsePrefixLength('/0', 4), 0))
  for (const [text, why] of [
    ['/33', '/33 is longer than the 32 bits of an IPv4 address'],
    ['/024', 'the length "024" has a leading zero'],
    ['/', 'the length after "/" is missing'],
    ['//24', 'the length "/24" must consist of digits'],
  ] as const) {
    it(`refuses "${text}": ${why}`, () =>
      refuses(
        () => parsePrefixLength(text, 4),
        `"${text}" is not a valid prefix length: ${why}`,
        'write one such as /24',
      ))
  }
})

const p = parsePrefix

describe('blocks', () => {
  it('know where they begin', () => {
    equal(firstAddr(p('10.1.0.0/16')), '10.1.0.0')
    equal(firstAddr(p('fd00::/127')), 'fd00::')
  })
  it('decode to a range', () => {
    deepEqual(rangeOf(p('10.0.0.0/30')), {family: 4, first: 167772160n, last: 167772163n})
    deepEqual(rangeOf(p('0.0.0.0/0')), {family: 4, first: 0n, last: 4294967295n})
  })
  it('have larger ones around them', () => {
    equal(supernet(p('10.1.3.0/24'), 22), '10.1.0.0/22')
    equal(supernet(p('10.1.3.0/24'), 24), '10.1.3.0/24')
    equal(supernet(p('10.1.3.0/24'), 0), '0.0.0.0/0')
    throws(() => supernet(p('10.1.3.0/24'), 25), new RangeError('/25 does not hold 10.1.3.0/24'))
    throws(() => supernet(p('10.1.3.0/24'), -1), RangeError)
  })
  it('are found around an address', () => {
    equal(prefixAround(parseAddr('10.1.2.3'), 20), '10.1.0.0/20')
    equal(prefixAround(parseAddr('10.1.2.3'), 0), '0.0.0.0/0')
    equal(prefixAround(parseAddr('10.1.2.3'), 32), '10.1.2.3/32')
    equal(prefixAround(parseAddr('fd00::1'), 128), 'fd00::1/128')
    throws(() => prefixAround(parseAddr('10.1.2.3'), 33), new RangeError('/33 is not an IPv4 prefix length'))
    for (const length of [-1, 1.5]) throws(() => prefixAround(parseAddr('10.1.2.3'), length), RangeError)
  })
  it('hold a power of two of smaller ones', () => {
    equal(blocksInside(p('10.0.0.0/16'), 24), 256n)
    equal(blocksInside(p('10.0.0.0/16'), 16), 1n)
    equal(blocksInside(p('fd00::/48'), 64), 65536n)
  })

  const pairs: [why: string, before: string, after: string][] = [
    ['by value', '9.0.0.0/8', '10.0.0.0/8'],
    ['by value, however large', '9.0.0.0/32', '10.0.0.0/8'],
    ['the larger of the same beginning first', '10.0.0.0/8', '10.0.0.0/16'],
    ['IPv4 before IPv6', '255.0.0.0/8', '::/0'],
  ]
  for (const [why, before, after] of pairs)
    it(`are in order ${why}: ${before}, ${after}`, () => {
      equal(Math.sign(comparePrefixes(p(before), p(after))), -1)
      equal(Math.sign(comparePrefixes(p(after), p(before))), 1)
    })
  it('are in one place with themselves', () => equal(comparePrefixes(p('10.0.0.0/8'), p('10.0.0.0/8')), 0))
})

describe('contains and overlaps', () => {
  const rows: [why: string, a: string, b: string, contains: boolean, overlaps: boolean][] = [
    ['a block holds itself', '10.0.0.0/8', '10.0.0.0/8', true, true],
    ['a larger block holds a smaller', '10.0.0.0/8', '10.255.255.0/24', true, true],
    ['a smaller block does not hold a larger', '10.255.255.0/24', '10.0.0.0/8', false, true],
    ['neighbours do not meet', '10.0.0.0/25', '10.0.0.128/25', false, false],
    ['families do not meet', '::/0', '10.0.0.0/8', false, false],
  ]
  for (const [why, a, b, inside, meet] of rows) {
    it(`${why}: ${a} and ${b}`, () => {
      equal(contains(p(a), p(b)), inside)
      equal(overlaps(p(a), p(b)), meet)
      equal(overlaps(p(b), p(a)), meet)
    })
  }
  it('a block holds its own addresses only', () => {
    equal(contains(p('10.0.0.0/30'), parseAddr('10.0.0.3')), true)
    equal(contains(p('10.0.0.0/30'), parseAddr('10.0.0.4')), false)
    equal(contains(p('::/0'), parseAddr('10.0.0.4')), false)
  })

  const near = (family: Family): fc.Arbitrary<Prefix> => {
    const bits = family === 4 ? 32 : 128
    const base = addrValue(parseAddr(family === 4 ? '255.255.240.0' : 'fd00::')).value
    return fc
      .tuple(fc.bigInt(0n, 4095n), fc.integer({min: bits - 14, max: bits}))
      .map(([offset, length]) => formatPrefix({family, value: base + offset}, length))
  }
  const pair = fc.constantFrom<Family>(4, 6).chain((family) => fc.tuple(near(family), near(family)))
  it('agree with cidr-tools', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        equal(contains(a, b), containsCidr(a, b))
        equal(overlaps(a, b), overlapCidr(a, b))
      }),
      runs(2000),
    )
  })
  it('a supernet holds what it was made from', () => {
    fc.assert(
      fc.property(pair, ([a]) => {
        const longer = Math.min(prefixLengthOf(a) + 3, a.includes(':') ? 128 : 32)
        const parts = blocksOfLength(a, longer)
        equal(parts.length, 2 ** (longer - prefixLengthOf(a)))
        equal(
          parts.every((part) => supernet(part, prefixLengthOf(a)) === a && contains(a, part)),
          true,
        )
      }),
      runs(100),
    )
  })
})

describe('the family of a prefix length', () => {
  it('IPv4 up to 32 bits', () => deepEqual([familyOfLength(0), familyOfLength(32)], [4, 4]))
  it('IPv6 above', () => deepEqual([familyOfLength(33), familyOfLength(128)], [6, 6]))
})
