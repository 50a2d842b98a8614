import {deepEqual, equal} from 'node:assert/strict'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {PublishRules} from '../../../src/lib/model/ports.js'
import {type Addr, parseAddr} from '../../../src/lib/net/addr.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {
  boundAddrs,
  isLocal,
  type PublishingNetwork,
  publishRules,
  whyNothing,
} from '../../../src/lib/plan/ports/publish-rules.js'

const ENGINE = {apiVersion: '1.51', userlandProxy: true, defaultAddr: undefined, hostHasIPv6: true}
const NET: PublishingNetwork = {
  name: 'net',
  driver: 'bridge',
  internal: false,
  enableIPv4: true,
  enableIPv6: false,
  options: {},
}
const rules = (net: Partial<PublishingNetwork> = {}, engine: Partial<Parameters<typeof publishRules>[0]> = {}) =>
  publishRules({...ENGINE, ...engine}, {...NET, ...net})
const mode = (...modes: [4 | 6, string][]): Partial<PublishingNetwork> => ({
  options: Object.fromEntries(modes.map(([family, is]) => [`com.docker.network.bridge.gateway_mode_ipv${family}`, is])),
})

describe('from which engine on', () => {
  const cases: [apiVersion: string, samePort: boolean, rangeRetried: boolean, udpNoticed: boolean][] = [
    ['', false, false, true],
    ['1.41', false, false, true],
    ['1.45', false, false, true],
    ['1.46', true, true, true],
    ['1.47', true, true, true],
    ['1.48', true, true, false],
    ['1.50', true, true, false],
    ['1.51', true, true, true],
    ['1.52', true, true, true],
    ['2.0', true, true, true],
  ]
  for (const [apiVersion, samePort, rangeRetried, udpNoticed] of cases)
    it(`API ${apiVersion || 'unknown'}`, () => {
      const found = rules({}, {apiVersion})
      deepEqual([found.samePort, found.rangeRetried, found.udpNoticed], [samePort, rangeRetried, udpNoticed])
    })
})

describe('why nothing is published', () => {
  const cases: [why: string, net: Partial<PublishingNetwork>, because: string][] = [
    ['it is', {}, ''],
    ['an internal network', {internal: true}, 'network net is internal'],
    ['an internal overlay', {internal: true, driver: 'overlay'}, 'network net is internal'],
    ['another driver', {driver: 'macvlan'}, 'macvlan networks publish nothing'],
    ['routed IPv4, without IPv6', mode([4, 'routed']), 'network net is routed, not published'],
    ['routed, both', {...mode([4, 'routed'], [6, 'routed']), enableIPv6: true}, 'network net is routed, not published'],
    ['IPv6 is still published', {...mode([4, 'routed']), enableIPv6: true}, ''],
    ['IPv4 is still published', {...mode([6, 'routed']), enableIPv6: true}, ''],
    ['another mode', mode([4, 'nat']), ''],
  ]
  for (const [why, net, because] of cases) it(why, () => equal(rules(net).nothingBecause, because))
})

describe('the families and addresses that are published', () => {
  const cases: [why: string, found: () => PublishRules, families: number[], addrs: string[]][] = [
    ['IPv6 by proxy', () => rules(), [4, 6], ['0.0.0.0', '::']],
    ['no IPv6 without the proxy', () => rules({}, {userlandProxy: false}), [4], ['0.0.0.0']],
    [
      'routed IPv6 is not replaced by the proxy',
      () => rules({...mode([6, 'routed']), enableIPv6: true}),
      [4],
      ['0.0.0.0'],
    ],
    ['routed IPv4: IPv6 alone', () => rules({...mode([4, 'routed']), enableIPv6: true}), [6], ['::']],
    ['no IPv4, and IPv6 of its own', () => rules({enableIPv4: false, enableIPv6: true}), [6], ['::']],
    ['a host without IPv6', () => rules({enableIPv6: true}, {hostHasIPv6: false}), [4], ['0.0.0.0']],
    ['an overlay', () => rules({driver: 'overlay'}, {defaultAddr: parseAddr('10.0.0.1')}), [4], ['0.0.0.0']],
    ['the address of the daemon', () => rules({}, {defaultAddr: parseAddr('10.0.0.1')}), [4, 6], ['10.0.0.1']],
    [
      'the address of the network before the daemon’s',
      () =>
        rules(
          {options: {'com.docker.network.bridge.host_binding_ipv4': '10.0.0.2'}},
          {defaultAddr: parseAddr('10.0.0.1')},
        ),
      [4, 6],
      ['10.0.0.2'],
    ],
    [
      'an empty address of the network is none',
      () => rules({options: {'com.docker.network.bridge.host_binding_ipv4': ''}}, {defaultAddr: parseAddr('10.0.0.1')}),
      [4, 6],
      ['10.0.0.1'],
    ],
    [
      'an address of a family that is not published',
      () => rules({}, {defaultAddr: parseAddr('fd00::1'), userlandProxy: false}),
      [4],
      [],
    ],
  ]
  for (const [why, found, families, addrs] of cases)
    it(why, () => deepEqual([found().families, found().anyAddrs, found().nothingBecause], [families, addrs, '']))
})

describe('a wanted port', () => {
  const wish = (hostAddr: Addr | null) => ({hostAddr, hostPorts: null, containerPort: 80, protocol: 'tcp'}) as const
  const four = () => rules({}, {userlandProxy: false})
  const cases: [why: string, hostAddr: Addr | null, found: () => PublishRules, addrs: string[], because: string][] = [
    [
      'without an address, where nothing is published',
      null,
      () => rules({internal: true}),
      [],
      'nothing is published: network net is internal',
    ],
    [
      'on an address of another family',
      parseAddr('fd00::1'),
      four,
      [],
      'nothing is published: fd00::1 is in a family that is not published here',
    ],
    [
      'without an address, where the default one is of another family',
      null,
      () => rules({}, {defaultAddr: parseAddr('fd00::1'), userlandProxy: false}),
      [],
      'nothing is published: its address is in a family that is not published here',
    ],
    ['on an address', parseAddr('10.0.0.1'), four, ['10.0.0.1'], ''],
  ]
  for (const [why, hostAddr, found, addrs, because] of cases)
    it(why, () => {
      deepEqual(boundAddrs(wish(hostAddr), found()), addrs)
      if (because !== '') equal(whyNothing(wish(hostAddr), found()), because)
    })

  const local = known([parsePrefix('127.0.0.0/8'), parsePrefix('fd00::5/128')])
  const places: [addr: string, isLocal: boolean][] = [
    ['0.0.0.0', true],
    ['::', true],
    ['127.1.2.3', true],
    ['fd00::5', true],
    ['fd00::6', false],
    ['10.0.0.1', false],
  ]
  for (const [addr, want] of places)
    it(`${addr} ${want ? 'is' : 'is not'} an address of the host`, () => {
      equal(isLocal(parseAddr(addr), {local}), want)
      equal(isLocal(parseAddr(addr), {local: unknown('remote')}), true)
    })
})
