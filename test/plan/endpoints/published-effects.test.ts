import {deepEqual} from 'node:assert/strict'
import type {PublishedPort} from '../../../src/lib/model/container.js'
import type {Network} from '../../../src/lib/model/host.js'
import type {PortWish} from '../../../src/lib/net/port.js'
import {effectsOf} from '../../../src/lib/plan/endpoints/published-effects.js'
import {addr, container, endpoint, network} from '../../build/host.js'

const givingOut = (name: string, address: string): Network =>
  network(name, {options: {'com.docker.network.bridge.host_binding_ipv4': address}})
const NETWORKS = [network('b'), givingOut('own', '192.0.2.1'), givingOut('other', '192.0.2.2'), network('c')]

const V4 = {gateway4: addr('10.0.0.1')}
const V6 = {gateway6: addr('fd00::1')}

/** `[ADDRESS|]HOST[-END]:CONTAINER[/PROTOCOL]`; `*` is any free port. */
function wish(text: string): PortWish {
  const [, at, first = '', last = first, port, protocol = 'tcp'] =
    /^(?:(.+)\|)?(\d+|\*)(?:-(\d+))?:(\d+)(?:\/(\w+))?$/.exec(text) ?? []
  return {
    hostAddr: at === undefined ? null : addr(at),
    hostPorts: first === '*' ? null : {first: Number(first), last: Number(last)},
    containerPort: Number(port),
    protocol: protocol as PortWish['protocol'],
  }
}

const bound = (text: string): PublishedPort => {
  const {hostAddr, hostPorts, containerPort, protocol} = wish(text)
  return {hostAddr: hostAddr ?? addr('0.0.0.0'), hostPort: hostPorts?.first ?? 0, containerPort, protocol}
}

type Endpoints = Parameters<typeof container>[1]

/** What each port meets on the way from the first to the last of these, as `KIND PORT IPv4: ADDRESS before, and after`. */
function met(wishes: readonly string[], ports: readonly string[], ...way: readonly Endpoints[]): string[] {
  const [start, ...later] = way.map((endpoints) =>
    container('app', endpoints, {wishes: wishes.map(wish), published: ports.map(bound)}),
  )
  if (!start) return []
  return effectsOf(start, later, NETWORKS, '1.50').ports.map(
    ({kind, hostPort, containerPort, protocol, family, givenAddr: {before, after}}) =>
      `${kind} ${hostPort}->${containerPort}/${protocol} IPv${family}: ${before ?? 'all'}, ${after ?? 'all'}`,
  )
}

const on = (name: string): Endpoints => [endpoint(name, V4)]

describe('the address that a network gives a port', () => {
  const cases: [why: string, wishes: string[], ports: string[], way: Endpoints[], met: string[]][] = [
    [
      'is told before and after, where the port asks for none',
      ['8080:80'],
      ['192.0.2.1|8080:80'],
      [on('own'), on('other')],
      ['moved 8080->80/tcp IPv4: 192.0.2.1, 192.0.2.2'],
    ],
    [
      'is all of them on a network without an address of its own',
      ['8080:80'],
      ['8080:80'],
      [on('b'), on('own')],
      ['moved 8080->80/tcp IPv4: all, 192.0.2.1'],
    ],
    [
      'does not matter to a port that asks for its address',
      ['192.0.2.7|8080:80'],
      ['192.0.2.7|8080:80'],
      [on('own'), on('other')],
      ['moved 8080->80/tcp IPv4: all, all'],
    ],
    [
      'is that of the first and the last network, where there is none between',
      ['8080:80'],
      ['192.0.2.1|8080:80'],
      [on('own'), [], on('other')],
      ['moved 8080->80/tcp IPv4: 192.0.2.1, 192.0.2.2'],
    ],
    [
      'is that of the first and the last network, where there is another between',
      ['8080:80'],
      ['192.0.2.1|8080:80'],
      [on('own'), on('b'), on('other')],
      ['moved 8080->80/tcp IPv4: 192.0.2.1, 192.0.2.2'],
    ],
    [
      'is told before of a port that is lost, and after of one that is gained',
      ['8080:80'],
      ['192.0.2.1|8080:80'],
      [on('own'), []],
      ['lost 8080->80/tcp IPv4: 192.0.2.1, all'],
    ],
    [
      'does not matter to a port that is gained at its own address',
      ['192.0.2.7|8080:80'],
      [],
      [[], on('own')],
      ['gained 8080->80/tcp IPv4: all, all'],
    ],
    [
      'is told after of a port that is gained',
      ['8080:80'],
      [],
      [[], on('own')],
      ['gained 8080->80/tcp IPv4: all, 192.0.2.1', 'gained 8080->80/tcp IPv6: all, 192.0.2.1'],
    ],
    [
      'does not matter to a port of which nobody knows whether it was asked for',
      [],
      ['192.0.2.1|8080:80'],
      [on('own'), on('other')],
      ['moved 8080->80/tcp IPv4: all, all'],
    ],
  ]
  for (const [why, wishes, ports, way, want] of cases) it(why, () => deepEqual(met(wishes, ports, ...way), want))
})

