import {deepEqual, ok} from 'node:assert/strict'
import type {DockerEngine} from '../../../src/lib/engine/docker-engine.js'
import type {Container} from '../../../src/lib/model/container.js'
import {choosesByFamily} from '../../../src/lib/model/endpoints/default-gateway.js'
import type {Host} from '../../../src/lib/model/host.js'
import {familyOf} from '../../../src/lib/net/addr.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import {effectsOf} from '../../../src/lib/plan/endpoints/published-effects.js'
import type {Operation} from '../../../src/lib/plan/operation.js'
import {simulate} from '../../../src/lib/plan/simulate.js'
import {
  engineWithoutRules,
  execIn,
  freshName,
  removeAll,
  startContainer,
  type TestEngine,
} from '../../harness/fixture.js'
import {many, SEED, seeded} from '../../harness/many.js'
import {open} from '../../harness/open.js'
import {Visitor} from '../../harness/visitor.js'

const HISTORIES = many(5, 300)
const STEPS = 2

const WEB = 80
const FIXED = 18_080

/** What of a container's network can be seen from outside the engine's own account of it. */
interface Seen {
  /** Names of networks, by family; '' for no default route. */
  readonly gateways: {readonly 4: string; readonly 6: string}
  /** `family/containerPort` to host port. */
  readonly ports: ReadonlyMap<string, number>
}

