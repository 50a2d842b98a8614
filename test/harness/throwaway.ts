import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {copyFile, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {imageTar, loadImage} from './bb-image.js'
import {type EngineRoot, type EngineVersion, layFiles, rootOfThisMachine, rootOfVersion} from './engine-root.js'
import {rawCall} from './raw-api.js'
import {type Supervisor, stop, supervise} from './supervisor.js'

export interface EngineOptions {
  /** Debian's packages of that version; without it `dockerd` from PATH where there is one, else version 28. */
  readonly version?: EngineVersion | undefined
  /** The engine's host name and part of its folder's name; `engine` when not given. */
  readonly name?: string
  /** The daemon.json of Docker; Podman has none. */
  readonly daemonConfig?: Readonly<Record<string, unknown>>
  readonly daemonArgs?: readonly string[]
  /** An engine whose network gets the other end of a cable, `port-NAME`; the end here is `lan`. Neither is up. */
  readonly cableTo?: ThrowawayEngine
  /** Added to the daemon's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * The daemon.json of an engine that writes no packet filter rules: they take most of the time of making a network, and a
 * third of that of an engine's start, and no command of dnet shows them.
 */
export const WITHOUT_RULES = {iptables: false, ip6tables: false}

export interface CommandResult {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface ThrowawayEngine {
  /** `unix:///…`, good for DOCKER_HOST. */
  readonly host: string
  readonly socket: string
  /** The temporary folder that goes with the engine. */
  readonly folder: string
  /** As the engine says, e.g. `28.5.2+dfsg3`. */
  readonly version: string
  /** The newest API version it speaks, e.g. `1.51`. */
  readonly api: string
  /** The process of this machine that is the first of the engine's namespaces. */
  readonly pid: number
  /** The words to put before a command of this machine to run it in the engine's network namespace. */
  readonly enterNetwork: readonly string[]
  /** Runs a command of this machine in the engine's network namespace: it sees the engine's links, routes, ports. */
  inNamespace(command: string, args: readonly string[]): Promise<CommandResult>
  /** Runs a command of the engine's own root file system, in all of its namespaces. */
  exec(command: string, args: readonly string[]): Promise<CommandResult>
  /** Kills the daemon without warning (containers live on) and starts it again; returns when it answers. */
  restart(): Promise<void>
  /** Ends every process of the engine and removes all it had. May be called again. */
  stop(): Promise<void>
}

const ELSEWHERE = 'set DNET_TEST_DOCKER_HOST=unix:///… or tcp://… to test on a disposable engine instead'

const onPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)))

const run = (command: string, args: readonly string[]): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    execFile(command, args, {maxBuffer: 2 ** 26}, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error)
      else resolve({exit: error ? Number(error.code) : 0, stdout, stderr})
    })
  })

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/**
 * Why a process can't have a throw-away engine, with what to do instead; undefined where it can.
 * @param uid undefined where the platform has no users
 */
export function whyNone(platform: string, uid: number | undefined): string | undefined {
  if (platform !== 'linux') return `the throw-away engine needs Linux; ${ELSEWHERE}`
  return uid === 0 ? undefined : `the throw-away engine needs root; ${ELSEWHERE}`
}

function refuseWhereImpossible(): void {
  const why = whyNone(process.platform, process.getuid?.())
  if (why) throw new Error(why)
}

const rootFor = async (version: EngineVersion | undefined): Promise<EngineRoot> =>
  version === undefined && onPath('dockerd') ? rootOfThisMachine() : rootOfVersion(version ?? '28')

/** Brings what `startEngine` needs into the cache, so that it takes seconds, whatever the network. */
export async function fetchEngine(version?: EngineVersion): Promise<void> {
  refuseWhereImpossible()
  await rootFor(version)
  await imageTar()
}

