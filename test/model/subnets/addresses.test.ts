import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Network, SubnetConfig} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {addressUseOf} from '../../../src/lib/model/subnets/address-use.js'
import {
  gatewayKept,
  holdersOf,
  lowestFree,
  nextToAskFor,
  subnetAround,
} from '../../../src/lib/model/subnets/addresses.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../../build/host.js'

const attached = (containerId: string, name: string, ipv4: string, ipv6 = '') => ({
  containerId,
  name,
  endpointId: '1',
  mac: '',
  ipv4,
  ipv6,
})

const holders = (on: Network, ...containers: Container[]): string[] =>
  [...holdersOf(hostWith([on], {containers}), on).values()]
    .map(({addr: at, kind, name}) => `${at} ${kind} ${name}`.trim())
    .sort()

describe('who has an address of a network', () => {
  it('the network itself: first and last of IPv4, first of IPv6, gateways, auxiliary addresses', () =>
    deepEqual(
      holders(
        network('n', {
          subnets: [
            subnet('10.7.0.0/29', '10.7.0.6', '', {router: '10.7.0.2', bad: 'x'}),
            subnet('fd07::/64', 'fd07::1'),
          ],
        }),
      ),
      [
        '10.7.0.0 reserved',
        '10.7.0.2 auxiliary router',
        '10.7.0.6 gateway',
        '10.7.0.7 reserved',
        'fd07:: reserved',
        'fd07::1 gateway',
      ],
    ))
  it('nothing is kept of a /31 but the gateway', () =>
    deepEqual(holders(network('n', {subnets: [subnet('10.7.0.0/31', '10.7.0.0')]})), ['10.7.0.0 gateway']))
  it('a /30 keeps its ends', () =>
    deepEqual(holders(network('n', {subnets: [subnet('10.7.0.0/30', '10.7.0.1')]})), [
      '10.7.0.0 reserved',
      '10.7.0.1 gateway',
      '10.7.0.3 reserved',
    ]))

  const on = network('n', {
    subnets: [subnet('10.7.0.0/24', '10.7.0.1')],
    attached: [
      attached('id-api', 'api', '10.7.0.9/24', 'fd07::9/64'),
      attached('ep-1', 'ghost', '10.7.0.30/24'),
      attached('lb-n', 'n-endpoint', '10.7.0.4/24'),
    ],
  })
  it('containers, promises to stopped ones, and endpoints without a container', () =>
    deepEqual(
      holders(
        on,
        container('api', [endpoint(on, {ipv4: addr('10.7.0.9'), wanted4: addr('10.7.0.99')})]),
        container('off', [endpoint(on, {wanted4: addr('10.7.0.50'), wanted6: addr('fd07::50')})], {state: 'exited'}),
      ),
      [
        '10.7.0.0 reserved',
        '10.7.0.1 gateway',
        '10.7.0.255 reserved',
        '10.7.0.30 stale ghost',
        '10.7.0.4 container n-endpoint',
        '10.7.0.50 promised off',
        '10.7.0.9 container api',
        'fd07::50 promised off',
        'fd07::9 container api',
      ],
    ))
  it('a container before a promise, whichever comes first', () => {
    const has = container('has', [endpoint(on, {ipv4: addr('10.7.0.50')})])
    const wants = (name: string) => container(name, [endpoint(on, {wanted4: addr('10.7.0.50')})], {state: 'exited'})
    const one = (...containers: Container[]) => holders(on, ...containers).find((text) => text.startsWith('10.7.0.50'))
    equal(one(has, wants('z')), '10.7.0.50 container has')
    equal(one(wants('a'), has), '10.7.0.50 container has')
  })
  it('the network before a promise', () =>
    equal(
      holders(on, container('off', [endpoint(on, {wanted4: addr('10.7.0.1')})], {state: 'exited'})).find((text) =>
        text.startsWith('10.7.0.1 '),
      ),
      '10.7.0.1 gateway',
    ))
  it('what is attached is left out where it is not known', () =>
    equal(holders({...on, details: unknown('not asked for')}).length, 3))
})

