import type {Container, Endpoint} from '../../model/container.js'
import {networkIndexOf} from '../../model/endpoints/network-index.js'
import type {Network} from '../../model/host.js'

/**
 * A container without the endpoints that a refused connection left: a running container keeps the settings, although it
 * has no endpoint on the network. Refused for its address, they have no data; refused for a route in the container, they
 * have an address and an id, but the network does not list the container (seen on 20.10, 26.1 and 28.5).
 * @param networks those without details cannot tell
 */
export function withoutRefused(container: Container, networks: readonly Network[]): Container {
  if (container.state !== 'running' && container.state !== 'paused') return container
  const isThere = ({networkId, endpointId}: Endpoint): boolean => {
    if (networkId === '' && endpointId === '') return false
    const network = networkIndexOf(networks).byId(networkId)
    if (!network?.details.known || network.driver === 'host' || network.driver === 'null') return true
    return network.details.value.attached.some(({containerId}) => containerId === container.id)
  }
  const endpoints = container.endpoints.filter(isThere)
  return endpoints.length === container.endpoints.length ? container : {...container, endpoints}
}
