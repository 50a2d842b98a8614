import {deepEqual, equal} from 'node:assert/strict'
import fc from 'fast-check'
import type {AddressSpace, Pool} from '../../../src/lib/model/address-space.js'
import {needed} from '../../../src/lib/model/known.js'
import {parseAddr} from '../../../src/lib/net/addr.js'
import {formatPrefix, overlaps, type Prefix, parsePrefix} from '../../../src/lib/net/prefix.js'
import {type Prediction, predictAutomaticSubnet} from '../../../src/lib/plan/allocate/allocator.js'
import {type AllocatorRules, allocatorRulesOf, reservedFor} from '../../../src/lib/plan/allocate/allocator-rules.js'
import {BUILT_IN_POOLS, localPools, uniqueLocalPool} from '../../../src/lib/plan/allocate/engine-pools.js'
import {runs} from '../../harness/many.js'

const rulesOf = (version: string): AllocatorRules => {
  const rules = allocatorRulesOf(version)
  if (!rules.known) throw new Error(rules.why)
  return rules.value
}
/** "10.0.0.0/8 in /24, 192.168.0.0/16 in /24" */
const poolsOf = (texts: string): Pool[] =>
  texts
    .split(', ')
    .filter((text) => text !== '')
    .map((text) => {
      const [base = '', length] = text.split(' in /')
      return {base: parsePrefix(base), blockLength: Number(length)}
    })
const prefixesOf = (texts: string): Prefix[] =>
  texts
    .split(' ')
    .filter((text) => text !== '')
    .map(parsePrefix)
const word = (prediction: Prediction): string => {
  if (prediction.is === 'subnet') return prediction.subnet
  return prediction.is === 'refused' ? prediction.message : prediction.subnets.join(' or ')
}

const FULL = 'all predefined address pools have been fully subnetted'
const NO_POOL = 'invalid address pool'

