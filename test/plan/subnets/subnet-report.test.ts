import {deepEqual, equal} from 'node:assert/strict'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {avoided, takenText} from '../../../src/lib/model/subnets/blocks-in-use.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {capacityWarnings} from '../../../src/lib/plan/subnets/capacity-warnings.js'
import {subnetReport} from '../../../src/lib/plan/subnets/subnet-report.js'
import {addr, container, endpoint, type HostParts, hostWith, network, route} from '../../build/host.js'

const PLAIN = {avoid: [], pools: [], freeLength: undefined}
const seen = (host: Host, context = '') => ({context, host})
const report = (host: Host, options = {}) => subnetReport([seen(host)], {...PLAIN, ...options})
const warnings = (host: Host) => capacityWarnings([seen(host)], report(host))

const BRIDGE = network('bridge', {subnets: ['172.17.0.0/16'], options: {'com.docker.network.bridge.name': 'docker0'}})

describe('pools', () => {
  const pools = (networks: Network[], parts: HostParts = {}, options = {}) =>
    report(hostWith(networks, parts), options).pools.map(({base, blocks, used, kept, left}) =>
      [base, blocks, used, kept, left].join(' '),
    )

  it('the built-in ones are 31 blocks, of which the default bridge has one', () =>
    deepEqual(pools([BRIDGE], {version: '26.1.5'}), [
      '172.17.0.0/16 1 1 0 0',
      '172.18.0.0/16 1 0 0 1',
      '172.19.0.0/16 1 0 0 1',
      '172.20.0.0/14 4 0 0 4',
      '172.24.0.0/14 4 0 0 4',
      '172.28.0.0/14 4 0 0 4',
      '192.168.0.0/16 16 0 0 16',
    ]))

  const configured = {pools: [{base: '10.0.0.0/16', size: 24}], version: '26.1.5'}
  const cases: [why: string, networks: Network[], parts: HostParts, options: object, want: string][] = [
    [
      'a small network uses a whole block',
      [network('a', {subnets: ['10.0.3.0/28']})],
      {},
      {},
      '10.0.0.0/16 256 1 0 255',
    ],
    [
      'two in one block use one',
      [network('a', {subnets: ['10.0.3.0/28', '10.0.3.64/28']})],
      {},
      {},
      '10.0.0.0/16 256 1 0 255',
    ],
    ['a large network uses several', [network('a', {subnets: ['10.0.4.0/22']})], {}, {}, '10.0.0.0/16 256 4 0 252'],
    ['one around the pool uses all', [network('a', {subnets: ['10.0.0.0/8']})], {}, {}, '10.0.0.0/16 256 256 0 0'],
    ['one elsewhere uses none', [network('a', {subnets: ['10.1.0.0/16']})], {}, {}, '10.0.0.0/16 256 0 0 256'],
    [
      'a route keeps blocks clear',
      [network('a', {subnets: ['10.0.0.0/24']})],
      {machine: {routes: known([route('10.0.0.0/23', 'tun0')])}},
      {},
      '10.0.0.0/16 256 1 1 254',
    ],
    [
      "a network's own route keeps nothing clear",
      [network('a', {subnets: ['10.0.0.0/24']})],
      {machine: {routes: known([route('10.0.0.0/24', 'br-id-a')])}},
      {},
      '10.0.0.0/16 256 1 0 255',
    ],
    [
      'a Swarm network takes nothing',
      [network('a', {subnets: ['10.0.0.0/24'], scope: 'swarm'})],
      {},
      {},
      '10.0.0.0/16 256 0 0 256',
    ],
    [
      'what is to be avoided is kept clear',
      [],
      {},
      {avoid: avoided([parsePrefix('10.0.8.0/21')], 'x')},
      '10.0.0.0/16 256 0 8 248',
    ],
  ]
  for (const [why, networks, parts, options, want] of cases)
    it(why, () => deepEqual(pools(networks, {...configured, ...parts}, options), [want]))

  it('the free ones are the fewest blocks, and only those large enough where a length is given', () => {
    const host = hostWith(
      [network('a', {subnets: ['10.0.0.0/18']}), network('b', {subnets: ['10.0.128.64/26']})],
      configured,
    )
    const free = (freeLength?: number) => report(host, {freeLength}).free.map(({block}) => block)
    deepEqual(free(20), ['10.0.64.0/18', '10.0.144.0/20', '10.0.160.0/19', '10.0.192.0/18'])
    deepEqual(free(18), ['10.0.64.0/18', '10.0.192.0/18'])
    equal(free().length, 10)
  })
})

