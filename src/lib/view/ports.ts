import type {Container} from '../model/container.js'
import type {Host} from '../model/host.js'
import {type Addr, familyOf} from '../net/addr.js'
import type {Protocol} from '../net/port.js'
import {rulesFor} from '../plan/port-situation.js'
import {boundAddrs} from '../plan/publish-rules.js'
import {isLive} from '../plan/published-effects.js'
import type {TextRow} from './row-format.js'

/** One host port, and who has it or will ask for it. */
export interface PortRow {
  /** null where the engine chooses, or nothing is bound. */
  readonly hostAddr: string | null
  /** {first: 0, last: 0} for any free port. */
  readonly hostPorts: {readonly first: number; readonly last: number}
  readonly protocol: Protocol
  readonly family: 4 | 6 | null
  /** null for a process of the host. */
  readonly containerPort: number | null
  readonly holder: 'container' | 'service' | 'process'
  readonly name: string
  /** The container's or service's id, the process's number; '' where it cannot be seen. */
  readonly id: string
  readonly project: string
  readonly service: string
  /** `bound`: held now. `wanted`: a stopped container asks for it when it starts. */
  readonly state: 'bound' | 'wanted'
  readonly containerState: string
  /** How far the port can be reached: from this host alone, on one of its addresses, or on all of them. */
  readonly reach: 'loopback' | 'address' | 'everywhere' | 'nowhere'
}

/**
 * Every published port of a host: of running containers, stopped ones, Swarm services, and the processes of its
 * machine, by port, then protocol, address and name. Parts that are unknown give no row; the caller says so.
 */
export function portRows(host: Host): PortRow[] {
  const containers = host.containers.known ? host.containers.value : []
  const rows = [
    ...containers.flatMap((container) => (isLive(container) ? boundRows(container) : wantedRows(container, host))),
    ...serviceRows(host),
    ...processRows(host),
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
  const {wishes} = container.details.value
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
    project: labels['com.docker.compose.project'] ?? '',
    service: labels['com.docker.compose.service'] ?? labels['com.docker.swarm.service.name'] ?? '',
    containerState: state,
  }) as const

function serviceRows({publishing}: Host): PortRow[] {
  if (!publishing.known || !publishing.value.services.known) return []
  // The host-mode ports of a service are bindings of its containers on this node already.
  const ingress = publishing.value.services.value.filter(({mode}) => mode === 'ingress')
  return ingress.map(({service, port, protocol}) => ({
    hostAddr: '0.0.0.0',
    hostPorts: {first: port, last: port},
    protocol,
    family: 4,
    containerPort: null,
    holder: 'service',
    name: service.name,
    id: service.id,
    project: '',
    service: service.name,
    state: 'bound',
    containerState: '',
    reach: 'everywhere',
  }))
}

function processRows(host: Host): PortRow[] {
  if (!host.publishing.known || !host.publishing.value.listeners.known) return []
  const containers = host.containers.known ? host.containers.value : []
  const bound = new Set(
    containers.flatMap(({published}) =>
      published.map(({hostAddr, hostPort, protocol}) => `${hostAddr} ${hostPort} ${protocol}`),
    ),
  )
  const listeners = host.publishing.value.listeners.value.filter(
    ({addr, port, protocol, ofEngine}) => !ofEngine && !bound.has(`${addr} ${port} ${protocol}`),
  )
  return listeners.map(({addr, port, protocol, process: owner}) => ({
    hostAddr: addr,
    hostPorts: {first: port, last: port},
    protocol,
    family: familyOf(addr),
    containerPort: null,
    holder: 'process',
    name: owner?.name ?? '',
    id: owner ? String(owner.pid) : '',
    project: '',
    service: '',
    state: 'bound',
    containerState: '',
    reach: reachOf(addr),
  }))
}

function reachOf(addr: Addr): PortRow['reach'] {
  if (addr === '0.0.0.0' || addr === '::') return 'everywhere'
  return addr.startsWith('127.') || addr === '::1' ? 'loopback' : 'address'
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const compareRows = (a: PortRow, b: PortRow): number =>
  a.hostPorts.first - b.hostPorts.first ||
  compareText(a.protocol, b.protocol) ||
  compareText(a.hostAddr ?? '', b.hostAddr ?? '') ||
  compareText(a.name, b.name) ||
  compareText(a.id, b.id)

/** Headings of the columns that `--format` and the tables have. */
export const PORT_HEADERS: TextRow = {
  HostAddr: 'HOST ADDRESS',
  HostPort: 'PORT',
  Protocol: 'PROTOCOL',
  ContainerPort: 'TO',
  Holder: 'HOLDER',
  Kind: 'KIND',
  ID: 'ID',
  Project: 'PROJECT',
  Service: 'SERVICE',
  State: 'STATE',
  Reach: 'REACH',
}

export function portText(row: PortRow): TextRow {
  return {
    HostAddr: row.hostAddr ?? '-',
    HostPort: rangeText(row.hostPorts),
    Protocol: row.protocol,
    ContainerPort: row.containerPort === null ? '-' : String(row.containerPort),
    Holder: row.name || (row.holder === 'process' ? 'a process that cannot be looked at' : '-'),
    Kind: row.holder === 'process' && row.id ? `process ${row.id}` : row.holder,
    ID: row.id.slice(0, 12),
    Project: row.project || '-',
    Service: row.service || '-',
    State: row.state === 'wanted' ? `wanted (${row.containerState})` : row.state,
    Reach: row.reach,
  }
}

const rangeText = ({first, last}: PortRow['hostPorts']): string =>
  first === 0 ? 'any' : first === last ? String(first) : `${first}-${last}`

/** What of a host's ports could not be seen, one sentence each. */
export function unseenPorts({containers, publishing}: Host): string[] {
  const unseen: string[] = []
  if (!containers.known) unseen.push(`containers not seen: ${containers.why}`)
  else if (containers.value.some((container) => !isLive(container) && !container.details.known))
    unseen.push('the wishes of stopped containers were not looked at')
  if (!publishing.known) return [...unseen, `processes and services not seen: ${publishing.why}`]
  const {listeners, services} = publishing.value
  if (!listeners.known) unseen.push(`processes of the host not seen: ${listeners.why}`)
  if (!services.known) unseen.push(`Swarm services not seen: ${services.why}`)
  return unseen
}
