import type {AddressSpace, Taken} from '../../model/address-space.js'
import type {Host, Network} from '../../model/host.js'
import {type AddressUse, addressUseOf} from '../../model/subnets/address-use.js'
import {takenByNetworks, takenOn, unknownOfMachine} from '../../model/subnets/blocks-in-use.js'
import {type BlockOverlap, overlapsOf, type UsedBlock} from '../../model/subnets/overlaps.js'
import {familyOf} from '../../net/addr.js'
import {comparePrefixes, familyOfLength, type Prefix, prefixLengthOf} from '../../net/prefix.js'
import {blocksOf} from '../../net/prefix-set.js'
import {coveringRoutes, freeIn} from '../allocate/other-pools.js'
import {type PoolUse, poolsOfEngine, poolUseOf, unknownPools} from '../allocate/pool-use.js'

/** A host to report on. */
export interface SeenHost {
  /** The Docker context it was seen through; '' if there is only one engine. */
  readonly context: string
  readonly host: Host
}

/** A block in use, and how full it is if it is a network's subnet. */
export interface SubnetFact extends UsedBlock {
  readonly use: AddressUse | undefined
}

export interface FreeFact {
  readonly context: string
  readonly block: Prefix
}

export interface PoolFact extends PoolUse {
  readonly context: string
}

/** The address space of one or several hosts. Every list is sorted by context as given, then by address. */
export interface SubnetReport {
  readonly pools: readonly PoolFact[]
  readonly subnets: readonly SubnetFact[]
  /** The free parts of the pools, as the fewest blocks. */
  readonly free: readonly FreeFact[]
  readonly overlaps: readonly BlockOverlap[]
  /** What could not be seen, one sentence each. */
  readonly unseen: readonly string[]
}

interface ReportOptions {
  /** What the user asked to avoid. */
  readonly avoid: readonly Taken[]
  /** Where to look for free blocks; empty for the engine's pools of local networks. */
  readonly pools: readonly Prefix[]
  /** Only blocks that can contain one of this prefix length count as free. */
  readonly freeLength: number | undefined
}

export function subnetReport(hosts: readonly SeenHost[], options: ReportOptions): SubnetReport {
  const parts = hosts.map((seen) => reportOf(seen, options))
  return {
    pools: parts.flatMap(({pools}) => pools),
    subnets: parts.flatMap(({subnets}) => subnets),
    free: parts.flatMap(({free}) => free),
    overlaps: overlapsOf(parts.flatMap(({subnets}) => subnets)),
    unseen: parts.flatMap(({unseen}) => unseen),
  }
}

function reportOf({context, host}: SeenHost, options: ReportOptions): Omit<SubnetReport, 'overlaps'> {
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const others = withoutTwins(takenOn(host, options.avoid).filter(({holder}) => holder.kind !== 'network'))
  const ofNetworks = host.networks.flatMap((network) => factsOf(host, network, context))
  const taken = [...takenByNetworks(host.networks), ...others]
  const pools = space ? poolsOf(space, host.networks, others) : []
  const bases = options.pools.length > 0 ? options.pools : pools.filter(({of}) => of === 'local').map(({base}) => base)
  const subnets = [
    ...ofNetworks,
    ...others.map((one): SubnetFact => ({...one, context, network: undefined, use: undefined})),
  ]
  return {
    pools: pools.map((pool) => ({...pool, context})),
    subnets: subnets.sort((a, b) => comparePrefixes(a.prefix, b.prefix)),
    free: freeBlocks(bases, taken, options.freeLength).map((block) => ({context, block})),
    unseen: unseenOf(host).map((what) => (context === '' ? what : `${context}: ${what}`)),
  }
}

/** A network of one scope takes nothing from a pool of the other: they are not compared. */
function poolsOf(space: AddressSpace, networks: readonly Network[], others: readonly Taken[]): PoolUse[] {
  const taken = {
    local: [...takenByNetworks(networks.filter(({scope}) => scope === 'local')), ...others, ...coveringRoutes(space)],
    swarm: takenByNetworks(networks.filter(({scope}) => scope !== 'local')),
  }
  return poolsOfEngine(space).map(({pool, of}) => poolUseOf(pool, of, taken[of]))
}

function factsOf(host: Host, network: Network, context: string): SubnetFact[] {
  const uses = addressUseOf(host, network)
  return takenByNetworks([network]).map(({prefix, holder}) => ({
    prefix,
    holder,
    context,
    network,
    use: uses.find(({subnet}) => subnet === prefix),
  }))
}

/** An interface's block also has a route; one of the two is enough. */
function withoutTwins(taken: readonly Taken[]): Taken[] {
  const wires = new Set(
    taken.flatMap(({prefix, holder}) => (holder.kind === 'interface' ? [prefix + holder.device] : [])),
  )
  const seen = new Set<string>()
  return taken.filter(({prefix, holder}) => {
    if (holder.kind === 'route' && wires.has(prefix + holder.device)) return false
    const key = `${prefix} ${JSON.stringify(holder)}`
    return !seen.has(key) && seen.add(key)
  })
}

function freeBlocks(pools: readonly Prefix[], taken: readonly Taken[], length: number | undefined): Prefix[] {
  const blocks = [...freeIn(pools, taken)].flatMap(blocksOf)
  if (length === undefined) return blocks
  const family = familyOfLength(length)
  return blocks.filter((block) => familyOf(block) === family && prefixLengthOf(block) <= length)
}

function unseenOf(host: Host): string[] {
  const {addressSpace, containers} = host
  return [
    ...(addressSpace.known ? unknownOfMachine(addressSpace.value.machine) : [`pools not seen: ${addressSpace.why}`]),
    ...(addressSpace.known ? unknownPools(addressSpace.value) : []),
    ...(containers.known ? [] : [`addresses in use not counted: ${containers.why}`]),
  ]
}
