import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {avoided} from '../../../src/lib/model/subnets/blocks-in-use.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {planCreate} from '../../../src/lib/plan/subnets/create.js'
import {hostWith, network, PODMAN_NETWORK, route} from '../../build/host.js'
import {type Wish, wish} from '../../build/specs.js'

const sent = (host: Host, given: Wish): string[] =>
  planCreate(known(host), wish(given)).operation.spec.subnets.map(({subnet, gateway, ipRange}) =>
    [subnet, gateway, ipRange].filter(Boolean).join(' '),
  )

const DOCKER0 = network('bridge', {subnets: ['172.17.0.0/16'], options: {'com.docker.network.bridge.name': 'docker0'}})
const on28 = (...networks: Network[]): Host => hostWith([DOCKER0, ...networks])
const on29 = (...networks: Network[]): Host => hostWith([DOCKER0, ...networks], {version: '29.1.0'})
const on20 = (...networks: Network[]): Host => hostWith([DOCKER0, ...networks], {version: '20.10.24+dfsg1'})
const subnets = (...texts: string[]): Wish => ({addresses: {subnets: texts}})
const pool = (...texts: string[]) => texts.map(parsePrefix)

describe('what dnet create sends', () => {
  const cases: [why: string, host: Host, given: Wish, want: string[]][] = [
    ['nothing where nothing is asked for', on28(), {}, []],
    ['a subnet by name as it is typed', on28(), subnets('10.1.0.0/24'), ['10.1.0.0/24']],
    ['room for 61 containers is a /26', on28(), {hosts: 61}, ['172.18.0.0/26']],
    ['room for 62 is a /25', on28(), {hosts: 62}, ['172.18.0.0/25']],
    [
      'each auxiliary address takes the room of one container',
      on28(),
      {hosts: 61, addresses: {auxAddresses: {p: '172.18.0.9'}}},
      ['172.18.0.0/25'],
    ],
    [
      'the lowest block that is free',
      on28(network('a', {subnets: ['172.18.0.0/26']})),
      {hosts: 50},
      ['172.18.0.64/26'],
    ],
    ['aligned to its size', on28(network('a', {subnets: ['172.18.0.0/26']})), {hosts: 100}, ['172.18.0.128/25']],
    [
      'clear of networks of any scope',
      on28(network('o', {subnets: ['172.18.0.0/24'], scope: 'swarm', driver: 'overlay'})),
      {hosts: 50},
      ['172.18.1.0/26'],
    ],
    [
      'clear of the whole subnet of a network with a range',
      on28(
        network('a', {subnets: [{subnet: '172.18.0.0/16', ipRange: '172.18.5.0/24', gateway: '', auxAddresses: {}}]}),
      ),
      {hosts: 50},
      ['172.19.0.0/26'],
    ],
    ['in the pool that is named', on28(), {hosts: 50, pools: pool('10.64.0.0/16')}, ['10.64.0.0/26']],
    [
      'in the next pool where one is full',
      on28(network('a', {subnets: ['10.64.0.0/16']})),
      {hosts: 50, pools: pool('10.64.0.0/16', '10.70.0.0/16')},
      ['10.70.0.0/26'],
    ],
    [
      'clear of what is to be avoided',
      on28(),
      {hosts: 50, avoid: avoided(pool('172.18.0.0/15'), '--avoid')},
      ['172.20.0.0/26'],
    ],
    [
      'a size for each family',
      on28(),
      {...subnets('/26', '/64'), pools: pool('10.64.0.0/16', 'fd01::/48')},
      ['10.64.0.0/26', 'fd01::/64'],
    ],
    [
      'containers of an IPv6 network fit a subnet of IPv6',
      on28(),
      {hosts: 50, network: {enableIPv4: false, enableIPv6: true}, pools: pool('fd01::/48')},
      ['fd01::/122'],
    ],
    ['the gateway first, where asked for', on28(), {hosts: 50, gatewayAt: 'first'}, ['172.18.0.0/26 172.18.0.1']],
    [
      'the gateway last, below the broadcast address',
      on28(),
      {hosts: 50, gatewayAt: 'last'},
      ['172.18.0.0/26 172.18.0.62'],
    ],
    [
      'the gateway of a named subnet',
      on28(),
      {...subnets('10.1.0.0/24'), gatewayAt: 'last'},
      ['10.1.0.0/24 10.1.0.254'],
    ],
    [
      'the block around a gateway',
      on28(),
      {hosts: 50, addresses: {gateways: ['172.19.3.70']}},
      ['172.19.3.64/26 172.19.3.70'],
    ],
    [
      'the gateway left to the engine beside a range',
      on28(),
      {addresses: {subnets: ['10.1.0.0/16'], ipRanges: ['10.1.5.0/24']}},
      ['10.1.0.0/16 10.1.5.0/24'],
    ],
    [
      "the subnet's first address beside a range, for a person",
      on28(),
      {saneGateway: true, addresses: {subnets: ['10.1.0.0/16'], ipRanges: ['10.1.5.0/24']}},
      ['10.1.0.0/16 10.1.0.1 10.1.5.0/24'],
    ],
    ['the size alone where the engine takes the same block', on29(), {hosts: 50}, ['0.0.0.0/26']],
    ['the block itself where a pool is named', on29(), {hosts: 50, pools: pool('10.64.0.0/16')}, ['10.64.0.0/26']],
    [
      'the block itself where the engine would take one that is to be avoided',
      on29(),
      {hosts: 50, avoid: avoided(pool('172.18.0.0/16'), 'x')},
      ['172.19.0.0/26'],
    ],
    [
      'the block itself where the gateway is placed',
      on29(),
      {hosts: 50, gatewayAt: 'last'},
      ['172.18.0.0/26 172.18.0.62'],
    ],
    [
      'an IPv6 subnet too, where the engine chooses none',
      on20(),
      {hosts: 50, network: {enableIPv6: true}},
      ['172.18.0.0/26', 'fdfa:add0:c437::/64'],
    ],
    [
      'no IPv6 subnet where the engine chooses one',
      on28(),
      {hosts: 50, network: {enableIPv6: true}},
      ['172.18.0.0/26'],
    ],
    ["in the Swarm's pool for an overlay", on28(), {hosts: 50, network: {driver: 'overlay'}}, ['10.0.0.0/26']],
  ]
  for (const [why, host, given, want] of cases) it(why, () => deepEqual(sent(host, given), want))

  const mixed: [why: string, host: Host, given: Wish, want: string[]][] = [
    ['a size alone beside a subnet that is named', on29(), subnets('fd09::/64', '/26'), ['fd09::/64', '0.0.0.0/26']],
    [
      'the block itself where an ip-range of it is named',
      on29(),
      {hosts: 50, addresses: {ipRanges: ['172.18.0.0/28']}},
      ['172.18.0.0/26 172.18.0.0/28'],
    ],
    [
      'the last address for the gateway of the subnet that has none',
      on28(),
      {
        addresses: {subnets: ['10.1.0.0/24', 'fd01::/64'], gateways: ['10.1.0.9']},
        gatewayAt: 'last',
        network: {enableIPv6: true},
      },
      ['10.1.0.0/24 10.1.0.9', 'fd01::/64 fd01::ffff:ffff:ffff:ffff'],
    ],
    [
      'a subnet that is no block as it is typed, with no gateway',
      on28(),
      {...subnets('odd'), gatewayAt: 'last'},
      ['odd'],
    ],
  ]
  for (const [why, host, given, want] of mixed) it(why, () => deepEqual(sent(host, given), want))

  it('as a whole, with IPv6 enabled where a subnet of it is chosen', () => {
    const {name, ...rest} = wish({}).network
    const whole = (given: Wish) => planCreate(known(on28()), wish({pools: pool('10.64.0.0/16', 'fd01::/48'), ...given}))
    const block = (subnet: string) => ({subnet, ipRange: '', gateway: '', auxAddresses: {}})
    deepEqual(whole({hosts: 50}), {
      operation: {
        do: 'create-network',
        spec: {name: 'new', ...rest, subnets: [block('10.64.0.0/26')]},
        because: 'the lowest free block of that size',
      },
      chosen: true,
      findings: [],
      unseen: [],
      refusal: undefined,
      summary: '10.64.0.0/26, room for 61 containers',
    })
    deepEqual(whole(subnets('/26', '/64')).operation.spec, {
      name,
      ...rest,
      enableIPv6: true,
      subnets: [block('10.64.0.0/26'), block('fd01::/64')],
    })
    deepEqual(planCreate(unknown('refused'), wish(subnets('10.1.0.0/24'))), {
      operation: {
        do: 'create-network',
        spec: {name, ...rest, subnets: [block('10.1.0.0/24')]},
        because: '',
      },
      chosen: false,
      findings: [],
      unseen: [],
      refusal: undefined,
      summary: '',
    })
  })

  it('the block itself where what the machine uses cannot be seen', () => {
    const why = {known: false, why: 'remote'} as const
    const host = hostWith([DOCKER0], {version: '29.1.0', machine: {routes: why, interfaces: why, resolvers: why}})
    deepEqual(sent(host, {hosts: 50}), ['172.18.0.0/26'])
    deepEqual(planCreate(known(host), wish({hosts: 50})).unseen, [
      'routes not checked: remote',
      'interface addresses not checked: remote',
      'resolvers not checked: remote',
    ])
  })

  it('clear of routes, interfaces and resolvers', () => {
    const machine = {
      routes: known([route('172.18.0.0/16', 'tun0', '192.0.2.1')]),
      interfaces: known([{device: 'eth1', addr: '172.19.0.5' as Addr, prefix: parsePrefix('172.19.0.0/16')}]),
      resolvers: known(['172.20.0.53' as Addr]),
    }
    deepEqual(sent(hostWith([DOCKER0], {machine}), {hosts: 50}), ['172.20.0.64/26'])
  })

  it('with a summary of the room there is', () =>
    equal(planCreate(known(on28()), wish({hosts: 50})).summary, '172.18.0.0/26, room for 61 containers'))
})

