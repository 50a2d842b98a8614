import type {Container, Endpoint} from '../../model/container.js'
import {endpointOn, isLive} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {holdersOf, lowestFree} from '../../model/subnets/addresses.js'
import type {Addr} from '../../net/addr.js'
import type {EndpointSpec} from '../../spec/network-spec.js'
import type {Remembered, Step} from '../step.js'
import {ANY_ENDPOINT, specOf} from './endpoint-spec.js'

/** A container's place on a network: as it is, or as remembered from an unfinished run. */
interface Place {
  /** undefined if the container is off the network until it is reconnected. */
  readonly connected: Endpoint | undefined
  readonly spec: EndpointSpec
}

/** The place a container has on a network; undefined if it has none. */
export function places(remembered: readonly Remembered[], container: Container, network: Network): Place | undefined {
  const connected = endpointOn(container, network)
  if (connected) return {connected, spec: specOf(connected, container)}
  const past = remembered.find(({containerId, networkId}) => containerId === container.id && networkId === network.id)
  return past && {connected: undefined, spec: past.had}
}

interface Where {
  readonly host: Host
  readonly remembered: readonly Remembered[]
  readonly container: Container
  /** undefined for a network that an earlier step creates. */
  readonly network: Network | undefined
  readonly name: string
}

/**
 * The steps that change a container's endpoint with `change`, starting from an empty one if it has none: nothing if
 * both are the same, one call if the container is off the network, a reconnect if it is on it.
 */
export function stepsTo(where: Where, change: (spec: EndpointSpec) => EndpointSpec, because: string): Step[] {
  const {host, remembered, container, network, name} = where
  const place = network && places(remembered, container, network)
  if (!network || !place) {
    return [{do: 'connect', network: name, container: container.name, endpoint: change(ANY_ENDPOINT), because}]
  }
  if (!place.connected) {
    return [{do: 'connect', network: name, container: container.name, endpoint: change(place.spec), because}]
  }
  if (sameEndpoint(place.spec, change(place.spec))) return []
  const had = keepingAddresses(host, network, container, place.connected, place.spec)
  return [
    {
      do: 'reconnect',
      containerId: container.id,
      container: container.name,
      networkId: network.id,
      network: name,
      had,
      wanted: change(had),
      pinned: had.ipv4 !== place.spec.ipv4 || had.ipv6 !== place.spec.ipv6,
      because,
    },
  ]
}

/**
 * The endpoint with the addresses that the engine chose for it, if it would now choose others: it hands out the lowest
 * free one. A requested address stays requested for ever, so none is requested unless it has to be. Podman does not
 * report which addresses were requested, and hands out others: there all are.
 */
export function keepingAddresses(
  host: Host,
  network: Network,
  container: Container,
  endpoint: Endpoint,
  spec: EndpointSpec,
): EndpointSpec {
  if (!isLive(container)) return spec
  if (isPodman(host)) return {...spec, ipv4: endpoint.ipv4 ?? '', ipv6: endpoint.ipv6 ?? ''}
  const held = new Map(holdersOf(host, network))
  for (const addr of [endpoint.ipv4, endpoint.ipv6]) if (addr) held.delete(addr)
  const keep = (asked: string, addr: Addr | undefined, family: 4 | 6): string =>
    asked !== '' || !addr || lowestFree(network, held, family) === addr ? asked : addr
  return {...spec, ipv4: keep(spec.ipv4, endpoint.ipv4, 4), ipv6: keep(spec.ipv6, endpoint.ipv6, 6)}
}

/** Reports whether two endpoints request the same, in any order. */
function sameEndpoint(a: EndpointSpec, b: EndpointSpec): boolean {
  const set = (texts: readonly string[]): string => JSON.stringify([...new Set(texts)].sort())
  const record = (value: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(value).sort())
  return (
    a.ipv4 === b.ipv4 &&
    a.ipv6 === b.ipv6 &&
    a.gatewayPriority === b.gatewayPriority &&
    set(a.aliases) === set(b.aliases) &&
    set(a.links) === set(b.links) &&
    set(a.linkLocal) === set(b.linkLocal) &&
    record(a.driverOptions) === record(b.driverOptions)
  )
}