describe('blocks in use', () => {
  const rows = (host: Host, options = {}) =>
    report(host, options).subnets.map(({prefix, holder, network: of, use}) =>
      [prefix, takenText({prefix, holder}), of?.name ?? '-', use ? 'counted' : '-'].join(' | '),
    )
  const machine = (parts: HostParts['machine']): Host =>
    hostWith([network('a', {subnets: ['10.2.0.0/24', '10.1.0.0/24']})], {machine: parts ?? {}})
  const NETWORK = [
    '10.1.0.0/24 | network "a" (10.1.0.0/24) | a | counted',
    '10.2.0.0/24 | network "a" (10.2.0.0/24) | a | counted',
  ]
  const wire = (prefix: string, device: string) => ({device, addr: addr('10.5.0.9'), prefix: parsePrefix(prefix)})
  const cases: [why: string, host: Host, options: object, want: string[]][] = [
    ['those of networks, by address', machine({}), {}, NETWORK],
    [
      'an interface and its route are one',
      machine({interfaces: known([wire('10.5.0.0/24', 'eth0')]), routes: known([route('10.5.0.0/24', 'eth0')])}),
      {},
      [...NETWORK, '10.5.0.0/24 | interface eth0 (10.5.0.0/24) | - | -'],
    ],
    [
      'a route on another interface is not',
      machine({interfaces: known([wire('10.5.0.0/24', 'eth0')]), routes: known([route('10.5.0.0/24', 'eth1')])}),
      {},
      [
        ...NETWORK,
        '10.5.0.0/24 | the route on eth1 (10.5.0.0/24) | - | -',
        '10.5.0.0/24 | interface eth0 (10.5.0.0/24) | - | -',
      ],
    ],
    [
      'a route to another block is not',
      machine({interfaces: known([wire('10.5.0.0/24', 'eth0')]), routes: known([route('10.5.0.0/25', 'eth0')])}),
      {},
      [
        ...NETWORK,
        '10.5.0.0/24 | interface eth0 (10.5.0.0/24) | - | -',
        '10.5.0.0/25 | the route on eth0 (10.5.0.0/25) | - | -',
      ],
    ],
    [
      'the same twice is one',
      machine({resolvers: known([addr('10.5.0.53'), addr('10.5.0.53')])}),
      {},
      [...NETWORK, '10.5.0.53/32 | resolver 10.5.0.53 (10.5.0.53/32) | - | -'],
    ],
    [
      'what is to be avoided, after both',
      machine({}),
      {avoid: avoided([parsePrefix('10.9.0.0/16')], '--avoid')},
      [...NETWORK, '10.9.0.0/16 | a block excluded by --avoid (10.9.0.0/16) | - | -'],
    ],
  ]
  for (const [why, host, options, want] of cases) it(why, () => deepEqual(rows(host, options), want))
})

describe('what could not be seen', () => {
  const blind = {
    ...hostWith([], {version: 'dev', machine: {routes: unknown('remote')}}),
    containers: unknown('not asked for'),
  }
  const dark = {...hostWith([network('a', {subnets: ['10.1.0.0/24']})]), addressSpace: unknown('no look')}
  const unseen = (host: Host, context: string) => subnetReport([seen(host, context)], PLAIN).unseen

  it('routes, pools and containers, one sentence each', () =>
    deepEqual(unseen(blind, ''), [
      'routes not checked: remote',
      'engine pools not known: "dev" is not a version of the Docker Engine',
      'addresses in use not counted: not asked for',
    ]))
  it('of several hosts, with the name of each', () =>
    deepEqual(unseen(dark, 'prod'), ['prod: pools not seen: no look']))
  it('is nothing where all was', () => deepEqual(unseen(hostWith([]), ''), []))
  it('leaves no pool and nothing free, but networks', () => {
    const {pools, free, subnets} = report(dark)
    deepEqual([pools, free, subnets.map(({prefix}) => prefix)], [[], [], ['10.1.0.0/24']])
  })
})