describe('the gateway that an engine keeps for a subnet', () => {
  const kept = (config: SubnetConfig, parts: Parameters<typeof network>[1] = {}, apiVersion = '1.51') =>
    gatewayKept(parsePrefix(config.subnet), config, network('n', {subnets: [config], ...parts}), apiVersion)
  const isolated = (family: 4 | 6) => ({
    internal: true,
    options: {[`com.docker.network.bridge.gateway_mode_ipv${family}`]: 'isolated'},
  })
  const inhibited = (value: string) => ({
    internal: true,
    options: {'com.docker.network.bridge.inhibit_ipv4': value},
  })
  const cases: [
    why: string,
    config: SubnetConfig,
    parts: Parameters<typeof network>[1],
    gateway: string | undefined,
  ][] = [
    ['the one that the network tells', subnet('10.7.0.0/24', '10.7.0.9'), {}, '10.7.0.9'],
    ['with its length', subnet('10.7.0.0/24', '10.7.0.9/24'), {}, '10.7.0.9'],
    ['the first usable one', subnet('10.7.0.0/24'), {}, '10.7.0.1'],
    ['of the ip-range', subnet('10.7.0.0/24', '', '10.7.0.128/25'), {}, '10.7.0.128'],
    ['an ip-range elsewhere does not count', subnet('10.7.0.0/24', '', '10.8.0.128/25'), {}, '10.7.0.1'],
    ['of IPv6', subnet('fd07::/64'), {}, 'fd07::1'],
    ['none of a network that only holds configuration', subnet('10.7.0.0/24'), {configOnly: true}, undefined],
    ['none without IPAM', subnet('10.7.0.0/24'), {ipamDriver: 'null'}, undefined],
    ['none where it is isolated', subnet('10.7.0.0/24'), isolated(4), undefined],
    ['one where the other family is isolated', subnet('10.7.0.0/24'), isolated(6), '10.7.0.1'],
    [
      'one in another mode',
      subnet('fd07::/64'),
      {options: {'com.docker.network.bridge.gateway_mode_ipv6': 'routed'}},
      'fd07::1',
    ],
    ['one of an internal network', subnet('10.7.0.0/24'), {internal: true}, '10.7.0.1'],
    ['one of a macvlan', subnet('10.7.0.0/29'), {driver: 'macvlan'}, '10.7.0.1'],
    ['none of an internal macvlan', subnet('10.7.0.0/29'), {driver: 'macvlan', internal: true}, undefined],
    ['none of an internal ipvlan', subnet('10.7.0.0/29'), {driver: 'ipvlan', internal: true}, undefined],
    ['one of an ipvlan', subnet('10.7.0.0/29'), {driver: 'ipvlan', options: {ipvlan_mode: 'l2'}}, '10.7.0.1'],
    ['none of layer 3', subnet('10.7.0.0/29'), {driver: 'ipvlan', options: {ipvlan_mode: 'l3'}}, undefined],
    ['nor of its other mode', subnet('10.7.0.0/29'), {driver: 'ipvlan', options: {ipvlan_mode: 'l3s'}}, undefined],
    [
      'one of a macvlan that says so',
      subnet('10.7.0.0/29'),
      {driver: 'macvlan', options: {ipvlan_mode: 'l3'}},
      '10.7.0.1',
    ],
    ['none without an IPv4 address', subnet('10.7.0.0/24'), inhibited('true'), undefined],
    ['in other words', subnet('10.7.0.0/24'), inhibited('1'), undefined],
    ['one where it has that address', subnet('10.7.0.0/24'), inhibited('false'), '10.7.0.1'],
    ['one of IPv6 all the same', subnet('fd07::/64'), inhibited('true'), 'fd07::1'],
  ]
  for (const [why, config, parts, gateway] of cases) it(why, () => equal(kept(config, parts), gateway))

  it('before 28.0, one of each network that has addresses', () => {
    for (const [, config, parts, gateway] of cases)
      if (gateway === undefined && !parts?.configOnly && parts?.ipamDriver === undefined)
        equal(kept(config, parts, '1.47'), '10.7.0.1', JSON.stringify(parts))
  })
})

