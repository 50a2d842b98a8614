import {DnetError} from '../../errors.js'
import type {Taken} from '../../model/address-space.js'
import type {Host} from '../../model/host.js'
import {takenByNetworks, takenOn, unknownOfMachine} from '../../model/subnets/blocks-in-use.js'
import {type Family, familyOf} from '../../net/addr.js'
import type {Prefix} from '../../net/prefix.js'
import {searchedPools} from '../allocate/engine-pools.js'
import type {AddressWish} from './address-wish.js'
import {type PlannedSubnet, planAddresses} from './plan-addresses.js'

export interface HostPlanRequest {
  readonly wishes: readonly AddressWish[]
  readonly families: readonly Family[]
  /** Where to look; for a family without one of these, the engine's pools. */
  readonly pools: readonly Prefix[]
  readonly avoid: readonly Taken[]
  /** The subnets of an earlier plan, by name; existing networks keep theirs too. */
  readonly kept: ReadonlyMap<string, readonly Prefix[]>
  readonly growth: number
}

export interface HostPlan {
  readonly subnets: readonly PlannedSubnet[]
  /** What is in use apart from the plan's networks. */
  readonly taken: readonly Taken[]
  /** What could not be seen, one sentence each. */
  readonly unseen: readonly string[]
}

/**
 * An address plan that avoids what a host uses. Repeating it gives the same plan, also with more networks: those of the
 * earlier plan, and those that now exist, keep their subnets.
 * @throws DnetError POOL_EXHAUSTED, USAGE
 */
export function planOnHost(host: Host, request: HostPlanRequest): HostPlan {
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const taken = takenOn(host, request.avoid)
  const names = new Set(request.wishes.map(({name}) => name))
  const there = host.networks.flatMap(({name}) => {
    const blocks = takenByNetworks(host.networks.filter((network) => network.name === name))
    return names.has(name) ? [[name, blocks.map(({prefix}) => prefix)] as const] : []
  })
  const engineBases = searchedPools([], 'bridge', space).map(({base}) => base)
  const pools = request.families.flatMap((family) => {
    const given = request.pools.filter((pool) => familyOf(pool) === family)
    return given.length > 0 ? given : engineBases.filter((pool) => familyOf(pool) === family)
  })
  const {wishes, families, growth} = request
  const kept = new Map([...there, ...request.kept])
  return {
    subnets: planAddresses({wishes, families, pools, taken, kept, growth}),
    taken: taken.filter(({holder}) => holder.kind !== 'network' || !names.has(holder.name)),
    unseen: space ? unknownOfMachine(space.machine) : [],
  }
}

/**
 * Reads a growth factor: `2x`, `1.5x` or `2`.
 * @returns 1 to 1000
 * @throws DnetError USAGE
 */
export function parseGrowth(text: string): number {
  const growth = /^\d+(\.\d+)?x?$/.test(text) ? Number.parseFloat(text) : 0
  if (growth >= 1 && growth <= 1000) return growth
  throw new DnetError('USAGE', `"${text}" is not a growth factor: it must be from 1x to 1000x`, '--growth 2x')
}
