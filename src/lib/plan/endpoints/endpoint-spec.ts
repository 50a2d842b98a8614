import type {Container, Endpoint} from '../../model/container.js'
import {isLive} from '../../model/endpoints/members.js'
import {aliasesOf} from '../../model/endpoints/names.js'
import {tryAddr} from '../../net/addr.js'
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
  const {links, driverOptions} = endpoint.names.value
  return {
    ipv4: endpoint.wanted4 ?? '',
    ipv6: endpoint.wanted6 ?? '',
    linkLocal: endpoint.linkLocal,
    aliases: aliasesOf({container, endpoint}),
    links,
    driverOptions,
    gatewayPriority: endpoint.gatewayPriority,
  }
}

/**
 * What is wanted of an endpoint and it has not, in words such as `address 10.7.0.9` and `alias db`.
 * @throws Error if the endpoint's names were not loaded
 */
export function lackingOn(container: Container, endpoint: Endpoint, wanted: EndpointSpec): string[] {
  const has = specOf(endpoint, container)
  const addresses = isLive(container) ? [endpoint.ipv4, endpoint.ipv6] : [endpoint.wanted4, endpoint.wanted6]
  const lacks = (list: readonly string[], texts: readonly string[]): string[] =>
    texts.filter((text) => !list.includes(text))
  return [
    ...[wanted.ipv4, wanted.ipv6]
      .filter((text) => text !== '' && !addresses.includes(tryAddr(text)))
      .map((text) => `address ${text}`),
    ...lacks(has.linkLocal, wanted.linkLocal).map((text) => `link-local address ${text}`),
    ...lacks(has.aliases, wanted.aliases).map((alias) => `alias ${alias}`),
    ...lacks(has.links, wanted.links).map((link) => `link ${link}`),
    ...Object.entries(wanted.driverOptions)
      .filter(([key, text]) => has.driverOptions[key] !== text)
      .map(([key, text]) => `driver option ${key}=${text}`),
    ...(wanted.gatewayPriority !== has.gatewayPriority && wanted.gatewayPriority !== 0
      ? [`gateway priority ${wanted.gatewayPriority}`]
      : []),
  ]
}
