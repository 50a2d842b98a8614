import {bitsOf, familyOf} from '../../net/addr.js'
import {contains, type Prefix, prefixAround, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {Holder, MachineAddresses, Route, Taken} from '../address-space.js'
import {bridgeOf} from '../bridge.js'
import type {Host, Network} from '../host.js'

/**
 * The subnets of networks, in full even if a network has an ip-range, in the order of the networks. What no subnet
 * could avoid is left out: 0.0.0.0/0, which networks with DHCP report, and invalid text from other IPAM drivers.
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
 * What the machine uses: its routes, the blocks of its interfaces, its resolvers. Default routes are left out, also as
 * two halves set by a VPN (0.0.0.0/1 and 128.0.0.0/1): they do not show what is behind them. What is unknown is not in
 * the list; see {@link unknownOfMachine}.
 */
export function takenByMachine({routes, interfaces, resolvers}: MachineAddresses): Taken[] {
  const taken: Taken[] = []
  for (const route of routes.known ? routes.value : [])
    if (prefixLengthOf(route.destination) > 1) taken.push(takenByRoute(route))
  for (const {prefix, device} of interfaces.known ? interfaces.value : []) {
    taken.push({prefix, holder: {kind: 'interface', device}})
  }
  for (const addr of resolvers.known ? resolvers.value : []) {
    taken.push({prefix: prefixAround(addr, bitsOf(familyOf(addr))), holder: {kind: 'resolver', addr}})
  }
  return taken
}

/** A route as what uses its destination. */
export const takenByRoute = ({destination, device, gateway}: Route): Taken => ({
  prefix: destination,
  holder: {kind: 'route', device, gateway},
})

/**
 * One sentence for each part of the machine's addresses that could not be seen, such as "routes not checked: remote
 * engine".
 */
export function unknownOfMachine({routes, interfaces, resolvers}: MachineAddresses): string[] {
  const parts = {routes, 'interface addresses': interfaces, resolvers}
  return Object.entries(parts).flatMap(([what, part]) => (part.known ? [] : [`${what} not checked: ${part.why}`]))
}

/** Blocks that the user asked to avoid. @param from where that was asked, such as "--avoid" */
export const avoided = (prefixes: readonly Prefix[], from: string): Taken[] =>
  prefixes.map((prefix) => ({prefix, holder: {kind: 'avoid', from}}))

/**
 * Everything in use on a host, and what the user asked to avoid: networks first, then what its machine uses. What could
 * not be seen is not in the list; see {@link unknownOfMachine}.
 */
export function takenOn({networks, addressSpace}: Host, avoid: readonly Taken[]): Taken[] {
  const isEcho = echoOf(networks)
  const ofMachine = addressSpace.known ? takenByMachine(addressSpace.value.machine) : []
  return [...takenByNetworks(networks), ...ofMachine.filter((one) => !isEcho(one)), ...avoid]
}

/**
 * Selects the route and the address in the network's subnet that a network's own bridge adds to its machine: they only
 * repeat the network. Podman does not report which bridge belongs to which network.
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

/** What uses a block, in a few words and with the block, such as `network "web" (172.20.0.0/16)`. */
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
      return `a block excluded by ${holder.from}`
  }
}

/** What the user asked to avoid, and where. */
export const avoidedBy = (flags: readonly Prefix[], file: readonly Prefix[], path: string): Taken[] => [
  ...avoided(flags, '--avoid'),
  ...avoided(file, path),
]
