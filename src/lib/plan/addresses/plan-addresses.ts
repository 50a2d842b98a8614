import {DnetError} from '../../errors.js'
import type {Taken} from '../../model/address-space.js'
import {type Addr, type Family, familyOf} from '../../net/addr.js'
import {containersIn} from '../../net/capacity.js'
import {FreeBlocks} from '../../net/free-blocks.js'
import {gatewayFor} from '../../net/gateway.js'
import {blockSize, type Prefix, rangeOf} from '../../net/prefix.js'
import {type RangeSet, setContains, subtract, union} from '../../net/prefix-set.js'
import {type AddrRange, rangeSize, rangesOverlap} from '../../net/range.js'
import {type AddressWish, suffices, wishedLength} from './address-wish.js'

export interface AddressPlanRequest {
  readonly wishes: readonly AddressWish[]
  readonly families: readonly Family[]
  /** Where IPv4 networks go, and a unique local prefix for IPv6 networks. */
  readonly pools: readonly Prefix[]
  readonly taken: readonly Taken[]
  /** The current blocks of the plan's networks, by name: they are kept if they are large enough and free. */
  readonly kept?: ReadonlyMap<string, readonly Prefix[]>
  /** Room to grow: numbers of containers are multiplied by it. 1 by default. */
  readonly growth?: number
}

export interface PlannedSubnet {
  readonly name: string
  readonly subnet: Prefix
  /** null for a block too small to have one. */
  readonly gateway: Addr | null
  /** The number of containers that it has room for. */
  readonly room: bigint
  /** `moved`: its earlier block is too small, outside the pools, or overlaps something else. */
  readonly because: 'kept' | 'new' | 'moved'
}

/**
 * A block for each network, in the order of the wishes, IPv4 before IPv6. Blocks are disjoint, aligned, in the pools
 * and do not overlap what is taken; apart from the kept ones, no plan of such blocks ends at a lower address. Larger
 * blocks are placed first, each at the lowest place: block sizes divide each other, so larger blocks never waste space
 * for smaller ones, and equal wishes keep their order.
 * @throws DnetError POOL_EXHAUSTED naming the networks that have no room, USAGE for a name given twice
 */
export function planAddresses(request: AddressPlanRequest): PlannedSubnet[] {
  assertNamesDiffer(request.wishes)
  return request.families.toSorted((a, b) => a - b).flatMap((family) => planFamily(request, family))
}

interface Place {
  readonly wish: AddressWish
  readonly length: number
  readonly before: Prefix | undefined
}

function planFamily(request: AddressPlanRequest, family: Family): PlannedSubnet[] {
  const {wishes, families, kept, growth = 1} = request
  const places = wishes.map((wish): Place => {
    const length = wishedLength(wish, family, growth, families.length > 1)
    return {wish, length, before: kept?.get(wish.name)?.find((prefix) => familyOf(prefix) === family)}
  })
  const pools = union(request.pools.filter((pool) => familyOf(pool) === family).map(rangeOf))
  const open = subtract(pools, othersIn(request.taken, places))
  const stays = staying(places, family, open)
  const free = subtract(open, union([...stays.values()].map(rangeOf)))
  const placed = placeAll(
    places.filter(({wish}) => !stays.has(wish.name)),
    free,
    family,
  )
  return places.flatMap(({wish: {name}, before}): PlannedSubnet[] => {
    const subnet = stays.get(name) ?? placed.get(name)
    if (!subnet) return []
    const because = stays.has(name) ? 'kept' : before ? 'moved' : 'new'
    return [{name, subnet, gateway: gatewayFor(subnet), room: containersIn(subnet), because}]
  })
}

/** What is taken, except by the plan's own networks in their current blocks, whose bridges also have routes. */
function othersIn(taken: readonly Taken[], places: readonly Place[]): RangeSet {
  const own = new Map(places.flatMap(({wish, before}) => (before ? [[before, wish.name] as const] : [])))
  const isOwn = ({prefix, holder}: Taken): boolean => {
    const name = own.get(prefix)
    if (name === undefined) return false
    return holder.kind === 'network' ? holder.name === name : holder.kind === 'route' || holder.kind === 'interface'
  }
  return union(taken.filter((one) => !isOwn(one)).map(({prefix}) => rangeOf(prefix)))
}

/** The current blocks that can be kept, by name: large enough, in the open parts of the pools, and disjoint. */
function staying(places: readonly Place[], family: Family, open: RangeSet): Map<string, Prefix> {
  const stays = new Map<string, Prefix>()
  const ranges: AddrRange[] = []
  for (const {wish, length, before} of places) {
    if (!before || !suffices(before, family, length)) continue
    const range = rangeOf(before)
    if (!setContains(open, range) || ranges.some((other) => rangesOverlap(other, range))) continue
    stays.set(wish.name, before)
    ranges.push(range)
  }
  return stays
}

/** @throws DnetError POOL_EXHAUSTED */
function placeAll(places: readonly Place[], free: RangeSet, family: Family): Map<string, Prefix> {
  const space = new FreeBlocks(free, family)
  const placed = new Map<string, Prefix>()
  const left: Place[] = []
  for (const place of places.toSorted((a, b) => a.length - b.length)) {
    const subnet = space.take(place.length)
    if (subnet) placed.set(place.wish.name, subnet)
    else left.push(place)
  }
  if (left.length > 0) throw exhausted(left, places, free, family)
  return placed
}

function exhausted(left: readonly Place[], places: readonly Place[], free: RangeSet, family: Family): DnetError {
  const names = left.map(({wish, length}) => `${wish.name} (/${length})`).join(', ')
  const wanted = places.reduce((sum, {length}) => sum + blockSize(family, length), 0n)
  const there = free.reduce((sum, range) => sum + (range.family === family ? rangeSize(range) : 0n), 0n)
  const hint = `the plan needs ${wanted} IPv${family} addresses and ${there} are free: add a pool, or ask for less`
  return new DnetError('POOL_EXHAUSTED', `no room in the pools for ${names}`, hint)
}

function assertNamesDiffer(wishes: readonly AddressWish[]): void {
  const seen = new Set<string>()
  for (const {name} of wishes) {
    if (seen.has(name))
      throw new DnetError('USAGE', `network "${name}" is in the plan twice`, 'give each network one size')
    seen.add(name)
  }
}