describe('a port that is bound on two addresses', () => {
  const TWO = ['192.0.2.7|8080:80', '192.0.2.8|8080:80']
  it('is lost on both', () =>
    deepEqual(met(TWO, TWO, on('b'), []), ['lost 8080->80/tcp IPv4: all, all', 'lost 8080->80/tcp IPv4: all, all']))
  it('is bound again on both, off a network and on again', () =>
    deepEqual(met(TWO, TWO, on('b'), [], on('b')), [
      'moved 8080->80/tcp IPv4: all, all',
      'moved 8080->80/tcp IPv4: all, all',
    ]))
})

describe('of several wishes that a port may be for', () => {
  const moving = (wishes: string[], ...ports: string[]) => met(wishes, ports, on('own'), on('other'))
  const FIXED = 'moved 8080->80/tcp IPv4: 192.0.2.1, 192.0.2.2'
  const ranges: [why: string, range: string][] = [
    ['within it', '8000-8100:80'],
    ['at its beginning', '8080-8100:80'],
    ['at its end', '8000-8080:80'],
  ]
  for (const [where, range] of ranges)
    it(`the one that names its number alone, not a range with it ${where}`, () => {
      for (const wishes of [
        ['8080:80', range],
        [range, '8080:80'],
      ])
        deepEqual(moving(wishes, '192.0.2.1|8080:80', '192.0.2.1|8081:80').slice(0, 1), [FIXED])
    })
  it('of equal numbers, the one that names its address too', () => {
    const apart = [FIXED, 'moved 8080->80/tcp IPv4: all, all']
    for (const wishes of [
      ['8080:80', '192.0.2.7|8080:80'],
      ['192.0.2.7|8080:80', '8080:80'],
    ])
      deepEqual(moving(wishes, '192.0.2.1|8080:80', '192.0.2.7|8080:80'), apart)
  })
  it('the number counts more than the address', () =>
    deepEqual(moving(['192.0.2.1|8000-8100:80', '8080:80'], '192.0.2.1|8080:80', '192.0.2.1|8000:80'), [
      FIXED,
      'reallocated 8000->80/tcp IPv4: all, all',
    ]))
  it('none for another address', () =>
    deepEqual(moving(['192.0.2.7|*:80', '*:80'], '192.0.2.7|32768:80', '192.0.2.1|32769:80'), [
      'reallocated 32768->80/tcp IPv4: all, all',
      'reallocated 32769->80/tcp IPv4: 192.0.2.1, 192.0.2.2',
    ]))
  it('none for another port of the container', () =>
    deepEqual(moving(['*:80', '192.0.2.1|*:81'], '192.0.2.1|32768:80', '192.0.2.1|32769:81'), [
      'reallocated 32768->80/tcp IPv4: 192.0.2.1, 192.0.2.2',
      'reallocated 32769->81/tcp IPv4: all, all',
    ]))
  it('none for another protocol', () =>
    deepEqual(moving(['8080:53/tcp', '192.0.2.1|8080:53/udp'], '192.0.2.1|8080:53/tcp', '192.0.2.1|8080:53/udp'), [
      'moved 8080->53/tcp IPv4: 192.0.2.1, 192.0.2.2',
      'moved 8080->53/udp IPv4: all, all',
    ]))
  it('any free port at an address of its own is given anew', () =>
    deepEqual(moving(['192.0.2.7|*:80'], '192.0.2.7|32768:80'), ['reallocated 32768->80/tcp IPv4: all, all']))
})

