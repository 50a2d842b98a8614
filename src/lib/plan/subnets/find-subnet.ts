import {DnetError} from '../../errors.js'
import type {Taken} from '../../model/address-space.js'
import type {Scope} from '../../model/host.js'
import {takenText} from '../../model/subnets/blocks-in-use.js'
import {type Addr, bitsOf, type Family, familyOf} from '../../net/addr.js'
import {prefixLengthFor} from '../../net/capacity.js'
import {
  comparePrefixes,
  contains,
  overlaps,
  type Prefix,
  parsePrefix,
  prefixAround,
  prefixLengthOf,
  rangeOf,
} from '../../net/prefix.js'
import {firstFree, nearestFree, type RangeSet} from '../../net/prefix-set.js'
import {freeIn, otherPool} from '../allocate/other-pools.js'

/** The wanted size of a subnet: its prefix length in bits, or its number of containers. */
export type SubnetSize = {readonly length: number} | {readonly hosts: number; readonly aux?: number}

interface SubnetSearch {
  readonly family: Family
  readonly size: SubnetSize
  /** Where to look; pools of the other family are ignored. */
  readonly pools: readonly Prefix[]
  /** What is in use, and what to avoid. */
  readonly taken: readonly Taken[]
  /** If given, the subnet must contain this address. */
  readonly gateway?: Addr
}

/**
 * The prefix length of a size.
 * @throws DnetError USAGE for a number of containers that no subnet of the family can hold
 */
function lengthOf(size: SubnetSize, family: Family): number {
  if ('length' in size) return size.length
  try {
    return prefixLengthFor(size.hosts, family, size.aux ?? 0)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const hint = 'give a whole number of containers, such as 50'
    const isCount = Number.isInteger(size.hosts) && size.hosts >= 1
    const why = isCount
      ? `no IPv${family} subnet holds ${size.hosts} containers`
      : '--hosts must be a whole number of at least 1'
    throw new DnetError('USAGE', why, hint, {cause: error})
  }
}

/**
 * The lowest free block of a size in the pools.
 * @throws DnetError POOL_EXHAUSTED if there is none, with the largest free block that is left; with a gateway,
 * SUBNET_OVERLAP naming what is in the way, or POOL_EXHAUSTED if the gateway is in no pool
 */
export function findSubnet({family, size, pools, taken, gateway}: SubnetSearch): Prefix {
  const length = lengthOf(size, family)
  const own = pools.filter((pool) => familyOf(pool) === family)
  if (gateway !== undefined) return aroundGateway(gateway, length, own, taken)
  const free = freeIn(own, taken)
  const found = firstFree(free, family, length)
  if (found) return found
  throw new DnetError(
    'POOL_EXHAUSTED',
    `no free /${length} left in ${listed(own, family)}`,
    largestLeft(free, family, otherPool(taken, family, length)),
  )
}

/** A requested subnet, and the network it is for. */
export interface AskedSubnet {
  readonly subnet: Prefix
  /** '' if none is requested. */
  readonly ipRange: string
  readonly driver: string
  readonly scope: Scope
}

interface Overlap {
  readonly taken: Taken
  /** Whether the engine refuses it; otherwise it accepts the subnet and something else breaks. */
  readonly refused: boolean
}

interface SubnetCheck {
  /** In order of address; empty if the subnet is free. */
  readonly overlaps: readonly Overlap[]
  /**
   * The nearest free block of the same size, the lower of two; null if the subnet is free or there is no such block.
   */
  readonly nearest: Prefix | null
}

/**
 * What is in the way of a requested subnet, and what to use instead.
 * The alternative is in the private block around the subnet (RFC 1918, RFC 6598, RFC 4193), else in `pools`.
 */
export function checkSubnet(asked: AskedSubnet, pools: readonly Prefix[], taken: readonly Taken[]): SubnetCheck {
  const {subnet} = asked
  const holders = overlapping(taken, subnet)
  if (holders.length === 0) return {overlaps: [], nearest: null}
  const home = PRIVATE.filter((block) => contains(block, subnet))
  const free = freeIn(home.length > 0 ? home : pools, taken)
  const nearest = nearestFree(free, familyOf(subnet), prefixLengthOf(subnet), rangeOf(subnet).first) ?? null
  return {overlaps: holders.map((one) => ({taken: one, refused: isRefused(asked, one)})), nearest}
}

/** The error for a subnet that overlaps; it names everything in the way. */
export function overlapError(subnet: Prefix, {overlaps, nearest}: SubnetCheck): DnetError {
  const holders = overlaps.map(({taken}) => takenText(taken))
  const hint = nearest ? `${nearest} is free` : `no other /${prefixLengthOf(subnet)} is free: ask for a smaller subnet`
  return new DnetError('SUBNET_OVERLAP', `subnet ${subnet} overlaps ${inWords(holders)}`, hint)
}

/**
 * Reports whether the engine refuses the subnet because of this holder: networks of one address space must not overlap
 * (moby defaultipam/address_space.go), but with an ip-range this is not checked, except between bridges
 * (bridge_linux.go); local and Swarm networks never conflict. Nothing else is checked.
 */
function isRefused(asked: AskedSubnet, {prefix, holder}: Taken): boolean {
  if (holder.kind !== 'network') return false
  if ((holder.scope === 'local') !== (asked.scope === 'local')) return false
  if (asked.driver === 'bridge' && holder.driver === 'bridge') return true
  return asked.ipRange === '' || (prefix === asked.subnet && holder.ipRange === asked.ipRange)
}

/** What is in the way of a subnet, in order of address. */
const overlapping = (taken: readonly Taken[], subnet: Prefix): Taken[] =>
  taken.filter(({prefix}) => overlaps(prefix, subnet)).sort((a, b) => comparePrefixes(a.prefix, b.prefix))

function aroundGateway(gateway: Addr, length: number, pools: readonly Prefix[], taken: readonly Taken[]): Prefix {
  const subnet = prefixAround(gateway, length)
  if (!pools.some((pool) => contains(pool, subnet))) {
    const where = listed(pools, familyOf(gateway))
    const hint = 'choose a gateway in a pool, or give its pool with --pool'
    throw new DnetError('POOL_EXHAUSTED', `gateway ${gateway} needs subnet ${subnet}, which is not in ${where}`, hint)
  }
  const holders = overlapping(taken, subnet)
  if (holders.length === 0) return subnet
  const nearest = nearestFree(freeIn(pools, taken), familyOf(subnet), length, rangeOf(subnet).first) ?? null
  throw overlapError(subnet, {overlaps: holders.map((one) => ({taken: one, refused: false})), nearest})
}

/** @param other a pool with a block of the requested size */
function largestLeft(free: RangeSet, family: Family, other: Prefix | undefined): string {
  const elsewhere = other ? `use another pool: --pool ${other}` : 'no private block has one: ask for less'
  for (let length = 0; length <= bitsOf(family); length++) {
    const block = firstFree(free, family, length)
    if (block)
      return other
        ? `${elsewhere}; the largest free block here is ${block}`
        : `the largest free block is ${block}: ask for less`
  }
  return elsewhere
}

const listed = (pools: readonly Prefix[], family: Family): string =>
  pools.length === 0 ? `the pools (none of them is IPv${family})` : inWords(pools)

const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const PRIVATE: readonly Prefix[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fd00::/8'].map(
  parsePrefix,
)
