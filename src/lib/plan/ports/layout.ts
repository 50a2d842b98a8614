import {DnetError} from '../../errors.js'
import type {PortSituation, PublishRules} from '../../model/ports.js'
import type {Addr} from '../../net/addr.js'
import {type PortRange, type Protocol, parseProtocol} from '../../net/port.js'
import {FreePorts, searchedAddrs} from './free-ports.js'
import {indexPorts} from './port-index.js'

/** A port of a service that needs a host port. */
interface PortNeed {
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
    throw new DnetError('USAGE', `"${text}" is not NAME=PORT with a port from 1 to 65535`, 'write web=80 or dns=53/udp')
  return {name, containerPort, protocol: parseProtocol(protocol)}
}

export interface LaidOutPort extends PortNeed {
  /** 1 to 65535. */
  readonly hostPort: number
}

/**
 * A host port for each need, in their order: its container port if that is in `within` and free, else the lowest free
 * one, as {@link FreePorts} defines free.
 * @throws DnetError PORT_TAKEN if `within` does not suffice; USAGE if nothing can be published on an address
 */
export function layOutPorts(
  needs: readonly PortNeed[],
  within: PortRange,
  rules: PublishRules,
  situation: PortSituation,
): LaidOutPort[] {
  const free = new FreePorts(indexPorts(situation))
  return needs.map((need) => {
    const {name, containerPort: own, protocol} = need
    const addrs = searchedAddrs(need, rules, situation)
    const keepsOwn = own >= within.first && own <= within.last && free.has(addrs, own, protocol)
    const hostPort = keepsOwn ? own : free.lowest(addrs, within, protocol)
    if (hostPort === undefined) {
      const range = `${within.first}-${within.last}`
      throw new DnetError('PORT_TAKEN', `no free ${protocol} port in ${range} for "${name}"`, 'use a larger --range')
    }
    free.take(addrs, hostPort, protocol, name)
    return {...need, hostPort}
  })
}

/**
 * The lowest free host ports of a range, ascending, as {@link FreePorts} defines free.
 * @param count at least 1; fewer are returned if there are no more
 * @throws DnetError USAGE if nothing can be published on the address
 */
export function nextFreePorts(
  within: PortRange,
  count: number,
  need: Pick<PortNeed, 'hostAddr' | 'protocol'>,
  rules: PublishRules,
  situation: PortSituation,
): number[] {
  const free = new FreePorts(indexPorts(situation))
  const addrs = searchedAddrs(need, rules, situation)
  const ports: number[] = []
  for (let first = within.first; ports.length < count; ) {
    const port = free.lowest(addrs, {first, last: within.last}, need.protocol)
    if (port === undefined) break
    ports.push(port)
    first = port + 1
  }
  return ports
}
