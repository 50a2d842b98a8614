import type {Container} from '../container.js'
import {findContainer} from '../find.js'
import {containersOf, type Host, type Network} from '../host.js'
import {isPodman} from '../predefined.js'
import {endpointOn, isLive} from './members.js'

/** What keeps a container off a network: something about the container, or about the network. */
export interface Obstacle {
  /**
   * Of the container: it is in `host mode`, in the `shared sandbox` of another one, or in `none mode`. Of the network: it
   * is the `host network`, the `none network`, one of `configuration` alone, or one of Swarm's that is `not attachable`.
   */
  readonly is:
    | 'host mode'
    | 'shared sandbox'
    | 'none mode'
    | 'host network'
    | 'none network'
    | 'configuration'
    | 'not attachable'
  /** Whether the engine refuses the connection; false if it accepts that of a container which does not run, in vain. */
  readonly refused: boolean
  /** The container whose sandbox is shared; undefined if it does not exist, and for the other kinds. */
  readonly owner: Container | undefined
}

/**
 * Why a container can be connected to no network but the one that it is on, if any; undefined if it can be. Seen on
 * 20.10, 26.1, 28.5 (moby daemon/container_operations.go updateNetworkConfig) and Podman 5.4: Docker looks at the networks
 * that the container is on, so that one which has left `none` can join others; Podman looks at its mode alone.
 * @param host with its containers
 */
export function obstacleOf(host: Host, container: Container): Obstacle | undefined {
  const {networkMode, endpoints} = container
  const [podman, live] = [isPodman(host), isLive(container)]
  const isOn = (name: string): boolean => endpoints.some(({networkName}) => networkName === name)
  const obstacle = (is: Obstacle['is'], refused: boolean, owner?: Container): Obstacle => ({is, refused, owner})
  if (networkMode.startsWith('container:')) {
    const owner = findContainer(containersOf(host), networkMode.slice('container:'.length))
    return obstacle('shared sandbox', live || podman, owner)
  }
  if (networkMode === 'host' || isOn('host')) return obstacle('host mode', live || podman || isOn('host'))
  return isOn('none') || (podman && networkMode === 'none') ? obstacle('none mode', true) : undefined
}

/**
 * Why a container cannot be connected to this network; undefined if it can be, or is on it.
 * @param host with its containers
 */
export function obstacleTo(host: Host, container: Container, network: Network): Obstacle | undefined {
  if (endpointOn(container, network)) return undefined
  const own = obstacleOf(host, container)
  if (own) return own.refused || network.driver !== 'host' ? own : {...own, is: 'host network', refused: true}
  const obstacle = (is: Obstacle['is'], refused: boolean): Obstacle => ({is, refused, owner: undefined})
  if (network.driver === 'host') return obstacle('host network', true)
  // Its driver is "null" too.
  if (network.configOnly) return obstacle('configuration', isLive(container))
  if (network.driver === 'null' && container.endpoints.length > 0) return obstacle('none network', true)
  return isClosed(network) ? obstacle('not attachable', isLive(container)) : undefined
}

/** Whether a network is Swarm's alone, for its services. */
const isClosed = ({ingress, scope, attachable}: Network): boolean => ingress || (scope === 'swarm' && !attachable)

/** Reports whether containers that have a network can be connected to this one. */
export const isJoinable = (network: Network): boolean =>
  network.driver !== 'host' && network.driver !== 'null' && !network.configOnly && !isClosed(network)

/** Reports whether a container can be disconnected from a network that it is on: Docker keeps one that runs on `host`. */
export const canLeave = (container: Container, {driver}: Network): boolean => driver !== 'host' || !isLive(container)
