import {DnetError} from '../../errors.js'
import {bitsOf, type Family, familyOf} from '../../net/addr.js'
import {prefixLengthFor} from '../../net/capacity.js'
import type {Prefix} from '../../net/prefix.js'

/** A network of an address plan: its name, and its number of containers or its prefix length. */
export type AddressWish =
  | {readonly name: string; readonly hosts: number}
  | {readonly name: string; readonly length: number}

/** The most containers one IPv4 network has room for: those of a /0. */
const MOST_HOSTS = 2 ** 32 - 3

/**
 * Reads `NAME=HOSTS` or `NAME=/LENGTH`, such as "web=50" or "db=/26".
 * @throws DnetError USAGE naming the bad part
 */
export function parseAddressWish(text: string): AddressWish {
  const form = 'write NAME=HOSTS or NAME=/LENGTH, such as web=50 or db=/26'
  const bad = (why: string): DnetError => new DnetError('USAGE', `"${text}" is not a network of a plan: ${why}`, form)
  const equals = text.lastIndexOf('=')
  if (equals === -1) throw bad('it has no "="')
  const name = text.slice(0, equals)
  const size = text.slice(equals + 1)
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) throw bad(`"${name}" is not a valid network name`)
  const isLength = size.startsWith('/')
  const digits = isLength ? size.slice(1) : size
  if (!/^(0|[1-9]\d*)$/.test(digits)) throw bad(`"${size}" is neither a number of containers nor a prefix length`)
  const number = Number(digits)
  if (isLength && number > 128) throw bad(`/${digits} is longer than an address`)
  if (!isLength && (number < 1 || number > MOST_HOSTS))
    throw bad(`a network can hold 1 to ${MOST_HOSTS} containers, not ${digits}`)
  return isLength ? {name, length: number} : {name, hosts: number}
}

/**
 * The prefix length of a wish in one family. In IPv6 a network for any number of containers is a /64, and so is one
 * whose length was meant for IPv4 in a plan of both families.
 * @param growth the factor for the number of containers, 1 or more
 * @throws DnetError USAGE for a length the family does not have, or more containers than it has addresses
 */
export function wishedLength(wish: AddressWish, family: Family, growth: number, both: boolean): number {
  if ('length' in wish) {
    if (family === 6 && both) return 64
    const bits = bitsOf(family)
    if (wish.length <= bits) return wish.length
    const why = `network "${wish.name}" cannot be a /${wish.length}: an IPv${family} address has ${bits} bits`
    throw new DnetError('USAGE', why, `use /${bits} or less`)
  }
  if (family === 6) return 64
  // 230 * 1.1 comes out a hair above 253.
  const hosts = Math.ceil(wish.hosts * growth - 1e-6)
  if (hosts <= MOST_HOSTS) return prefixLengthFor(hosts, 4)
  throw new DnetError('USAGE', `no IPv4 network holds the ${hosts} containers of "${wish.name}"`, 'ask for fewer')
}

/** Reports whether an earlier block still fits a wish: of the same family and large enough. */
export const suffices = (kept: Prefix, family: Family, length: number): boolean =>
  familyOf(kept) === family && Number(kept.slice(kept.lastIndexOf('/') + 1)) <= length
