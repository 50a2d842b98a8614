import {type Addr, familyOf, parseAddrUnmapped} from '../../net/addr.js'
import {containersIn} from '../../net/capacity.js'
import {contains, type Prefix, parsePrefixMasked} from '../../net/prefix.js'
import type {Container, Endpoint} from '../container.js'
import type {Host, Network, SubnetConfig} from '../host.js'
import {compareNatural} from '../natural-order.js'

/** A container on a network. */
export interface Member {
  readonly container: Container
  readonly endpoint: Endpoint
  /** Why the container cannot start as it stands, such as a network that is gone; '' where nothing is wrong. */
  readonly stale: string
}

/** An endpoint that the engine still holds, and no container has. */
export interface LooseEndpoint {
  readonly name: string
  readonly ipv4: string
  readonly ipv6: string
  readonly mac: string
  /** Swarm gives each overlay network an endpoint of its own on each node. */
  readonly loadBalancer: boolean
}

/** Reports whether a container has its network stack now. */
export const isLive = (container: Container): boolean => ['running', 'paused', 'restarting'].includes(container.state)

/**
 * The containers on a network, running ones first, each part by name in natural order. A stopped container is found by
 * the id it was last on, which is what the engine looks for when it starts (moby v28.2.2 daemon/container_operations.go
 * getNetworkID), and by name where it has never been on; one whose id is of no network any more is stale.
 */
export function membersOf(host: Host, network: Network): Member[] {
  if (!host.containers.known) return []
  const ids = new Set(host.networks.map(({id}) => id))
  const members = host.containers.value.flatMap((container) =>
    container.endpoints.flatMap((endpoint): Member[] => {
      if (endpoint.networkId === network.id) return [{container, endpoint, stale: ''}]
      if (!namesNetwork(endpoint.networkName, network)) return []
      if (endpoint.networkId === '') return [{container, endpoint, stale: ''}]
      return ids.has(endpoint.networkId) ? [] : [{container, endpoint, stale: goneNetwork(endpoint)}]
    }),
  )
  return members.sort(
    (a, b) =>
      Number(isLive(b.container)) - Number(isLive(a.container)) || compareNatural(a.container.name, b.container.name),
  )
}

const goneNetwork = ({networkId}: Endpoint): string => `made for an earlier network of this name, ${shortId(networkId)}`

const namesNetwork = (word: string, {id, name}: Network): boolean =>
  word === name || (word.length >= 12 && id.startsWith(word))

/** The network that an endpoint is on; undefined where it is gone. */
export function networkOf(host: Host, endpoint: Endpoint): Network | undefined {
  if (endpoint.networkId !== '') return host.networks.find(({id}) => id === endpoint.networkId)
  return host.networks.find((network) => namesNetwork(endpoint.networkName, network))
}

/** What is attached to a network and is no container; empty where the network's details are unknown. By name. */
export function looseEndpoints(host: Host, network: Network): LooseEndpoint[] {
  if (!network.details.known) return []
  const containers = host.containers.known ? new Set(host.containers.value.map(({id}) => id)) : undefined
  return network.details.value.attached
    .filter(({containerId}) => containerId.startsWith('ep-') || (containers && !containers.has(containerId)))
    .map(({containerId, name, ipv4, ipv6, mac}) => ({
      name,
      ipv4: bareAddress(ipv4),
      ipv6: bareAddress(ipv6),
      mac,
      loadBalancer: containerId.startsWith('ep-') && network.driver === 'overlay',
    }))
}

/** How full one subnet is. */
export interface SubnetUse {
  readonly config: SubnetConfig
  /** undefined where the engine's text is no block. */
  readonly prefix: Prefix | undefined
  /** As configured, else as a running container has it: an engine chooses one without telling; '' where unknown. */
  readonly gateway: string
  /** The containers (and other endpoints) that have an address of it now. */
  readonly used: bigint
  /** What is left for more of them: the engine's own addresses and auxiliary ones are not. */
  readonly free: bigint
}

/** The subnets of a network with their use, as configured. @param members the containers on that network */
export function subnetUses(network: Network, members: readonly Member[]): SubnetUse[] {
  const taken = takenAddresses(network, members)
  return network.subnets.map((config) => {
    const prefix = blockOf(config.subnet)
    if (!prefix) return {config, prefix, gateway: config.gateway, used: 0n, free: 0n}
    const seen = members
      .flatMap(({endpoint}) => [endpoint.gateway4, endpoint.gateway6])
      .find((addr) => addr !== undefined && contains(prefix, addr))
    const room = containersIn(prefix, Object.keys(config.auxAddresses).length)
    const used = BigInt([...taken].filter((addr) => contains(prefix, addr)).length)
    return {config, prefix, gateway: config.gateway || seen || '', used, free: room > used ? room - used : 0n}
  })
}

