import type {Container, Endpoint} from '../container.js'
import type {Network} from '../host.js'
import {isLive} from './facts.js'

/** Reports whether an endpoint is the one on this network; by the network's name where its id is not known. */
export function isOn(endpoint: Endpoint, network: Network | undefined, name: string): boolean {
  if (!network) return endpoint.networkName === name || endpoint.networkId === name
  return endpoint.networkId === network.id || (endpoint.networkId === '' && endpoint.networkName === network.name)
}

/**
 * A container's endpoint on a network, live or, where the container does not run, as it will be; undefined for none.
 * After a refused connection an engine may go on listing one that has nothing: that is none.
 */
export const placeOf = (container: Container, network: Network): Endpoint | undefined =>
  container.endpoints.find(
    (endpoint) => isOn(endpoint, network, network.name) && !(isLive(container) && isGhost(endpoint)),
  )

const isGhost = ({endpointId, ipv4, ipv6, mac}: Endpoint): boolean => endpointId === '' && !ipv4 && !ipv6 && mac === ''
