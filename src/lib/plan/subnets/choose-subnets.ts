import type {AddressSpace, Taken} from '../../model/address-space.js'
import type {Network} from '../../model/host.js'
import {takenByNetworks} from '../../model/subnets/blocks-in-use.js'
import {familyOf, parseAddr} from '../../net/addr.js'
import {gatewayFor, lastGatewayOf} from '../../net/gateway.js'
import {type Prefix, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {SubnetSpec} from '../../spec/network-spec.js'
import {predictAutomaticSubnet} from '../allocate/allocator.js'
import {reservedFor, rulesOf} from '../allocate/allocator-rules.js'
import {localPools, searchedPools} from '../allocate/engine-pools.js'
import type {CreateRequest} from './create-request.js'
import {findSubnet} from './find-subnet.js'
import type {SizedWish} from './sized-wishes.js'

/** A subnet that was chosen. */
export interface Choice {
  readonly prefix: Prefix
  /** What to send where the engine picks this very block itself. */
  readonly byEngine: SubnetSpec | undefined
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
  const bases = searchedPools(request.pools, request.network.driver, space).map(({base}) => base)
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
  const own = space && localPools(space)
  if (!space || !rules?.sizeRequests || !own?.known || pools.length > 0 || gatewayAt) return false
  const family = familyOf(prefix)
  const {routes, resolvers} = space.machine
  if (!routes.known || !resolvers.known) return false
  const prediction = predictAutomaticSubnet({
    family,
    rules,
    pools: own.value,
    allocated: takenByNetworks(networks.filter(({scope}) => scope === 'local')).map((one) => one.prefix),
    reserved: reservedFor(family, rules, routes.value, resolvers.value),
    length: prefixLengthOf(prefix),
  })
  return prediction.is === 'subnet' && prediction.subnet === prefix
}

/** The subnet with the gateway that the request wants it to have, where it names none. */
export function withGateway(spec: SubnetSpec, {gatewayAt, saneGateway}: CreateRequest): SubnetSpec {
  const prefix = tryPrefix(spec.subnet)
  const wanted = gatewayAt ?? (saneGateway && spec.ipRange !== '' ? 'first' : undefined)
  if (spec.gateway !== '' || !prefix || !wanted) return spec
  const aux = Object.values(spec.auxAddresses).map(parseAddr)
  const gateway = wanted === 'first' ? gatewayFor(prefix, aux) : lastGatewayOf(prefix)
  return gateway === null ? spec : {...spec, gateway}
}
