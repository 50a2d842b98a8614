import {deepEqual} from 'node:assert/strict'
import type {Holder, Taken} from '../../../src/lib/model/address-space.js'
import {besideLan, lanOf, type Wired} from '../../../src/lib/model/subnets/lan.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {addr} from '../../build/host.js'

const taken = (prefix: string, holder: Holder): Taken => ({prefix: parsePrefix(prefix), holder})
const on = (device: string, gateway: string | null = null): Holder => ({
  kind: 'route',
  device,
  gateway: gateway === null ? null : addr(gateway),
})
const resolver = (at: string): Taken => taken(`${at}/32`, {kind: 'resolver', addr: addr(at)})

const SUBNET = parsePrefix('192.0.2.0/24')
const ETH0 = taken('192.0.2.0/24', {kind: 'interface', device: 'eth0'})
const ETH0_ROUTE = taken('192.0.2.0/24', on('eth0'))
const BEHIND = taken('192.0.2.128/26', on('eth0', '192.0.2.1'))
const ETH1 = taken('192.0.2.64/26', {kind: 'interface', device: 'eth1'})
const ELSEWHERE = taken('10.9.0.0/16', on('eth0'))
const NEAR = resolver('192.0.2.53')
const FAR = resolver('10.0.0.53')
const MACHINE = [ETH0, ETH0_ROUTE, BEHIND, ETH1, ELSEWHERE, NEAR, FAR]

const macvlan: Wired = {driver: 'macvlan', options: {parent: 'eth0'}}
const ipvlan = (options: Record<string, string> = {}): Wired => ({
  driver: 'ipvlan',
  options: {parent: 'eth0', ...options},
})

describe('the LAN that a subnet shares', () => {
  const cases: [why: string, network: Wired, machine: readonly Taken[], lan: string[], beside: readonly Taken[]][] = [
    [
      'of a macvlan is that of its parent: the rest is in use by others',
      macvlan,
      MACHINE,
      ['192.0.2.0/24'],
      [BEHIND, ETH1, FAR],
    ],
    ['of an ipvlan likewise', ipvlan(), MACHINE, ['192.0.2.0/24'], [BEHIND, ETH1, FAR]],
    ['of an ipvlan of layer 2', ipvlan({ipvlan_mode: 'l2'}), MACHINE, ['192.0.2.0/24'], [BEHIND, ETH1, FAR]],
    ['of an ipvlan of layer 3 is none', ipvlan({ipvlan_mode: 'l3'}), MACHINE, [], MACHINE],
    ['nor of layer 3 in its other mode', ipvlan({ipvlan_mode: 'l3s'}), MACHINE, [], MACHINE],
    ['of a Podman ipvlan of layer 3 is none', ipvlan({mode: 'l3'}), MACHINE, [], MACHINE],
    ['of a bridge is none', {driver: 'bridge', options: {parent: 'eth0'}}, MACHINE, [], MACHINE],
    ['of a macvlan without a parent is none', {driver: 'macvlan', options: {}}, MACHINE, [], MACHINE],
    [
      'of a Podman macvlan, whose parent is not told, is that of any interface',
      {driver: 'macvlan', options: {}, ipamOptions: {driver: 'host-local'}},
      MACHINE,
      ['192.0.2.0/24'],
      [BEHIND, FAR],
    ],
    [
      'of a Podman macvlan is none where nothing but a resolver is in it',
      {driver: 'macvlan', options: {}, ipamOptions: {driver: 'host-local'}},
      [NEAR],
      [],
      [NEAR],
    ],
    [
      'is none where the parent has no address in it',
      macvlan,
      [BEHIND, ETH1, ELSEWHERE, NEAR],
      [],
      [BEHIND, ETH1, ELSEWHERE, NEAR],
    ],
    [
      'is put together from blocks that lie side by side',
      macvlan,
      [taken('192.0.2.0/25', on('eth0')), taken('192.0.2.128/25', {kind: 'interface', device: 'eth0'})],
      ['192.0.2.0/24'],
      [],
    ],
    [
      'is in several blocks where they lie apart, and a resolver may be in any of them',
      macvlan,
      [
        taken('192.0.2.0/26', on('eth0')),
        taken('192.0.2.128/25', on('eth0')),
        resolver('192.0.2.7'),
        resolver('192.0.2.70'),
      ],
      ['192.0.2.0/26', '192.0.2.128/25'],
      [resolver('192.0.2.70')],
    ],
    [
      'leaves networks and what to avoid in use',
      macvlan,
      [
        ETH0,
        taken('192.0.2.64/26', {kind: 'avoid', from: '--avoid'}),
        taken('192.0.2.0/26', {kind: 'network', name: 'web', id: '', driver: 'bridge', scope: 'local', ipRange: ''}),
      ],
      ['192.0.2.0/24'],
      [
        taken('192.0.2.64/26', {kind: 'avoid', from: '--avoid'}),
        taken('192.0.2.0/26', {kind: 'network', name: 'web', id: '', driver: 'bridge', scope: 'local', ipRange: ''}),
      ],
    ],
  ]
  for (const [why, network, machine, lan, beside] of cases)
    it(why, () => deepEqual([lanOf(network, SUBNET, machine), besideLan(network, SUBNET, machine)], [lan, beside]))
})
