import {bareAddress} from '../../net/addr.js'
import type {Container, Endpoint} from '../container.js'
import {
  type AttachedEndpoint,
  containersOf,
  type Host,
  type Network,
  type NetworkDetails,
  type SwarmTask,
} from '../host.js'
import {SHORT} from '../ids.js'
import {needed} from '../known.js'
import {compareNatural} from '../natural-order.js'
import {isPodman} from '../predefined.js'
import {indexOf} from './container-index.js'
import {networkIndexOf} from './network-index.js'

/** A container on a network. */
export interface Member {
  readonly container: Container
  readonly endpoint: Endpoint
}

/** An endpoint on a network that no container was connected by. */
export interface LooseEndpoint {
  readonly name: string
  readonly ipv4: string
  readonly ipv6: string
  readonly mac: string
  /**
   * `stale`: its container is gone. The others belong to Swarm and come and go with what they serve: this node's `load
   * balancer` on an overlay network, the `routing mesh`, and the `way out` of the node for a container on overlay
   * networks. They must never be disconnected by hand: dockerd 28.5.2 panics, and with a way out the default route
   * goes. `task`: that of a service's task whose container starts or ends just now.
   */
  readonly kind: 'stale' | 'load balancer' | 'routing mesh' | 'way out' | 'task'
  /** The container that uses this way out; '' for the other kinds. */
  readonly serves: string
}

/** Reports whether a container has its network stack now, or will have it again without being started. */
export const isLive = ({state}: Container): boolean => ['running', 'paused', 'restarting'].includes(state)

/**
 * A container's endpoint on a network, live or, if the container does not run, as it will be; undefined if it has none.
 * It is found by the id of the network that the container was last on, which is what the engine looks for when it
 * starts (moby v28.2.2 daemon/container_operations.go getNetworkID), and by name if it has never been on.
 */
export const endpointOn = (container: Container, network: Network): Endpoint | undefined =>
  container.endpoints.find((endpoint) => isOn(endpoint, network))

const isOn = ({networkId, networkName}: Endpoint, network: Network): boolean =>
  networkId === '' ? namesNetwork(networkName, network) : networkId === network.id

/**
 * A container that was created with a network's id, or the beginning of one, has that as the network's name until it
 * starts.
 */
export const namesNetwork = (word: string, {id, name}: Pick<Network, 'id' | 'name'>): boolean =>
  word === name || word === id || (word.length >= SHORT && id.startsWith(word))

/**
 * The containers on a network: live ones first, then the others, each by name in natural order.
 * @param host with its containers
 */
export function membersOf(host: Host, network: Network): Member[] {
  const near = indexOf(containersOf(host)).near(network)
  const members = near.flatMap((container): Member[] => {
    const endpoint = endpointOn(container, network)
    return endpoint ? [{container, endpoint}] : []
  })
  return members.sort(
    (a, b) =>
      Number(isLive(b.container)) - Number(isLive(a.container)) || compareNatural(a.container.name, b.container.name),
  )
}

/**
 * The containers that cannot start because they were last on a removed network with the same name: the engine looks for
 * its id. By name in natural order.
 * @param host with its containers
 */
export function strandedBy(host: Host, network: Network): Member[] {
  const near = indexOf(containersOf(host)).near(network)
  return near.flatMap((container) =>
    container.endpoints
      .filter(({networkId, networkName}) => networkId !== '' && networkName === network.name)
      .filter((endpoint) => !networkOf(host, endpoint))
      .map((endpoint): Member => ({container, endpoint})),
  )
}

/**
 * A container's endpoints on networks that were removed since it last ran: because of each the engine cannot start it.
 * None on a node of a Swarm, which has an overlay network only while something of it runs there, and none on Podman, which
 * removes no network that a container needs.
 */
export function strandedEndpoints(host: Host, {endpoints}: Container): Endpoint[] {
  if (isPodman(host) || host.networks.some(({scope}) => scope === 'swarm')) return []
  return endpoints.filter((endpoint) => endpoint.networkId !== '' && !networkOf(host, endpoint))
}

/** The network that an endpoint is on; undefined if that was removed. */
export function networkOf({networks}: Host, {networkId, networkName}: Endpoint): Network | undefined {
  const {byId, named} = networkIndexOf(networks)
  return networkId === '' ? named(networkName) : byId(networkId)
}

