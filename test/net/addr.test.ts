import {deepEqual, equal, throws} from 'node:assert/strict'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import {DnetError} from '../../src/lib/errors.js'
import {
  type Addr,
  type AddrValue,
  addrValue,
  bareAddress,
  bracketed,
  familyOf,
  formatAddr,
  parseAddr,
  parseAddrUnmapped,
  tryAddr,
} from '../../src/lib/net/addr.js'
import {runs} from '../harness/many.js'

/** Fails unless `act` throws a USAGE error with exactly this message and hint. */
function refuses(act: () => unknown, message: string, hint?: string): void {
  throws(act, (error) => {
    if (!(error instanceof DnetError)) return false
    deepEqual([error.code, error.message], ['USAGE', message])
    if (hint !== undefined) equal(error.hint, hint)
    return true
  })
}

describe('parseAddr', () => {
  const accepted: [why: string, text: string, canonical: string][] = [
    ['four plain numbers stay as they are', '172.17.0.1', '172.17.0.1'],
    ['the lowest IPv4 address', '0.0.0.0', '0.0.0.0'],
    ['the highest IPv4 address', '255.255.255.255', '255.255.255.255'],
    ['all groups zero is ::', '0:0:0:0:0:0:0:0', '::'],
    ['IPv6 is lower case (RFC 5952 4.3)', 'FD00::ABCD', 'fd00::abcd'],
    ['leading zeros of a group go (RFC 5952 4.1)', '2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['the longest run of zero groups is shortened (RFC 5952 4.2.3)', '2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['the first of equal runs is shortened (RFC 5952 4.2.3)', '2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['one zero group is not shortened (RFC 5952 4.2.2)', '2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['zeros at the end', 'fd00:0:0:0:0:0:0:0', 'fd00::'],
    ['zeros at the start', '0:0:0:0:0:0:0:1', '::1'],
    ['eight groups without a zero', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    [':: may stand for one group', '1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['a dotted tail is two groups', '64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['a dotted tail after six groups', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['IPv4-compatible is not IPv4-mapped', '::1.2.3.4', '::102:304'],
  ]
  for (const [why, text, canonical] of accepted) it(`${why}: ${text}`, () => equal(parseAddr(text), canonical))

  const rejected: [text: string, why: string][] = [
    ['', 'it is empty'],
    ['web', 'it has neither dots nor colons'],
    ['167772161', 'it has neither dots nor colons'],
    ['10.1', 'it has 2 numbers, but an IPv4 address has 4'],
    ['10.', 'a number is missing next to a dot'],
    ['1.2.3.4.5', 'it has 5 numbers, but an IPv4 address has 4'],
    ['10.0.0.256', '256 is above 255'],
    ['010.0.0.1', '"010" has a leading zero, which some programs read as octal'],
    ['10.0.0.00', '"00" has a leading zero, which some programs read as octal'],
    ['0x0a.0.0.1', '"0x0a" is not a decimal number'],
    ['1e1.0.0.1', '"1e1" is not a decimal number'],
    ['10.0.0.1 ', '"1 " is not a decimal number'],
    [' 10.0.0.1', '" 10" is not a decimal number'],
    ['+1.0.0.1', '"+1" is not a decimal number'],
    ['10..0.1', 'a number is missing next to a dot'],
    ['10.0.0.1.', 'a number is missing next to a dot'],
    ['fe80::1%eth0', 'the zone "%eth0" is not allowed, as it names an interface of one machine'],
    ['fe80::1%', 'the zone "%" is not allowed, as it names an interface of one machine'],
    ['1::2::3', 'it has "::" more than once'],
    [':::', 'a group is missing next to a ":"'],
    ['1:', 'a group is missing next to a ":"'],
    ['a:b', 'it has 2 groups, but an IPv6 address has 8'],
    ['1:2:3:4:5:6:7', 'it has 7 groups, but an IPv6 address has 8'],
    ['1:2:3:4:5:6:7:8:9', 'it has 9 groups, but an IPv6 address has 8'],
    ['1:2:3:4:5:6:7::8', '"::" must stand for at least one group, but 8 of 8 are written out'],
    [':1:2:3:4:5:6:7', 'a group is missing next to a ":"'],
    ['1:2:3:4:5:6:7:', 'a group is missing next to a ":"'],
    ['12345::', 'the group "12345" is not 1 to 4 hexadecimal digits'],
    ['fd00::g', 'the group "g" is not 1 to 4 hexadecimal digits'],
    ['[::1]', 'the group "[" is not 1 to 4 hexadecimal digits'],
    ['1.2.3.4::', 'the group "1.2.3.4" is not 1 to 4 hexadecimal digits'],
    ['::1.2.3', 'in its IPv4 part "1.2.3", it has 3 numbers, but an IPv4 address has 4'],
    ['::1.2.3.04', 'in its IPv4 part "1.2.3.04", "04" has a leading zero, which some programs read as octal'],
    ['10.0.0.0/8', 'it has a prefix length, but a single address is expected'],
  ]
  for (const [text, why] of rejected) {
    it(`refuses "${text}": ${why}`, () =>
      refuses(
        () => parseAddr(text),
        `"${text}" is not a valid IP address: ${why}`,
        'write an address such as 172.20.0.1 or fd00::1',
      ))
  }

  it('refuses an IPv4 address in IPv6 form and says how to write it', () => {
    refuses(
      () => parseAddr('::ffff:10.0.0.1'),
      '"::ffff:10.0.0.1" is not a valid IP address: it is an IPv4 address in IPv6 form',
      'write 10.0.0.1',
    )
  })
})

describe('parseAddrUnmapped', () => {
  it('takes IPv4 out of its IPv6 form', () => equal(parseAddrUnmapped('::ffff:127.0.0.1'), '127.0.0.1'))
  it('in hexadecimal too', () => equal(parseAddrUnmapped('::FFFF:7f00:1'), '127.0.0.1'))
  it('leaves other addresses alone', () => equal(parseAddrUnmapped('::fffe:7f00:1'), '::fffe:7f00:1'))
})

describe('tryAddr', () => {
  it('reads an address', () => equal(tryAddr('FD00::1'), 'fd00::1'))
  it('takes IPv4 out of its IPv6 form', () => equal(tryAddr('::ffff:10.0.0.1'), '10.0.0.1'))
  it('gives nothing for what is not one', () => equal(tryAddr('10.0.0'), undefined))
})

describe('bareAddress', () => {
  const rows: [text: string, want: string][] = [
    ['172.18.0.2/16', '172.18.0.2'],
    ['fd00::2/64', 'fd00::2'],
    ['172.18.0.2', '172.18.0.2'],
    ['', ''],
  ]
  for (const [text, want] of rows) it(`of "${text}" is "${want}"`, () => equal(bareAddress(text), want))
})

describe('bracketed', () => {
  it('puts brackets around an IPv6 address', () => equal(bracketed('fd00::1'), '[fd00::1]'))
  it('leaves IPv4 addresses and names alone', () => equal(bracketed('10.0.0.1'), '10.0.0.1'))
})

describe('addresses as numbers', () => {
  const value = fc.oneof(
    fc.bigInt(0n, 2n ** 32n - 1n).map((value): AddrValue => ({family: 4, value})),
    fc
      .bigInt(0n, 2n ** 128n - 1n)
      .filter((v) => v >> 32n !== 0xffffn)
      .map((value): AddrValue => ({family: 6, value})),
  )
  // Random 128-bit numbers hardly ever have zero groups, which are what the text form is about.
  const groups = fc.array(fc.constantFrom(0, 0, 0, 1, 0xab, 0xffff), {minLength: 8, maxLength: 8})

  it('text and number stand for each other', () => {
    fc.assert(
      fc.property(value, (v) => {
        const text = formatAddr(v)
        deepEqual(addrValue(text), v)
        equal(parseAddr(text), text)
        equal(familyOf(text), v.family)
      }),
      runs(100),
    )
  })

  it('IPv6 text is the one ipaddr.js writes per RFC 5952', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        fc.pre(!(parts.slice(0, 5).every((p) => p === 0) && parts[5] === 0xffff))
        const long = parts.map((p) => p.toString(16).padStart(4, '0')).join(':')
        equal(parseAddr(long), new ipaddr.IPv6(parts).toRFC5952String())
      }),
      runs(2000),
    )
  })

  it('what is accepted, ipaddr.js accepts, and it means the same', () => {
    const soup = fc.string({
      unit: fc.constantFrom('0', '1', '9', '25', 'f', '.', ':', '::', '%', '/', ' '),
      maxLength: 14,
    })
    fc.assert(
      fc.property(soup, (text) => {
        let mine: string
        try {
          mine = parseAddrUnmapped(text)
        } catch (error) {
          equal((error as DnetError).code, 'USAGE')
          return
        }
        // ipaddr.js takes ::1.2.3.4, and no other spelling of ::102:304, for ::ffff:1.2.3.4 (RFC 4291, 2.5.5).
        fc.pre(!/^::\d+\./.test(text))
        const theirs = ipaddr.process(text)
        equal(mine, theirs.kind() === 'ipv6' ? (theirs as ipaddr.IPv6).toRFC5952String() : theirs.toString())
      }),
      runs(20_000),
    )
  })

  it('refuses a number the family has no address for', () => {
    throws(() => formatAddr({family: 4, value: 2n ** 32n}), new RangeError('4294967296 is not an IPv4 address'))
    throws(() => formatAddr({family: 6, value: 2n ** 128n}), RangeError)
    throws(() => formatAddr({family: 6, value: -1n}), RangeError)
  })

  it('writes an IPv4 address in IPv6 form with dots (RFC 5952 5)', () => {
    equal(formatAddr({family: 6, value: 0xffff_0a00_0001n}), '::ffff:10.0.0.1')
    equal(formatAddr({family: 6, value: 0x1_0000_0a00_0001n}), '::1:0:a00:1')
  })

  it('refuses what only looks like canonical text', () => {
    throws(() => addrValue('1:2' as Addr), new RangeError('not a canonical address: 1:2'))
  })
})
