import {DnetError} from '../errors.js'
import type {Finding} from '../model/finding.js'
import type {Step} from './step.js'

/** Why the engine would refuse something. */
export interface Refusal {
  /** What dnet says if it does not ask the engine. */
  readonly error: DnetError
  /** What dnet adds to the engine's sentence, or ''. */
  readonly reason: string
  /** Whether a refusal by the engine leaves damage, so that it is not asked; false if left out. */
  readonly harmful?: boolean
}

/** The prediction for one part of a change that succeeds or fails by itself: one container, or one network. */
export interface Foretold<S extends Step = Step> {
  /** The target, as named by the user. */
  readonly target: string
  /** In order; empty if nothing has to be done, or nothing can be. */
  readonly steps: readonly S[]
  /** undefined if no reason for a refusal was seen. */
  readonly refusal: Refusal | undefined
  /** Its side effects. */
  readonly findings: readonly Finding[]
}

/** The prediction without any knowledge of the host: no refusal and no findings. */
export const unforetold = <S extends Step>(target: string, steps: readonly S[]): Foretold<S> => ({
  target,
  steps,
  refusal: undefined,
  findings: [],
})

/**
 * A planner's prediction. If it throws, for example for a name that does not exist, its error becomes the refusal; the
 * engine is still asked, as it decides.
 * @param otherwise the prediction in that case, apart from the refusal
 */
export function foretelling<T extends Foretold>(otherwise: T, planner: () => T): T {
  try {
    return planner()
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    return {...otherwise, refusal: {error, reason: ''}}
  }
}

/** The engine's refusal with the predicted reason; a refusal for another reason stays as it is. */
export function explained(error: DnetError, {error: {code, hint}, reason}: Refusal): DnetError {
  if (error.code !== code) return error
  const message = reason === '' ? error.message : `${error.message}; ${reason}`
  return new DnetError(code, message, hint || error.hint, {cause: error})
}