describe('free addresses', () => {
  const find = (on: Network, family: 4 | 6, ...containers: Container[]): [string | undefined, string | undefined] => {
    const held = holdersOf(hostWith([on], {containers}), on)
    return [lowestFree(on, held, family), nextToAskFor(on, held, family)]
  }
  const n = (...subnets: SubnetConfig[]) => network('n', {subnets})
  const promised = (on: Network, ip: string) => container('off', [endpoint(on, {wanted4: addr(ip)})], {state: 'exited'})
  const plain = n(subnet('10.7.0.0/29', '10.7.0.1'))
  const ranged = n(subnet('10.7.0.0/29', '10.7.0.1', '10.7.0.4/30'))
  const two = n(subnet('10.7.0.0/30', '10.7.0.1', '', {a: '10.7.0.2'}), subnet('10.8.0.0/30', '10.8.0.1'))
  const cases: [
    why: string,
    network: Network,
    family: 4 | 6,
    containers: Container[],
    given: string | undefined,
    toAsk: string | undefined,
  ][] = [
    ['are the lowest', plain, 4, [], '10.7.0.2', '10.7.0.2'],
    ['may be promised: the engine does not know', plain, 4, [promised(plain, '10.7.0.2')], '10.7.0.2', '10.7.0.3'],
    ['are given from the ip-range, and asked for outside of it', ranged, 4, [], '10.7.0.4', '10.7.0.2'],
    [
      'are asked for in the ip-range where all outside are taken',
      n(subnet('10.7.0.0/29', '10.7.0.1', '10.7.0.4/30', {a: '10.7.0.2', b: '10.7.0.3'})),
      4,
      [],
      '10.7.0.4',
      '10.7.0.4',
    ],
    [
      'are of the whole subnet where the ip-range is elsewhere',
      n(subnet('10.7.0.0/29', '10.7.0.1', '10.9.0.0/30')),
      4,
      [],
      '10.7.0.2',
      '10.7.0.2',
    ],
    ['are of the next subnet where the first is full', two, 4, [], '10.8.0.2', '10.8.0.2'],
    [
      'are none where all are taken',
      n(subnet('10.7.0.0/30', '10.7.0.1', '', {a: '10.7.0.2'})),
      4,
      [],
      undefined,
      undefined,
    ],
    [
      'are of the family',
      n(subnet('10.7.0.0/29', '10.7.0.1'), subnet('fd07::/64', 'fd07::1')),
      6,
      [],
      'fd07::2',
      'fd07::2',
    ],
    ['are none of a family that the network has not', plain, 6, [], undefined, undefined],
    ['may be the last of a subnet', n(subnet('10.7.0.0/31', '10.7.0.0')), 4, [], '10.7.0.1', '10.7.0.1'],
  ]
  for (const [why, on, family, containers, given, toAsk] of cases)
    it(why, () => deepEqual(find(on, family, ...containers), [given, toAsk]))

  it('a subnet around an address is found in its family', () => {
    const on = n(subnet('x'), subnet('10.7.0.0/24'), subnet('::/64'))
    equal(subnetAround(on, addr('10.7.0.9'))?.subnet, '10.7.0.0/24')
    equal(subnetAround(on, addr('::a07:9'))?.subnet, '::/64')
    equal(subnetAround(on, addr('10.8.0.9')), undefined)
  })
})

