import type {AddressSpace, Route} from '../../model/address-space.js'
import {type Known, known, unknown} from '../../model/known.js'
import {type Addr, bitsOf, type Family, familyOf} from '../../net/addr.js'
import {type Prefix, prefixAround, prefixLengthOf} from '../../net/prefix.js'

/** How engines differ when they choose a subnet themselves. */
export interface AllocatorRules {
  /**
   * `linear`: always the lowest free block (27.0 and newer, moby defaultipam/address_space.go). `rotating`: the next
   * one after the block handed out last, so that a freed block comes back only after a whole round (older engines, moby
   * libnetwork/ipam/allocator.go).
   */
  readonly walk: 'linear' | 'rotating'
  /** Which IPv4 routes of its machine an engine avoids: from 20.10.15 and 23.0 on, only those with link scope. */
  readonly routes: 'on-link' | 'non-default'
  /** Whether there are IPv6 subnets without a configured IPv6 pool: from 27.0 on. */
  readonly automaticIPv6: boolean
  /** Whether the subnet 0.0.0.0/26 means "any free /26": from 29.0 (API 1.52) on. */
  readonly sizeRequests: boolean
}

/**
 * How the Docker Engine of this version chooses subnets; unknown for anything but a Docker version.
 * @param engineVersion `Version` of GET /version, such as "28.5.2" or "20.10.24+dfsg1"
 */
export function allocatorRulesOf(engineVersion: string): Known<AllocatorRules> {
  const parts = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(engineVersion)
  if (!parts) return unknown(`"${engineVersion}" is not a version of the Docker Engine`)
  const [major = 0, minor = 0, patch = 0] = parts.slice(1).map((digits) => Number(digits ?? 0))
  if (major < 17) return unknown(`Docker Engine ${engineVersion} is not known`)
  const onLink = major > 20 || (major === 20 && (minor > 10 || patch >= 15))
  return known({
    walk: major >= 27 ? 'linear' : 'rotating',
    routes: onLink ? 'on-link' : 'non-default',
    automaticIPv6: major >= 27,
    sizeRequests: major >= 29,
  })
}

/**
 * The blocks that an engine avoids when it chooses a subnet: the resolvers of its machine and, for IPv4 only, routes
 * (moby netutils/utils_linux.go InferReservedNetworks; before 27.0 CheckRouteOverlaps).
 */
export function reservedFor(
  family: Family,
  rules: AllocatorRules,
  routes: readonly Route[],
  resolvers: readonly Addr[],
): Prefix[] {
  const own = resolvers.filter((addr) => familyOf(addr) === family).map((addr) => prefixAround(addr, bitsOf(family)))
  if (family === 6) return own
  const shunned = routes.filter(
    ({destination, onLink}) =>
      familyOf(destination) === 4 && prefixLengthOf(destination) > 0 && (onLink || rules.routes === 'non-default'),
  )
  return [...own, ...shunned.map(({destination}) => destination)]
}

/** How the engine chooses subnets itself; undefined if that is not known. */
export function rulesOf(space: AddressSpace | undefined): AllocatorRules | undefined {
  const rules = space && allocatorRulesOf(space.engineVersion)
  return rules?.known ? rules.value : undefined
}