function takenAddresses(network: Network, members: readonly Member[]): Set<Addr> {
  const fromContainers = members
    .filter(({container}) => isLive(container))
    .flatMap(({endpoint}) => [endpoint.ipv4, endpoint.ipv6])
  const attached = network.details.known ? network.details.value.attached : []
  const fromNetwork = attached.flatMap(({ipv4, ipv6}) => [addrOf(bareAddress(ipv4)), addrOf(bareAddress(ipv6))])
  const services = network.details.known ? network.details.value.services : []
  const virtual = services.map(({virtualAddress}) => addrOf(bareAddress(virtualAddress)))
  return new Set([...fromContainers, ...fromNetwork, ...virtual].filter((addr) => addr !== undefined))
}

/** The subnet of a network that holds an address. */
export const subnetHolding = (network: Network, addr: Addr): SubnetConfig | undefined =>
  network.subnets.find(({subnet}) => {
    const prefix = blockOf(subnet)
    return prefix !== undefined && familyOf(prefix) === familyOf(addr) && contains(prefix, addr)
  })

/** The compose project or Swarm stack a thing belongs to. */
export interface Project {
  readonly kind: 'compose' | 'stack'
  readonly name: string
  /** The service of a container, or the network's name in the file; '' where no label says. */
  readonly part: string
}

/** What the labels of a network or a container say of its project; undefined for none. */
export function projectOf(labels: Readonly<Record<string, string>>): Project | undefined {
  const compose = labels['com.docker.compose.project'] || labels['io.podman.compose.project']
  if (compose) {
    const part = labels['com.docker.compose.service'] ?? labels['com.docker.compose.network'] ?? ''
    return {kind: 'compose', name: compose, part}
  }
  const stack = labels['com.docker.stack.namespace']
  return stack ? {kind: 'stack', name: stack, part: labels['com.docker.swarm.service.name'] ?? ''} : undefined
}

const BRIDGE_NAME = 'com.docker.network.bridge.name'

/**
 * The Linux bridge of a network: as its options name it, else as Docker names it by default (moby v28.2.2
 * drivers/bridge/bridge_linux.go, parseNetworkOptions); '' for a driver without one.
 */
export function bridgeOf(network: Network): string {
  if (network.driver !== 'bridge') return ''
  return network.options[BRIDGE_NAME] || `br-${shortId(network.id)}`
}

/** Reports whether names of containers lead to them here: not on the default bridge, nor on "host" and "none". */
export const hasDns = (network: Network): boolean =>
  !['host', 'null', 'none'].includes(network.driver) &&
  network.options['com.docker.network.bridge.default_bridge'] !== 'true'

/**
 * The names that lead to a container on a network, in the engine's order: container name, aliases, short id, hostname
 * (moby v28.2.2 daemon/network.go buildEndpointDNSNames). An engine before API 1.44 does not tell, and then they are
 * put together here. Without the container's details only its name and short id are there.
 */
export function dnsNamesOf({container, endpoint}: Member, network: Network): readonly string[] {
  if (!hasDns(network)) return []
  const names = endpoint.names.known ? endpoint.names.value : undefined
  if (names && names.dnsNames.length > 0) return names.dnsNames
  const hostname = container.details.known ? container.details.value.hostname : ''
  const all = [container.name, ...(names?.aliases ?? []), shortId(container.id), hostname]
  return [...new Set(all.filter((name) => name !== ''))]
}

/** The containers that use this container's network stack, by name (`--network container:NAME`). */
export function sharersOf(host: Host, container: Container): Container[] {
  if (!host.containers.known) return []
  const modes = [`container:${container.id}`, `container:${container.name}`]
  return host.containers.value.filter(({networkMode}) => modes.includes(networkMode))
}

/** The first 12 characters of an id, as Docker shows it. */
export const shortId = (id: string): string => id.slice(0, 12)

/** An address without its prefix length. */
export const bareAddress = (text: string): string => text.split('/')[0] ?? ''

/** The address in a text of the engine; undefined where it is none. */
export function addrOf(text: string): Addr | undefined {
  try {
    return text === '' ? undefined : parseAddrUnmapped(text)
  } catch {
    return undefined
  }
}

/** The block in a text of the engine; undefined where it is none. */
export function blockOf(text: string): Prefix | undefined {
  try {
    return parsePrefixMasked(text)
  } catch {
    return undefined
  }
}
