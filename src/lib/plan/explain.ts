import type {ErrorCode} from '../errors.js'
import {bridgeOf} from '../model/bridge.js'
import type {Container} from '../model/container.js'
import {holdersOfNetwork, isLive, looseEndpoints, membersOf, strandedEndpoints} from '../model/endpoints/members.js'
import {containersMeant, networksMeant} from '../model/find.js'
import {containersOf, type Host, type Network} from '../model/host.js'
import {shortId} from '../model/ids.js'
import {KERNEL, portWishes} from '../model/ports.js'
import {serviceOf} from '../model/project.js'
import {type AddressHolder, holdersOf, networksAround, subnetAround} from '../model/subnets/addresses.js'
import {takenOn} from '../model/subnets/blocks-in-use.js'
import {type Addr, tryAddr} from '../net/addr.js'
import {hasPort, type Protocol} from '../net/port.js'
import {overlaps, tryPrefix} from '../net/prefix.js'
import {toPaste} from '../shell-words.js'
import {coveringText, creationOf, creationThatWorks} from './allocate/other-pools.js'
import {largerNetwork} from './endpoints/full-network.js'
import {strandedOn} from './endpoints/stranded.js'
import {type Hold, indexPorts, isEngineItself} from './ports/port-index.js'
import {portSituation} from './ports/situation.js'
import {planPrune} from './remove/prune.js'

/** What is in the way, and the command that solves it; both '' if unknown. */
interface Culprit {
  readonly holder: string
  readonly remedy: string
}

/** The parts of a sentence, such as a network's name or a port. */
type Named = Readonly<Record<string, string>>

const NOBODY: Culprit = {holder: '', remedy: ''}

/**
 * What caused an engine's refusal: only what fits all that the sentence names, and nobody where nothing here does.
 * @param host with the details of networks, containers, and for a port what publishing it takes
 */
export function culpritOf(host: Host, code: ErrorCode, named: Named, now: Date): Culprit {
  switch (code) {
    case 'PORT_TAKEN':
      return portHolder(host, named)
    case 'NETWORK_IN_USE':
      if (named.config !== undefined) return configUsers(host, named.config)
      return named.service === undefined ? networkHolders(host, named) : serviceUser(host, named.service)
    case 'ENDPOINT_EXISTS':
      return endpointHolder(host, named)
    case 'NAME_TAKEN':
      return named.container === undefined ? nameHolder(host, named) : containerOfName(host, named.container)
    case 'SUBNET_OVERLAP':
      return overlapHolder(host, named)
    case 'POOL_EXHAUSTED':
      // Nobody holds what the engine never had.
      if (named.six) return NOBODY
      return named.network || named.first ? fullNetwork(host, named) : poolHolders(host, now)
    case 'ADDRESS_TAKEN':
      return addressHolder(host, named)
    case 'NAME_AMBIGUOUS':
      return namesakes(host, named.name ?? named.prefix ?? '')
    case 'NETWORK_NOT_FOUND':
      return named.removed === undefined ? NOBODY : strandedBy(host, named.removed)
    case 'CONFLICT':
      return conflictWith(host, named)
    default:
      return NOBODY
  }
}

/** The containers that were on a network with this id, which was removed. */
function strandedBy(host: Host, id: string): Culprit {
  return together(
    containersOf(host)
      .filter((container) => !isLive(container))
      .flatMap((container) =>
        strandedEndpoints(host, container)
          .filter(({networkId}) => networkId === id)
          .map((endpoint) => {
            const {what, remedy} = strandedOn(host, container, endpoint)
            return {holder: `container "${container.name}" ${what}`, remedy}
          }),
      ),
  )
}

/** All of them; what to do only where there is one. */
function together(culprits: readonly Culprit[]): Culprit {
  const [first = NOBODY, ...others] = culprits
  if (others.length === 0) return first
  return {holder: culprits.map(({holder}) => holder).join('; '), remedy: ''}
}

const hasNamesakes = ({networks}: Host, {name}: Network): boolean =>
  networks.filter((one) => one.name === name).length > 1

/** The network in quotes, with its id where others have its name. */
const networkText = (host: Host, network: Network): string =>
  `"${network.name}"${hasNamesakes(host, network) ? ` (${shortId(network.id)})` : ''}`

