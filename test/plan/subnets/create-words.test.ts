import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {avoided} from '../../../src/lib/model/subnets/blocks-in-use.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {predictedSubnet} from '../../../src/lib/plan/allocate/prediction.js'
import {canForetellAutomatic} from '../../../src/lib/plan/subnets/automatic.js'
import {planCreate} from '../../../src/lib/plan/subnets/create.js'
import {
  automaticFamilies,
  type CreateRequest,
  choosesSubnet,
  refuseIdle,
} from '../../../src/lib/plan/subnets/create-request.js'
import {checkSubnet, findSubnet} from '../../../src/lib/plan/subnets/find-subnet.js'
import {addr, type HostParts, hostWith, network, PODMAN_NETWORK, route, subnet} from '../../build/host.js'
import {type Wish, wish} from '../../build/specs.js'

const blocks = (...texts: string[]) => texts.map(parsePrefix)
const avoid = (...texts: string[]) => avoided(blocks(...texts), '--avoid')
const subnets = (...texts: string[]): Wish => ({addresses: {subnets: texts}})
const on = (networks: Network[], parts: HostParts = {}): Host => hostWith(networks, parts)
const small = {pools: [{base: '10.9.0.0/23', size: 24}]}

const refusal = (host: Host, given: Wish): string[] => {
  const {error, reason} = planCreate(known(host), wish(given)).refusal ?? {}
  return error ? [error.code, error.message, error.hint, reason ?? ''] : []
}

describe('what the engine would refuse of a network, word for word', () => {
  const POOLS =
    'see what is using the pools: dnet subnets; choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 new'
  const cases: [why: string, host: Host, given: Wish, told: string[]][] = [
    ['nothing', on([]), {}, []],
    [
      'a name that is taken',
      on([network('new')]),
      {},
      [
        'NAME_TAKEN',
        'network with name new already exists',
        'choose another name, or see the existing one: dnet inspect new',
        '',
      ],
    ],
    [
      'a name that is taken, before a subnet that is too',
      on([network('new', {subnets: ['10.1.0.0/16']})]),
      subnets('10.1.2.0/24'),
      [
        'NAME_TAKEN',
        'network with name new already exists',
        'choose another name, or see the existing one: dnet inspect new',
        '',
      ],
    ],
    [
      'what is given beside a configuration, before its subnet that is in use',
      on([
        network('web', {subnets: ['10.1.0.0/16']}),
        network('copy', {configOnly: true, driver: 'null', subnets: ['10.1.2.0/24']}),
      ]),
      {network: {configFrom: 'copy', labels: {a: 'b'}}},
      [
        'ENGINE_REFUSED',
        'a network that takes its configuration from "copy" cannot have --label',
        'omit --label, or --config-from',
        '',
      ],
    ],
    [
      'on Podman, a name that is taken, before a subnet that is too',
      on([PODMAN_NETWORK, network('new', {subnets: ['10.1.0.0/16']})]),
      subnets('10.1.2.0/24'),
      [
        'NAME_TAKEN',
        'network with name new already exists',
        'choose another name, or see the existing one: dnet inspect new',
        '',
      ],
    ],
    [
      'a choice of its own, where no block is left',
      on([network('a', {subnets: ['10.9.0.0/23']})], small),
      {},
      ['POOL_EXHAUSTED', 'all predefined address pools have been fully subnetted', POOLS, ''],
    ],
    [
      'a choice of IPv6 alone, for which no number of containers helps',
      on([network('a', {enableIPv4: false, enableIPv6: true, subnets: ['fd09::/64']})], {
        pools: [{base: 'fd09::/64', size: 64}],
      }),
      {network: {enableIPv4: false, enableIPv6: true}},
      [
        'POOL_EXHAUSTED',
        'all predefined address pools have been fully subnetted',
        'see what is using the pools: dnet subnets',
        '',
      ],
    ],
    [
      'a choice of IPv4, with IPv6 that the engine chooses itself',
      on([network('a', {subnets: ['10.9.0.0/23']})], small),
      {network: {enableIPv6: true}},
      [
        'POOL_EXHAUSTED',
        'all predefined address pools have been fully subnetted',
        'see what is using the pools: dnet subnets; choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 --ipv6 new',
        '',
      ],
    ],
    [
      'a choice before 27.0, where no block is left',
      on([network('a', {subnets: ['10.9.0.0/23']})], {...small, version: '26.1.5'}),
      {},
      [
        'POOL_EXHAUSTED',
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
        POOLS,
        '',
      ],
    ],
    [
      'both families, where the first has no block left',
      on([network('a', {subnets: ['10.9.0.0/23']})], small),
      {network: {enableIPv6: true}},
      [
        'POOL_EXHAUSTED',
        'all predefined address pools have been fully subnetted',
        `${POOLS.slice(0, -' new'.length)} --ipv6 new`,
        '',
      ],
    ],
    ['host bits of a subnet, which engines before 25.0 take', on([], {apiVersion: '1.43'}), subnets('10.1.0.9/24'), []],
    [
      'host bits of a subnet for another IPAM driver',
      on([]),
      {...subnets('10.1.0.9/24'), network: {ipamDriver: 'weave'}},
      [],
    ],
  ]
  for (const [why, host, given, told] of cases) it(why, () => deepEqual(refusal(host, given), told))

  it('host bits of a subnet from 25.0 on', () => {
    const [code, message, , reason] = refusal(on([], {apiVersion: '1.44'}), subnets('10.1.0.9/24'))
    equal(code, 'ENGINE_REFUSED')
    equal(message, reason)
    equal(message?.includes('10.1.0.9/24'), true)
  })
})

