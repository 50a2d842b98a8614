import {deepEqual, equal, ok} from 'node:assert/strict'
import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Capability, itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {type KillPoint, killProxy} from '../harness/kill-proxy.js'
import {LONG} from '../harness/many.js'
import {type Ended, hasHandledInterrupt, runDnet, startDnet} from '../harness/run-dnet.js'

interface EndpointState {
  readonly IPAMConfig?: {readonly IPv4Address?: string} | null
  readonly IPAddress?: string
  readonly Aliases?: readonly string[] | null
  readonly Links?: readonly string[] | null
  readonly GwPriority?: number
}

interface Scenario {
  readonly title: string
  readonly argv: readonly string[]
  /** The exit codes that a run after the kill may have. */
  readonly again: readonly number[]
  /** Whether an interrupt leaves all of it done, or nothing. */
  readonly whole?: boolean
  /** What the engine must be able to do. */
  readonly where?: Capability
  /** Extra set-up, after the usual one. */
  readonly before?: () => Promise<unknown>
}

interface Undisturbed {
  readonly start: unknown
  readonly goal: unknown
  readonly calls: readonly string[]
}

const ALONE = 'names for one container alone'

/** The calls that ask for more than to be told something, from 1. */
const callsThatChange = (calls: readonly string[]): number[] =>
  calls.flatMap((text, at) => (text.startsWith('GET ') ? [] : [at + 1]))

const allPoints = (calls: number): KillPoint[] =>
  Array.from({length: calls}, (_, at) => at + 1).flatMap((call): KillPoint[] => [
    {call, when: 'before'},
    {call, when: 'after'},
  ])

/** Before a call the engine is as it was after the one before, so that one such point says what the journal alone does. */
const tellingPoints = ([first = 0, ...later]: readonly number[]): KillPoint[] => [
  {call: first, when: 'before'},
  ...[first, ...later].map((call): KillPoint => ({call, when: 'after'})),
]

/**
 * dnet is killed at its calls to the engine; run again, it finishes, and nothing is lost. At a call that only reads, the
 * engine is as before and after the changes around it, so that those calls are for the long run.
 */
