import {deepEqual, equal} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {refusingProxy} from '../harness/refusing-proxy.js'
import {runDnet} from '../harness/run-dnet.js'

/**
 * A look that fails finds nothing out: it does not find that nothing is there. What only wanted to foretell says so and
 * goes on to the engine; what needs the picture fails with the engine's error, and does nothing.
 */
describe('a look that is refused', () => {
  let real: TestEngine
  let folder: string
  const [used, free, stopped, running, idle, made] = [
    freshName(),
    freshName(),
    freshName(),
    freshName(),
    freshName(),
    freshName(),
  ]

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-look-'))
    await setUp()
  })
  after(async () => {
    await tearDown()
    await rm(folder, {recursive: true, force: true})
  })

  async function setUp(): Promise<void> {
    for (const [n, Name] of [used, free, stopped].entries()) {
      const IPAM = {Config: [{Subnet: `10.239.${n}.0/24`}]}
      equal((await real.call('/networks/create', {method: 'POST', body: {Name, IPAM}})).status, 201)
    }
    await startContainer(real, running, {HostConfig: {NetworkMode: used}})
    await startContainer(real, idle, {HostConfig: {NetworkMode: stopped}})
    await real.call(`/containers/${idle}/kill`, {method: 'POST'})
  }

  /** Brings back what a command did, with the containers that are there. */
  async function restore(): Promise<void> {
    const link = `dnet-${running}-${idle}`
    const ask = (path: string, body: object) => real.call(path, {method: 'POST', body})
    for (const network of [link, free])
      for (const Container of [running, idle]) await ask(`/networks/${network}/disconnect`, {Container, Force: true})
    await removeAll(real, [], [made, link])
    await ask('/networks/create', {Name: free, IPAM: {Config: [{Subnet: '10.239.1.0/24'}]}})
    await ask(`/networks/${used}/connect`, {Container: running})
    deepEqual(await state(), untouched)
  }

  const tearDown = (): Promise<void> =>
    removeAll(real, [running, idle], [used, free, stopped, made, `dnet-${running}-${idle}`])

  /** What networks there are of this test's, and who is on them. */
  async function state(): Promise<Record<string, readonly string[]>> {
    const containers = await Promise.all(
      [running, idle].map(async (name) => {
        const {body} = await real.call(`/containers/${name}/json`)
        const {NetworkSettings} = body as {NetworkSettings: {Networks: Record<string, unknown>}}
        return [name, Object.keys(NetworkSettings.Networks)] as const
      }),
    )
    const {body} = await real.call('/networks')
    const names = (body as {Name: string}[]).map(({Name}) => Name)
    const own = [used, free, stopped, made, `dnet-${running}-${idle}`].filter((name) => names.includes(name))
    return Object.fromEntries(
      own.map((name) => [name, containers.filter(([, on]) => on.includes(name)).map(([who]) => who)]),
    )
  }
  const untouched = {[used]: [running], [free]: [], [stopped]: [idle]}

  const LIST = /^GET \/containers\/json$/
  const CONTAINER = /^GET \/containers\/[^/]+\/json$/
  const NETWORKS = /^GET \/networks$/
  const NETWORK = /^GET \/networks\/./
  const INFO = /^GET \/info$/

  const why = 'Error response from daemon: GET /[^ ]* is not allowed here'

  /** Needs the picture: the engine's own error, and nothing is done. */
  const needing: [argv: string[], refused: RegExp[]][] = [
    [
      ['rm', '--force', '--disconnect', used],
      [LIST, CONTAINER, NETWORKS, NETWORK],
    ],
    [
      ['disconnect', '--all', '--force', used],
      [LIST, CONTAINER, NETWORKS, NETWORK],
    ],
    [
      ['prune', '--include-stopped', '--force'],
      [LIST, NETWORKS, NETWORK],
    ],
    [['rm', '--disconnect', used], [LIST]],
    [['disconnect', '--all', used], [LIST]],
    [
      ['link', running, idle],
      [LIST, NETWORK],
    ],
    [['link', 'migrate', '--all', '--yes'], [CONTAINER]],
    [['unlink', running, idle], [LIST]],
    [['prune', '--dry-run'], [LIST]],
    [['create', '--hosts', '5', made], [NETWORKS]],
    [['create', '--if-not-exists', used], [NETWORKS]],
  ]
  for (const [argv, paths] of needing)
    for (const refused of paths)
      it(`ends ${words(argv)} with the engine's error: ${refused.source}`, async () => {
        const {exit, stdout, stderr} = await behind(refused, refused === LIST ? 500 : 403, argv)
        equal(exit, 1, stderr)
        equal(stdout, '')
        equal(new RegExp(`^${why}\nCode: ENGINE_REFUSED\n`).test(stderr), true, stderr)
        deepEqual(await state(), untouched)
      })

  /** Only foretells with it: says what was not checked, and does as Docker would. */
  const foretelling: [
    argv: string[],
    refused: RegExp[],
    unchecked: string,
    after: Record<string, readonly string[]>,
  ][] = [
    [
      ['connect', free, running],
      [LIST, CONTAINER, NETWORKS, NETWORK],
      `what is on network ${free}`,
      {...untouched, [free]: [running]},
    ],
    [
      ['disconnect', used, running],
      [LIST, CONTAINER, NETWORKS, NETWORK],
      `what is on network ${used}`,
      {...untouched, [used]: []},
    ],
    [['rm', free], [LIST, NETWORKS, NETWORK], `what is on ${free}`, {[used]: [running], [stopped]: [idle]}],
    [['create', made], [INFO], "the engine's pools and its machine's routes", {...untouched, [made]: []}],
    [['create', made], [NETWORKS], 'which networks exist', {...untouched, [made]: []}],
    [
      ['create', '--subnet', '10.239.9.0/24', made],
      [INFO],
      "the engine's pools and its machine's routes",
      {...untouched, [made]: []},
    ],
    [
      ['create', '--hosts', '5', made],
      [INFO],
      "the engine's pools and its machine's routes",
      {...untouched, [made]: []},
    ],
    [
      ['link', running, idle],
      [INFO],
      "the engine's pools and its machine's routes",
      {...untouched, [`dnet-${running}-${idle}`]: [running, idle]},
    ],
  ]
  for (const [argv, paths, what, after] of foretelling)
    for (const refused of paths) {
      it(`lets ${words(argv)} go on, and says so: ${refused.source}`, async () => {
        const {exit, stderr} = await behind(refused, 403, argv)
        const then = await state()
        await restore()
        equal(exit, 0, stderr)
        const told = stderr.split('\n').filter((line) => line.startsWith('Warning: could not check'))
        equal(told.length, 1, stderr)
        equal(new RegExp(`^Warning: could not check ${what}: ${why}$`).test(told[0] ?? ''), true, stderr)
        deepEqual(then, after)
      })
    }
  for (const [argv, [refused = LIST], what] of foretelling) {
    it(`is a warning, which --strict refuses: ${words(argv)}, ${refused.source}`, async () => {
      const {exit, stderr} = await behind(refused, 403, [...argv, '--strict'])
      equal(exit, 6, stderr)
      deepEqual(await state(), untouched)
    })
    it(`is told by --dry-run too: ${words(argv)}, ${refused.source}`, async () => {
      const {exit, stdout, stderr} = await behind(refused, 403, [...argv, '--dry-run'])
      equal(exit, 0, stderr)
      equal(new RegExp(`^Warning: could not check ${what}: ${why}$`, 'm').test(stderr), true, stderr)
      equal(/^would /.test(stdout), true, stdout)
      deepEqual(await state(), untouched)
    })
  }

  it('is not missed by --no-check', async () => {
    const {exit, stderr} = await behind(/^GET \/(containers|networks|info)/, 403, [
      'connect',
      '--no-check',
      free,
      running,
    ])
    deepEqual([exit, stderr], [0, ''])
    await restore()
  })

  async function behind(refused: RegExp, status: number, argv: readonly string[]) {
    const proxy = await refusingProxy(real.host, refused, status)
    try {
      return await runDnet(argv, {DOCKER_HOST: proxy.host, HOME: folder, XDG_STATE_HOME: folder})
    } finally {
      await proxy.close()
    }
  }

  function words(argv: readonly string[]): string {
    return argv.filter((word) => !word.startsWith('dnet-test')).join(' ')
  }
})
