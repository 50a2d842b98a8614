import type {ErrorCode} from '../errors.js'
import {endpointOn, holdersOfNetwork, isLive} from '../model/endpoints/members.js'
import {findContainer, findNetwork} from '../model/find.js'
import {containersOf, type Host, type Network} from '../model/host.js'
import {shortId} from '../model/ids.js'
import {needed} from '../model/known.js'
import type {Listener} from '../model/ports.js'
import {subnetAround} from '../model/subnets/addresses.js'
import {takenOn} from '../model/subnets/blocks-in-use.js'
import {bareAddress, tryAddr} from '../net/addr.js'
import type {Protocol} from '../net/port.js'
import {overlaps, type Prefix, tryPrefix} from '../net/prefix.js'
import {toPaste} from '../shell-words.js'
import {coveringText, creationThatWorks} from './allocate/other-pools.js'
import {planPrune} from './remove/prune.js'

/** What is in the way, and the command that solves it; both '' if unknown. */
interface Culprit {
  readonly holder: string
  readonly remedy: string
}

const NOBODY: Culprit = {holder: '', remedy: ''}

/**
 * What caused an engine's refusal.
 * @param named the parts of the sentence, such as a network's name or a port
 * @param host with the details of networks, containers, and for a port what publishing it takes
 */
export function culpritOf(host: Host, code: ErrorCode, named: Readonly<Record<string, string>>, now: Date): Culprit {
  switch (code) {
    case 'PORT_TAKEN':
      return portHolder(
        host,
        Number(named.port ?? named.proxyPort ?? 0),
        (named.protocol ?? named.proxyProtocol ?? '').toLowerCase(),
      )
    case 'NETWORK_IN_USE':
      return networkHolders(host, named.name ?? named.used ?? '')
    case 'ENDPOINT_EXISTS':
      return endpointHolder(host, named.container ?? '', named.network ?? '')
    case 'NAME_TAKEN':
      return nameHolder(host, named.name ?? named.used ?? '')
    case 'SUBNET_OVERLAP':
      return overlapHolder(host, named)
    case 'POOL_EXHAUSTED':
      return named.network || named.first ? fullNetwork(host, named) : poolHolders(host, now)
    case 'ADDRESS_TAKEN':
      return addressHolder(host, named)
    case 'NAME_AMBIGUOUS':
      return namesakes(host, named.name ?? named.prefix ?? '')
    case 'CONFLICT':
      return named.id ? overlapHolder(host, named) : linkTarget(host, named.target ?? '')
    default:
      return NOBODY
  }
}

/** The target of a legacy link that is not on the default bridge. */
function linkTarget(host: Host, word: string): Culprit {
  const target = word === '' ? undefined : findContainer(containersOf(host), word)
  if (!target) return NOBODY
  const networks = target.endpoints.map(({networkName}) => `"${networkName}"`).join(', ')
  return {holder: `container "${target.name}" is on ${networks}`, remedy: toPaste`dnet link CONTAINER ${target.name}`}
}

/** @param protocol '' if the sentence does not name it */
function portHolder(host: Host, port: number, protocol: string): Culprit {
  if (port === 0) return NOBODY
  const isIt = (one: {readonly protocol: Protocol}): boolean => protocol === '' || one.protocol === protocol
  // Podman also lists the ports of containers that do not run.
  const holders = containersOf(host)
    .filter(isLive)
    .filter(({published}) => published.some((binding) => binding.hostPort === port && isIt(binding)))
  const [first] = holders
  if (!first) return listenerOn(host, (one) => one.port === port && isIt(one))
  const names = holders.map(({name}) => `"${name}"`).join(', ')
  const who = holders.length === 1 ? `container ${names} publishes` : `containers ${names} publish`
  // With several holders, ending one frees nothing.
  const end = holders.length === 1 ? toPaste`; or stop it, which ends what it serves: docker stop ${first.name}` : ''
  return {holder: `${who} port ${port}`, remedy: `${otherPort(port, protocol)}${end}`}
}

/** A free port comes before ending what has this one. */
function otherPort(port: number, protocol: string): string {
  const of = protocol === '' || protocol === 'tcp' ? '' : toPaste` --protocol ${protocol}`
  return toPaste`publish a free port: dnet ports next --near ${Math.min(port + 1, 65535)}` + of
}

function listenerOn(host: Host, isIt: (listener: Listener) => boolean): Culprit {
  const listeners = host.publishing.known ? host.publishing.value.listeners : host.publishing
  const listener = listeners.known ? listeners.value.find((one) => !one.ofEngine && isIt(one)) : undefined
  if (!listener) return NOBODY
  const {process: owner, addr, port, protocol} = listener
  const who = owner ? `host process "${owner.name}" (${owner.pid})` : 'an unknown host process'
  const end = owner ? '; or stop it, which ends what it serves' : ''
  return {holder: `${who} listens on ${addr} port ${port}`, remedy: `${otherPort(port, protocol)}${end}`}
}

