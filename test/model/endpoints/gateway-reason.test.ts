import {deepEqual, equal} from 'node:assert/strict'
import type {Container, Endpoint} from '../../../src/lib/model/container.js'
import {
  candidates,
  chooseGateways,
  gatewaysGivenBy,
  publisher,
} from '../../../src/lib/model/endpoints/default-gateway.js'
import {defaultGatewaysOf} from '../../../src/lib/model/endpoints/gateway-reason.js'
import type {Network} from '../../../src/lib/model/host.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../../build/host.js'

const V4 = {gateway4: addr('10.0.0.1')}
const V6 = {gateway6: addr('fd00::1')}
const DUAL = {...V4, ...V6}
const BLOCK4 = subnet('10.0.0.0/24')
const BLOCK6 = subnet('fd00::/64')

const NETWORKS = [
  network('a'),
  network('lan'),
  network('lan2'),
  network('i', {internal: true}),
  network('j', {internal: true}),
  network('host', {driver: 'host'}),
  network('none', {driver: 'null'}),
  network('mesh', {driver: 'overlay', scope: 'swarm'}),
  network('docker_gwbridge'),
]

/** As `FAMILY NETWORK: REASON`; none where no network could give one. */
function told(endpoints: Endpoint[], apiVersion = '1.50', more: Partial<Container> = {}): string[] | undefined {
  const one = container('c', endpoints, more)
  return defaultGatewaysOf(hostWith(NETWORKS, {containers: [one], apiVersion}), one)?.map(
    ({family, network: name, reason}) => `${family} ${name}: ${reason}`,
  )
}

describe('why a network gives the default gateway', () => {
  const cases: [why: string, endpoints: Endpoint[], told: string[] | undefined][] = [
    ['there is no other', [endpoint('a', V4)], ['4 a: only network']],
    ['in each family', [endpoint('a', DUAL)], ['4 a: only network', '6 a: only network']],
    ['the other is internal', [endpoint('a', V4), endpoint('i', {})], ['4 a: i is internal']],
    ['the other is internal, and has one all the same', [endpoint('a', V4), endpoint('i', V4)], ['4 a: i is internal']],
    [
      'the others are internal',
      [endpoint('a', V4), endpoint('i'), endpoint('j')],
      ['4 a: no other network has a gateway'],
    ],
    ['the other has none', [endpoint('a', V4), endpoint('lan')], ['4 a: no other network has a gateway']],
    [
      'the other has one of the other family',
      [endpoint('a', V4), endpoint('lan', V6)],
      ['4 a: no other network has a gateway', '6 lan: no other network has a gateway'],
    ],
    ['a priority', [endpoint('a', V4), endpoint('lan', {...V4, gatewayPriority: 10})], ['4 lan: priority 10, a has 0']],
    [
      'a lower priority of the other',
      [endpoint('a', {...V4, gatewayPriority: -1}), endpoint('lan', V4)],
      ['4 lan: priority 0, a has -1'],
    ],
    [
      'both families',
      [endpoint('a', V4), endpoint('lan', DUAL)],
      ['4 lan: gateways for IPv4 and IPv6, a has only one', '6 lan: no other network has a gateway'],
    ],
    [
      'both families, against a higher priority',
      [endpoint('a', DUAL), endpoint('lan', {...V4, gatewayPriority: 9})],
      ['4 a: gateways for IPv4 and IPv6, lan has only one', '6 a: no other network has a gateway'],
    ],
    ['its name', [endpoint('lan', V4), endpoint('a', V4)], ['4 a: its name sorts before lan']],
    [
      'its name, where the other begins with it',
      [endpoint('lan2', V4), endpoint('lan', V4)],
      ['4 lan: its name sorts before lan2'],
    ],
    [
      'its name, against the first of several',
      [endpoint('lan2', V4), endpoint('lan', V4), endpoint('a', V4)],
      ['4 a: its name sorts before lan'],
    ],
    [
      'the way out of overlay networks comes last',
      [endpoint('a', V4), endpoint('mesh')],
      ['4 a: docker_gwbridge comes last'],
    ],
    [
      'the way out of overlay networks, where there is no other',
      [endpoint('mesh')],
      ['4 docker_gwbridge: no other network has a gateway'],
    ],
    ['no network has one', [endpoint('a'), endpoint('lan')], []],
    ['the host’s network gives none', [endpoint('host')], undefined],
    ['nor does none', [endpoint('none')], undefined],
    ['no network, no gateway', [], undefined],
  ]
  for (const [why, endpoints, want] of cases) {
    it(why, () => deepEqual(told(endpoints), want))
    it(`${why}, in whatever order`, () => deepEqual(told(endpoints.toReversed()), want))
  }

  it('names are compared by their bytes, not by their UTF-16 units', () => {
    const [low, high] = [network('a\uFFFD'), network('a\u{1F600}')]
    const one = container('c', [endpoint(high, V4), endpoint(low, V4)])
    const [first] = defaultGatewaysOf(hostWith([low, high], {containers: [one]}), one) ?? []
    equal(first?.network, 'a\uFFFD')
  })

  it('a stopped container will have those that its networks give', () => {
    const networks = [network('a', {subnets: [BLOCK4]}), network('lan', {subnets: [BLOCK4, BLOCK6], enableIPv6: true})]
    const one = container('c', [endpoint('a'), endpoint('lan')], {state: 'exited'})
    deepEqual(
      defaultGatewaysOf(hostWith(networks, {containers: [one]}), one)?.map((each) => `${each.family} ${each.network}`),
      ['4 lan', '6 lan'],
    )
  })

  it('a stopped container’s network that is gone gives none', () => {
    const one = container('c', [endpoint('gone')], {state: 'exited'})
    deepEqual(defaultGatewaysOf(hostWith([], {containers: [one]}), one), [])
  })
})