describe('what dnet create refuses', () => {
  const web = network('web', {subnets: ['10.1.0.0/16']})
  const copy = network('copy', {configOnly: true, driver: 'null', subnets: ['10.1.2.0/24']})
  const other = network('other', {configOnly: true, driver: 'null', subnets: ['10.5.0.0/24']})
  const cases: [why: string, host: Host, given: Wish, code: string, message: RegExp][] = [
    [
      'a subnet of its configuration that overlaps',
      on28(other, web, copy),
      {network: {configFrom: 'copy'}},
      'SUBNET_OVERLAP',
      /^subnet 10\.1\.2\.0\/24 overlaps network "web" \(10\.1\.0\.0\/16\)$/,
    ],
    [
      'a subnet that overlaps a route as well',
      hostWith([web], {machine: {routes: known([route('10.1.2.0/25', 'tun0')])}}),
      subnets('10.1.2.0/24'),
      'SUBNET_OVERLAP',
      /^subnet 10\.1\.2\.0\/24 overlaps network "web" \(10\.1\.0\.0\/16\) and the route on tun0 \(10\.1\.2\.0\/25\)$/,
    ],
    [
      'on Podman, a bridge that overlaps another',
      hostWith([PODMAN_NETWORK, web]),
      subnets('10.1.2.0/24'),
      'SUBNET_OVERLAP',
      /^subnet 10\.1\.2\.0\/24 overlaps network "web" \(10\.1\.0\.0\/16\)$/,
    ],
    [
      'a subnet that overlaps, naming the network',
      on28(web),
      subnets('10.1.2.0/24'),
      'SUBNET_OVERLAP',
      /^subnet 10\.1\.2\.0\/24 overlaps network "web" \(10\.1\.0\.0\/16\)$/,
    ],
    ['two sizes of one family', on28(), subnets('/26', '/27'), 'USAGE', /one subnet of each family/],
    [
      'containers and a subnet of the same family',
      on28(),
      {hosts: 5, ...subnets('10.5.0.0/24')},
      'USAGE',
      /--hosts 5 and --subnet both set the size/,
    ],
    ['containers and a size', on28(), {hosts: 5, ...subnets('/24')}, 'USAGE', /both set the size/],
    ['no container', on28(), {hosts: 0}, 'USAGE', /--hosts must be a whole number of at least 1/],
    ['less than none', on28(), {hosts: -3}, 'USAGE', /--hosts must be a whole number of at least 1/],
    [
      'more containers than there are addresses',
      on28(),
      {hosts: 5_000_000_000},
      'USAGE',
      /no IPv4 subnet holds 5000000000/,
    ],
    ['more containers than the pools hold', on28(), {hosts: 1_000_000}, 'POOL_EXHAUSTED', /no free \/12 left/],
    [
      'a pool that is too small',
      on28(),
      {hosts: 50, pools: pool('10.1.0.0/28')},
      'POOL_EXHAUSTED',
      /no free \/26 left in 10\.1\.0\.0\/28/,
    ],
    ['a length no address has', on28(), subnets('/129'), 'USAGE', /129/],
    [
      'a gateway that is taken',
      on28(web),
      {hosts: 50, pools: pool('10.0.0.0/8'), addresses: {gateways: ['10.1.0.1']}},
      'SUBNET_OVERLAP',
      /network "web"/,
    ],
    [
      'a gateway of the other family',
      on28(),
      {hosts: 50, addresses: {gateways: ['fd00::1']}},
      'USAGE',
      /no matching subnet for gateway fd00::1/,
    ],
    [
      'several subnets that overlap',
      on28(),
      subnets('10.5.0.0/24', '10.5.0.0/25'),
      'USAGE',
      /multiple overlapping subnet/,
    ],
  ]
  for (const [why, host, given, code, message] of cases)
    it(why, () => throws(() => planCreate(known(host), wish(given)), {code, message}))
})

