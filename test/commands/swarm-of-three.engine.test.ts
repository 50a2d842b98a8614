import {deepEqual, equal, ok} from 'node:assert/strict'
import {isDeepStrictEqual} from 'node:util'
import {execIn, ownVersion, startContainer, type TestEngine} from '../harness/fixture.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'
import {startSwarm} from '../harness/swarm.js'
import {until} from '../harness/until.js'

const NAMES = many(20, 90)

/** Containers and tasks on three nodes, on two networks: what a node says of names, holders and use by the others. */
describe('a Swarm of three nodes', () => {
  let nodes: readonly TestEngine[] = []
  let stop: () => Promise<void> = async () => {}
  const [manager, second, third] = [() => node(0), () => node(1), () => node(2)]
  const node = (at: number): TestEngine => {
    const found = nodes[at]
    ok(found, `no node ${at}`)
    return found
  }

  const post = async (to: TestEngine, path: string, body: object): Promise<void> => {
    const answer = await to.call(path, {method: 'POST', body})
    ok([200, 201].includes(answer.status), `${path}: ${JSON.stringify(answer.body)}`)
  }
  const run = (on: TestEngine, name: string, aliases: readonly string[], networks: readonly string[]) => async () => {
    const [first = '', ...others] = networks
    await startContainer(on, name, {
      HostConfig: {NetworkMode: first, Dns: ['127.0.0.1'], DnsOptions: ['timeout:1', 'attempts:1']},
      NetworkingConfig: {EndpointsConfig: {[first]: {Aliases: aliases}}},
    })
    for (const network of others)
      await post(on, `/networks/${network}/connect`, {Container: name, EndpointConfig: {Aliases: aliases}})
  }
  const dnet = (on: TestEngine, ...argv: string[]) => runDnet(argv, {DOCKER_HOST: on.host})

  before(async function () {
    if (ownVersion() === 'podman') return this.skip()
    const swarm = await startSwarm(['one', 'two', 'three'])
    ;({nodes, stop} = swarm)
    for (const Name of ['mesh', 'net', 'idle'])
      await post(manager(), '/networks/create', {Name, Driver: 'overlay', Attachable: true, CheckDuplicate: true})
    await run(manager(), 'app', ['web', 'db'], ['mesh'])()
    await run(second(), 'api', ['web'], ['mesh', 'net'])()
    await run(third(), 'db', [], ['net'])()
    await run(third(), 'far', ['db'], ['mesh'])()
    for (const [Name, Mode] of [
      ['vip', 'vip'],
      ['rr', 'dnsrr'],
    ] as const)
      await post(manager(), '/services/create', {
        Name,
        EndpointSpec: {Mode},
        Mode: {Replicated: {Replicas: 3}},
        TaskTemplate: {
          ContainerSpec: {Image: 'bb:1', Command: ['sleep', '100000'], StopSignal: 'KILL'},
          Networks: [{Target: 'mesh'}],
          Placement: {MaxReplicas: 1},
        },
      })
    for (const each of nodes)
      await until('each node knows the tasks of both services', async () => {
        const {Services} = (await each.call('/networks/mesh?verbose=true')).body as {
          Services?: Record<string, {Tasks: unknown[]}>
        }
        return ['vip', 'rr'].every((name) => Services?.[name]?.Tasks.length === 3)
      })
  })
  after(() => stop())

  it(`${NAMES} names are what containers get on their nodes (seed ${SEED})`, async () => {
    const dice = new Dice(SEED)
    const asking = [
      [manager(), 'app'],
      [second(), 'api'],
      [third(), 'db'],
      [third(), 'far'],
    ] as const
    const words = [
      'app',
      'api',
      'db',
      'far',
      'web',
      'DB',
      'vip',
      'rr',
      'tasks.vip',
      'tasks.rr',
      'web.mesh',
      'db.net',
      'nobody',
    ]
    let certain = 0
    for (let i = 0; i < NAMES; i++) {
      const [on, container] = dice.pick(asking)
      const name = dice.pick(words)
      const {output} = await execIn(on, container, ['nslookup', name])
      // The first is the server that answers.
      const really = [...output.matchAll(/^Address(?: \d+)?:\s+([\d.]+)(?![\d.:])/gm)].map(([, addr = '']) => addr)
      const {stdout} = await dnet(on, 'dns', '--json', container, name)
      const {targets = [], unseen = []} = JSON.parse(stdout) as {targets?: {addresses: string[]}[]; unseen?: string[]}
      const foretold = targets.flatMap(({addresses}) => addresses).filter((addr) => !addr.includes(':'))
      const at = `${name} from ${container}: ${output}\n${stdout}`
      const agrees = isDeepStrictEqual([...new Set(foretold)].toSorted(), [...new Set(really)].toSorted())
      // A node does not tell the aliases of others.
      const isAlias = ['web', 'db'].includes(name.toLowerCase().split('.', 1)[0] ?? '')
      ok(agrees || (isAlias && unseen.some((text) => text.startsWith('aliases on other nodes not seen'))), at)
      if (agrees) certain += 1
    }
    ok(certain > NAMES / 2, `${certain} of ${NAMES}`)
  })

  it('who finds the tasks and containers of other nodes by their addresses', async () => {
    const {body} = await third().call('/containers/far/json')
    const {IPAddress} = (body as {NetworkSettings: {Networks: Record<string, {IPAddress: string}>}}).NetworkSettings
      .Networks.mesh as {IPAddress: string}
    const {stdout} = await dnet(manager(), 'who', '--json', IPAddress)
    const {holdings} = JSON.parse(stdout) as {holdings: {kind: string; name: string}[]}
    equal(holdings.length, 1, stdout)
  })

  it('what other nodes use is kept where this one sees it, and by the engine where it does not', async () => {
    const {stdout} = await dnet(manager(), 'prune', '--dry-run', '--json')
    const {networks} = JSON.parse(stdout) as {networks: {name: string; remove: boolean; reason: string}[]}
    const told = networks.flatMap(({name, remove, reason}) =>
      ['mesh', 'net', 'idle'].includes(name) ? [`${name} ${remove ? 'remove' : 'keep'}: ${reason}`] : [],
    )
    deepEqual(told.toSorted(), ['idle remove: swarm', 'mesh keep: attached', 'net remove: swarm'])
    await dnet(manager(), 'prune', '--force')
    const {body} = await manager().call('/networks')
    const names = (body as {Name: string}[]).map(({Name}) => Name)
    deepEqual(
      ['mesh', 'net', 'idle'].map((name) => names.includes(name)),
      [true, true, false],
    )
  })

  it('the addresses that are in use and free are unknown, as other nodes assign some', async () => {
    const {stdout} = await dnet(second(), 'ls', '--json')
    const {networks} = JSON.parse(stdout) as {networks: {name: string; subnets?: {free: number | null}[]}[]}
    const mesh = networks.find(({name}) => name === 'mesh')
    ok(mesh, stdout)
    ok(!JSON.stringify(mesh).match(/"free":\d/), JSON.stringify(mesh))
  })

  it('a worker says that it creates no overlay, and so does its engine', async () => {
    const rehearsed = await dnet(second(), 'create', '--dry-run', '-d', 'overlay', 'more')
    const done = await dnet(second(), 'create', '--no-check', '-d', 'overlay', 'more')
    deepEqual([rehearsed.exit, done.exit], [1, 1], `${rehearsed.stderr}\n${done.stderr}`)
  })
})
