import {deepEqual, throws} from 'node:assert/strict'
import type {MachineAddresses} from '../../../src/lib/model/address-space.js'
import type {Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {planCreate} from '../../../src/lib/plan/subnets/create.js'
import {subnetReport} from '../../../src/lib/plan/subnets/subnet-report.js'
import {addr, hostWith, network, PODMAN_NETWORK, route} from '../../build/host.js'
import {wish} from '../../build/specs.js'

const at = (device: string, address: string, prefix: string) => ({
  device,
  addr: addr(address),
  prefix: parsePrefix(prefix),
})

/** A machine on two LANs, its resolver the router of the first; what is behind a router is on none. */
const MACHINE: Partial<MachineAddresses> = {
  routes: known([
    route('0.0.0.0/0', 'eth0', '192.168.1.1'),
    route('192.168.1.0/24', 'eth0'),
    route('192.168.2.0/24', 'eth1'),
    route('192.168.9.0/24', 'eth0', '192.168.1.9'),
  ]),
  interfaces: known([
    at('eth0', '192.168.1.5', '192.168.1.0/24'),
    at('eth0', '192.168.1.6', '192.168.1.6/32'),
    at('eth0', '2001:db8::5', '2001:db8::/64'),
    at('eth1', '192.168.2.5', '192.168.2.0/24'),
  ]),
  resolvers: known([addr('192.168.1.1'), addr('192.168.2.1')]),
}

interface Options {
  readonly [name: string]: string
}

const MACVLAN = {driver: 'macvlan', options: {parent: 'eth0'} as Options}
const LAN = '192.168.1.0/24'
const WEB = network('web', {subnets: ['192.168.1.128/25']})
const COPY = network('copy', {configOnly: true, driver: 'null', options: {parent: 'eth0'}, subnets: [LAN]})

describe('a network on the LAN of its parent interface', () => {
  type Case = [
    why: string,
    made: {driver: string; options: Options},
    subnet: string,
    holders: string[],
    more?: {networks?: Network[]; machine?: Partial<MachineAddresses>},
  ]
  const ETH0 = ['the route on eth0 (192.168.1.0/24)', 'interface eth0 (192.168.1.0/24)']
  const ALL = [...ETH0, 'resolver 192.168.1.1 (192.168.1.1/32)', 'interface eth0 (192.168.1.6/32)']
  const cases: Case[] = [
    ['macvlan', MACVLAN, LAN, []],
    ['macvlan in another mode', {driver: 'macvlan', options: {parent: 'eth0', macvlan_mode: 'private'}}, LAN, []],
    ['ipvlan', {driver: 'ipvlan', options: {parent: 'eth0'}}, LAN, []],
    ['ipvlan of layer 2', {driver: 'ipvlan', options: {parent: 'eth0', ipvlan_mode: 'l2'}}, LAN, []],
    ['a part of the LAN', MACVLAN, '192.168.1.0/26', []],
    ['a subnet wider than the LAN’s, up to the next LAN', MACVLAN, '192.168.0.0/23', []],
    [
      'a subnet that reaches to the next LAN',
      MACVLAN,
      '192.168.0.0/22',
      [
        'the route on eth1 (192.168.2.0/24)',
        'interface eth1 (192.168.2.0/24)',
        'resolver 192.168.2.1 (192.168.2.1/32)',
      ],
    ],
    ['IPv6', MACVLAN, '2001:db8::/64', []],
    [
      'not ipvlan of layer 3, which answers nobody there',
      {driver: 'ipvlan', options: {parent: 'eth0', ipvlan_mode: 'l3'}},
      LAN,
      ALL,
    ],
    [
      'not ipvlan of layer 3 with source checks',
      {driver: 'ipvlan', options: {parent: 'eth0', ipvlan_mode: 'l3s'}},
      LAN,
      ALL,
    ],
    [
      'not another LAN',
      MACVLAN,
      '192.168.2.0/24',
      [
        'the route on eth1 (192.168.2.0/24)',
        'interface eth1 (192.168.2.0/24)',
        'resolver 192.168.2.1 (192.168.2.1/32)',
      ],
    ],
    [
      'not what is behind a router of the LAN',
      MACVLAN,
      '192.168.9.0/24',
      ['the route via 192.168.1.9 (192.168.9.0/24)'],
    ],
    ['not a VLAN on its wire', {driver: 'macvlan', options: {parent: 'eth0.10'}}, LAN, ALL],
    ['not without a parent', {driver: 'macvlan', options: {}}, LAN, ALL],
    ['not a bridge', {driver: 'bridge', options: {parent: 'eth0'}}, LAN, ALL],
    [
      'the LAN of a VLAN',
      {driver: 'macvlan', options: {parent: 'eth0.10'}},
      '10.10.0.0/24',
      [],
      {machine: {interfaces: known([at('eth0.10', '10.10.0.5', '10.10.0.0/24')])}},
    ],
    [
      'with a block that the user named nowhere, where the machine cannot be seen',
      MACVLAN,
      LAN,
      [],
      {machine: {routes: unknown('remote'), interfaces: unknown('remote'), resolvers: unknown('remote')}},
    ],
    [
      'by the parent that Podman takes by itself',
      {driver: 'macvlan', options: {}},
      LAN,
      [],
      {networks: [PODMAN_NETWORK]},
    ],
    [
      'by that of the default route, whichever route comes first',
      {driver: 'macvlan', options: {}},
      LAN,
      [],
      {
        networks: [PODMAN_NETWORK],
        machine: {routes: known([route('192.168.2.0/24', 'eth1'), route('0.0.0.0/0', 'eth0', '192.168.1.1')])},
      },
    ],
    [
      'on Podman, which takes it, beside another network of the LAN',
      MACVLAN,
      LAN,
      ['network "there" (192.168.1.0/24)'],
      {networks: [PODMAN_NETWORK, network('there', {driver: 'macvlan', subnets: [LAN]})]},
    ],
    [
      'on Podman not by another parent',
      {driver: 'macvlan', options: {parent: 'eth1'}},
      LAN,
      ALL,
      {networks: [PODMAN_NETWORK]},
    ],
  ]
  for (const [why, made, subnet, holders, {networks = [], machine = {}} = {}] of cases)
    it(why, () => {
      const host = hostWith(networks, {machine: {...MACHINE, ...machine}})
      const {findings} = planCreate(known(host), wish({network: made, addresses: {subnets: [subnet]}}))
      const message = `subnet ${subnet} overlaps ${holders.join(', ')}: the engine allows it, but traffic to one of them will not arrive`
      deepEqual(
        findings.map((one) => one.message),
        holders.length > 0 ? [message] : [],
      )
    })

  it('from a configuration, whose parent counts', () => {
    const host = hostWith([COPY], {machine: MACHINE})
    deepEqual(planCreate(known(host), wish({network: {driver: 'macvlan', configFrom: 'copy'}})).findings, [])
  })

  it('around a gateway, its size given', () => {
    const asked = wish({
      network: MACVLAN,
      hosts: 20,
      pools: [parsePrefix(LAN)],
      addresses: {gateways: ['192.168.1.1']},
    })
    const {operation, findings} = planCreate(known(hostWith([], {machine: MACHINE})), asked)
    deepEqual([operation.spec.subnets.map((one) => one.subnet), findings], [['192.168.1.0/27'], []])
  })

  it('by the engine’s own choice', () => {
    const host = hostWith([], {
      pools: [{base: LAN, size: 24}],
      machine: {interfaces: MACHINE.interfaces ?? known([]), resolvers: known([])},
    })
    deepEqual(planCreate(known(host), wish({network: MACVLAN})).findings, [])
    deepEqual(
      planCreate(known(host), wish({})).findings.map(({code}) => code),
      ['SUBNET_OVERLAPS'],
    )
  })

  const taken: [why: string, subnet: string, message: string, hint: string][] = [
    [
      'what is in its way is told, and a part of the LAN that is free',
      '192.168.1.192/26',
      'subnet 192.168.1.192/26 overlaps network "web" (192.168.1.128/25)',
      '192.168.1.64/26 is free',
    ],
    [
      'nothing off the LAN is offered',
      LAN,
      'subnet 192.168.1.0/24 overlaps network "web" (192.168.1.128/25)',
      'no other /24 is free in 192.168.1.0/24, the LAN of the parent interface',
    ],
  ]
  for (const [why, subnet, message, hint] of taken)
    it(why, () =>
      throws(
        () =>
          planCreate(
            known(hostWith([WEB], {machine: {...MACHINE, resolvers: known([])}})),
            wish({network: MACVLAN, addresses: {subnets: [subnet]}}),
          ),
        {code: 'SUBNET_OVERLAP', message, hint},
      ),
    )

  const reports: [why: string, made: Network, overlaps: string[]][] = [
    ['is no overlap as a configuration', {...COPY, options: {}}, []],
    ['is no overlap', network('lan', {...MACVLAN, subnets: [LAN]}), []],
    [
      'is none on Podman, which tells no parent',
      network('lan', {driver: 'macvlan', ipamOptions: {driver: 'host-local'}, subnets: [LAN]}),
      [],
    ],
    [
      'is one without a parent',
      network('lan', {driver: 'macvlan', subnets: ['192.168.1.0/24']}),
      ['192.168.1.0/24', '192.168.1.1/32', '192.168.1.6/32'],
    ],
    [
      'is one with a subnet that is to be routed',
      network('lan', {driver: 'ipvlan', options: {parent: 'eth0', ipvlan_mode: 'l3'}, subnets: [LAN]}),
      ['192.168.1.0/24', '192.168.1.1/32', '192.168.1.6/32'],
    ],
    [
      'is one with what is behind a router',
      network('lan', {...MACVLAN, subnets: ['192.168.9.0/25']}),
      ['192.168.9.0/24'],
    ],
  ]
  for (const [why, made, overlaps] of reports)
    it(`${why}, in a report`, () => {
      const host = hostWith([made], {machine: MACHINE})
      const report = subnetReport([{context: '', host}], {avoid: [], pools: [], freeLength: undefined})
      deepEqual(
        report.overlaps.map(({other}) => other.prefix),
        overlaps,
      )
    })
})
