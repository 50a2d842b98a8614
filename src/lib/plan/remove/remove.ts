import {DnetError} from '../../errors.js'
import {GWBRIDGE, holdersOfNetwork, membersOf, type NetworkHolder, swarmHolders} from '../../model/endpoints/members.js'
import {dependentsOf} from '../../model/endpoints/own-network.js'
import {networkNamed} from '../../model/find.js'
import type {Finding} from '../../model/finding.js'
import type {Host, Network} from '../../model/host.js'
import {type Known, known} from '../../model/known.js'
import {isPodman, isPredefined} from '../../model/predefined.js'
import {shellLine, toPaste} from '../../shell-words.js'
import {disconnectFindings} from '../endpoints/connect.js'
import {detachingAll} from '../endpoints/connections.js'
import {keepingAddresses} from '../endpoints/endpoint-change.js'
import {specOf} from '../endpoints/endpoint-spec.js'
import {type Foretold, foretelling, type Refusal, unforetold} from '../foretold.js'
import type {Operation} from '../operation.js'
import {simulate} from '../simulate.js'
import type {Remembered} from '../step.js'

export interface RemoveRequest {
  readonly networks: readonly string[]
  /** Whether to disconnect everything from a network first. */
  readonly disconnect: boolean
  /** Whether to ignore networks that do not exist. */
  readonly force: boolean
}

interface ForetoldRemoval extends Foretold<Operation> {
  /** How to remove the network with everything on it; undefined if it is removed alone, or cannot be. */
  readonly removal: Removal | undefined
  /** Whether it is Swarm's routing mesh; false if that could not be seen. */
  readonly ingress: boolean
}

export interface Removal {
  readonly network: Network
  /** Disconnections, then the removal. */
  readonly operations: readonly Operation[]
  /** Each container's endpoint, to restore it if the network stays after all. */
  readonly remembered: readonly Remembered[]
}

/**
 * The problems and effects of removing each network, given the state that the ones before it leave.
 * @param seen with the details of the networks, and containers; to remove everything on a network, also with the
 * details of the containers on it. Without containers, nothing is seen on a network.
 */
export function foretellRemovals(seen: Known<Host>, request: RemoveRequest): ForetoldRemoval[] {
  let picture = seen
  return request.networks.map((word) => {
    const steps: Operation[] = [{do: 'remove-network', network: word, because: ''}]
    const otherwise = {...unforetold(word, steps), removal: undefined, ingress: false}
    if (!picture.known) return otherwise
    const host = picture.value
    const told = foretelling<ForetoldRemoval>(otherwise, () =>
      foretellRemoval(host, word, otherwise, request.disconnect),
    )
    if (told.refusal?.error.code === 'NETWORK_NOT_FOUND') {
      const asked = request.force || request.disconnect ? [] : steps
      return {...told, steps: asked, refusal: request.force ? undefined : told.refusal}
    }
    if (!told.refusal) picture = known((told.removal?.operations ?? steps).reduce(simulate, host))
    return told
  })
}

function foretellRemoval(host: Host, word: string, alone: ForetoldRemoval, disconnect: boolean): ForetoldRemoval {
  const network = networkNamed(host.networks, word, (one) => !isPredefined(one))
  const told = {...alone, ingress: network.ingress}
  if (isPredefined(network)) return {...told, refusal: predefined(network)}
  const copies = copiesOf(host, network)
  if (copies) return {...told, refusal: copies}
  if (!host.containers.known) return told
  const held = heldBySwarm(host, network) ?? heldByServices(network)
  if (held) return {...told, refusal: held}
  if (!disconnect) return {...told, ...bareRemoval(host, network, word)}
  const removal = planRemoval(host, network, word)
  return {...told, steps: removal.operations, removal, findings: detachmentFindings(host, removal)}
}

/**
 * How to remove a network with everything on it.
 * @param host with the details of the network, containers, and the details of those on the network
 * @param word how to name the network in requests
 */
export function planRemoval(host: Host, network: Network, word: string = network.name): Removal {
  const operations = [
    ...detachingAll(host, network, word),
    {do: 'remove-network', network: word, because: ''} satisfies Operation,
  ]
  const remembered = membersOf(host, network).map(({container, endpoint}): Remembered => {
    const spec = specOf(endpoint, container)
    const had = isPodman(host) ? keepingAddresses(host, network, container, endpoint, spec) : spec
    return {containerId: container.id, container: container.name, networkId: network.id, network: network.name, had}
  })
  return {network, operations, remembered}
}

const predefined = ({name}: Network): Refusal => ({
  error: new DnetError(
    'ENGINE_REFUSED',
    `${name} is a pre-defined network and cannot be removed`,
    'use a network that you create: dnet create NETWORK',
  ),
  reason: '',
})