describe('what dnet create warns of', () => {
  const withVpn = hostWith([DOCKER0], {machine: {routes: known([route('10.8.0.0/16', 'tun0', '192.0.2.1')])}})
  const overlay = network('mesh', {subnets: ['10.9.0.0/24'], scope: 'swarm', driver: 'overlay'})
  const cases: [why: string, host: Host, given: Wish, note: RegExp][] = [
    [
      'a route that would be hidden',
      withVpn,
      subnets('10.8.1.0/24'),
      /overlaps the route via 192\.0\.2\.1 \(10\.8\.0\.0\/16\)/,
    ],
    [
      'an overlay network, which the engine does not look at',
      on28(overlay),
      subnets('10.9.0.0/24'),
      /overlaps network "mesh"/,
    ],
    [
      'what is to be avoided',
      on28(),
      {...subnets('10.7.0.0/24'), avoid: avoided(pool('10.0.0.0/8'), '--avoid')},
      /a block excluded by --avoid/,
    ],
    ['more containers than a bridge has ports', on28(), {hosts: 2000}, /^2000 containers are more than the 1023 ports/],
    [
      'a large overlay',
      on28(),
      {hosts: 500, network: {driver: 'overlay'}},
      /overlay network with subnet 10\.0\.0\.0\/23: Docker recommends at most \/24/,
    ],
    [
      'pools nearly used up',
      on28(
        network('a', {subnets: ['172.16.0.0/13', '172.24.0.0/14', '172.28.0.0/15', '172.30.0.0/16', '192.168.0.0/16']}),
      ),
      {hosts: 50},
      /the engine's IPv4 pools are used up/,
    ],
  ]
  for (const [why, host, given, note] of cases)
    it(why, () => {
      const found = planCreate(known(host), wish(given)).findings.map(({message}) => message)
      equal(found.filter((text) => note.test(text)).length, 1, found.join('\n'))
    })

  it('nothing where all is well', () => deepEqual(planCreate(known(on28()), wish({hosts: 50})).findings, []))

  const local = network('web', {subnets: ['10.1.0.0/16']})
  const whole: [why: string, host: Host, given: Wish, message: string, hint: string][] = [
    [
      'a local network, for an overlay',
      on28(local),
      {...subnets('10.1.2.0/24'), network: {driver: 'overlay'}},
      'subnet 10.1.2.0/24 overlaps network "web" (10.1.0.0/16): the engine allows it, but nothing on this node can be on the new network',
      '10.0.255.0/24 is free',
    ],
    [
      'an overlay network, for a local one',
      on28(overlay),
      subnets('10.9.0.0/24'),
      'subnet 10.9.0.0/24 overlaps network "mesh" (10.9.0.0/24): the engine refuses it while anything on this node is on that network, and otherwise nothing on this node can be on that network any more',
      '10.8.255.0/24 is free',
    ],
    [
      'a gateway in the middle of a subnet',
      on28(),
      {addresses: {subnets: ['10.1.0.0/16'], ipRanges: ['10.1.5.0/24']}},
      'the gateway of 10.1.0.0/16 becomes 10.1.5.0, the first address of its ip-range',
      'to use 10.1.0.1: --gateway 10.1.0.1',
    ],
  ]
  for (const [why, host, given, message, hint] of whole)
    it(`${why}, word for word`, () =>
      deepEqual(
        planCreate(known(host), wish(given)).findings.map((one) => [one.refused, one.message, one.hint]),
        [[false, message, hint]],
      ))
})

