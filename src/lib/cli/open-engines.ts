import type {Engine} from '../engine/engine.js'
import type {EngineFlags} from './args/common-flags.js'
import type {Opened} from './open-engine.js'
import {patient, telling} from './out/progress.js'

/** The engines (or snapshots) that a command has opened. */
export class OpenEngines {
  private readonly opened: Engine[] = []

  /**
   * Opens the one that the flags and the environment choose.
   * @param waiting the stream for the line that says dnet is waiting; undefined for none
   * @throws DnetError USAGE, UNREACHABLE
   */
  async open(
    flags: EngineFlags,
    talk: {readonly signal: AbortSignal; readonly note: (text: string) => void},
    waiting: NodeJS.WritableStream | undefined,
  ): Promise<Opened> {
    const {openEngine} = await import('./open-engine.js')
    const work = openEngine(flags, talk)
    const opened = waiting ? await telling(waiting, 'waiting for the engine', work) : await work
    this.opened.push(opened.engine)
    return waiting ? {...opened, engine: patient(opened.engine, waiting)} : opened
  }

  close(): void {
    for (const engine of this.opened) engine.close()
  }
}
