import {deepEqual, throws} from 'node:assert/strict'
import {type AddressFlags, pairSubnets} from '../../../src/lib/plan/subnets/pair-subnets.js'

const flags = (about: Partial<AddressFlags>): AddressFlags => ({
  subnets: [],
  ipRanges: [],
  gateways: [],
  auxAddresses: {},
  ...about,
})

describe('the address flags of create, by subnet', () => {
  const cases: [why: string, given: Partial<AddressFlags>, pairs: string[]][] = [
    ['none', {}, []],
    ['a subnet alone', {subnets: ['10.1.0.0/24']}, ['10.1.0.0/24   {}']],
    [
      'each goes to the subnet around it',
      {
        subnets: ['10.1.0.0/24', '10.2.0.0/24', 'fd01::/64'],
        ipRanges: ['10.2.0.128/25', 'fd01::8000/120'],
        gateways: ['fd01::1', '10.2.0.9'],
        auxAddresses: {a: '10.1.0.5', b: '10.2.0.5', c: '10.1.0.6'},
      },
      [
        '10.1.0.0/24   {"a":"10.1.0.5","c":"10.1.0.6"}',
        '10.2.0.0/24 10.2.0.128/25 10.2.0.9 {"b":"10.2.0.5"}',
        'fd01::/64 fd01::8000/120 fd01::1 {}',
      ],
    ],
    ['texts stay as typed', {subnets: ['10.1.0.7/024'], gateways: ['10.1.0.1/24']}, ['10.1.0.7/024  10.1.0.1/24 {}']],
    [
      'an IPv4 address in IPv6 form is the IPv4 one',
      {subnets: ['10.1.0.0/24'], gateways: ['::ffff:10.1.0.1']},
      ['10.1.0.0/24  ::ffff:10.1.0.1 {}'],
    ],
    [
      'neighbours do not overlap',
      {subnets: ['10.1.0.0/25', '10.1.0.128/25']},
      ['10.1.0.0/25   {}', '10.1.0.128/25   {}'],
    ],
    ['families do not overlap', {subnets: ['0.0.0.0/0', '::/0']}, ['0.0.0.0/0   {}', '::/0   {}']],
  ]
  for (const [why, given, pairs] of cases)
    it(why, () =>
      deepEqual(
        pairSubnets(flags(given)).map(({subnet, ipRange, gateway, auxAddresses}) =>
          [subnet, ipRange, gateway, JSON.stringify(auxAddresses)].join(' '),
        ),
        pairs,
      ),
    )

  const one = ['10.1.0.0/24']
  const LONE = ['every ip-range or gateway must have a corresponding subnet', '--subnet PREFIX'] as const
  const ADD = 'add the --subnet that contains it'
  const BLOCK = 'write a block such as 10.7.0.0/24'
  const refused: [why: string, given: Partial<AddressFlags>, message: string, hint: string][] = [
    ['an ip-range alone', {ipRanges: ['10.1.0.0/25']}, ...LONE],
    ['a gateway alone', {gateways: ['10.1.0.1']}, ...LONE],
    ['more ip-ranges than subnets', {subnets: one, ipRanges: ['10.1.0.0/25', '10.1.0.128/25']}, ...LONE],
    [
      'an ip-range elsewhere',
      {subnets: one, ipRanges: ['10.2.0.0/25']},
      'no matching subnet for range 10.2.0.0/25',
      ADD,
    ],
    ['a gateway elsewhere', {subnets: one, gateways: ['10.2.0.1']}, 'no matching subnet for gateway 10.2.0.1', ADD],
    ['a gateway that is none', {subnets: one, gateways: ['x']}, 'no matching subnet for gateway x', ADD],
    [
      'a gateway of the other family',
      {subnets: one, gateways: ['fd00::1']},
      'no matching subnet for gateway fd00::1',
      ADD,
    ],
    [
      'an auxiliary address elsewhere',
      {subnets: one, auxAddresses: {a: '10.2.0.1'}},
      'no matching subnet for aux-address 10.2.0.1',
      ADD,
    ],
    ['an auxiliary address alone', {auxAddresses: {a: '10.2.0.1'}}, 'no matching subnet for aux-address 10.2.0.1', ADD],
    [
      'two ip-ranges of one subnet',
      {subnets: ['10.1.0.0/24', '10.2.0.0/24'], ipRanges: ['10.1.0.0/25', '10.1.0.128/25']},
      'cannot configure multiple ranges (10.1.0.128/25, 10.1.0.0/25) on the same subnet (10.1.0.0/24)',
      '',
    ],
    [
      'two gateways of one subnet',
      {subnets: ['10.1.0.0/24', '10.2.0.0/24'], gateways: ['10.1.0.1', '10.1.0.2']},
      'cannot configure multiple gateways (10.1.0.2, 10.1.0.1) for the same subnet (10.1.0.0/24)',
      '',
    ],
    [
      'subnets that overlap',
      {subnets: ['10.1.0.0/25', '10.1.0.0/24']},
      'multiple overlapping subnet configuration is not supported',
      '',
    ],
    [
      'subnets that overlap, the larger first',
      {subnets: ['10.1.0.0/24', '10.1.0.128/25']},
      'multiple overlapping subnet configuration is not supported',
      '',
    ],
    [
      'the third overlapping the first',
      {subnets: ['10.1.0.0/24', '10.2.0.0/24', '10.1.0.0/24']},
      'multiple overlapping subnet configuration is not supported',
      '',
    ],
    ...[
      '10.1.0.0',
      '10.1.0.0/',
      '10.1.0.0/33',
      '10.1.0.0/x',
      '10.1.0/24',
      'fd00::/129',
      '10.1.0.0/-1',
      '10.1.0.0/8x',
    ].map((text): [string, Partial<AddressFlags>, string, string] => [
      `the block ${text}`,
      {subnets: [text], gateways: ['10.1.0.1']},
      `invalid CIDR address: ${text}`,
      BLOCK,
    ]),
    ['an ip-range without a length', {subnets: one, ipRanges: ['10.1.0.1']}, 'invalid CIDR address: 10.1.0.1', BLOCK],
  ]
  for (const [why, given, message, hint] of refused)
    it(`refuse ${why}`, () => throws(() => pairSubnets(flags(given)), {code: 'USAGE', message, hint}))
})
