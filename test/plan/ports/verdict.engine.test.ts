import {deepEqual} from 'node:assert/strict'
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process'
import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {endianness} from 'node:os'
import {createInterface} from 'node:readline'
import {readListeners} from '../../../src/lib/engine/machine/listeners.js'
import {
  type ContainerDetailsAnswer,
  containerAnswer,
  containerDetailsAnswer,
} from '../../../src/lib/engine/read/answers.js'
import {toContainers} from '../../../src/lib/engine/read/to-container.js'
import {arrayOf} from '../../../src/lib/json-reader.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {Listener, PortHolder, PortSituation} from '../../../src/lib/model/ports.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {parsePortSpec, wishesOf} from '../../../src/lib/net/port.js'
import {publishRules} from '../../../src/lib/plan/ports/publish-rules.js'
import {checkPorts} from '../../../src/lib/plan/ports/verdict.js'
import {situationWith} from '../../build/ports.js'
import {itWhere} from '../../harness/capabilities.js'
import {freshName, type TestEngine, testEngine} from '../../harness/fixture.js'
import {Dice, many, SEED} from '../../harness/many.js'
import type {ThrowawayEngine} from '../../harness/throwaway.js'

const TRIALS = many(3, 300)

const BRIDGE = {name: 'bridge', driver: 'bridge', internal: false, enableIPv4: true, enableIPv6: false, options: {}}

/** Opens one socket for each line `tcp|udp ADDR PORT ipv6only`, answers `ok` or the error's code; `close` closes all. */
const OPENER = `
  let open = []
  require('readline').createInterface({input: process.stdin}).on('line', (line) => {
    if (line === 'close') return Promise.all(open.map((one) => new Promise((done) => one.close(done))))
      .then(() => { open = []; console.log('ok') })
    const [protocol, host, port, only] = line.split(' ')
    const ipv6Only = only === 'true'
    const socket = protocol === 'tcp' ? require('net').createServer()
      : require('dgram').createSocket({type: host.includes(':') ? 'udp6' : 'udp4', ipv6Only})
    socket.once('error', (error) => console.log(error.code))
    socket.once('listening', () => { open.push(socket); console.log('ok') })
    if (protocol === 'tcp') socket.listen({host, port: Number(port), ipv6Only})
    else socket.bind(Number(port), host)
  })
  console.log('ready')`

/** A process of this machine in the engine's network namespace, which opens sockets there. */
class HostProcess {
  readonly child: ChildProcessWithoutNullStreams
  private readonly engine: ThrowawayEngine
  private readonly lines: AsyncIterator<string>

  constructor(engine: ThrowawayEngine) {
    this.engine = engine
    const [command = process.execPath, ...args] = [...engine.enterNetwork, process.execPath, '-e', OPENER]
    this.child = spawn(command, args)
    this.lines = createInterface({input: this.child.stdout})[Symbol.asyncIterator]()
  }

  async answer(): Promise<string> {
    return (await this.lines.next()).value
  }

  async ask(line: string): Promise<string> {
    this.child.stdin.write(`${line}\n`)
    return this.answer()
  }

