import {contains, overlaps, type Prefix, rangeOf} from '../../net/prefix.js'
import {blocksOf, union} from '../../net/prefix-set.js'
import type {Taken} from '../address-space.js'
import type {Network} from '../host.js'

/** What says whether a network puts its containers on the LAN of an interface; `ipamOptions` of one that exists. */
export type Wired = Pick<Network, 'driver' | 'options'> & Partial<Pick<Network, 'ipamOptions'>>

/**
 * Selects the interfaces on whose LAN the containers of a network are; undefined for none. A macvlan or ipvlan network
 * without a parent gets a dummy interface (moby drivers/macvlan/macvlan_network.go), and one of ipvlan in a mode of
 * layer 3 answers no ARP there: its subnet has to be routed, and must not be that of the LAN. Podman calls the mode
 * `mode` and does not report the parent (5.4.2): it may be any interface.
 */
function lanDevices({driver, options, ipamOptions}: Wired): ((device: string) => boolean) | undefined {
  const {parent = '', ipvlan_mode, mode} = options
  const isShared = driver === 'macvlan' || (driver === 'ipvlan' && !/^l3/.test(ipvlan_mode ?? mode ?? ''))
  if (!isShared) return undefined
  if (parent !== '') return (device) => device === parent
  return ipamOptions?.driver === 'host-local' ? () => true : undefined
}

const onLinkOf = ({holder}: Taken): string | undefined =>
  holder.kind === 'interface' || (holder.kind === 'route' && holder.gateway === null) ? holder.device : undefined

/**
 * The LAN that a subnet of a network shares, as the fewest blocks: those of the parent interface that have addresses in
 * common with it.
 */
export function lanOf(network: Wired, subnet: Prefix, taken: readonly Taken[]): Prefix[] {
  const isParent = lanDevices(network)
  if (!isParent) return []
  const blocks = taken.filter((one) => {
    const device = onLinkOf(one)
    return device !== undefined && isParent(device) && overlaps(one.prefix, subnet)
  })
  return [...union(blocks.map(({prefix}) => rangeOf(prefix)))].flatMap(blocksOf)
}

/**
 * What is in use except by the LAN that a subnet is meant to share: without the addresses and direct routes of the
 * parent interface, and without a resolver on that LAN, which the network's containers reach there.
 */
export function besideLan(network: Wired, subnet: Prefix, taken: readonly Taken[]): readonly Taken[] {
  const isParent = lanDevices(network)
  const lan = lanOf(network, subnet, taken)
  if (!isParent || lan.length === 0) return taken
  return taken.filter((one) => {
    if (one.holder.kind === 'resolver') return !lan.some((block) => contains(block, one.prefix))
    const device = onLinkOf(one)
    return device === undefined || !isParent(device)
  })
}
