import {equal, match} from 'node:assert/strict'
import {can} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('a network that a container was created with and has left', () => {
  let engine: TestEngine
  /** Whether the engine looks for the network before it connects or starts the container. */
  let needed: boolean
  const base = freshName()
  const [made, other, third] = [`${base}-made`, `${base}-other`, `${base}-third`]
  const [app, idle] = [`${base}-app`, `${base}-idle`]
  const Labels = {[base]: '', 'com.docker.compose.project': base}

  before(async () => {
    engine = await engineWithoutRules()
    needed = await can(engine, 'need of the network that a container was created with')
    for (const Name of [other, third]) await post('/networks/create', {Name}, 201)
  })
  beforeEach(async () => {
    await post('/networks/create', {Name: made, Labels}, 201)
    for (const name of [app, idle]) {
      await startContainer(engine, name, {HostConfig: {NetworkMode: made}})
      await post(`/networks/${other}/connect`, {Container: name}, 200)
      await post(`/networks/${made}/disconnect`, {Container: name}, 200)
    }
    await post(`/containers/${idle}/kill`, {}, 204)
  })
  afterEach(() => removeAll(engine, [app, idle], [made]))
  after(() => removeAll(engine, [], [other, third]))

  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: engine.host})
  const ask = (path: string, body: object) => engine.call(path, {method: 'POST', body})
  async function post(path: string, body: object, want: number): Promise<void> {
    const answer = await ask(path, body)
    equal(answer.status, want, JSON.stringify(answer.body))
  }
  const isThere = async (): Promise<boolean> => (await engine.call(`/networks/${made}`)).status === 200
  const ours = ['--filter', `label=${base}`]

  for (const flags of [
    ['--keep-stopped', ...ours],
    ['--project', base],
  ])
    it(`is kept by prune ${flags[0]}, and both containers stay of use`, async () => {
      const rehearsed = await dnet('prune', ...flags, '--dry-run')
      match(
        rehearsed.stdout,
        needed
          ? new RegExp(`${made} +keep +created with it, and connected to nothing else without it: ${app}, ${idle}`)
          : new RegExp(`${made} +remove +nothing uses it`),
      )
      const {exit, stderr} = await dnet('prune', ...flags, '--yes')
      equal(exit, 0, stderr)
      equal(await isThere(), needed)
      await post(`/networks/${third}/connect`, {Container: app}, 200)
      await post(`/containers/${idle}/start`, {}, 204)
    })

  it('is no reason to keep beside "remove" where Docker’s prune is rehearsed, and a terminal’s rehearsal is told apart', async () => {
    const {stdout, stderr} = await dnet('prune', ...ours, '--dry-run')
    const [, row = ''] = new RegExp(`^${made} +(.*)$`, 'm').exec(stdout) ?? []
    const reason = `remove +no container is on it; created with it, and then unable to join any other: ${app}, ${idle}`
    match(row, needed ? new RegExp(reason) : /^remove +nothing uses it/)
    const note = `Note: kept if stdout is a terminal, else removed, as Docker's prune does: ${made}; to choose: --keep-stopped, --include-stopped\n`
    equal(stderr, needed ? note : '')
    const pruned = await dnet('prune', ...ours, '--force')
    equal(pruned.exit, 0, pruned.stderr)
    equal(await isThere(), false)
  })

  it('is removed by rm with a warning that comes true, which --strict takes for a no', async () => {
    const refused = await dnet('rm', '--strict', made)
    equal(refused.exit, needed ? 6 : 0, refused.stderr)
    if (!needed) return
    const warning = `created with network "${made}": "${app}", "${idle}"; without it, the engine connects them to no other network, and does not start them on one`
    equal(refused.stderr.startsWith(`Warning: ${warning}\n`), true, refused.stderr)
    const removed = await dnet('rm', made)
    equal(removed.exit, 0, removed.stderr)
    const answers = [
      await ask(`/networks/${third}/connect`, {Container: app}),
      await ask(`/containers/${idle}/start`, {}),
    ]
    for (const {body} of answers) match(JSON.stringify(body), /could not find a network matching network mode/)
  })

  it('says so in inspect and ls', async () => {
    const card = await dnet('inspect', '--pretty', made)
    equal(new RegExp(`^Needed by\n.*\n +${app} +running +not on it, but needs it`, 'm').test(card.stdout), needed)
    const tree = await dnet('ls', '--tree', ...ours)
    equal(new RegExp(`${app} +not on it, but needs it to join any other`).test(tree.stdout), needed, tree.stdout)
    const before = await dnet('inspect', '--container', app)
    equal(before.stdout.includes(`with network ${made}, which it needs to join any other`), needed, before.stdout)
    equal((await dnet('rm', made)).exit, 0)
    const after = await dnet('inspect', '--container', app)
    equal(after.stdout.includes(`with network ${made}, which is gone: it can join no other`), needed, after.stdout)
    await post(`/containers/${app}/kill`, {}, 204)
    const down = await dnet('inspect', '--container', app)
    const text = `with network ${made}, which is gone: it can join others, but not start on one`
    equal(down.stdout.includes(text), needed, down.stdout)
    await post(`/networks/${third}/connect`, {Container: app}, 200)
    if (needed) match(JSON.stringify((await ask(`/containers/${app}/start`, {})).body), /could not find a network/)
  })
})
