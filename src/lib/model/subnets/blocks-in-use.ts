import {DnetError} from '../../errors.js'
import {bitsOf, familyOf} from '../../net/addr.js'
import {comparePrefixes, type Prefix, parsePrefixMasked, prefixAround, prefixLengthOf} from '../../net/prefix.js'
import type {Holder, MachineAddresses, Taken} from '../address-space.js'
import type {Network} from '../host.js'

/**
 * The subnets of networks, whole even where a network hands out a range of it only, in the order of the networks.
 * Left out are what no subnet can be kept clear of: 0.0.0.0/0, as networks on DHCP report it, and text of foreign IPAM
 * drivers that is no prefix.
 */
export function takenByNetworks(networks: readonly Network[]): Taken[] {
  return networks.flatMap(({name, id, driver, scope, subnets}) =>
    subnets.flatMap(({subnet, ipRange}): Taken[] => {
      const prefix = readPrefix(subnet)
      return prefix ? [{prefix, holder: {kind: 'network', name, id, driver, scope, ipRange}}] : []
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
 * In order of address; without the route and the interface address that a network's own bridge brings, which are the
 * network's subnet once more.
 */
export function withoutEchoes(taken: readonly Taken[]): Taken[] {
  const subnets = new Set(taken.filter(({holder}) => holder.kind === 'network').map(({prefix}) => prefix))
  const isEcho = ({prefix, holder}: Taken): boolean =>
    (holder.kind === 'route' || holder.kind === 'interface') && subnets.has(prefix)
  return taken.filter((one) => !isEcho(one)).toSorted((a, b) => comparePrefixes(a.prefix, b.prefix))
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

function readPrefix(text: string): Prefix | undefined {
  try {
    const prefix = parsePrefixMasked(text)
    return prefixLengthOf(prefix) > 0 ? prefix : undefined
  } catch (error) {
    if (error instanceof DnetError) return undefined
    throw error
  }
}

/** What the user asked to stay clear of, with where it was asked. */
export const avoidedBy = (flags: readonly Prefix[], file: readonly Prefix[], path: string): Taken[] => [
  ...avoided(flags, '--avoid'),
  ...avoided(file, path),
]
