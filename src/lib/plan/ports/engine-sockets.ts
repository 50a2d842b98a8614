import type {Listener, PortBinding} from '../../model/ports.js'

type Bound = Pick<PortBinding, 'hostAddr' | 'hostPort' | 'protocol'>

/**
 * Tells the listeners that hold these bindings, so that they are not taken for somebody else's. A socket of the very
 * address and port can only be the engine's, whether or not its process is seen. Podman's rootlessport holds a binding
 * of 0.0.0.0 by a socket on `::`.
 */
export function holdersOfBindings(bindings: readonly Bound[]): (listener: Listener) => boolean {
  const sockets = new Set(bindings.map((one) => `${one.hostAddr} ${one.hostPort} ${one.protocol}`))
  const ports = new Set(bindings.map((one) => `${one.hostPort} ${one.protocol}`))
  return ({addr, port, protocol, ofEngine}) =>
    sockets.has(`${addr} ${port} ${protocol}`) || (ofEngine && addr === '::' && ports.has(`${port} ${protocol}`))
}
