import {DnetError} from '../../errors.js'
import {isLive, membersOf, tasksElsewhere} from '../../model/endpoints/members.js'
import {dependentsOf} from '../../model/endpoints/own-network.js'
import type {Host, Network} from '../../model/host.js'
import {needed} from '../../model/known.js'
import {hasLabel} from '../../model/networks/network-filter.js'
import {isPodman, isPredefined} from '../../model/predefined.js'
import {projectOf} from '../../model/project.js'
import type {Filters} from '../../spec/filters.js'
import type {Operation} from '../operation.js'
import {durationText, readMoment} from './duration.js'

export interface PruneQuery {
  /** Docker's: `label`, `label!` and `until`. */
  readonly filters: Filters
  /** Whether to remove networks that only stopped containers need too, as Docker's prune does. */
  readonly includeStopped: boolean
  /** Only networks at least this many seconds old; 0 for all. */
  readonly olderThan: number
  /** Only networks of this compose project; '' for all. */
  readonly project: string
}

/** What a prune does with one network, and why. */
export interface PruneRow {
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly remove: boolean
  /**
   * `unused`: nothing refers to it. `stopped`: only containers that do not run do. `created`: no container is on it, but
   * some that were created with it need it to join any other. `attached`: it has live endpoints, on this node or another.
   * `predefined`, `ingress`, `config-only`: the engine's prune keeps these. `swarm`: nothing on this node uses it, but
   * services that cannot be seen may. `filtered`: excluded by a filter.
   */
  readonly reason:
    | 'unused'
    | 'stopped'
    | 'created'
    | 'attached'
    | 'predefined'
    | 'ingress'
    | 'config-only'
    | 'swarm'
    | 'filtered'
  /** The containers that need it, sorted, or the filter that excluded it. */
  readonly because: readonly string[]
}

/**
 * What a prune does with each network, in the order of the networks.
 * @param host with the details of networks, and containers
 * @throws DnetError USAGE for a filter that prune does not support, or an invalid moment
 */
export function planPrune(host: Host, query: PruneQuery, now: Date): PruneRow[] {
  const wanted = readFilters(query, now)
  return host.networks.map((network) => {
    const {id, name, driver} = network
    return {id, name, driver, ...verdict(host, network, query, wanted(network))}
  })
}

const BECAUSE: Partial<Record<PruneRow['reason'], (names: string) => string>> = {
  stopped: (names) => `only stopped containers need it: ${names}`,
  created: (names) => `no container is on it, but some need it to join any other: ${names}`,
  swarm: () => 'nothing on this node uses it',
}

/** The removals of a plan, one call each. Networks that share a name are removed by id. */
export function pruneOperations(rows: readonly PruneRow[]): (Operation & {do: 'remove-network'})[] {
  return rows
    .filter(({remove}) => remove)
    .map(({id, name, reason, because}) => ({
      do: 'remove-network',
      network: rows.filter((row) => row.name === name).length > 1 ? id : name,
      because: BECAUSE[reason]?.(because.join(', ')) ?? 'nothing uses it',
    }))
}

type Verdict = Pick<PruneRow, 'remove' | 'reason' | 'because'>

function verdict(host: Host, network: Network, query: PruneQuery, unwanted: string): Verdict {
  const keep = (reason: PruneRow['reason'], because: readonly string[] = []): Verdict => ({
    remove: false,
    reason,
    because,
  })
  if (isPredefined(network)) return keep('predefined')
  if (network.ingress) return keep('ingress')
  if (network.configOnly) return keep('config-only')
  const details = needed(network.details, `details of network ${network.name}`)
  const live = [...details.attached, ...tasksElsewhere(details)].map((one) => one.name)
  const users = membersOf(host, network).map(({container}) => container)
  const attached = [...new Set([...live, ...users.filter(isLive).map(({name}) => name)])].sort()
  if (attached.length > 0) return keep('attached', attached)
  if (unwanted !== '') return keep('filtered', [unwanted])
  const stopped = users.map(({name}) => name).sort()
  // Podman removes no network that a container is to be on, whether it runs or not.
  if (stopped.length > 0) return {remove: query.includeStopped && !isPodman(host), reason: 'stopped', because: stopped}
  const created = dependentsOf(host, network).map((container) => container.name)
  if (created.length > 0) return {remove: query.includeStopped, reason: 'created', because: created.sort()}
  if (network.scope === 'swarm') return {remove: query.includeStopped, reason: 'swarm', because: []}
  return {remove: true, reason: 'unused', because: []}
}

/** For each network the filter that excludes it, or ''. */
function readFilters(query: PruneQuery, now: Date): (network: Network) => string {
  const {label = [], 'label!': notLabel = [], until = [], ...others} = query.filters
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    throw new DnetError('USAGE', `invalid filter '${unknown}'`, 'prune supports label, label! and until')
  if (until.length > 1) throw new DnetError('USAGE', 'more than one until filter specified', 'give it once')
  const moments = until.map((text): readonly [string, number] => {
    const moment = readMoment(text, now)
    if (moment === undefined)
      throw new DnetError('USAGE', `failed to parse value as time or duration: "${text}"`, 'write one such as 24h')
    return [`created after until=${text}`, moment]
  })
  if (query.olderThan > 0)
    moments.push([`younger than ${durationText(query.olderThan)}`, now.getTime() - query.olderThan * 1000])
  return (network) => {
    if (query.project !== '' && projectOf(network.labels)?.name !== query.project)
      return `not in project ${query.project}`
    const missing = label.find((wanted) => !hasLabel(network.labels, wanted))
    if (missing !== undefined) return `no label ${missing}`
    const present = notLabel.find((unwanted) => hasLabel(network.labels, unwanted))
    if (present !== undefined) return `label ${present}`
    return moments.find(([, moment]) => !(Date.parse(network.created) < moment))?.[0] ?? ''
  }
}