describe('the use of a subnet', () => {
  const use = (on: Network, ...containers: Container[]) =>
    addressUseOf(hostWith([on], {containers}), on).map(({subnet: block, gateway, used, free, countedBy}) => [
      block,
      gateway,
      used,
      free,
      countedBy,
    ])
  const block = subnet('10.7.0.0/28', '10.7.0.1')
  const counted = (subnet: string) => ({usage: [{subnet, used: 5n, dynamicLeft: 7n}]})
  const cases: [why: string, network: Network, containers: Container[], want: unknown[][]][] = [
    ['is what the network keeps', network('n', {subnets: [block]}), [], [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']]],
    [
      'and what containers have',
      network('n', {subnets: [block]}),
      [container('c', [endpoint('n', {ipv4: addr('10.7.0.2')})])],
      [['10.7.0.0/28', '10.7.0.1', 4n, 12n, 'dnet']],
    ],
    [
      'not what is promised',
      network('n', {subnets: [block]}),
      [container('c', [endpoint('n', {wanted4: addr('10.7.0.2')})], {state: 'exited'})],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'is what the engine counts',
      network('n', {subnets: [block], ...counted('10.7.0.0/28')}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 5n, 7n, 'engine']],
    ],
    [
      'is not what the engine counts of another',
      network('n', {subnets: [block], ...counted('10.8.0.0/28')}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'is what is left of the ip-range',
      network('n', {subnets: [subnet('10.7.0.0/28', '10.7.0.1', '10.7.0.8/29')]}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 7n, 'dnet']],
    ],
    [
      'is of the subnet where the ip-range is elsewhere',
      network('n', {subnets: [subnet('10.7.0.0/28', '10.7.0.1', '10.9.0.8/29')]}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'is not known of Swarm’s',
      network('n', {subnets: [block], scope: 'swarm'}),
      [],
      [['10.7.0.0/28', '10.7.0.1', null, null, null]],
    ],
    [
      'is not known where another assigns',
      network('n', {subnets: [block], ipamDriver: 'dhcp'}),
      [],
      [['10.7.0.0/28', '10.7.0.1', null, null, null]],
    ],
    [
      'is known where the IPAM driver is not told',
      network('n', {subnets: [block], ipamDriver: ''}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'leaves out what is no block',
      network('n', {subnets: [subnet(''), block]}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'has the gateway that a container shows, of its own subnet',
      network('n', {subnets: [subnet('10.7.0.0/28'), subnet('10.8.0.0/28')]}),
      [container('c', [endpoint('n', {ipv4: addr('10.7.0.2'), gateway4: addr('10.8.0.9')})])],
      [
        ['10.7.0.0/28', '10.7.0.1', 4n, 12n, 'dnet'],
        ['10.8.0.0/28', '10.8.0.9', 3n, 13n, 'dnet'],
      ],
    ],
    [
      'has no gateway of a macvlan that none asked for',
      network('n', {driver: 'macvlan', subnets: [subnet('10.7.0.0/28')]}),
      [],
      [['10.7.0.0/28', undefined, 3n, 13n, 'dnet']],
    ],
    [
      'nor of an ipvlan',
      network('n', {driver: 'ipvlan', subnets: [subnet('10.7.0.0/28')]}),
      [],
      [['10.7.0.0/28', undefined, 3n, 13n, 'dnet']],
    ],
    [
      'has the one of a macvlan that was asked for',
      network('n', {driver: 'macvlan', subnets: [block]}),
      [],
      [['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet']],
    ],
    [
      'counts each family by itself',
      network('n', {subnets: [block, subnet('::/124', '::1')]}),
      [container('c', [endpoint('n', {ipv4: addr('10.7.0.2'), ipv6: addr('::2')})])],
      [
        ['10.7.0.0/28', '10.7.0.1', 4n, 12n, 'dnet'],
        ['::/124', '::1', 3n, 13n, 'dnet'],
      ],
    ],
  ]
  for (const [why, on, containers, want] of cases) it(why, () => deepEqual(use(on, ...containers), want))

  it('leaves an address of a /31 on Docker, and none on Podman', () => {
    const on = network('n', {subnets: [subnet('10.7.0.0/31', '10.7.0.1')]})
    deepEqual(use(on), [['10.7.0.0/31', '10.7.0.1', 1n, 1n, 'dnet']])
    deepEqual(use({...on, ipamOptions: {driver: 'host-local'}}), [['10.7.0.0/31', '10.7.0.1', 1n, 0n, 'dnet']])
  })

  it('is not known without the containers, but for what the engine counts', () => {
    const blind = (on: Network) =>
      addressUseOf({...hostWith([on]), containers: unknown('refused')}, on).map((one) => [
        one.used,
        one.countedBy,
        one.gateway,
      ])
    deepEqual(blind(network('n', {subnets: [block]})), [[null, null, '10.7.0.1']])
    deepEqual(blind(network('n', {subnets: [block], ...counted('10.7.0.0/28')})), [[5n, 'engine', '10.7.0.1']])
  })
  it('is counted where the network’s details are not known', () =>
    deepEqual(use({...network('n', {subnets: [block]}), details: unknown('not asked for')}), [
      ['10.7.0.0/28', '10.7.0.1', 3n, 13n, 'dnet'],
    ]))
  it('has its configuration', () => {
    const on = network('n', {
      subnets: [block],
      details: known({attached: [], peers: [], services: [], tasks: [], usage: []}),
    })
    equal(addressUseOf(hostWith([on]), on)[0]?.config, on.subnets[0])
  })
})
