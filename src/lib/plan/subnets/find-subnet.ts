import {DnetError} from '../../errors.js'
import type {Taken} from '../../model/address-space.js'
import type {Scope} from '../../model/host.js'
import {takenText} from '../../model/subnets/blocks-in-use.js'
import {besideLan, lanOf, type Wired} from '../../model/subnets/lan.js'
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
  /** The network it is for, which may share a LAN. */
  readonly network?: Wired
  /** The line that looks in another pool. */
  readonly lineFor?: (pool: Prefix) => string
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
export function findSubnet(search: SubnetSearch): Prefix {
  const {family, size, pools, taken, gateway, lineFor = (pool) => `--pool ${pool}`} = search
  const length = lengthOf(size, family)
  const own = pools.filter((pool) => familyOf(pool) === family)
  if (gateway !== undefined) return aroundGateway(gateway, length, own, search)
  const free = freeIn(own, taken)
  const found = firstFree(free, family, length)
  if (found) return found
  throw new DnetError(
    'POOL_EXHAUSTED',
    `no free /${length} left in ${listed(own, family)}`,
    largestLeft(free, family, otherPool(taken, family, length), lineFor),
  )
}

/** A requested subnet, and the network it is for. */
export interface AskedSubnet {
  readonly subnet: Prefix
  /** '' if none is requested. */
  readonly ipRange: string
  readonly driver: string
  readonly scope: Scope
  /** Its options; {} by default. */
  readonly options?: Wired['options']
}

interface Overlap {
  readonly taken: Taken
  /** Whether the engine refuses it; otherwise it accepts the subnet and something else breaks. */
  readonly refused: boolean
  /** Whether no node can take part in both. */
  readonly onNode: boolean
}

interface SubnetCheck {
  /** In order of address; empty if the subnet is free. */
  readonly overlaps: readonly Overlap[]
  /** What to use instead: the nearest free block of the same size, the lower of two; '' if the subnet is free. */
  readonly hint: string
}

/**
 * What is in the way of a requested subnet, and what to use instead. The LAN that the network shares is not in the way.
 * The alternative is on that LAN; without one in the private block around the subnet (RFC 1918, RFC 6598, RFC 4193),
 * else in `pools`, else in any private block.
 */
export function checkSubnet(asked: AskedSubnet, pools: readonly Prefix[], taken: readonly Taken[]): SubnetCheck {
  const {subnet, driver, options = {}} = asked
  const others = besideLan({driver, options}, subnet, taken)
  const holders = overlapping(others, subnet)
  if (holders.length === 0) return {overlaps: [], hint: ''}
  const lan = lanOf({driver, options}, subnet, taken)
  const home = lan.length > 0 ? lan : PRIVATE.filter((block) => contains(block, subnet))
  const hint = alternative(subnet, home.length > 0 ? home : pools, others, lan.length > 0 ? undefined : pools)
  return {
    overlaps: holders.map((one) => ({taken: one, refused: isRefused(asked, one), onNode: clashesOnNode(asked, one)})),
    hint,
  }
}

/**
 * The nearest free block of the size of a subnet, in words, or where there is none.
 * @param home where to look
 * @param pools where to look then, before other private blocks; undefined if nothing else will do
 */
function alternative(
  subnet: Prefix,
  home: readonly Prefix[],
  taken: readonly Taken[],
  pools: readonly Prefix[] | undefined,
): string {
  const [family, length] = [familyOf(subnet), prefixLengthOf(subnet)]
  const near = (blocks: readonly Prefix[]): Prefix | undefined =>
    nearestFree(freeIn(blocks, taken), family, length, rangeOf(subnet).first)
  const nearest = near(home)
  if (nearest) return `${nearest} is free`
  const none = `no other /${length} is free in ${listed(of(home, family), family)}`
  if (!pools) return `${none}, the LAN of the parent interface`
  const other = otherPool(taken, family, length)
  const elsewhere = near(pools) ?? (other && firstFree(freeIn([other], taken), family, length))
  return elsewhere ? `${none}, but ${elsewhere} is` : `${none}, nor in any private block: ask for a smaller subnet`
}

const of = (blocks: readonly Prefix[], family: Family): Prefix[] => blocks.filter((one) => familyOf(one) === family)

/** The error for a subnet that overlaps; it names everything in the way. */
export function overlapError(subnet: Prefix, {overlaps, hint}: SubnetCheck): DnetError {
  const holders = overlaps.map(({taken}) => takenText(taken))
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

/**
 * Reports whether a local network and one of a Swarm cannot both be on a node: with either there, the node's engine
 * refuses the subnet of the other, but not where an ip-range is given. Seen on 28.5 and 20.10.
 */
const clashesOnNode = (asked: AskedSubnet, {holder}: Taken): boolean =>
  holder.kind === 'network' &&
  (holder.scope === 'local') !== (asked.scope === 'local') &&
  asked.ipRange === '' &&
  holder.ipRange === ''

/** What is in the way of a subnet, in order of address. */
const overlapping = (taken: readonly Taken[], subnet: Prefix): Taken[] =>
  taken.filter(({prefix}) => overlaps(prefix, subnet)).sort((a, b) => comparePrefixes(a.prefix, b.prefix))

function aroundGateway(
  gateway: Addr,
  length: number,
  pools: readonly Prefix[],
  {taken, network = {driver: '', options: {}}}: SubnetSearch,
): Prefix {
  const subnet = prefixAround(gateway, length)
  if (!pools.some((pool) => contains(pool, subnet))) {
    const where = listed(pools, familyOf(gateway))
    const hint = 'choose a gateway in a pool, or give its pool with --pool'
    throw new DnetError('POOL_EXHAUSTED', `gateway ${gateway} needs subnet ${subnet}, which is not in ${where}`, hint)
  }
  const others = besideLan(network, subnet, taken)
  const holders = overlapping(others, subnet)
  if (holders.length === 0) return subnet
  const lan = lanOf(network, subnet, taken)
  const hint = alternative(subnet, lan.length > 0 ? lan : pools, others, lan.length > 0 ? undefined : pools)
  throw overlapError(subnet, {overlaps: holders.map((one) => ({taken: one, refused: false, onNode: false})), hint})
}

/**
 * @param other a pool with a block of the requested size
 * @param lineFor the line that looks in it
 */
function largestLeft(
  free: RangeSet,
  family: Family,
  other: Prefix | undefined,
  lineFor: (pool: Prefix) => string,
): string {
  const elsewhere = other ? `use another pool: ${lineFor(other)}` : 'no private block has one: ask for less'
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
