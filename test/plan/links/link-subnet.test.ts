import {deepEqual} from 'node:assert/strict'
import {known, unknown} from '../../../src/lib/model/known.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {linkSubnets} from '../../../src/lib/plan/links/link-subnet.js'
import {type HostParts, hostWith, network, route} from '../../build/host.js'

const NONE = {pools: [], avoid: []}
const blocks = (texts: string[]) => texts.map(parsePrefix)

describe('the subnets of link networks', () => {
  const small = {pools: [{base: '10.0.0.0/24', size: 26}]}
  const cases: [
    why: string,
    taken: string[],
    parts: HostParts,
    settings: {pools?: string[]; avoid?: string[]},
    count: number,
    subnets: string[],
  ][] = [
    ['are in the block that the engine would hand out last', [], {}, {}, 2, ['192.168.240.0/28', '192.168.240.16/28']],
    ['none are wanted', [], {}, {}, 0, []],
    [
      'are in the last configured pool',
      [],
      {
        pools: [
          {base: '10.1.0.0/16', size: 24},
          {base: '10.2.0.0/16', size: 24},
        ],
      },
      {},
      1,
      ['10.2.255.0/28'],
    ],
    ['are in a pool that is one block', [], {pools: [{base: '10.1.0.0/24', size: 24}]}, {}, 1, ['10.1.0.0/28']],
    [
      'are in the last IPv4 pool, though an IPv6 one comes after it',
      [],
      {
        pools: [
          {base: '10.1.0.0/16', size: 24},
          {base: 'fd00::/48', size: 64},
        ],
      },
      {},
      1,
      ['10.1.255.0/28'],
    ],
    ['avoid networks', ['10.0.0.192/28', '10.0.0.224/27'], small, {}, 1, ['10.0.0.208/28']],
    ['are in another block where the last one is full', ['10.0.0.192/26'], small, {}, 1, ['10.0.0.0/28']],
    [
      'avoid routes',
      [],
      {...small, machine: {routes: known([route('10.0.0.192/27', 'tun0')])}},
      {},
      1,
      ['10.0.0.224/28'],
    ],
    ['avoid what the user says', [], small, {avoid: ['10.0.0.192/27']}, 1, ['10.0.0.224/28']],
    [
      'are at the beginning of the user’s pools',
      [],
      small,
      {pools: ['10.9.0.0/27']},
      3,
      ['10.9.0.0/28', '10.9.0.16/28'],
    ],
    ['are at the beginning of a user’s pool, however large', [], small, {pools: ['10.9.0.0/16']}, 1, ['10.9.0.0/28']],
    ['there are none where no block is free', ['10.0.0.0/24'], small, {}, 1, []],
    [
      'there are fewer where there is not enough room',
      ['10.0.0.0/25', '10.0.0.128/26', '10.0.0.192/27', '10.0.0.224/28'],
      small,
      {},
      3,
      ['10.0.0.240/28'],
    ],
    ['there are none where the pools have no IPv4', [], {pools: [{base: 'fd00::/48', size: 64}]}, {}, 1, []],
  ]
  for (const [why, taken, parts, {pools = [], avoid = []}, count, subnets] of cases)
    it(why, () => {
      const host = hostWith(
        taken.map((block, i) => network(`n${i}`, {subnets: [block]})),
        parts,
      )
      deepEqual(linkSubnets(host, {pools: blocks(pools), avoid: blocks(avoid)}, count), subnets)
    })

  it('are left to the engine where its address space is not known', () =>
    deepEqual(linkSubnets({...hostWith([]), addressSpace: unknown('refused')}, NONE, 1), []))
})
