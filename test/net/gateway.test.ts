import {equal} from 'node:assert/strict'
import {parseAddr} from '../../src/lib/net/addr.js'
import {dynamicRoom, gatewayFor} from '../../src/lib/net/gateway.js'
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
    ['none', '10.0.0.0/32', null, ['10.0.0.0'], 0n],
  ]
  for (const [why, subnet, ipRange, kept, want] of rows) {
    it(why, () => equal(dynamicRoom(p(subnet), ipRange === null ? null : p(ipRange), kept.map(parseAddr)), want))
  }
})
