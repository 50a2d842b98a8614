import {type ChildProcess, spawn} from 'node:child_process'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {unpackedPackages} from '../harness/debian.js'
import {referenceCli} from '../harness/docker-cli.js'
import {PROGRAM} from '../harness/program.js'
import {rawCall} from '../harness/raw-api.js'
import {startEngine, type ThrowawayEngine} from '../harness/throwaway.js'
import {until} from '../harness/until.js'
import {WarmDnet} from '../harness/warm-dnet.js'

export interface Ended {
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

/** An engine whose host has ports of all kinds, and the built dnet in its network namespace. */
export interface PortsEngine {
  readonly engine: ThrowawayEngine
  /** The host process that has `[::]:5000` on both families and 127.0.0.1:5001. */
  readonly pid: number
  /** Runs dnet beside the engine, so that it sees the sockets that the engine sees. */
  dnet(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  /** Runs the Docker CLI. @throws Error unless it ends with 0 */
  docker(...args: string[]): Promise<string>
  /** Writes files for compose; the folder they are in. */
  write(folder: string, files: Readonly<Record<string, string>>): Promise<string>
  /** A TCP address beside the engine that leads to it, good for DOCKER_HOST: to dnet it is on another machine. */
  relay(): Promise<string>
  /** Has a process of that name listen on a port of the host; what comes back ends it. */
  listen(port: number, name: string): Promise<() => void>
  stop(): Promise<void>
}

const LISTENER = `
  const {createServer} = require('node:net')
  createServer().listen(5000, '::', () => createServer().listen(5001, '127.0.0.1', () => console.log('ready')))`

const RELAY = `
  const {connect, createServer} = require('node:net')
  createServer((from) => {
    const to = connect('SOCKET')
    from.pipe(to).pipe(from)
    for (const end of [from, to]) end.on('error', () => {})
  }).listen(5003, '127.0.0.1', () => console.log('ready'))`

const NAMED = `
  require('node:fs').writeFileSync('/proc/self/comm', NAME)
  require('node:net').createServer().listen(PORT, '127.0.0.1', () => console.log('ready'))`

const run = (command: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const [file = '', ...args] = command
    const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
    const written = {stdout: '', stderr: ''}
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text
      })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({exit: code ?? signal ?? 'unknown', ...written}))
  })

/**
 * Containers that run (`web` on every address, `span` with a range on loopback, `six` on [::1]) and that do not (`old`
 * and `choosy`), a Swarm with a service in each mode (`mesh`, `near`), a host process.
 */
export async function startPortsEngine(): Promise<PortsEngine> {
  const engine = await startEngine({name: 'ports'})
  const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: engine.host}
  const cli = await referenceCli()
  const docker = async (...args: string[]): Promise<string> => {
    const {exit, stdout, stderr} = await run([...cli.command, ...args], env)
    if (exit !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
  const started: ChildProcess[] = []
  const host = async (script: string): Promise<ChildProcess> => {
    const [command = '', ...words] = [...engine.enterNetwork, process.execPath, '-e', script]
    const child = spawn(command, words, {stdio: ['ignore', 'pipe', 'inherit']})
    started.push(child)
    await new Promise((resolve) => child.stdout.once('data', resolve))
    return child
  }
  const listener = await host(LISTENER)
  const warm = new WarmDnet(engine.enterNetwork)
  await makeContainers(docker)
  await makeServices(engine.host, docker)
  return {
    engine,
    pid: listener.pid ?? 0,
    dnet: (args, more = {}) =>
      warm.free
        ? warm.run(args, {...env, ...more}, '')
        : run([...engine.enterNetwork, process.execPath, PROGRAM, ...args], {...env, ...more}),
    docker,
    write: async (folder, files) => {
      const path = join(engine.folder, folder)
      await mkdir(path, {recursive: true})
      for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
      return path
    },
    relay: async () => {
      await host(RELAY.replace('SOCKET', engine.socket))
      return 'tcp://127.0.0.1:5003'
    },
    listen: async (port, name) => {
      const child = await host(NAMED.replace('PORT', `${port}`).replace('NAME', JSON.stringify(name)))
      return () => child.kill()
    },
    stop: async () => {
      warm.stop()
      for (const child of started) child.kill()
      await engine.stop()
    },
  }
}

type Docker = (...args: string[]) => Promise<string>

async function makeContainers(docker: Docker): Promise<void> {
  const sleeping = ['--stop-signal', 'KILL', 'bb:1', 'sleep', '100000']
  const shop = ['--label', 'com.docker.compose.project=shop', '--label', 'com.docker.compose.service=web']
  await docker('run', '-d', '--name', 'web', '-p', '8080:80', ...shop, ...sleeping)
  await docker('run', '-d', '--name', 'span', '-p', '127.0.0.1:9000-9002:90-92', ...sleeping)
  await docker('run', '-d', '--name', 'six', '-p', '[::1]:8443:443', ...sleeping)
  const wishes = ['-p', '8081:80', '-p', '127.0.0.1::81/udp']
  await docker('create', '--name', 'old', '--restart', 'always', ...wishes, ...sleeping)
  await docker('create', '--name', 'choosy', '-p', '127.0.0.1:7000-7005:70', ...sleeping)
}

/** Returns when the host-mode task has its port. */
async function makeServices(host: string, docker: Docker): Promise<void> {
  await docker('swarm', 'init', '--advertise-addr', '127.0.0.1')
  const command = ['bb:1', 'sleep', '100000']
  await docker('service', 'create', '-d', '--name', 'mesh', '-p', '8090:80', ...command)
  await docker('service', 'create', '-d', '--name', 'near', '-p', 'mode=host,published=8095,target=95', ...command)
  await until('a task of the service "near" runs', async () => {
    const list = (await rawCall(host, '/containers/json')).body as {Ports: {PublicPort?: number}[]}[]
    return list.some(({Ports}) => Ports.some(({PublicPort}) => PublicPort === 8095))
  })
}

/** Runs Docker Compose. @throws Error unless it ends with 0 */
export async function compose(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = join(await unpackedPackages('sid', ['docker-compose']), COMPOSE)
  const {exit, stdout, stderr} = await run([program, ...args], {PATH: process.env.PATH, HOME: '/nonexistent', ...env})
  if (exit !== 0) throw new Error(stderr)
  return stdout
}

/** What Docker Compose makes of files. @throws Error where it does not take them */
export async function composeConfig(
  files: readonly string[],
): Promise<{services: Record<string, {ports: {published: string; target: number; protocol: string}[]}>}> {
  return JSON.parse(await compose([...files, 'config', '--format', 'json']))
}

const COMPOSE = 'usr/libexec/docker/cli-plugins/docker-compose'
