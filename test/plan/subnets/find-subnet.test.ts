import {deepEqual, equal, throws} from 'node:assert/strict'
import fc from 'fast-check'
import {DnetError, type ErrorCode} from '../../../src/lib/errors.js'
import type {Taken} from '../../../src/lib/model/address-space.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {
  avoided,
  echoOf,
  takenByMachine,
  takenByNetworks,
  takenText,
  unknownOfMachine,
} from '../../../src/lib/model/subnets/blocks-in-use.js'
import {parseAddr} from '../../../src/lib/net/addr.js'
import {
  comparePrefixes,
  formatPrefix,
  overlaps,
  type Prefix,
  parsePrefix,
  rangeOf,
} from '../../../src/lib/net/prefix.js'
import {type AskedSubnet, checkSubnet, findSubnet, overlapError} from '../../../src/lib/plan/subnets/find-subnet.js'
import {blocksOfLength} from '../../build/blocks.js'
import {runs} from '../../harness/many.js'

const p = parsePrefix
const onNetwork = (
  prefix: string,
  name: string,
  more: {driver?: string; scope?: 'local' | 'swarm'; ipRange?: string} = {},
): Taken => ({
  prefix: p(prefix),
  holder: {kind: 'network', name, id: `${name}-id`, driver: 'bridge', scope: 'local', ipRange: '', ...more},
})
const onRoute = (prefix: string, device: string, gateway?: string): Taken => ({
  prefix: p(prefix),
  holder: {kind: 'route', device, gateway: gateway === undefined ? null : parseAddr(gateway)},
})

function refuses(act: () => unknown, code: ErrorCode, message: string, hint: string): void {
  throws(act, (error) => {
    if (!(error instanceof DnetError)) return false
    deepEqual([error.code, error.message, error.hint], [code, message, hint])
    return true
  })
}

