import {deepEqual} from 'node:assert/strict'
import type {Finding} from '../../../src/lib/model/finding.js'
import {unknown} from '../../../src/lib/model/known.js'
import {automaticSubnet} from '../../../src/lib/plan/addresses/automatic-subnet.js'
import {addr, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const told = (block: string, family: 4 | 6, requested: string): Finding[] => [
  {
    code: 'SUBNET_AUTOMATIC',
    refused: false,
    message: `the engine may have chosen ${block} of "n" itself, and then refuses ${requested}: it gives requested addresses only in a subnet that the network was created with`,
    hint: `create a network with a subnet for it: dnet create --subnet /${family === 4 ? 24 : 64} NAME`,
  },
]

/** Each seen on 28.5.2 and 20.10.24. */
const cases: [why: string, config: ReturnType<typeof subnet>, requested: string, told: Finding[]][] = [
  [
    'a block of the pools with its gateway',
    subnet('172.18.0.0/16', '172.18.0.1'),
    '172.18.0.9',
    told('172.18.0.0/16', 4, '172.18.0.9'),
  ],
  [
    'a block of the last pool',
    subnet('192.168.16.0/20', '192.168.16.1'),
    '192.168.20.9',
    told('192.168.16.0/20', 4, '192.168.20.9'),
  ],
  ['a block of the pools without a gateway was asked for', subnet('172.18.0.0/16'), '172.18.0.9', []],
  ['one with another gateway too', subnet('172.18.0.0/16', '172.18.0.2'), '172.18.0.9', []],
  ['a part of a block too', subnet('172.18.0.0/24', '172.18.0.1'), '172.18.0.9', []],
  ['a block of no pool too', subnet('10.1.0.0/16', '10.1.0.1'), '10.1.0.9', []],
  ['an address elsewhere is another matter', subnet('172.18.0.0/16', '172.18.0.1'), '172.19.0.9', []],
]

describe('a requested address in a subnet that the engine may have chosen', () => {
  for (const [why, config, requested, expected] of cases)
    it(why, () => {
      const n = network('n', {subnets: [config]})
      deepEqual(automaticSubnet(hostWith([n]), n, addr(requested)), expected)
    })

  it('the pools are those of the engine', () => {
    const [own, built] = ['10.50.4.0/24', '172.18.0.0/16'].map((block) =>
      network('n', {subnets: [subnet(block, block.replace(/0\/.*/, '1'))]}),
    )
    const host = hostWith([], {pools: [{base: '10.50.0.0/16', size: 24}]})
    deepEqual(own && automaticSubnet(host, own, addr('10.50.4.9')), told('10.50.4.0/24', 4, '10.50.4.9'))
    deepEqual(built && automaticSubnet(host, built, addr('172.18.0.9')), [])
  })

  it('where they were not seen, the built-in ones', () => {
    const n = network('n', {subnets: [subnet('172.18.0.0/16', '172.18.0.1')]})
    const host = {...hostWith([n]), addressSpace: unknown('not asked for')}
    deepEqual(automaticSubnet(host, n, addr('172.18.0.9')), told('172.18.0.0/16', 4, '172.18.0.9'))
  })

  it('of IPv6 as well', () => {
    const n = network('n', {subnets: [subnet('fd50:0:0:4::/64', 'fd50:0:0:4::1')]})
    const host = hostWith([n], {pools: [{base: 'fd50::/48', size: 64}]})
    deepEqual(automaticSubnet(host, n, addr('fd50:0:0:4::9')), told('fd50:0:0:4::/64', 6, 'fd50:0:0:4::9'))
  })

  it('Podman gives addresses in any', () => {
    const n = network('n', {subnets: [subnet('172.18.0.0/16', '172.18.0.1')]})
    deepEqual(automaticSubnet(hostWith([PODMAN_NETWORK, n]), n, addr('172.18.0.9')), [])
  })
})
