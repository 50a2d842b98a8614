import type {PortHolder, PortSituation} from '../../model/ports.js'
import {type Addr, bracketed, familyOf} from '../../net/addr.js'
import type {Protocol} from '../../net/port.js'
import {holdersOfBindings} from './engine-sockets.js'
import {boundAddrs} from './publish-rules.js'

/** One reason why an address and port cannot be had, or may not be. */
export interface Hold {
  readonly addr: Addr
  readonly holder: PortHolder
  /** `held`: now. `maybe`: by a socket of which that cannot be seen. `claimed`: by something that does not run yet. */
  readonly how: 'held' | 'maybe' | 'claimed'
  readonly by: 'engine' | 'host'
  /** The whole reason in words, lower case. Made when it is asked for: of 100,000 few are. */
  readonly reason: () => string
}

const PROTOCOLS: Readonly<Record<Protocol, number>> = {tcp: 0, udp: 1, sctp: 2}

const keyOf = (protocol: Protocol, addr: Addr, port: number): number =>
  (port * 3 + PROTOCOLS[protocol]) * 2 + (familyOf(addr) === 6 ? 1 : 0)

const isAll = (addr: Addr): boolean => addr === '0.0.0.0' || addr === '::'

/**
 * Who holds what, found by protocol, family and port. Protocols and families never meet; within one of each, an
 * address meets itself, and all addresses meet every one (engine-side moby portallocator.go v28.5.2, and the kernel).
 */
export class PortIndex {
  private readonly holds = new Map<number, Hold[]>()

  add(protocol: Protocol, port: number, hold: Hold): void {
    const key = keyOf(protocol, hold.addr, port)
    const list = this.holds.get(key)
    if (list === undefined) this.holds.set(key, [hold])
    else list.push(hold)
  }

  /** What meets a socket on this address and port. */
  meeting(protocol: Protocol, addr: Addr, port: number): readonly Hold[] {
    const list = this.holds.get(keyOf(protocol, addr, port))
    return list === undefined ? [] : list.filter((hold) => hold.addr === addr || isAll(hold.addr) || isAll(addr))
  }

  /** Whether nothing at all is on this port. */
  isEmpty(protocol: Protocol, addr: Addr, port: number): boolean {
    return !this.holds.has(keyOf(protocol, addr, port))
  }
}

/** `10.0.0.1:80/tcp`, `[::]:80/udp`. */
export const socketText = (addr: Addr, port: number, protocol: Protocol): string =>
  `${bracketed(addr)}:${port}/${protocol}`

/** The index of all that is held or claimed on a host. */
export function indexPorts(situation: PortSituation): PortIndex {
  const index = new PortIndex()
  addBindings(index, situation)
  addListeners(index, situation)
  addServices(index, situation)
  addClaims(index, situation)
  return index
}

function addBindings(index: PortIndex, {bindings}: PortSituation): void {
  for (const {hostAddr, hostPort, protocol, holder} of bindings) {
    const reason = () => `${holderText(holder)} has ${socketText(hostAddr, hostPort, protocol)}`
    index.add(protocol, hostPort, {addr: hostAddr, holder, how: 'held', by: 'engine', reason})
  }
}

function addListeners(index: PortIndex, {bindings, listeners, services}: PortSituation): void {
  if (!listeners.known || listeners.value.length === 0) return
  const holdsBinding = holdersOfBindings(bindings)
  const ingress = new Set(
    (services.known ? services.value : [])
      .filter((one) => one.mode === 'ingress')
      .map((one) => `${one.port}/${one.protocol}`),
  )
  for (const listener of listeners.value) {
    const {addr, port, protocol, oneFamily, process, ofEngine} = listener
    const socket = socketText(addr, port, protocol)
    if (holdsBinding(listener) || (ofEngine && ingress.has(`${port}/${protocol}`))) continue
    const holder: PortHolder = {kind: 'process', name: process?.name ?? '', pid: process?.pid}
    const itself = ofEngine && ENGINES.includes(process?.name ?? '')
    const who = () => `${holderText(holder)}${itself ? ', the engine itself,' : ''}`
    const stale = ofEngine && !itself ? ", the engine's own, though no container has that port: it is stale" : ''
    const reason = (also = '') => `${who()} listens on ${socket}${also}${stale}`
    const by = 'host'
    index.add(protocol, port, {addr, holder, how: 'held', by, reason: () => reason()})
    if (familyOf(addr) === 4 || oneFamily === true || addr !== '::') continue
    const four = {addr: '0.0.0.0' as Addr, holder, by} as const
    if (oneFamily === false)
      index.add(protocol, port, {...four, how: 'held', reason: () => reason(', and so on IPv4 too')})
    else {
      const doubt = ', and it cannot be seen whether on IPv4 too'
      index.add(protocol, port, {...four, how: 'maybe', reason: () => reason(doubt)})
    }
  }
}

/** They listen for their API and for Swarm; the other programs of an engine do for containers alone. */
const ENGINES = ['dockerd', 'podman']

function addServices(index: PortIndex, {services}: PortSituation): void {
  if (!services.known) return
  for (const {service, port, protocol, mode} of services.value) {
    const holder: PortHolder = {kind: 'service', ...service}
    const how = mode === 'ingress' ? 'held' : 'claimed'
    const reason = () =>
      mode === 'ingress'
        ? `service "${service.name}" has ${port}/${protocol} on every node`
        : `service "${service.name}" has ${port}/${protocol} on each node that a task of it runs on`
    for (const addr of ['0.0.0.0', '::'] as Addr[]) index.add(protocol, port, {addr, holder, how, by: 'engine', reason})
  }
}

function addClaims(index: PortIndex, {claims}: PortSituation): void {
  if (!claims.known) return
  for (const {wish, rules, holder, startsWithEngine} of claims.value) {
    // Of several ports the engine finds it another one.
    if (wish.hostPorts === null || wish.hostPorts.first === 0 || wish.hostPorts.first !== wish.hostPorts.last) continue
    const port = wish.hostPorts.first
    const when = startsWithEngine ? 'when it starts, which it does with the engine' : 'when it starts'
    for (const addr of boundAddrs(wish, rules)) {
      const reason = () => `${holderText(holder)} is stopped and wants ${socketText(addr, port, wish.protocol)} ${when}`
      index.add(wish.protocol, port, {addr, holder, how: 'claimed', by: 'engine', reason})
    }
  }
}

/** `container "web"`, `process nginx (12)`, `a process of another user`. */
export function holderText(holder: PortHolder): string {
  if (holder.kind === 'container') return `container "${holder.name}"`
  if (holder.kind === 'service') return `service "${holder.name}"`
  if (holder.kind === 'wanted') return `"${holder.name}"`
  if (holder.pid === undefined) return 'a process that cannot be looked at'
  return `process ${holder.name} (${holder.pid})`
}
