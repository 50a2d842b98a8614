import {spawn} from 'node:child_process'
import {closeSync, existsSync, fstatSync, openSync, readSync} from 'node:fs'
import {Socket} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

/** The process that stands between an engine and this one: it tears the engine down when its stdin closes. */
export interface Supervisor {
  hasEnded(): boolean
  /** Closes its stdin, so that it tears the engine down; comes back at once. */
  release(): void
  /** What the engine said last, at most 4096 bytes; good until `stop`. */
  endOfLog(): string
  closeLog(): void
}

const STOP_LIMIT = 240_000

/** By folder. The supervisor removes the folder as its last act. */
const running = new Map<string, Supervisor>()

/** For the moment when nothing asynchronous runs any more. */
function stopAllNow(): void {
  for (const supervisor of running.values()) supervisor.release()
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (const folder of running.keys()) {
    for (let waited = 0; existsSync(folder) && waited < STOP_LIMIT; waited += 20) Atomics.wait(pause, 0, 0, 20)
  }
  running.clear()
}

let watching = false
function watchForTheEnd(): void {
  if (watching) return
  watching = true
  process.on('exit', stopAllNow)
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => process.exit(128 + number))
  }
}

/**
 * Starts the engine laid out in `folder`, in a session of its own, so that Ctrl-C reaches this process alone. It neither
 * holds up the end of this process nor outlives it.
 */
export function supervise(folder: string): Supervisor {
  const script = join(folder, 'engine', 'engine.sh')
  // Read through the descriptor, because by the time it is wanted the file's name may be gone.
  const log = openSync(join(folder, 'engine', 'log'), 'a+')
  const child = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', script, 'supervise', folder], {
    stdio: ['pipe', log, log],
    detached: true,
    cwd: '/',
  })
  child.stdin?.on('error', () => {})
  child.unref()
  if (child.stdin instanceof Socket) child.stdin.unref()
  const supervisor: Supervisor = {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    release: () => void child.stdin?.destroy(),
    endOfLog: () => {
      const {size} = fstatSync(log)
      const end = Buffer.alloc(Math.min(size, 4096))
      readSync(log, end, 0, end.length, size - end.length)
      return end.toString('utf8').trimEnd()
    },
    closeLog: () => closeSync(log),
  }
  running.set(folder, supervisor)
  watchForTheEnd()
  return supervisor
}

/** Ends the engine in `folder` and waits until it is gone; does nothing the second time. */
export async function stop(folder: string): Promise<void> {
  const supervisor = running.get(folder)
  if (!supervisor) return
  supervisor.release()
  for (let waited = 0; existsSync(folder) && waited < STOP_LIMIT; waited += 10) await sleep(10)
  if (running.delete(folder)) supervisor.closeLog()
  if (existsSync(folder)) throw new Error(`the engine in ${folder} did not go away`)
}
