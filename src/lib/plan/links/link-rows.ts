import {DnetError} from '../../errors.js'
import type {Container, Endpoint} from '../../model/container.js'
import {isLive} from '../../model/endpoints/members.js'
import {aliasesOf, legacyLinksOf, readLink} from '../../model/endpoints/names.js'
import {networkIndexOf} from '../../model/endpoints/network-index.js'
import {findContainer} from '../../model/find.js'
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
   * `ok`; `stopped` if the target does not run; `missing` if the target's name or id means no single container;
   * `apart` if it is not on the network.
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
  const network = networkIndexOf(networks).byId(endpoint.networkId)
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

/** The engine looks up a link's target on every query. A word that several ids begin with finds none. */
function stateOf(containers: readonly Container[], word: string, network: string): LinkRow['state'] {
  const target = foundAs(containers, word)
  if (!target) return 'missing'
  if (!target.endpoints.some(({networkName}) => networkName === network)) return 'apart'
  return isLive(target) ? 'ok' : 'stopped'
}

function foundAs(containers: readonly Container[], word: string): Container | undefined {
  try {
    return findContainer(containers, word)
  } catch (error) {
    if (error instanceof DnetError && error.code === 'NAME_AMBIGUOUS') return undefined
    throw error
  }
}
