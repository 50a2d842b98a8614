import {DnetError} from '../errors.js'
import type {PortSituation, PublishRules} from '../model/ports.js'
import type {Addr} from '../net/addr.js'
import {type PortRange, type PortWish, type Protocol, parseProtocol} from '../net/port.js'
import {indexPorts, type PortIndex} from './port-index.js'
import {boundAddrs} from './publish-rules.js'

/** A service that is to get a host port. */
export interface PortNeed {
  /** Unique among those that are laid out together. */
  readonly name: string
  /** 1 to 65535. */
  readonly containerPort: number
  readonly protocol: Protocol
  /** null for all addresses. */
  readonly hostAddr: Addr | null
}

/**
 * Reads `NAME=PORT[/PROTOCOL]`, such as "web=80" or "dns=53/udp".
 * @throws DnetError USAGE naming the bad part
 */
export function parsePortNeed(text: string): Omit<PortNeed, 'hostAddr'> {
  const [, name, digits, protocol = 'tcp'] = /^([a-zA-Z0-9][\w.-]*)=(\d{1,5})(?:\/(\w+))?$/.exec(text) ?? []
  const containerPort = Number(digits)
  if (name === undefined || containerPort < 1 || containerPort > 65535)
    throw new DnetError('USAGE', `"${text}" is not NAME=PORT with a port of 1 to 65535`, 'web=80, or dns=53/udp')
  return {name, containerPort, protocol: parseProtocol(protocol)}
}

export interface LaidOutPort extends PortNeed {
  /** 1 to 65535. */
  readonly hostPort: number
}

/**
 * A host port for each need, in their order: its container port where that is in `within` and free, else the lowest
 * free one. Free is what nothing has, nothing stopped wants, and of which nothing is in doubt; unseen parts count as
 * empty, which the caller has to say.
 * @throws DnetError PORT_TAKEN where `within` does not suffice
 */
export function layOutPorts(
  needs: readonly PortNeed[],
  within: PortRange,
  rules: PublishRules,
  situation: PortSituation,
): LaidOutPort[] {
  const index = indexPorts(situation)
  const cursors = new Map<string, number>()
  return needs.map((need) => {
    const addrs = boundAddrs(wishOf(need), rules)
    const key = `${need.protocol} ${addrs.join()}`
    const own = need.containerPort
    const hostPort =
      own >= within.first && own <= within.last && isFree(index, addrs, own, need.protocol)
        ? own
        : lowestFree(index, addrs, {first: cursors.get(key) ?? within.first, last: within.last}, need.protocol)
    if (hostPort === undefined) {
      const range = `${within.first}-${within.last}/${need.protocol}`
      throw new DnetError('PORT_TAKEN', `no free port is left in ${range} for "${need.name}"`, 'widen the range')
    }
    if (hostPort !== own) cursors.set(key, hostPort)
    const holder = {kind: 'wanted', name: need.name} as const
    for (const addr of addrs)
      index.add(need.protocol, hostPort, {addr, holder, how: 'held', by: 'engine', reason: () => ''})
    return {...need, hostPort}
  })
}

const wishOf = ({hostAddr, containerPort, protocol}: PortNeed): PortWish => ({
  hostAddr,
  hostPorts: null,
  containerPort,
  protocol,
})

const isFree = (index: PortIndex, addrs: readonly Addr[], port: number, protocol: Protocol): boolean =>
  addrs.every((addr) => index.meeting(protocol, addr, port).length === 0)

function lowestFree(index: PortIndex, addrs: readonly Addr[], {first, last}: PortRange, protocol: Protocol) {
  for (let port = first; port <= last; port++) if (isFree(index, addrs, port, protocol)) return port
  return undefined
}

/**
 * The lowest free host ports from `from` up, ascending: free as {@link layOutPorts} means it.
 * @param count at least 1; fewer come back where there are no more
 */
export function nextFreePorts(
  from: number,
  count: number,
  need: Pick<PortNeed, 'hostAddr' | 'protocol'>,
  rules: PublishRules,
  situation: PortSituation,
): number[] {
  const index = indexPorts(situation)
  const addrs = boundAddrs({hostAddr: need.hostAddr, hostPorts: null, containerPort: 1, protocol: need.protocol}, rules)
  const ports: number[] = []
  for (let port = Math.max(from, 1); port <= 65535 && ports.length < count; port++)
    if (isFree(index, addrs, port, need.protocol)) ports.push(port)
  return ports
}
