import type {Listener, PortBinding, PublishingFacts} from '../../model/ports.js'

type Bound = Pick<PortBinding, 'hostAddr' | 'hostPort' | 'protocol'>

/**
 * Recognizes the listeners that belong to these bindings, so that they do not count as conflicts. A socket with the
 * same address and port can only be the engine's, whether or not its process is visible. Podman's rootlessport
 * implements a binding of 0.0.0.0 with a socket on `::`.
 */
export function holdersOfBindings(bindings: readonly Bound[]): (listener: Listener) => boolean {
  const sockets = new Set(bindings.map((one) => `${one.hostAddr} ${one.hostPort} ${one.protocol}`))
  const ports = new Set(bindings.map((one) => `${one.hostPort} ${one.protocol}`))
  return ({addr, port, protocol, ofEngine}) =>
    sockets.has(`${addr} ${port} ${protocol}`) || (ofEngine && addr === '::' && ports.has(`${port} ${protocol}`))
}

/** Recognizes the engine's listeners for Swarm's routing mesh, which counts by its services. */
export function listenersOfMesh(services: PublishingFacts['services']): (listener: Listener) => boolean {
  const mesh = (services.known ? services.value : []).filter(({mode}) => mode === 'ingress')
  const ports = new Set(mesh.map(({port, protocol}) => `${port}/${protocol}`))
  return ({ofEngine, port, protocol}) => ofEngine && ports.has(`${port}/${protocol}`)
}