  /** The sockets of its namespace, read as those of this machine are. */
  async listeners() {
    const here = (path: string) => path.replace(/^\/proc\/net\//, `/proc/${this.child.pid}/net/`)
    const orNothing = <T>(read: () => T): T | undefined => {
      try {
        return read()
      } catch {
        return undefined
      }
    }
    return readListeners({
      text: (path) => orNothing(() => readFileSync(here(path), 'utf8')),
      names: (path) => orNothing(() => readdirSync(path)),
      link: (path) => orNothing(() => readlinkSync(path)),
      // Debian's essential packages have no ss, the engine's tree has one.
      ss: async () => {
        const {exit, stdout} = await this.engine.exec('ss', ['-Htulne'])
        return exit === 0 ? stdout : undefined
      },
      littleEndian: endianness() === 'LE',
    })
  }
}

interface Trial {
  readonly held: readonly {readonly kind: 'running' | 'stopped' | 'host'; readonly what: string}[]
  /** What one container publishes. */
  readonly wanted: readonly string[]
}

/** Of the verdicts the rarest, so that few trials by chance may lack it. */
const CLASH: Trial = {held: [{kind: 'stopped', what: '8000:80/tcp'}], wanted: ['8000:80/tcp']}

/** What engines bind together, or by itself; the most telling first. */
const PAIRS: readonly Trial[] = [
  ['127.0.0.1::80', '80'],
  ['127.0.0.1::80', '127.0.0.2::80'],
  ['127.0.0.1:8000-8005:80', '8001-8006:80'],
  ['127.0.0.1:8000:80/udp', '8000:80/udp'],
  ['127.0.0.1::80', '81'],
  ['127.0.0.1::80', '[::]::80'],
  ['[::1]::80', '80'],
  ['80', '80'],
  ['127.0.0.1:8000-8005:80', '8000-8005:80'],
  ['127.0.0.1:8000-8005:80', '8000-8005:81'],
  ['127.0.0.1:8000:80', '8000-8005:80'],
  ['127.0.0.1:8000-8005:80', '127.0.0.2:8000-8005:80'],
  ['127.0.0.1::80/udp', '80/udp'],
  ['127.0.0.1:8000:80', '8000:80'],
]
  .slice(0, many(5, 14))
  .map((wanted) => ({held: [], wanted}))

/** What may be published or held: few ports and addresses, so that most trials meet. */
function makeTrial(seed: number): Trial {
  const {pick} = new Dice(seed)
  const port = () => pick([8000, 8000, 8001])
  const spec = () => {
    const addr = pick(['', '', '0.0.0.0:', '127.0.0.1:', '127.0.0.2:', '[::]:', '[::1]:'])
    const fixed = () => `${port()}`
    const host = pick([fixed, fixed, fixed, fixed, fixed, () => '8000-8002', () => '8000-8001', () => ''])()
    return `${addr}${host}:80/${pick(['tcp', 'tcp', 'udp'])}`
  }
  const socket = () =>
    `${pick(['tcp', 'udp'])} ${pick(['0.0.0.0', '127.0.0.1', '::', '::', '::1'])} ${port()} ${pick([true, false])}`
  const count = pick([1, 2, 3, 4])
  const held = Array.from({length: count}, () => {
    const kind = pick(['running', 'running', 'stopped', 'host'] as const)
    return {kind, what: kind === 'host' ? socket() : spec()}
  })
  return {held, wanted: pick([false, false, true]) ? [spec(), spec()] : [spec()]}
}

async function create(engine: TestEngine, name: string, specs: readonly string[]): Promise<void> {
  const bindings: Record<string, {HostIp: string; HostPort: string}[]> = {}
  for (const {hostAddr, hostPorts, containerPort, protocol} of specs.flatMap((spec) => wishesOf(parsePortSpec(spec)))) {
    const range = hostPorts === null ? [] : [...new Set([hostPorts.first, hostPorts.last])]
    const key = `${containerPort}/${protocol}`
    bindings[key] = [...(bindings[key] ?? []), {HostIp: hostAddr ?? '', HostPort: range.join('-')}]
  }
  const body = {
    Image: 'bb:1',
    Cmd: ['sleep', '1000'],
    StopSignal: 'KILL',
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])),
    HostConfig: {PortBindings: bindings},
  }
  const {status, body: answer} = await engine.call(`/containers/create?name=${name}`, {method: 'POST', body})
  if (status !== 201) throw new Error(`not created: ${JSON.stringify(answer)}`)
}

/** '' where it started, else the engine's sentence. */
async function start(engine: TestEngine, name: string): Promise<string> {
  const {status, body} = await engine.call(`/containers/${name}/start`, {method: 'POST'})
  return status === 204 ? '' : JSON.stringify(body)
}

async function situation(
  engine: TestEngine,
  names: readonly string[],
  listeners: PortSituation['listeners'],
): Promise<PortSituation> {
  const all = arrayOf(containerAnswer)((await engine.call('/containers/json?all=1')).body, '')
  const list = all.filter((one) => names.includes((one.Names?.[0] ?? '').slice(1)))
  const details = new Map<string, ContainerDetailsAnswer>()
  for (const {Id} of list)
    details.set(Id, containerDetailsAnswer((await engine.call(`/containers/${Id}/json`)).body, ''))
  const containers = toContainers(list, details)
  const rules = rulesOf(engine)
  const holder = ({id, name}: {id: string; name: string}): PortHolder => ({kind: 'container', id, name})
  return situationWith({
    bindings: containers.flatMap((one) => one.published.map((port) => ({...port, holder: holder(one)}))),
    claims: known(
      containers
        .filter((one) => one.state !== 'running')
        .flatMap((one) =>
          (one.details.known ? one.details.value.wishes : []).map((wish) => ({
            wish,
            rules,
            holder: holder(one),
            startsWithEngine: false,
          })),
        ),
    ),
    listeners,
  })
}

