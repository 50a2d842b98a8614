import type {Engine, Needs} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import type {Container} from '../model/container.js'
import {mayBeMeant} from '../model/find.js'
import type {Finding} from '../model/finding.js'
import type {Host} from '../model/host.js'

/** A `Known<Host>` that, if the host could not be observed, contains the engine's error. */
export type Looked =
  | {readonly known: true; readonly value: Host}
  | {readonly known: false; readonly why: string; readonly error: DnetError}

/** The result if no check was wanted. */
export const NO_LOOK: Looked = {
  known: false,
  why: 'not checked',
  error: new DnetError('USAGE', 'not checked', 'omit --no-check'),
}

/**
 * Observes the host. A failure is not a failure of the change, which only wanted to predict its effects.
 * @throws DnetError INTERRUPTED
 */
export async function look(engine: Engine, needs: Needs): Promise<Looked> {
  try {
    return {known: true, value: await engine.observe(needs)}
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    return {known: false, why: error.message, error}
  }
}

/**
 * What a change of networks and containers needs to see: the details of those named, and of every container that may be
 * on one of the networks.
 * @param networks as named by the user
 * @param containers likewise
 */
export function around(networks: readonly string[], containers: readonly string[]): Needs {
  const isMeant = mayBeMeant(networks)
  const isNear = (container: Container): boolean =>
    mayBeMeant(containers)(container) ||
    // A container that never ran has no id for its network, and as its name whatever the user wrote.
    container.endpoints.some(({networkName: name, networkId: id}) => id === '' || isMeant({name, id}))
  return {networkDetails: isMeant, containerDetails: isNear}
}

/** The finding for a check that failed; none if it did not fail or was not wanted. @param what could not be checked */
export function unchecked(what: string, seen: Looked): Finding[] {
  if (seen.known || seen === NO_LOOK) return []
  return [{code: 'UNCHECKED', refused: false, message: `could not check ${what}: ${seen.why}`, hint: ''}]
}
