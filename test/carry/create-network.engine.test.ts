import {deepEqual, equal} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {asTestEngine, ownVersion, type TestEngine} from '../harness/fixture.js'
import {many, SEED, seeded} from '../harness/many.js'
import {PROGRAM} from '../harness/program.js'
import {startEngine, type ThrowawayEngine} from '../harness/throwaway.js'

const REQUESTS = many(20, 400)
const BESIDE = many(20, 100)
const AT_ONCE = many(6, 30)

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** A block as two numbers: the arithmetic of this test shares nothing with dnet's. */
interface Block {
  readonly first: number
  readonly size: number
}

function block(text: string): Block {
  const [addr = '', length = '32'] = text.split('/')
  const first = addr.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return {first, size: 2 ** (32 - Number(length))}
}

const meet = (a: Block, b: Block): boolean => a.first < b.first + b.size && b.first < a.first + a.size

/** The pools of an engine without configuration, by address. */
const POOLS = [
  '172.17.0.0/16',
  '172.18.0.0/16',
  '172.19.0.0/16',
  '172.20.0.0/14',
  '172.24.0.0/14',
  '172.28.0.0/14',
  '192.168.0.0/16',
].map(block)

/** Tries every place: pools that touch are one space. */
function lowest(size: number, taken: readonly Block[]): number {
  for (const pool of [{first: block('172.17.0.0').first, size: 15 * 65536}, ...POOLS.slice(-1)]) {
    for (let first = Math.ceil(pool.first / size) * size; first + size <= pool.first + pool.size; first += size)
      if (!taken.some((other) => meet(other, {first, size}))) return first
  }
  return -1
}

/** Room for so many containers beside network, broadcast and gateway address, and never less than a /30. */
function sizeFor(hosts: number): number {
  let size = 4
  while (size < hosts + 3) size *= 2
  return size
}