describe('a report on several hosts', () => {
  const one = hostWith([network('a', {subnets: ['10.0.0.0/24']})], {
    pools: [{base: '10.0.0.0/23', size: 24}],
    version: '26.1.5',
  })
  const two = hostWith([network('b', {subnets: ['10.0.1.0/24']})], {
    pools: [{base: '10.0.0.0/23', size: 24}],
    version: '26.1.5',
  })

  it('has the pools, blocks and free blocks of each', () => {
    const {pools, subnets, free} = subnetReport([seen(one, 'one'), seen(two, 'two')], PLAIN)
    deepEqual(
      pools.map(({context, base, left}) => [context, base, left]),
      [
        ['one', '10.0.0.0/23', 1n],
        ['two', '10.0.0.0/23', 1n],
      ],
    )
    deepEqual(
      subnets.map(({context, prefix}) => [context, prefix]),
      [
        ['one', '10.0.0.0/24'],
        ['two', '10.0.1.0/24'],
      ],
    )
    deepEqual(free, [
      {context: 'one', block: '10.0.1.0/24'},
      {context: 'two', block: '10.0.0.0/24'},
    ])
  })
})

describe('free blocks', () => {
  const host = hostWith([network('a', {subnets: ['10.0.0.0/24']})], {
    pools: [
      {base: '10.0.0.0/23', size: 24},
      {base: 'fd09::/48', size: 64},
    ],
    swarmPools: known([{base: parsePrefix('10.77.0.0/16'), blockLength: 24}]),
  })
  const cases: [why: string, options: object, want: string[]][] = [
    ['are in the engine’s pools of local networks', {}, ['10.0.1.0/24', 'fd09::/48']],
    ['are in the pools given', {pools: [parsePrefix('10.0.0.0/22')]}, ['10.0.1.0/24', '10.0.2.0/23']],
    ['are of IPv4 for a length up to 32', {freeLength: 32}, ['10.0.1.0/24']],
    ['are of IPv6 for a longer one', {freeLength: 33}, []],
    ['are of IPv6 where they hold one so long', {freeLength: 48}, ['fd09::/48']],
  ]
  for (const [why, options, want] of cases)
    it(why, () =>
      deepEqual(
        report(host, options).free.map(({block}) => block),
        want,
      ),
    )
})

describe('addresses used and free', () => {
  const web = network('web', {subnets: ['10.1.0.0/29']})
  const use = (host: Host) => report(host).subnets.map((one) => [one.use?.used, one.use?.free, one.use?.countedBy])

  it('are those of containers, the gateway, and the two the engine keeps', () =>
    deepEqual(use(hostWith([web], {containers: [container('c', [endpoint(web, {ipv4: addr('10.1.0.2')})])]})), [
      [4n, 4n, 'dnet'],
    ]))

  it('count auxiliary addresses, and free ones of the ip-range alone', () => {
    const config = {
      subnet: '10.1.0.0/24',
      ipRange: '10.1.0.128/25',
      gateway: '10.1.0.1',
      auxAddresses: {p: '10.1.0.200'},
    }
    deepEqual(use(hostWith([network('web', {subnets: [config]})])), [[4n, 126n, 'dnet']])
  })

  it("are the engine's own where it counts, to the digit", () => {
    const usage = [{subnet: 'fd00::/64', used: 3n, dynamicLeft: 18_446_744_073_709_551_613n}]
    const details = known({attached: [], peers: [], services: [], tasks: [], usage})
    deepEqual(use(hostWith([network('six', {subnets: ['fd00::/64'], details})])), [
      [3n, 18_446_744_073_709_551_613n, 'engine'],
    ])
  })

  it('are unknown for a Swarm network, whose containers are on other nodes too', () =>
    deepEqual(use(hostWith([network('o', {subnets: ['10.0.1.0/24'], scope: 'swarm', driver: 'overlay'})])), [
      [null, null, null],
    ]))

  it('are unknown where containers are', () => {
    const host = {...hostWith([web]), containers: unknown('not asked for')}
    deepEqual(use(host), [[null, null, null]])
    deepEqual(report(host).unseen, ['addresses in use not counted: not asked for'])
  })
})