describe('the gateways that a network gives', () => {
  const both = {subnets: [BLOCK4, BLOCK6], enableIPv6: true}
  const asked = {subnets: [subnet('10.0.0.0/24', '10.0.0.1'), subnet('fd00::/64', 'fd00::1')], enableIPv6: true}
  const cases: [why: string, network: Network, apiVersion: string, families: string][] = [
    ['a bridge: of its families', network('n', both), '1.50', '46'],
    ['a bridge of IPv4', network('n', {subnets: [BLOCK4]}), '1.50', '4'],
    ['a bridge of IPv6', network('n', {subnets: [BLOCK6], enableIPv6: true}), '1.50', '6'],
    ['a bridge with an IPv6 block that is not in use', network('n', {...both, enableIPv6: false}), '1.50', '4'],
    ['a bridge without a block', network('n', {subnets: [subnet('')]}), '1.50', ''],
    ['an internal bridge: none', network('n', {...both, internal: true}), '1.45', ''],
    ['an internal bridge of old engines: all the same', network('n', {...both, internal: true}), '1.44', '46'],
    ['a macvlan: those that were asked for', network('n', {...asked, driver: 'macvlan'}), '1.48', '46'],
    [
      'a macvlan: of the family that was asked for',
      network('n', {...both, subnets: [BLOCK4, subnet('fd00::/64', 'fd00::1')], driver: 'macvlan'}),
      '1.48',
      '6',
    ],
    ['a macvlan: none where none was asked for', network('n', {...both, driver: 'macvlan'}), '1.48', ''],
    ['a macvlan before 28.0: always', network('n', {...both, driver: 'macvlan'}), '1.47', '46'],
    ['an ipvlan likewise', network('n', {...asked, driver: 'ipvlan'}), '1.48', '46'],
    ['an ipvlan before 28.0', network('n', {subnets: [BLOCK4], driver: 'ipvlan'}), '1.47', '4'],
    ['an overlay: none', network('n', {...asked, driver: 'overlay'}), '1.50', ''],
  ]
  for (const [why, on, apiVersion, families] of cases)
    it(why, () => {
      deepEqual(gatewaysGivenBy(on, apiVersion), {4: families.includes('4'), 6: families.includes('6')})
    })
})

describe('the network that ports are published through', () => {
  const mode = (family: 4 | 6, value: string) => ({
    options: {[`com.docker.network.bridge.gateway_mode_ipv${family}`]: value},
  })
  const through = (endpoints: Endpoint[], ...networks: Network[]): [string, string] => {
    const gateways = chooseGateways(candidates(endpoints, networks, '1.50', true), '1.50')
    return [publisher(gateways, 4)?.networkName ?? '', publisher(gateways, 6)?.networkName ?? '']
  }
  const cases: [why: string, endpoints: Endpoint[], network: Network, four: string, six: string][] = [
    ['gives the gateways', [endpoint('n', DUAL)], network('n'), 'n', 'n'],
    ['has IPv4 only: [::] is forwarded to it', [endpoint('n', V4)], network('n'), 'n', 'n'],
    ['has IPv6 only', [endpoint('n', V6)], network('n'), '', 'n'],
    ['is not there: as its endpoint says', [endpoint('m', DUAL)], network('n'), 'm', 'm'],
    ['there is none without a gateway', [endpoint('n')], network('n'), '', ''],
    ['a macvlan is none', [endpoint('n', DUAL)], network('n', {driver: 'macvlan'}), '', ''],
    ['an internal one is none', [endpoint('n', DUAL)], network('n', {internal: true}), '', ''],
    ['in mode routed it is none', [endpoint('n', DUAL)], network('n', mode(4, 'routed')), '', 'n'],
    ['in mode isolated it is none', [endpoint('n', DUAL)], network('n', mode(6, 'isolated')), 'n', ''],
    ['in mode nat it is', [endpoint('n', DUAL)], network('n', mode(4, 'nat')), 'n', 'n'],
    ['nor is anything forwarded to it in mode routed', [endpoint('n', V4)], network('n', mode(4, 'routed')), '', ''],
    [
      'the way out of overlay networks',
      [endpoint('m')],
      network('m', {driver: 'overlay'}),
      'docker_gwbridge',
      'docker_gwbridge',
    ],
  ]
  for (const [why, endpoints, on, four, six] of cases) it(why, () => deepEqual(through(endpoints, on), [four, six]))
})