describe('the subnet an engine from 27.0 on chooses', () => {
  const [ten, home, two] = ['10.0.0.0/8 in /24', '192.168.0.0/16 in /24', '172.16.0.0/15 in /16']
  const twoHome = `${two}, 192.168.0.0/23 in /24`
  const mixed = '172.17.0.0/24 in /24, 172.18.0.0/20 in /20, 172.19.0.0/24 in /24'
  // The cases of moby defaultipam/address_space_test.go TestDynamicPoolAllocation, which the engine itself is held to.
  const rows: [
    why: string,
    pools: string,
    length: number | undefined,
    allocated: string,
    reserved: string,
    want: string,
  ][] = [
    ['the first block, though the last is taken', home, undefined, '192.168.255.0/24', '', '192.168.0.0/24'],
    [
      'in the next pool, where a reservation is larger than the first',
      `${ten}, ${home}`,
      undefined,
      '10.0.0.0/8',
      '10.0.0.0/7',
      '192.168.0.0/24',
    ],
    [
      'in the next pool, where a subnet is larger than the first',
      `10.20.0.0/16 in /24, ${home}`,
      undefined,
      '10.0.0.0/8 192.168.128.0/24',
      '',
      '192.168.0.0/24',
    ],
    [
      'past the start of the next pool',
      `10.20.0.0/16 in /24, ${home}`,
      undefined,
      '10.0.0.0/8 192.168.0.0/24 192.168.128.0/24',
      '',
      '192.168.1.0/24',
    ],
    [
      'in the next pool, where subnets and a reservation fill the first',
      `10.20.0.0/22 in /24, ${home}`,
      undefined,
      '10.20.0.0/24 10.20.1.0/24 10.20.2.0/24 192.168.128.0/24',
      '10.20.3.0/24',
      '192.168.0.0/24',
    ],
    [
      'in the next pool, before a reservation behind it',
      `10.20.0.0/16 in /24, ${home}`,
      undefined,
      '10.20.0.0/17 10.20.128.0/17',
      '200.1.2.0/24',
      '192.168.0.0/24',
    ],
    [
      'in the next pool, where the last subnet is reserved too',
      `10.10.0.0/22 in /24, ${home}`,
      undefined,
      '10.10.0.0/24 10.10.1.0/24 10.10.2.0/24 10.10.3.0/24',
      '10.10.3.0/24',
      '192.168.0.0/24',
    ],
    [
      'after subnets of several sizes',
      home,
      undefined,
      '192.168.0.0/24 192.168.1.0/24 192.168.2.0/23 192.168.4.0/30',
      '',
      '192.168.5.0/24',
    ],
    [
      'in the next pool, where half a block is taken',
      `10.0.0.0/31 in /31, ${home}`,
      undefined,
      '10.0.0.0/32 100.0.0.0/32 200.0.0.0/32',
      '',
      '192.168.0.0/24',
    ],
    [
      'after subnets and reservations of several sizes',
      home,
      undefined,
      '192.168.0.0/24 192.168.1.0/24 192.168.2.0/30',
      '192.168.2.4/30 192.168.3.0/30 192.168.4.0/23',
      '192.168.6.0/24',
    ],
    ['after what is both a subnet and reserved', home, undefined, '192.168.0.0/24', '192.168.0.0/24', '192.168.1.0/24'],
    [
      'in the first pool while it has room',
      `${ten}, ${home}`,
      undefined,
      '10.0.0.0/24',
      '192.168.0.0/24',
      '10.0.1.0/24',
    ],
    [
      'from no pool inside an earlier one',
      `${ten}, 10.0.0.0/16 in /24, 10.10.0.0/16 in /24, ${home}`,
      undefined,
      '',
      '10.0.0.0/8',
      '192.168.0.0/24',
    ],
    ['the second half', two, undefined, '172.16.0.0/16', '', '172.17.0.0/16'],
    [
      'in the next pool, where the rest is half a block',
      `${two}, ${home}`,
      undefined,
      '172.16.0.0/16 172.17.0.0/17',
      '',
      '192.168.0.0/24',
    ],
    ['none, where the rest is half a block', two, undefined, '172.16.0.0/16 172.17.0.0/17', '', FULL],
    ['none, whatever subnets lie behind', two, undefined, '172.16.0.0/16 172.17.0.0/16 192.168.0.0/24', '', FULL],
    ['none, whatever is reserved behind', two, undefined, '172.16.0.0/16 172.17.0.0/16', '192.168.0.0/24', FULL],
    [
      'none of two full pools',
      twoHome,
      undefined,
      '172.16.0.0/16 172.17.0.0/16 192.168.0.0/24 192.168.1.0/24',
      '',
      FULL,
    ],
    [
      'none, where small subnets cut every block',
      twoHome,
      undefined,
      '172.16.0.0/16 172.17.128.0/17 192.168.0.1/32 192.168.1.0/24',
      '',
      FULL,
    ],
    [
      'past a subnet listed three times at the end of a pool',
      twoHome,
      undefined,
      '172.16.0.0/16 172.17.128.0/17 172.17.128.0/17 172.17.128.0/17',
      '',
      '192.168.0.0/24',
    ],
    [
      'past subnets inside subnets',
      twoHome,
      undefined,
      '172.16.0.0/16 172.16.120.0/24 172.17.128.0/17 172.17.128.0/17 172.17.128.0/24 172.17.128.0/17',
      '',
      '192.168.0.0/24',
    ],
    ['of a smaller size than its pool’s', '172.16.0.0/12 in /16', 24, '', '', '172.16.0.0/24'],
    ['of a larger size than its pool’s', '172.16.0.0/12 in /20', 16, '', '', '172.16.0.0/16'],
    ['of no size there is', '172.16.0.0/12 in /16', 150, '', '', NO_POOL],
    ['of a size, after a larger subnet', '172.16.0.0/12 in /16', 24, '172.16.0.0/20', '', '172.16.16.0/24'],
    ['of a size, in the first gap', '172.16.0.0/12 in /16', 24, '172.16.0.0/20 172.18.0.0/20', '', '172.16.16.0/24'],
    ['past a block that is in part taken', '172.16.0.0/12 in /16', undefined, '172.16.0.0/24', '', '172.17.0.0/16'],
    ['of a size, from the lowest pool', '172.16.0.0/12 in /24, 10.0.0.0/12 in /20', 20, '', '', '10.0.0.0/20'],
    ['of a size no pool is large enough for', mixed, 16, '', '', NO_POOL],
    ['of a size the family does not have', mixed, 33, '', '', NO_POOL],
  ]
  const ask = (pools: string, allocated: Prefix[], reserved: Prefix[], length?: number, version = '29.0.0'): string => {
    const request = {family: 4, rules: rulesOf(version), pools: poolsOf(pools), allocated, reserved} as const
    return word(predictAutomaticSubnet(length === undefined ? request : {...request, length}))
  }
  for (const [why, pools, length, allocated, reserved, want] of rows) {
    it(`${why}: ${want}`, () => equal(ask(pools, prefixesOf(allocated), prefixesOf(reserved), length), want))
  }

  it('overlaps a reservation whose first part is a subnet of its own, as the engine’s does', () => {
    equal(ask(ten, prefixesOf('10.0.0.0/24'), prefixesOf('10.0.0.0/16')), '10.0.1.0/24')
  })
  it('does not overlook a subnet at the end of a pool that holds another, as the engine’s does not', () => {
    equal(ask('10.0.0.0/24 in /26', prefixesOf('10.0.0.0/25 10.0.0.128/25 10.0.0.128/26'), []), FULL)
  })
  it('does not depend on the order of pools and subnets', () => {
    equal(ask(`${home}, 10.0.0.0/23 in /24`, prefixesOf('10.0.1.0/24 10.0.0.0/24'), []), '192.168.0.0/24')
  })
  it('is refused in other words from 29.0 on where the family has no pool', () => {
    equal(ask('', [], [], undefined, '28.5.2'), FULL)
    equal(ask('', [], [], undefined, '29.0.0'), NO_POOL)
  })
  it('is the lowest free block wherever no block in use holds another', () => {
    const block = (value: bigint, length: number): Prefix =>
      formatPrefix({family: 4, value: (10n << 24n) + value}, length)
    const used = fc
      .tuple(fc.bigInt(0n, 255n), fc.integer({min: 24, max: 30}))
      .map(([at, length]) => block(at * 4n, length))
    const apart = (list: Prefix[]): Prefix[] =>
      list.filter((one, i) => !list.some((other, j) => i !== j && overlaps(one, other)))
    fc.assert(
      fc.property(fc.array(used, {maxLength: 20}).map(apart), fc.integer({min: 24, max: 28}), (taken, length) => {
        const all = Array.from({length: 2 ** (length - 22)}, (_, i) =>
          block(BigInt(i) * 2n ** BigInt(32 - length), length),
        )
        const want = all.find((one) => !taken.some((other) => overlaps(one, other))) ?? FULL
        equal(ask(`10.0.0.0/22 in /${length}`, taken, []), want)
      }),
      runs(1000),
    )
  })
})