describe('findSubnet', () => {
  const pools = ['172.18.0.0/16', '172.17.0.0/16', 'fd00:1::/48'].map(p)
  const taken = [onNetwork('172.17.0.0/24', 'web'), onRoute('172.17.1.0/25', 'eth0')]

  it('gives the lowest free block, whatever the order of the pools', () =>
    equal(findSubnet({family: 4, size: {length: 24}, pools, taken}), '172.17.2.0/24'))
  it('fits a small block into the first gap', () =>
    equal(findSubnet({family: 4, size: {length: 25}, pools, taken}), '172.17.1.128/25'))
  it('takes the size from the number of containers', () =>
    equal(findSubnet({family: 4, size: {hosts: 62}, pools, taken}), '172.17.1.128/25'))
  it('counts auxiliary addresses', () =>
    equal(findSubnet({family: 4, size: {hosts: 125, aux: 1}, pools, taken}), '172.17.2.0/24'))
  it('looks in the pools of the family', () =>
    equal(findSubnet({family: 6, size: {length: 64}, pools, taken}), 'fd00:1::/64'))
  it('stays clear of what is to be avoided', () =>
    equal(
      findSubnet({family: 4, size: {length: 24}, pools, taken: avoided([p('172.17.0.0/16')], '--avoid')}),
      '172.18.0.0/24',
    ))
  it('holds the gateway asked for', () =>
    equal(findSubnet({family: 4, size: {length: 24}, pools, taken, gateway: parseAddr('172.17.9.1')}), '172.17.9.0/24'))
  it('says who is where the gateway asked for is', () =>
    refuses(
      () => findSubnet({family: 4, size: {length: 24}, pools, taken, gateway: parseAddr('172.17.1.200')}),
      'SUBNET_OVERLAP',
      'subnet 172.17.1.0/24 overlaps the route on eth0 (172.17.1.0/25)',
      '172.17.2.0/24 is free',
    ))
  it('says that the gateway is in no pool', () =>
    refuses(
      () => findSubnet({family: 4, size: {length: 24}, pools, taken, gateway: parseAddr('10.0.0.1')}),
      'POOL_EXHAUSTED',
      'gateway 10.0.0.1 needs subnet 10.0.0.0/24, which is not in 172.18.0.0/16 and 172.17.0.0/16',
      'choose a gateway in a pool, or give its pool with --pool',
    ))
  it('says what is left when nothing fits', () =>
    refuses(
      () => findSubnet({family: 4, size: {length: 16}, pools: [p('172.17.0.0/16')], taken}),
      'POOL_EXHAUSTED',
      'no free /16 left in 172.17.0.0/16',
      'use another pool: --pool 10.64.0.0/10; the largest free block here is 172.17.128.0/17',
    ))
  it('says what is left where no private block is larger', () =>
    refuses(
      () =>
        findSubnet({family: 4, size: {length: 8}, pools: [p('10.0.0.0/8')], taken: [onNetwork('10.5.0.0/16', 'web')]}),
      'POOL_EXHAUSTED',
      'no free /8 left in 10.0.0.0/8',
      'the largest free block is 10.128.0.0/9: ask for less',
    ))
  it('says that a single address is left', () =>
    refuses(
      () =>
        findSubnet({
          family: 4,
          size: {length: 31},
          pools: [p('10.0.0.0/31')],
          taken: [onNetwork('10.0.0.0/32', 'web')],
        }),
      'POOL_EXHAUSTED',
      'no free /31 left in 10.0.0.0/31',
      'use another pool: --pool 10.64.0.0/10; the largest free block here is 10.0.0.1/32',
    ))
  it('says that no private block is left either', () =>
    refuses(
      () =>
        findSubnet({
          family: 4,
          size: {length: 30},
          pools: [p('10.0.0.0/30')],
          taken: ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].map((one) => onNetwork(one, 'big')),
        }),
      'POOL_EXHAUSTED',
      'no free /30 left in 10.0.0.0/30',
      'no private block has one: ask for less',
    ))
  const onLan = (length: number) => () =>
    findSubnet({
      family: 4,
      size: {length},
      pools: [p('192.168.0.0/16')],
      taken: [
        {prefix: p('192.168.1.0/24'), holder: {kind: 'interface', device: 'eth0'}},
        onNetwork('192.168.1.0/26', 'web'),
      ],
      gateway: parseAddr('192.168.1.1'),
      network: {driver: 'macvlan', options: {parent: 'eth0'}},
    })
  it('offers a block of the LAN instead, where the gateway is on that of the parent interface', () =>
    refuses(
      onLan(26),
      'SUBNET_OVERLAP',
      'subnet 192.168.1.0/26 overlaps network "web" (192.168.1.0/26)',
      '192.168.1.64/26 is free',
    ))
  it('offers nothing off that LAN', () =>
    refuses(
      onLan(24),
      'SUBNET_OVERLAP',
      'subnet 192.168.1.0/24 overlaps network "web" (192.168.1.0/26)',
      'no other /24 is free in 192.168.1.0/24, the LAN of the parent interface',
    ))
  it('says that nothing at all is left', () =>
    refuses(
      () =>
        findSubnet({family: 4, size: {length: 30}, pools: [p('10.0.0.0/30')], taken: [onNetwork('10.0.0.0/8', 'big')]}),
      'POOL_EXHAUSTED',
      'no free /30 left in 10.0.0.0/30',
      'use another pool: --pool 172.16.0.0/12',
    ))
  for (const [hosts, why] of [
    [0, '--hosts must be a whole number of at least 1'],
    [2.5, '--hosts must be a whole number of at least 1'],
    [2 ** 32, 'no IPv4 subnet holds 4294967296 containers'],
  ] as const) {
    it(`refuses ${hosts} containers`, () =>
      refuses(
        () => findSubnet({family: 4, size: {hosts}, pools, taken}),
        'USAGE',
        why,
        'give a whole number of containers, such as 50',
      ))
  }
  it('says that no pool is of the family', () =>
    refuses(
      () => findSubnet({family: 6, size: {length: 64}, pools: [p('10.0.0.0/8')], taken: []}),
      'POOL_EXHAUSTED',
      'no free /64 left in the pools (none of them is IPv6)',
      'use another pool: --pool fd00::/8',
    ))
})