describe('what dnet refuses of a network, word for word', () => {
  const web = network('web', {subnets: ['10.1.0.0/16']})
  const cases: [why: string, host: Host, given: Wish, code: string, message: string, hint: string][] = [
    [
      'a subnet that overlaps, with the nearest that is free',
      on([web]),
      subnets('10.1.2.0/24'),
      'SUBNET_OVERLAP',
      'subnet 10.1.2.0/24 overlaps network "web" (10.1.0.0/16)',
      '10.0.255.0/24 is free',
    ],
    [
      'a subnet that overlaps several',
      on([
        network('a', {subnets: ['10.1.0.0/24']}),
        network('c', {subnets: ['10.1.2.0/24']}),
        network('b', {subnets: ['10.1.1.0/24']}),
      ]),
      subnets('10.1.0.0/16'),
      'SUBNET_OVERLAP',
      'subnet 10.1.0.0/16 overlaps network "a" (10.1.0.0/24), network "b" (10.1.1.0/24) and network "c" (10.1.2.0/24)',
      '10.0.0.0/16 is free',
    ],
    [
      'a subnet where no other is free',
      on([network('a', {subnets: ['10.0.0.0/8']})]),
      subnets('10.0.0.0/8'),
      'SUBNET_OVERLAP',
      'subnet 10.0.0.0/8 overlaps network "a" (10.0.0.0/8)',
      'no other /8 is free in 10.0.0.0/8, nor in any private block: ask for a smaller subnet',
    ],
    [
      'no room, with the largest block that is left',
      on([network('a', {subnets: ['10.9.0.0/24']})], small),
      {hosts: 300},
      'POOL_EXHAUSTED',
      'no free /23 left in 10.9.0.0/23',
      'use another pool: dnet create --hosts 300 --pool 10.64.0.0/10 new; the largest free block here is 10.9.1.0/24',
    ],
    [
      'no room at all',
      on([network('a', {subnets: ['10.9.0.0/23']})], small),
      {hosts: 5},
      'POOL_EXHAUSTED',
      'no free /29 left in 10.9.0.0/23',
      'use another pool: dnet create --hosts 5 --pool 10.64.0.0/10 new',
    ],
    [
      'no pool of the family',
      on([]),
      {pools: blocks('10.9.0.0/23'), ...subnets('/64')},
      'POOL_EXHAUSTED',
      'no free /64 left in the pools (none of them is IPv6)',
      'use another pool: dnet create --subnet /64 --pool fd00::/8 --pool 10.9.0.0/23 new',
    ],
    [
      'a gateway in no pool',
      on([], small),
      {hosts: 5, addresses: {gateways: ['10.10.0.1']}},
      'POOL_EXHAUSTED',
      'gateway 10.10.0.1 needs subnet 10.10.0.0/29, which is not in 10.9.0.0/23',
      'choose a gateway in a pool, or give its pool with --pool',
    ],
    [
      'a gateway whose block is taken',
      on([network('a', {subnets: ['10.9.0.0/25']})], small),
      {hosts: 5, addresses: {gateways: ['10.9.0.1']}},
      'SUBNET_OVERLAP',
      'subnet 10.9.0.0/29 overlaps network "a" (10.9.0.0/25)',
      '10.9.0.128/29 is free',
    ],
    [
      'no container',
      on([]),
      {hosts: 0},
      'USAGE',
      '--hosts must be a whole number of at least 1',
      'give a whole number of containers, such as 50',
    ],
    [
      'more containers than there are addresses',
      on([]),
      {hosts: 5_000_000_000},
      'USAGE',
      'no IPv4 subnet holds 5000000000 containers',
      'give a whole number of containers, such as 50',
    ],
    [
      'two sizes of one family',
      on([]),
      subnets('/26', '/27'),
      'USAGE',
      'only one subnet of each family can be given by size',
      'give one size for each of IPv4 and IPv6',
    ],
    [
      'containers and a subnet',
      on([]),
      {hosts: 5, ...subnets('10.5.0.0/24')},
      'USAGE',
      '--hosts 5 and --subnet both set the size of the IPv4 subnet',
      'use only one of them',
    ],
    [
      'containers and an IPv6 subnet, of IPv6 alone',
      on([]),
      {hosts: 5, ...subnets('fd00::/64'), network: {enableIPv4: false, enableIPv6: true}},
      'USAGE',
      '--hosts 5 and --subnet both set the size of the IPv6 subnet',
      'use only one of them',
    ],
    [
      'a place for the gateway without a subnet',
      on([]),
      {gatewayAt: 'first', network: {configOnly: true}},
      'USAGE',
      'every ip-range or gateway must have a corresponding subnet',
      '--subnet PREFIX',
    ],
    [
      'no whole block',
      on([], small),
      {avoid: avoid('10.9.0.9/32', '10.9.1.9/32')},
      'POOL_EXHAUSTED',
      'no whole block is left in 10.9.0.0/23',
      'use another pool: dnet create --pool 10.64.0.0/10 --avoid 10.9.0.9/32 --avoid 10.9.1.9/32 new; ask for less: --subnet /26 or --hosts 50',
    ],
    [
      'no whole block of several pools',
      on([]),
      {pools: blocks('10.9.0.0/24', '10.10.0.0/24'), avoid: avoid('10.9.0.9/32', '10.10.0.9/32')},
      'POOL_EXHAUSTED',
      'no whole block is left in 10.9.0.0/24, 10.10.0.0/24',
      'use another pool: dnet create --pool 10.64.0.0/10 --avoid 10.9.0.9/32 --avoid 10.10.0.9/32 new; ask for less: --subnet /26 or --hosts 50',
    ],
    [
      'no whole block of IPv6',
      on([]),
      {pools: blocks('fd01::/64'), avoid: avoid('fd01::9/128'), network: {enableIPv4: false, enableIPv6: true}},
      'POOL_EXHAUSTED',
      'no whole block is left in fd01::/64',
      'use another pool: dnet create --pool fd00::/8 --avoid fd01::9/128 --ipv4=false --ipv6 new',
    ],
    [
      'no whole block, and no address left of its pool and no other private block',
      on([network('big', {subnets: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']})]),
      {pools: blocks('10.9.0.0/24')},
      'POOL_EXHAUSTED',
      'no whole block is left in 10.9.0.0/24',
      '',
    ],
  ]
  for (const [why, host, given, code, message, hint] of cases)
    it(why, () => throws(() => planCreate(known(host), wish(given)), {code, message, hint}))
})

describe('what dnet says of a network that it can create', () => {
  const plan = (host: Host, given: Wish) => planCreate(known(host), wish(given))
  it('which block it chose, and why', () => {
    const {
      operation,
      chosen,
      summary,
      unseen,
      refusal: refused,
    } = plan(on([], small), {hosts: 50, ...subnets('/64'), network: {enableIPv6: undefined}})
    deepEqual(
      [operation.because, chosen, summary, unseen, refused, operation.spec.enableIPv6],
      [
        'the lowest free block of that size',
        true,
        '10.9.0.0/26, room for 61 containers; fdfa:add0:c437::/64, room for 18446744073709551614 containers',
        [],
        undefined,
        true,
      ],
    )
  })
  it('nothing of a subnet that was named', () => {
    const {operation, chosen, summary} = plan(on([], small), subnets('10.1.0.0/24'))
    deepEqual([operation.because, chosen, summary, operation.spec.enableIPv6], ['', false, '', undefined])
  })
  it('IPv6 stays off where that was asked for', () =>
    equal(plan(on([]), {...subnets('/64'), network: {enableIPv6: false}}).operation.spec.enableIPv6, false))
  it('what could not be seen, of a subnet', () => {
    const blind = on([], {machine: {routes: unknown('remote'), resolvers: unknown('remote')}})
    deepEqual(plan(blind, {hosts: 5}).unseen, ['routes not checked: remote', 'resolvers not checked: remote'])
    deepEqual(plan(blind, subnets('10.1.0.0/24')).unseen.length, 2)
    deepEqual(plan(blind, {}).unseen, [])
  })
  it('nothing without a picture', () => {
    const {
      operation,
      chosen,
      findings,
      unseen,
      refusal: refused,
      summary,
    } = planCreate(unknown('refused'), wish({addresses: {subnets: ['10.1.0.0/24']}, gatewayAt: 'last'}))
    deepEqual(
      [operation.because, operation.spec.subnets[0]?.gateway, chosen, findings, unseen, refused, summary],
      ['', '10.1.0.254', false, [], [], undefined, ''],
    )
  })

  const findings = (host: Host, given: Wish) =>
    plan(host, given).findings.map(({code, refused, message, hint}) => [`${code} ${refused}`, message, hint])
  const mesh = network('mesh', {driver: 'overlay', scope: 'swarm', subnets: ['10.1.0.0/24']})
  const CLEAR = 'to choose one without an overlap: --subnet /24, --hosts N or --avoid PREFIX'
  const noted: [why: string, host: Host, given: Wish, told: string[][]][] = [
    [
      'a subnet that the engine takes, but that hides something',
      on([mesh]),
      subnets('10.1.0.0/24'),
      [
        [
          'SUBNET_OVERLAPS false',
          'subnet 10.1.0.0/24 overlaps network "mesh" (10.1.0.0/24): the engine refuses it while anything on this node is on that network, and otherwise nothing on this node can be on that network any more',
          '10.0.255.0/24 is free',
        ],
      ],
    ],
    [
      'a subnet of a Swarm network with an ip-range, which the engine takes',
      on([mesh]),
      {addresses: {subnets: ['10.1.0.0/24'], ipRanges: ['10.1.0.128/25']}},
      [
        [
          'SUBNET_OVERLAPS false',
          'subnet 10.1.0.0/24 overlaps network "mesh" (10.1.0.0/24): the engine allows it, but traffic to one of them will not arrive',
          '10.0.255.0/24 is free',
        ],
        [
          'GATEWAY_IN_RANGE false',
          'the gateway of 10.1.0.0/24 becomes 10.1.0.128, the first address of its ip-range',
          'to use 10.1.0.1: --gateway 10.1.0.1',
        ],
      ],
    ],
    [
      'a subnet where no other is free',
      on([], {machine: {routes: known([route('10.0.0.0/8', 'tun0')])}}),
      subnets('10.0.0.0/8'),
      [
        [
          'SUBNET_OVERLAPS false',
          'subnet 10.0.0.0/8 overlaps the route on tun0 (10.0.0.0/8): the engine allows it, but traffic to one of them will not arrive',
          'no other /8 is free in 10.0.0.0/8, nor in any private block: ask for a smaller subnet',
        ],
      ],
    ],
    [
      'nothing of one that only holds configuration',
      on([mesh]),
      {...subnets('10.1.0.0/24'), network: {configOnly: true}},
      [],
    ],
    [
      'a gateway that becomes the first address of an ip-range',
      on([]),
      {addresses: {subnets: ['10.1.0.0/24'], ipRanges: ['10.1.0.128/25']}},
      [
        [
          'GATEWAY_IN_RANGE false',
          'the gateway of 10.1.0.0/24 becomes 10.1.0.128, the first address of its ip-range',
          'to use 10.1.0.1: --gateway 10.1.0.1',
        ],
      ],
    ],
    [
      'no such gateway where one is given',
      on([]),
      {addresses: {subnets: ['10.1.0.0/24'], ipRanges: ['10.1.0.128/25'], gateways: ['10.1.0.9']}},
      [],
    ],
    [
      'no such gateway where a sane one is wanted',
      on([]),
      {addresses: {subnets: ['10.1.0.0/24'], ipRanges: ['10.1.0.128/25']}, saneGateway: true},
      [],
    ],
    [
      'too many containers for a bridge',
      on([], {pools: [{base: '10.0.0.0/8', size: 24}]}),
      {hosts: 1024},
      [['CAPACITY false', '1024 containers are more than the 1023 ports of a Linux bridge', '']],
    ],
    [
      'what the engine’s own choice hides',
      on([], {
        ...small,
        machine: {
          routes: known([route('10.9.0.0/16', 'tun0', '192.0.2.1'), route('10.9.0.0/17', 'tun1', '192.0.2.2')]),
        },
      }),
      {},
      [
        [
          'SUBNET_OVERLAPS false',
          'the engine chooses 10.9.0.0/24, which overlaps the route via 192.0.2.1 (10.9.0.0/16), the route via 192.0.2.2 (10.9.0.0/17): traffic to one of them will not arrive',
          CLEAR,
        ],
      ],
    ],
    [
      'what one of the engine’s choices hides, before 27.0',
      on([], {...small, version: '26.1.5', machine: {routes: known([route('10.9.1.0/24', 'tun0', '192.0.2.1')])}}),
      {},
      [
        [
          'SUBNET_OVERLAPS false',
          'the engine chooses one of 2 free blocks, some of which overlap what is in use: 10.9.1.0/24 overlaps the route via 192.0.2.1 (10.9.1.0/24)',
          CLEAR,
        ],
      ],
    ],
  ]
  for (const [why, host, given, told] of noted) it(why, () => deepEqual(findings(host, given), told))
})

describe('the gateway that is asked for', () => {
  const gateway = (given: Wish): (string | undefined)[] =>
    planCreate(known(on([])), wish(given)).operation.spec.subnets.map((one) => one.gateway)
  const of = (block: string, more: Partial<CreateRequest['addresses']> = {}) => ({
    addresses: {subnets: [block], ...more},
  })
  const cases: [why: string, given: Wish, gateways: string[]][] = [
    ['none', of('10.1.0.0/24'), ['']],
    ['the first', {...of('10.1.0.0/24'), gatewayAt: 'first'}, ['10.1.0.1']],
    [
      'the first that is not auxiliary',
      {...of('10.1.0.0/24', {auxAddresses: {a: '10.1.0.1'}}), gatewayAt: 'first'},
      ['10.1.0.2'],
    ],
    ['the last', {...of('10.1.0.0/24'), gatewayAt: 'last'}, ['10.1.0.254']],
    ['the last of a /31', {...of('10.1.0.0/31'), gatewayAt: 'last'}, ['10.1.0.1']],
    ['the last of IPv6', {...of('fd00::/64'), gatewayAt: 'last'}, ['fd00::ffff:ffff:ffff:ffff']],
    ['the one that is given', of('10.1.0.0/24', {gateways: ['10.1.0.9']}), ['10.1.0.9']],
    [
      'a sane one beside an ip-range',
      {...of('10.1.0.0/24', {ipRanges: ['10.1.0.128/25']}), saneGateway: true},
      ['10.1.0.1'],
    ],
    ['a sane one without an ip-range is left to the engine', {...of('10.1.0.0/24'), saneGateway: true}, ['']],
  ]
  for (const [why, given, gateways] of cases) it(why, () => deepEqual(gateway(given), gateways))

  const idle: [why: string, given: Wish][] = [
    ['each has one that is given', {...of('10.1.0.0/24', {gateways: ['10.1.0.9']}), gatewayAt: 'last'}],
    ['none is left', {...of('10.1.0.0/32', {auxAddresses: {a: '10.1.0.0'}}), gatewayAt: 'first'}],
  ]
  for (const [why, given] of idle)
    it(`is refused where ${why}`, () =>
      throws(() => gateway(given), {
        code: 'USAGE',
        message: `--gateway ${given.gatewayAt} has no effect: no subnet is without a gateway and has an address left for it`,
        hint: `leave out --gateway ${given.gatewayAt}`,
      }))
})

describe('who chooses the subnet of a network', () => {
  const cases: [why: string, given: Wish, engine: boolean, dnet: boolean, foretold: boolean][] = [
    ['the engine', {}, true, false, true],
    ['the user, by address', subnets('10.1.0.0/24'), false, false, false],
    ['dnet, by size', subnets('/24'), false, true, false],
    ['dnet, one of two by size', subnets('10.1.0.0/24', '/64'), false, true, false],
    ['dnet, by containers', {hosts: 5}, false, true, false],
    ['dnet, in a pool', {pools: blocks('10.0.0.0/8')}, true, true, true],
    ['dnet, clear of a block', {avoid: avoid('10.0.0.0/8')}, true, true, true],
    ['dnet, for the place of the gateway', {gatewayAt: 'last'}, true, true, true],
    ['the user, in a pool', {...subnets('10.1.0.0/24'), pools: blocks('10.0.0.0/8')}, false, false, false],
    ['nobody: a gateway alone', {addresses: {gateways: ['10.1.0.1']}}, false, false, false],
    ['nobody: an ip-range alone', {addresses: {ipRanges: ['10.1.0.0/25']}}, false, false, false],
    ['nobody: an auxiliary address alone', {addresses: {auxAddresses: {a: '10.1.0.1'}}}, false, false, false],
    ['another IPAM driver', {network: {ipamDriver: 'weave'}}, false, false, false],
    ['a network that only holds configuration', {network: {configOnly: true}}, false, false, false],
    ['a network whose configuration is elsewhere', {network: {configFrom: 'c'}}, false, false, false],
    ['the host’s network', {network: {driver: 'host'}}, false, false, false],
    ['no network', {network: {driver: 'null'}}, false, false, false],
    ['no network by its other name', {network: {driver: 'none'}}, false, false, false],
    ['the engine, an overlay: not foretold', {network: {driver: 'overlay'}}, true, false, false],
    ['the engine, the routing mesh: not foretold', {network: {ingress: true}}, true, false, false],
  ]
  for (const [why, given, engine, dnet, foretold] of cases)
    it(why, () =>
      deepEqual(
        [automaticFamilies(wish(given)).length > 0, choosesSubnet(wish(given)), canForetellAutomatic(wish(given))],
        [engine, dnet, foretold],
      ),
    )
})

describe('the sizes that are asked for', () => {
  const sent = (host: Host, given: Wish): string[] =>
    planCreate(known(host), wish(given)).operation.spec.subnets.map((one) => one.subnet)
  const only6 = {enableIPv4: false, enableIPv6: true}
  const old = on([], {version: '26.1.5', pools: [{base: '10.9.0.0/16', size: 24}]})
  const now = on([], {pools: [{base: '10.9.0.0/16', size: 24}]})
  const cases: [why: string, host: Host, given: Wish, subnets: string[]][] = [
    ['up to /32 is IPv4', now, subnets('/32'), ['10.9.0.0/32']],
    ['from /33 on is IPv6', now, subnets('/80'), ['fdfa:add0:c437::/80']],
    ['of IPv6 alone is IPv6', now, {...subnets('/32'), pools: blocks('fd00::/16'), network: only6}, ['fd00::/32']],
    ['by containers, of IPv6 alone', now, {hosts: 5, network: only6}, ['fdfa:add0:c437::/125']],
    [
      'by containers, with room for auxiliary addresses',
      now,
      {hosts: 61, addresses: {auxAddresses: {a: '10.9.0.5'}}},
      ['10.9.0.0/25'],
    ],
    ['by containers, and IPv6 by the engine', now, {hosts: 5, network: {enableIPv6: true}}, ['10.9.0.0/29']],
    [
      'by containers, and IPv6 by dnet for an engine that does not choose it',
      old,
      {hosts: 5, network: {enableIPv6: true}},
      ['10.9.0.0/29', 'fdfa:add0:c437::/64'],
    ],
    [
      'by containers, and IPv6 as it is given',
      old,
      {hosts: 5, network: {enableIPv6: true}, ...subnets('fd05::/64')},
      ['fd05::/64', '10.9.0.0/29'],
    ],
    [
      'by containers, and IPv6 in the size that is given',
      old,
      {hosts: 5, network: {enableIPv6: true}, ...subnets('/80')},
      ['10.9.0.0/29', 'fdfa:add0:c437::/80'],
    ],
    ['by containers, without IPv6', old, {hosts: 5}, ['10.9.0.0/29']],
    ['by size, without IPv6 of dnet', old, {...subnets('/24'), network: {enableIPv6: true}}, ['10.9.0.0/24']],
    ['a whole block of IPv6 alone', now, {avoid: avoid('10.0.0.0/8'), network: only6}, ['fdfa:add0:c437::/64']],
  ]
  for (const [why, host, given, want] of cases) it(why, () => deepEqual(sent(host, given), want))

  it('alone where the engine would choose the same block', () => {
    const of29 = (parts: HostParts = {}) =>
      on([], {version: '29.0.0', pools: [{base: '10.9.0.0/16', size: 24}], ...parts})
    deepEqual(sent(of29(), subnets('/26')), ['0.0.0.0/26'])
    deepEqual(sent(of29(), subnets('/64')), ['::/64'])
    deepEqual(sent(of29(), {...subnets('/26'), pools: blocks('10.9.0.0/16')}), ['10.9.0.0/26'])
    deepEqual(sent(of29(), {...subnets('/26'), gatewayAt: 'last'}), ['10.9.0.0/26'])
    deepEqual(sent(of29(), {addresses: {subnets: ['/26'], gateways: ['10.9.0.1']}}), ['10.9.0.0/26'])
    deepEqual(sent(of29(), {addresses: {subnets: ['/26'], auxAddresses: {a: '10.9.0.5'}}}), ['10.9.0.0/26'])
    deepEqual(sent(of29(), {...subnets('/26'), avoid: avoid('10.9.0.0/24')}), ['10.9.1.0/26'])
    deepEqual(sent(of29({machine: {routes: unknown('remote')}}), subnets('/26')), ['10.9.0.0/26'])
    deepEqual(sent(on([], {pools: [{base: '10.9.0.0/16', size: 24}]}), subnets('/26')), ['10.9.0.0/26'])
  })
})

describe('what is in the way of a subnet', () => {
  const taken = (prefix: string, driver: string, scope: 'local' | 'swarm', ipRange = '') =>
    ({prefix: parsePrefix(prefix), holder: {kind: 'network', name: 'n', id: 'n', driver, scope, ipRange}}) as const
  const refused = (
    about: {driver?: string; scope?: 'local' | 'swarm'; ipRange?: string},
    one: ReturnType<typeof taken>,
  ) =>
    checkSubnet(
      {subnet: parsePrefix('10.1.0.0/24'), ipRange: '', driver: 'bridge', scope: 'local', ...about},
      [],
      [one],
    ).overlaps.map((overlap) => overlap.refused)
  const cases: [why: string, found: () => boolean[], want: boolean[]][] = [
    ['nothing', () => refused({}, taken('10.2.0.0/24', 'bridge', 'local')), []],
    ['a bridge, of a bridge', () => refused({}, taken('10.1.0.0/24', 'bridge', 'local')), [true]],
    [
      'a bridge, of a bridge with an ip-range',
      () => refused({ipRange: '10.1.0.0/25'}, taken('10.1.0.0/24', 'bridge', 'local')),
      [true],
    ],
    ['a macvlan, of a bridge', () => refused({}, taken('10.1.0.0/24', 'macvlan', 'local')), [true]],
    [
      'a macvlan, of a bridge with an ip-range',
      () => refused({ipRange: '10.1.0.0/25'}, taken('10.1.0.0/24', 'macvlan', 'local')),
      [false],
    ],
    [
      'a macvlan of the same block and ip-range',
      () => refused({ipRange: '10.1.0.0/25'}, taken('10.1.0.0/24', 'macvlan', 'local', '10.1.0.0/25')),
      [true],
    ],
    [
      'a macvlan of another block and the same ip-range',
      () => refused({ipRange: '10.1.0.0/25'}, taken('10.1.0.0/16', 'macvlan', 'local', '10.1.0.0/25')),
      [false],
    ],
    ['Swarm’s, of a local one', () => refused({}, taken('10.1.0.0/24', 'overlay', 'swarm')), [false]],
    [
      'a local one, of Swarm’s',
      () => refused({driver: 'overlay', scope: 'swarm'}, taken('10.1.0.0/24', 'bridge', 'local')),
      [false],
    ],
    [
      'Swarm’s, of Swarm’s',
      () => refused({driver: 'overlay', scope: 'swarm'}, taken('10.1.0.0/24', 'overlay', 'swarm')),
      [true],
    ],
  ]
  for (const [why, found, want] of cases) it(`refused: ${why}`, () => deepEqual(found(), want))

  it('offers what is free in the private block around it, else in the pools', () => {
    const hint = (block: string, pools: string[]) =>
      checkSubnet({subnet: parsePrefix(block), ipRange: '', driver: 'bridge', scope: 'local'}, blocks(...pools), [
        taken(block, 'bridge', 'local'),
      ]).hint
    equal(hint('192.168.255.0/24', ['10.0.0.0/8']), '192.168.254.0/24 is free')
    equal(hint('100.64.0.0/24', []), '100.64.1.0/24 is free')
    equal(hint('172.16.0.0/24', []), '172.16.1.0/24 is free')
    equal(hint('fd00::/64', []), 'fd00:0:0:1::/64 is free')
    equal(hint('198.51.100.0/24', ['10.0.0.0/8']), '10.255.255.0/24 is free')
    equal(hint('198.51.100.0/24', []), 'no other /24 is free in the pools (none of them is IPv4), but 10.64.0.0/24 is')
  })

  it('is told in the words of the search: several pools, and one of another family', () => {
    const search = (pools: string[], family: 4 | 6, length: number) => () =>
      findSubnet({family, size: {length}, pools: blocks(...pools), taken: []})
    throws(search(['10.0.0.0/24', '10.1.0.0/24', '10.2.0.0/24'], 4, 8), {
      message: 'no free /8 left in 10.0.0.0/24, 10.1.0.0/24 and 10.2.0.0/24',
    })
    throws(search(['fd00::/48'], 4, 8), {message: 'no free /8 left in the pools (none of them is IPv4)'})
  })
  it('with a fraction of a container', () =>
    throws(() => findSubnet({family: 4, size: {hosts: 1.5}, pools: blocks('10.0.0.0/8'), taken: []}), {
      message: '--hosts must be a whole number of at least 1',
    }))
  it('around a gateway', () =>
    equal(
      findSubnet({
        family: 4,
        size: {length: 24},
        pools: blocks('10.0.0.0/8', 'fd00::/8'),
        taken: [],
        gateway: addr('10.1.2.9'),
      }),
      '10.1.2.0/24',
    ))
})

describe('the subnet that an engine would choose', () => {
  const space = (parts: HostParts) => {
    const {addressSpace} = hostWith([], parts)
    if (!addressSpace.known) throw new Error('no address space')
    return addressSpace.value
  }
  const pools = [{base: '10.9.0.0/22', size: 24}]
  const predicted = (parts: HostParts, networks: Network[] = [], length?: number) =>
    predictedSubnet(space({pools, ...parts}), networks, 4, length)
  const chosen = (networks: Network[], parts: HostParts = {}, length?: number) => {
    const found = predicted(parts, networks, length)
    return found.known && found.value.is === 'subnet' ? found.value.subnet : found
  }
  const at = (parts: Parameters<typeof network>[1]) => [network('n', {subnets: [subnet('10.9.0.0/24')], ...parts})]
  const cases: [why: string, networks: Network[], subnet: string][] = [
    ['is the lowest', [], '10.9.0.0/24'],
    ['is clear of local networks', at({}), '10.9.1.0/24'],
    ['is not clear of Swarm’s', at({scope: 'swarm'}), '10.9.0.0/24'],
    ['is not clear of one that only holds configuration', at({configOnly: true}), '10.9.0.0/24'],
    ['is not clear of one with another IPAM driver', at({ipamDriver: 'weave'}), '10.9.0.0/24'],
  ]
  for (const [why, networks, want] of cases) it(why, () => equal(chosen(networks), want))
  it('is of the length that was asked for', () => equal(chosen(at({}), {version: '29.0.0'}, 26), '10.9.1.0/26'))

  const notKnown: [why: string, parts: HostParts, because: string][] = [
    ['the engine is not known', {version: 'x'}, '"x" is not a version of the Docker Engine'],
    ['the engine is too old', {version: '1.13.1'}, 'Docker Engine 1.13.1 is not known'],
    ['routes are not known', {machine: {routes: unknown('remote')}}, 'remote'],
    ['resolvers are not known', {machine: {resolvers: unknown('no file')}}, 'no file'],
    [
      'an engine before 27.0 has too many blocks to tell',
      {version: '26.1.5', pools: [{base: '10.0.0.0/8', size: 25}]},
      'the pools have too many blocks',
    ],
  ]
  for (const [why, parts, because] of notKnown)
    it(`is not known where ${why}`, () => deepEqual(predicted(parts), {known: false, why: because}))
  it('is one of very many before 27.0', () => {
    const found = predicted({
      version: '26.1.5',
      pools: [
        {base: '10.0.0.0/8', size: 24},
        {base: 'fd00::/32', size: 64},
      ],
    })
    equal(found.known && found.value.is, 'one-of')
  })
})

describe('flags that say how a subnet is to be found, where none is', () => {
  const NONE = {pools: [], avoid: [], noCheck: false}
  const told = (given: Wish, flags: {pools?: string[]; avoid?: string[]; noCheck?: boolean}): string => {
    try {
      const {pools = [], avoid: avoiding = []} = flags
      refuseIdle(wish(given), {...NONE, ...flags, pools: blocks(...pools), avoid: blocks(...avoiding)})
      return ''
    } catch (error) {
      const {code, message, hint} = error as {code: string; message: string; hint: string}
      return [code, message, hint].join(' | ')
    }
  }
  const pool = (family: number, block: string) =>
    `USAGE | no IPv${family} subnet is looked for in --pool ${block} | leave out --pool, or have a subnet found: --subnet /24 or --hosts 50`
  const idle =
    'USAGE | no subnet is chosen or checked that could overlap --avoid 10.0.0.0/8 | leave out --avoid, or have a subnet found: --subnet /24 or --hosts 50'
  const four = {pools: ['10.0.0.0/8']}
  const six = {pools: ['fd00::/8']}
  const avoiding = {avoid: ['10.0.0.0/8']}
  const cases: [why: string, given: Wish, flags: Parameters<typeof told>[1], want: string][] = [
    ['none', {}, {}, ''],
    ['a pool for nothing', {}, four, pool(4, '10.0.0.0/8')],
    ['a pool for a size', subnets('/24'), four, ''],
    ['a pool for containers', {hosts: 50}, four, ''],
    ['a pool of IPv6 for containers of IPv4', {hosts: 50}, six, pool(6, 'fd00::/8')],
    ['a pool beside a subnet that is named', subnets('10.1.0.0/24'), four, pool(4, '10.0.0.0/8')],
    ['something to avoid, for nothing', {}, avoiding, idle],
    ['something to avoid, for a size', subnets('/24'), avoiding, ''],
    ['something to avoid, for a subnet that is checked', subnets('10.1.0.0/24'), avoiding, ''],
    ['something to avoid, for one that is not', subnets('10.1.0.0/24'), {...avoiding, noCheck: true}, idle],
  ]
  for (const [why, given, flags, want] of cases) it(why, () => equal(told(given, flags), want))
})
