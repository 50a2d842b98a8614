import {DnetError, type ErrorCode} from '../../errors.js'
import type {Container, Endpoint} from '../../model/container.js'
import {canLeave, isJoinable, obstacleOf, obstacleTo} from '../../model/endpoints/joining.js'
import {endpointOn, GWBRIDGE, holdersOfNetwork, maybeSwarms, swarmHolders} from '../../model/endpoints/members.js'
import {containerNamed, findContainer, networkNamed} from '../../model/find.js'
import type {Finding} from '../../model/finding.js'
import {containersOf, type Host, type Network} from '../../model/host.js'
import {type Known, known, needed} from '../../model/known.js'
import {isPodman} from '../../model/predefined.js'
import {toPaste} from '../../shell-words.js'
import type {EndpointSpec} from '../../spec/network-spec.js'
import {type Foretold, foretelling, type Refusal, unforetold} from '../foretold.js'
import type {Operation} from '../operation.js'
import {simulate} from '../simulate.js'
import {connectFindings, disconnectFindings} from './connect.js'
import {lackingOn} from './endpoint-spec.js'
import {insteadText, ownObstacleText} from './obstacle-text.js'
import {placeLost} from './place-lost.js'

export interface ConnectRequest {
  readonly network: string
  readonly containers: readonly string[]
  readonly endpoint: EndpointSpec
  /** Whether a container that is already on the network is left as it is, without an error. */
  readonly ifNotConnected: boolean
}

export interface DisconnectRequest {
  readonly network: string
  /** `all`: everything on the network, including stopped containers and endpoints without a container. */
  readonly containers: readonly string[] | 'all'
  readonly force: boolean
}

type Change<D extends Operation['do']> = Operation & {do: D}

/**
 * The problems and effects of connecting each container, given the state that the ones before it leave.
 * @param seen with the details of the network, of the containers, and of those on the network
 */
export function foretellConnections(seen: Known<Host>, request: ConnectRequest): Foretold<Change<'connect'>>[] {
  const {network, containers, endpoint, ifNotConnected} = request
  const operations = containers.map((container): Change<'connect'> => {
    return {do: 'connect', network, container, endpoint, because: ''}
  })
  return inTurn(seen, operations, (host, operation) => {
    const unfit = podmansRefusal(host, operation)
    if (unfit) return {...unforetold(operation.container, [operation]), refusal: unfit}
    const there = networkNamed(host.networks, network, isJoinable)
    const who = containerNamed(
      host,
      operation.container,
      (one) => !endpointOn(one, there) && !obstacleTo(host, one, there),
    )
    const already = ifNotConnected ? endpointOn(who, there) : undefined
    if (already)
      return {...unforetold(operation.container, []), refusal: otherwiseConnected(there, who, already, endpoint)}
    const found = connectFindings(host, operation)
    const findings = found.filter(({refused}) => !refused)
    return {...unforetold(operation.container, [operation]), findings, refusal: refusalIn(host, found)}
  })
}

/**
 * The problems and effects of disconnecting each container, likewise.
 * @param seen as for connections; required to disconnect everything. Without it, what may harm Swarm is refused.
 * @throws DnetError NETWORK_NOT_FOUND, NAME_AMBIGUOUS if everything is to be disconnected
 */
export function foretellDisconnections(
  seen: Known<Host>,
  request: DisconnectRequest,
): Foretold<Change<'disconnect'>>[] {
  const operations = disconnections(seen, request)
  if (!seen.known)
    return operations.map((operation) => {
      const told = unforetold(operation.container, [operation])
      return {...told, refusal: mayHarmSwarm(operation) ? swarmUnseen(operation, seen.why) : undefined}
    })
  return inTurn(seen, operations, (host, operation) => {
    const unfit = podmansRefusal(host, operation)
    if (unfit) return {...unforetold(operation.container, [operation]), refusal: unfit}
    const known = findContainer(containersOf(host), operation.container)
    const network = networkNamed(host.networks, operation.network, (one) => mayBeLeft(host, known, one))
    const told = unforetold(operation.container, [operation])
    if (!known && swarmHolders(host, network).includes(operation.container))
      return {...told, refusal: swarmsOwn(network, operation.container)}
    if (operation.force && !isPodman(host) && !known)
      return {...told, refusal: endpointMissing(host, network, operation.container)}
    const container = containerNamed(host, operation.container, (one) => mayBeLeft(host, one, network))
    if (endpointOn(container, network)) {
      const found = disconnectFindings(host, operation)
      const findings = [...found.filter(({refused}) => !refused), ...placeLost(host, network, container)]
      return {...told, findings, refusal: refusalIn(host, found)}
    }
    // To Podman, what is on no network at all asks for one that there is not.
    const code = isPodman(host) && container.endpoints.length === 0 ? 'NETWORK_NOT_FOUND' : 'ENGINE_REFUSED'
    const error = new DnetError(
      code,
      `container ${container.name} is not connected to network ${network.name}`,
      toPaste`see which networks it is on: dnet inspect --container ${container.name}`,
    )
    return {...told, refusal: {error, reason: ''}}
  })
}

/** Podman looks at the container's mode before it looks for the network, to connect it as to disconnect it. */
function podmansRefusal(host: Host, {container: word, network}: Change<'connect' | 'disconnect'>): Refusal | undefined {
  const container = isPodman(host) ? findContainer(containersOf(host), word) : undefined
  const obstacle = container && obstacleOf(host, container)
  if (!obstacle) return undefined
  const {what, hint} = ownObstacleText(host, container, obstacle, (owner) => insteadText(network, owner))
  const message = `container "${container.name}" ${what}`
  return {error: new DnetError('ENGINE_REFUSED', message, hint), reason: message}
}

