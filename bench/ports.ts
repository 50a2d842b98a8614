import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {inParallel} from '../src/lib/engine/in-parallel.js'
import {rawCall} from '../test/harness/raw-api.js'
import {startEngine} from '../test/harness/throwaway.js'

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const RUNNING = 200
const STOPPED = 100
const RUNS = 7
/** As many inspects at a time as dnet has in flight. */
const AT_ONCE = 8

/**
 * Times `dnet ports`, a whole process, on an engine with 300 containers that publish a port each, 100 of them stopped;
 * beside it the API calls that it needs, made by a bare Node process. Prints the median of each.
 */
export async function benchPorts(): Promise<void> {
  const daemonArgs = ['--iptables=false', '--ip6tables=false', '--userland-proxy=false']
  const engine = await startEngine({name: 'bench', daemonArgs})
  const command = [...engine.enterNetwork, process.execPath, PROGRAM, 'ports']
  const plain = [process.execPath, '-e', PLAIN_CALLS]
  try {
    await makeContainers(engine.host)
    const own: number[] = []
    const calls: number[] = []
    for (let i = 0; i <= RUNS; i++) {
      const [a, b] = [await timed(() => run(command, engine.host)), await timed(() => run(plain, engine.host))]
      if (i === 0) continue
      own.push(a)
      calls.push(b)
    }
    const [a, b] = [median(own), median(calls)]
    const times = (a / b).toFixed(1)
    process.stdout.write(`ports: dnet ${a.toFixed(0)} ms · its API calls ${b.toFixed(0)} ms · ${times} times\n`)
  } finally {
    await engine.stop()
  }
}

async function makeContainers(host: string): Promise<void> {
  const numbers = Array.from({length: RUNNING + STOPPED}, (_, i) => i)
  await inParallel(numbers, 4, async (i) => {
    const PortBindings = {'80/tcp': [{HostPort: `${10_000 + i}`}]}
    const body = {
      Image: 'bb:1',
      Cmd: ['sleep', '100000'],
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {PortBindings},
      StopSignal: 'KILL',
    }
    const {body: made} = await rawCall(host, `/containers/create?name=bench-${i}`, {method: 'POST', body})
    if (i >= RUNNING) return
    const {Id} = made as {Id: string}
    const {status} = await rawCall(host, `/containers/${Id}/start`, {method: 'POST'})
    if (status !== 204) throw new Error(`container ${i} did not start`)
  })
}

/** The calls and no more: what they say is parsed and dropped. */
const PLAIN_CALLS = `
  const {request} = require('node:http')
  const socketPath = process.env.DOCKER_HOST.slice('unix://'.length)
  const get = (path) => new Promise((resolve, reject) => {
    const call = request({socketPath, path}, async (answer) => resolve(JSON.parse((await answer.toArray()).join(''))))
    call.on('error', reject).end()
  })
  const main = async () => {
    const others = ['/networks', '/version', '/info'].map(get)
    const stopped = (await get('/containers/json?all=1')).filter(({State}) => State !== 'running').values()
    const worker = async () => { for (const {Id} of stopped) await get('/containers/' + Id + '/json') }
    await Promise.all([...others, ...Array.from({length: AT_ONCE}, worker)])
  }
  main()`.replace('AT_ONCE', `${AT_ONCE}`)

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const run = ([file = '', ...args]: readonly string[], host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: host}
    const child = spawn(file, args, {env, stdio: ['ignore', 'ignore', 'inherit']})
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`dnet ended with ${code}`))))
  })

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

if (process.argv[1] === import.meta.filename) await benchPorts()
