import {strict as assert} from 'node:assert'
import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {unpackedPackages} from '../harness/debian.js'
import {engineWithoutRules, freshName, removeAll, type TestEngine} from '../harness/fixture.js'
import {PROGRAM} from '../harness/program.js'
import {runDnet} from '../harness/run-dnet.js'

const COMPOSE = 'docker-compose'

/** A program of Debian's package on Debian's own libraries, which may be newer than this machine's. */
async function compose(args: readonly string[]): Promise<{exit: number; stdout: string; stderr: string}> {
  const tree = await unpackedPackages('sid', [COMPOSE])
  const program = ['usr/libexec/docker/cli-plugins/docker-compose', 'usr/bin/docker-compose']
    .map((path) => join(tree, path))
    .find(existsSync)
  const loader = ['lib64/ld-linux-x86-64.so.2', 'lib/ld-linux-aarch64.so.1'].find((path) =>
    existsSync(join(tree, path)),
  )
  const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((folder) => join(tree, 'usr/lib', folder)).join(':')
  return run(join(tree, loader ?? ''), ['--library-path', libraries, program ?? '', ...args], {HOME: tmpdir()})
}

const run = (
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{exit: number; stdout: string; stderr: string}> =>
  new Promise((resolve, reject) => {
    execFile(file, args, {env: {PATH: process.env.PATH, ...env}}, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error)
      else resolve({exit: error ? Number(error.code) : 0, stdout, stderr})
    })
  })

/** What `dnet plan` prints is taken by what it is printed for. */
describe('dnet plan, and who reads it', () => {
  let engine: TestEngine
  let folder = ''
  const prefix = freshName()
  const names = [`${prefix}-web`, `${prefix}-db`]
  const wishes = [`${names[0]}=50`, `${names[1]}=/28`]
  const pools = ['--pool', '10.180.0.0/16']
  const bothFamilies = ['--ipv6', '--pool', 'fd00:180::/48']

  before(async () => {
    engine = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-plan-'))
  })

  afterEach(() => removeAll(engine, [], names))
  after(() => rm(folder, {recursive: true, force: true}))

  const plan = async (...args: string[]): Promise<string> => {
    const {exit, stdout, stderr} = await runDnet(['plan', ...pools, ...args, ...wishes], {DOCKER_HOST: engine.host})
    assert.equal(exit, 0, stderr)
    return stdout
  }

  const subnetsThere = async (): Promise<string[][]> =>
    Promise.all(
      names.map(async (name) => {
        const {body} = await engine.call(`/networks/${name}`)
        const {IPAM} = body as {IPAM: {Config: {Subnet: string; Gateway: string}[]}}
        return IPAM.Config.map(({Subnet, Gateway}) => `${Subnet} ${Gateway}`)
      }),
    )

  it('docker compose reads it, both families', async () => {
    const file = join(folder, 'compose.yaml')
    const services = `services:\n  x:\n    image: bb:1\n    networks: ["${names.join('", "')}"]\n`
    await writeFile(file, `${services}${await plan(...bothFamilies, '--format', 'compose')}`)
    const {exit, stdout, stderr} = await compose(['-f', file, 'config', '--format', 'json'])
    assert.equal(exit, 0, stderr)
    const {networks} = JSON.parse(stdout) as {networks: Record<string, object>}
    assert.deepEqual(networks[names[0] ?? ''], {
      name: names[0],
      enable_ipv6: true,
      ipam: {
        config: [
          {subnet: '10.180.0.0/26', gateway: '10.180.0.1'},
          {subnet: 'fd00:180::/64', gateway: 'fd00:180::1'},
        ],
      },
    })
  })

  it('sh runs it, again and again, and each time the same plan comes out', async () => {
    const shim = join(folder, 'dnet')
    await writeFile(shim, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`)
    await chmod(shim, 0o755)
    const file = join(folder, 'networks.sh')
    const script = await plan('--format', 'script')
    await writeFile(file, script)
    const env = {PATH: `${folder}:${process.env.PATH}`, DOCKER_HOST: engine.host}
    for (const round of [1, 2]) {
      const {exit, stderr} = await run('sh', [file], env)
      assert.equal(exit, 0, `round ${round}: ${stderr}`)
    }
    assert.deepEqual(await subnetsThere(), [['10.180.0.0/26 10.180.0.1'], ['10.180.0.64/28 10.180.0.65']])
    assert.equal(await plan('--format', 'script'), script)
  })

  it('dockerd validates it', async () => {
    if (!engine.throwaway || process.env.DNET_TEST_ENGINE === 'podman') return
    const text = await plan(...bothFamilies, '--format', 'daemon-json')
    await writeFile(join(engine.throwaway.folder, 'engine', 'daemon-plan.json'), text)
    const validated = await engine.throwaway.exec('dockerd', [
      '--validate',
      '--config-file',
      '/engine/daemon-plan.json',
    ])
    // 20.10 cannot validate yet: it knows no such flag.
    if (engine.version.startsWith('20.')) return
    assert.equal(validated.exit, 0, validated.stderr)
  })

  it('a plan with one more network leaves the others where they are', async () => {
    const file = join(folder, 'plan.json')
    await writeFile(file, await plan('--json'))
    const {stdout} = await runDnet(['plan', ...pools, '--keep', file, '--json', 'huge=1000', ...wishes], {
      DOCKER_HOST: engine.host,
    })
    const {networks} = JSON.parse(stdout) as {networks: {name: string; subnets: {subnet: string; because: string}[]}[]}
    assert.deepEqual(
      networks.map(({name, subnets}) => [name.replace(prefix, ''), subnets[0]?.subnet, subnets[0]?.because]),
      [
        ['huge', '10.180.4.0/22', 'new'],
        ['-web', '10.180.0.0/26', 'kept'],
        ['-db', '10.180.0.64/28', 'kept'],
      ],
    )
  })

  const wrong: [why: string, args: string[], exit: number, message: RegExp][] = [
    ['no network', [], 2, /no network to plan/],
    ['no size', ['web'], 2, /it has no "="/],
    ['zero containers', ['web=0'], 2, /can hold 1 to 4294967293 containers, not 0/],
    ['a name twice', ['web=1', 'web=2'], 2, /in the plan twice/],
    ['a pool too small', ['--pool', '10.181.0.0/28', 'web=50'], 4, /no room in the pools for web \(\/26\)/],
    ['no family', ['--ipv4=false', 'web=5'], 2, /leaves no address family/],
    ['a growth below 1', ['--growth', '0.5x', 'web=5'], 2, /"0\.5x" is not a growth factor/],
    ['an unknown format', ['--format', 'xml', 'web=5'], 2, /invalid argument "xml"/],
    ['a missing file', ['--file', '/nonexistent', 'web=5'], 2, /cannot read \/nonexistent/],
  ]
  for (const [why, args, exit, message] of wrong)
    it(`refuses ${why}`, async () => {
      const ended = await runDnet(['plan', ...args], {DOCKER_HOST: engine.host})
      assert.deepEqual([ended.exit, ended.stdout], [exit, ''])
      assert.match(ended.stderr, message)
    })
})
