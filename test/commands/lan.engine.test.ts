import {deepEqual, equal, match} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {asTestEngine, freshName, ownVersion, removeAll, type TestEngine} from '../harness/fixture.js'
import {PROGRAM} from '../harness/program.js'
import type {Ended} from '../harness/run-dnet.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../harness/throwaway.js'

/** The LAN of the engine's machine; its address there is 192.0.2.2, its router's 192.0.2.1. */
const LAN = '192.0.2.0/24'

const version = ownVersion()

describe(`networks on the LAN of the machine, and full pools, on engine ${version}`, () => {
  let own: ThrowawayEngine
  let engine: TestEngine
  let names: string[]

  before(async () => {
    const pools = [{base: '10.9.0.0/23', size: 24}]
    own = await startEngine({version, name: 'lan', daemonConfig: {...WITHOUT_RULES, 'default-address-pools': pools}})
    engine = asTestEngine(own)
  })
  after(() => own?.stop())
  beforeEach(() => {
    names = []
  })
  afterEach(() => removeAll(engine, [], names))

  /** On the engine's machine, whose LAN it sees. */
  const dnet = (...argv: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const [command = '', ...words] = [...own.enterNetwork, process.execPath, PROGRAM, ...argv]
      const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: own.host}
      execFile(command, words, {env}, (error, stdout, stderr) =>
        resolve({exit: error ? Number(error.code) : 0, stdout, stderr}),
      )
    })

  function fresh(): string {
    const name = freshName()
    names.push(name)
    return name
  }

  const made = async (name: string): Promise<[driver: string, subnets: string[]]> => {
    const {status, body} = await engine.call(`/networks/${name}`)
    equal(status, 200, name)
    const {Driver, IPAM} = body as {Driver: string; IPAM: {Config: {Subnet: string}[]}}
    return [Driver, IPAM.Config.map(({Subnet}) => Subnet)]
  }

  const onLan = ['create', '--driver', 'macvlan', '--opt', 'parent=eth0', '--subnet']

  for (const gateway of [[], ['--gateway', '192.0.2.1']])
    it(`nothing is said of a macvlan on the LAN of its parent, --strict or not ${gateway.join(' ')}`, async () => {
      const name = fresh()
      const {exit, stdout, stderr} = await dnet(...onLan, LAN, ...gateway, '--strict', name)
      deepEqual([exit, stderr], [0, ''])
      match(stdout, /^[0-9a-f]{64}\n$/)
      deepEqual(await made(name), ['macvlan', [LAN]])
      const report = JSON.parse((await dnet('subnets', '--json')).stdout) as {overlaps: unknown[]}
      deepEqual(report.overlaps, [])
    })

  it('a bridge on it is told, and a macvlan on what another interface reaches', async () => {
    const bridge = await dnet('create', '--strict', '--subnet', LAN, fresh())
    equal(bridge.exit, 6, bridge.stderr)
    match(bridge.stderr, /subnet 192\.0\.2\.0\/24 overlaps .*interface eth0 \(192\.0\.2\.0\/24\)/)
    const route = (verb: string) => own.inNamespace('ip', ['route', verb, '10.77.0.0/24', 'dev', 'lo'])
    equal((await route('add')).exit, 0)
    try {
      const other = await dnet(...onLan, '10.77.0.0/24', '--strict', fresh())
      equal(other.exit, 6, other.stderr)
      match(other.stderr, /subnet 10\.77\.0\.0\/24 overlaps the route on lo \(10\.77\.0\.0\/24\)/)
    } finally {
      await route('del')
    }
  })

  it('another network on it is told, and no block off the LAN is offered', async () => {
    const [there, name] = [fresh(), fresh()]
    equal((await dnet(...onLan, LAN, there)).exit, 0)
    const {exit, stderr} = await dnet(...onLan, LAN, '--strict', name)
    equal(exit, version === 'podman' ? 6 : 4, stderr)
    match(stderr, new RegExp(`subnet 192\\.0\\.2\\.0/24 overlaps network "${there}" \\(192\\.0\\.2\\.0/24\\)`))
    match(stderr, /^Try this: no other \/24 is free in 192\.0\.2\.0\/24, the LAN of the parent interface$/m)
    equal((await engine.call(`/networks/${name}`)).status, 404)
  })

  // Podman's pools are in a file of its own.
  if (version !== 'podman') {
    const MACVLAN = ['--driver', 'macvlan', '--opt', 'parent=eth0']
    const cases: [flags: string[], driver: string, subnet: RegExp][] = [
      [['--hosts', '20'], 'bridge', /^10\.64\.0\.0\/27$/],
      [['--hosts', '20', '--avoid', '10.64.0.0/24'], 'bridge', /^10\.64\.1\.0\/27$/],
      [['--hosts', '20', '--internal', '--label', 'a=b c', ...MACVLAN], 'macvlan', /^10\.64\.0\.0\/27$/],
      [['--subnet', '/22'], 'bridge', /^10\.64\.0\.0\/22$/],
      [['--gateway', 'last'], 'bridge', /^10\.64\.0\.0\/24$/],
      [[], 'bridge', /^10\.64\.0\.0\/26$/],
      [MACVLAN, 'macvlan', /^10\.64\.0\.0\/26$/],
    ]
    for (const [flags, driver, subnet] of cases)
      it(`with every block of the pools in use, the line that is offered creates the network: ${flags.join(' ')}`, async () => {
        const [full, name] = [fresh(), fresh()]
        const body = {Name: full, CheckDuplicate: true, IPAM: {Config: [{Subnet: '10.9.1.0/24'}]}}
        equal((await engine.call('/networks/create', {method: 'POST', body})).status, 201)
        const {exit, stderr} = await dnet('create', ...flags, name)
        equal(exit, 4, stderr)
        const [, words = ''] = /(?:use another pool|choose a subnet): dnet (create .*)$/m.exec(stderr) ?? []
        const line = await pasted(words)
        equal(line.exit, 0, `${stderr}${words}: ${line.stderr}`)
        const [isOf, [block = '']] = await made(name)
        equal(isOf, driver)
        match(block, subnet)
      })
  }

  /** A line of dnet's as a shell takes it. */
  const pasted = (words: string): Promise<Ended> =>
    new Promise((resolve) => {
      const [command = '', ...before] = own.enterNetwork
      const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: own.host}
      const script = `"$0" "$1" ${words}`
      execFile(command, [...before, 'sh', '-c', script, process.execPath, PROGRAM], {env}, (error, stdout, stderr) =>
        resolve({exit: error ? Number(error.code) : 0, stdout, stderr}),
      )
    })
})