describe('what dnet create foretells of a subnet that the engine chooses', () => {
  const vpn = (destination: string) => ({routes: known([route(destination, 'tun0', '192.0.2.1')])})
  const poolsOf = (...bases: string[]) => bases.map((base) => ({base, size: 24}))
  const told = (host: Host, given: Wish): string[] => {
    const {operation, findings, refusal} = planCreate(known(host), wish(given))
    return [
      operation.because,
      ...findings.map(({code, message}) => `${code}: ${message}`),
      ...(refusal ? [`${refusal.error.code}: ${refusal.error.message}; ${refusal.error.hint}`] : []),
    ]
  }

  const cases: [why: string, host: Host, given: Wish, told: string[]][] = [
    ['which it is', on28(), {}, ['the engine chooses 172.18.0.0/16']],
    [
      'which they are, of both families',
      on28(),
      {network: {enableIPv6: true}},
      ['the engine chooses 172.18.0.0/16 and fdfa:add0:c437::/64'],
    ],
    [
      'that it hides a network behind a VPN, which the engine does not look at',
      hostWith([DOCKER0], {machine: vpn('172.18.0.0/15')}),
      {},
      [
        'the engine chooses 172.18.0.0/16',
        'SUBNET_OVERLAPS: the engine chooses 172.18.0.0/16, which overlaps the route via 192.0.2.1 (172.18.0.0/15): traffic to one of them will not arrive',
      ],
    ],
    [
      'nothing of a VPN that it stays clear of',
      hostWith([DOCKER0], {machine: vpn('10.8.0.0/16')}),
      {},
      ['the engine chooses 172.18.0.0/16'],
    ],
    [
      'that an engine before 27.0 may hide it, whose next block nobody knows',
      hostWith([DOCKER0], {version: '26.1.5', pools: poolsOf('10.9.0.0/22'), machine: vpn('10.9.1.0/24')}),
      {},
      [
        '',
        'SUBNET_OVERLAPS: the engine chooses one of 4 free blocks, some of which overlap what is in use: 10.9.1.0/24 overlaps the route via 192.0.2.1 (10.9.1.0/24)',
      ],
    ],
    [
      'what many blocks would hide, in short',
      hostWith([DOCKER0], {version: '20.10.24', pools: poolsOf('10.9.0.0/20'), machine: vpn('10.0.0.0/8')}),
      {},
      [
        '',
        'SUBNET_OVERLAPS: the engine chooses one of 16 free blocks, some of which overlap what is in use: 10.9.0.0/24 overlaps the route via 192.0.2.1 (10.0.0.0/8), 10.9.1.0/24 overlaps the route via 192.0.2.1 (10.0.0.0/8), 10.9.2.0/24 overlaps the route via 192.0.2.1 (10.0.0.0/8) and 13 more',
      ],
    ],
    [
      'that there is none',
      hostWith([network('a', {subnets: ['10.9.0.0/24']})], {pools: poolsOf('10.9.0.0/24')}),
      {},
      [
        '',
        'POOL_EXHAUSTED: all predefined address pools have been fully subnetted; see what is using the pools: dnet subnets; choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 new',
      ],
    ],
    [
      'nothing of an engine that is not known',
      hostWith([DOCKER0], {version: '5.4.2', machine: vpn('172.16.0.0/12')}),
      {},
      [''],
    ],
    ['nothing of a machine that is elsewhere', hostWith([DOCKER0], {machine: {routes: unknown('remote')}}), {}, ['']],
    [
      'nothing of an overlay',
      hostWith([DOCKER0], {swarmPools: known([{base: parsePrefix('10.0.0.0/8'), blockLength: 24}])}),
      {network: {driver: 'overlay'}},
      [''],
    ],
    ['nothing of a network that only holds configuration', on28(), {network: {configOnly: true}}, ['']],
    ['nothing of another IPAM driver', on28(), {network: {ipamDriver: 'weave'}}, ['']],
    ['nothing where a subnet is named', on28(), subnets('10.1.0.0/24'), ['']],
    [
      'nothing of a family whose subnet is chosen here',
      hostWith([DOCKER0], {machine: vpn('172.18.0.0/15')}),
      {hosts: 50},
      ['the lowest free block of that size'],
    ],
    [
      'what it would hide of the three blocks that are left',
      hostWith([network('a', {subnets: ['10.9.3.0/24']})], {
        version: '26.1.5',
        pools: poolsOf('10.9.0.0/22'),
        machine: vpn('10.9.0.0/16'),
      }),
      {},
      [
        '',
        'SUBNET_OVERLAPS: the engine chooses one of 3 free blocks, some of which overlap what is in use: 10.9.0.0/24 overlaps the route via 192.0.2.1 (10.9.0.0/16), 10.9.1.0/24 overlaps the route via 192.0.2.1 (10.9.0.0/16), 10.9.2.0/24 overlaps the route via 192.0.2.1 (10.9.0.0/16)',
      ],
    ],
    [
      'nothing of blocks that hide nothing',
      hostWith([DOCKER0], {version: '26.1.5', pools: poolsOf('10.9.0.0/22')}),
      {},
      [''],
    ],
    [
      'that VPN routes over half of all addresses leave it none, and what works',
      hostWith([DOCKER0], {
        machine: {
          routes: known([
            {destination: parsePrefix('0.0.0.0/1'), gateway: null, device: 'tun0', onLink: true},
            {destination: parsePrefix('128.0.0.0/1'), gateway: null, device: 'tun0', onLink: true},
          ]),
        },
      }),
      {},
      [
        '',
        "POOL_EXHAUSTED: all predefined address pools have been fully subnetted; the engine's pools are covered by the route on tun0 (0.0.0.0/1) and the route on tun0 (128.0.0.0/1); choose a subnet: dnet create --hosts 50 new",
      ],
    ],
    [
      'that a network needs a family',
      on28(),
      {network: {enableIPv4: false}},
      ['', 'ENGINE_REFUSED: the network has neither IPv4 nor IPv6; give it IPv6: --ipv6, or omit --ipv4=false'],
    ],
  ]
  for (const [why, host, given, want] of cases) it(why, () => deepEqual(told(host, given), want))

  const avoid = (...texts: string[]): Wish => ({avoid: avoided(pool(...texts), '--avoid')})
  const chosen: [why: string, host: Host, given: Wish, sent: string[]][] = [
    ['clear of what is to be avoided', on28(), avoid('172.18.0.0/15'), ['172.20.0.0/16']],
    [
      'clear of it in the pools of the engine',
      hostWith([], {pools: poolsOf('10.9.0.0/22')}),
      avoid('10.9.0.128/25'),
      ['10.9.1.0/24'],
    ],
    ['from the pools given, in pieces of /24', on28(), {pools: pool('10.64.0.0/10')}, ['10.64.0.0/24']],
    ['a small pool whole', on28(), {pools: pool('10.64.0.0/27')}, ['10.64.0.0/27']],
    ['with its last address for the gateway', on28(), {gatewayAt: 'last'}, ['172.18.0.0/16 172.18.255.254']],
    [
      'of both families',
      on28(),
      {...avoid('172.18.0.0/16'), network: {enableIPv6: true}},
      ['172.19.0.0/16', 'fdfa:add0:c437::/64'],
    ],
    [
      'not where the subnet is named',
      on28(),
      {...avoid('10.0.0.0/8'), ...subnets('192.168.0.0/24')},
      ['192.168.0.0/24'],
    ],
    [
      'not for a network that only holds configuration',
      on28(),
      {...avoid('10.0.0.0/8'), network: {configOnly: true}},
      [],
    ],
  ]
  for (const [why, host, given, want] of chosen)
    it(`chooses a block itself, ${why}`, () => deepEqual(sent(host, given), want))

  it('refuses to choose where no whole block is left', () =>
    throws(
      () => planCreate(known(hostWith([], {pools: poolsOf('10.9.0.0/23')})), wish(avoid('10.9.0.9/32', '10.9.1.9/32'))),
      {
        code: 'POOL_EXHAUSTED',
        message: /^no whole block is left in 10\.9\.0\.0\/23/,
      },
    ))
  it('refuses the last address for a gateway of no subnet', () =>
    throws(() => planCreate(known(on28()), wish({gatewayAt: 'last', network: {configOnly: true}})), {
      code: 'USAGE',
      message: 'every ip-range or gateway must have a corresponding subnet',
    }))
  it('foretells nothing without a picture', () =>
    deepEqual(planCreate(unknown('refused'), wish(subnets('10.1.0.0/24'))).operation.spec.subnets, [
      {subnet: '10.1.0.0/24', ipRange: '', gateway: '', auxAddresses: {}},
    ]))
  it('does not choose a subnet without a picture', () =>
    throws(() => planCreate(unknown('refused'), wish({hosts: 5})), /^Error: planned without networks: refused$/))
})
