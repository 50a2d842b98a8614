import {deepEqual, equal} from 'node:assert/strict'
import type {Holder, MachineAddresses, Taken} from '../../../src/lib/model/address-space.js'
import type {Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {
  avoidedBy,
  echoOf,
  takenByMachine,
  takenByNetworks,
  takenOn,
  takenText,
  unknownOfMachine,
} from '../../../src/lib/model/subnets/blocks-in-use.js'
import {overlapsOf, type UsedBlock} from '../../../src/lib/model/subnets/overlaps.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {addr, hostWith, network, route, subnet} from '../../build/host.js'

const block = (prefix: string, holder: Holder): Taken => ({prefix: parsePrefix(prefix), holder})
const machine = (parts: Partial<MachineAddresses> = {}): MachineAddresses => ({
  routes: known([]),
  interfaces: known([]),
  resolvers: known([]),
  ...parts,
})
const wire = (prefix: string, device: string, at: string) => ({device, addr: addr(at), prefix: parsePrefix(prefix)})

describe('blocks in use', () => {
  it('by networks: every block, with what it is for; no block, and all addresses, are none', () =>
    deepEqual(
      takenByNetworks([
        network('a', {
          driver: 'overlay',
          scope: 'swarm',
          subnets: [subnet('10.1.0.0/24', '', '10.1.0.128/25'), 'fd01::/64'],
        }),
        network('b', {subnets: ['', '0.0.0.0/0']}),
      ]),
      [
        block('10.1.0.0/24', {
          kind: 'network',
          name: 'a',
          id: 'id-a',
          driver: 'overlay',
          scope: 'swarm',
          ipRange: '10.1.0.128/25',
        }),
        block('fd01::/64', {kind: 'network', name: 'a', id: 'id-a', driver: 'overlay', scope: 'swarm', ipRange: ''}),
      ],
    ))

  it('by the machine: routes but default ones and their halves, interfaces, resolvers', () =>
    deepEqual(
      takenByMachine(
        machine({
          routes: known([
            route('0.0.0.0/0', 'eth0', '192.0.2.1'),
            route('128.0.0.0/1', 'tun0'),
            route('64.0.0.0/2', 'tun0'),
            route('10.8.0.0/16', 'tun0', '10.8.0.1'),
          ]),
          interfaces: known([wire('192.0.2.0/24', 'eth0', '192.0.2.7')]),
          resolvers: known([addr('192.0.2.53'), addr('fd00::53')]),
        }),
      ),
      [
        block('64.0.0.0/2', {kind: 'route', device: 'tun0', gateway: null}),
        block('10.8.0.0/16', {kind: 'route', device: 'tun0', gateway: addr('10.8.0.1')}),
        block('192.0.2.0/24', {kind: 'interface', device: 'eth0'}),
        block('192.0.2.53/32', {kind: 'resolver', addr: addr('192.0.2.53')}),
        block('fd00::53/128', {kind: 'resolver', addr: addr('fd00::53')}),
      ],
    ))

  it('of a machine that cannot be seen: none, and what was not seen', () => {
    const blind = machine({routes: unknown('a'), interfaces: unknown('b'), resolvers: unknown('c')})
    deepEqual(takenByMachine(blind), [])
    deepEqual(unknownOfMachine(blind), [
      'routes not checked: a',
      'interface addresses not checked: b',
      'resolvers not checked: c',
    ])
    deepEqual(unknownOfMachine(machine()), [])
  })

  it('by what the user says, and where', () =>
    deepEqual(avoidedBy([parsePrefix('10.1.0.0/16')], [parsePrefix('10.2.0.0/16')], 'dnet.yaml'), [
      block('10.1.0.0/16', {kind: 'avoid', from: '--avoid'}),
      block('10.2.0.0/16', {kind: 'avoid', from: 'dnet.yaml'}),
    ]))

  it('on a host: networks, then its machine without what only repeats them, then what to avoid', () => {
    const web = network('web', {subnets: ['10.7.0.0/24']})
    const routes = known([route('10.7.0.0/24', 'br-id-web'), route('10.8.0.0/24', 'tun0')])
    const avoid = avoidedBy([parsePrefix('10.9.0.0/24')], [], '')
    const texts = (host: ReturnType<typeof hostWith>) => takenOn(host, avoid).map(takenText)
    deepEqual(texts(hostWith([web], {machine: {routes}})), [
      'network "web" (10.7.0.0/24)',
      'the route on tun0 (10.8.0.0/24)',
      'a block excluded by --avoid (10.9.0.0/24)',
    ])
    deepEqual(texts({...hostWith([web]), addressSpace: unknown('refused')}), [
      'network "web" (10.7.0.0/24)',
      'a block excluded by --avoid (10.9.0.0/24)',
    ])
  })

  const words: [holder: Holder, text: string][] = [
    [{kind: 'network', name: 'web', id: '', driver: '', scope: 'local', ipRange: ''}, 'network "web" (10.7.0.0/24)'],
    [{kind: 'route', device: 'tun0', gateway: null}, 'the route on tun0 (10.7.0.0/24)'],
    [{kind: 'route', device: 'tun0', gateway: addr('10.8.0.1')}, 'the route via 10.8.0.1 (10.7.0.0/24)'],
    [{kind: 'interface', device: 'eth0'}, 'interface eth0 (10.7.0.0/24)'],
    [{kind: 'resolver', addr: addr('10.7.0.53')}, 'resolver 10.7.0.53 (10.7.0.0/24)'],
    [{kind: 'reservation', what: "Swarm's pool"}, "Swarm's pool (10.7.0.0/24)"],
    [{kind: 'avoid', from: '--avoid'}, 'a block excluded by --avoid (10.7.0.0/24)'],
  ]
  for (const [holder, text] of words)
    it(`in words: ${text}`, () => equal(takenText(block('10.7.0.0/24', holder)), text))
})

describe('what only repeats a network', () => {
  const web = network('web', {subnets: ['10.7.0.0/24']})
  const back = network('back', {subnets: ['10.8.0.0/24']})
  const six = network('six', {subnets: ['fd08::/64']})
  const on = (device: string, gateway: string | null = null): Holder => ({
    kind: 'route',
    device,
    gateway: gateway === null ? null : addr(gateway),
  })
  const cases: [why: string, taken: Taken, echo: boolean][] = [
    ['its bridge’s route', block('10.7.0.0/24', on('br-id-web')), true],
    ['its bridge’s address', block('10.7.0.0/24', {kind: 'interface', device: 'br-id-web'}), true],
    ['a part of its block', block('10.7.0.128/25', on('br-id-web')), true],
    ['another block on its bridge is none', block('10.9.0.0/24', on('br-id-web')), false],
    ['a larger one is none', block('10.7.0.0/16', on('br-id-web')), false],
    ['another network’s block on its bridge is none', block('10.8.0.0/24', on('br-id-web')), false],
    ['a route to it over another device is none', block('10.7.0.0/24', on('tun0')), false],
    ['a route with a gateway is none', block('10.7.0.0/24', on('br-id-web', '10.7.0.5')), false],
    ['Podman’s bridges, whose networks are not told', block('10.8.0.0/24', on('podman1')), true],
    ['those of older ones', block('10.7.0.0/24', on('cni-podman0')), true],
    ['elsewhere they are none', block('10.9.0.0/24', on('podman1')), false],
    ['a device that is only called like it is none', block('10.8.0.0/24', on('my-podman1')), false],
    ['IPv6 likewise', block('fd08::/64', on('br-id-six')), true],
    ['a resolver is none', block('10.7.0.53/32', {kind: 'resolver', addr: addr('10.7.0.53')}), false],
    [
      'a network is none',
      block('10.7.0.0/24', {kind: 'network', name: 'web', id: '', driver: '', scope: 'local', ipRange: ''}),
      false,
    ],
  ]
  for (const [why, taken, echo] of cases) it(why, () => equal(echoOf([web, back, six])(taken), echo))
})

describe('overlaps', () => {
  const used = (prefix: string, of: Network | Holder, context = ''): UsedBlock =>
    'kind' in of
      ? {prefix: parsePrefix(prefix), holder: of, context, network: undefined}
      : {
          prefix: parsePrefix(prefix),
          holder: {kind: 'network', name: of.name, id: of.id, driver: of.driver, scope: of.scope, ipRange: ''},
          context,
          network: of,
        }
  const [a, b] = [network('a'), network('b')]
  const macvlan = network('m', {driver: 'macvlan', options: {parent: 'eth0'}})
  const ipvlan = network('i', {driver: 'ipvlan', options: {parent: 'eth0'}})
  const overlay = network('o', {driver: 'overlay', scope: 'swarm'})
  const tunnel: Holder = {kind: 'route', device: 'tun0', gateway: null}
  const eth0: Holder = {kind: 'interface', device: 'eth0'}
  const resolver: Holder = {kind: 'resolver', addr: addr('10.1.0.53')}

  const told = (...blocks: UsedBlock[]): string[][] =>
    overlapsOf(blocks).map(({kind, one, other, consequence}) => [kind, `${one.prefix} ${other.prefix}`, consequence])

  const BRIDGE = 'the machine can reach the containers of only one of the two'
  const WIRE = 'an address can be assigned twice, and no container can reach both'
  const OVERLAY = "nothing on the local network's node can be on the other"
  const BEYOND = 'its containers cannot reach what is in that block'
  const HOST = 'neither the machine nor containers can still reach what is in that block'
  const PART = 'traffic to that part of the network never reaches its containers'
  const cases: [why: string, blocks: UsedBlock[], told: string[][]][] = [
    ['none', [used('10.1.0.0/24', a), used('10.2.0.0/24', b)], []],
    ['neighbours have none', [used('10.1.0.0/25', a), used('10.1.0.128/25', b)], []],
    [
      'two bridges, the lower block first',
      [used('10.1.0.128/25', a), used('10.1.0.0/24', b)],
      [['bridge', '10.1.0.0/24 10.1.0.128/25', BRIDGE]],
    ],
    [
      'two equal blocks',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', b)],
      [['bridge', '10.1.0.0/24 10.1.0.0/24', BRIDGE]],
    ],
    [
      'a macvlan and a bridge',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', macvlan)],
      [['macvlan', '10.1.0.0/24 10.1.0.0/24', WIRE]],
    ],
    [
      'an ipvlan and a bridge',
      [used('10.1.0.0/24', ipvlan), used('10.1.0.0/24', b)],
      [['macvlan', '10.1.0.0/24 10.1.0.0/24', WIRE]],
    ],
    [
      'two overlays',
      [used('10.1.0.0/24', overlay), used('10.1.0.0/24', network('p', {driver: 'overlay', scope: 'swarm'}))],
      [['overlay', '10.1.0.0/24 10.1.0.0/24', 'no container can be on both']],
    ],
    [
      'an overlay and a bridge',
      [used('10.1.0.0/24', overlay), used('10.1.0.0/24', b)],
      [['overlay', '10.1.0.0/24 10.1.0.0/24', OVERLAY]],
    ],
    [
      'a bridge and an overlay',
      [used('10.1.0.0/24', b), used('10.1.0.0/24', overlay)],
      [['overlay', '10.1.0.0/24 10.1.0.0/24', OVERLAY]],
    ],
    [
      'two hosts',
      [used('10.1.0.0/24', a, 'one'), used('10.1.0.0/24', b, 'two')],
      [['contexts', '10.1.0.0/24 10.1.0.0/24', 'neither host can route to the containers of the other']],
    ],
    [
      'a route around it',
      [used('10.1.0.0/24', a), used('10.0.0.0/8', tunnel)],
      [['host', '10.1.0.0/24 10.0.0.0/8', HOST]],
    ],
    [
      'a route of its size',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', tunnel)],
      [['host', '10.1.0.0/24 10.1.0.0/24', HOST]],
    ],
    [
      'a route in it',
      [used('10.1.0.0/24', a), used('10.1.0.128/25', tunnel)],
      [['host', '10.1.0.0/24 10.1.0.128/25', PART]],
    ],
    [
      'a resolver in it',
      [used('10.1.0.0/24', a), used('10.1.0.53/32', resolver)],
      [['host', '10.1.0.0/24 10.1.0.53/32', "the machine's requests to its resolver go to the network's containers"]],
    ],
    [
      'what to avoid',
      [used('10.1.0.0/24', a), used('10.0.0.0/8', {kind: 'avoid', from: '--avoid'})],
      [['avoid', '10.1.0.0/24 10.0.0.0/8', '--avoid excludes it']],
    ],
    ['two routes are none', [used('10.1.0.0/24', tunnel), used('10.1.0.0/24', eth0)], []],
    ['a route of another host is none', [used('10.1.0.0/24', a, 'one'), used('10.1.0.0/24', tunnel, 'two')], []],
    ['the interface of a macvlan is none', [used('10.1.0.0/24', macvlan), used('10.1.0.0/24', eth0)], []],
    [
      'another interface of a macvlan is one',
      [used('10.1.0.0/24', macvlan), used('10.1.0.0/24', tunnel)],
      [['host', '10.1.0.0/24 10.1.0.0/24', BEYOND]],
    ],
    [
      'its own bridge is none',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', {kind: 'route', device: 'br-id-a', gateway: addr('10.1.0.9')})],
      [],
    ],
    [
      'nor is its bridge’s address',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', {kind: 'interface', device: 'br-id-a'})],
      [],
    ],
    [
      'the bridge of another network is one',
      [used('10.1.0.0/24', a), used('10.1.0.0/24', {kind: 'interface', device: 'br-id-b'})],
      [['host', '10.1.0.0/24 10.1.0.0/24', HOST]],
    ],
    [
      'a route without a device, and a network without a bridge',
      [used('10.1.0.0/24', overlay), used('10.1.0.0/24', {kind: 'route', device: '', gateway: null})],
      [['host', '10.1.0.0/24 10.1.0.0/24', HOST]],
    ],
    [
      'a resolver on the LAN of a macvlan is none',
      [used('10.1.0.0/24', macvlan), used('10.1.0.0/24', eth0), used('10.1.0.53/32', resolver)],
      [],
    ],
    [
      'a resolver in a macvlan, where only another host has that LAN',
      [used('10.1.0.0/24', macvlan, 'one'), used('10.1.0.0/24', eth0, 'two'), used('10.1.0.53/32', resolver, 'one')],
      [['host', '10.1.0.0/24 10.1.0.53/32', BEYOND]],
    ],
    [
      'three of which two end early',
      [used('10.0.0.0/8', a), used('10.1.0.0/24', b), used('10.9.0.0/24', macvlan)],
      [
        ['bridge', '10.0.0.0/8 10.1.0.0/24', BRIDGE],
        ['macvlan', '10.0.0.0/8 10.9.0.0/24', WIRE],
      ],
    ],
    ['families have none', [used('::/96', a), used('0.0.0.0/1', b)], []],
  ]
  for (const [why, blocks, want] of cases) it(why, () => deepEqual(told(...blocks), want))
})