/** What a command takes for this network and for no other. */
const networkWord = (host: Host, network: Network): string =>
  hasNamesakes(host, network) ? shortId(network.id) : network.name

/** The container that a sentence names; undefined where it is gone, or several may be meant. */
function containerNamedIn(host: Host, word: string): Container | undefined {
  const [first, ...others] = containersMeant(containersOf(host), word)
  return others.length === 0 ? first : undefined
}

function conflictWith(host: Host, {id, bridge, parent, target, stopped}: Named): Culprit {
  if (id !== undefined) return {holder: networksHere(host, (one) => one.id.startsWith(id)), remedy: ''}
  if (bridge !== undefined) return {holder: networksHere(host, (one) => bridgeOf(one) === bridge), remedy: ''}
  if (parent !== undefined) return {holder: networksHere(host, ({options}) => options.parent === parent), remedy: ''}
  if (stopped !== undefined) return stoppedTarget(host, stopped)
  return target === undefined ? NOBODY : linkTarget(host, target)
}

const networksHere = ({networks}: Host, isIt: (network: Network) => boolean): string =>
  networks.filter(isIt).map(inWords).join(', ')

/** The target of a legacy link that is not on the default bridge. */
function linkTarget(host: Host, word: string): Culprit {
  const target = containerNamedIn(host, word)
  const names = target?.endpoints.map(({networkName}) => networkName) ?? []
  if (!target || names.length === 0 || names.includes('bridge')) return NOBODY
  const networks = names.map((name) => `"${name}"`).join(', ')
  return {holder: `container "${target.name}" is on ${networks}`, remedy: toPaste`dnet link CONTAINER ${target.name}`}
}

/** A container that does not run, and would have to. */
function stoppedTarget(host: Host, word: string): Culprit {
  const target = containerNamedIn(host, word)
  if (!target || isLive(target)) return NOBODY
  return {holder: `container "${target.name}" is ${target.state}`, remedy: ''}
}

/** What has a port on the address and protocol of the sentence; where it does not name one, on any. */
function portHolder(host: Host, named: Named): Culprit {
  const port = Number(named.tried ?? named.port ?? 0)
  if (port === 0) return NOBODY
  const addrs = sentenceAddrs(named)
  const protocols = sentenceProtocols(host, named, port)
  const index = indexPorts(portSituation(host, ({name}) => name === named.endpoint))
  const holds = protocols.flatMap((protocol) =>
    addrs
      .flatMap((addr) => index.meeting(protocol, addr, port))
      .filter((hold) => fitsSentence(hold, named))
      .map((hold) => ({...hold, protocol})),
  )
  const each = new Map(holds.map((hold) => [`${hold.protocol} ${JSON.stringify(hold.holder)}`, hold]))
  const [first, ...others] = each.values()
  if (!first) return NOBODY
  // With several holders, ending one frees nothing.
  const end = others.length === 0 ? toEnd(first) : ''
  const holder = [first, ...others].map(({reason}) => reason()).join(', ')
  return {holder, remedy: `${otherPort(port, first.protocol)}${end}`}
}

