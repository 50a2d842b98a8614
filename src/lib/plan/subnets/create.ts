import type {Pool, Taken} from '../../model/address-space.js'
import type {Host, Scope} from '../../model/host.js'
import {takenOn, takenText, unknownOfMachine} from '../../model/subnets/blocks-in-use.js'
import {containersIn} from '../../net/capacity.js'
import {gatewayFor} from '../../net/gateway.js'
import {firstAddr, tryPrefix} from '../../net/prefix.js'
import type {SubnetSpec} from '../../spec/network-spec.js'
import {searchedPools} from '../allocate/engine-pools.js'
import type {Operation} from '../operation.js'
import {creationWarnings} from './capacity-warnings.js'
import {type Choice, chooseSubnets, withGateway} from './choose-subnets.js'
import {type CreateRequest, isSize} from './create-request.js'
import {checkSubnet, overlapError} from './find-subnet.js'
import {pairSubnets} from './pair-subnets.js'
import {type SizedWish, sizedWishes} from './sized-wishes.js'

export interface CreatePlan {
  readonly operation: Extract<Operation, {do: 'create-network'}>
  /** Whether a subnet was chosen by the planner, so that a refused overlap calls for another plan. */
  readonly chosen: boolean
  /** What the user should know: warnings, parts that could not be seen. */
  readonly notes: readonly string[]
  /** The chosen subnets with their room, such as "10.7.0.0/26, room for 61 containers"; '' for none. */
  readonly summary: string
}

/**
 * What to ask of the engine for a network.
 * @throws DnetError USAGE for flags that contradict each other, SUBNET_OVERLAP for a subnet that is taken (under
 * `strict` also where the engine would accept it), POOL_EXHAUSTED where no block of the size is free
 */
export function planCreate(host: Host, request: CreateRequest): CreatePlan {
  const sizes = sizedWishes(host, request)
  const explicit = request.addresses.subnets.filter((text) => !isSize(text))
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const taken = takenOn(host, request.avoid)
  const chosen = chooseSubnets(sizes, request, space, host.networks, taken)
  const pairs = pairSubnets({...request.addresses, subnets: [...explicit, ...chosen.map(({prefix}) => prefix)]})
  const checked = checkExplicit(
    pairs.slice(0, explicit.length),
    request,
    searchedPools(request.pools, request.network.driver, space),
    taken,
  )
  const subnets = pairs.map((pair, i) => chosen[i - explicit.length]?.byEngine ?? withGateway(pair, request))
  const wanted = {driver: request.network.driver, hosts: request.hosts, chosen: chosen.map(({prefix}) => prefix)}
  const notes = [
    ...checked,
    ...oddGateways(subnets),
    ...creationWarnings(host, wanted, taken),
    ...(space && subnets.length > 0 ? unknownOfMachine(space.machine) : []),
  ]
  return {
    operation: {do: 'create-network', spec: {...enabled(request.network, sizes), subnets}, because: becauseOf(chosen)},
    chosen: chosen.length > 0,
    notes,
    summary: chosen.map(({prefix}) => `${prefix}, room for ${containersIn(prefix)} containers`).join('; '),
  }
}

/** Left to itself the engine takes the first address of a range for the gateway, be it the range's 172.28.5.0. */
function oddGateways(subnets: readonly SubnetSpec[]): string[] {
  return subnets.flatMap(({subnet, ipRange, gateway}) => {
    const [prefix, range] = [tryPrefix(subnet), ipRange === '' ? undefined : tryPrefix(ipRange)]
    if (!prefix || !range || gateway !== '') return []
    const sane = gatewayFor(prefix)
    return [
      `the gateway of ${prefix} becomes ${firstAddr(range)}, the first of its range; for ${sane}: --gateway ${sane}`,
    ]
  })
}

function checkExplicit(
  pairs: readonly SubnetSpec[],
  {network, strict}: CreateRequest,
  pools: readonly Pool[],
  taken: readonly Taken[],
): string[] {
  if (network.configOnly) return []
  const scope: Scope = network.driver === 'overlay' ? 'swarm' : 'local'
  return pairs.flatMap(({subnet, ipRange}) => {
    const prefix = tryPrefix(subnet)
    if (!prefix) return []
    const asked = {subnet: prefix, ipRange, driver: network.driver, scope}
    const check = checkSubnet(
      asked,
      pools.map(({base}) => base),
      taken,
    )
    if (check.overlaps.length === 0) return []
    if (strict || check.overlaps.some(({refused}) => refused)) throw overlapError(prefix, check)
    const holders = check.overlaps.map((overlap) => takenText(overlap.taken)).join(', ')
    const instead = check.nearest ? `; ${check.nearest} is free` : ''
    return [`subnet ${prefix} overlaps ${holders}: the engine takes it, but one hides the other${instead}`]
  })
}

const enabled = (network: CreateRequest['network'], sizes: readonly SizedWish[]): CreateRequest['network'] =>
  sizes.some(({family}) => family === 6) ? {...network, enableIPv6: network.enableIPv6 ?? true} : network

const becauseOf = (chosen: readonly Choice[]): string => (chosen.length > 0 ? 'the lowest free block of that size' : '')
