import {DnetError} from '../errors.js'
import type {Finding} from '../model/finding.js'
import {explained, type Foretold} from '../plan/foretold.js'
import type {Operation} from '../plan/operation.js'
import {operationsOf, type Remembered, type Step} from '../plan/step.js'
import type {Journal} from './journal.js'

/**
 * A change that was looked at and is not yet made. It has the same shape whatever it is that changes: `foreseeX` of
 * each kind of change makes one, {@link rehearsal} tells what it would do, and {@link carryOut} does it.
 * @typeParam R what comes of each part
 */
export interface Foresight<R> {
  /** One for each container or network that succeeds or fails by itself, in the order to be kept. */
  readonly parts: readonly Part<R>[]
  /** What the change as a whole brings about beside itself; see {@link findingsOf}. */
  readonly findings: readonly Finding[]
  /** One sentence for each thing that nobody could have seen from here, such as the routes of a remote engine. */
  readonly unseen: readonly string[]
  /** Remembered endpoints with nothing left to do: carrying the change out takes them off the journal first. */
  readonly settled?: readonly Remembered[]
}

export interface Part<R> extends Foretold {
  /**
   * Makes the change. It is not called where a part of no step, or of several, would be refused.
   * @throws DnetError as `Engine.execute`; INTERRUPTED between two steps
   */
  carry(around: Around, progress: Progress): Promise<R>
}

/** What a change has around it while it is carried out. */
export interface Around {
  readonly journal: Journal
  /** Ends the work between two steps, never inside one. */
  readonly signal: AbortSignal
  /** Told what did not go as planned, yet ended well. */
  readonly note: (text: string) => void
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number
}

/** Told how far a part has come. */
export interface Progress {
  did(step: Step): void
  /** All that the part did was put back. */
  undid(): void
}

/** Told of a change as it goes. */
export interface Watcher<R> {
  /** Asked before each part; false leaves it out. */
  readonly before?: (part: Part<R>) => Promise<boolean>
  readonly done?: (part: Part<R>, result: R) => void
  /** Told of a part that failed, with what of it was done and what was not; the next one follows. */
  readonly failed: (error: DnetError, done: readonly Step[], left: readonly Step[]) => void
  /** Told before and after each step of the whole change, so that an interrupt can tell how far it came. */
  readonly came?: (done: readonly Step[], left: readonly Step[]) => void
}

/** All that a change brings about beside itself, each once. What would be refused brings nothing about. */
export function findingsOf({findings, parts}: Foresight<unknown>): Finding[] {
  const all = [...findings, ...parts.flatMap((part) => (part.refusal ? [] : part.findings))]
  return all.filter(({message}, i) => all.findIndex((other) => other.message === message) === i)
}

/** What a change would do, and what the engine would refuse of it. */
export const rehearsal = ({parts}: Foresight<unknown>): {plan: Operation[]; refusals: DnetError[]} => ({
  plan: parts.filter(({refusal}) => !refusal).flatMap(({steps}) => steps.flatMap(operationsOf)),
  refusals: parts.flatMap(({refusal}) => (refusal ? [refusal.error] : [])),
})

/**
 * Carries a change out, part by part: one that fails is told, and the next one follows.
 * @returns what came of the parts that were carried out
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
      undid: () => {
        own = []
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

/** The engine has the last word on what it would refuse; but several steps are not begun where one would be refused. */
async function carryPart<R>(part: Part<R>, around: Around, progress: Progress): Promise<R> {
  const {refusal, steps} = part
  if (refusal && steps.length !== 1) throw refusal.error
  try {
    return await part.carry(around, progress)
  } catch (error) {
    throw refusal && error instanceof DnetError ? explained(error, refusal) : error
  }
}
