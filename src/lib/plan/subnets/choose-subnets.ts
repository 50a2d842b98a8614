import {DnetError} from '../../errors.js'
import type {AddressSpace, Pool, Taken} from '../../model/address-space.js'
import type {Network} from '../../model/host.js'
import {type Family, familyOf, parseAddr} from '../../net/addr.js'
import {gatewayFor, lastGatewayOf} from '../../net/gateway.js'
import {type Prefix, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import {firstFree} from '../../net/prefix-set.js'
import type {SubnetSpec} from '../../spec/network-spec.js'
import {rulesOf} from '../allocate/allocator-rules.js'
import {PIECE, searchedPools} from '../allocate/engine-pools.js'
import {freeIn, otherPool} from '../allocate/other-pools.js'
import {predictedSubnet} from '../allocate/prediction.js'
import {createLine, withOther} from './create-line.js'
import type {CreateRequest} from './create-request.js'
import {findSubnet} from './find-subnet.js'
import type {SizedWish} from './sized-wishes.js'

/** A subnet that was chosen. */
interface Choice {
  readonly prefix: Prefix
  /** What to send if the engine would pick this block itself. */
  readonly byEngine: SubnetSpec | undefined
}

/**
 * The lowest free block for each size, or the block around a given gateway.
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
  const pools = searchedPools(request.pools, request.network.driver, space)
  const {gateways, ipRanges, auxAddresses} = request.addresses
  const addresses = gateways.map(parseAddr)
  const {network} = request
  const bases = pools.map(({base}) => base)
  const onlySize = ipRanges.length === 0 && Object.keys(auxAddresses).length === 0
  const wanted = bases.filter((base) => sizes.some(({family}) => familyOf(base) === family))
  // Addresses that are given by name would not be in another pool.
  const anywhere = onlySize && gateways.length === 0
  const lineFor = anywhere ? (pool: Prefix): string => createLine(request, withOther(pool, wanted)) : undefined
  return sizes.map(({family, size}) => {
    const gateway = addresses.find((addr) => familyOf(addr) === family)
    const prefix =
      size === 'block'
        ? findBlock(family, pools, taken, lineFor)
        : findSubnet({family, size, pools: bases, taken, network, ...(gateway && {gateway}), ...(lineFor && {lineFor})})
    const byEngine = onlySize && gateway === undefined && enginePicks(prefix, request, space, networks)
    return {prefix, byEngine: byEngine ? sizeAlone(prefix) : undefined}
  })
}

/**
 * The first free one of the blocks that the pools are cut into.
 * @param lineFor the line that looks in another pool; undefined if another would not do
 * @throws DnetError POOL_EXHAUSTED
 */
function findBlock(
  family: Family,
  pools: readonly Pool[],
  taken: readonly Taken[],
  lineFor: ((pool: Prefix) => string) | undefined,
): Prefix {
  const own = pools.filter(({base}) => familyOf(base) === family)
  const bases = own.map(({base}) => base)
  for (const {base, blockLength} of own) {
    const free = firstFree(freeIn([base], taken), family, blockLength)
    if (free) return free
  }
  const which = bases.join(', ') || `the pools, of which none is IPv${family}`
  const other = otherPool(taken, family, PIECE[family])
  const hints = [
    ...(other && lineFor ? [`use another pool: ${lineFor(other)}`] : []),
    ...(family === 4 && firstFree(freeIn(bases, taken), 4, 26) ? ['ask for less: --subnet /26 or --hosts 50'] : []),
  ]
  throw new DnetError('POOL_EXHAUSTED', `no whole block is left in ${which}`, hints.join('; '))
}

const sizeAlone = (prefix: Prefix): SubnetSpec => ({
  subnet: `${familyOf(prefix) === 4 ? '0.0.0.0' : '::'}/${prefixLengthOf(prefix)}`,
  ipRange: '',
  gateway: '',
  auxAddresses: {},
})

/**
 * Reports whether an engine that chooses a block by its size (29.0 and newer) would choose this one: then only the size
 * is requested, and no other client can interfere.
 */
function enginePicks(
  prefix: Prefix,
  {pools, gatewayAt}: CreateRequest,
  space: AddressSpace | undefined,
  networks: readonly Network[],
): boolean {
  if (!space || !rulesOf(space)?.sizeRequests || pools.length > 0 || gatewayAt) return false
  const prediction = predictedSubnet(space, networks, familyOf(prefix), prefixLengthOf(prefix))
  return prediction.known && prediction.value.is === 'subnet' && prediction.value.subnet === prefix
}

/** The subnet with the gateway that the request asks for, if it has none. */
export function withGateway(spec: SubnetSpec, {gatewayAt, saneGateway}: CreateRequest): SubnetSpec {
  const prefix = tryPrefix(spec.subnet)
  const wanted = gatewayAt ?? (saneGateway && spec.ipRange !== '' ? 'first' : undefined)
  if (spec.gateway !== '' || !prefix || !wanted) return spec
  const aux = Object.values(spec.auxAddresses).map(parseAddr)
  const gateway = wanted === 'first' ? gatewayFor(prefix, aux) : lastGatewayOf(prefix)
  return gateway === null ? spec : {...spec, gateway}
}