/**
 * What is attached to a network without a container having requested it, by name.
 * @param host with the network's details, and its containers
 */
export function looseEndpoints(host: Host, network: Network): LooseEndpoint[] {
  const {attached} = needed(network.details, `details of network ${network.name}`)
  const {nameOf} = indexOf(containersOf(host))
  return attached.flatMap((endpoint): LooseEndpoint[] => {
    const {containerId, name, ipv4, ipv6, mac} = endpoint
    const kind =
      swarmKind(network, endpoint) ??
      (nameOf(containerId) !== undefined ? undefined : kindWithoutContainer(network, name))
    if (!kind) return []
    // Only a way out has the key of a container that is there.
    const serves = nameOf(containerId) ?? ''
    return [{name, ipv4: bareAddress(ipv4), ipv6: bareAddress(ipv6), mac, kind, serves}]
  })
}

/** What Swarm has on a network on other nodes, tasks of services and containers of none. */
export const tasksElsewhere = ({attached, tasks}: NetworkDetails): SwarmTask[] => {
  const here = new Set(attached.map(({endpointId}) => endpointId))
  return tasks.filter(({endpointId}) => !here.has(endpointId))
}

/** The engine's bridge through which containers on overlay networks reach other hosts. */
export const GWBRIDGE = 'docker_gwbridge'

/** What an attached endpoint is for Swarm, by the key and name it has on 20.10, 26.1 and 28.5; undefined if nothing. */
function swarmKind(network: Network, {containerId, name}: AttachedEndpoint): LooseEndpoint['kind'] | undefined {
  if (containerId.startsWith('lb-')) return 'load balancer'
  if (containerId === 'ingress-sbox') return 'routing mesh'
  return network.name === GWBRIDGE && name.startsWith('gateway_') ? 'way out' : undefined
}

/** `SERVICE.SLOT.TASK`, and a node's id for the slot of a global service (moby v28.2.2 daemon/cluster/executor/container). */
const TASK_NAME = /\.[0-9a-z]{25}$/

const kindWithoutContainer = ({scope}: Network, name: string): LooseEndpoint['kind'] =>
  scope === 'swarm' && TASK_NAME.test(name) ? 'task' : 'stale'

/** Whether an endpoint of this name may be one of Swarm's: a container may have such a name too. */
export const maybeSwarms = (name: string): boolean => /-endpoint$|^gateway_/.test(name) || TASK_NAME.test(name)

/** What is on a network. */
export interface NetworkHolder {
  /** The container's name, or the endpoint's. */
  readonly name: string
  /**
   * `running`: it has a live endpoint. `stopped`: it would have one. `stale`: an endpoint without a container. `swarm`:
   * one that belongs to Swarm, which must not be disconnected.
   */
  readonly kind: 'running' | 'stopped' | 'stale' | 'swarm'
  /** '' for an endpoint without a container. */
  readonly containerId: string
}

/**
 * What is on a network: live endpoints first, including those without a container, then containers that do not run;
 * each by name.
 * @param host with the details of the network, and containers
 */
export function holdersOfNetwork(host: Host, network: Network): NetworkHolder[] {
  const {attached} = needed(network.details, `details of network ${network.name}`)
  const loose = looseEndpoints(host, network).map(({name, kind}): NetworkHolder => {
    return {name, kind: kind === 'stale' ? 'stale' : 'swarm', containerId: ''}
  })
  const listed = membersOf(host, network).map(({container}): NetworkHolder => {
    const live = isLive(container) || attached.some(({containerId}) => containerId === container.id)
    return {name: container.name, kind: live ? 'running' : 'stopped', containerId: container.id}
  })
  return [...listed.filter(({kind}) => kind === 'running'), ...loose, ...listed.filter(({kind}) => kind === 'stopped')]
}

/** The names of Swarm's own endpoints on a network. @param host with the details of the network, and containers */
export const swarmHolders = (host: Host, network: Network): string[] =>
  holdersOfNetwork(host, network).flatMap(({name, kind}) => (kind === 'swarm' ? [name] : []))

/**
 * The containers that use this container's network stack (`--network container:NAME`). @param host with its containers
 */
export function sharersOf(host: Host, container: Container): readonly Container[] {
  return indexOf(containersOf(host)).ofModes([`container:${container.id}`, `container:${container.name}`])
}