describe('overlaps', () => {
  const macvlan = {driver: 'macvlan', options: {parent: 'eth0'}}
  const overlay = {driver: 'overlay', scope: 'swarm' as const}
  const cases: [why: string, networks: Network[], routes: ReturnType<typeof route>[], want: string[]][] = [
    [
      'two bridges',
      [network('a', {subnets: ['10.1.0.0/24']}), network('b', {subnets: ['10.1.0.0/25']})],
      [],
      ['bridge 10.1.0.0/24 10.1.0.0/25'],
    ],
    [
      'side by side is none',
      [network('a', {subnets: ['10.1.0.0/25']}), network('b', {subnets: ['10.1.0.128/25']})],
      [],
      [],
    ],
    ['families never meet', [network('a', {subnets: ['10.1.0.0/25']}), network('b', {subnets: ['fd00::/8']})], [], []],
    [
      'a bridge and a macvlan',
      [network('a', {subnets: ['10.1.0.0/24']}), network('b', {subnets: ['10.1.0.0/24'], ...macvlan})],
      [],
      ['macvlan 10.1.0.0/24 10.1.0.0/24'],
    ],
    [
      'a bridge and an overlay',
      [network('a', {subnets: ['10.1.0.0/24']}), network('b', {subnets: ['10.0.0.0/8'], ...overlay})],
      [],
      ['overlay 10.0.0.0/8 10.1.0.0/24'],
    ],
    [
      'a route of the machine',
      [network('a', {subnets: ['10.1.0.0/24']})],
      [route('10.0.0.0/8', 'tun0', '192.0.2.1')],
      ['host 10.1.0.0/24 10.0.0.0/8'],
    ],
    ['its own bridge is none', [network('a', {subnets: ['10.1.0.0/24']})], [route('10.1.0.0/24', 'br-id-a')], []],
    [
      "another bridge's route to the same block",
      [network('a', {subnets: ['10.1.0.0/24']})],
      [route('10.1.0.0/24', 'br-zzz')],
      ['host 10.1.0.0/24 10.1.0.0/24'],
    ],
    [
      'a macvlan is on its wire by design',
      [network('a', {subnets: ['10.1.0.0/24'], ...macvlan})],
      [route('10.1.0.0/24', 'eth0')],
      [],
    ],
    [
      'a macvlan on another wire',
      [network('a', {subnets: ['10.1.0.0/24'], ...macvlan})],
      [route('10.1.0.0/24', 'eth1')],
      ['host 10.1.0.0/24 10.1.0.0/24'],
    ],
    [
      'a default route and its halves are none',
      [network('a', {subnets: ['10.1.0.0/24']})],
      [route('0.0.0.0/0', 'eth0'), route('0.0.0.0/1', 'tun0')],
      [],
    ],
    ['two routes are none', [], [route('10.0.0.0/8', 'a'), route('10.0.0.0/9', 'b')], []],
  ]
  for (const [why, networks, routes, want] of cases)
    it(why, () => {
      const {overlaps} = report(hostWith(networks, {machine: {routes: known(routes)}}))
      deepEqual(
        overlaps.map(({kind, one, other}) => `${kind} ${one.prefix} ${other.prefix}`),
        want,
      )
    })

  it('a resolver among the containers', () => {
    const host = hostWith([network('a', {subnets: ['10.1.0.0/24']})], {
      machine: {resolvers: known(['10.1.0.53' as Addr])},
    })
    deepEqual(
      report(host).overlaps.map(({kind, consequence}) => [kind, consequence]),
      [['host', "the machine's requests to its resolver go to the network's containers"]],
    )
  })

  it('what the user asked to avoid', () => {
    const avoid = avoided([parsePrefix('10.1.0.0/16')], '--avoid')
    deepEqual(
      report(hostWith([network('a', {subnets: ['10.1.0.0/24']})]), {avoid}).overlaps.map(({kind}) => kind),
      ['avoid'],
    )
  })

  it('the same block on two hosts, but not a route of one with a network of the other', () => {
    const laptop = hostWith([network('a', {subnets: ['10.1.0.0/24']})])
    const server = hostWith([network('b', {subnets: ['10.1.0.0/16']})], {
      machine: {routes: known([route('10.1.0.0/24', 'eth0')])},
    })
    const {overlaps} = subnetReport([seen(laptop, 'laptop'), seen(server, 'server')], PLAIN)
    deepEqual(
      overlaps.map(({kind, one, other}) => [kind, one.context, one.prefix, other.context, other.prefix]),
      [
        ['contexts', 'server', '10.1.0.0/16', 'laptop', '10.1.0.0/24'],
        ['host', 'server', '10.1.0.0/16', 'server', '10.1.0.0/24'],
      ],
    )
  })
})

