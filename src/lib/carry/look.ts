import type {Engine, Needs} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import type {Container} from '../model/container.js'
import {mayBeMeant} from '../model/find.js'
import type {Finding} from '../model/finding.js'
import type {Host} from '../model/host.js'

/** A `Known<Host>` that says, where the picture could not be had, with which error of the engine. */
export type Looked =
  | {readonly known: true; readonly value: Host}
  | {readonly known: false; readonly why: string; readonly error: DnetError}

/** What was not looked at, because nobody wanted it. */
export const NO_LOOK: Looked = {
  known: false,
  why: 'not looked at',
  error: new DnetError('USAGE', 'not looked at', 'leave --no-check out'),
}

/** Looks at what is there. A look that fails is no failure of the change that wanted it only to foretell. @throws DnetError INTERRUPTED */
export async function look(engine: Engine, needs: Needs): Promise<Looked> {
  try {
    return {known: true, value: await engine.observe(needs)}
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    return {known: false, why: error.message, error}
  }
}

/**
 * What a change of networks and containers needs to see: the details of those named, and of every container that may
 * be on one of the networks.
 * @param networks as their user named them
 * @param containers likewise
 */
export function around(networks: readonly string[], containers: readonly string[]): Needs {
  const isMeant = mayBeMeant(networks)
  const isNear = (container: Container): boolean =>
    mayBeMeant(containers)(container) ||
    // A container that never ran has no id of its network, and for its name whatever word its user wrote.
    container.endpoints.some(({networkName: name, networkId: id}) => id === '' || isMeant({name, id}))
  return {networkDetails: isMeant, containerDetails: isNear}
}

/** What is said of a look that failed, nothing of one that did not, or that nobody wanted. @param what could not be checked */
export function unchecked(what: string, seen: Looked): Finding[] {
  if (seen.known || seen === NO_LOOK) return []
  return [{code: 'UNCHECKED', refused: false, message: `could not check ${what}: ${seen.why}`, hint: ''}]
}
