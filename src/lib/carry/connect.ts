import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {
  type ConnectRequest,
  type DisconnectRequest,
  foretellConnections,
  foretellDisconnections,
  mayHarmSwarm,
  stayingOn,
} from '../plan/endpoints/connections.js'
import type {Foresight} from './change.js'
import {around, look, NO_LOOK, unchecked} from './look.js'
import {execute} from './steps.js'

/** The result for one container. */
interface Moved {
  readonly container: string
  /** Whether it already was where it should be. */
  readonly already: boolean
}

/** Connects containers to a network. @param options `look`: whether to check the host first */
export async function foreseeConnect(
  engine: Engine,
  request: ConnectRequest,
  options: {readonly look: boolean},
): Promise<Foresight<Moved>> {
  const {network, containers, ifNotConnected} = request
  const seen = options.look ? await look(engine, around([network], containers)) : NO_LOOK
  return {
    findings: unchecked(`what is on network ${network}`, seen),
    unseen: [],
    parts: foretellConnections(seen, request).map((told) => ({
      ...told,
      carry: async (surroundings, progress) => {
        const {target: container, steps} = told
        try {
          await execute(engine, steps, surroundings, progress)
          return {container, already: steps.length === 0}
        } catch (error) {
          const isThere = error instanceof DnetError && error.code === 'ENDPOINT_EXISTS'
          if (isThere && ifNotConnected) return {container, already: true}
          throw error
        }
      },
    })),
  }
}

/**
 * Disconnects containers from a network.
 * @param options `look`: whether to check the host first; to disconnect everything, or what may be Swarm's by force, it
 * is observed in any case
 * @throws DnetError as `Engine.observe`, NETWORK_NOT_FOUND, NAME_AMBIGUOUS, if everything is to be disconnected
 */
export async function foreseeDisconnect(
  engine: Engine,
  request: DisconnectRequest,
  options: {readonly look: boolean},
): Promise<Foresight<Moved>> {
  const {network, containers} = request
  const all = containers === 'all'
  const risky = !all && containers.some((container) => mayHarmSwarm({container, force: request.force}))
  const seen = all || options.look || risky ? await look(engine, around([network], all ? [] : containers)) : NO_LOOK
  if (all && !seen.known) throw seen.error
  return {
    findings: all && seen.known ? stayingOn(seen.value, network) : unchecked(`what is on network ${network}`, seen),
    unseen: [],
    parts: foretellDisconnections(seen, request).map((told) => ({
      ...told,
      findings: options.look ? told.findings : [],
      carry: async (surroundings, progress) => {
        await execute(engine, told.steps, surroundings, progress)
        return {container: told.target, already: false}
      },
    })),
  }
}