describe('checkSubnet', () => {
  const asked = (subnet: string, more: Partial<AskedSubnet> = {}): AskedSubnet => ({
    subnet: p(subnet),
    ipRange: '',
    driver: 'bridge',
    scope: 'local',
    ...more,
  })
  const pools = [p('172.17.0.0/16')]

  it('finds nothing in the way of a free subnet', () =>
    deepEqual(checkSubnet(asked('10.5.1.0/24'), pools, [onNetwork('10.5.0.0/24', 'web')]), {
      overlaps: [],
      hint: '',
    }))
  it('names every holder, in order of address, and the nearest free block', () => {
    const resolver: Taken = {prefix: p('10.5.0.53/32'), holder: {kind: 'resolver', addr: parseAddr('10.5.0.53')}}
    const check = checkSubnet(asked('10.5.0.0/24'), pools, [
      resolver,
      onNetwork('10.5.0.0/16', 'web'),
      onRoute('10.0.0.0/13', 'tun0', '10.0.0.1'),
      ...avoided([p('10.5.0.128/25')], '--avoid'),
    ])
    const error = overlapError(p('10.5.0.0/24'), check)
    deepEqual(
      [error.code, error.message, error.hint],
      [
        'SUBNET_OVERLAP',
        'subnet 10.5.0.0/24 overlaps the route via 10.0.0.1 (10.0.0.0/13), network "web" (10.5.0.0/16), resolver 10.5.0.53 (10.5.0.53/32) and a block excluded by --avoid (10.5.0.128/25)',
        '10.8.0.0/24 is free',
      ],
    )
  })
  it('offers the lower of two blocks as near', () =>
    equal(checkSubnet(asked('10.5.0.0/24'), pools, [onNetwork('10.5.0.0/24', 'web')]).hint, '10.4.255.0/24 is free'))
  it('stays in the private block of the subnet', () =>
    equal(
      checkSubnet(asked('172.16.0.0/16'), pools, [onNetwork('172.16.0.0/14', 'web')]).hint,
      '172.20.0.0/16 is free',
    ))
  it('looks in the pools for a subnet that is not private', () =>
    equal(checkSubnet(asked('8.8.8.0/24'), pools, [onNetwork('8.0.0.0/8', 'web')]).hint, '172.17.0.0/24 is free'))
  const full: [why: string, subnet: string, pools: string[], taken: string[], hint: string][] = [
    [
      'offers a block of the pools where its private block is full',
      '192.168.0.0/16',
      ['172.17.0.0/16'],
      ['192.168.5.0/24'],
      'no other /16 is free in 192.168.0.0/16, but 172.17.0.0/16 is',
    ],
    [
      'offers a block of the largest size that is private',
      '12.0.0.0/8',
      ['172.17.0.0/16'],
      ['12.0.0.0/8'],
      'no other /8 is free in 172.17.0.0/16, but 10.0.0.0/8 is',
    ],
    [
      'offers another private block where the pools are full too',
      '192.168.0.0/16',
      ['172.17.0.0/16'],
      ['192.168.5.0/24', '172.17.9.0/24'],
      'no other /16 is free in 192.168.0.0/16, but 10.64.0.0/16 is',
    ],
    [
      'offers the same of IPv6',
      '2001:db8::/64',
      ['172.17.0.0/16', 'fd00:1::/64'],
      ['2001:db8::/64', 'fd00:1::/64'],
      'no other /64 is free in fd00:1::/64, but fd00::/64 is',
    ],
    [
      'has nothing to offer where no private block has one',
      '10.0.0.0/8',
      ['172.17.0.0/16'],
      ['10.5.0.0/16'],
      'no other /8 is free in 10.0.0.0/8, nor in any private block: ask for a smaller subnet',
    ],
  ]
  for (const [why, subnet, around, taken, hint] of full)
    it(why, () => {
      const check = checkSubnet(
        asked(subnet),
        around.map(p),
        taken.map((block) => onNetwork(block, 'web')),
      )
      equal(check.hint, hint)
      equal(overlapError(p(subnet), check).hint, hint)
    })

  const rows: [why: string, asked: AskedSubnet, taken: Taken, refused: boolean, onNode?: boolean][] = [
    ['two bridges', asked('10.0.0.0/24'), onNetwork('10.0.0.0/16', 'web'), true],
    [
      'two bridges, with an ip-range too',
      asked('10.0.0.0/24', {ipRange: '10.0.0.0/25'}),
      onNetwork('10.0.0.0/16', 'web'),
      true,
    ],
    ['a bridge and a macvlan', asked('10.0.0.0/24'), onNetwork('10.0.0.0/16', 'web', {driver: 'macvlan'}), true],
    [
      'but not with an ip-range',
      asked('10.0.0.0/24', {ipRange: '10.0.0.0/25'}),
      onNetwork('10.0.0.0/16', 'web', {driver: 'macvlan'}),
      false,
    ],
    [
      'a macvlan with an ip-range and a bridge',
      asked('10.0.0.0/24', {ipRange: '10.0.0.0/25', driver: 'macvlan'}),
      onNetwork('10.0.0.0/16', 'web'),
      false,
    ],
    [
      'unless subnet and ip-range are the same',
      asked('10.0.0.0/24', {ipRange: '10.0.0.0/25', driver: 'macvlan'}),
      onNetwork('10.0.0.0/24', 'web', {driver: 'macvlan', ipRange: '10.0.0.0/25'}),
      true,
    ],
    [
      'a Swarm network, with which no node can share it',
      asked('10.0.0.0/24'),
      onNetwork('10.0.0.0/16', 'web', {driver: 'overlay', scope: 'swarm'}),
      false,
      true,
    ],
    [
      'for a Swarm a local network, likewise',
      asked('10.0.0.0/24', {driver: 'overlay', scope: 'swarm'}),
      onNetwork('10.0.0.0/16', 'web', {driver: 'macvlan'}),
      false,
      true,
    ],
    [
      'a Swarm network, and with an ip-range nodes can share it',
      asked('10.0.0.0/24', {ipRange: '10.0.0.0/25'}),
      onNetwork('10.0.0.0/16', 'web', {driver: 'overlay', scope: 'swarm'}),
      false,
    ],
    [
      'a Swarm network with an ip-range, likewise',
      asked('10.0.0.0/24'),
      onNetwork('10.0.0.0/16', 'web', {driver: 'overlay', scope: 'swarm', ipRange: '10.0.0.0/25'}),
      false,
    ],
    ['not a route', asked('10.0.0.0/24'), onRoute('10.0.0.0/16', 'eth0'), false],
    [
      'nor for a Swarm',
      asked('10.0.0.0/24', {driver: 'overlay', scope: 'swarm'}),
      onRoute('10.0.0.0/16', 'eth0'),
      false,
    ],
  ]
  for (const [why, wanted, holder, refused, onNode = false] of rows) {
    it(`the engine ${refused ? 'refuses' : 'takes'}: ${why}`, () =>
      deepEqual(checkSubnet(wanted, pools, [holder]).overlaps, [{taken: holder, refused, onNode}]))
  }

  it('finds the holders and the block that trying all of them finds', () => {
    const small = fc.tuple(fc.bigInt(0n, 255n), fc.integer({min: 26, max: 32}))
    const inTest = small.map(([at, length]) => formatPrefix({family: 4, value: (8n << 24n) + at}, length))
    fc.assert(
      fc.property(fc.array(inTest, {maxLength: 10}), inTest, (used, subnet) => {
        const taken = used.map((prefix, i) => onNetwork(prefix, `n${i}`))
        const check = checkSubnet(asked(subnet), [p('8.0.0.0/24')], taken)
        const holders = taken.filter(({prefix}) => overlaps(prefix, subnet))
        equal(check.overlaps.length, holders.length)
        if (holders.length === 0) return
        const far = (one: Prefix): number => Math.abs(Number(rangeOf(one).first - rangeOf(subnet).first))
        const free = blocksOfLength(p('8.0.0.0/24'), Number(subnet.split('/')[1])).filter(
          (one) => !used.some((u) => overlaps(u, one)),
        )
        const [nearest] = free.toSorted((a, b) => far(a) - far(b) || comparePrefixes(a, b))
        const length = subnet.split('/')[1]
        equal(
          check.hint,
          nearest ? `${nearest} is free` : `no other /${length} is free in 8.0.0.0/24, but 10.64.0.0/${length} is`,
        )
      }),
      runs(500),
    )
  })
})

