import type {AddressSpace, Route, Taken} from '../../model/address-space.js'
import {takenByRoute, takenText} from '../../model/subnets/blocks-in-use.js'
import {type Family, familyOf} from '../../net/addr.js'
import {prefixLengthFor} from '../../net/capacity.js'
import {type Prefix, parsePrefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {firstFree, type RangeSet, subtract, union} from '../../net/prefix-set.js'
import {toPaste} from '../../shell-words.js'
import {allocatorRulesOf, reservedFor} from './allocator-rules.js'
import {searchedPools} from './engine-pools.js'

/**
 * Private blocks (RFC 1918, RFC 4193) to take subnets from if the engine's pools have none left, the least used first;
 * the last one is for a subnet that fits in no other.
 */
const OTHERS: Readonly<Record<Family, readonly Prefix[]>> = {
  4: ['10.64.0.0/10', '10.128.0.0/9', '10.0.0.0/10', '172.16.0.0/12', '192.168.0.0/16', '10.0.0.0/8'].map(parsePrefix),
  6: ['fd00::/8'].map(parsePrefix),
}

/** A private block with a free subnet of this prefix length; undefined if there is none. */
export const otherPool = (taken: readonly Taken[], family: Family, length: number): Prefix | undefined =>
  OTHERS[family].find((pool) => firstFree(freeIn([pool], taken), family, length))

/** The parts of the pools that are not in use. */
export const freeIn = (pools: readonly Prefix[], taken: readonly Taken[]): RangeSet =>
  subtract(union(pools.map(rangeOf)), union(taken.map(({prefix}) => rangeOf(prefix))))

/**
 * The routes that cover half of all addresses, as VPNs set them instead of a default route, and because of which an
 * engine chooses no subnet in that half. A subnet that the user names may be there: such a route does not mean that its
 * addresses are in use.
 */
export function coveringRoutes(space: AddressSpace): Taken[] {
  const rules = allocatorRulesOf(space.engineVersion)
  const {routes} = space.machine
  if (!rules.known || !routes.known) return []
  const half = ({destination}: Route): boolean => familyOf(destination) === 4 && prefixLengthOf(destination) === 1
  return routes.value
    .filter((route) => half(route) && reservedFor(4, rules.value, [route], []).length > 0)
    .map(takenByRoute)
}

/** The routes of `coveringRoutes` in words, such as `the route on tun0 (0.0.0.0/1)`; '' for none. */
export const coveringText = (space: AddressSpace): string => coveringRoutes(space).map(takenText).join(' and ')

/**
 * A line to paste that creates a network even if the engine has no subnet left to choose; '' if there is none.
 * @param lineFor the line for so many containers, in this pool or else the engine's
 * @param hosts how many containers it is for
 */
export function creationThatWorks(
  space: AddressSpace | undefined,
  taken: readonly Taken[],
  lineFor: (hosts: number, pool: Prefix | undefined) => string,
  hosts = 50,
): string {
  const length = prefixLengthFor(hosts)
  const bases = searchedPools([], 'bridge', space).map(({base}) => base)
  if (firstFree(freeIn(bases, taken), 4, length)) return lineFor(hosts, undefined)
  const other = otherPool(taken, 4, length)
  return other ? lineFor(hosts, other) : ''
}

/** For `creationThatWorks`: the line that creates a network of this name. */
export const creationOf =
  (name: string) =>
  (hosts: number, pool: Prefix | undefined): string =>
    pool ? toPaste`dnet create --hosts ${hosts} --pool ${pool} ${name}` : toPaste`dnet create --hosts ${hosts} ${name}`
