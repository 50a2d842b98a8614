import {deepEqual, equal, match, notEqual, ok} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {itWhere} from '../harness/capabilities.js'
import {readState} from '../harness/engine-state.js'
import {engineWithoutRules, execIn, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {shellOn} from '../harness/paste.js'
import {type Ended, runDnet} from '../harness/run-dnet.js'

describe('link, on an engine', () => {
  let real: TestEngine
  let folder: string
  const containers: string[] = []
  const networks: string[] = []

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-link-'))
  })
  afterEach(() => removeAll(real, containers.splice(0), networks.splice(0)))
  after(() => rm(folder, {recursive: true, force: true}))

  const dnet = (...argv: string[]): Promise<Ended> =>
    runDnet(argv, {DOCKER_HOST: real.host, HOME: folder, XDG_STATE_HOME: folder})

  async function container(body: object = {}): Promise<string> {
    const name = freshName()
    containers.push(name)
    await startContainer(real, name, body)
    return name
  }

  async function network(body: object = {}): Promise<string> {
    const Name = freshName()
    networks.push(Name)
    equal((await real.call('/networks/create', {method: 'POST', body: {Name, ...body}})).status, 201)
    return Name
  }

  const reaches = async (from: string, name: string): Promise<boolean> =>
    (await execIn(real, from, ['ping', '-c1', '-W3', name])).exit === 0

  itWhere(
    'names for one container alone',
    'lets one container reach the other by the alias, and no third one',
    async () => {
      const [app, db, other] = [await container(), await container(), await container()]
      networks.push(`dnet-${app}-${db}`)
      const made = await dnet('link', app, `${db}:database`)
      deepEqual([made.exit, made.stdout], [0, ''], made.stderr)
      ok(await reaches(app, 'database'))
      equal(await reaches(other, 'database'), false)
      const again = await dnet('link', app, `${db}:database`)
      match(again.stderr, /: nothing to do\n$/)
      const listed = JSON.parse((await dnet('link', 'ls', '--json', app)).stdout) as {links: unknown[]}
      const at = {network: `dnet-${app}-${db}`, state: 'ok'}
      deepEqual(listed.links, [{kind: 'private', container: app, alias: 'database', target: db, ...at}])
      equal((await dnet('unlink', app, 'database')).exit, 0)
      equal(await reaches(app, 'database'), false)
      equal((await real.call(`/networks/dnet-${app}-${db}`)).status, 404)
    },
  )

  itWhere(
    'names for one container alone',
    'keeps the name to the one container where a third one is on the same network',
    async () => {
      const web = await network({IPAM: {Config: [{Subnet: '10.242.1.0/24'}]}})
      const on = {HostConfig: {NetworkMode: web}}
      const [app, db, other] = [await container(on), await container(on), await container(on)]
      equal((await dnet('link', app, `${db}:database`)).exit, 0)
      ok(await reaches(app, 'database'))
      equal(await reaches(other, 'database'), false)
      equal((await dnet('link', '--shared', app, `${db}:everyone`)).exit, 0)
      ok(await reaches(other, 'everyone'))
    },
  )

  itWhere(
    'names for one container alone',
    'survives a restart of the target, and works before the target runs',
    async () => {
      const web = await network({IPAM: {Config: [{Subnet: '10.242.2.0/24'}]}})
      const on = {HostConfig: {NetworkMode: web}}
      const [app, db] = [await container(on), await container(on)]
      await real.call(`/containers/${db}/kill`, {method: 'POST'})
      equal((await dnet('link', app, `${db}:database`)).exit, 0)
      equal(await reaches(app, 'database'), false)
      await real.call(`/containers/${db}/start`, {method: 'POST'})
      ok(await reaches(app, 'database'))
    },
  )

  it('refuses host mode, with the reason', async () => {
    const [app, db] = [await container({HostConfig: {NetworkMode: 'host'}}), await container()]
    const {exit, stderr} = await dnet('link', app, db)
    equal(exit, 4)
    match(stderr, /it uses the host's network/)
  })

  itWhere('legacy links', 'prints the variables that a real legacy link gives', async () => {
    // Before 28.0 neighbouring ports and other protocols were written in other ways.
    const more = Number(real.api.split('.')[1]) >= 48 ? {'5433/tcp': {}, '53/udp': {}} : {}
    const ExposedPorts = {'5432/tcp': {}, '9000/tcp': {}, ...more}
    const db = await container({ExposedPorts, Env: ['MODE=fast', 'EMPTY=']})
    const app = await container({HostConfig: {Links: [`${db}:my-db`]}})
    const legacy = (await execIn(real, app, ['env'])).output.split(/\r?\n/).filter((line) => line.startsWith('MY_DB_'))
    networks.push(`dnet-${app}-${db}`)
    const {env} = JSON.parse((await dnet('link', '--env', '--json', app, `${db}:my-db`)).stdout) as {env: string[]}
    notEqual(legacy.length, 0)
    const address = /tcp:\/\/([\d.]+):/
    const [old = '', now = ''] = [address.exec(legacy.join())?.[1], address.exec(env.join())?.[1]]
    deepEqual([...new Set(env)].sort(), legacy.map((line) => line.replace(old, now)).sort())
  })

  itWhere('legacy links', 'migrates legacy links', async () => {
    const [db, cache] = [await container(), await container()]
    const app = await container({HostConfig: {Links: [`${db}:database`, `${cache}:cache`]}})
    networks.push(`dnet-${app}-${db}`, `dnet-${app}-${cache}`)
    const planned = await dnet('link', 'migrate', '--dry-run', app)
    match(planned.stdout, new RegExp(`${app} reaches ${db} as database: on dnet-${app}-${db}`))
    equal((await real.call(`/networks/dnet-${app}-${db}`)).status, 404)
    const done = await dnet('link', 'migrate', '--yes', app)
    equal(done.exit, 0, done.stderr)
    match(done.stdout, new RegExp(`docker rename ${app} ${app}-before`))
    // The legacy entries of /etc/hosts are there still: what counts is what the engine's resolver says.
    const resolved = async (name: string): Promise<boolean> =>
      (await execIn(real, app, ['nslookup', name, '127.0.0.11'])).exit === 0
    ok(await resolved('database'))
    ok(await resolved('cache'))
    match((await dnet('link', 'migrate', app)).stdout, /already done on/)
  })

  itWhere(
    'legacy links',
    'prints lines that recreate a container, and change nothing until they are filled in',
    async () => {
      const db = await container()
      const app = await container({HostConfig: {Links: [`${db}:database`], RestartPolicy: {Name: 'on-failure'}}})
      networks.push(`dnet-${app}-${db}`)
      containers.push(`${app}-new`, `${app}-before`)
      const {stdout} = await dnet('link', 'migrate', '--yes', '--json', app)
      const [recreation] = (JSON.parse(stdout) as {recreations: {lines: string[]; removal: string}[]}).recreations
      const lines = (recreation?.lines ?? []).join('\n')
      const idOf = async (name: string) => ((await real.call(`/containers/${name}/json`)).body as {Id?: string}).Id
      const [before, shell] = [await readState(real), await shellOn(real)]
      try {
        notEqual((await shell.paste(lines)).exit, 0)
        equal((await readState(real)).text, before.text)
        const old = await idOf(app)
        const filled = lines.replace('<its other options, without --link>', '').replace('<its command>', 'sleep 100000')
        const pasted = await shell.paste(filled)
        equal(pasted.exit, 0, pasted.stderr)
        equal(await idOf(`${app}-before`), old)
        ok(await reaches(app, 'database'))
        equal((await shell.paste(recreation?.removal ?? '')).exit, 0)
        equal(await idOf(`${app}-before`), undefined)
      } finally {
        await shell.remove()
      }
    },
  )
})
