import type {ErrorCode} from '../errors.js'
import type {Container} from '../model/container.js'
import {isLive} from '../model/facts.js'
import {findContainer, findNetwork} from '../model/find.js'
import type {Host} from '../model/host.js'
import {shellLine, shellWord} from '../shell-words.js'
import {placeOf} from './place.js'
import {planPrune} from './prune.js'
import {holdersOfNetwork} from './remove.js'

/** Who is in the way, and the line that moves him; both '' where the picture does not tell. */
export interface Culprit {
  readonly holder: string
  readonly remedy: string
}

const NOBODY: Culprit = {holder: '', remedy: ''}

/**
 * Who stands behind an engine's refusal.
 * @param named the parts of the sentence, such as a network's name or a port
 * @param host with the details of networks, and containers
 */
export function culpritOf(host: Host, code: ErrorCode, named: Readonly<Record<string, string>>, now: Date): Culprit {
  switch (code) {
    case 'PORT_TAKEN':
      return portHolder(host, Number(named.port ?? named.proxyPort ?? 0))
    case 'NETWORK_IN_USE':
      return networkHolders(host, named.name ?? '')
    case 'ENDPOINT_EXISTS':
      return endpointHolder(host, named.container ?? '', named.network ?? '')
    case 'NAME_TAKEN':
      return nameHolder(host, named.name ?? '')
    case 'SUBNET_OVERLAP':
      return overlapHolder(host, named.id ?? '')
    case 'POOL_EXHAUSTED':
      return poolHolders(host, now)
    case 'CONFLICT':
      return linkTarget(host, named.target ?? '')
    default:
      return NOBODY
  }
}

/** The target of a legacy link that is not on the default bridge. */
function linkTarget(host: Host, word: string): Culprit {
  const target = word === '' ? undefined : findContainer(containersOf(host), word)
  if (!target) return NOBODY
  const networks = target.endpoints.map(({networkName}) => `"${networkName}"`).join(', ')
  return {holder: `container "${target.name}" is on ${networks}`, remedy: `dnet link CONTAINER ${target.name}`}
}

const containersOf = (host: Host): readonly Container[] => (host.containers.known ? host.containers.value : [])

function portHolder(host: Host, port: number): Culprit {
  if (port === 0) return NOBODY
  const holders = containersOf(host).filter(({published}) => published.some(({hostPort}) => hostPort === port))
  if (holders.length === 0) return NOBODY
  const names = holders.map(({name}) => `"${name}"`).join(', ')
  return {holder: `container ${names} is published on port ${port}`, remedy: `docker stop ${holders[0]?.name}`}
}

function networkHolders(host: Host, word: string): Culprit {
  const network = findNetwork(host.networks, word)
  const holders = network ? holdersOfNetwork(host, network).filter(({kind}) => kind !== 'stopped') : []
  if (!network || holders.length === 0) return NOBODY
  const names = holders.map(({name, kind}) => (kind === 'stale' ? `${name} (without a container)` : name))
  return {
    holder: `on "${network.name}": ${names.join(', ')}`,
    remedy: `dnet rm --disconnect ${shellWord(network.name)}`,
  }
}

function endpointHolder(host: Host, containerWord: string, networkWord: string): Culprit {
  const container = findContainer(containersOf(host), containerWord)
  const network = findNetwork(host.networks, networkWord)
  if (!network) return NOBODY
  const there = container !== undefined && placeOf(container, network) !== undefined && isLive(container)
  if (there) return {holder: `container "${container.name}" is on "${network.name}"`, remedy: 'nothing is to be done'}
  return {
    holder: `an endpoint named "${containerWord}" is on "${network.name}" without a container`,
    remedy: `dnet disconnect -f ${shellWord(network.name)} ${shellWord(containerWord)}`,
  }
}

function nameHolder(host: Host, word: string): Culprit {
  const network = host.networks.find(({name}) => name === word)
  if (!network) return NOBODY
  const subnets = network.subnets.map(({subnet}) => subnet).join(', ')
  const about = [network.driver, subnets].filter(Boolean).join(', ')
  return {holder: `network "${word}" (${about})`, remedy: `dnet create --if-not-exists ${shellWord(word)}`}
}

function overlapHolder(host: Host, id: string): Culprit {
  const network = id === '' ? undefined : host.networks.find((one) => one.id.startsWith(id))
  if (!network) return NOBODY
  const subnets = network.subnets.map(({subnet}) => subnet).join(', ')
  return {holder: `network "${network.name}" (${subnets})`, remedy: ''}
}

/** The networks that nothing needs: each of them gives a block back. */
function poolHolders(host: Host, now: Date): Culprit {
  const query = {filters: {}, includeStopped: false, olderThan: 0, project: ''}
  const unused = planPrune(host, query, now).filter(({remove}) => remove)
  const withSubnet = host.networks.filter(({subnets}) => subnets.length > 0).length
  const holder = `${withSubnet} networks have a subnet, ${unused.length} of them used by nothing`
  return {holder, remedy: unused.length === 0 ? '' : shellLine(['dnet', 'rm', ...unused.map(({name}) => name)])}
}