describe('ports that the container asks for and has not', () => {
  it('are lost with a network, by the number asked for; any free port has none', () =>
    deepEqual(met(['8080:80', '*:81', '8000-8010:82', '8081:83'], ['8081:83'], on('b'), []), [
      'lost 8080->80/tcp IPv4: all, all',
      'lost 0->81/tcp IPv4: all, all',
      'lost 0->82/tcp IPv4: all, all',
      'lost 8081->83/tcp IPv4: all, all',
    ]))
  it('are none of IPv6 where IPv4 alone is bound: nothing listens there', () =>
    deepEqual(met(['8080:80'], ['8080:80'], on('b'), on('c')), ['moved 8080->80/tcp IPv4: all, all']))
  it('are those of IPv6 too, where some of IPv6 are bound', () =>
    deepEqual(met(['8080:80', '8081:81'], ['8080:80', '::|8080:80', '8081:81'], on('b'), []), [
      'lost 8080->80/tcp IPv4: all, all',
      'lost 8080->80/tcp IPv6: all, all',
      'lost 8081->81/tcp IPv4: all, all',
      'lost 8081->81/tcp IPv6: all, all',
    ]))
  it('are those of IPv4 where IPv6 alone is bound', () =>
    deepEqual(met(['8080:80'], ['::|8080:80'], on('b'), []), [
      'lost 8080->80/tcp IPv4: all, all',
      'lost 8080->80/tcp IPv6: all, all',
    ]))
})

describe('any free ports of an endpoint whose families change', () => {
  const BOTH = ['32768:80', '::|32768:80']
  const anew = ['reallocated 32768->80/tcp IPv4: all, all', 'reallocated 32768->80/tcp IPv6: all, all']
  const dual: Endpoints = [endpoint('b', {...V4, ...V6})]
  const apart: Endpoints = [endpoint('b', V4), endpoint('c', V6)]
  it('are given anew where IPv6 goes to another network', () =>
    deepEqual(met(['*:80'], BOTH, [endpoint('b', V4)], apart), anew))
  it('are given anew where IPv6 comes back', () => deepEqual(met(['*:80'], BOTH, apart, [endpoint('b', V4)]), anew))
  it('stay where they are where the endpoint keeps both', () => deepEqual(met(['*:80'], BOTH, dual, dual), []))
  it('stay where they are where IPv6 goes from one of the others to another', () =>
    deepEqual(met(['*:80'], ['32768:80'], apart, [endpoint('b', V4), endpoint('own', V6)]), []))
  it('are given anew for IPv4 where that comes to the endpoint of IPv6', () =>
    deepEqual(met(['*:80'], ['::|32768:80'], [endpoint('c', V6)], [endpoint('c', {...V4, ...V6})]), [
      'gained 0->80/tcp IPv4: all, all',
      'reallocated 32768->80/tcp IPv6: all, all',
    ]))
})

describe('any free port that the container asks for', () => {
  it('is gained in IPv6 alone where the network has IPv6 alone', () =>
    deepEqual(met(['*:80'], [], [], [endpoint('c', V6)]), ['gained 0->80/tcp IPv6: all, all']))
})

describe('an internal network that ports may move to before 26.0', () => {
  const inside = (driver: string) => {
    const within = network('inside', {driver, internal: true})
    const [before, after] = [on('b'), [...on('b'), endpoint(within, V4), endpoint('gone', V4)]].map((endpoints) =>
      container('app', endpoints, {published: [bound('8080:80')]}),
    )
    return before && after && effectsOf(before, [after], [network('b'), within], '1.41').perhapsInside
  }
  it('is a bridge', () => deepEqual(inside('bridge'), ['inside']))
  it('is none that publishes no ports at all', () => deepEqual(inside('macvlan'), []))
})

describe('the order of the ports', () => {
  it('is the same where those of IPv6 are touched first', () =>
    deepEqual(
      met(
        ['8080:80', '8080:80/udp'],
        ['8080:80/udp', '8080:80', '::|8080:80/udp', '::|8080:80'],
        on('b'),
        [endpoint('b', V4), endpoint('c', V6)],
        [endpoint('own', V4), endpoint('c', V6)],
      ).map((text) => text.replace(/:.*/, '')),
      ['moved 8080->80/tcp IPv4', 'moved 8080->80/tcp IPv6', 'moved 8080->80/udp IPv4', 'moved 8080->80/udp IPv6'],
    ))

  it('is that of container ports, then protocols, then families', () => {
    const ports = ['::|9:80/udp', '9:80/udp', '::|8:80', '8:80', '7:80/sctp', '1:443', '2:79/udp']
    for (const each of [ports, ports.toReversed()])
      deepEqual(
        met([], each, [endpoint('b', {...V4, ...V6})], []).map((text) => text.replace(/:.*/, '')),
        [
          'lost 2->79/udp IPv4',
          'lost 7->80/sctp IPv4',
          'lost 8->80/tcp IPv4',
          'lost 8->80/tcp IPv6',
          'lost 9->80/udp IPv4',
          'lost 9->80/udp IPv6',
          'lost 1->443/tcp IPv4',
        ],
      )
  })
})
