import {execFile, spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {unpackedPackages} from '../harness/debian.js'
import {PROGRAM} from '../harness/program.js'
import {runDnet} from '../harness/run-dnet.js'

/** A command line program of the two that are compared. */
export interface Program {
  readonly name: 'docker' | 'dnet'
  /** The words that start it. */
  readonly command: readonly [string, ...string[]]
}

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

/** Docker's words are the reference at this major version. */
const REFERENCE = /^Docker version 28\./

const versionOf = (command: readonly [string, ...string[]]): Promise<string> =>
  new Promise((resolve) => {
    const [file, ...args] = command
    execFile(file, [...args, '--version'], (error, stdout) => resolve(error ? String(error) : stdout.trim()))
  })

/** The program of Debian's package on Debian's own libraries, which may be newer than this machine's. */
async function fromDebian(): Promise<readonly [string, ...string[]]> {
  const tree = await unpackedPackages('sid', ['docker-cli'])
  const loader = ['lib64/ld-linux-x86-64.so.2', 'lib/ld-linux-aarch64.so.1'].find((file) =>
    existsSync(join(tree, file)),
  )
  const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((folder) => join(tree, 'usr/lib', folder)).join(':')
  return [join(tree, loader ?? ''), '--library-path', libraries, join(tree, 'usr/bin/docker')]
}

/** `docker` of PATH where it is the reference version, else Debian's. @throws Error when neither is that version */
async function findDocker(): Promise<Program> {
  const own = await versionOf(['docker'])
  if (REFERENCE.test(own)) return {name: 'docker', command: ['docker']}
  const command = await fromDebian()
  const version = await versionOf(command)
  if (REFERENCE.test(version)) return {name: 'docker', command}
  throw new Error(`no Docker CLI of version 28 to compare with: PATH has "${own}", Debian has "${version}"`)
}

let docker: Promise<Program> | undefined

/** The Docker CLI that dnet is compared with. @throws Error when there is none: never a skipped test */
export const referenceCli = (): Promise<Program> => {
  docker ??= findDocker()
  return docker
}

/** dnet as it is built. */
export const builtDnet = (): Program => ({name: 'dnet', command: [process.execPath, PROGRAM]})

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
