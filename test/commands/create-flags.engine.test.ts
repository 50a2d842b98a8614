import {deepEqual, equal, match} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {asTestEngine, ownVersion, removeAll, type TestEngine} from '../harness/fixture.js'
import {PROGRAM} from '../harness/program.js'
import {type Ended, runDnet} from '../harness/run-dnet.js'
import {startEngine, type ThrowawayEngine} from '../harness/throwaway.js'

/** A subnet as the engine reports it. */
interface Block {
  readonly Subnet: string
  readonly Gateway?: string
}

/** The first number of an IPv4 block, and its size. The arithmetic of this test shares nothing with dnet's. */
function spanOf(text: string): {first: number; size: number} {
  const [addr = '', length = '32'] = text.split('/')
  const first = addr.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return {first, size: 2 ** (32 - Number(length))}
}
const meet = (one: string, other: string): boolean => {
  const [a, b] = [spanOf(one), spanOf(other)]
  return a.first < b.first + b.size && b.first < a.first + a.size
}
const isInside = (inner: string, outer: string): boolean =>
  meet(inner, outer) && spanOf(inner).size <= spanOf(outer).size

const version = ownVersion()

// Podman has no pools to choose from in its API, and takes the subnets of its own file.
if (version !== 'podman')
  describe(`the flags of create that say where a subnet is to be, on engine ${version}`, () => {
    let own: ThrowawayEngine
    let engine: TestEngine
    let config: string

    before(async () => {
      own = await startEngine({version, name: 'flags', daemonArgs: ['--iptables=false', '--ip6tables=false']})
      engine = asTestEngine(own)
      config = join(own.folder, 'config.yaml')
    })
    after(() => own?.stop())
    afterEach(() => removeAll(engine, [], ['x']))

    /** On the engine's machine, whose routes it sees. */
    const dnet = (argv: readonly string[]): Promise<Ended> =>
      new Promise((resolve) => {
        const [command = '', ...words] = [...own.enterNetwork, process.execPath, PROGRAM, ...argv]
        const env = {PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: own.host}
        execFile(command, words, {env}, (error, stdout, stderr) =>
          resolve({exit: error ? Number(error.code) : 0, stdout, stderr}),
        )
      })

    /** The subnets of the network that was made; undefined if none was. */
    async function made(): Promise<readonly Block[] | undefined> {
      const {status, body} = await engine.call('/networks/x')
      return status === 200 ? (body as {IPAM: {Config: Block[]}}).IPAM.Config : undefined
    }

    type Kind = {
      readonly argv?: readonly string[]
      readonly yaml?: string
      readonly holds: (four: Block | undefined, all: readonly Block[]) => boolean
    }
    const POOL = '10.64.0.0/10'
    const AVOIDED = '172.16.0.0/12'
    const clear = (four: Block | undefined): boolean => four !== undefined && !meet(four.Subnet, AVOIDED)
    const inPool = (four: Block | undefined): boolean => four !== undefined && isInside(four.Subnet, POOL)
    const kinds: Readonly<Record<string, Kind>> = {
      '--avoid': {argv: ['--avoid', AVOIDED], holds: clear},
      'avoid of config.yaml': {yaml: `avoid: [${AVOIDED}]`, holds: clear},
      '--pool': {argv: ['--pool', POOL], holds: inPool},
      // A subnet that is given is where it is given.
      'pools of config.yaml': {
        yaml: `pools: [${POOL}]`,
        holds: (four) => inPool(four) || four?.Subnet === '10.9.0.0/24',
      },
      '--hosts': {argv: ['--hosts', '50'], holds: (four) => four?.Subnet.endsWith('/26') === true},
      'a size': {argv: ['--subnet', '/25'], holds: (four) => four?.Subnet.endsWith('/25') === true},
      '--gateway last': {
        argv: ['--gateway', 'last'],
        holds: (_four, all) =>
          all.some(({Subnet, Gateway = ''}) => {
            if (Subnet.includes(':')) return Subnet === 'fd09::/64' && Gateway === 'fd09::ffff:ffff:ffff:ffff'
            const {first, size} = spanOf(Subnet)
            return spanOf(Gateway).first === first + size - 2
          }),
      },
      'an IPv4 subnet': {argv: ['--subnet', '10.9.0.0/24'], holds: (four) => four?.Subnet === '10.9.0.0/24'},
      'an IPv6 subnet': {
        argv: ['--ipv6', '--subnet', 'fd09::/64'],
        holds: (_four, all) => all.some(({Subnet}) => Subnet === 'fd09::/64'),
      },
    }

    const names = Object.keys(kinds)
    const sets = names.flatMap((one, i) => [[one], ...names.slice(i + 1).map((other) => [one, other])])
    it(`${sets.length} sets of one or two: each has its effect, or nothing is made and it is said`, async () => {
      const refused: string[] = []
      for (const set of sets) {
        const used = set.map((name) => kinds[name] as Kind)
        const yaml = used.flatMap((kind) => kind.yaml ?? [])
        await writeFile(config, yaml.join('\n'))
        const argv = ['create', ...used.flatMap((kind) => kind.argv ?? []), 'x']
        const {exit, stderr} = await runDnet(argv, {DOCKER_HOST: own.host, DNET_CONFIG: config})
        const blocks = await made()
        const what = `${set.join(', ')}: ${JSON.stringify(blocks)} ${stderr}`
        if (exit !== 0) refused.push(set.join(', '))
        equal(exit !== 0, blocks === undefined, what)
        const four = blocks?.find(({Subnet}) => !Subnet.includes(':'))
        if (blocks)
          equal(
            used.every(({holds}) => holds(four, blocks)),
            true,
            what,
          )
        await removeAll(engine, [], ['x'])
      }
      const contradictions = [
        '--pool, an IPv4 subnet',
        '--hosts, a size',
        '--hosts, an IPv4 subnet',
        'a size, an IPv4 subnet',
      ]
      // Before 28, engines give no gateway the last address of an IPv6 subnet.
      const old = version === '28' ? [] : ['--gateway last, an IPv6 subnet']
      deepEqual(refused, [...contradictions, ...old])
    })

    const idle: [argv: string, message: string][] = [
      ['--pool 10.64.0.0/10 --ipam-driver null', 'no IPv4 subnet is looked for in --pool 10.64.0.0/10'],
      ['--pool 10.64.0.0/10 --config-from c', 'no IPv4 subnet is looked for in --pool 10.64.0.0/10'],
      ['--pool fd00::/48', 'no IPv6 subnet is looked for in --pool fd00::/48'],
      ['--pool 10.64.0.0/10 --pool fd00::/48 --hosts 5', 'no IPv6 subnet is looked for in --pool fd00::/48'],
      ['--avoid 10.0.0.0/8 --config-only', 'no subnet is chosen or checked that could overlap --avoid 10.0.0.0/8'],
      [
        '--avoid 10.0.0.0/8 --no-check --subnet 10.9.0.0/24',
        'no subnet is chosen or checked that could overlap --avoid 10.0.0.0/8',
      ],
      [
        '--gateway last --gateway 10.9.0.9 --subnet 10.9.0.0/24',
        '--gateway last has no effect: no subnet is without a gateway and has an address left for it',
      ],
      ['--strict --no-check', '--strict has no effect together with --no-check'],
    ]
    for (const [argv, message] of idle)
      it(`refuses ${argv}`, async () => {
        const {exit, stderr} = await dnet(['create', ...argv.split(' '), 'x'])
        equal(stderr.startsWith(`Error: ${message}\nCode: USAGE\n`), true, stderr)
        deepEqual([exit, await made()], [2, undefined])
      })

    it('warns of an automatic block on a routed network, which --strict refuses, and each flag it names avoids', async () => {
      const routed = '172.18.0.0/15'
      const route = (verb: string) =>
        own.inNamespace('ip', ['route', verb, routed, 'via', '10.255.255.1', 'dev', 'eth0', 'onlink'])
      equal((await route('add')).exit, 0)
      try {
        const strict = await dnet(['create', '--strict', 'x'])
        deepEqual([strict.exit, await made()], [6, undefined], strict.stderr)
        // Engines before 27 choose any free block.
        const told = /172\.18\.0\.0\/16,?(?: which)? overlaps the route via 10\.255\.255\.1 \(172\.18\.0\.0\/15\)/
        match(strict.stderr, told)
        match(strict.stderr, /^Try this: .*--subnet \/24, --hosts N or --avoid PREFIX$/m)
        const plain = await dnet(['create', 'x'])
        match(plain.stderr, told)
        equal(plain.exit, 0)
        if (version === '28')
          deepEqual(
            (await made())?.map(({Subnet}) => Subnet),
            ['172.18.0.0/16'],
          )
        for (const way of [
          ['--subnet', '/24'],
          ['--hosts', '50'],
          ['--avoid', routed],
        ]) {
          await removeAll(engine, [], ['x'])
          const other = await dnet(['create', '--strict', ...way, 'x'])
          equal(other.exit, 0, other.stderr)
          equal(
            (await made())?.some(({Subnet}) => meet(Subnet, routed)),
            false,
          )
        }
      } finally {
        await route('del')
      }
    })
  })