describe('the subnet an engine before 27.0 chooses', () => {
  const NONE =
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'
  const small = poolsOf('10.0.0.0/22 in /24')
  const from = (allocated: string, reserved = '', pools: readonly Pool[] = small): string =>
    word(
      predictAutomaticSubnet({
        family: 4,
        rules: rulesOf('26.1.5'),
        pools,
        allocated: prefixesOf(allocated),
        reserved: prefixesOf(reserved),
      }),
    )

  it('is any of the free blocks, as its past is not known', () =>
    equal(from('10.0.0.0/23'), '10.0.2.0/24 or 10.0.3.0/24'))
  it('is the only free block whatever its past', () => equal(from('10.0.0.0/23 10.0.2.0/24'), '10.0.3.0/24'))
  it('is none that the host uses', () => equal(from('10.0.3.0/24', '10.0.0.0/23'), '10.0.2.0/24'))
  it('is none that a block in use is a part of', () => equal(from('10.0.0.0/23 10.0.2.128/25'), '10.0.3.0/24'))
  it('is of any of the pools', () =>
    equal(from('', '', poolsOf('192.168.0.0/24 in /24, 10.0.0.0/24 in /24')), '10.0.0.0/24 or 192.168.0.0/24'))
  it('is none where all is taken', () => equal(from('10.0.0.0/22'), NONE))
  it('is none where the host uses all', () => equal(from('', '10.0.0.0/16'), NONE))

  const ask6 = (pools: readonly Pool[], allocated: string): string =>
    word(
      predictAutomaticSubnet({
        family: 6,
        rules: rulesOf('26.1.5'),
        pools,
        allocated: prefixesOf(allocated),
        reserved: [],
      }),
    )
  it('of IPv6 is none without a configured pool', () => equal(ask6(BUILT_IN_POOLS, ''), NONE.replace('IPv4', 'IPv6')))
  it('of IPv6 is only ever the first /64 of a pool', () => {
    equal(ask6(poolsOf('fd00:1::/62 in /64'), ''), 'fd00:1::/64')
    equal(ask6(poolsOf('fd00:1::/62 in /64'), 'fd00:1::/64'), NONE.replace('IPv4', 'IPv6'))
  })
})