describe('what is taken', () => {
  it('is the whole subnet of a network, though it hands out a range only', () => {
    const base = {driver: 'bridge', scope: 'local', id: '1', name: 'web'} as const
    const configs = [
      {subnet: '10.0.0.1/24', ipRange: '10.0.0.128/25', gateway: '', auxAddresses: {}},
      {subnet: '0.0.0.0/0', ipRange: '', gateway: '', auxAddresses: {}},
      {subnet: 'dhcp', ipRange: '', gateway: '', auxAddresses: {}},
    ]
    const networks = [{...base, subnets: configs}] as unknown as Parameters<typeof takenByNetworks>[0]
    deepEqual(
      takenByNetworks(networks),
      [onNetwork('10.0.0.0/24', 'web', {ipRange: '10.0.0.128/25'})].map((one) => ({
        ...one,
        holder: {...one.holder, id: '1'},
      })),
    )
  })
  it('is what routes, interfaces and resolvers of the machine say, but for default routes', () => {
    const at = (destination: string, gateway: string | null) => ({
      destination: p(destination),
      gateway: gateway === null ? null : parseAddr(gateway),
      device: 'eth0',
      onLink: gateway === null,
    })
    const taken = takenByMachine({
      routes: known([
        at('0.0.0.0/0', '10.0.0.1'),
        at('0.0.0.0/1', '10.8.0.1'),
        at('128.0.0.0/1', '10.8.0.1'),
        at('10.0.0.0/24', null),
        at('10.9.0.0/16', '10.0.0.9'),
      ]),
      interfaces: known([{device: 'eth0', addr: parseAddr('10.0.0.5'), prefix: p('10.0.0.0/24')}]),
      resolvers: known([parseAddr('fd00::53')]),
    })
    deepEqual(taken.map(takenText), [
      'the route on eth0 (10.0.0.0/24)',
      'the route via 10.0.0.9 (10.9.0.0/16)',
      'interface eth0 (10.0.0.0/24)',
      'resolver fd00::53 (fd00::53/128)',
    ])
  })
  it('is not nothing where it is unknown', () => {
    const machine = {
      routes: unknown('the engine is remote'),
      interfaces: known([]),
      resolvers: unknown('no /etc/resolv.conf'),
    }
    deepEqual(takenByMachine(machine), [])
    deepEqual(unknownOfMachine(machine), [
      'routes not checked: the engine is remote',
      'resolvers not checked: no /etc/resolv.conf',
    ])
  })
})

