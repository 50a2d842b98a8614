import {DnetError} from '../errors.js'
import type {AddressSpace, Pool, Taken} from '../model/address-space.js'
import type {Host, Network, Scope} from '../model/host.js'
import {type Addr, addrValue, type Family, familyOf, formatAddr, parseAddr} from '../net/addr.js'
import {containersIn} from '../net/capacity.js'
import {lastAddr, type Prefix, parsePrefixLength, parsePrefixMasked, prefixLengthOf} from '../net/prefix.js'
import type {NetworkSpec, SubnetSpec} from '../spec/network-spec.js'
import {predictAutomaticSubnet} from './allocator.js'
import {type AllocatorRules, allocatorRulesOf, reservedFor} from './allocator-rules.js'
import {creationWarnings} from './capacity-warnings.js'
import {enginePools, SWARM_POOLS, uniqueLocalPool} from './engine-pools.js'
import {gatewayFor} from './gateway.js'
import type {Operation} from './operation.js'
import {type AddressFlags, pairSubnets} from './pair-subnets.js'
import {checkSubnet, findSubnet, overlapError, type SubnetSize} from './subnet.js'
import {avoided, takenByMachine, takenByNetworks, takenText, unknownOfMachine} from './taken.js'

/** A network that is wanted, with subnets by name, by size or by number of containers. */
export interface CreateRequest {
  /** All but the subnets. */
  readonly network: Omit<NetworkSpec, 'subnets'>
  /** As typed; a subnet may be a size, such as "/24". */
  readonly addresses: AddressFlags
  /** Containers to have room for; undefined where not asked for. */
  readonly hosts: number | undefined
  /** Where to look for subnets that are given by size; empty for the engine's own pools. */
  readonly pools: readonly Prefix[]
  readonly avoid: readonly Taken[]
  /** Which address of its subnet a gateway gets; undefined for what the user or the engine says. */
  readonly gatewayAt: 'first' | 'last' | undefined
  /** Whether a dynamic range without a gateway gets the subnet's first address as gateway, not the range's. */
  readonly saneGateway: boolean
  /** Whether what the engine accepts and breaks something else is refused. */
  readonly strict: boolean
}

export interface CreatePlan {
  readonly operation: Extract<Operation, {do: 'create-network'}>
  /** Whether a subnet was chosen by the planner, so that a refused overlap calls for another plan. */
  readonly chosen: boolean
  /** What the user should know: warnings, parts that could not be seen. */
  readonly notes: readonly string[]
  /** The chosen subnets with their room, such as "10.7.0.0/26, room for 61 containers"; '' for none. */
  readonly summary: string
}

/** Reports whether a subnet is to be chosen: one is asked for by size or by number of containers. */
export const hasSize = ({addresses, hosts}: CreateRequest): boolean =>
  hosts !== undefined || addresses.subnets.some(isSize)

/** Reports whether a request needs to see the host: it names a subnet or a size. */
export const needsHost = ({addresses, hosts}: CreateRequest): boolean =>
  hosts !== undefined || addresses.subnets.length > 0

/**
 * What to ask of the engine for a network.
 * @throws DnetError USAGE for flags that contradict each other, SUBNET_OVERLAP for a subnet that is taken (under
 * `strict` also where the engine would accept it), POOL_EXHAUSTED where no block of the size is free
 */
