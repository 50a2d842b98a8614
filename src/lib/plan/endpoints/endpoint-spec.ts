import type {Container, Endpoint} from '../../model/container.js'
import type {EndpointSpec} from '../../spec/network-spec.js'

/** An endpoint for which the engine chooses everything. */
export const ANY_ENDPOINT: EndpointSpec = {
  ipv4: '',
  ipv6: '',
  linkLocal: [],
  aliases: [],
  links: [],
  driverOptions: {},
  gatewayPriority: 0,
}

/**
 * What to request to get the same endpoint again. The container's short id, which engines add to the aliases (all
 * before 25.0), is left out: they add it again.
 * @throws Error if the endpoint's names were not loaded
 */
export function specOf(endpoint: Endpoint, container: Container): EndpointSpec {
  if (!endpoint.names.known) throw new Error(`endpoint of ${container.name}: ${endpoint.names.why}`)
  const {aliases, links, driverOptions} = endpoint.names.value
  return {
    ipv4: endpoint.wanted4 ?? '',
    ipv6: endpoint.wanted6 ?? '',
    linkLocal: endpoint.linkLocal,
    aliases: aliases.filter((alias) => alias !== container.id.slice(0, 12)),
    links,
    driverOptions,
    gatewayPriority: endpoint.gatewayPriority,
  }
}
