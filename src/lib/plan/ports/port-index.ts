import {KERNEL, listeningContainers, type PortBinding, type PortHolder, type PortSituation} from '../../model/ports.js'
import {type Addr, bracketed, familyOf} from '../../net/addr.js'
import type {Protocol} from '../../net/port.js'
import {holdersOfBindings, listenersOfMesh} from './engine-sockets.js'
import {boundAddrs} from './publish-rules.js'

/** One reason why an address and port is not, or may not be, available. */
export interface Hold {
  readonly addr: Addr
  readonly holder: PortHolder
  /** `held`: now. `maybe`: by a socket that may or may not use it. `claimed`: by something that does not run yet. */
  readonly how: 'held' | 'maybe' | 'claimed'
  readonly by: 'engine' | 'host'
  /** The whole reason in words, lower case. Built on demand: few of 100,000 are needed. */
  readonly reason: () => string
}

const PROTOCOLS: Readonly<Record<Protocol, number>> = {tcp: 0, udp: 1, sctp: 2}

const keyOf = (protocol: Protocol, addr: Addr, port: number): number =>
  (port * 3 + PROTOCOLS[protocol]) * 2 + (familyOf(addr) === 6 ? 1 : 0)

const isAll = (addr: Addr): boolean => addr === '0.0.0.0' || addr === '::'

/** Whether sockets on two addresses of one family exclude each other on the same port. */
const meet = (a: Addr, b: Addr): boolean => a === b || isAll(a) || isAll(b)

/** Whether any of these addresses meets any of those. */
export const anyMeet = (these: readonly Addr[], those: readonly Addr[]): boolean =>
  these.some((a) => those.some((b) => familyOf(a) === familyOf(b) && meet(a, b)))

/**
 * What is using which port, found by protocol, family and port. Different protocols and families never conflict; within
 * one of each, an address conflicts with itself, and "all addresses" with any (moby portallocator.go v28.5.2, and the
 * kernel).
 */
export class PortIndex {
  private readonly holds = new Map<number, Hold[]>()

  add(protocol: Protocol, port: number, hold: Hold): void {
    const key = keyOf(protocol, hold.addr, port)
    const list = this.holds.get(key)
    if (list === undefined) this.holds.set(key, [hold])
    else list.push(hold)
  }

  /** What conflicts with a socket on this address and port. */
  meeting(protocol: Protocol, addr: Addr, port: number): readonly Hold[] {
    const list = this.holds.get(keyOf(protocol, addr, port))
    return list === undefined ? [] : list.filter((hold) => meet(hold.addr, addr))
  }

  /** Whether nothing uses this port on any address. */
  isEmpty(protocol: Protocol, addr: Addr, port: number): boolean {
    return !this.holds.has(keyOf(protocol, addr, port))
  }
}

/** `10.0.0.1:80/tcp`, `[::]:80/udp`. */
export const socketText = (addr: Addr, port: number, protocol: Protocol): string =>
  `${bracketed(addr)}:${port}/${protocol}`

/** The index of everything used or claimed on a host. */
export function indexPorts(situation: PortSituation): PortIndex {
  const index = new PortIndex()
  addBindings(index, situation.bindings)
  addListeners(index, situation)
  addServices(index, situation)
  addClaims(index, situation)
  return index
}

export function addBindings(index: PortIndex, bindings: readonly PortBinding[]): void {
  for (const {hostAddr, hostPort, protocol, holder} of bindings) {
    const reason = () => `${holderText(holder)} publishes ${socketText(hostAddr, hostPort, protocol)}`
    index.add(protocol, hostPort, {addr: hostAddr, holder, how: 'held', by: 'engine', reason})
  }
}

function addListeners(index: PortIndex, {bindings, listeners, containers, services}: PortSituation): void {
  if (!listeners.known || listeners.value.length === 0) return
  const holdsBinding = holdersOfBindings(bindings)
  const ofMesh = listenersOfMesh(services)
  const containerOf = listeningContainers(containers)
  for (const listener of listeners.value) {
    const {addr, port, protocol, oneFamily, process, ofEngine} = listener
    const socket = socketText(addr, port, protocol)
    if (holdsBinding(listener) || ofMesh(listener)) continue
    const container = containerOf(listener)
    const holder: PortHolder = container
      ? {kind: 'container', id: container.id, name: container.name}
      : {kind: 'process', name: process?.name ?? '', pid: process?.pid}
    const itself = ofEngine && isEngineItself(holder)
    const who = () => `${holderText(holder)}${itself ? ', the engine itself,' : ''}`
    const stale = ofEngine && !itself ? ': a stale engine process, as no container publishes that port' : ''
    const reason = (also = '') => `${who()} listens on ${socket}${also}${stale}`
    const by = 'host'
    index.add(protocol, port, {addr, holder, how: 'held', by, reason: () => reason()})
    if (familyOf(addr) === 4 || oneFamily === true || addr !== '::') continue
    const four = {addr: '0.0.0.0' as Addr, holder, by} as const
    if (oneFamily === false)
      index.add(protocol, port, {...four, how: 'held', reason: () => reason(', and therefore also on IPv4')})
    else {
      const doubt = ', and possibly also on IPv4'
      index.add(protocol, port, {...four, how: 'maybe', reason: () => reason(doubt)})
    }
  }
}

/** These listen for their API and for Swarm; the other programs of an engine listen only for containers. */
const ENGINES = ['dockerd', 'podman']

export const isEngineItself = (holder: PortHolder): boolean =>
  holder.kind === 'process' && ENGINES.includes(holder.name)

function addServices(index: PortIndex, {services}: PortSituation): void {
  if (!services.known) return
  for (const {service, port, protocol, mode} of services.value) {
    const holder: PortHolder = {kind: 'service', ...service}
    const how = mode === 'ingress' ? 'held' : 'claimed'
    const reason = () =>
      mode === 'ingress'
        ? `service "${service.name}" publishes ${port}/${protocol} on every node`
        : `service "${service.name}" publishes ${port}/${protocol} on each node that runs one of its tasks`
    for (const addr of ['0.0.0.0', '::'] as Addr[]) index.add(protocol, port, {addr, holder, how, by: 'engine', reason})
  }
}

function addClaims(index: PortIndex, {claims}: PortSituation): void {
  if (!claims.known) return
  for (const {wish, rules, holder, startsWithEngine} of claims.value) {
    // If there are several ports to choose from, the engine finds another one.
    if (wish.hostPorts === null || wish.hostPorts.first === 0 || wish.hostPorts.first !== wish.hostPorts.last) continue
    const port = wish.hostPorts.first
    const when = startsWithEngine ? 'when it starts (it starts with the engine)' : 'when it starts'
    for (const addr of boundAddrs(wish, rules)) {
      const reason = () => `${holderText(holder)} is stopped and wants ${socketText(addr, port, wish.protocol)} ${when}`
      index.add(wish.protocol, port, {addr, holder, how: 'claimed', by: 'engine', reason})
    }
  }
}

/** `container "web"`, `process nginx (12)`, `an unknown process`. */
export function holderText(holder: PortHolder): string {
  if (holder.kind === 'container') return `container "${holder.name}"`
  if (holder.kind === 'service') return `service "${holder.name}"`
  if (holder.kind === 'wanted') return `"${holder.name}"`
  if (holder.pid === undefined) return 'an unknown process'
  if (holder.pid === KERNEL.pid) return 'the kernel'
  return `process ${holder.name} (${holder.pid})`
}
