import {DnetError} from '../errors.js'
import type {Finding} from '../model/finding.js'
import {explained, type Foretold} from '../plan/foretold.js'
import type {Operation} from '../plan/operation.js'
import {operationsOf, type Remembered, type Step} from '../plan/step.js'
import type {Journal} from './journal.js'

/**
 * A change that has been prepared but not yet made, in the same form for every kind of change: `foreseeX` prepares it,
 * {@link rehearsal} shows what it would do, and {@link carryOut} does it.
 * @typeParam R the result of each part
 */
export interface Foresight<R> {
  /** One for each container or network that succeeds or fails by itself, in the order of execution. */
  readonly parts: readonly Part<R>[]
  /** Side effects of the change as a whole; see {@link findingsOf}. */
  readonly findings: readonly Finding[]
  /** One sentence for each thing that cannot be seen from here, such as the routes of a remote engine. */
  readonly unseen: readonly string[]
  /** Saved endpoints that need nothing more: carrying out the change first deletes them from the journal. */
  readonly settled?: readonly Remembered[]
}

export interface Part<R> extends Foretold {
  /**
   * Makes the change. Not called for a part that would be refused and has no steps, or several, or whose refusal does
   * harm.
   * @throws DnetError as `Engine.execute`; INTERRUPTED between two steps
   */
  carry(around: Around, progress: Progress): Promise<R>
}

/** What carrying out a change needs. */
export interface Around {
  readonly journal: Journal
  /** Ends the work between two steps, never inside one. */
  readonly signal: AbortSignal
  /** Called with what did not go as planned but ended well. */
  readonly note: (text: string) => void
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number
}

/** Called with the progress of a part. */
export interface Progress {
  did(step: Step): void
  /** These steps of the part, which it did, were undone. */
  undid(steps: readonly Step[]): void
}

/** Called with the progress of a change. */
export interface Watcher<R> {
  /** Called before each part; false skips it. */
  readonly before?: (part: Part<R>) => Promise<boolean>
  readonly done?: (part: Part<R>, result: R) => void
  /** Called for a part that failed, with its steps that were done and those that were not; the next part follows. */
  readonly failed: (error: DnetError, done: readonly Step[], left: readonly Step[]) => void
  /** Called before and after each step of the whole change, so that an interrupt can say how far it got. */
  readonly came?: (done: readonly Step[], left: readonly Step[]) => void
}

/** The side effects of a change, without duplicates. Parts that would be refused have none. */
export function findingsOf({findings, parts}: Foresight<unknown>): Finding[] {
  const all = [...findings, ...parts.flatMap((part) => (part.refusal ? [] : part.findings))]
  return all.filter(({message}, i) => all.findIndex((other) => other.message === message) === i)
}

/** What a change would do, and which parts the engine would refuse. */
export const rehearsal = ({parts}: Foresight<unknown>): {plan: Operation[]; refusals: DnetError[]} => ({
  plan: parts.filter(({refusal}) => !refusal).flatMap(({steps}) => steps.flatMap(operationsOf)),
  refusals: parts.flatMap(({refusal}) => (refusal ? [refusal.error] : [])),
})

/**
 * Carries out a change, part by part: a failure is reported, and the next part follows.
 * @returns the results of the parts that were carried out
 * @throws DnetError INTERRUPTED
 */
export async function carryOut<R>(
  {parts, settled = []}: Foresight<R>,
  around: Around,
  {before, done: tell, failed, came}: Watcher<R>,
): Promise<R[]> {
  for (const {containerId, networkId} of settled) await around.journal.end(containerId, networkId)
  const results: R[] = []
  const earlier: Step[] = []
  for (const [i, part] of parts.entries()) {
    const later = parts.slice(i + 1).flatMap(({steps}) => steps)
    let own: Step[] = []
    const left = (): Step[] => part.steps.slice(own.length)
    const report = (): void => came?.([...earlier, ...own], [...left(), ...later])
    const progress: Progress = {
      did: (step) => {
        own.push(step)
        report()
      },
      undid: (steps) => {
        own = own.filter((step) => !steps.includes(step))
        report()
      },
    }
    report()
    try {
      if (around.signal.aborted) throw around.signal.reason
      if (before && !(await before(part))) continue
      const result = await carryPart(part, around, progress)
      results.push(result)
      tell?.(part, result)
    } catch (error) {
      if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
      failed(error, own, left())
    }
    earlier.push(...own)
  }
  return results
}

/**
 * The engine decides what it refuses, unless its refusal does harm; but several steps are not begun if one of them would
 * be refused.
 */
async function carryPart<R>(part: Part<R>, around: Around, progress: Progress): Promise<R> {
  const {refusal, steps} = part
  if (refusal && (refusal.harmful || steps.length !== 1)) throw refusal.error
  try {
    return await part.carry(around, progress)
  } catch (error) {
    throw refusal && error instanceof DnetError ? explained(error, refusal) : error
  }
}
