import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Route} from '../../../src/lib/model/address-space.js'
import type {Container} from '../../../src/lib/model/container.js'
import type {Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {avoidedBy} from '../../../src/lib/model/subnets/blocks-in-use.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {parseAddressWish, wishedLength} from '../../../src/lib/plan/addresses/address-wish.js'
import {parseGrowth, planOnHost} from '../../../src/lib/plan/addresses/plan-on-host.js'
import {plannedNetworks, planRows} from '../../../src/lib/plan/addresses/planned-networks.js'
import {unknownPools} from '../../../src/lib/plan/allocate/pool-use.js'
import {capacityWarnings, creationWarnings} from '../../../src/lib/plan/subnets/capacity-warnings.js'
import {freeSubnets} from '../../../src/lib/plan/subnets/free-subnets.js'
import {subnetReport} from '../../../src/lib/plan/subnets/subnet-report.js'
import {addr, container, endpoint, type HostParts, hostWith, network, route, subnet} from '../../build/host.js'

const blocks = (...texts: string[]) => texts.map(parsePrefix)

describe('what is nearly used up', () => {
  const warnings = (networks: Network[], parts: HostParts = {}, context = ''): string[] => {
    const seen = [{context, host: hostWith(networks, {pools: [{base: '10.0.0.0/8', size: 24}], ...parts})}]
    return capacityWarnings(seen, subnetReport(seen, {avoid: [], pools: [], freeLength: undefined}))
  }
  const on = (net: string, ...ips: string[]): Container[] =>
    ips.map((ip, i) => container(`c${i}`, [endpoint(net, {ipv4: addr(ip)})]))
  const small = network('n', {subnets: [subnet('10.1.0.0/30', '10.1.0.1')]})
  const counted = (used: bigint, dynamicLeft: bigint) =>
    network('n', {subnets: [subnet('10.1.0.0/16', '10.1.0.1')], usage: [{subnet: '10.1.0.0/16', used, dynamicLeft}]})
  const many = (count: number, driver = 'bridge', state: Container['state'] = 'running'): [Network[], HostParts] => {
    const big = network('big', {driver, subnets: [subnet('10.4.0.0/16', '10.4.0.1')]})
    return [[big], {containers: Array.from({length: count}, (_, i) => container(`c${i}`, [endpoint(big)], {state}))}]
  }
  const pooled = (left: number): [Network[], HostParts] => [
    Array.from({length: 20 - left}, (_, i) => network(`n${i}`, {subnets: [`10.0.${i}.0/24`]})),
    {
      pools: [
        {base: '10.0.0.0/20', size: 24},
        {base: '10.0.16.0/22', size: 24},
      ],
    },
  ]
  const halves = (...routes: Route[]): HostParts => ({machine: {routes: known(routes)}})
  const cases: [why: string, networks: Network[], parts: HostParts, want: string[]][] = [
    ['nothing', [small], {}, []],
    [
      'a network that is full',
      [small],
      {containers: on('n', '10.1.0.2')},
      ['network "n" is full: no address of 10.1.0.0/30 is left'],
    ],
    [
      'nine tenths of a network',
      [counted(90n, 10n)],
      {},
      ['network "n" is nearly full: 10 of 100 addresses of 10.1.0.0/16 are left'],
    ],
    ['less than that', [counted(89n, 11n)], {}, []],
    [
      'a bridge with nine tenths of its ports',
      ...many(921),
      ['network "big" uses 921 of the 1023 ports of a Linux bridge'],
    ],
    ['a bridge with fewer', ...many(920), []],
    ['a bridge whose containers do not run', ...many(921, 'bridge', 'exited'), []],
    ['another driver has no ports', ...many(921, 'macvlan'), []],
    [
      'an overlay larger than /24',
      [network('mesh', {driver: 'overlay', scope: 'swarm', subnets: ['10.5.0.0/23', '10.6.0.0/24', 'fd00::/20']})],
      {},
      ['network "mesh" is an overlay network with subnet 10.5.0.0/23: Docker recommends at most /24'],
    ],
    [
      'an overlay without a block has no size',
      [network('mesh', {driver: 'overlay', scope: 'swarm', subnets: ['', 'odd']})],
      {},
      [],
    ],
    ['three of twenty blocks left are enough', ...pooled(3), []],
    ['two of twenty blocks left', ...pooled(2), ["2 of 20 blocks of the engine's IPv4 pools are left"]],
    ['one of twenty blocks left', ...pooled(1), ["1 of 20 blocks of the engine's IPv4 pools is left"]],
    ['no block left', ...pooled(0), ["the engine's IPv4 pools are used up: new networks need --subnet or --hosts"]],
    [
      'no block of Swarm left',
      [network('mesh', {driver: 'overlay', scope: 'swarm', subnets: ['10.9.0.0/24']})],
      {swarmPools: known([{base: parsePrefix('10.9.0.0/24'), blockLength: 24}])},
      ["the Swarm's IPv4 pools are used up: new networks need --subnet or --hosts"],
    ],
    [
      'no IPv6 block left',
      [network('six', {subnets: ['fd09::/64']})],
      {
        pools: [
          {base: '10.0.0.0/8', size: 24},
          {base: 'fd09::/64', size: 64},
        ],
      },
      ["the engine's IPv6 pools are used up: new networks need --subnet or --hosts"],
    ],
    [
      'the halves of all addresses, as a VPN sets them',
      [],
      halves(route('0.0.0.0/1', 'tun0'), route('128.0.0.0/1', 'tun0'), route('192.168.0.0/16', 'eth1')),
      [
        "the engine's IPv4 pools are used up: new networks need --subnet or --hosts",
        'the engine chooses no subnet covered by the route on tun0 (0.0.0.0/1) and the route on tun0 (128.0.0.0/1): new networks need --subnet or --hosts',
      ],
    ],
    ['a half behind a gateway, which only old engines avoid', [], halves(route('0.0.0.0/1', 'tun0', '10.8.0.1')), []],
    ['a half of IPv6, which no engine avoids', [], halves(route('::/1', 'tun0')), []],
    ['a default route', [], halves(route('0.0.0.0/0', 'tun0')), []],
    ['routes that were not seen', [], {machine: {routes: unknown('remote')}}, []],
  ]
  for (const [why, networks, parts, want] of cases) it(why, () => deepEqual(warnings(networks, parts), want))

  it('of several hosts, with the name of each', () => {
    deepEqual(warnings([small], {containers: on('n', '10.1.0.2')}, 'prod'), [
      'prod: network "n" is full: no address of 10.1.0.0/30 is left',
    ])
    const seen = ['prod', 'test'].map((context) => ({
      context,
      host: hostWith(context === 'prod' ? [small] : [], {
        containers: context === 'prod' ? on('n', '10.1.0.2') : [],
        pools: [{base: context === 'prod' ? '10.0.0.0/8' : '10.1.0.0/24', size: 24}],
        machine: {routes: known(context === 'test' ? [route('10.1.0.0/24', 'tun0')] : [])},
      }),
    }))
    deepEqual(capacityWarnings(seen, subnetReport(seen, {avoid: [], pools: [], freeLength: undefined})), [
      'prod: network "n" is full: no address of 10.1.0.0/30 is left',
      "test: the engine's IPv4 pools are used up: new networks need --subnet or --hosts",
    ])
  })
})

describe('what a new network will run short of', () => {
  const warnings = (
    driver: string,
    hosts: number | undefined,
    chosen: string[],
    parts: HostParts = {},
    taken: string[] = [],
  ) =>
    creationWarnings(
      hostWith([], parts),
      {driver, hosts, chosen: blocks(...chosen)},
      avoidedBy(blocks(...taken), [], ''),
    )
  const PORTS = '1024 containers are more than the 1023 ports of a Linux bridge'
  const two = {pools: [{base: '10.0.0.0/23', size: 24}]}
  const USED_UP = "the engine's IPv4 pools are used up: new networks need --subnet or --hosts"
  const cases: [why: string, found: () => string[], want: string[]][] = [
    ['nothing', () => warnings('bridge', 1023, ['10.64.0.0/16']), []],
    ['ports of a bridge', () => warnings('bridge', 1024, []), [PORTS]],
    ['no ports of another driver', () => warnings('macvlan', 1024, []), []],
    [
      'a large overlay',
      () => warnings('overlay', 500, ['10.0.0.0/23']),
      ['the network is an overlay network with subnet 10.0.0.0/23: Docker recommends at most /24'],
    ],
    ['an overlay of the recommended size', () => warnings('overlay', 5, ['10.0.0.0/24'], two), []],
    ['a pool that it uses up', () => warnings('bridge', 5, ['10.0.0.0/24'], two, ['10.0.1.0/24']), [USED_UP]],
    ['a pool and ports', () => warnings('bridge', 1024, ['10.0.0.0/24'], two, ['10.0.1.0/24']), [PORTS, USED_UP]],
    ['no pool that it is not from', () => warnings('bridge', 5, ['10.9.0.0/24'], two, ['10.0.0.0/23']), []],
    ['no pool where the engine’s are not known', () => warnings('bridge', 5, ['172.18.0.0/16'], {version: 'x'}), []],
  ]
  for (const [why, found, want] of cases) it(why, () => deepEqual(found(), want))
  it('no pool where the address space is not known', () =>
    deepEqual(
      creationWarnings(
        {...hostWith([]), addressSpace: unknown('x')},
        {driver: 'bridge', hosts: 1024, chosen: blocks('172.18.0.0/16')},
        [],
      ),
      [PORTS],
    ))
})

describe('pools that are not known', () => {
  const of = (parts: HostParts) => {
    const {addressSpace} = hostWith([], parts)
    return addressSpace.known ? unknownPools(addressSpace.value) : []
  }
  it('are none', () => deepEqual(of({}), []))
  it('are those of an engine of unknown version', () =>
    deepEqual(of({version: '5.4.2'}), ['engine pools not known: Docker Engine 5.4.2 is not known']))
  it('are those of an engine that is no Docker', () =>
    deepEqual(of({version: 'dev'}), ['engine pools not known: "dev" is not a version of the Docker Engine']))
  it('are Swarm’s', () => deepEqual(of({swarmPools: unknown('a worker')}), ['Swarm pools not seen: a worker']))
})

describe('free subnets to offer', () => {
  const offered = (lengths: number[], parts: HostParts = {}, pools: string[] = [], driver = 'bridge') =>
    freeSubnets(
      hostWith([network('a', {subnets: ['172.18.0.0/24']})], parts),
      driver,
      lengths,
      blocks(...pools),
      [],
    ).map(({subnet: block, room}) => `${block} ${room}`)
  const cases: [why: string, found: () => string[], want: string[]][] = [
    ['the lowest of each length, in their order', () => offered([26, 24]), ['172.17.0.0/26 61', '172.17.0.0/24 253']],
    ['none of a length that is not free', () => offered([8, 24]), ['172.17.0.0/24 253']],
    ['in the pools given', () => offered([24], {}, ['172.18.0.0/23']), ['172.18.1.0/24 253']],
    ['of an overlay: in Swarm’s', () => offered([24], {}, [], 'overlay'), ['10.0.0.0/24 253']],
    [
      'clear of routes',
      () => offered([24], {machine: {routes: known([route('172.17.0.0/16', 'tun0')])}}),
      ['172.18.1.0/24 253'],
    ],
  ]
  for (const [why, found, want] of cases) it(why, () => deepEqual(found(), want))
  it('where the address space is not known, in the pools that engines have', () =>
    deepEqual(
      freeSubnets(
        {...hostWith([]), addressSpace: unknown('x')},
        'bridge',
        [24],
        [],
        avoidedBy(blocks('172.17.0.0/16'), [], ''),
      ).map((one) => one.subnet),
      ['172.18.0.0/24'],
    ))
})

describe('an address plan on a host', () => {
  const web = network('web', {subnets: ['10.0.5.0/26']})
  const other = network('other', {subnets: ['10.0.0.0/26']})
  const plan = (about: Partial<Parameters<typeof planOnHost>[1]> = {}, parts: HostParts = {}) =>
    planOnHost(hostWith([web, other], {pools: [{base: '10.0.0.0/16', size: 24}], ...parts}), {
      wishes: [
        {name: 'web', hosts: 50},
        {name: 'db', length: 28},
      ],
      families: [4],
      pools: [],
      avoid: [],
      kept: new Map(),
      growth: 1,
      ...about,
    })
  const told = (found: ReturnType<typeof plan>) =>
    found.subnets.map((one) => `${one.name} ${one.subnet} ${one.because}`)

  it('keeps networks that are there, and puts the others clear of what is in use', () => {
    const found = plan()
    deepEqual(told(found), ['web 10.0.5.0/26 kept', 'db 10.0.0.64/28 new'])
    deepEqual(
      found.taken.map(({prefix}) => prefix),
      ['10.0.0.0/26'],
    )
    deepEqual(found.unseen, [])
  })
  it('keeps the subnets of an earlier plan before those that are there', () =>
    deepEqual(told(plan({kept: new Map([['web', blocks('10.0.9.0/26')]])}))[0], 'web 10.0.9.0/26 kept'))
  it('moves a network that has become too small', () =>
    deepEqual(told(plan({growth: 2}))[0], 'web 10.0.0.128/25 moved'))
  it('looks in the pools given, and for the other family in the engine’s', () =>
    deepEqual(told(plan({families: [4, 6], pools: blocks('10.200.0.0/24')})), [
      'web 10.200.0.0/26 moved',
      'db 10.200.0.64/28 new',
      'web fdfa:add0:c437::/64 new',
      'db fdfa:add0:c437:1::/64 new',
    ]))
  it('says what could not be seen', () =>
    deepEqual(plan({}, {machine: {routes: unknown('remote')}}).unseen, ['routes not checked: remote']))
  it('avoids what it is told to', () =>
    deepEqual(told(plan({avoid: avoidedBy(blocks('10.0.0.64/26'), [], '')}))[1], 'db 10.0.0.128/28 new'))

  it('has its subnets by network', () => {
    const networks = plannedNetworks(plan({families: [4, 6]}).subnets)
    deepEqual(planRows(networks), [
      {
        name: 'web',
        subnets: [
          {subnet: '10.0.5.0/26', gateway: '10.0.5.1', room: '61', because: 'kept'},
          {subnet: 'fdfa:add0:c437::/64', gateway: 'fdfa:add0:c437::1', room: '18446744073709551614', because: 'new'},
        ],
      },
      {
        name: 'db',
        subnets: [
          {subnet: '10.0.0.64/28', gateway: '10.0.0.65', room: '13', because: 'new'},
          {
            subnet: 'fdfa:add0:c437:1::/64',
            gateway: 'fdfa:add0:c437:1::1',
            room: '18446744073709551614',
            because: 'new',
          },
        ],
      },
    ])
  })
})

describe('a factor of growth', () => {
  const cases: [text: string, growth: number][] = [
    ['2x', 2],
    ['1.5x', 1.5],
    ['2', 2],
    ['1', 1],
    ['1000x', 1000],
  ]
  for (const [text, growth] of cases) it(text, () => equal(parseGrowth(text), growth))
  for (const text of ['', 'x', '0.9x', '0', '1001', '2xx', 'x2', '-2x', '2.x', '1e2'])
    it(`is not "${text}"`, () =>
      throws(() => parseGrowth(text), {
        code: 'USAGE',
        message: `"${text}" is not a growth factor: it must be from 1x to 1000x`,
        hint: '--growth 2x',
      }))
})

describe('a network of a plan', () => {
  const form = 'write NAME=HOSTS or NAME=/LENGTH, such as web=50 or db=/26'
  const cases: [text: string, wish: object][] = [
    ['web=50', {name: 'web', hosts: 50}],
    ['web=1', {name: 'web', hosts: 1}],
    ['web=4294967293', {name: 'web', hosts: 4_294_967_293}],
    ['a.b_c-d=/26', {name: 'a.b_c-d', length: 26}],
    ['x=/0', {name: 'x', length: 0}],
    ['x=/128', {name: 'x', length: 128}],
  ]
  for (const [text, wish] of cases) it(text, () => deepEqual(parseAddressWish(text), wish))
  const refused: [text: string, why: string][] = [
    ['web', 'it has no "="'],
    ['=50', '"" is not a valid network name'],
    ['-a=50', '"-a" is not a valid network name'],
    ['a b=50', '"a b" is not a valid network name'],
    ['a=b=50', '"a=b" is not a valid network name'],
    ['web=', '"" is neither a number of containers nor a prefix length'],
    ['web=/', '"/" is neither a number of containers nor a prefix length'],
    ['web=x', '"x" is neither a number of containers nor a prefix length'],
    ['web=05', '"05" is neither a number of containers nor a prefix length'],
    ['web=5x', '"5x" is neither a number of containers nor a prefix length'],
    ['web=-5', '"-5" is neither a number of containers nor a prefix length'],
    ['web=/129', '/129 is longer than an address'],
    ['web=0', 'a network can hold 1 to 4294967293 containers, not 0'],
    ['web=4294967294', 'a network can hold 1 to 4294967293 containers, not 4294967294'],
  ]
  for (const [text, why] of refused)
    it(`is not "${text}"`, () =>
      throws(() => parseAddressWish(text), {
        code: 'USAGE',
        message: `"${text}" is not a network of a plan: ${why}`,
        hint: form,
      }))

  const lengths: [
    why: string,
    wish: {hosts: number} | {length: number},
    family: 4 | 6,
    growth: number,
    both: boolean,
    length: number,
  ][] = [
    ['by containers', {hosts: 61}, 4, 1, false, 26],
    ['by containers that grow', {hosts: 61}, 4, 1.1, false, 25],
    ['by containers that grow to just what fits', {hosts: 230}, 4, 1.1, false, 24],
    ['by containers, of IPv6', {hosts: 61}, 6, 1, false, 64],
    ['by length', {length: 28}, 4, 9, false, 28],
    ['by the longest length', {length: 32}, 4, 1, false, 32],
    ['by length, of IPv6', {length: 80}, 6, 1, false, 80],
    ['by length, of IPv6 beside IPv4', {length: 28}, 6, 1, true, 64],
    ['by length, of IPv4 beside IPv6', {length: 28}, 4, 1, true, 28],
  ]
  for (const [why, wish, family, growth, both, length] of lengths)
    it(`has a prefix length: ${why}`, () => equal(wishedLength({name: 'web', ...wish}, family, growth, both), length))
  it('has no length that its family has not', () =>
    throws(() => wishedLength({name: 'web', length: 33}, 4, 1, false), {
      code: 'USAGE',
      message: 'network "web" cannot be a /33: an IPv4 address has 32 bits',
      hint: 'use /32 or less',
    }))
  it('does not grow beyond what there is', () =>
    throws(() => wishedLength({name: 'web', hosts: 4_000_000_000}, 4, 2, false), {
      code: 'USAGE',
      message: 'no IPv4 network holds the 8000000000 containers of "web"',
      hint: 'ask for fewer',
    }))
})
