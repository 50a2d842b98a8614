import {bitsOf, type Family, familyOf} from './addr.js'
import {blockSize, type Prefix, prefixLengthOf} from './prefix.js'

/**
 * The longest prefix length, in bits, whose subnet holds `hosts` containers.
 * The engine reserves addresses (moby daemon/libnetwork/ipams/defaultipam/allocator.go newPoolData): in IPv4
 * network, broadcast and gateway, so 61 containers fit a /26 and 62 need a /25; in IPv6 the first address and the
 * gateway. Never longer than /30 or /126, the longest in which engines before 27.0 can place a container too.
 * @param extra further reserved addresses, such as auxiliary ones
 * @throws RangeError if `hosts` is not a positive integer, or if no subnet of the family is large enough
 */
export function prefixLengthFor(hosts: number, family: Family = 4, extra = 0): number {
  if (!Number.isSafeInteger(hosts) || hosts < 1) throw new RangeError(`${hosts} is not a number of containers`)
  const needed = BigInt(hosts) + BigInt(extra) + keptByEngine(family)
  for (let length = bitsOf(family) - 2; length >= 0; length--) if (blockSize(family, length) >= needed) return length
  throw new RangeError(`no IPv${family} subnet holds ${hosts} containers`)
}

/**
 * How many containers fit a subnet that also has a gateway, as a bigint: IPv6 sizes exceed the safe integers.
 * A /31 holds one beside its gateway (RFC 3021), a /32 or /128 none.
 * @param extra further reserved addresses, such as auxiliary ones
 */
export function containersIn(prefix: Prefix, extra = 0): bigint {
  const family = familyOf(prefix)
  const size = blockSize(family, prefixLengthOf(prefix))
  const kept = family === 4 && size <= 2n ? 1n : keptByEngine(family)
  const room = size - kept - BigInt(extra)
  return room > 0n ? room : 0n
}

const keptByEngine = (family: Family): bigint => (family === 4 ? 3n : 2n)
