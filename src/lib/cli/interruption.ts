import {DnetError} from '../errors.js'
import type {Step} from '../plan/step.js'
import {interruptedText} from '../view/operations.js'
import {isQuiet} from './out/ending.js'

/** Ctrl-C and SIGTERM: a change ends between two calls, and says what of it was done. */
export class Interruption {
  /** How far a change has come. */
  progress: {readonly done: readonly Step[]; readonly left: readonly Step[]} = {done: [], left: []}
  private readonly controller = new AbortController()

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Heeds the signals of this process until what is returned is called. */
  listen(): () => void {
    const stop = () => this.controller.abort(new DnetError('INTERRUPTED', 'interrupted', ''))
    process.once('SIGINT', stop).once('SIGTERM', stop)
    return () => process.off('SIGINT', stop).off('SIGTERM', stop)
  }

  /** What a command ended with: whatever an interrupt made go wrong is the interrupt. */
  causeOf(error: unknown): unknown {
    if (!this.signal.aborted || isQuiet(error)) return error
    const {done, left} = this.progress
    return new DnetError('INTERRUPTED', done.length + left.length > 0 ? interruptedText(done, left) : 'interrupted', '')
  }
}
