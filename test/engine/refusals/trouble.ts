import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {RawAnswer} from '../../harness/raw-api.js'
import type {CommandResult, ThrowawayEngine} from '../../harness/throwaway.js'

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))

export interface Explained {
  readonly code: string
  readonly cause: string
  readonly holder: string
  readonly remedy: string
}

/** Runs dnet on the machine of an engine: it sees who listens there. */
export function dnetOn(own: ThrowawayEngine, args: readonly string[]): Promise<CommandResult> {
  const env = [`DOCKER_HOST=${own.host}`, 'HOME=/nonexistent', `XDG_STATE_HOME=${own.folder}/state`]
  return own.inNamespace('env', ['-i', ...env, `PATH=${process.env.PATH}`, process.execPath, PROGRAM, ...args])
}

/** What `dnet explain` says there. @throws Error with what it wrote, where it fails */
export async function explainedBy(own: ThrowawayEngine, args: readonly string[]): Promise<Explained> {
  const {exit, stdout, stderr} = await dnetOn(own, ['explain', '--json', ...args])
  if (exit !== 0) throw new Error(`dnet explain ${args.join(' ')}: ${stdout}${stderr}`)
  return (JSON.parse(stdout) as {explanation: Explained}).explanation
}

const sentenceOf = (body: unknown): string => (typeof body === 'string' ? body : (body as {message: string}).message)

/** The engine's sentence; '' for an answer that is no refusal. */
export async function refusalOf(answer: Promise<RawAnswer>): Promise<string> {
  const {status, body} = await answer
  return status < 400 ? '' : sentenceOf(body)
}

/** What the engine says to a container that cannot start; '' where it starts. */
export const startRefusalOf = (started: Promise<string>): Promise<string> =>
  started.then(
    () => '',
    (error: Error) => sentenceOf(JSON.parse(error.message.replace(/^[^{"]*/, ''))),
  )

/** A process of the engine's machine that runs a script, once it has written something; the answer ends it. */
async function hostProcess(own: ThrowawayEngine, script: string): Promise<() => void> {
  const [command = '', ...words] = [...own.enterNetwork, process.execPath, '-e', script]
  const child = spawn(command, words, {stdio: ['ignore', 'pipe', 'inherit']})
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return () => child.kill()
}

/** A process of the engine's machine that listens on a TCP port of an address. */
export const listenOn = (own: ThrowawayEngine, port: number, address = '0.0.0.0'): Promise<() => void> =>
  hostProcess(own, `require('node:net').createServer().listen(${port}, '${address}', () => console.log('listening'))`)

/**
 * An IPAM plugin named `twice`, which gives one subnet to every network, whatever the engine's own IPAM has given out
 * (the protocol: moby libnetwork/ipams/remote/api, all versions).
 */
export async function duplicatePools(own: ThrowawayEngine, subnet: string, gateway: string): Promise<() => void> {
  const answers = {
    '/Plugin.Activate': {Implements: ['IpamDriver']},
    '/IpamDriver.GetCapabilities': {},
    '/IpamDriver.GetDefaultAddressSpaces': {LocalDefaultAddressSpace: 'near', GlobalDefaultAddressSpace: 'far'},
    '/IpamDriver.RequestPool': {PoolID: 'pool', Pool: subnet},
    '/IpamDriver.RequestAddress': {Address: gateway},
  }
  const script = `const answers = ${JSON.stringify(answers)}
    require('node:http')
      .createServer((request, response) => {
        request.resume().on('end', () => response.end(JSON.stringify(answers[request.url] ?? {})))
      })
      .listen(18097, '127.0.0.1', () => console.log('listening'))`
  const end = await hostProcess(own, script)
  const spec = 'mkdir -p /etc/docker/plugins && echo tcp://127.0.0.1:18097 > /etc/docker/plugins/twice.spec'
  const {exit, stderr} = await own.exec('sh', ['-c', spec])
  if (exit !== 0) throw new Error(stderr)
  return end
}