/** The engine keeps configuration for as long as a network is there that was created from it. */
function copiesOf(host: Host, {name, configOnly}: Network): Refusal | undefined {
  const copies = configOnly ? host.networks.filter(({configFrom}) => configFrom === name) : []
  if (copies.length === 0) return undefined
  const reason = `created from it: ${copies.map((copy) => copy.name).join(', ')}`
  const hint = `first remove what was created from it: ${shellLine(['dnet', 'rm', ...copies.map((copy) => copy.name)])}`
  const error = new DnetError('NETWORK_IN_USE', `configuration network "${name}" is in use; ${reason}`, hint)
  return {error, reason}
}

/** Swarm's endpoints on the bridge to other hosts do not go with it, as those on an overlay network do. */
function heldBySwarm(host: Host, network: Network): Refusal | undefined {
  const held = swarmHolders(host, network)
  if (network.name !== GWBRIDGE || held.length === 0) return undefined
  const reason = `on it: ${held.map((name) => `${name} (Swarm's)`).join(', ')}`
  const hint = 'keep it: Swarm needs it for as long as this node is part of one'
  const error = new DnetError('NETWORK_IN_USE', `network ${network.name} has active endpoints; ${reason}`, hint)
  return {error, reason}
}

/** Swarm keeps the network of a service, wherever its tasks run, and with whatever else is on it. */
function heldByServices({name, details}: Network): Refusal | undefined {
  const services = details.known ? details.value.services.map((service) => service.name) : []
  if (services.length === 0) return undefined
  const reason = `in use by ${services.length === 1 ? 'service' : 'services'} ${services.join(', ')}`
  const line = services.map((service) => toPaste`docker service update --network-rm ${name} ${service}`).join('; ')
  const hint = `keep it, or first take what is in the way off it, which restarts its tasks: ${line}`
  return {error: new DnetError('NETWORK_IN_USE', `network ${name} is ${reason}`, hint), reason}
}

const NOTE: Readonly<Record<NetworkHolder['kind'], string>> = {
  running: '',
  stopped: ' (not running)',
  stale: ' (an endpoint without a container)',
  swarm: '',
}

/** Live endpoints prevent the removal, on Podman also those of stopped containers; elsewhere these lose their connection. */
function bareRemoval(host: Host, network: Network, word: string): Pick<Foretold, 'refusal' | 'findings'> {
  const holders = holdersOfNetwork(host, network).filter(({kind}) => kind !== 'swarm')
  const inTheWay = holders.filter(({kind}) => kind !== 'stopped' || isPodman(host))
  if (inTheWay.length === 0) {
    const dependent = new Set(dependentsOf(host, network).map(({name}) => name))
    const findings = holders.map(({name}): Finding => {
      const message = `stopped container "${name}" cannot start without network "${network.name}"`
      const hint = dependent.has(name) ? '' : toPaste`to disconnect it first: dnet rm --disconnect ${word}`
      return {code: 'PLACE_LOST', refused: false, message, hint}
    })
    return {refusal: undefined, findings: [...findings, ...homeless(host, network)]}
  }
  const reason = `on it: ${inTheWay.map(({name, kind}) => `${name}${NOTE[kind]}`).join(', ')}`
  const message = `network ${network.name} has active endpoints; ${reason}`
  const hint = toPaste`to end their connections as well: dnet rm --disconnect ${word}`
  return {refusal: {error: new DnetError('NETWORK_IN_USE', message, hint), reason}, findings: []}
}

/** Of the containers that were created with the network, and so depend on it even when they are not on it. */
function homeless(host: Host, network: Network): Finding[] {
  const names = dependentsOf(host, network).map(({name}) => `"${name}"`)
  if (names.length === 0) return []
  const them = names.length === 1 ? 'it' : 'them'
  const message = `created with network "${network.name}": ${names.join(', ')}; without it, the engine connects ${them} to no other network, and does not start ${them} on one`
  const hint = toPaste`to keep the network, with nothing on it: dnet disconnect --all ${network.name}`
  return [{code: 'PLACE_LOST', refused: false, message, hint}]
}

/** The side effects of disconnecting everything from a network. */
function detachmentFindings(host: Host, {network, operations}: Removal): Finding[] {
  const stopped = holdersOfNetwork(host, network).filter(({kind}) => kind === 'stopped')
  return [
    ...operations.flatMap((operation) => (operation.do === 'disconnect' ? disconnectFindings(host, operation) : [])),
    ...homeless(host, network),
    ...stopped.map(({name}): Finding => {
      const message = `stopped container "${name}" loses its connection to "${network.name}"`
      return {code: 'PLACE_LOST', refused: false, message, hint: ''}
    }),
  ]
}
