import {DnetError} from '../../errors.js'
import type {PortSituation, PublishRules} from '../../model/ports.js'
import type {Addr} from '../../net/addr.js'
import type {PortRange, PortWish, Protocol} from '../../net/port.js'
import type {PortIndex} from './port-index.js'
import {boundAddrs, isLocal, whyNothing} from './publish-rules.js'

/**
 * Gives out free ports of an index, each only once. A port is free if nothing uses it, nothing stopped wants it, and
 * nothing about it is in doubt; parts that were not seen count as empty, which the caller has to say.
 */
export class FreePorts {
  private readonly index: PortIndex
  /** For each set of addresses, where to continue after a port that is not free: ports are taken but never released. */
  private readonly jumps = new Map<string, Uint32Array>()

  constructor(index: PortIndex) {
    this.index = index
  }

  /** Reports whether a port is free on all of these addresses. */
  has(addrs: readonly Addr[], port: number, protocol: Protocol): boolean {
    return addrs.every((addr) => this.index.meeting(protocol, addr, port).length === 0)
  }

  /** Takes a port for `name`. */
  take(addrs: readonly Addr[], port: number, protocol: Protocol, name: string): void {
    const holder = {kind: 'wanted', name} as const
    for (const addr of addrs)
      this.index.add(protocol, port, {addr, holder, how: 'held', by: 'engine', reason: () => ''})
  }

  /** The lowest free port of a range, which this does not take; undefined if there is none. */
  lowest(addrs: readonly Addr[], {first, last}: PortRange, protocol: Protocol): number | undefined {
    const key = `${protocol} ${addrs.join()}`
    const jumps = this.jumps.get(key) ?? new Uint32Array(65536)
    this.jumps.set(key, jumps)
    const passed: number[] = []
    let port = first
    while (port <= last && (jumps[port] !== 0 || !this.has(addrs, port, protocol))) {
      passed.push(port)
      port = jumps[port] || port + 1
    }
    for (const one of passed) jumps[one] = port
    return port <= last ? port : undefined
  }
}

/**
 * The addresses to look for free ports on.
 * @throws DnetError USAGE if no port can be published on the wanted address
 */
export function searchedAddrs(
  {hostAddr, protocol}: Pick<PortWish, 'hostAddr' | 'protocol'>,
  rules: PublishRules,
  situation: Pick<PortSituation, 'local'>,
): readonly Addr[] {
  const wish: PortWish = {hostAddr, hostPorts: null, containerPort: 1, protocol}
  const addrs = boundAddrs(wish, rules)
  const hint = 'give an address of the host that the engine publishes on, such as 127.0.0.1'
  if (addrs.length === 0) throw new DnetError('USAGE', whyNothing(wish, rules), hint)
  const away = addrs.find((addr) => !isLocal(addr, situation))
  if (away !== undefined) throw new DnetError('USAGE', `${away} is not an address of the engine's host`, hint)
  return addrs
}
