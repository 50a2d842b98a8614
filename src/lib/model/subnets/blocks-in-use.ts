import {bitsOf, familyOf} from '../../net/addr.js'
import {contains, type Prefix, prefixAround, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {Holder, MachineAddresses, Taken} from '../address-space.js'
import {bridgeOf} from '../bridge.js'
import type {Host, Network} from '../host.js'

/**
 * The subnets of networks, whole even where a network hands out a range of it only, in the order of the networks.
 * Left out are what no subnet can be kept clear of: 0.0.0.0/0, as networks on DHCP report it, and text of foreign IPAM
 * drivers that is no prefix.
 */
export function takenByNetworks(networks: readonly Network[]): Taken[] {
  return networks.flatMap(({name, id, driver, scope, subnets}) =>
    subnets.flatMap(({subnet, ipRange}): Taken[] => {
      const prefix = tryPrefix(subnet)
      if (!prefix || prefixLengthOf(prefix) === 0) return []
      return [{prefix, holder: {kind: 'network', name, id, driver, scope, ipRange}}]
    }),
  )
}

/**
 * What the machine uses: its routes, the blocks its interfaces are on, its resolvers. Default routes are left out, the
 * halves of one as a VPN sets them (0.0.0.0/1 and 128.0.0.0/1) too: they say nothing of what is behind them. What is
 * unknown is not in the list; see {@link unknownOfMachine}.
 */
export function takenByMachine({routes, interfaces, resolvers}: MachineAddresses): Taken[] {
  const taken: Taken[] = []
  for (const {destination, device, gateway} of routes.known ? routes.value : []) {
    if (prefixLengthOf(destination) > 1) taken.push({prefix: destination, holder: {kind: 'route', device, gateway}})
  }
  for (const {prefix, device} of interfaces.known ? interfaces.value : []) {
    taken.push({prefix, holder: {kind: 'interface', device}})
  }
  for (const addr of resolvers.known ? resolvers.value : []) {
    taken.push({prefix: prefixAround(addr, bitsOf(familyOf(addr))), holder: {kind: 'resolver', addr}})
  }
  return taken
}

/** One sentence for each part of the machine's addresses that could not be seen, such as "routes not checked: remote engine". */
export function unknownOfMachine({routes, interfaces, resolvers}: MachineAddresses): string[] {
  const parts = {routes, 'interface addresses': interfaces, resolvers}
  return Object.entries(parts).flatMap(([what, part]) => (part.known ? [] : [`${what} not checked: ${part.why}`]))
}

/** Blocks the user asked to stay clear of. @param from where it was asked, such as "--avoid" */
export const avoided = (prefixes: readonly Prefix[], from: string): Taken[] =>
  prefixes.map((prefix) => ({prefix, holder: {kind: 'avoid', from}}))

/**
 * All that is in use on a host, and what its user asked to avoid: networks first, then what else its machine uses. What
 * could not be seen is not in the list; see {@link unknownOfMachine}.
 */
export function takenOn({networks, addressSpace}: Host, avoid: readonly Taken[]): Taken[] {
  const isEcho = echoOf(networks)
  const ofMachine = addressSpace.known ? takenByMachine(addressSpace.value.machine) : []
  return [...takenByNetworks(networks), ...ofMachine.filter((one) => !isEcho(one)), ...avoid]
}

/**
 * What a network's own bridge brings to its machine, a route and an address inside the network's subnet, and is no news.
 * Podman does not tell which bridge is whose.
 */
export function echoOf(networks: readonly Network[]): (block: Taken) => boolean {
  const bridges = networks.map((network) => ({device: bridgeOf(network), subnets: takenByNetworks([network])}))
  const ofPodman = bridges.flatMap(({subnets}) => subnets)
  const inside = (subnets: readonly Taken[], prefix: Prefix): boolean =>
    subnets.some((subnet) => familyOf(subnet.prefix) === familyOf(prefix) && contains(subnet.prefix, prefix))
  return ({prefix, holder}) => {
    if (holder.kind !== 'route' && holder.kind !== 'interface') return false
    if (holder.kind === 'route' && holder.gateway !== null) return false
    const {device} = holder
    if (/^(podman|cni-)/.test(device)) return inside(ofPodman, prefix)
    return bridges.some((bridge) => bridge.device === device && inside(bridge.subnets, prefix))
  }
}

/** Who holds a block, in a word or two and with the block, such as `network "web" (172.20.0.0/16)`. */
export const takenText = ({prefix, holder}: Taken): string => `${holderText(holder)} (${prefix})`

function holderText(holder: Holder): string {
  switch (holder.kind) {
    case 'network':
      return `network "${holder.name}"`
    case 'route':
      return holder.gateway ? `the route via ${holder.gateway}` : `the route on ${holder.device}`
    case 'interface':
      return `interface ${holder.device}`
    case 'resolver':
      return `resolver ${holder.addr}`
    case 'reservation':
      return holder.what
    case 'avoid':
      return `what ${holder.from} asks to avoid`
  }
}

/** What the user asked to stay clear of, with where it was asked. */
export const avoidedBy = (flags: readonly Prefix[], file: readonly Prefix[], path: string): Taken[] => [
  ...avoided(flags, '--avoid'),
  ...avoided(file, path),
]