/** Lays out DIR as engine.sh describes it. */
async function prepare(folder: string, options: EngineOptions): Promise<void> {
  const root = await rootFor(options.version)
  const inside = join(folder, 'engine')
  await mkdir(inside)
  await mkdir(join(folder, 'files'))
  await layFiles(root, join(folder, 'files'), options.daemonConfig ?? {})
  const env = Object.entries({PODMAN_IGNORE_CGROUPSV1_WARNING: '1', ...options.env})
  const exports = env.map(([key, value]) => `export ${key}=${quoted(value)}\n`).join('')
  const command = [...root.command.slice(0, -1), ...(options.daemonArgs ?? []), ...root.command.slice(-1)]
  await writeFile(join(inside, 'daemon'), `${exports}exec ${command.map(quoted).join(' ')}\n`)
  await copyFile(fileURLToPath(new URL('engine.sh', import.meta.url)), join(inside, 'engine.sh'))
  const hub = options.cableTo
  const conf = {
    TREE: root.tree,
    STATE: root.state,
    NAME: options.name ?? 'engine',
    HUB: hub ? `/proc/${hub.pid}/ns/net` : '',
  }
  await writeFile(
    join(folder, 'conf'),
    Object.entries(conf)
      .map(([key, value]) => `${key}=${quoted(value)}\n`)
      .join(''),
  )
}

/** Waits until the API answers, at most four minutes. @throws Error with the end of the log */
async function untilItAnswers(host: string, supervisor: Supervisor): Promise<void> {
  for (let waited = 0; waited < 240_000 && !supervisor.hasEnded(); waited += 50) {
    const ping = await rawCall(host, '/_ping', {timeout: 5000}).catch(() => undefined)
    if (ping?.status === 200) return
    await sleep(50)
  }
  throw new Error(`the throw-away engine did not come up; ${ELSEWHERE}\n${supervisor.endOfLog()}`)
}

/** The engine as its user sees it, once it answers. */
async function handle(folder: string, host: string, untilUp: () => Promise<void>): Promise<ThrowawayEngine> {
  const {Version, ApiVersion} = (await rawCall(host, '/version')).body as {Version: string; ApiVersion: string}
  const pid = (await readFile(join(folder, 'pid'), 'utf8')).trim()
  const enterNetwork = ['nsenter', `--net=/proc/${pid}/ns/net`, '--']
  const enter = ['--target', pid, '--mount', '--net', '--pid', '--uts', '--ipc', '--cgroup', '--root', '--wd', '--']
  const path = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'
  const kill = 'touch /engine/again; kill -9 "$(cat /engine/daemon.pid)"; rm -f /engine/docker.sock'
  const exec = (command: string, args: readonly string[]) =>
    run('nsenter', [...enter, '/usr/bin/env', path, command, ...args])
  return {
    host,
    socket: host.slice('unix://'.length),
    folder,
    version: Version,
    api: ApiVersion,
    pid: Number(pid),
    enterNetwork,
    inNamespace: (command, args) => run('nsenter', [...enterNetwork.slice(1), command, ...args]),
    exec,
    restart: async () => {
      await exec('sh', ['-c', kill])
      await untilUp()
    },
    stop: () => stop(folder),
  }
}

/**
 * An engine of one's own: in network, mount, process, cgroup, UTS and IPC namespaces of its own, its data on a RAM disk
 * in a temporary folder, with the image `bb:1`. It goes when `stop` is called or this process ends, in whatever way.
 * @throws Error saying why there is none, and which variable points the tests elsewhere
 */
export async function startEngine(options: EngineOptions = {}): Promise<ThrowawayEngine> {
  refuseWhereImpossible()
  const folder = await mkdtemp(join(tmpdir(), `dnet-${options.name ?? 'engine'}-`))
  const host = `unix://${join(folder, 'engine', 'docker.sock')}`
  try {
    await prepare(folder, options)
    const supervisor = supervise(folder)
    const untilUp = () => untilItAnswers(host, supervisor)
    await untilUp()
    await loadImage(host)
    return await handle(folder, host, untilUp)
  } catch (error) {
    await stop(folder).catch(() => {})
    await rm(folder, {recursive: true, force: true})
    throw error
  }
}
