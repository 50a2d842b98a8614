import {DnetError} from '../../errors.js'
import type {Pool, Taken} from '../../model/address-space.js'
import {apiAtLeast} from '../../model/api-version.js'
import type {Finding} from '../../model/finding.js'
import type {Host, Network, Scope} from '../../model/host.js'
import {type Known, needed} from '../../model/known.js'
import {isPodman} from '../../model/predefined.js'
import {takenOn, takenText, unknownOfMachine} from '../../model/subnets/blocks-in-use.js'
import type {Wired} from '../../model/subnets/lan.js'
import {containersIn} from '../../net/capacity.js'
import {gatewayFor} from '../../net/gateway.js'
import {firstAddr, parsePrefix, parsePrefixMasked, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {SubnetSpec} from '../../spec/network-spec.js'
import {searchedPools} from '../allocate/engine-pools.js'
import type {Refusal} from '../foretold.js'
import type {Operation} from '../operation.js'
import {type Automatic, foretellAutomatic} from './automatic.js'
import {creationWarnings} from './capacity-warnings.js'
import {chooseSubnets, withGateway} from './choose-subnets.js'
import {creationRefusal, isRefusedByName} from './create-refusals.js'
import {type CreateRequest, choosesSubnet, isSize} from './create-request.js'
import {checkSubnet, overlapError} from './find-subnet.js'
import {pairSubnets} from './pair-subnets.js'
import {type SizedWish, sizedWishes} from './sized-wishes.js'

export interface CreatePlan {
  readonly operation: Extract<Operation, {do: 'create-network'}>
  /** Whether the planner chose a subnet, so that a refused overlap calls for a new plan. */
  readonly chosen: boolean
  /** What the engine would accept but the user should know. */
  readonly findings: readonly Finding[]
  /** One sentence for each part of the engine's machine that could not be seen. */
  readonly unseen: readonly string[]
  /** Why the engine would refuse it; undefined if no reason was seen. */
  readonly refusal: Refusal | undefined
  /** The chosen subnets with their room, such as "10.7.0.0/26, room for 61 containers"; '' for none. */
  readonly summary: string
}

/**
 * What to request from the engine for a network.
 * @param seen with the address space as far as it is known; required if the planner has to choose a subnet
 * @throws DnetError USAGE for contradicting flags, SUBNET_OVERLAP for a subnet that is taken, POOL_EXHAUSTED if no
 * block of the size is free
 */
export function planCreate(seen: Known<Host>, request: CreateRequest): CreatePlan {
  if (!seen.known && !choosesSubnet(request)) return unlooked(request)
  const host = needed(seen, 'networks')
  const sizes = sizedWishes(host, request)
  const explicit = request.addresses.subnets.filter((text) => !isSize(text))
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const taken = takenOn(host, request.avoid)
  const chosen = chooseSubnets(sizes, request, space, host.networks, taken)
  const pairs = pairSubnets({...request.addresses, subnets: [...explicit, ...chosen.map(({prefix}) => prefix)]})
  const pools = searchedPools(request.pools, request.network.driver, space)
  // Podman makes a plain network of one that is to hold only configuration.
  const plain = isPodman(host) || !request.network.configOnly
  const copied = isPodman(host) ? undefined : findConfiguration(host.networks, request.network.configFrom)
  const wished = copied?.subnets ?? pairs.slice(0, explicit.length)
  const wired = {driver: request.network.driver, options: optionsOf(host, copied ?? request.network)}
  refuseLoneGateway(request, pairs)
  const subnets = pairs.map((pair, i) => chosen[i - explicit.length]?.byEngine ?? withGateway(pair, request))
  const spec = {...enabled(request.network, sizes), subnets}
  // What the engine refuses before it looks at subnets is told as that, and not as an overlap.
  const looks = plain && !isRefusedByName(host, spec)
  const checked = looks ? checkExplicit(wished, wired, pools, taken.filter(isInUse(host.networks)), isPodman(host)) : []
  const wanted = {driver: request.network.driver, hosts: request.hosts, chosen: chosen.map(({prefix}) => prefix)}
  const automatic = foretellAutomatic(
    host,
    request,
    sizes.map(({family}) => family),
  )
  const why = chosen.length > 0 ? 'the lowest free block of that size' : byEngine(automatic)
  return {
    operation: {do: 'create-network', spec, because: why},
    chosen: chosen.length > 0,
    findings: [
      ...checked,
      ...oddGateways(subnets),
      ...creationWarnings(host, wanted, taken).map((message) => finding('CAPACITY', message, '')),
      ...automatic.findings,
    ],
    unseen: space && subnets.length > 0 ? unknownOfMachine(space.machine) : [],
    refusal: creationRefusal(host, spec) ?? badSubnet(host, request, explicit) ?? automatic.refusal,
    summary: chosen.map(({prefix}) => `${prefix}, room for ${containersIn(prefix)} containers`).join('; '),
  }
}

const findConfiguration = (networks: readonly Network[], name: string): Network | undefined =>
  networks.find((network) => network.configOnly && network.name === name)

/** Selects what is not only the configuration of networks to come. */
function isInUse(networks: readonly Network[]): (block: Taken) => boolean {
  const configurations = new Set(networks.filter(({configOnly}) => configOnly).map(({id}) => id))
  return ({holder}) => holder.kind !== 'network' || !configurations.has(holder.id)
}

/** With the parent that Podman takes where none is given: the interface of the default route (seen on 5.4.2). */
function optionsOf(host: Host, {options}: Pick<Network, 'options'>): Network['options'] {
  const routes = isPodman(host) && host.addressSpace.known ? host.addressSpace.value.machine.routes : undefined
  const byDefault = routes?.known ? routes.value.find(({destination}) => prefixLengthOf(destination) === 0) : undefined
  return byDefault ? {parent: byDefault.device, ...options} : options
}

/** The request unchanged: only the engine checks it. */
function unlooked(request: CreateRequest): CreatePlan {
  const pairs = pairSubnets(request.addresses)
  refuseLoneGateway(request, pairs)
  const subnets = pairs.map((pair) => withGateway(pair, request))
  const operation = {do: 'create-network', spec: {...request.network, subnets}, because: ''} as const
  return {operation, chosen: false, findings: [], unseen: [], refusal: undefined, summary: ''}
}

/** A subnet that the engine does not accept; engines before 25.0 accept one with host bits (moby daemon/network.go). */
function badSubnet(host: Host, {network}: CreateRequest, subnets: readonly string[]): Refusal | undefined {
  if (network.ipamDriver !== 'default') return undefined
  const read = apiAtLeast(host.engine.apiVersion, '1.44') ? parsePrefix : parsePrefixMasked
  try {
    subnets.forEach(read)
    return undefined
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    return {error: new DnetError('ENGINE_REFUSED', error.message, error.hint), reason: error.message}
  }
}

/** @throws DnetError USAGE for `--gateway first` or `last` without a subnet, in Docker's words, or without effect */
function refuseLoneGateway(request: CreateRequest, pairs: readonly SubnetSpec[]): void {
  const {gatewayAt} = request
  if (gatewayAt === undefined) return
  if (pairs.length === 0)
    throw new DnetError('USAGE', 'every ip-range or gateway must have a corresponding subnet', '--subnet PREFIX')
  // A subnet that cannot be read is for the engine to refuse.
  if (pairs.some((pair) => !tryPrefix(pair.subnet) || withGateway(pair, request) !== pair)) return
  const message = `--gateway ${gatewayAt} has no effect: no subnet is without a gateway and has an address left for it`
  throw new DnetError('USAGE', message, `leave out --gateway ${gatewayAt}`)
}

const byEngine = (automatic: Automatic): string =>
  automatic.subnets.length > 0 ? `the engine chooses ${automatic.subnets.join(' and ')}` : ''

const finding = (code: Finding['code'], message: string, hint: string): Finding => ({
  code,
  refused: false,
  message,
  hint,
})

/** By default the engine takes the first address of an ip-range as the gateway, even one such as 172.28.5.0. */
function oddGateways(subnets: readonly SubnetSpec[]): Finding[] {
  return subnets.flatMap(({subnet, ipRange, gateway}) => {
    const [prefix, range] = [tryPrefix(subnet), tryPrefix(ipRange)]
    if (!prefix || !range || gateway !== '') return []
    const sane = gatewayFor(prefix)
    const message = `the gateway of ${prefix} becomes ${firstAddr(range)}, the first address of its ip-range`
    return [finding('GATEWAY_IN_RANGE', message, `to use ${sane}: --gateway ${sane}`)]
  })
}

function checkExplicit(
  pairs: readonly SubnetSpec[],
  network: Wired,
  pools: readonly Pool[],
  taken: readonly Taken[],
  byPodman: boolean,
): Finding[] {
  const scope: Scope = network.driver === 'overlay' ? 'swarm' : 'local'
  return pairs.flatMap(({subnet, ipRange}) => {
    const prefix = tryPrefix(subnet)
    if (!prefix) return []
    const asked = {...network, subnet: prefix, ipRange, scope}
    const check = checkSubnet(
      asked,
      pools.map(({base}) => base),
      taken,
    )
    // Podman compares the subnets of bridges only (5.4.2).
    const isCompared = !byPodman || network.driver === 'bridge'
    if (isCompared && check.overlaps.some(({refused}) => refused)) throw overlapError(prefix, check)
    return [true, false].flatMap((clash) => {
      const holders = check.overlaps.filter(({onNode}) => onNode === clash).map((overlap) => takenText(overlap.taken))
      const message = `subnet ${prefix} overlaps ${holders.join(', ')}: ${clash ? clashText(scope) : UNHEARD}`
      return holders.length === 0 ? [] : [finding('SUBNET_OVERLAPS', message, check.hint)]
    })
  })
}

const UNHEARD = 'the engine allows it, but traffic to one of them will not arrive'

/** A node has each of its subnets once, be it a local network's or that of an overlay network which it takes part in. */
const clashText = (scope: Scope): string =>
  scope === 'swarm'
    ? 'the engine allows it, but nothing on this node can be on the new network'
    : 'the engine refuses it while anything on this node is on that network, and otherwise nothing on this node can be on that network any more'

const enabled = (network: CreateRequest['network'], sizes: readonly SizedWish[]): CreateRequest['network'] =>
  sizes.some(({family}) => family === 6) ? {...network, enableIPv6: network.enableIPv6 ?? true} : network