describe('killed at any call', () => {
  let real: TestEngine
  let folder: string
  let points = 0
  const whole = new Map<Scenario, Undisturbed>()
  const [app, db, idle, web, far] = [freshName(), freshName(), freshName(), freshName(), freshName()]
  const containers = [app, db, idle]

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-kill-'))
    for (const name of [app, db]) await startContainer(real, name, {})
    const made = await real.call(`/containers/create?name=${idle}`, {
      method: 'POST',
      body: {Image: 'bb:1', Cmd: ['sleep', '9']},
    })
    equal(made.status, 201)
  })

  after(async () => {
    await removeAll(real, containers, [web, far, `dnet-${app}-${db}`])
    await rm(folder, {recursive: true, force: true})
    console.log(`      ${points} kill points on ${real.version}`)
  })

  const scenarios: Scenario[] = [
    {title: 'link, by a reconnect', argv: ['link', app, `${db}:database`], again: [0], whole: true, where: ALONE},
    {
      title: 'connect',
      argv: ['connect', '--if-not-connected', '--ip', '10.241.2.44', '--alias', 'three', far, app],
      again: [0],
    },
    {title: 'rm --disconnect', argv: ['rm', '--disconnect', '--yes', web], again: [0, 3], whole: true},
  ]
  /** Made of the steps of those above. */
  const composed: Scenario[] = [
    {title: 'link --shared', argv: ['link', '--shared', app, `${db}:database`], again: [0], whole: true},
    {title: 'unlink', argv: ['unlink', app, 'cache'], again: [0, 3], whole: true, where: ALONE},
    {
      title: 'link, by a network of its own',
      where: ALONE,
      argv: ['link', app, `${db}:database`],
      again: [0],
      before: () => post(`/networks/${web}/disconnect`, {Container: db, Force: false}),
    },
  ]
  if (LONG) scenarios.push(...composed)

  for (const scenario of scenarios)
    itWhere(scenario.where, scenario.title, async () => {
      const {goal, calls} = await undisturbed(scenario)
      const changing = callsThatChange(calls)
      ok(changing.length > 0, 'no call changes anything')
      for (const point of LONG ? allPoints(calls.length) : tellingPoints(changing)) {
        await reset(scenario)
        const killed = await run(scenario, point)
        const at = `killed ${point.when} call ${point.call}, ${killed.calls[point.call - 1]}`
        equal(killed.exit, 'SIGKILL', `${at}: ${killed.stderr}`)
        const again = await runToItsEnd(scenario)
        ok(scenario.again.includes(Number(again.exit)), `${at}; again: ${again.exit} ${again.stderr}`)
        deepEqual(await state(), goal, at)
        deepEqual(await left(), [], at)
        points += 1
      }
    })

  for (const scenario of scenarios)
    itWhere(
      scenario.where,
      `${scenario.title}: interrupted, it ends with 130, with nothing taken away, and can be run again`,
      async () => {
        const {start, goal, calls} = await undisturbed(scenario)
        const [first = 0, ...later] = callsThatChange(calls).filter((at) => at > 1)
        for (const call of LONG ? [first, ...later] : [later[0] ?? first]) {
          await reset(scenario)
          const ended = await run(scenario, {call, when: 'during'})
          const at = `interrupted in call ${call}, ${ended.calls[call - 1]}: ${ended.stderr}`
          equal(ended.exit, 130, at)
          deepEqual(await left(), [], at)
          const then = JSON.stringify(await state())
          if (scenario.whole)
            ok(
              [start, goal].some((one) => JSON.stringify(one) === then),
              `${at}: ${then}`,
            )
          const again = await runToItsEnd(scenario)
          ok(scenario.again.includes(Number(again.exit)), `${at}; again: ${again.exit} ${again.stderr}`)
          deepEqual(await state(), goal, at)
        }
      },
    )

  const post = (path: string, body: object) => real.call(path, {method: 'POST', body})

  /** Both networks, and everyone's place on them, as if nothing had happened. */
  async function reset({before: more}: Scenario): Promise<void> {
    await rm(join(folder, 'state'), {recursive: true, force: true})
    for (const network of [web, far, `dnet-${app}-${db}`]) {
      for (const name of containers) await post(`/networks/${network}/disconnect`, {Container: name, Force: true})
      await real.call(`/networks/${network}`, {method: 'DELETE'})
    }
    for (const [n, network] of [web, far].entries()) {
      const Config = [{Subnet: `10.241.${n + 1}.0/24`}]
      equal((await post('/networks/create', {Name: network, IPAM: {Config}})).status, 201)
    }
    const place = async (Container: string, EndpointConfig: object): Promise<void> => {
      const {status, body} = await post(`/networks/${web}/connect`, {Container, EndpointConfig})
      equal(status, 200, JSON.stringify(body))
    }
    await place(db, {IPAMConfig: {IPv4Address: '10.241.1.40'}, Aliases: ['primary']})
    const Links = [`${db}:cache`]
    await place(app, {IPAMConfig: {IPv4Address: '10.241.1.9'}, Aliases: ['front', 'www'], Links, GwPriority: 7})
    await place(idle, {IPAMConfig: {IPv4Address: '10.241.1.77'}, Aliases: ['sleeper']})
    await more?.()
  }

  /** What a run that nothing stops starts from, leads to and asks of the engine; found out once for each scenario. */
  async function undisturbed(scenario: Scenario): Promise<Undisturbed> {
    const known = whole.get(scenario)
    if (known) return known
    await reset(scenario)
    const start = await state()
    const {exit, stderr, calls} = await run(scenario, {call: 0, when: 'before'})
    equal(exit, 0, stderr)
    const goal = await state()
    ok(JSON.stringify(start) !== JSON.stringify(goal), 'the command did nothing')
    const found = {start, goal, calls}
    whole.set(scenario, found)
    return found
  }

  const env = (host: string) => ({DOCKER_HOST: host, HOME: folder, XDG_STATE_HOME: join(folder, 'state')})

  const runToItsEnd = ({argv}: Scenario): Promise<Ended> => runDnet(argv, env(real.host))

  async function run({argv}: Scenario, point: KillPoint): Promise<Ended & {calls: readonly string[]}> {
    let kill = (): void | Promise<void> => {}
    const target = real.host.slice('unix://'.length)
    const proxy = await killProxy(join(folder, 'proxy.sock'), target, point, () => kill())
    const {child, ended} = startDnet(argv, env(proxy.host))
    kill = async () => {
      child.kill(point.when === 'during' ? 'SIGINT' : 'SIGKILL')
      if (point.when === 'during') await hasHandledInterrupt(child.pid ?? 0)
    }
    child.stdin?.end()
    try {
      return {...(await ended), calls: proxy.calls}
    } finally {
      await proxy.close()
    }
  }

  /** What each container has on each network: addresses, aliases, links, priority. */
  async function state(): Promise<unknown> {
    const entries = await Promise.all(
      containers.map(async (name) => {
        const {body} = await real.call(`/containers/${name}/json`)
        const {Id, NetworkSettings} = body as {
          Id: string
          NetworkSettings: {Networks: Readonly<Record<string, EndpointState>>}
        }
        const places = Object.entries(NetworkSettings.Networks).map(([network, endpoint]) => [
          network,
          {
            asked: endpoint.IPAMConfig?.IPv4Address ?? '',
            address: endpoint.IPAddress ?? '',
            aliases: [...new Set(endpoint.Aliases ?? [])].filter((alias) => alias !== Id.slice(0, 12)).sort(),
            links: [...(endpoint.Links ?? [])].sort(),
            priority: endpoint.GwPriority ?? 0,
          },
        ])
        return [name, Object.fromEntries(places.sort())]
      }),
    )
    return Object.fromEntries(entries)
  }

  const left = (): Promise<string[]> => readdir(join(folder, 'state', 'dnet', 'endpoints')).catch(() => [])
})
