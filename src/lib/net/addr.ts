import {DnetError} from '../errors.js'
import type {Prefix} from './prefix.js'

declare const addrBrand: unique symbol

/**
 * One IP address as canonical text: IPv4 as four plain decimal numbers, IPv6 as RFC 5952 writes it. Two addresses are
 * the same address exactly when their texts are equal. Only this folder makes one.
 */
export type Addr = string & {readonly [addrBrand]: true}

export type Family = 4 | 6

/** An address as a number together with its family. `value` is 0n to 2^32-1 or 2^128-1. */
export interface AddrValue {
  readonly family: Family
  readonly value: bigint
}

/** The bits of an address: 32 or 128. */
export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)

/** The family of an address or block, read off its canonical text. */
export const familyOf = (text: Addr | Prefix): Family => (text.includes(':') ? 6 : 4)

/**
 * The canonical form of an address a person wrote, read as strictly as Go's net/netip reads it.
 * @throws DnetError USAGE naming the bad part: leading zeros, missing or extra groups, a zone (`fe80::1%eth0`), or an
 * IPv4 address in IPv6 form (`::ffff:10.0.0.1`), which the engine would silently read as the IPv4 one
 */
export function parseAddr(text: string): Addr {
  const read = readAddr(text)
  if (typeof read === 'string') throw badAddr(text, read)
  const plain = unmapped(read)
  if (plain) throw badAddr(text, 'it is an IPv4 address in IPv6 form', `write ${formatAddr(plain)}`)
  return formatAddr(read)
}

/**
 * As {@link parseAddr}, but an IPv4 address in IPv6 form comes back as the IPv4 address it stands for: for text from
 * the kernel and the engine, where a dual-stack socket shows its peers that way.
 * @throws DnetError USAGE naming the bad part
 */
export function parseAddrUnmapped(text: string): Addr {
  const read = readAddr(text)
  if (typeof read === 'string') throw badAddr(text, read)
  return formatAddr(unmapped(read) ?? read)
}

/** As {@link parseAddrUnmapped}, but undefined if the text is not an address. */
export function tryAddr(text: string): Addr | undefined {
  const read = readAddr(text)
  return typeof read === 'string' ? undefined : formatAddr(unmapped(read) ?? read)
}

/** An address without its prefix length: "172.18.0.2" of "172.18.0.2/16". */
export const bareAddress = (text: string): string => text.split('/', 1)[0] ?? ''

/** A host as it is written before a port: an IPv6 address in brackets. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** The number and family behind an address. */
export function addrValue(addr: Addr): AddrValue {
  if (!addr.includes(':')) return {family: 4, value: BigInt(canonicalV4(addr))}
  const value = readV6(addr)
  if (typeof value === 'string') throw new RangeError(`not a canonical address: ${addr}`)
  return {family: 6, value}
}

/** Reads only digits and dots, to be fast: plans decode a hundred thousand addresses. */
function canonicalV4(addr: Addr): number {
  let value = 0
  let octet = 0
  for (let i = 0; i < addr.length; i++) {
    const code = addr.charCodeAt(i)
    if (code !== 46) {
      octet = octet * 10 + code - 48
      continue
    }
    value = value * 256 + octet
    octet = 0
  }
  return value * 256 + octet
}

/**
 * The canonical text of an address given as a number.
 * @throws RangeError when the value does not fit the family
 */
export function formatAddr({family, value}: AddrValue): Addr {
  if (value < 0n || value >> BigInt(bitsOf(family)) !== 0n)
    throw new RangeError(`${value} is not an IPv${family} address`)
  return (family === 4 ? formatV4(Number(value)) : formatV6(value)) as Addr
}

/** The IPv4 address inside `::ffff:0:0/96` (RFC 4291 section 2.5.5.2), or undefined for any other address. */
export function unmapped({family, value}: AddrValue): AddrValue | undefined {
  return family === 6 && value >> 32n === 0xffffn ? {family: 4, value: value & 0xffff_ffffn} : undefined
}

