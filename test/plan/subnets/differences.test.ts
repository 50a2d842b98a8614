import {deepEqual} from 'node:assert/strict'
import type {Network} from '../../../src/lib/model/host.js'
import type {CreateRequest} from '../../../src/lib/plan/subnets/create-request.js'
import {differences, uncomparable} from '../../../src/lib/plan/subnets/differences.js'
import {network, PODMAN_NETWORK, subnet} from '../../build/host.js'
import {wish} from '../../build/specs.js'

const found = (
  there: Network,
  wanted: Partial<CreateRequest['network']> = {},
  addresses: Partial<CreateRequest['addresses']> = {},
  hosts?: number,
): string[] => differences({networks: []}, there, wish({network: {name: 'web', ...wanted}, addresses, hosts}))

describe('how a network that is there differs from the one that is wanted', () => {
  const web = network('web', {
    subnets: [subnet('10.7.0.0/24', '10.7.0.1'), 'fd07::/64'],
    options: {mtu: '1400'},
    labels: {team: 'web', other: 'x'},
  })
  const settings: [why: string, there: Network, wanted: Partial<CreateRequest['network']>, found: string[]][] = [
    ['in nothing', web, {}, []],
    ['in its driver', web, {driver: 'macvlan'}, ['driver is bridge, not macvlan']],
    [
      'not in the driver of one that only holds configuration',
      {...web, driver: 'null', configOnly: true},
      {configOnly: true},
      [],
    ],
    [
      'not in the driver of one whose configuration is elsewhere',
      {...web, driver: 'macvlan', configFrom: 'c'},
      {configFrom: 'c'},
      [],
    ],
    ['in what it is reached from', web, {internal: true}, ['internal is false, not true']],
    ['in who can join it', {...web, attachable: true}, {}, ['attachable is true, not false']],
    ['in holding configuration', web, {configOnly: true}, ['config-only is false, not true']],
    ['in where its configuration is', {...web, configFrom: 'a'}, {configFrom: 'b'}, ['config-from is a, not b']],
    ['in not having its configuration elsewhere', web, {configFrom: 'b'}, ['config-from is unset, not b']],
    ['in having an option that is to be empty', web, {options: {mtu: ''}}, ['option mtu is 1400, not unset']],
    ['in IPv6', web, {enableIPv6: true}, ['IPv6 is false, not true']],
    ['not in IPv6 where that was not asked for', {...web, enableIPv6: true}, {}, []],
    ['not in an option that was not asked for', web, {options: {}}, []],
    [
      'in an option',
      web,
      {options: {mtu: '1500', icc: 'false'}},
      ['option mtu is 1400, not 1500', 'option icc is unset, not false'],
    ],
    ['not in labels that were not asked for', web, {labels: {team: 'web'}}, []],
    ['in a label', web, {labels: {team: 'db', empty: ''}}, ['label team is web, not db']],
    [
      'in all of these',
      web,
      {driver: 'macvlan', internal: true},
      ['driver is bridge, not macvlan', 'internal is false, not true'],
    ],
  ]
  for (const [why, there, wanted, want] of settings) it(why, () => deepEqual(found(there, wanted), want))

  const IS = 'subnet is 10.7.0.0/24 and fd07::/64'
  const subnets: [why: string, there: Network, subnets: string[], found: string[]][] = [
    ['in no subnet', web, ['10.7.0.0/24', 'fd07::/64'], []],
    ['not in the spelling of a subnet', web, ['fd07:0:0::/64'], []],
    ['in a subnet', web, ['10.8.0.0/24'], [`${IS}, not 10.8.0.0/24`]],
    ['in the length of a subnet', web, ['10.7.0.0/25'], [`${IS}, not 10.7.0.0/25`]],
    ['in having none', network('web'), ['10.7.0.0/24'], ['subnet is none, not 10.7.0.0/24']],
    ['not in a size that it has', web, ['/24'], []],
    ['not in a smaller size', web, ['/26'], []],
    ['in a larger size', web, ['/23'], [`${IS}, not /23`]],
    ['not in an IPv6 size', web, ['/64'], []],
    ['in a larger IPv6 size', web, ['/48'], [`${IS}, not /48`]],
    [
      'in a size that only the other family has',
      network('web', {subnets: ['fd07::/24']}),
      ['/26'],
      ['subnet is fd07::/24, not /26'],
    ],
    ['in a size of /32, which is IPv4', network('web', {subnets: ['10.7.0.0/24']}), ['/32'], []],
    ['not in a text that the network has as it was typed', network('web', {subnets: ['odd']}), ['odd'], []],
    ['in a size, where its own is no block', network('web', {subnets: ['odd']}), ['/24'], ['subnet is odd, not /24']],
    ['in a text that is no block', web, ['odd'], [`${IS}, not odd`]],
  ]
  for (const [why, there, texts, want] of subnets) it(why, () => deepEqual(found(there, {}, {subnets: texts}), want))

  const rooms: [why: string, there: Network, hosts: number, found: string[]][] = [
    ['not in room that it has', network('web', {subnets: ['10.7.0.0/26']}), 61, []],
    [
      'in room',
      network('web', {subnets: ['10.7.0.0/26']}),
      62,
      ['subnet is 10.7.0.0/26, which has no room for 62 containers'],
    ],
    ['not in room in one of its subnets', network('web', {subnets: ['odd', '10.7.0.0/26', '10.8.0.0/24']}), 200, []],
    ['in room, where it has no subnet', network('web'), 1, ['subnet is none, which has no room for 1 containers']],
    [
      'in room, where its subnet is no block',
      network('web', {subnets: ['odd']}),
      1,
      ['subnet is odd, which has no room for 1 containers'],
    ],
  ]
  for (const [why, there, hosts, want] of rooms) it(why, () => deepEqual(found(there, {}, {}, hosts), want))

  it('in a gateway', () =>
    deepEqual(found(web, {}, {gateways: ['10.7.0.1', '10.7.0.2']}), ['no subnet has gateway 10.7.0.2']))
  it('not in the spelling of a gateway', () => {
    const six = network('web', {subnets: [subnet('fd07::/64', 'fd07:0:0::1'), subnet('fd08::/64', 'odd')]})
    deepEqual(found(six, {}, {gateways: ['FD07::1', 'odd']}), [])
    deepEqual(found(six, {}, {gateways: ['even']}), ['no subnet has gateway even'])
  })

  it('in what only Swarm has, in IPAM and in IPv4', () => {
    const v6 = network('web', {enableIPv4: false, enableIPv6: true, subnets: ['fd07::/64']})
    deepEqual(found(web, {scope: 'swarm', ingress: true}), ['ingress is false, not true', 'scope is local, not swarm'])
    deepEqual(found(web, {ipamDriver: 'dhcp', ipamOptions: {a: 'b'}}), [
      'IPAM driver is default, not dhcp',
      'IPAM option a is unset, not b',
    ])
    deepEqual(found({...web, ipamDriver: 'null'}), ['IPAM driver is null, not default'])
    deepEqual(found({...web, ipamDriver: 'dhcp'}), [])
    deepEqual(found({...web, ipamDriver: 'dhcp'}, {ipamDriver: 'dhcp'}), [])
    deepEqual(found(web, {enableIPv4: false}), ['IPv4 is true, not false'])
    deepEqual(found(v6, {enableIPv4: true}), ['IPv4 is false, not true'])
    deepEqual(found({...web, enableIPv4: false}, {enableIPv4: true}), [])
  })

  const ranged = network('web', {subnets: [subnet('10.7.0.0/24', '10.7.0.1', '10.7.0.128/25', {a: '10.7.0.9'})]})
  it('in an ip-range and an auxiliary address', () => {
    deepEqual(found(ranged, {}, {ipRanges: ['10.7.0.128/25'], auxAddresses: {a: '10.7.0.9'}}), [])
    const second = {...ranged, subnets: [subnet('fd07::/64'), ...ranged.subnets]}
    deepEqual(found(second, {}, {ipRanges: ['10.7.0.128/25'], auxAddresses: {a: '10.7.0.9'}}), [])
    deepEqual(found(ranged, {}, {ipRanges: ['10.7.0.0/25'], auxAddresses: {a: '10.7.0.8', b: '10.7.0.9'}}), [
      'no subnet has ip-range 10.7.0.0/25',
      'no subnet has auxiliary address a=10.7.0.8',
      'no subnet has auxiliary address b=10.7.0.9',
    ])
  })
  it('in neither on Podman, which does not report them, and that is said', () => {
    const podman = {networks: [PODMAN_NETWORK]}
    const request = wish({addresses: {ipRanges: ['10.7.0.0/25'], auxAddresses: {b: '10.7.0.9'}}})
    deepEqual(differences(podman, ranged, request), [])
    deepEqual(
      uncomparable(podman, ranged, request).map(({code, message}) => [code, message]),
      [
        [
          'UNCHECKED',
          'could not check whether network "web" has ip-range 10.7.0.0/25, auxiliary address b=10.7.0.9: Podman does not report it',
        ],
      ],
    )
    deepEqual(uncomparable({networks: []}, ranged, request), [])
  })
  const places: [why: string, there: ReturnType<typeof subnet>, at: 'first' | 'last', found: string[]][] = [
    ['not in a gateway that is last', subnet('10.7.0.0/24', '10.7.0.254'), 'last', []],
    [
      'in a gateway that is not last',
      subnet('10.7.0.0/24', '10.7.0.1'),
      'last',
      ['gateway of 10.7.0.0/24 is 10.7.0.1, not 10.7.0.254'],
    ],
    [
      'in a gateway that is not first',
      subnet('10.7.0.0/24', '10.7.0.254'),
      'first',
      ['gateway of 10.7.0.0/24 is 10.7.0.254, not 10.7.0.1'],
    ],
    ['not in the first gateway, which the engine need not report', subnet('10.7.0.0/24'), 'first', []],
    [
      'in the last one where the engine reports none',
      subnet('10.7.0.0/24'),
      'last',
      ['gateway of 10.7.0.0/24 is 10.7.0.1, not 10.7.0.254'],
    ],
    [
      'in no place that the engine does not report beside an ip-range',
      subnet('10.7.0.0/24', '', '10.7.0.8/29'),
      'last',
      [],
    ],
    [
      'in a place that it reports beside an ip-range',
      subnet('10.7.0.0/24', '10.7.0.8', '10.7.0.8/29'),
      'first',
      ['gateway of 10.7.0.0/24 is 10.7.0.8, not 10.7.0.1'],
    ],
    ['not in the spelling of a place', subnet('fd07::/64', 'fd07:0:0::1'), 'first', []],
    [
      'in a gateway that is no address',
      subnet('fd07::/64', 'odd'),
      'first',
      ['gateway of fd07::/64 is odd, not fd07::1'],
    ],
    ['in no place of a subnet that is no block', subnet('odd', '10.7.0.9'), 'last', []],
    ['in no first place of a subnet that has none', subnet('fd07::/128', 'fd07::'), 'first', []],
    [
      'in the last place of a single address',
      subnet('fd07::/128'),
      'last',
      ['gateway of fd07::/128 is unset, not fd07::'],
    ],
  ]
  for (const [why, there, gatewayAt, want] of places)
    it(why, () =>
      deepEqual(differences({networks: []}, network('web', {subnets: [there]}), {...wish({}), gatewayAt}), want),
    )
})
