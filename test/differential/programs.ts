import {spawn} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Program} from '../harness/docker-cli.js'
import {runDnet} from '../harness/run-dnet.js'

export interface Outcome {
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface Circumstances {
  readonly stdin: string
  /** Sent when the program has asked its question; its input then stays open. */
  readonly interrupt?: NodeJS.Signals | undefined
  readonly env: Readonly<Record<string, string>>
  /** The text of Docker's config.json; no such file without it. */
  readonly config: string | undefined
}

/**
 * Runs a program away from any terminal, in an environment that holds only what it is given, a home without files and
 * a folder for Docker's configuration.
 * @throws Error when it does not end
 */
export const runProgram = (
  {name, command}: Program,
  args: readonly string[],
  given: Circumstances,
): Promise<Outcome> =>
  name === 'dnet' && !given.interrupt
    ? atHome(given, (env) => runDnet(args, env, given.stdin))
    : runCommand(command, args, given)

/** As `runProgram`, for any program of PATH. */
export const runCommand = (
  command: readonly [string, ...string[]],
  args: readonly string[],
  given: Circumstances,
): Promise<Outcome> => atHome(given, (env) => spawned([...command, ...args] as [string, ...string[]], env, given))

async function atHome(
  {config, env}: Circumstances,
  run: (env: Readonly<Record<string, string>>) => Promise<Outcome>,
): Promise<Outcome> {
  const home = await mkdtemp(join(tmpdir(), 'dnet-differential-'))
  try {
    if (config !== undefined) await writeFile(join(home, 'config.json'), config)
    return await run({PATH: process.env.PATH ?? '', HOME: home, DOCKER_CONFIG: home, ...env})
  } finally {
    await rm(home, {recursive: true, force: true})
  }
}

const spawned = (
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  {stdin, interrupt}: Circumstances,
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {env, stdio: 'pipe', timeout: 240_000, killSignal: 'SIGKILL'})
    const written = {stdout: '', stderr: ''}
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text
        if (interrupt && text.endsWith('[y/N] ')) child.kill(interrupt)
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === null) reject(new Error(`${file} ${args.join(' ')} ended by ${signal}: ${written.stderr}`))
      else resolve({exit: code, ...written})
    })
    // A program that does not read its input is no failure.
    child.stdin.on('error', () => {})
    if (interrupt) child.stdin.write(stdin)
    else child.stdin.end(stdin)
  })
