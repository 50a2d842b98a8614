import {DnetError} from '../errors.js'
import type {Finding} from '../model/finding.js'
import type {Step} from './step.js'

/** Why the engine would refuse something. */
export interface Refusal {
  /** What dnet says where it does not ask the engine. */
  readonly error: DnetError
  /** What dnet adds to the engine's own sentence; '' for nothing. */
  readonly reason: string
}

/** What is foretold of one part of a change that succeeds or fails by itself: of one container, or one network. */
export interface Foretold<S extends Step = Step> {
  /** What it is done to, as its user named it. */
  readonly target: string
  /** In order; empty if nothing is to be done, or nothing can be. */
  readonly steps: readonly S[]
  /** undefined if nothing that was seen speaks against it. */
  readonly refusal: Refusal | undefined
  /** What it brings about beside itself. */
  readonly findings: readonly Finding[]
}

/** What is foretold without a picture: nothing. */
export const unforetold = <S extends Step>(target: string, steps: readonly S[]): Foretold<S> => ({
  target,
  steps,
  refusal: undefined,
  findings: [],
})

/**
 * What a planner foretells. Its own error, such as for a word that names nothing, is what the engine would refuse; the
 * engine is asked all the same, for it has the last word.
 * @param otherwise what is foretold then, but for the refusal
 */
export function foretelling<T extends Foretold>(otherwise: T, planner: () => T): T {
  try {
    return planner()
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    return {...otherwise, refusal: {error, reason: ''}}
  }
}

/** The engine's refusal with what was foretold of it; another refusal than that one stays as it is. */
export function explained(error: DnetError, {error: {code, hint}, reason}: Refusal): DnetError {
  if (error.code !== code) return error
  const message = reason === '' ? error.message : `${error.message}; ${reason}`
  return new DnetError(code, message, hint || error.hint, {cause: error})
}