function networkHolders(host: Host, word: string): Culprit {
  const network = findNetwork(host.networks, word)
  const holders = network
    ? holdersOfNetwork(host, network).filter(({kind}) => kind === 'running' || kind === 'stale')
    : []
  if (!network || holders.length === 0) return NOBODY
  const names = holders.map(({name, kind}) => (kind === 'stale' ? `${name} (without a container)` : name))
  return {
    holder: `on "${network.name}": ${names.join(', ')}`,
    remedy: toPaste`dnet rm --disconnect ${network.name}`,
  }
}

function endpointHolder(host: Host, containerWord: string, networkWord: string): Culprit {
  const container = findContainer(containersOf(host), containerWord)
  const network = findNetwork(host.networks, networkWord)
  if (!network) return NOBODY
  const there = container !== undefined && endpointOn(container, network) !== undefined && isLive(container)
  if (there)
    return {holder: `container "${container.name}" is on "${network.name}"`, remedy: 'nothing needs to be done'}
  return {
    holder: `an endpoint named "${containerWord}" is on "${network.name}" without a container`,
    remedy: toPaste`dnet disconnect -f ${network.name} ${containerWord}`,
  }
}

function nameHolder(host: Host, word: string): Culprit {
  const network = host.networks.find(({name}) => name === word)
  if (!network) return NOBODY
  const subnets = network.subnets.map(({subnet}) => subnet).join(', ')
  const about = [network.driver, subnets].filter(Boolean).join(', ')
  return {holder: `network "${word}" (${about})`, remedy: toPaste`dnet create --if-not-exists ${word}`}
}

function overlapHolder(host: Host, {id = '', subnet = ''}: Readonly<Record<string, string>>): Culprit {
  const wanted = tryPrefix(subnet)
  const meets = (text: string): boolean => {
    const block = tryPrefix(text)
    return wanted !== undefined && block !== undefined && overlaps(block, wanted)
  }
  const networks = host.networks.filter((network) =>
    id === '' ? network.subnets.some(({subnet: text}) => meets(text)) : network.id.startsWith(id),
  )
  return {holder: networks.map(inWords).join(', '), remedy: ''}
}

const inWords = ({name, subnets}: Network): string =>
  `network "${name}" (${subnets.map(({subnet}) => subnet).join(', ')})`

/** A network without a free address, found by its name or the first address of the full range, and what is on it. */
function fullNetwork(host: Host, {network: word = '', first = ''}: Readonly<Record<string, string>>): Culprit {
  const addr = tryAddr(first)
  const network = addr ? host.networks.find((one) => subnetAround(one, addr)) : findNetwork(host.networks, word)
  if (!network) return NOBODY
  const live = holdersOfNetwork(host, network).filter(({kind}) => kind !== 'stopped')
  const names = live.map(({name}) => name).join(', ') || 'no container'
  return {holder: `on ${inWords(network)}: ${names}`, remedy: ''}
}

/** What is using an address: the container that the engine names, or all that have one on the network. */
function addressHolder(host: Host, named: Readonly<Record<string, string>>): Culprit {
  const {container: word = '', network: networkWord = '', address = ''} = named
  const container = findContainer(containersOf(host), word)
  if (container) return {holder: `container "${container.name}" has ${address}`, remedy: ''}
  const network = findNetwork(host.networks, networkWord)
  if (!network) return NOBODY
  const {attached} = needed(network.details, `details of network ${network.name}`)
  if (attached.length === 0) return NOBODY
  const all = attached.map(
    ({name, ipv4, ipv6}) => `${name} has ${[ipv4, ipv6].filter(Boolean).map(bareAddress).join(' and ')}`,
  )
  return {holder: `on "${network.name}": ${all.join(', ')}`, remedy: ''}
}

/** The networks that a word might refer to. */
function namesakes(host: Host, word: string): Culprit {
  const named = host.networks.filter(({name}) => name === word)
  const all = named.length > 0 ? named : host.networks.filter(({id}) => word !== '' && id.startsWith(word))
  return {holder: all.map(({name, id}) => `"${name}" is ${shortId(id)}`).join(', '), remedy: ''}
}

const creation = (hosts: number, pool: Prefix | undefined): string =>
  pool ? toPaste`dnet create --hosts ${hosts} --pool ${pool} NAME` : toPaste`dnet create --hosts ${hosts} NAME`

/** What leaves no block in the pools, and how to create a network nevertheless: removing others may free none. */
function poolHolders(host: Host, now: Date): Culprit {
  const query = {filters: {}, includeStopped: false, olderThan: 0, project: ''}
  const networks = host.networks.filter(({subnets}) => subnets.length > 0)
  const unused = planPrune({...host, networks}, query, now).filter(({remove}) => remove).length
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const routes = space ? coveringText(space) : ''
  const held = `networks with a subnet: ${networks.length}, of which unused: ${unused}`
  return {holder: routes || held, remedy: creationThatWorks(space, takenOn(host, []), creation)}
}
