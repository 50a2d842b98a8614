import {type Addr, addrValue, familyOf, formatAddr} from './addr.js'
import {type Prefix, prefixLengthOf, rangeOf} from './prefix.js'
import type {AddrRange} from './range.js'

/**
 * The lowest address of a block that can be a gateway and is not an auxiliary address. By default the engine takes the
 * first address of the ip-range, even one such as 172.28.5.0 (moby network.go ipamAllocateVersion), so a request with
 * an ip-range has to name the first usable address of the subnet as the gateway.
 * @param subnet the subnet that contains the block: its network and broadcast addresses cannot be used
 * @returns null if the block has no address left
 */
export function gatewayFor(block: Prefix, aux: readonly Addr[] = [], subnet: Prefix = block): Addr | null {
  const {family, first, last} = usableWithin(block, subnet)
  const kept = new Set(aux)
  for (let value = first; value <= last; value++) {
    const addr = formatAddr({family, value})
    if (!kept.has(addr)) return addr
  }
  return null
}

/**
 * The highest address of a subnet that can be its gateway: below the broadcast address of an IPv4 subnet that has one.
 */
export function lastGatewayOf(subnet: Prefix): Addr {
  const {family, last} = usable(subnet)
  return formatAddr({family, value: last})
}

/**
 * How many containers can get an address without naming one: the addresses of the ip-range (else of the subnet) that
 * are not reserved for the network itself, the gateway or auxiliary addresses. A bigint, as IPv6 exceeds the safe
 * integers.
 */
export function dynamicRoom(subnet: Prefix, ipRange: Prefix | null, kept: readonly Addr[]): bigint {
  const {family, first, last} = usableWithin(ipRange ?? subnet, subnet)
  const values = [...new Set(kept)].filter((addr) => familyOf(addr) === family).map((addr) => addrValue(addr).value)
  const lost = values.filter((value) => value >= first && value <= last).length
  const room = last - first + 1n - BigInt(lost)
  return room > 0n ? room : 0n
}

/**
 * The addresses of a subnet that the engine can assign: without the network and broadcast address in IPv4, except in a
 * /31 or /32, and without the first address in IPv6 (moby defaultipam/allocator.go newPoolData).
 */
function usable(subnet: Prefix): AddrRange {
  const range = rangeOf(subnet)
  if (range.family === 6) return {...range, first: range.first + 1n}
  return prefixLengthOf(subnet) >= 31 ? range : {...range, first: range.first + 1n, last: range.last - 1n}
}

/** Reports whether the engine can assign an address of a subnet, as a gateway or to anything. @param addr inside it */
export function isUsable(subnet: Prefix, addr: Addr): boolean {
  const {first, last} = usable(subnet)
  const {value} = addrValue(addr)
  return value >= first && value <= last
}

/** The part of a block inside a subnet that is usable. */
function usableWithin(block: Prefix, subnet: Prefix): AddrRange {
  const {family, first: lowest, last: highest} = usable(subnet)
  let {first, last} = rangeOf(block)
  if (first < lowest) first = lowest
  if (last > highest) last = highest
  return {family, first, last}
}