export function planCreate(host: Host, request: CreateRequest): CreatePlan {
  const sizes = [...sizesOf(request), ...missingIPv6(host, request)]
  const explicit = request.addresses.subnets.filter((text) => !isSize(text))
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const taken = [...takenByNetworks(host.networks), ...(space ? takenByMachine(space.machine) : []), ...request.avoid]
  const placedGateways = sizes.length > 0 ? request.addresses.gateways : []
  const pairs = pairSubnets({
    ...request.addresses,
    subnets: explicit,
    gateways: sizes.length > 0 ? [] : request.addresses.gateways,
  })
  const checked = checkExplicit(pairs, request, poolsOf(request, space), taken)
  const chosen = chooseSubnets(sizes, placedGateways, request, space, host.networks, taken)
  const subnets = [...pairs.map((pair) => withGateway(pair, request)), ...chosen.map((choice) => choice.spec)]
  const wanted = {driver: request.network.driver, hosts: request.hosts, chosen: chosen.map(({prefix}) => prefix)}
  const notes = [
    ...checked,
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

interface SizedWish {
  readonly family: Family
  readonly size: SubnetSize
}

interface Choice {
  readonly prefix: Prefix
  readonly spec: SubnetSpec
}

const isSize = (text: string): boolean => text.startsWith('/')

function sizesOf({addresses, hosts, network, pools}: CreateRequest): SizedWish[] {
  const onlyIPv6 = network.enableIPv4 === false
  const sizes = addresses.subnets.filter(isSize).map((text): SizedWish => {
    const family = Number(text.slice(1)) > 32 || onlyIPv6 ? 6 : 4
    return {family, size: {length: parsePrefixLength(text, family)}}
  })
  const explicit = addresses.subnets.filter((text) => !isSize(text))
  if (hosts !== undefined) {
    const family = onlyIPv6 ? 6 : 4
    if (sizes.some((wish) => wish.family === family) || explicit.some((text) => text.includes(':') === (family === 6)))
      throw new DnetError(
        'USAGE',
        `--hosts ${hosts} and --subnet both size the IPv${family} subnet`,
        'leave one of them out',
      )
    sizes.unshift({family, size: {hosts, aux: Object.keys(addresses.auxAddresses).length}})
  }
  if (pools.length > 0 && sizes.length === 0 && network.configFrom === '')
    throw new DnetError('USAGE', '--pool is where a subnet of some size is looked for', 'add --hosts N or --subnet /24')
  const families = new Set(sizes.map(({family}) => family))
  if (families.size < sizes.length)
    throw new DnetError('USAGE', 'a network has one subnet of each family', 'give one size for each of IPv4 and IPv6')
  return sizes
}

/** Engines before 27.0 choose no IPv6 subnet themselves: beside `--hosts`, one of the usual size is chosen for them. */
function missingIPv6(host: Host, {network, addresses, hosts}: CreateRequest): SizedWish[] {
  const rules = rulesOf(host.addressSpace.known ? host.addressSpace.value : undefined)
  const given = addresses.subnets.some((text) => text.includes(':') || Number(text.slice(1)) > 32)
  if (!network.enableIPv6 || network.enableIPv4 === false || hosts === undefined || given) return []
  return rules?.automaticIPv6 ? [] : [{family: 6, size: {length: 64}}]
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
    const prefix = readable(subnet)
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

/** What is no prefix is left to the engine, whose sentence scripts know. */
function readable(text: string): Prefix | undefined {
  try {
    return parsePrefixMasked(text)
  } catch {
    return undefined
  }
}

function chooseSubnets(
  sizes: readonly SizedWish[],
  gateways: readonly string[],
  request: CreateRequest,
  space: AddressSpace | undefined,
  networks: readonly Network[],
  taken: readonly Taken[],
): Choice[] {
  const pools = poolsOf(request, space)
  const addresses = gateways.map(parseAddr)
  const chosen: Choice[] = []
  for (const {family, size} of sizes) {
    const gateway = addresses.find((addr) => familyOf(addr) === family)
    const bases = pools.map(({base}) => base)
    const prefix = findSubnet({family, size, pools: bases, taken, ...(gateway ? {gateway} : {})})
    const byEngine = gateway === undefined && enginePicks(prefix, request, space, networks)
    chosen.push({prefix, spec: specOf(prefix, gateway, byEngine, request)})
  }
  const stray = addresses.find((addr) => !sizes.some(({family}) => family === familyOf(addr)))
  if (stray) throw new DnetError('USAGE', `no matching subnet for gateway ${stray}`, 'give the --subnet that holds it')
  return chosen
}

function specOf(prefix: Prefix, gateway: Addr | undefined, byEngine: boolean, request: CreateRequest): SubnetSpec {
  const length = prefixLengthOf(prefix)
  const base = familyOf(prefix) === 4 ? '0.0.0.0' : '::'
  const spec = {subnet: byEngine ? `${base}/${length}` : prefix, ipRange: '', gateway: gateway ?? '', auxAddresses: {}}
  return byEngine ? spec : withGateway(spec, request)
}

/**
 * Reports whether an engine that chooses a block by its size (29.0 on) would take this very one: then it is asked for
 * the size alone, and no other client can come in between.
 */
function enginePicks(
  prefix: Prefix,
  {pools, gatewayAt}: CreateRequest,
  space: AddressSpace | undefined,
  networks: readonly Network[],
): boolean {
  const rules = rulesOf(space)
  if (!space || !rules?.sizeRequests || pools.length > 0 || gatewayAt) return false
  const family = familyOf(prefix)
  const {routes, resolvers} = space.machine
  if (!routes.known || !resolvers.known) return false
  const prediction = predictAutomaticSubnet({
    family,
    rules,
    pools: enginePools(space.configuredPools, space.engineId, rules),
    allocated: takenByNetworks(networks.filter(({scope}) => scope === 'local')).map((one) => one.prefix),
    reserved: reservedFor(family, rules, routes.value, resolvers.value),
    length: prefixLengthOf(prefix),
  })
  return prediction.is === 'subnet' && prediction.subnet === prefix
}

/** The pools to look in: the request's, else the Swarm's for an overlay, else the engine's own. */
export function poolsOf(
  {pools, network}: {readonly pools: readonly Prefix[]; readonly network: {readonly driver: string}},
  space: AddressSpace | undefined,
): Pool[] {
  if (pools.length > 0) return pools.map((base) => ({base, blockLength: prefixLengthOf(base)}))
  if (network.driver === 'overlay') {
    const swarm = space?.swarmPools.known ? space.swarmPools.value : []
    return swarm.length > 0 ? [...swarm] : [...SWARM_POOLS]
  }
  const rules = rulesOf(space)
  const own = enginePools(space?.configuredPools ?? [], space?.engineId ?? '', rules ?? OLDEST)
  const hasIPv6 = own.some(({base}) => familyOf(base) === 6)
  return hasIPv6 || !space ? own : [...own, uniqueLocalPool(space.engineId)]
}

/** What holds for every engine: used where the version is unknown, as for Podman. */
const OLDEST: AllocatorRules = {walk: 'rotating', routes: 'non-default', automaticIPv6: false, sizeRequests: false}

function rulesOf(space: AddressSpace | undefined): AllocatorRules | undefined {
  const rules = space && allocatorRulesOf(space.engineVersion)
  return rules?.known ? rules.value : undefined
}

function withGateway(spec: SubnetSpec, {gatewayAt, saneGateway}: CreateRequest): SubnetSpec {
  const prefix = readable(spec.subnet)
  const wanted = gatewayAt ?? (saneGateway && spec.ipRange !== '' ? 'first' : undefined)
  if (spec.gateway !== '' || !prefix || !wanted) return spec
  const aux = Object.values(spec.auxAddresses).map(parseAddr)
  const gateway = wanted === 'first' ? gatewayFor(prefix, aux) : lastUsable(prefix)
  return gateway === null ? spec : {...spec, gateway}
}

/** The highest address of a subnet that can be a gateway: below the broadcast address of an IPv4 subnet that has one. */
function lastUsable(prefix: Prefix): Addr {
  const last = lastAddr(prefix)
  if (familyOf(prefix) === 6 || prefixLengthOf(prefix) >= 31) return last
  const {family, value} = addrValue(last)
  return formatAddr({family, value: value - 1n})
}

const enabled = (network: CreateRequest['network'], sizes: readonly SizedWish[]): CreateRequest['network'] =>
  sizes.some(({family}) => family === 6) ? {...network, enableIPv6: network.enableIPv6 ?? true} : network

const becauseOf = (chosen: readonly Choice[]): string => (chosen.length > 0 ? 'the lowest free block of that size' : '')

/** What the user asked to stay clear of, with where it was asked. */
export const avoidedBy = (flags: readonly Prefix[], file: readonly Prefix[], path: string): Taken[] => [
  ...avoided(flags, '--avoid'),
  ...avoided(file, path),
]
