import {type ChildProcess, spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {PROGRAM} from './program.js'
import {WarmDnet} from './warm-dnet.js'

export interface Ended {
  /** The exit code, or the signal's name where one ended it. */
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/**
 * Starts the built program as a script would: no terminal, no Docker configuration, only the given environment.
 * @param folder the one to start in; this one when not given
 */
export function startDnet(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  folder: string = process.cwd(),
): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', ...env},
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({exit: code ?? signal ?? 'unknown', stdout, stderr}))
  })
  return {child, ended}
}

const warm = new WarmDnet()

/**
 * Runs the built program to its end, in a process that serves all such runs one after the other, each with its own
 * environment, streams and exit code; two at once are two processes. With DNET_TEST_OWN_PROCESS set each has its own, as
 * users have. `run-dnet.engine.test.ts` holds both to the same.
 * @param stdin all that there is to read on stdin
 * @param folder the one to run in; this one when not given
 */
export const runDnet = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
  folder: string = process.cwd(),
): Promise<Ended> =>
  warm.free
    ? warm.run(args, {PATH: process.env.PATH, HOME: '/nonexistent', ...env}, stdin, folder)
    : runAlone(args, env, stdin, folder)

/** Runs the built program to its end, in a process of its own. */
export async function runAlone(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
  folder: string = process.cwd(),
): Promise<Ended> {
  const {child, ended} = startDnet(args, env, folder)
  // A program that does not read its input is no failure.
  child.stdin?.on('error', () => {})
  child.stdin?.end(stdin)
  return ended
}

/**
 * Waits until a process has handled its first SIGINT: it listens for one only, so that the kernel then counts the signal
 * (number 2) no more among those it catches. Elsewhere than on Linux that cannot be seen, and half a second must do.
 */
export async function hasHandledInterrupt(pid: number): Promise<void> {
  const catches = (): boolean => {
    const [, caught = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return (BigInt(`0x${caught}`) & 0b10n) !== 0n
  }
  if (process.platform !== 'linux') return sleep(500)
  while (catches()) await sleep(5)
}
