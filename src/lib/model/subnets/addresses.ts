import {type Addr, type Family, familyOf, formatAddr, parseAddrUnmapped} from '../../net/addr.js'
import {contains, type Prefix, parsePrefix, rangeOf} from '../../net/prefix.js'
import type {Container} from '../container.js'
import {isOn} from '../endpoints/endpoint-on.js'
import type {Host, Network, SubnetConfig} from '../host.js'

/** Who has, or was promised, an address of a network. */
export interface Holder {
  readonly addr: Addr
  /**
   * `container`: a live endpoint. `promised`: a container that does not run asked for it. `stale`: an endpoint without
   * a container. `gateway`, `auxiliary` and `reserved` are the network's own.
   */
  readonly kind: 'container' | 'promised' | 'stale' | 'gateway' | 'auxiliary' | 'reserved'
  /** The container's, endpoint's or auxiliary address's name; '' for the network's own. */
  readonly name: string
}

/** The subnets of a network as values; one that is no block (an engine before 25.0 takes anything) is left out. */
export function blocksOf(network: Network): {subnet: Prefix; range: Prefix | undefined; config: SubnetConfig}[] {
  return network.subnets.flatMap((config) => {
    const subnet = prefixOf(config.subnet)
    return subnet ? [{subnet, range: prefixOf(config.ipRange), config}] : []
  })
}

/** Who holds each address of a network, sorted by nothing: look it up. The details of networks add stale endpoints. */
export function holdersOf(host: Host, network: Network): ReadonlyMap<Addr, Holder> {
  const holders: Holder[] = [
    ...blocksOf(network).flatMap(({subnet, config}) => ownAddresses(subnet, config)),
    ...(host.containers.known ? host.containers.value.flatMap((container) => addressesOf(container, network)) : []),
    ...staleOf(network),
  ]
  const held = new Map<Addr, Holder>()
  for (const holder of holders) if (!held.has(holder.addr) || holder.kind === 'container') held.set(holder.addr, holder)
  return held
}

/**
 * The lowest address that the engine would hand out now, of the first subnet of the family: inside the ip-range where
 * there is one, past what is held; addresses promised to stopped containers are not held (moby addrset AddAny).
 */
export function lowestFree(network: Network, held: ReadonlyMap<Addr, Holder>, family: Family): Addr | undefined {
  return firstFree(network, family, (addr) => {
    const holder = held.get(addr)
    return holder === undefined || holder.kind === 'promised'
  })
}

/** The lowest address to ask for by hand: held by nobody, promised to nobody, outside the dynamic range if it can be. */
export function nextToAskFor(network: Network, held: ReadonlyMap<Addr, Holder>, family: Family): Addr | undefined {
  for (const {subnet, range} of blocksOf(network).filter((block) => familyOf(block.subnet) === family)) {
    if (!range) continue
    const outside = scan(subnet, (addr) => !held.has(addr) && !contains(range, addr))
    if (outside) return outside
  }
  return firstFree(network, family, (addr) => !held.has(addr))
}

function firstFree(network: Network, family: Family, isFree: (addr: Addr) => boolean): Addr | undefined {
  for (const {subnet, range} of blocksOf(network).filter((block) => familyOf(block.subnet) === family)) {
    const found = scan(range && contains(subnet, range) ? range : subnet, isFree)
    if (found) return found
  }
  return undefined
}

/** Addresses tried before giving up: a subnet of IPv6 cannot be walked to its end. */
const MOST_TRIED = 70_000n

function scan(block: Prefix, isFree: (addr: Addr) => boolean): Addr | undefined {
  const {family, first, last} = rangeOf(block)
  const end = last - first > MOST_TRIED ? first + MOST_TRIED : last
  for (let value = first; value <= end; value++) {
    const addr = formatAddr({family, value})
    if (isFree(addr)) return addr
  }
  return undefined
}

/** What the engine sets aside (moby newPoolData): network and broadcast address, or IPv6's first; gateway; auxiliaries. */
function ownAddresses(subnet: Prefix, config: SubnetConfig): Holder[] {
  const {family, first, last} = rangeOf(subnet)
  const reserved = family === 6 ? [first] : last - first > 1n ? [first, last] : []
  const gateway = addrOf(config.gateway) ?? (config.gateway === '' ? guessedGateway(subnet, config) : undefined)
  return [
    ...Object.entries(config.auxAddresses).flatMap(([name, text]) => {
      const addr = addrOf(text)
      return addr ? [{addr, kind: 'auxiliary', name} as const] : []
    }),
    ...(gateway ? [{addr: gateway, kind: 'gateway', name: ''} as const] : []),
    ...reserved.map((value) => ({addr: formatAddr({family, value}), kind: 'reserved', name: ''}) as const),
  ]
}

/** The gateway of a subnet that was given without one: the first address of the ip-range, else of the subnet. */
function guessedGateway(subnet: Prefix, config: SubnetConfig): Addr | undefined {
  const range = prefixOf(config.ipRange)
  const block = rangeOf(range ?? subnet)
  return formatAddr({family: block.family, value: range ? block.first : block.first + 1n})
}

function addressesOf(container: Container, network: Network): Holder[] {
  return container.endpoints
    .filter((endpoint) => isOn(endpoint, network, network.name))
    .flatMap(({ipv4, ipv6, wanted4, wanted6}) => [
      ...[ipv4, ipv6].flatMap((addr) => (addr ? [{addr, kind: 'container', name: container.name} as const] : [])),
      ...(ipv4 || ipv6
        ? []
        : [wanted4, wanted6].flatMap((addr) =>
            addr ? [{addr, kind: 'promised', name: container.name} as const] : [],
          )),
    ])
}

function staleOf(network: Network): Holder[] {
  if (!network.details.known) return []
  return network.details.value.attached.flatMap(({containerId, name, ipv4, ipv6}) =>
    [ipv4, ipv6].flatMap((text) => {
      const addr = addrOf(text.split('/')[0] ?? '')
      return addr ? [{addr, kind: containerId.startsWith('ep-') ? 'stale' : 'container', name} as const] : []
    }),
  )
}

export function addrOf(text: string): Addr | undefined {
  try {
    return text === '' ? undefined : parseAddrUnmapped(text)
  } catch {
    return undefined
  }
}

function prefixOf(text: string): Prefix | undefined {
  try {
    return text === '' ? undefined : parsePrefix(text)
  } catch {
    return undefined
  }
}