describe('what a network’s own bridge brings to its machine', () => {
  const bridge = {driver: 'bridge', scope: 'local', id: '0123456789abcdef', name: 'web', options: {}}
  const subnets = [{subnet: '10.0.0.0/16', ipRange: '', gateway: '', auxAddresses: {}}]
  const isEcho = echoOf([{...bridge, subnets}] as unknown as Parameters<typeof echoOf>[0])
  const onDevice = (prefix: string, device: string): Taken => ({prefix: p(prefix), holder: {kind: 'interface', device}})
  const cases: [why: string, block: Taken, echo: boolean][] = [
    ['its route is no news', onRoute('10.0.0.0/16', 'br-0123456789ab'), true],
    ['its address is no news', onDevice('10.0.0.0/16', 'br-0123456789ab'), true],
    ['another block on its bridge is', onDevice('192.168.7.0/24', 'br-0123456789ab'), false],
    ['a route by way of one of its containers is', onRoute('10.0.9.0/24', 'br-0123456789ab', '10.0.0.2'), false],
    ['the same block on a wire of the machine is', onDevice('10.0.0.0/16', 'eth0'), false],
    ['a part of it on another device is', onRoute('10.0.0.0/24', 'tun0'), false],
    ['what Podman’s bridges bring is no news', onRoute('10.0.0.0/16', 'podman1'), true],
    ['another block on a bridge of Podman’s is', onRoute('10.89.0.0/16', 'podman1'), false],
  ]
  for (const [why, block, echo] of cases) it(why, () => equal(isEcho(block), echo))
})
