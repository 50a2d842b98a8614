import {type Addr, bareAddress, type Family, familyOf, formatAddr, tryAddr} from '../../net/addr.js'
import {gatewayFor} from '../../net/gateway.js'
import {contains, type Prefix, rangeOf, tryPrefix} from '../../net/prefix.js'
import {type Member, membersOf} from '../endpoints/members.js'
import type {Host, Network, SubnetConfig} from '../host.js'
import {isGatewayReserved} from './gateway-reserved.js'

/** What has, or was promised, an address of a network. */
export interface AddressHolder {
  readonly addr: Addr
  /**
   * `container`: a live endpoint. `promised`: a container that does not run requested it. `stale`: an endpoint without
   * a container. `gateway`, `auxiliary` and `reserved` belong to the network itself.
   */
  readonly kind: 'container' | 'promised' | 'stale' | 'gateway' | 'auxiliary' | 'reserved'
  /** The name of the container, endpoint or auxiliary address; '' for the network's own. */
  readonly name: string
}

/** The subnets of a network as values; invalid ones, which engines before 25.0 accept, are left out. */
export function subnetsOf(network: Network): {subnet: Prefix; range: Prefix | undefined; config: SubnetConfig}[] {
  return network.subnets.flatMap((config) => {
    const subnet = tryPrefix(config.subnet)
    return subnet ? [{subnet, range: tryPrefix(config.ipRange), config}] : []
  })
}

/** The subnet of a network that contains an address, or undefined. */
export const subnetAround = (network: Network, addr: Addr): SubnetConfig | undefined =>
  subnetsOf(network).find(({subnet}) => familyOf(subnet) === familyOf(addr) && contains(subnet, addr))?.config

/** The networks whose subnets contain an address. */
export const networksAround = (host: Host, addr: Addr): Network[] =>
  host.networks.filter((network) => subnetAround(network, addr) !== undefined)

/** What has each address of a network, in no particular order. The details of networks add stale endpoints. */
export function holdersOf(host: Host, network: Network): ReadonlyMap<Addr, AddressHolder> {
  const holders: AddressHolder[] = [
    ...subnetsOf(network).flatMap(({subnet, config}) => ownAddresses(subnet, config, network, host.engine.apiVersion)),
    ...membersOf(host, network).flatMap(addressesOf),
    ...attachedTo(network),
  ]
  const held = new Map<Addr, AddressHolder>()
  for (const holder of holders) if (!held.has(holder.addr) || holder.kind === 'container') held.set(holder.addr, holder)
  return held
}

/**
 * The lowest address that the engine would hand out now, of the first subnet of the family: in the ip-range if there is
 * one, and not in use; addresses promised to stopped containers are not in use (moby addrset AddAny).
 */
export function lowestFree(network: Network, held: ReadonlyMap<Addr, AddressHolder>, family: Family): Addr | undefined {
  return firstFree(network, family, (addr) => {
    const holder = held.get(addr)
    return holder === undefined || holder.kind === 'promised'
  })
}

/** The lowest address to request explicitly: not in use, not promised, and outside the ip-range if possible. */
export function nextToAskFor(
  network: Network,
  held: ReadonlyMap<Addr, AddressHolder>,
  family: Family,
): Addr | undefined {
  for (const {subnet, range} of subnetsOf(network).filter((block) => familyOf(block.subnet) === family)) {
    if (!range) continue
    const outside = scan(subnet, (addr) => !held.has(addr) && !contains(range, addr))
    if (outside) return outside
  }
  return firstFree(network, family, (addr) => !held.has(addr))
}

function firstFree(network: Network, family: Family, isFree: (addr: Addr) => boolean): Addr | undefined {
  for (const {subnet, range} of subnetsOf(network).filter((block) => familyOf(block.subnet) === family)) {
    const found = scan(range && contains(subnet, range) ? range : subnet, isFree)
    if (found) return found
  }
  return undefined
}

/** Addresses tried before giving up: an IPv6 subnet is too large to try all. */
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

/**
 * What the engine reserves (moby newPoolData): network and broadcast address, or IPv6's first; gateway; auxiliary
 * addresses.
 */
function ownAddresses(subnet: Prefix, config: SubnetConfig, network: Network, apiVersion: string): AddressHolder[] {
  const {family, first, last} = rangeOf(subnet)
  const reserved = family === 6 ? [first] : last - first > 1n ? [first, last] : []
  const gateway = gatewayKept(subnet, config, network, apiVersion)
  return [
    ...Object.entries(config.auxAddresses).flatMap(([name, text]) => {
      const addr = tryAddr(text)
      return addr ? [{addr, kind: 'auxiliary', name} as const] : []
    }),
    ...(gateway ? [{addr: gateway, kind: 'gateway', name: ''} as const] : []),
    ...reserved.map((value) => ({addr: formatAddr({family, value}), kind: 'reserved', name: ''}) as const),
  ]
}

/**
 * The address that the engine reserves for the gateway of a subnet: the one that the network reports, else the lowest
 * usable one of the ip-range, else of the subnet (moby libnetwork/network.go ipamAllocateVersion), also where containers
 * get none (28.5.2: in the /29 of a macvlan without a gateway, .1 is never assigned). undefined if it reserves none: on a
 * network without IPAM, on a config-only network, and see {@link isGatewayReserved}.
 */
export function gatewayKept(
  subnet: Prefix,
  config: SubnetConfig,
  network: Network,
  apiVersion: string,
): Addr | undefined {
  const told = tryAddr(bareAddress(config.gateway))
  if (told) return told
  const {configOnly, ipamDriver} = network
  if (configOnly || ipamDriver === 'null') return undefined
  if (!isGatewayReserved(network, familyOf(subnet), apiVersion)) return undefined
  const range = tryPrefix(config.ipRange)
  return gatewayFor(range && contains(subnet, range) ? range : subnet, [], subnet) ?? undefined
}

/** The addresses of a live container, or those that a stopped one has requested. */
function addressesOf({container, endpoint}: Member): AddressHolder[] {
  const {ipv4, ipv6, wanted4, wanted6} = endpoint
  const has = [ipv4, ipv6].filter((addr) => addr !== undefined)
  if (has.length > 0) return has.map((addr) => ({addr, kind: 'container', name: container.name}))
  const wanted = [wanted4, wanted6].filter((addr) => addr !== undefined)
  return wanted.map((addr) => ({addr, kind: 'promised', name: container.name}))
}

/** Endpoints that the network itself lists; the list of containers may be older. */
function attachedTo(network: Network): AddressHolder[] {
  if (!network.details.known) return []
  return network.details.value.attached.flatMap(({containerId, name, ipv4, ipv6}) =>
    [ipv4, ipv6].flatMap((text) => {
      const addr = tryAddr(bareAddress(text))
      return addr ? [{addr, kind: containerId.startsWith('ep-') ? 'stale' : 'container', name} as const] : []
    }),
  )
}