const rulesOf = (engine: TestEngine) =>
  publishRules(
    {apiVersion: engine.api, userlandProxy: true, defaultAddr: undefined as Addr | undefined, hostHasIPv6: true},
    BRIDGE,
  )

const SEVERITY = ['blocked', 'unknown', 'will clash', 'free'] as const

/** What went otherwise than foretold; '' for nothing. */
async function runTrial(
  engine: TestEngine,
  host: HostProcess | undefined,
  trial: Trial,
): Promise<[verdict: string, wrong: string]> {
  const names: string[] = []
  const stopped: string[] = []
  try {
    for (const {kind, what} of trial.held) {
      if (kind === 'host') {
        await host?.ask(what)
        continue
      }
      const name = freshName()
      names.push(name)
      await create(engine, name, [what])
      if (kind === 'stopped') stopped.push(name)
      else if ((await start(engine, name)) !== '')
        await engine.call(`/containers/${name}?force=true`, {method: 'DELETE'})
    }
    const none: PortSituation['listeners'] = known<readonly Listener[]>([])
    const listeners = host === undefined ? none : await host.listeners()
    const picture = await situation(engine, names, listeners.known ? listeners : unknown('?'))
    const rules = rulesOf(engine)
    const wishes = trial.wanted.flatMap((spec) => wishesOf(parsePortSpec(spec)))
    const found = checkPorts(
      wishes.map((wish, i) => ({wish, rules, name: `wanted ${i}`, container: ''})),
      picture,
    )
    const name = freshName()
    names.push(name)
    await create(engine, name, trial.wanted)
    const refusal = await start(engine, name)
    const verdict = SEVERITY.find((one) => found.some((each) => each.verdict === one)) ?? ''
    const describe = `${JSON.stringify(trial)} ${JSON.stringify(found)} engine: ${refusal}`
    if (verdict === 'blocked') return [verdict, refusal === '' ? `false blocked, ${describe}` : '']
    if (refusal !== '') return [verdict, verdict === 'unknown' ? '' : `false free, ${describe}`]
    // Of a range the engine goes on after the last port it gave out, so that it need not choose the claimed one, and
    // what one container wants on one UDP port clashes in silence.
    const chooses = wishes.some(({hostPorts}) => hostPorts === null || hostPorts.first !== hostPorts.last)
    if (verdict !== 'will clash' || chooses || wishes.length > 1) return [verdict, '']
    for (const old of stopped) if ((await start(engine, old)) !== '') return [verdict, '']
    return [verdict, `no clash, ${describe}`]
  } finally {
    await host?.ask('close')
    for (const name of names) await engine.call(`/containers/${name}?force=true`, {method: 'DELETE'})
  }
}

describe('port verdicts against a real engine', () => {
  itWhere(
    'a container port on one of a range',
    `come true in ${TRIALS} situations made up by chance (seed ${SEED})`,
    async () => {
      const engine = await testEngine()
      const host = engine.throwaway && new HostProcess(engine.throwaway)
      await host?.answer()
      const verdicts = new Set<string>()
      const wrong: string[] = []
      try {
        const byChance = Array.from({length: TRIALS}, (_, i) => makeTrial(SEED * 1_000_000 + i))
        for (const trial of [CLASH, ...PAIRS, ...byChance]) {
          const [verdict, mistake] = await runTrial(engine, host, trial)
          verdicts.add(verdict)
          if (mistake !== '') wrong.push(mistake)
        }
      } finally {
        host?.child.kill()
      }
      deepEqual(wrong, [])
      // An engine that tries one port of a range is not foretold where the host may refuse that one.
      if (!rulesOf(engine).rangeRetried) verdicts.delete('unknown')
      deepEqual([...verdicts].sort(), ['blocked', 'free', 'will clash'])
    },
  )
})
