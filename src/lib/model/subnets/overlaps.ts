import {comparePrefixes, type Prefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {rangesOverlap} from '../../net/range.js'
import type {Taken} from '../address-space.js'
import {bridgeOf} from '../bridge.js'
import type {Network} from '../host.js'
import {besideLan} from './lan.js'

/** A block in use, the host it is on, and its network if it is a network's subnet. */
export interface UsedBlock extends Taken {
  /** The Docker context it was seen through; '' if there is only one engine. */
  readonly context: string
  readonly network: Network | undefined
}

export interface BlockOverlap {
  /**
   * `bridge`: two local networks. `macvlan`: two local networks, one of which uses an interface of the machine
   * (macvlan, ipvlan). `overlay`: a local network and a Swarm network, or two Swarm networks. `host`: a network and a
   * route, interface or resolver of its machine. `avoid`: a network and what the user asked to avoid. `contexts`:
   * networks of two engines.
   */
  readonly kind: 'bridge' | 'macvlan' | 'overlay' | 'host' | 'avoid' | 'contexts'
  /** The network; the lower block if both are networks. */
  readonly one: UsedBlock
  readonly other: UsedBlock
  /** What goes wrong, as one sentence. */
  readonly consequence: string
}

/** Every pair of blocks with an address in common, at least one of them a network's subnet, in order of address. */
export function overlapsOf(blocks: readonly UsedBlock[]): BlockOverlap[] {
  const sorted = blocks
    .map((block) => ({block, range: rangeOf(block.prefix)}))
    .sort((a, b) => comparePrefixes(a.block.prefix, b.block.prefix))
  const found: BlockOverlap[] = []
  let open: typeof sorted = []
  for (const next of sorted) {
    open = open.filter(({range}) => rangesOverlap(range, next.range))
    for (const {block} of open) {
      const overlap = between(block, next.block, blocks)
      if (overlap) found.push(overlap)
    }
    open.push(next)
  }
  return found
}

/** @param all to see which LAN a network shares */
function between(a: UsedBlock, b: UsedBlock, all: readonly UsedBlock[]): BlockOverlap | undefined {
  const [one, other] = a.network ? [a, b] : [b, a]
  // A configuration is in nobody's way: only networks made from it are.
  if (!one.network || one.network.configOnly || other.network?.configOnly) return undefined
  if (other.network) return ofNetworks(one, other, one.network, other.network)
  if (one.context !== other.context || isOnOwnBridge(one.network, other)) return undefined
  if (other.holder.kind === 'avoid') {
    return {kind: 'avoid', one, other, consequence: `${other.holder.from} excludes it`}
  }
  if (isOnWire(one.network)) {
    const there = all.filter(({context}) => context === one.context)
    if (!besideLan(one.network, one.prefix, there).includes(other)) return undefined
    return {kind: 'host', one, other, consequence: 'its containers cannot reach what is in that block'}
  }
  return {kind: 'host', one, other, consequence: againstHost(one.prefix, other)}
}

function ofNetworks(one: UsedBlock, other: UsedBlock, first: Network, second: Network): BlockOverlap {
  const overlap = {one, other}
  if (one.context !== other.context)
    return {...overlap, kind: 'contexts', consequence: 'neither host can route to the containers of the other'}
  if (first.scope !== 'local' || second.scope !== 'local') {
    const both = first.scope === second.scope
    const consequence = both ? 'no container can be on both' : "nothing on the local network's node can be on the other"
    return {...overlap, kind: 'overlay', consequence}
  }
  if ([first, second].some(isOnWire))
    return {
      ...overlap,
      kind: 'macvlan',
      consequence: 'an address can be assigned twice, and no container can reach both',
    }
  return {...overlap, kind: 'bridge', consequence: 'the machine can reach the containers of only one of the two'}
}

function againstHost(subnet: Prefix, other: UsedBlock): string {
  if (other.holder.kind === 'resolver') return "the machine's requests to its resolver go to the network's containers"
  return prefixLengthOf(other.prefix) > prefixLengthOf(subnet)
    ? 'traffic to that part of the network never reaches its containers'
    : 'neither the machine nor containers can still reach what is in that block'
}

/** Reports whether a block is reached by the network's own bridge, such as a route via one of its containers. */
const isOnOwnBridge = (network: Network, {holder}: Taken): boolean =>
  network.driver === 'bridge' && 'device' in holder && holder.device === bridgeOf(network)

const isOnWire = ({driver}: Network): boolean => driver === 'macvlan' || driver === 'ipvlan'
