import type {Container, Endpoint} from '../../model/container.js'
import {isLive} from '../../model/endpoints/members.js'
import {aliasesOf, legacyLinksOf, readLink} from '../../model/endpoints/names.js'
import {containersOf, type Host, type Network} from '../../model/host.js'
import {compareNatural} from '../../model/natural-order.js'
import {takesLinks} from './link-target.js'

/** One name by which a container can be reached. */
export interface LinkRow {
  /**
   * `legacy`: a link of the default bridge, fixed when its container was created. `private`: visible to its container
   * only. `alias`: visible to every container on the network.
   */
  readonly kind: 'legacy' | 'private' | 'alias'
  /** The container that sees the name; '' for every container on the network. */
  readonly container: string
  readonly alias: string
  readonly target: string
  readonly network: string
  /**
   * `ok`; `stopped` if the target does not run; `missing` if no container has the target's name; `apart` if it is not
   * on the network.
   */
  readonly state: 'ok' | 'stopped' | 'missing' | 'apart'
}

/**
 * Every link, and every network-wide alias other than a container's name. Sorted by container (network-wide names
 * last), alias, network.
 * @param host with the details of containers
 */
export function linkRows(host: Host): LinkRow[] {
  const containers = containersOf(host)
  const rows = containers.flatMap((container) => [
    ...legacyRows(container, containers),
    ...container.endpoints.flatMap((endpoint) => endpointRows(container, endpoint, host.networks, containers)),
  ])
  return rows.sort(
    (a, b) =>
      Number(a.container === '') - Number(b.container === '') ||
      compareNatural(a.container, b.container) ||
      compareNatural(a.alias, b.alias) ||
      compareNatural(a.network, b.network) ||
      compareNatural(a.target, b.target),
  )
}

function legacyRows(container: Container, containers: readonly Container[]): LinkRow[] {
  return legacyLinksOf(container).map(({target, alias}): LinkRow => {
    const state = stateOf(containers, target, 'bridge')
    return {kind: 'legacy', container: container.name, alias, target, network: 'bridge', state}
  })
}

function endpointRows(
  container: Container,
  endpoint: Endpoint,
  networks: readonly Network[],
  containers: readonly Container[],
): LinkRow[] {
  const network = networks.find(({id}) => id === endpoint.networkId)
  if (!endpoint.names.known || (network && !takesLinks(network))) return []
  const {links} = endpoint.names.value
  const {networkName} = endpoint
  return [
    ...links.map((link): LinkRow => {
      const {target, alias} = readLink(link)
      const state = stateOf(containers, target, networkName)
      return {kind: 'private', container: container.name, alias, target, network: networkName, state}
    }),
    ...[...new Set(aliasesOf({container, endpoint}))]
      .filter((alias) => alias !== container.name)
      .map((alias): LinkRow => {
        const state = stateOf(containers, container.name, networkName)
        return {kind: 'alias', container: '', alias, target: container.name, network: networkName, state}
      }),
  ]
}

/** The engine looks up a link's target by name on every query. */
function stateOf(containers: readonly Container[], name: string, network: string): LinkRow['state'] {
  const target = containers.find((container) => container.name === name || container.id.startsWith(name))
  if (!target) return 'missing'
  if (!target.endpoints.some(({networkName}) => networkName === network)) return 'apart'
  return isLive(target) ? 'ok' : 'stopped'
}
