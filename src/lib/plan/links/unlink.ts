import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {membersOf} from '../../model/endpoints/members.js'
import {legacyLinksOf, readLink} from '../../model/endpoints/names.js'
import {containerNamed, networkNamed} from '../../model/find.js'
import type {Host, Network} from '../../model/host.js'
import {needed} from '../../model/known.js'
import {toPaste} from '../../shell-words.js'
import type {EndpointSpec} from '../../spec/network-spec.js'
import {places, stepsTo} from '../endpoints/endpoint-change.js'
import type {Remembered, Step} from '../step.js'
import {LINK_LABEL} from './link.js'
import {readTarget, takesLinks} from './link-target.js'

export interface UnlinkRequest {
  readonly container: string
  /** `TARGET`, `TARGET:ALIAS`, or an alias alone. */
  readonly target: string
  /** Whether to remove the target's network-wide alias instead of a private link. */
  readonly shared: boolean
  /** The network; '' for all. */
  readonly network: string
}

export interface UnlinkPlan {
  readonly container: string
  /** The links to remove. Empty if there is none. */
  readonly removed: readonly {readonly network: string; readonly target: string; readonly alias: string}[]
  readonly steps: readonly Step[]
}

/**
 * How to remove a link. A network that dnet created for it is removed as well, if nothing else is on it and no other
 * link of its containers needs it.
 * @throws DnetError CONTAINER_NOT_FOUND, NETWORK_NOT_FOUND, NAME_AMBIGUOUS, NOT_FOUND for a link that does not exist, UNSUPPORTED for a legacy one
 */
export function planUnlink(host: Host, request: UnlinkRequest, remembered: readonly Remembered[]): UnlinkPlan {
  const container = containerNamed(host, request.container)
  const {target: word, alias: aliasWord} = readTarget(request.target)
  const owner = request.shared ? containerNamed(host, word) : container
  const goes = (target: string, alias: string): boolean =>
    aliasWord === '' ? target === word || alias === word : target === word && alias === aliasWord
  const removed: {network: string; target: string; alias: string}[] = []
  const steps: Step[] = []
  const only = request.network === '' ? undefined : networkNamed(host.networks, request.network, takesLinks)
  for (const network of host.networks.filter(takesLinks)) {
    if (only && network.id !== only.id) continue
    const place = places(remembered, owner, network)
    if (!place) continue
    const gone = request.shared
      ? place.spec.aliases
          .filter((alias) => goes(owner.name, alias) && alias !== word)
          .map((alias) => [owner.name, alias])
      : place.spec.links.map(readLink).flatMap(({target, alias}) => (goes(target, alias) ? [[target, alias]] : []))
    if (gone.length === 0) continue
    for (const [target = '', alias = ''] of gone) removed.push({network: network.name, target, alias})
    const without = (spec: EndpointSpec): EndpointSpec => ({
      ...spec,
      aliases: request.shared ? spec.aliases.filter((alias) => !gone.some(([, text]) => text === alias)) : spec.aliases,
      links: request.shared
        ? spec.links
        : spec.links.filter(
            (text) => !gone.some(([t, a]) => readLink(text).target === t && readLink(text).alias === a),
          ),
    })
    const change = `removes ${gone.map(([target, alias]) => `${target}:${alias}`).join(', ')} from ${owner.name}`
    const rest = dissolving(host, network, owner, without(place.spec))
    steps.push(...(rest ?? stepsTo({host, remembered, container: owner, network, name: network.name}, without, change)))
  }
  if (removed.length === 0) throw nothingToUnlink(container, word, aliasWord)
  return {container: container.name, removed, steps}
}

/** The steps that remove a network that dnet created; undefined if it did not, or if the network is still needed. */
function dissolving(host: Host, network: Network, owner: Container, left: EndpointSpec): Step[] | undefined {
  if (network.labels[LINK_LABEL] === undefined || left.links.length > 0) return undefined
  const members = membersOf(host, network)
  const others = members.filter(({container}) => container.id !== owner.id)
  const isNeeded = others.some(
    ({container, endpoint}) => needed(endpoint.names, `names of ${container.name}`).links.length > 0,
  )
  if (isNeeded || others.length > 1) return undefined
  const because = 'no link needs the network any more'
  return [
    ...members.map(
      ({container: {name}}): Step => ({
        do: 'disconnect',
        network: network.name,
        container: name,
        force: false,
        because,
      }),
    ),
    {do: 'remove-network', network: network.name, because},
  ]
}

function nothingToUnlink(container: Container, target: string, alias: string): DnetError {
  const legacy = legacyLinksOf(container)
  if (legacy.some((link) => link.target === target || link.alias === target))
    return new DnetError(
      'UNSUPPORTED',
      `"${container.name}" has a legacy link to "${target}", which is fixed when the container is created`,
      toPaste`recreate the container without --link, first: dnet link migrate ${container.name}`,
    )
  const what = alias === '' ? `"${target}"` : `"${target}" as "${alias}"`
  return new DnetError(
    'NOT_FOUND',
    `"${container.name}" has no link to ${what}`,
    toPaste`list the links: dnet link ls ${container.name}`,
  )
}