/** Predictions against the container's own routes and the ports that answer, on a real engine. */
describe('gateways and published ports over random histories', () => {
  let real: TestEngine
  let engine: DockerEngine
  let visitor: Visitor
  const networks: string[] = []
  let container = ''

  before(async () => {
    real = await engineWithoutRules()
    engine = await open(real)
    visitor = new Visitor(real)
    const base = freshName()
    const make = async (suffix: string, body: object): Promise<void> => {
      const Name = `${base}-${suffix}`
      const made = await real.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: true, ...body}})
      ok(made.status === 201, JSON.stringify(made.body))
      networks.push(Name)
    }
    const six = (n: number) => ({EnableIPv6: true, IPAM: {Config: [{Subnet: `fd00:d7e7:${n}::/64`}]}})
    await make('b-plain', {})
    await make('a-plain', {})
    await make('c-dual', six(1))
    await make('d-dual', six(2))
    // 20.10 publishes through an internal network now and then, by no rule.
    if (Number(real.api.split('.')[1]) >= 45) {
      await make('a-internal', {Internal: true})
      await make('e-internal-dual', {Internal: true, ...six(3)})
    }
    if (choosesByFamily(real.api)) await make('f-six', {EnableIPv4: false, ...six(4)})
    container = freshName()
    await startContainer(real, container, {
      Cmd: ['httpd', '-f', '-p', '80', '-h', '/www'],
      ExposedPorts: {'80/tcp': {}, '81/tcp': {}},
      HostConfig: {PortBindings: {'80/tcp': [{HostPort: String(FIXED)}], '81/tcp': [{HostPort: ''}]}},
    })
  })

  after(async () => {
    visitor?.leave()
    await removeAll(real, [container], networks)
    engine?.close()
  })

  it(`are as predicted at each step of ${HISTORIES} histories (seed ${SEED})`, async function () {
    // What is foretold is the choice of Docker's libnetwork; Podman publishes through netavark, by rules of its own.
    if (await isPodman(real)) return this.skip()
    const chance = seeded(SEED)
    let steps = 0
    for (let history = 0; history < HISTORIES; history++) {
      const told: string[] = []
      for (let step = 0; step < STEPS; step++) {
        const host = await look()
        const operation = randomChange(host, chance)
        told.push(
          `${operation.do} ${operation.network} ${operation.do === 'connect' ? operation.endpoint.gatewayPriority : ''}`,
        )
        const before = await see(host)
        const predicted = effectsOf(
          mine(host),
          [mine(simulate(host, operation))],
          host.networks,
          host.engine.apiVersion,
        )
        await engine.execute(operation)
        const after = await see(await look())
        deepEqual(
          after.gateways,
          expectedGateways(before, predicted),
          `history ${history}, gateways after ${told.join('; ')}`,
        )
        comparePorts(before, after, predicted, `history ${history}: ${told.join('; ')}`)
        steps += 1
      }
    }
    console.log(`      ${HISTORIES} histories, ${steps} steps on ${real.version}`)
  })

  const look = (): Promise<Host> => engine.observe({containers: true, containerDetails: true})

  const mine = (host: Host): Container => {
    const found = host.containers.known && host.containers.value.find(({name}) => name === container)
    ok(found)
    return found
  }

  function randomChange(host: Host, chance: () => number): Operation & {do: 'connect' | 'disconnect'} {
    const on = mine(host).endpoints.map(({networkName}) => networkName)
    const pick = (names: readonly string[]): string => names[Math.floor(chance() * names.length)] ?? ''
    const off = networks.filter((name) => !on.includes(name))
    if (on.length > 0 && (chance() < 0.45 || off.length === 0))
      return {do: 'disconnect', network: pick(on), container, force: false, because: ''}
    const gatewayPriority = choosesByFamily(host.engine.apiVersion) ? Math.floor(chance() * 4) - 1 : 0
    return {do: 'connect', network: pick(off), container, endpoint: {...ANY_ENDPOINT, gatewayPriority}, because: ''}
  }

  /** The container's own default routes, and the host ports the engine says it published. */
  async function see(host: Host): Promise<Seen> {
    const {output} = await execIn(real, container, ['sh', '-c', 'ip -4 route; ip -6 route'])
    const endpoints = mine(host).endpoints
    const networkOf = (family: 4 | 6): string => {
      const lines = output.split(/\r?\n/).filter((line) => line.startsWith('default via '))
      const line = lines.find((text) => text.includes(':') === (family === 6))
      const gateway = line?.split(' ')[2]
      if (gateway === undefined) return ''
      return endpoints.find((endpoint) => endpoint[`gateway${family}`] === gateway)?.networkName ?? `unknown ${gateway}`
    }
    const ports = mine(host).published.map(({hostAddr, containerPort, hostPort}): [string, number] => [
      `${familyOf(hostAddr)}/${containerPort}`,
      hostPort,
    ])
    for (const [key, hostPort] of ports) if (key.endsWith(`/${WEB}`)) await answers(key, hostPort)
    if (!ports.some(([key]) => key === `4/${WEB}`)) await silent(FIXED)
    return {gateways: {4: networkOf(4), 6: networkOf(6)}, ports: new Map(ports)}
  }

  async function answers(key: string, hostPort: number): Promise<void> {
    const address = key.startsWith('4') ? `127.0.0.1:${hostPort}` : `[::1]:${hostPort}`
    ok(await visitor.reaches(address), `${address} does not answer, for ${key}`)
  }

  async function silent(hostPort: number): Promise<void> {
    ok(!(await visitor.reaches(`127.0.0.1:${hostPort}`)), `${hostPort} answers, though not published`)
  }
})

function expectedGateways(before: Seen, {gateways}: ReturnType<typeof effectsOf>): Seen['gateways'] {
  const expected = {...before.gateways}
  for (const {family, to} of gateways) expected[family] = to
  return expected
}

function comparePorts(before: Seen, after: Seen, {ports}: ReturnType<typeof effectsOf>, when: string): void {
  const effects = new Map(ports.map((effect) => [`${effect.family}/${effect.containerPort}`, effect.kind]))
  for (const key of ['4/80', '4/81', '6/80', '6/81']) {
    const [was, is, kind] = [before.ports.get(key), after.ports.get(key), effects.get(key)]
    const text = `${key}: ${was} became ${is}, predicted ${kind ?? 'no change'}; ${when}`
    if (kind === undefined || kind === 'moved') ok(is === was, text)
    else if (kind === 'lost') ok(was !== undefined && is === undefined, text)
    else if (kind === 'gained') ok(was === undefined && is !== undefined, text)
    else ok(was !== undefined && is !== undefined, text)
  }
}

async function isPodman(engine: TestEngine): Promise<boolean> {
  const {Components} = (await engine.call('/version')).body as {Components?: {Name: string}[]}
  return (Components ?? []).some(({Name}) => Name.startsWith('Podman'))
}
