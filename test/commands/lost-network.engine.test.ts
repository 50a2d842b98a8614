import {deepEqual, equal} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {apiAtLeast} from '../../src/lib/model/api-version.js'
import {can} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {type Shell, shellOn} from '../harness/paste.js'
import {runDnet} from '../harness/run-dnet.js'

describe('a container whose own network is gone', () => {
  let real: TestEngine
  let folder: string
  const base = freshName()
  const [own, other, third] = [`${base}-own`, `${base}-other`, `${base}-third`]
  const [aa, db] = [`${base}-aa`, `${base}-db`]
  const linkNetwork = `dnet-${aa}-${db}`

  before(async function () {
    real = await engineWithoutRules()
    // Podman looks for no network, and takes no private links.
    if (!apiAtLeast(real.api, '1.44') || !(await can(real, 'legacy links'))) return this.skip()
    folder = await mkdtemp(join(tmpdir(), 'dnet-lost-'))
    for (const Name of [own, other, third])
      equal((await real.call('/networks/create', {method: 'POST', body: {Name}})).status, 201)
    await startContainer(real, aa, {HostConfig: {NetworkMode: own}})
    await startContainer(real, db, {HostConfig: {NetworkMode: third}})
    equal((await dnet('rm', '--disconnect', '--yes', own)).exit, 0)
  })
  after(async () => {
    await removeAll(real, [aa, db], [own, other, third, linkNetwork])
    if (folder) await rm(folder, {recursive: true, force: true})
  })

  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: real.host, HOME: folder, XDG_STATE_HOME: folder})
  const networks = async (): Promise<string[]> =>
    ((await real.call('/networks')).body as {Name: string}[]).map(({Name}) => Name).toSorted()
  const membersOf = async (name: string): Promise<number> =>
    Object.keys(((await real.call(`/networks/${name}`)).body as {Containers: object}).Containers).length

  const lost = `container "${aa}" was created with network "${own}", which no longer exists: it can join no other`

  it('is connected to no other, which a rehearsal says', async () => {
    const {exit, stderr} = await dnet('connect', '--dry-run', other, aa)
    deepEqual([exit, stderr], [1, `Error: ${lost}\nCode: ENGINE_REFUSED\nTry this: dnet create ${own}\n`])
    equal((await dnet('connect', other, aa)).exit === 0, false)
  })

  it('is not linked, and nothing is begun', async () => {
    const before = await networks()
    const {exit, stderr} = await dnet('link', aa, `${db}:database`)
    deepEqual([exit, stderr], [1, `Error: ${lost}\nCode: ENGINE_REFUSED\nTry this: dnet create ${own}\n`])
    deepEqual([await networks(), await membersOf(third)], [before, 1])
  })

  it('leaves nothing behind if its link is refused by the engine alone', async () => {
    const before = await networks()
    const {exit} = await dnet('link', '--no-check', aa, `${db}:database`)
    equal(exit === 0, false)
    deepEqual(await networks(), before)
    const {body} = await real.call(`/containers/${db}/json`)
    deepEqual(Object.keys((body as {NetworkSettings: {Networks: object}}).NetworkSettings.Networks), [third])
  })

  it('nor an existing network with only the target on it', async () => {
    const before = await membersOf(other)
    equal((await dnet('link', '--no-check', '--network', other, aa, `${db}:database`)).exit === 0, false)
    equal(await membersOf(other), before)
  })

  it('is connected again after the line to paste', async () => {
    equal((await dnet('create', own)).exit, 0)
    const {exit, stderr} = await dnet('connect', other, aa)
    deepEqual([exit, stderr], [0, ''])
  })
})

describe('a stopped container whose network was removed', () => {
  let real: TestEngine
  let shell: Shell
  const [own, other, app] = [freshName(), freshName(), freshName()]

  before(async function () {
    real = await engineWithoutRules()
    // Podman removes no network that a container needs.
    if (!(await can(real, 'legacy links'))) return this.skip()
    shell = await shellOn(real)
    await real.call('/networks/create', {method: 'POST', body: {Name: other, CheckDuplicate: true}})
    await real.call('/networks/create', {method: 'POST', body: {Name: own, CheckDuplicate: true}})
    await startContainer(real, app, {
      HostConfig: {NetworkMode: own},
      NetworkingConfig: {EndpointsConfig: {[own]: {Aliases: ['front']}}},
    })
  })
  after(async () => {
    await removeAll(real, [app], [own, other])
    await shell?.remove()
  })

  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: real.host})
  const start = () => real.call(`/containers/${app}/start`, {method: 'POST'})
  const create = () => real.call('/networks/create', {method: 'POST', body: {Name: own, CheckDuplicate: true}})
  const lineIn = (text: string): string => /Try this: (.*)/.exec(text)?.[1] ?? ''

  for (const isAnew of [false, true])
    for (const by of ['explain', 'connect'])
      it(`starts again after the line of dnet ${by}${isAnew ? ', its network being there anew' : ''}`, async () => {
        await real.call(`/containers/${app}/kill`, {method: 'POST'})
        equal((await real.call(`/networks/${own}`, {method: 'DELETE'})).status, 204)
        if (isAnew) equal((await create()).status, 201)
        const {status, body} = await start()
        equal(status, 404)
        const {message} = body as {message: string}
        const {stdout, stderr} =
          by === 'explain' ? await dnet('explain', message) : await dnet('connect', '--dry-run', other, app)
        const connect = `dnet connect --alias=front ${own} ${app}`
        equal(lineIn(`${stdout}${stderr}`), isAnew ? connect : `dnet create ${own}; ${connect}`)
        equal((await shell.paste(lineIn(`${stdout}${stderr}`))).exit, 0)
        equal((await start()).status, 204)
        equal((await dnet('dns', app, 'front')).exit, 0)
      })
})
