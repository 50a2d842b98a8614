import {deepEqual, rejects} from 'node:assert/strict'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {loadCompose} from '../../src/lib/compose/load.js'
import {askedByCompose, type PortCheckRow} from '../../src/lib/plan/ports/asked-ports.js'
import {asTestEngine, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {many, SEED, seeded} from '../harness/many.js'
import {open} from '../harness/open.js'
import {runDnet} from '../harness/run-dnet.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../harness/throwaway.js'
import {compose} from './ports-engine.js'

const TRIALS = many(2, 200)

/** Whether a compose service is published where dnet says, whichever of its networks publishes. */
describe('the addresses that the ports of a compose service are published on', () => {
  let throwaway: ThrowawayEngine
  let engine: TestEngine
  before(async () => {
    throwaway = await startEngine({version: '28', name: 'compose'})
    engine = asTestEngine(throwaway)
  })
  after(() => throwaway?.stop())

  it(`are those foretold for ${TRIALS} projects made up by chance (seed ${SEED})`, async function () {
    this.timeout(0)
    const random = seeded(SEED)
    for (let n = 0; n < TRIALS; n++) {
      const text = project(random)
      const folder = join(throwaway.folder, `project${n}`)
      await mkdir(folder)
      const file = join(folder, 'compose.yaml')
      await writeFile(file, text)
      const opened = await open(engine)
      const host = await opened.observe({containerDetails: 'stopped', publishing: true})
      const loaded = loadCompose({files: [file], currentDirectory: '/', readFile: () => text, environment: {}})
      deepEqual(loaded.problems, [], text)
      const [asked] = askedByCompose(host, loaded)
      const env = {DOCKER_HOST: engine.host}
      await compose(['-f', file, 'up', '--detach'], env)
      const {body} = await engine.call(`/containers/${loaded.name}-web-1/json`)
      const {Ports} = (body as {NetworkSettings: {Ports: Record<string, {HostIp: string}[] | null>}}).NetworkSettings
      const bound = (Ports['80/tcp'] ?? []).map(({HostIp}) => HostIp)
      await compose(['-f', file, 'down', '--timeout', '0'], env)
      opened.close()
      deepEqual(bound.sort(), [...(asked?.rules.anyAddrs ?? [])].sort(), text)
    }
  })
})

describe('a port that a service took from several', () => {
  let throwaway: ThrowawayEngine
  let engine: TestEngine
  before(async () => {
    throwaway = await startEngine({version: '28', name: 'kept', daemonConfig: WITHOUT_RULES})
    engine = asTestEngine(throwaway)
  })
  after(() => throwaway?.stop())

  it('is not free for another service, as Compose keeps the container that has it', async () => {
    const file = join(throwaway.folder, 'compose.yaml')
    const env = {DOCKER_HOST: engine.host}
    const withServices = async (...services: readonly string[]): Promise<void> =>
      writeFile(file, ['name: kept', 'services:', ...services, ''].join('\n'))
    const [w, x] = ['w', 'x'].map((name) => `  ${name}: {image: bb:1, command: sleep 1000, stop_signal: KILL, ports: [`)
    await startContainer(engine, 'first', {
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {PortBindings: {'80/tcp': [{HostPort: '18630'}]}},
    })
    await withServices(`${w}"18630-18633:80"]}`)
    await compose(['-f', file, 'up', '--detach'], env)
    await removeAll(engine, ['first'], [])
    await withServices(`${w}"18630-18633:80"]}`, `${x}"18631:80"]}`)
    const {exit, stdout} = await runDnet(['ports', 'check', '--json', '--compose', file], env)
    const {ports} = JSON.parse(stdout) as {ports: PortCheckRow[]}
    deepEqual(
      [exit, ...ports.map(({name, verdict, holders: [holder]}) => [name, verdict, holder?.name])],
      [6, ['w', 'free', undefined], ['x', 'unknown', 'kept-w-1']],
    )
    await rejects(compose(['-f', file, 'up', '--detach'], env), /port is already allocated/)
  })
})

/** A service with a port on two or three networks that differ in what decides which of them publishes. */
function project(random: () => number): string {
  const some = (chance: number): boolean => random() < chance
  const keys = ['a', 'b', 'c'].slice(0, some(0.5) ? 2 : 3).sort(() => random() - 0.5)
  const joins = keys.map((key) => `      ${key}: {${some(0.3) ? `gw_priority: ${Math.floor(random() * 3) - 1}` : ''}}`)
  const networks = keys.map((key, i) => {
    const fields = [
      ...(some(0.3) ? [`name: n${Math.floor(random() * 9)}${key}`] : []),
      ...(some(0.3) ? ['internal: true'] : []),
      ...(some(0.3) ? ['enable_ipv6: true'] : []),
      ...(some(0.5) ? [`driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.${i + 2}}`] : []),
    ]
    return `  ${key}: {${fields.join(', ')}}`
  })
  return [
    'services:',
    '  web:',
    '    image: bb:1',
    '    command: sleep 1000',
    '    ports: ["18080:80"]',
    '    networks:',
    ...joins,
    'networks:',
    ...networks,
    '',
  ].join('\n')
}