/** The number behind an address text, or a sentence that says what is wrong with it. Zones are not accepted. */
export function readAddr(text: string): AddrValue | string {
  if (text === '') return 'it is empty'
  if (text.includes('/')) return 'it has a prefix length, but a single address is expected'
  const zone = text.indexOf('%')
  if (zone !== -1) return `the zone "${text.slice(zone)}" is not allowed, as it names an interface of one machine`
  if (text.includes(':')) {
    const value = readV6(text)
    return typeof value === 'string' ? value : {family: 6, value}
  }
  const value = readV4(text)
  return typeof value === 'string' ? value : {family: 4, value: BigInt(value)}
}

function badAddr(text: string, why: string, hint = 'write an address such as 172.20.0.1 or fd00::1'): DnetError {
  return new DnetError('USAGE', `"${text}" is not a valid IP address: ${why}`, hint)
}

function readV4(text: string): number | string {
  if (!text.includes('.')) return 'it has neither dots nor colons'
  const parts = text.split('.')
  let value = 0
  for (const part of parts) {
    const number = readOctet(part)
    if (typeof number === 'string') return number
    value = value * 256 + number
  }
  if (parts.length !== 4) return `it has ${counted(parts.length, 'number')}, but an IPv4 address has 4`
  return value
}

function readOctet(part: string): number | string {
  if (part === '') return 'a number is missing next to a dot'
  if (!/^\d+$/.test(part)) return `"${part}" is not a decimal number`
  if (part.length > 1 && part.startsWith('0')) return `"${part}" has a leading zero, which some programs read as octal`
  const value = Number(part)
  return value > 255 ? `${part} is above 255` : value
}

/** Reads the eight groups, `::` and a dotted tail as RFC 4291 section 2.2 allows them. */
function readV6(text: string): bigint | string {
  const halves = text.split('::')
  if (halves.length > 2) return 'it has "::" more than once'
  const dotted = text.includes('.')
  const front = readGroups(halves[0] ?? '', dotted && halves.length === 1)
  if (typeof front === 'string') return front
  if (halves.length === 1) {
    if (front.count !== 8) return `it has ${counted(front.count, 'group')}, but an IPv6 address has 8`
    return BigInt(`0x${front.hex}`)
  }
  const back = readGroups(halves[1] ?? '', dotted)
  if (typeof back === 'string') return back
  const zeros = 8 - front.count - back.count
  if (zeros < 1) return `"::" must stand for at least one group, but ${front.count + back.count} of 8 are written out`
  return BigInt(`0x${front.hex}${'0000'.repeat(zeros)}${back.hex}`)
}

/** The groups of one side of `::` as hexadecimal digits; an empty side has none. */
function readGroups(side: string, dottedTail: boolean): {hex: string; count: number} | string {
  if (side === '') return {hex: '', count: 0}
  const parts = side.split(':')
  let hex = ''
  let count = 0
  for (const [i, part] of parts.entries()) {
    if (dottedTail && i === parts.length - 1) {
      const v4 = readV4(part)
      if (typeof v4 === 'string') return `in its IPv4 part "${part}", ${v4}`
      hex += v4.toString(16).padStart(8, '0')
      count += 2
      continue
    }
    if (part === '') return 'a group is missing next to a ":"'
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return `the group "${part}" is not 1 to 4 hexadecimal digits`
    hex += part.padStart(4, '0')
    count++
  }
  return {hex, count}
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

const formatV4 = (value: number): string =>
  `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`

/** RFC 5952 section 4: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatV6(value: bigint): string {
  const v4 = unmapped({family: 6, value})
  if (v4) return `::ffff:${formatV4(Number(v4.value))}`
  const digits = value.toString(16).padStart(32, '0')
  const groups: string[] = []
  for (let i = 0; i < 32; i += 4) groups.push(Number.parseInt(digits.slice(i, i + 4), 16).toString(16))
  let start = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let end = i
    while (groups[end] === '0') end++
    if (end - i > length) [start, length] = [i, end - i]
  }
  if (start === -1) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}
