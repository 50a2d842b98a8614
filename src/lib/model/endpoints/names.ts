import type {Container} from '../container.js'
import type {Network} from '../host.js'
import {shortId} from '../ids.js'
import {needed} from '../known.js'
import {isPredefined} from '../predefined.js'
import type {Member} from './members.js'

/** Reports whether Docker DNS is available on a network: not on the predefined ones. */
export const hasDns = (network: Network): boolean =>
  !isPredefined(network) && !['host', 'null', 'none'].includes(network.driver)

/**
 * The names that resolve to a container on a network, in the engine's order: container name, aliases, short id,
 * hostname (moby v28.2.2 daemon/network.go buildEndpointDNSNames). Engines before API 1.44 do not report them, nor does
 * any for a container that never ran: then they are derived here. Without the container's details there are only its
 * name and short id.
 */
export function dnsNamesOf({container, endpoint}: Member, network: Network): readonly string[] {
  if (!hasDns(network)) return []
  const names = endpoint.names.known ? endpoint.names.value : undefined
  if (names && names.dnsNames.length > 0) return names.dnsNames
  const hostname = container.details.known ? container.details.value.hostname : ''
  const all = [container.name, ...(names?.aliases ?? []), shortId(container.id), hostname]
  return [...new Set(all.filter((name) => name !== ''))]
}

/**
 * The aliases that a container's user gave it on a network; engines before 25.0 add its short id.
 * @param member with the container's details
 */
export const aliasesOf = ({container, endpoint}: Member): readonly string[] =>
  needed(endpoint.names, `names of ${container.name}`).aliases.filter((alias) => alias !== shortId(container.id))

/** Splits `target:alias`; the alias of a link without one is the target's name. */
export function readLink(link: string): {readonly target: string; readonly alias: string} {
  const [target = '', alias = target] = link.split(':')
  return {target, alias}
}

/** The legacy links of a container, created with `--link` on the default bridge. @param container with its details */
export const legacyLinksOf = ({name, details}: Container): {readonly target: string; readonly alias: string}[] =>
  needed(details, `details of ${name}`).legacyLinks.map(readLink)
