import {DnetError} from '../errors.js'
import type {Step} from '../plan/step.js'
import {interruptedText} from '../view/operations.js'
import {isQuiet} from './out/ending.js'

/** Ctrl-C and SIGTERM: a change stops between two calls and says what was done. */
export class Interruption {
  /** The progress of the change. */
  progress: {readonly done: readonly Step[]; readonly left: readonly Step[]} = {done: [], left: []}
  private readonly controller = new AbortController()

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Listens to the signals of this process until the returned function is called. */
  listen(): () => void {
    const stop = () => this.controller.abort(new DnetError('INTERRUPTED', 'interrupted', ''))
    process.once('SIGINT', stop).once('SIGTERM', stop)
    return () => process.off('SIGINT', stop).off('SIGTERM', stop)
  }

  /** The error that a command ends with: any error after an interrupt counts as the interrupt. */
  causeOf(error: unknown): unknown {
    if (!this.signal.aborted || isQuiet(error)) return error
    const {done, left} = this.progress
    return new DnetError('INTERRUPTED', done.length + left.length > 0 ? interruptedText(done, left) : 'interrupted', '')
  }
}