/** Whether the container, or any if it is not known, is on the network and can be disconnected. */
const mayBeLeft = (host: Host, container: Container | undefined, network: Network): boolean =>
  (container ? [container] : containersOf(host)).some((one) => endpointOn(one, network) && canLeave(one, network))

/** For a container that is on the network already, although not as it is to be. */
function otherwiseConnected(
  network: Network,
  container: Container,
  endpoint: Endpoint,
  wanted: EndpointSpec,
): Refusal | undefined {
  const lacks = lackingOn(container, endpoint, wanted)
  if (lacks.length === 0) return undefined
  const message = `container "${container.name}" is already on "${network.name}", but without ${lacks.join(', ')}`
  const hint = toPaste`to connect it anew: dnet disconnect ${network.name} ${container.name}`
  return {error: new DnetError('CONFLICT', message, hint), reason: ''}
}

/** Whether the disconnection would do harm if its container were an endpoint of Swarm's, as its name may be. */
export const mayHarmSwarm = ({container, force}: {readonly container: string; readonly force: boolean}): boolean =>
  force && maybeSwarms(container)

const swarmUnseen = ({container, network}: Change<'disconnect'>, why: string): Refusal => ({
  error: new DnetError(
    'ENGINE_REFUSED',
    `"${container}" on network "${network}" may belong to Swarm, which could not be checked: ${why}`,
    'if it is a container, leave out --force',
  ),
  reason: '',
  harmful: true,
})

/** With force, the engine takes it away, and stops, or leaves a container without its default route. */
const swarmsOwn = (network: Network, name: string): Refusal => ({
  error: new DnetError(
    'ENGINE_REFUSED',
    `"${name}" on network "${network.name}" belongs to Swarm, which removes it when nothing needs it`,
    toPaste`see what is on it: dnet inspect --pretty ${network.name}`,
  ),
  reason: '',
  harmful: true,
})

/** With force, Docker removes an endpoint without a container; Podman has none. */
function endpointMissing(host: Host, network: Network, name: string): Refusal | undefined {
  if (holdersOfNetwork(host, network).some((holder) => holder.name === name)) return undefined
  const message = `"${name}" is not on network "${network.name}"`
  const hint = toPaste`see what is on it: dnet inspect --pretty ${network.name}`
  return {error: new DnetError('NOT_FOUND', message, hint), reason: ''}
}

/** What stays on Swarm's bridge when all else is disconnected; what is on an overlay network goes by itself. */
export function stayingOn(host: Host, word: string): Finding[] {
  const network = networkNamed(host.networks, word)
  const held = network.name === GWBRIDGE ? swarmHolders(host, network) : []
  if (held.length === 0) return []
  const message = `${held.join(', ')} will stay on "${network.name}": Swarm needs ${held.length === 1 ? 'it' : 'them'}`
  return [{code: 'SWARM', refused: false, message, hint: ''}]
}

function disconnections(
  seen: Known<Host>,
  {network: word, containers, force}: DisconnectRequest,
): Change<'disconnect'>[] {
  if (containers !== 'all')
    return containers.map((container) => ({do: 'disconnect', network: word, container, force, because: ''}))
  const host = needed(seen, 'the host')
  return detachingAll(host, networkNamed(host.networks, word), word).map((operation) => {
    return {...operation, force: force || operation.force}
  })
}

/**
 * How to disconnect everything from a network. An endpoint without a container is removed by name and with force (moby
 * daemon/container_operations.go disconnectFromNetwork).
 * @param host with the details of the network, and containers
 * @param word how to name the network in requests
 */
export const detachingAll = (host: Host, network: Network, word: string): Change<'disconnect'>[] =>
  holdersOfNetwork(host, network)
    // Swarm removes its endpoints together with the network.
    .filter(({kind}) => kind !== 'swarm')
    .map(({name, kind}) => {
      const because = kind === 'stale' ? 'an endpoint without a container' : `${kind} container`
      return {do: 'disconnect', network: word, container: name, force: kind === 'stale', because}
    })

/** Predicts operations one after the other, each on the state that those before it leave. */
function inTurn<O extends Change<'connect' | 'disconnect'>>(
  seen: Known<Host>,
  operations: readonly O[],
  planner: (host: Host, operation: O) => Foretold<O>,
): Foretold<O>[] {
  let picture = seen
  return operations.map((operation) => {
    const otherwise = unforetold(operation.container, [operation])
    if (!picture.known) return otherwise
    const host = picture.value
    const told = foretelling(otherwise, () => planner(host, operation))
    if (!told.refusal && told.steps.length > 0) picture = known(simulate(host, operation))
    return told
  })
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ADDRESS_TAKEN: 'ADDRESS_TAKEN',
  ALREADY_CONNECTED: 'ENDPOINT_EXISTS',
  NETWORK_FULL: 'POOL_EXHAUSTED',
}

/** The finding for which the engine would refuse the change, as a refusal; undefined if there is none. */
export function refusalIn(host: Host, findings: readonly Finding[]): Refusal | undefined {
  const first = findings.find(({refused}) => refused)
  if (!first) return undefined
  const error = new DnetError(CODES[first.code] ?? 'ENGINE_REFUSED', first.message, first.hint)
  // Podman keeps the endpoint of a connection that failed, and then refuses to list any container.
  return {error, reason: first.message, harmful: isPodman(host)}
}
