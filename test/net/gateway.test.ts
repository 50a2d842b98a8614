import {equal} from 'node:assert/strict'
import {parseAddr} from '../../src/lib/net/addr.js'
import {dynamicRoom, gatewayFor, isUsable, lastGatewayOf} from '../../src/lib/net/gateway.js'
import {parsePrefix} from '../../src/lib/net/prefix.js'

const p = parsePrefix

describe('gatewayFor', () => {
  const rows: [why: string, subnet: string, aux: string[], want: string | null][] = [
    ['the first address after the network address', '172.28.0.0/16', [], '172.28.0.1'],
    ['not an auxiliary address', '172.28.0.0/16', ['172.28.0.1', '172.28.0.2'], '172.28.0.3'],
    ['the first of a /31', '10.0.0.0/31', [], '10.0.0.0'],
    ['the only one of a /32', '10.0.0.0/32', [], '10.0.0.0'],
    ['after the anycast address of IPv6', 'fd00::/64', [], 'fd00::1'],
    ['none where auxiliary addresses fill the subnet', '10.0.0.0/30', ['10.0.0.1', '10.0.0.2'], null],
    ['none in a /128', 'fd00::/128', [], null],
  ]
  for (const [why, subnet, aux, want] of rows) it(why, () => equal(gatewayFor(p(subnet), aux.map(parseAddr)), want))
})

describe('gatewayFor, within an ip-range', () => {
  const rows: [why: string, block: string, subnet: string, want: string | null][] = [
    ['its first address, be it an ordinary one of the subnet', '172.28.5.0/24', '172.28.0.0/16', '172.28.5.0'],
    ["not the subnet's network address", '172.28.0.0/24', '172.28.0.0/16', '172.28.0.1'],
    ['not the broadcast address', '10.0.0.3/32', '10.0.0.0/30', null],
    ['not the anycast address', 'fd00::/120', 'fd00::/64', 'fd00::1'],
  ]
  for (const [why, block, subnet, want] of rows) it(why, () => equal(gatewayFor(p(block), [], p(subnet)), want))
})

describe('lastGatewayOf', () => {
  const rows: [why: string, subnet: string, want: string][] = [
    ['below the broadcast address', '172.28.0.0/16', '172.28.255.254'],
    ['the only one of a /30 beside the first', '10.0.0.0/30', '10.0.0.2'],
    ['the last of a /31, which has no broadcast address', '10.0.0.0/31', '10.0.0.1'],
    ['the only one of a /32', '10.0.0.5/32', '10.0.0.5'],
    ['the last of an IPv6 subnet, which has none either', 'fd00::/64', 'fd00::ffff:ffff:ffff:ffff'],
  ]
  for (const [why, subnet, want] of rows) it(why, () => equal(lastGatewayOf(p(subnet)), want))
})

describe('dynamicRoom', () => {
  const rows: [why: string, subnet: string, ipRange: string | null, kept: string[], want: bigint][] = [
    ['a /24 with its gateway', '10.0.0.0/24', null, ['10.0.0.1'], 253n],
    ['an auxiliary address is one less', '10.0.0.0/24', null, ['10.0.0.1', '10.0.0.2'], 252n],
    ['an address named twice is one', '10.0.0.0/24', null, ['10.0.0.1', '10.0.0.1'], 253n],
    ['all of an ip-range in the middle', '172.28.0.0/16', '172.28.5.0/24', ['172.28.0.1'], 256n],
    [
      'an ip-range at the start loses the network address and the gateway',
      '172.28.0.0/16',
      '172.28.0.0/24',
      ['172.28.0.1'],
      254n,
    ],
    ['an ip-range at the end loses the broadcast address', '172.28.0.0/16', '172.28.255.0/24', ['172.28.0.1'], 255n],
    ['a /64', 'fd00::/64', null, ['fd00::1'], 18446744073709551614n],
    ['addresses beyond the ip-range are no loss', '10.0.0.0/24', '10.0.0.64/26', ['10.0.0.1', '10.0.0.200'], 64n],
    ['its first and last address are', '10.0.0.0/24', '10.0.0.64/26', ['10.0.0.64', '10.0.0.127'], 62n],
    ['an address of the other family is none', '0.0.0.0/30', null, ['::1'], 2n],
    ['none where more is kept than there is', 'fd00::/128', null, ['fd00::'], 0n],
    ['none', '10.0.0.0/32', null, ['10.0.0.0'], 0n],
  ]
  for (const [why, subnet, ipRange, kept, want] of rows) {
    it(why, () => equal(dynamicRoom(p(subnet), ipRange === null ? null : p(ipRange), kept.map(parseAddr)), want))
  }
})

describe('an address that the engine can assign', () => {
  const rows: [why: string, subnet: string, addr: string, want: boolean][] = [
    ['the network address is none', '10.0.0.0/24', '10.0.0.0', false],
    ['the first after it is', '10.0.0.0/24', '10.0.0.1', true],
    ['the last before the broadcast address is', '10.0.0.0/24', '10.0.0.254', true],
    ['the broadcast address is none', '10.0.0.0/24', '10.0.0.255', false],
    ['both of a /31 are: the first', '10.0.0.0/31', '10.0.0.0', true],
    ['both of a /31 are: the second', '10.0.0.0/31', '10.0.0.1', true],
    ['the first of an IPv6 subnet is none', 'fd00::/126', 'fd00::', false],
    ['the last of an IPv6 subnet is', 'fd00::/126', 'fd00::3', true],
  ]
  for (const [why, subnet, at, want] of rows) it(why, () => equal(isUsable(p(subnet), parseAddr(at)), want))
})
