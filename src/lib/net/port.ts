import {DnetError} from '../errors.js'
import {type Addr, parseAddrUnmapped} from './addr.js'

export type Protocol = 'tcp' | 'udp' | 'sctp'

/** Ports from `first` to `last`, both included, 0 to 65535. As a host port, 0 means any free port. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** Reports whether a port is in a range. */
export const hasPort = ({first, last}: PortRange, port: number): boolean => first <= port && port <= last

/**
 * What a port specification asks for. The ranges of container and host ports have the same length, or there is one
 * container port.
 */
interface PortSpec {
  /** null if none is named: the engine then binds on all addresses, of both families if it can. */
  readonly hostAddr: Addr | null
  /** null if none is named, which asks for any free port, as port 0 does. */
  readonly hostPorts: PortRange | null
  readonly containerPorts: PortRange
  readonly protocol: Protocol
}

/** One container port of a specification. A `hostPorts` of several ports asks for any one free port of them. */
export interface PortWish {
  readonly hostAddr: Addr | null
  readonly hostPorts: PortRange | null
  readonly containerPort: number
  readonly protocol: Protocol
}

/**
 * Reads `[HOST_IP:][HOST_PORT[-END]:]CONTAINER_PORT[-END][/tcp|udp|sctp]` as `docker run -p` does (go-connections
 * nat.ParsePortSpec): an IPv6 host address is written in brackets, which may be left out; the protocol may be upper
 * case; `10.0.0.1::80` leaves the host port open. What nat ignores is refused here: text after a second "/" or "-", and
 * empty brackets.
 * @throws DnetError USAGE naming the bad part
 */
export function parsePortSpec(text: string): PortSpec {
  const parts = text.split(':')
  const [container = '', ...protocols] = (parts.pop() ?? '').split('/')
  const host = parts.pop()
  const address = parts.join(':')
  const protocol = readProtocol(text, protocols)
  if (container === '') throw badSpec(text, 'the container port is missing')
  const containerPorts = readRange(text, 'container port', container)
  if (containerPorts.first === 0) throw badSpec(text, 'the container port must be from 1 to 65535, not 0')
  const hostPorts = host === undefined || host === '' ? null : readRange(text, 'host port', host)
  const wanted = containerPorts.last - containerPorts.first
  if (hostPorts && wanted > 0 && hostPorts.last - hostPorts.first !== wanted) {
    throw badSpec(text, `the host ports ${host} and the container ports ${container} differ in number`)
  }
  return {hostAddr: address === '' ? null : readHostAddr(text, address), hostPorts, containerPorts, protocol}
}

/** The specification's container ports one by one, each with the host port (or choice of host ports) it asks for. */
export function wishesOf({hostAddr, hostPorts, containerPorts, protocol}: PortSpec): PortWish[] {
  const wishes: PortWish[] = []
  const paired = containerPorts.last > containerPorts.first
  for (let containerPort = containerPorts.first; containerPort <= containerPorts.last; containerPort++) {
    const hostPort = (hostPorts?.first ?? 0) + containerPort - containerPorts.first
    const wish = hostPorts && paired ? {first: hostPort, last: hostPort} : hostPorts
    wishes.push({hostAddr, hostPorts: wish, containerPort, protocol})
  }
  return wishes
}

/** Reads `PORT` or `FIRST-LAST`, 1 to 65535. @throws DnetError USAGE naming the bad part */
export function parsePortRange(text: string): PortRange {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? []
  const range = {first: Number(first), last: Number(last)}
  const bad = (why: string): DnetError =>
    new DnetError('USAGE', `"${text}" is not a valid port range: ${why}`, 'write a range such as 8000-8999')
  if (first === '') throw bad('it must be PORT or FIRST-LAST')
  if (range.first < 1 || range.last > 65535) throw bad('ports are from 1 to 65535')
  if (range.last < range.first) throw bad('it ends before it begins')
  return range
}

/** Reads a port, 1 to 65535. @throws DnetError USAGE for any other text */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65535) return port
  throw new DnetError('USAGE', `"${text}" is not a valid port: ports are from 1 to 65535`, '8080')
}

/** Reads "tcp", "udp" or "sctp", in any case. @throws DnetError USAGE for any other word */
export function parseProtocol(text: string): Protocol {
  const lower = text.toLowerCase()
  if (lower === 'tcp' || lower === 'udp' || lower === 'sctp') return lower
  throw new DnetError('USAGE', `the protocol "${text}" is not tcp, udp or sctp`, 'use tcp, udp or sctp')
}

/** Reports whether any free host port will do. */
export const wantsAnyPort = (ports: PortRange | null): boolean => !ports || (ports.first === 0 && ports.last === 0)

/** Reports whether an engine could give a host port to what asks for it. */
export const couldGet = ({hostPorts}: PortWish, port: number): boolean =>
  hostPorts === null || wantsAnyPort(hostPorts) || hasPort(hostPorts, port)

function readProtocol(text: string, given: readonly string[]): Protocol {
  const word = given.join('/')
  const lower = word.toLowerCase()
  if (word === '') return 'tcp'
  if (lower === 'tcp' || lower === 'udp' || lower === 'sctp') return lower
  throw badSpec(text, `the protocol "${word}" is not tcp, udp or sctp`)
}

function readRange(text: string, what: string, ports: string): PortRange {
  const dash = ports.indexOf('-')
  const first = readPort(text, what, dash === -1 ? ports : ports.slice(0, dash))
  const last = dash === -1 ? first : readPort(text, what, ports.slice(dash + 1))
  if (last < first) throw badSpec(text, `the ${what} range "${ports}" ends before it begins`)
  return {first, last}
}

function readPort(text: string, what: string, digits: string): number {
  if (digits === '') throw badSpec(text, `one end of the ${what} range is missing`)
  if (!/^\d+$/.test(digits)) throw badSpec(text, `the ${what} "${digits}" is not a number`)
  const port = Number(digits)
  if (port > 65535) throw badSpec(text, `the ${what} ${digits} is above 65535`)
  return port
}

function readHostAddr(text: string, written: string): Addr {
  const bracketed = written.startsWith('[') || written.endsWith(']')
  if (bracketed && !(written.startsWith('[') && written.endsWith(']'))) {
    throw badSpec(text, `the host address "${written}" is missing a bracket`)
  }
  try {
    return parseAddrUnmapped(bracketed ? written.slice(1, -1) : written)
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    throw new DnetError('USAGE', `port specification "${text}": ${error.message}`, FORM, {cause: error})
  }
}

const FORM = 'write [HOST_IP:][HOST_PORT[-END]:]CONTAINER_PORT[-END][/tcp|udp|sctp], such as 127.0.0.1:8080:80'

const badSpec = (text: string, why: string): DnetError =>
  new DnetError('USAGE', `port specification "${text}": ${why}`, FORM)