describe('capacity warnings', () => {
  const full = (n: number, prefix: string): Host => {
    const web = network('web', {subnets: [prefix]})
    return hostWith([web], {
      containers: Array.from({length: n}, (_, i) => i + 2).map((i) =>
        container(`c${i}`, [endpoint(web, {ipv4: addr(`10.1.${i >> 8}.${i & 255}`)})]),
      ),
    })
  }
  const cases: [why: string, host: Host, want: string[]][] = [
    ['nothing to say', full(1, '10.1.0.0/24'), []],
    [
      'a tenth left is nearly full',
      full(228, '10.1.0.0/24'),
      ['network "web" is nearly full: 25 of 256 addresses of 10.1.0.0/24 are left'],
    ],
    ['more than a tenth is not', full(227, '10.1.0.0/24'), []],
    ['none left is full', full(5, '10.1.0.0/29'), ['network "web" is full: no address of 10.1.0.0/29 is left']],
    [
      'an overlay of /16',
      hostWith([network('o', {subnets: ['10.1.0.0/16'], driver: 'overlay', scope: 'swarm'})]),
      ['network "o" is an overlay network with subnet 10.1.0.0/16: Docker recommends at most /24'],
    ],
    ['an overlay of /24', hostWith([network('o', {subnets: ['10.1.0.0/24'], driver: 'overlay', scope: 'swarm'})]), []],
    [
      'a pool with an eighth left',
      hostWith([network('a', {subnets: ['10.0.0.0/17', '10.0.128.0/18', '10.0.192.0/19']})], {
        pools: [{base: '10.0.0.0/16', size: 24}],
        version: '26.1.5',
      }),
      [],
    ],
    [
      'pools with three of 31 blocks left',
      hostWith(
        [BRIDGE, network('a', {subnets: ['172.16.0.0/12', '192.168.0.0/17', '192.168.128.0/18', '192.168.192.0/20']})],
        {
          version: '26.1.5',
        },
      ),
      ["3 of 31 blocks of the engine's IPv4 pools are left"],
    ],
    [
      'pools with none left',
      hostWith([network('a', {subnets: ['172.16.0.0/12', '192.168.0.0/16']})], {version: '26.1.5'}),
      ["the engine's IPv4 pools are used up: new networks need --subnet or --hosts"],
    ],
  ]
  for (const [why, host, want] of cases) it(why, () => deepEqual(warnings(host), want))

  it('a bridge with 921 of its 1,023 ports', () => {
    equal(warnings(full(921, '10.1.0.0/16')).join(), 'network "web" uses 921 of the 1023 ports of a Linux bridge')
    deepEqual(warnings(full(920, '10.1.0.0/16')), [])
  })
})
