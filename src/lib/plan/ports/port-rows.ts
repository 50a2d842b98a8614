import type {Container} from '../../model/container.js'
import {containersOf, type Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'
import {compareNatural} from '../../model/natural-order.js'
import {type Listener, listeningContainers, portWishes, type ServicePort} from '../../model/ports.js'
import {projectOf, serviceOf} from '../../model/project.js'
import {type Addr, familyOf} from '../../net/addr.js'
import type {Protocol} from '../../net/port.js'
import {holdersOfBindings, listenersOfMesh} from './engine-sockets.js'
import {boundAddrs} from './publish-rules.js'
import {rulesFor} from './situation.js'

/** One host port, and what is using it or will ask for it. */
export interface PortRow {
  /** null if the engine chooses, or nothing is bound. */
  readonly hostAddr: string | null
  /** {first: 0, last: 0} for any free port. */
  readonly hostPorts: {readonly first: number; readonly last: number}
  readonly protocol: Protocol
  readonly family: 4 | 6 | null
  /** null for what listens on the host's own network, a process or a container. */
  readonly containerPort: number | null
  readonly holder: 'container' | 'service' | 'process'
  readonly name: string
  /** The container's or service's id, or the process's pid; '' if it cannot be seen. */
  readonly id: string
  readonly project: string
  readonly service: string
  /** How a Swarm service publishes it; '' for anything but a service. */
  readonly mode: 'ingress' | 'host' | ''
  /**
   * `bound`: in use now. `wanted`: a stopped container asks for it when it starts, or a service on the nodes that run
   * its tasks.
   */
  readonly state: 'bound' | 'wanted'
  readonly containerState: string
  /** From where the port can be reached: only from this host, on one of its addresses, on all of them, or from nowhere. */
  readonly reach: 'loopback' | 'address' | 'everywhere' | 'nowhere'
}

/**
 * Every port of a host: of running containers, stopped containers, Swarm services and host processes, by port, then
 * protocol, address and name. Unknown parts have no rows; the caller says so.
 */
export function portRows(host: Host): PortRow[] {
  const containers = containersOf(host)
  const rows = [
    ...containers.flatMap((container) => (isDown(container) ? wantedRows(container, host) : boundRows(container))),
    ...serviceRows(host),
    ...listenerRows(host),
  ]
  return rows.sort(compareRows)
}

function boundRows(container: Container): PortRow[] {
  return container.published.map(({hostAddr, hostPort, containerPort, protocol}) => ({
    hostAddr,
    hostPorts: {first: hostPort, last: hostPort},
    protocol,
    family: familyOf(hostAddr),
    containerPort,
    ...ofContainer(container),
    state: 'bound',
    reach: reachOf(hostAddr),
  }))
}

function wantedRows(container: Container, host: Host): PortRow[] {
  if (!container.details.known) return []
  const wishes = portWishes(container.details.value)
  if (wishes.length === 0) return []
  const rules = rulesFor(host, container)
  return wishes.flatMap((wish): PortRow[] => {
    const addrs = boundAddrs(wish, rules)
    const base = {
      hostPorts: wish.hostPorts ?? {first: 0, last: 0},
      protocol: wish.protocol,
      containerPort: wish.containerPort,
      ...ofContainer(container),
      state: 'wanted' as const,
    }
    if (addrs.length === 0) return [{...base, hostAddr: wish.hostAddr, family: null, reach: 'nowhere'}]
    return addrs.map((hostAddr) => ({...base, hostAddr, family: familyOf(hostAddr), reach: reachOf(hostAddr)}))
  })
}

const ofContainer = ({id, name, labels, state}: Container) =>
  ({
    holder: 'container',
    name,
    id,
    project: projectOf(labels)?.name ?? '',
    service: serviceOf(labels),
    mode: '',
    containerState: state,
  }) as const

function serviceRows(host: Host): PortRow[] {
  const {publishing} = host
  if (!publishing.known || !publishing.value.services.known) return []
  const tasks = containersOf(host)
  // The host-mode ports of tasks on this node are already bindings of their containers.
  const here = ({service, port, protocol}: ServicePort): boolean =>
    tasks.some(
      ({labels, published}) =>
        labels['com.docker.swarm.service.id'] === service.id &&
        published.some((one) => one.hostPort === port && one.protocol === protocol),
    )
  const shown = publishing.value.services.value.filter((one) => one.mode === 'ingress' || !here(one))
  return shown.map(({service, port, containerPort, protocol, mode}) => ({
    hostAddr: '0.0.0.0',
    hostPorts: {first: port, last: port},
    protocol,
    family: 4,
    containerPort,
    holder: 'service',
    name: service.name,
    id: service.id,
    project: '',
    service: service.name,
    mode,
    state: mode === 'ingress' ? 'bound' : 'wanted',
    containerState: '',
    reach: 'everywhere',
  }))
}

/** Of processes: the host's, and those of containers on the host's network, whose port is its own. */
function listenerRows(host: Host): PortRow[] {
  const {publishing} = host
  if (!publishing.known || !publishing.value.listeners.known) return []
  const {services} = publishing.value
  const holdsBinding = holdersOfBindings(containersOf(host).flatMap(({published}) => published))
  const ofMesh = listenersOfMesh(services)
  const listeners = publishing.value.listeners.value.filter((one) => !holdsBinding(one) && !ofMesh(one))
  const containerOf = listeningContainers(containersOf(host))
  return listeners.map((listener): PortRow => {
    const {addr, port, protocol} = listener
    return {
      hostAddr: addr,
      hostPorts: {first: port, last: port},
      protocol,
      family: familyOf(addr),
      containerPort: null,
      ...ofListener(listener, containerOf(listener)),
      state: 'bound',
      reach: reachOf(addr),
    }
  })
}

function ofListener({process: owner}: Listener, container: Container | undefined) {
  if (container) return ofContainer(container)
  const none = {project: '', service: '', mode: '', containerState: ''} as const
  return {holder: 'process', name: owner?.name ?? '', id: owner ? String(owner.pid) : '', ...none} as const
}

function reachOf(addr: Addr): PortRow['reach'] {
  if (addr === '0.0.0.0' || addr === '::') return 'everywhere'
  return addr.startsWith('127.') || addr === '::1' ? 'loopback' : 'address'
}

/** Any free port comes last. */
const compareRows = (a: PortRow, b: PortRow): number =>
  (a.hostPorts.first || 65536) - (b.hostPorts.first || 65536) ||
  compareNatural(a.protocol, b.protocol) ||
  compareNatural(a.hostAddr ?? '', b.hostAddr ?? '') ||
  compareNatural(a.name, b.name) ||
  compareNatural(a.id, b.id)