interface Ended {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

const version = ownVersion()

// The pools and the options of the daemon are Docker's.
if (version !== 'podman')
  describe(`subnets that dnet chooses, on engine ${version}`, () => {
    let own: ThrowawayEngine
    let engine: TestEngine

    before(async () => {
      own = await startEngine({version, name: 'creates', daemonArgs: ['--iptables=false', '--ip6tables=false']})
      engine = asTestEngine(own)
    })
    after(() => own?.stop())

    const inside = (args: readonly string[]): Promise<Ended> =>
      new Promise((resolve) => {
        const [command = '', ...words] = [...own.enterNetwork, process.execPath, ...args]
        const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: own.host}
        execFile(command, words, {env, maxBuffer: 2 ** 24}, (error, stdout, stderr) =>
          resolve({exit: error ? Number(error.code) : 0, stdout, stderr}),
        )
      })
    const dnet = (...args: string[]) => inside([PROGRAM, ...args])

    const subnets = async (): Promise<Map<string, string>> => {
      const {body} = await engine.call('/networks')
      const list = body as {Name: string; IPAM: {Config: {Subnet: string}[] | null}}[]
      return new Map(list.flatMap(({Name, IPAM}) => (IPAM.Config?.[0] ? [[Name, IPAM.Config[0].Subnet] as const] : [])))
    }

    it(`${REQUESTS} random sizes beside ${BESIDE} networks and foreign routes: none refused, each in the lowest place (seed ${SEED})`, async () => {
      const random = seeded(SEED)
      const pick = (n: number): number => Math.floor(random() * n)
      const foreign = ['172.18.64.0/18', '172.20.0.0/15', '172.22.7.0/24', '192.168.16.0/20']
      for (const destination of foreign) {
        const {exit, stderr} = await own.inNamespace('ip', ['route', 'add', destination, 'dev', 'eth0'])
        equal(exit, 0, stderr)
      }
      const resolvers = [...readFileSync('/etc/resolv.conf', 'utf8').matchAll(/^nameserver\s+([\d.]+)\s*$/gm)]
      const taken = [...foreign, ...resolvers.map(([, addr = '']) => `${addr}/32`), '172.17.0.0/16'].map(block)
      for (let made = 0; made < BESIDE; ) {
        const length = 24 + pick(5)
        const start = pick(2) === 0 ? block('172.18.0.0').first : block('192.168.0.0').first
        const first = start + pick(65536 / 2 ** (32 - length)) * 2 ** (32 - length)
        if (taken.some((other) => meet(other, {first, size: 2 ** (32 - length)}))) continue
        const Subnet = `${[24, 16, 8, 0].map((bits) => (first / 2 ** bits) & 255).join('.')}/${length}`
        const body = {Name: `there-${made}`, IPAM: {Config: [{Subnet}]}}
        equal((await engine.call('/networks/create', {method: 'POST', body})).status, 201, Subnet)
        taken.push({first, size: 2 ** (32 - length)})
        made++
      }
      const wishes = Array.from({length: REQUESTS}, (_, i): [string, number | string] => [
        `new-${i}`,
        pick(2) === 0 ? 1 + pick(600) : `/${22 + pick(8)}`,
      ])
      const many = await inside(['--import', 'tsx', fileOf('create-many.ts'), own.host, JSON.stringify(wishes)])
      equal(many.exit, 0, many.stderr)
      deepEqual(
        (JSON.parse(many.stdout) as string[]).filter((error) => error !== ''),
        [],
      )
      const there = await subnets()
      for (const [name, size] of wishes) {
        const got = block(there.get(name) ?? '')
        const wanted = typeof size === 'number' ? sizeFor(size) : 2 ** (32 - Number(size.slice(1)))
        deepEqual(got, {first: lowest(wanted, taken), size: wanted}, `${name} for ${size}`)
        taken.push(got)
      }
    })

    it(`${AT_ONCE} dnet create --hosts 10 at once: as many networks, disjoint`, async () => {
      const ended = await Promise.all(
        Array.from({length: AT_ONCE}, (_, i) => dnet('create', '--hosts', '10', `race-${i}`)),
      )
      deepEqual(
        ended.filter(({exit}) => exit !== 0),
        [],
      )
      const blocks = [...(await subnets())].filter(([name]) => name.startsWith('race-')).map(([, text]) => block(text))
      equal(blocks.length, AT_ONCE)
      deepEqual([...new Set(blocks.map(({size}) => size))], [16])
      equal(new Set(blocks.map(({first}) => first)).size, AT_ONCE)
    })

    it(`${AT_ONCE} dnet create --if-not-exists of one name at once: one network, and nobody fails`, async () => {
      const ended = await Promise.all(
        Array.from({length: AT_ONCE}, () => dnet('create', '--hosts', '10', '--if-not-exists', 'one')),
      )
      deepEqual(
        ended.filter(({exit}) => exit !== 0),
        [],
      )
      const list = (await engine.call('/networks')).body as {Name: string; Id: string}[]
      const [left, ...others] = list.filter(({Name}) => Name === 'one')
      deepEqual(others, [])
      deepEqual([...new Set(ended.map(({stdout}) => stdout.trim()))], [left?.Id])
    })

    it('wrong requests end with a clear error, and nothing changes', async () => {
      const before = await subnets()
      const wrong: [args: string[], exit: number, message: RegExp][] = [
        [['--hosts', '0'], 2, /--hosts must be a whole number of at least 1/],
        [['--hosts', '99999999999'], 2, /99999999999 containers/],
        [['--hosts', 'many'], 2, /many/],
        [['--hosts', '10', '--pool', '10.1.2.3/24'], 2, /use 10\.1\.2\.0\/24/],
        [['--hosts', '50', '--pool', '10.1.0.0/28'], 4, /no free \/26 left in 10\.1\.0\.0\/28/],
        [['--hosts', '5', '--subnet', '/24'], 2, /both set the size/],
        [['--subnet', '172.17.3.0/24'], 4, /overlaps network "bridge" \(172\.17\.0\.0\/16\)/],
        [['--hosts', '5', '--avoid', 'x'], 2, /"x" is not a valid prefix/],
      ]
      for (const [args, exit, message] of wrong) {
        const ended = await dnet('create', ...args, 'never')
        equal(`${ended.exit} ${ended.stdout}`, `${exit} `, `${args.join(' ')}: ${ended.stderr}`)
        equal(message.test(ended.stderr), true, ended.stderr)
      }
      deepEqual(await subnets(), before)
    })
  })
