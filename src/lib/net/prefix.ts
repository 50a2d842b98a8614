import {DnetError} from '../errors.js'
import {
  type Addr,
  type AddrValue,
  addrValue,
  bitsOf,
  type Family,
  familyOf,
  formatAddr,
  readAddr,
  unmapped,
} from './addr.js'
import {type AddrRange, rangeContains, rangesOverlap} from './range.js'

declare const prefixBrand: unique symbol

/**
 * A block of addresses as canonical text: its first address, `/`, its prefix length, such as "172.20.0.0/26". Two
 * blocks are the same block exactly when their texts are equal. Only this folder makes one.
 */
export type Prefix = string & {readonly [prefixBrand]: true}

/**
 * The block a person wrote.
 * @throws DnetError USAGE naming the bad part; for an address with bits below the prefix length ("10.1.2.3/24") the
 * hint names the block that was probably meant
 */
export function parsePrefix(text: string): Prefix {
  const {addr, length} = decodePrefix(text)
  const block = formatPrefix(addr, length)
  if ((addr.value & hostMask(addr.family, length)) !== 0n) {
    const written = formatAddr(addr)
    throw new DnetError(
      'USAGE',
      `"${text}" is not a valid prefix: ${written} is not the first address of its block`,
      `use ${block}, if you meant that`,
    )
  }
  return block
}

/**
 * As {@link parsePrefix}, but bits below the prefix length are dropped: "10.1.2.3/24" is 10.1.2.0/24. For text from the
 * engine (before 25.0 it kept subnets as they were typed) and from routing tables.
 * @throws DnetError USAGE naming the bad part
 */
export function parsePrefixMasked(text: string): Prefix {
  const {addr, length} = decodePrefix(text)
  return formatPrefix(addr, length)
}

/** As {@link parsePrefixMasked}, but undefined if the text is not a prefix. */
export function tryPrefix(text: string): Prefix | undefined {
  // Most often there is none, and an error takes its time.
  if (text === '') return undefined
  try {
    return parsePrefixMasked(text)
  } catch {
    return undefined
  }
}

/**
 * The prefix length in a text such as "/24" or "24", in bits.
 * @throws DnetError USAGE for a sign, a leading zero, anything but digits, or more bits than the family has
 */
export function parsePrefixLength(text: string, family: Family): number {
  const digits = text.startsWith('/') ? text.slice(1) : text
  const length = readLength(digits, family)
  if (typeof length === 'string')
    throw new DnetError('USAGE', `"${text}" is not a valid prefix length: ${length}`, 'write one such as /24')
  return length
}

/** The first address and length of the block around an address; lower bits are dropped. */
export function formatPrefix(addr: AddrValue, length: number): Prefix {
  const value = addr.value & ~hostMask(addr.family, length)
  return `${formatAddr({family: addr.family, value})}/${length}` as Prefix
}

/** The block of this length that an address lies in. @throws RangeError when the length does not fit the family */
export function prefixAround(addr: Addr, length: number): Prefix {
  const value = addrValue(addr)
  assertLength(length, value.family)
  return formatPrefix(value, length)
}

/** The prefix length in bits: 0 to 32, or 0 to 128. */
export const prefixLengthOf = (prefix: Prefix): number => Number(prefix.slice(prefix.lastIndexOf('/') + 1))

/** The first address, which IPv4 calls the network address and IPv6 the subnet-router anycast address. */
export const firstAddr = (prefix: Prefix): Addr => prefix.slice(0, prefix.lastIndexOf('/')) as Addr

/** The addresses of a block. */
export function rangeOf(prefix: Prefix): AddrRange {
  const {family, value} = addrValue(firstAddr(prefix))
  return {family, first: value, last: value | hostMask(family, prefixLengthOf(prefix))}
}

/** Reports whether two blocks have an address in common. Families never meet: ::/0 does not overlap 10.0.0.0/8. */
export const overlaps = (a: Prefix, b: Prefix): boolean => rangesOverlap(rangeOf(a), rangeOf(b))

/** Reports whether a block contains another block, or an address. */
export function contains(outer: Prefix, inner: Prefix | Addr): boolean {
  if (inner.includes('/')) return rangeContains(rangeOf(outer), rangeOf(inner as Prefix))
  const {family, value} = addrValue(inner as Addr)
  return rangeContains(rangeOf(outer), {family, first: value, last: value})
}

/** The block of a shorter (or equal) length around a block. @throws RangeError when `length` is longer */
export function supernet(prefix: Prefix, length: number): Prefix {
  if (length < 0 || length > prefixLengthOf(prefix)) throw new RangeError(`/${length} does not hold ${prefix}`)
  return formatPrefix(addrValue(firstAddr(prefix)), length)
}

/** Orders blocks by family (IPv4 first), then by first address, then the larger block first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  const x = rangeOf(a)
  const y = rangeOf(b)
  if (x.family !== y.family) return x.family - y.family
  if (x.first !== y.first) return x.first < y.first ? -1 : 1
  return x.last > y.last ? -1 : x.last < y.last ? 1 : 0
}

/** The addresses of one block of this length: a power of two, as a bigint. */
export const blockSize = (family: Family, length: number): bigint => 1n << BigInt(bitsOf(family) - length)

/** How many blocks of a length fit into a block at least as large: a power of two. */
export const blocksInside = (block: Prefix, length: number): bigint =>
  blockSize(familyOf(block), prefixLengthOf(block)) / blockSize(familyOf(block), length)

function hostMask(family: Family, length: number): bigint {
  return blockSize(family, length) - 1n
}

function assertLength(length: number, family: Family): void {
  if (!Number.isInteger(length) || length < 0 || length > bitsOf(family)) {
    throw new RangeError(`/${length} is not an IPv${family} prefix length`)
  }
}

function decodePrefix(text: string): {addr: AddrValue; length: number} {
  const bad = (why: string, hint: string): DnetError =>
    new DnetError('USAGE', `"${text}" is not a valid prefix: ${why}`, hint)
  const example = 'write one such as 172.20.0.0/24 or fd00:1::/64'
  const slash = text.indexOf('/')
  if (slash === -1)
    throw bad(
      'the length is missing',
      typeof readAddr(text) === 'string' ? example : `add it, such as ${text}/${text.includes(':') ? 64 : 24}`,
    )
  const addr = readAddr(text.slice(0, slash))
  if (typeof addr === 'string') throw bad(addr, example)
  const length = readLength(text.slice(slash + 1), addr.family)
  if (typeof length === 'string') throw bad(length, example)
  const v4 = unmapped(addr)
  if (v4) throw bad('it is an IPv4 prefix in IPv6 form', `write ${formatAddr(v4)}/${Math.max(length - 96, 0)}`)
  return {addr, length}
}

function readLength(digits: string, family: Family): number | string {
  if (digits === '') return 'the length after "/" is missing'
  if (!/^\d+$/.test(digits)) return `the length "${digits}" must consist of digits`
  if (digits.length > 1 && digits.startsWith('0')) return `the length "${digits}" has a leading zero`
  const length = Number(digits)
  return length > bitsOf(family)
    ? `/${digits} is longer than the ${bitsOf(family)} bits of an IPv${family} address`
    : length
}

/** The family that a length alone stands for, as in `--subnet /26`: IPv6 where it is longer than any of IPv4. */
export const familyOfLength = (length: number): Family => (length > 32 ? 6 : 4)
