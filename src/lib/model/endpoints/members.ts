import {bareAddress} from '../../net/addr.js'
import type {Container, Endpoint} from '../container.js'
import {containersOf, type Host, type Network} from '../host.js'
import {needed} from '../known.js'
import {compareNatural} from '../natural-order.js'

/** A container on a network. */
export interface Member {
  readonly container: Container
  readonly endpoint: Endpoint
}

/** An endpoint that the engine holds on a network, and no container has. */
export interface LooseEndpoint {
  readonly name: string
  readonly ipv4: string
  readonly ipv6: string
  readonly mac: string
  /** Swarm gives each overlay network an endpoint of its own on each node. */
  readonly loadBalancer: boolean
}

/** Reports whether a container has its network stack now, or will have it again without being started. */
export const isLive = ({state}: Container): boolean => ['running', 'paused', 'restarting'].includes(state)

/**
 * A container's endpoint on a network, live or, where the container does not run, as it will be; undefined for none. It
 * is found by the id that the container was last on, which is what the engine looks for when it starts (moby v28.2.2
 * daemon/container_operations.go getNetworkID), and by name where it has never been on. After a refused connection an
 * engine may go on listing an endpoint that has nothing: that is none.
 */
export const endpointOn = (container: Container, network: Network): Endpoint | undefined =>
  container.endpoints.find((endpoint) => isOn(endpoint, network) && !isGhost(container, endpoint))

const isOn = ({networkId, networkName}: Endpoint, network: Network): boolean =>
  networkId === '' ? namesNetwork(networkName, network) : networkId === network.id

/** A container that was made with an id, or the beginning of one, has that for the network's name until it starts. */
const namesNetwork = (word: string, {id, name}: Network): boolean =>
  word === name || (word.length >= 12 && id.startsWith(word))

const isGhost = ({state}: Container, {endpointId, ipv4, ipv6, mac}: Endpoint): boolean =>
  (state === 'running' || state === 'paused') && endpointId === '' && !ipv4 && !ipv6 && mac === ''

/**
 * The containers on a network: those that are live first, each part by name in natural order.
 * @param host with its containers
 */
export function membersOf(host: Host, network: Network): Member[] {
  const members = containersOf(host).flatMap((container): Member[] => {
    const endpoint = endpointOn(container, network)
    return endpoint ? [{container, endpoint}] : []
  })
  return members.sort(
    (a, b) =>
      Number(isLive(b.container)) - Number(isLive(a.container)) || compareNatural(a.container.name, b.container.name),
  )
}

/**
 * The containers that cannot start because they were last on a network of this one's name that is gone: the engine
 * looks for its id. By name in natural order.
 * @param host with its containers
 */
export function strandedBy(host: Host, network: Network): Member[] {
  const ids = new Set(host.networks.map(({id}) => id))
  const stranded = containersOf(host).flatMap((container) =>
    container.endpoints
      .filter(({networkId, networkName}) => networkId !== '' && networkName === network.name && !ids.has(networkId))
      .map((endpoint): Member => ({container, endpoint})),
  )
  return stranded.sort((a, b) => compareNatural(a.container.name, b.container.name))
}

/** The network that an endpoint is on; undefined where it is gone. */
export const networkOf = (host: Host, endpoint: Endpoint): Network | undefined =>
  host.networks.find((network) => isOn(endpoint, network))

/**
 * What is attached to a network and is no container, by name.
 * @param host with the network's details, and its containers
 */
export function looseEndpoints(host: Host, network: Network): LooseEndpoint[] {
  const {attached} = needed(network.details, `details of network ${network.name}`)
  const containers = new Set(containersOf(host).map(({id}) => id))
  return attached
    .filter(({containerId}) => !containers.has(containerId))
    .map(({containerId, name, ipv4, ipv6, mac}) => ({
      name,
      ipv4: bareAddress(ipv4),
      ipv6: bareAddress(ipv6),
      mac,
      loadBalancer: containerId.startsWith('ep-') && network.driver === 'overlay',
    }))
}

/** What is on a network. */
export interface NetworkHolder {
  /** The container's name, or the stale endpoint's. */
  readonly name: string
  /** `running`: it has a live endpoint. `stopped`: it would have one. `stale`: an endpoint without a container. */
  readonly kind: 'running' | 'stopped' | 'stale'
  /** '' for a stale endpoint. */
  readonly containerId: string
}

/**
 * Who is on a network: live endpoints first, stale ones among them, then containers that do not run; each by name.
 * @param host with the details of the network, and containers
 */
export function holdersOfNetwork(host: Host, network: Network): NetworkHolder[] {
  const {attached} = needed(network.details, `details of network ${network.name}`)
  const stale = looseEndpoints(host, network).map(({name}): NetworkHolder => ({name, kind: 'stale', containerId: ''}))
  const listed = membersOf(host, network).map(({container}): NetworkHolder => {
    const live = isLive(container) || attached.some(({containerId}) => containerId === container.id)
    return {name: container.name, kind: live ? 'running' : 'stopped', containerId: container.id}
  })
  return [...listed.filter(({kind}) => kind === 'running'), ...stale, ...listed.filter(({kind}) => kind === 'stopped')]
}

/** The containers that use this container's network stack (`--network container:NAME`). @param host with its containers */
export function sharersOf(host: Host, container: Container): Container[] {
  const modes = [`container:${container.id}`, `container:${container.name}`]
  return containersOf(host).filter(({networkMode}) => modes.includes(networkMode))
}