/** "all addresses" of both families where the sentence names none: that meets any address. */
function sentenceAddrs({addr = '', family = ''}: Named): readonly Addr[] {
  const one = tryAddr(addr.replace(/^\[|\]$/g, ''))
  if (one) return [one]
  return (['0.0.0.0', '::'] as Addr[]).filter((all) => family === '' || (all === '::') === (family === '6'))
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp', 'sctp']

/** The protocol of the sentence, or those in which the container that it names wants the port, or any. */
function sentenceProtocols(host: Host, {protocol = '', endpoint}: Named, port: number): readonly Protocol[] {
  if (protocol !== '') return PROTOCOLS.filter((one) => one === protocol.toLowerCase())
  const details = containersOf(host).find(({name}) => name === endpoint)?.details
  const wishes = details?.known ? portWishes(details.value) : []
  const wanted = wishes.filter(({hostPorts}) => hostPorts && hasPort(hostPorts, port))
  if (wanted.length === 0) return PROTOCOLS
  return PROTOCOLS.filter((one) => wanted.some((wish) => wish.protocol === one))
}

/** What does not run holds no port, except for a service, which reserves it; a service has to be the one named. */
function fitsSentence({how, by, holder}: Hold, {service, engines}: Named): boolean {
  if (service !== undefined) return holder.kind === 'service' && holder.id.startsWith(service)
  return how !== 'claimed' && (engines === undefined || by === 'engine')
}

function toEnd({holder}: Hold): string {
  if (holder.kind === 'container') return toPaste`; or stop it, which ends what it serves: docker stop ${holder.name}`
  if (holder.kind !== 'process' || holder.pid === undefined || holder.pid === KERNEL.pid) return ''
  return isEngineItself(holder) ? '' : '; or stop it, which ends what it serves'
}

/** A free port comes before ending what has this one. */
function otherPort(port: number, protocol: Protocol): string {
  const of = protocol === 'tcp' ? '' : toPaste` --protocol ${protocol}`
  return toPaste`publish a free port: dnet ports next --near ${Math.min(port + 1, 65535)}` + of
}

function networkHolders(host: Host, {id, name, used = ''}: Named): Culprit {
  return together(
    networksMeant(host.networks, id ?? name ?? used).flatMap((network) => {
      const holders = holdersOfNetwork(host, network).filter(({kind}) => kind === 'running' || kind === 'stale')
      if (holders.length === 0) return []
      const names = holders.map(({name, kind}) => (kind === 'stale' ? `${name} (without a container)` : name))
      return [
        {
          holder: `on ${networkText(host, network)}: ${names.join(', ')}`,
          remedy: toPaste`keep it, or take off what is on it, which loses its names and addresses there: dnet rm --disconnect ${networkWord(host, network)}`,
        },
      ]
    }),
  )
}

/** The networks that were created from a config-only network. */
function configUsers(host: Host, config: string): Culprit {
  const users = host.networks.filter(({configFrom}) => configFrom === config).map(({name}) => name)
  if (users.length === 0) return NOBODY
  return {
    holder: `created from "${config}": ${users.map((name) => `network "${name}"`).join(', ')}`,
    remedy: `keep it, or first remove them: ${users.map((name) => toPaste`dnet rm ${name}`).join('; ')}`,
  }
}

/** The Swarm service of which a container runs here. */
function serviceUser(host: Host, id: string): Culprit {
  const task = containersOf(host).find(({labels}) => labels['com.docker.swarm.service.id'] === id)
  return task ? {holder: `service "${serviceOf(task.labels)}"`, remedy: ''} : NOBODY
}

function endpointHolder(host: Host, {container: word = '', network: named = ''}: Named): Culprit {
  return together(
    networksMeant(host.networks, named).flatMap((network): Culprit[] => {
      const members = membersOf(host, network).map(({container}) => container)
      const [member] = containersMeant(members.filter(isLive), word)
      if (member) {
        const holder = `container "${member.name}" is on ${networkText(host, network)}`
        return [{holder, remedy: 'nothing needs to be done'}]
      }
      if (!looseEndpoints(host, network).some(({name, kind}) => kind === 'stale' && name === word)) return []
      return [
        {
          holder: `an endpoint named "${word}" is on ${networkText(host, network)} without a container`,
          remedy: toPaste`dnet disconnect -f ${networkWord(host, network)} ${word}`,
        },
      ]
    }),
  )
}

function nameHolder(host: Host, {name, used = ''}: Named): Culprit {
  const word = name ?? used
  const holders = host.networks.filter((one) => one.name === word)
  if (holders.length === 0) return NOBODY
  const about = holders.map(({driver, subnets}) =>
    [driver, subnets.map(({subnet}) => subnet).join(', ')].filter(Boolean).join(', '),
  )
  return {
    holder: about.map((text) => `network "${word}" (${text})`).join(', '),
    remedy: toPaste`dnet create --if-not-exists ${word}`,
  }
}

function containerOfName(host: Host, word: string): Culprit {
  const container = containerNamedIn(host, word)
  return container ? {holder: `container "${container.name}" is ${container.state}`, remedy: ''} : NOBODY
}

function overlapHolder(host: Host, {id = '', subnet = ''}: Named): Culprit {
  const wanted = tryPrefix(subnet)
  const meets = (text: string): boolean => {
    const block = tryPrefix(text)
    return wanted !== undefined && block !== undefined && overlaps(block, wanted)
  }
  const isIt = (network: Network): boolean =>
    id === '' ? network.subnets.some(({subnet: text}) => meets(text)) : network.id.startsWith(id)
  return {holder: networksHere(host, isIt), remedy: ''}
}

const inWords = ({name, subnets}: Network): string =>
  `network "${name}"${subnets.length === 0 ? '' : ` (${subnets.map(({subnet}) => subnet).join(', ')})`}`

/** A network without a free address, found by its id, name or the first address of the full range, and who is on it. */
function fullNetwork(host: Host, {id, network: word = '', first = ''}: Named): Culprit {
  const addr = tryAddr(first)
  const networks = addr
    ? host.networks.filter((one) => subnetAround(one, addr))
    : networksMeant(host.networks, id ?? word)
  return together(
    networks.map((network) => {
      const live = holdersOfNetwork(host, network).filter(({kind}) => kind !== 'stopped')
      return {
        holder: `on ${inWords(network)}: ${live.map(({name}) => name).join(', ') || 'no container'}`,
        remedy: largerNetwork(host, network),
      }
    }),
  )
}

/** An address on a network. */
interface Wanted {
  readonly network: Network
  readonly addr: Addr
}

/** What has the address of the sentence, or else the one that a container here requests and did not get. */
function addressHolder(host: Host, {address = '', container, network}: Named): Culprit {
  const addr = tryAddr(address)
  const wanted = addr ? networksAround(host, addr).map((one) => ({network: one, addr})) : requested(host, network)
  const owner = container === undefined ? undefined : (containerNamedIn(host, container)?.name ?? '')
  const held = wanted.flatMap((one) => {
    const holder = holdersOf(host, one.network).get(one.addr)
    const isIt = holder && holder.kind !== 'promised' && (owner === undefined || owner === holder.name)
    return isIt ? [addressText(host, one.network, holder)] : []
  })
  const [first, ...others] = new Set(held)
  return first === undefined || others.length > 0 ? NOBODY : {holder: first, remedy: ''}
}

/** The addresses that containers request on networks to which they are not connected now. */
const requested = (host: Host, word: string | undefined): Wanted[] =>
  (word === undefined ? host.networks : networksMeant(host.networks, word)).flatMap((network) =>
    membersOf(host, network)
      .filter(({endpoint}) => endpoint.endpointId === '')
      .flatMap(({endpoint: {wanted4, wanted6}}) => [wanted4, wanted6])
      .flatMap((addr) => (addr === undefined ? [] : [{network, addr}])),
  )

function addressText(host: Host, network: Network, {kind, name, addr}: AddressHolder): string {
  const where = networkText(host, network)
  if (kind === 'gateway') return `${addr} is the gateway of network ${where}`
  if (kind === 'auxiliary') return `${addr} is the auxiliary address "${name}" of network ${where}`
  if (kind === 'reserved') return `${addr} is the first or last address of network ${where}, which no container gets`
  return kind === 'stale'
    ? `an endpoint named "${name}" has ${addr} on ${where} without a container`
    : `container "${name}" has ${addr} on ${where}`
}

/** The networks that a word might refer to. */
function namesakes(host: Host, word: string): Culprit {
  const all = networksMeant(host.networks, word)
  return {holder: all.map(({name, id}) => `"${name}" is ${shortId(id)}`).join(', '), remedy: ''}
}

/** What leaves no block in the pools, and how to create a network nevertheless: removing others may free none. */
function poolHolders(host: Host, now: Date): Culprit {
  const query = {filters: {}, includeStopped: false, olderThan: 0, project: ''}
  const networks = host.networks.filter(({subnets}) => subnets.length > 0)
  const unused = planPrune({...host, networks}, query, now).filter(({remove}) => remove).length
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const routes = space ? coveringText(space) : ''
  const held = `networks with a subnet: ${networks.length}, of which unused: ${unused}`
  return {holder: routes || held, remedy: creationThatWorks(space, takenOn(host, []), creationOf('NAME'))}
}