describe('what engines differ in', () => {
  const rows: [version: string, walk: string, routes: string, automaticIPv6: boolean, sizeRequests: boolean][] = [
    ['20.10.14', 'rotating', 'non-default', false, false],
    ['20.10.24+dfsg1', 'rotating', 'on-link', false, false],
    ['23.0.0', 'rotating', 'on-link', false, false],
    ['26.1.5+dfsg1', 'rotating', 'on-link', false, false],
    ['27.0.3', 'linear', 'on-link', true, false],
    ['28.5.2+dfsg4', 'linear', 'on-link', true, false],
    ['29.0.0', 'linear', 'on-link', true, true],
  ]
  for (const [version, walk, routes, automaticIPv6, sizeRequests] of rows) {
    it(version, () => deepEqual(rulesOf(version), {walk, routes, automaticIPv6, sizeRequests}))
  }
  it('is not known of Podman', () => equal(allocatorRulesOf('5.4.2').known, false))
  it('is not known of a development build', () => equal(allocatorRulesOf('dev').known, false))
})

describe('what an engine stays clear of', () => {
  const route = (destination: string, onLink: boolean) =>
    ({destination: parsePrefix(destination), gateway: null, device: 'eth0', onLink}) as const
  const routes = [
    route('0.0.0.0/0', false),
    route('10.8.0.0/16', false),
    route('192.168.1.0/24', true),
    route('fd00::/64', true),
  ]
  const resolvers = [parseAddr('192.168.1.1'), parseAddr('fd00::53')]
  it('is on-link routes and resolvers', () =>
    deepEqual(reservedFor(4, rulesOf('28.5.2'), routes, resolvers), ['192.168.1.1/32', '192.168.1.0/24']))
  it('is any route but the default one before 20.10.15', () =>
    deepEqual(reservedFor(4, rulesOf('20.10.7'), routes, []), ['10.8.0.0/16', '192.168.1.0/24']))
  it('is resolvers alone for IPv6', () =>
    deepEqual(reservedFor(6, rulesOf('28.5.2'), routes, resolvers), ['fd00::53/128']))
})

describe('the pools of an engine', () => {
  const poolsFor = (engineVersion: string, configuredPools: AddressSpace['configuredPools'] = [], engineId = 'id') =>
    needed(localPools({engineVersion, configuredPools, engineId}), 'pools')
  it('are the built-in ones and one of its own for IPv6', () => {
    const pools = poolsFor('28.5.2', [], 'd60820b2-23e9-44f0-852d-768a0f63c043')
    deepEqual(pools.slice(0, 7), BUILT_IN_POOLS)
    deepEqual(pools.slice(7), poolsOf('fddd:c4a6:ae24::/48 in /64'))
  })
  it('are those configured', () => {
    const configured = [
      {base: '10.10.0.0/16', size: 24},
      {base: 'fd00:a::/48', size: 64},
    ]
    deepEqual(poolsFor('28.5.2', configured), poolsOf('10.10.0.0/16 in /24, fd00:a::/48 in /64'))
  })
  it('are masked as the engine masks them', () =>
    deepEqual(poolsFor('26.1.5', [{base: '10.10.1.0/16', size: 24}]), poolsOf('10.10.0.0/16 in /24')))
  it('have no IPv6 before 27.0', () => equal(poolsFor('26.1.5').length, 7))
  it('are unknown where the engine is no Docker Engine that is known', () =>
    deepEqual(localPools({engineVersion: '5.4.2', configuredPools: [], engineId: 'id'}), {
      known: false,
      why: 'Docker Engine 5.4.2 is not known',
    }))
  // As an engine 28.5.2 with this id in GET /info gave its first IPv6 network fddd:c4a6:ae24::/64.
  it('derive their unique local prefix from the engine’s id', () =>
    deepEqual(uniqueLocalPool('d60820b2-23e9-44f0-852d-768a0f63c043').base, 'fddd:c4a6:ae24::/48'))
})
