import {type ChildProcess, spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {Ended} from './run-dnet.js'

/** Whether each command line has a process of its own, as users have: `npm run test:part -- own-process`. */
export const OWN_PROCESS = Boolean(process.env.DNET_TEST_OWN_PROCESS)

const SCRIPT = fileURLToPath(new URL('warm-process.js', import.meta.url))

/**
 * A process that runs the built program again and again, one command line at a time: starting a process takes ten times
 * as long as most commands. It ends with this process.
 */
export class WarmDnet {
  private readonly enter: readonly string[]
  private process: ChildProcess | undefined
  private busy = false

  /** @param enter the words to put before the program, such as those that lead into an engine's network namespace */
  constructor(enter: readonly string[] = []) {
    this.enter = enter
  }

  /** Whether the next command line would be run here, not in a process of its own. */
  get free(): boolean {
    return !this.busy && !OWN_PROCESS
  }

  /** @param env all of the environment @param folder the one to run in */
  async run(
    argv: readonly string[],
    env: NodeJS.ProcessEnv,
    stdin: string,
    folder: string = process.cwd(),
  ): Promise<Ended> {
    this.busy = true
    const warm = this.started()
    try {
      warm.ref()
      warm.channel?.ref()
      return await new Promise((resolve, reject) => {
        const died = (): void => reject(new Error(`dnet ${argv.join(' ')}: its process died`))
        warm.once('exit', died)
        warm.once('message', (ended) => {
          warm.off('exit', died)
          resolve(ended as Ended)
        })
        warm.send({argv, env, stdin, folder})
      })
    } finally {
      this.busy = false
      // It does not hold up the end of this process.
      warm.unref()
      warm.channel?.unref()
    }
  }

  stop(): void {
    this.process?.kill()
  }

  private started(): ChildProcess {
    if (this.process?.connected) return this.process
    const [command = '', ...words] = [...this.enter, process.execPath, SCRIPT]
    this.process = spawn(command, words, {
      env: {PATH: process.env.PATH},
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    return this.process
  }
}
