import type {AddressSpace, Pool, Taken} from '../../model/address-space.js'
import type {Network} from '../../model/host.js'
import {takenByNetworks} from '../../model/subnets/blocks-in-use.js'
import {type Addr, addrValue, familyOf, formatAddr, parseAddr} from '../../net/addr.js'
import {gatewayFor} from '../../net/gateway.js'
import {lastAddr, type Prefix, parsePrefixMasked, prefixLengthOf} from '../../net/prefix.js'
import type {SubnetSpec} from '../../spec/network-spec.js'
import {predictAutomaticSubnet} from '../allocate/allocator.js'
import {type AllocatorRules, reservedFor, rulesOf} from '../allocate/allocator-rules.js'
import {enginePools, SWARM_POOLS, uniqueLocalPool} from '../allocate/engine-pools.js'
import type {CreateRequest} from './create-request.js'
import {findSubnet} from './find-subnet.js'
import type {SizedWish} from './sized-wishes.js'

/** A subnet that was chosen. */
export interface Choice {
  readonly prefix: Prefix
  /** What to send where the engine picks this very block itself. */
  readonly byEngine: SubnetSpec | undefined
}

/** What is no prefix is left to the engine, whose sentence scripts know. */
export function readable(text: string): Prefix | undefined {
  try {
    return parsePrefixMasked(text)
  } catch {
    return undefined
  }
}

/**
 * The lowest free block for each size; a gateway that was named places the block around it.
 * @throws DnetError POOL_EXHAUSTED, SUBNET_OVERLAP
 */
export function chooseSubnets(
  sizes: readonly SizedWish[],
  request: CreateRequest,
  space: AddressSpace | undefined,
  networks: readonly Network[],
  taken: readonly Taken[],
): Choice[] {
  if (sizes.length === 0) return []
  const bases = poolsOf(request, space).map(({base}) => base)
  const {gateways, ipRanges, auxAddresses} = request.addresses
  const addresses = gateways.map(parseAddr)
  const onlySize = ipRanges.length === 0 && Object.keys(auxAddresses).length === 0
  return sizes.map(({family, size}) => {
    const gateway = addresses.find((addr) => familyOf(addr) === family)
    const prefix = findSubnet({family, size, pools: bases, taken, ...(gateway ? {gateway} : {})})
    const byEngine = onlySize && gateway === undefined && enginePicks(prefix, request, space, networks)
    return {prefix, byEngine: byEngine ? sizeAlone(prefix) : undefined}
  })
}

const sizeAlone = (prefix: Prefix): SubnetSpec => ({
  subnet: `${familyOf(prefix) === 4 ? '0.0.0.0' : '::'}/${prefixLengthOf(prefix)}`,
  ipRange: '',
  gateway: '',
  auxAddresses: {},
})

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

/** The subnet with the gateway that the request wants it to have, where it names none. */
export function withGateway(spec: SubnetSpec, {gatewayAt, saneGateway}: CreateRequest): SubnetSpec {
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
