import {deepEqual} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {ANY_ENDPOINT, lackingOn} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import type {EndpointSpec} from '../../../src/lib/spec/network-spec.js'
import {addr, container, endpoint} from '../../build/host.js'

describe('what is wanted of an endpoint and it has not', () => {
  const has = endpoint('web', {
    ipv4: addr('10.7.0.9'),
    ipv6: addr('fd07::9'),
    wanted4: addr('10.7.0.50'),
    linkLocal: ['169.254.7.7'],
    aliases: ['db'],
    links: ['cache:c'],
    driverOptions: {mtu: '1400'},
    gatewayPriority: 5,
  })
  const missing = (wanted: Partial<EndpointSpec>, state: Container['state'] = 'running'): string[] =>
    lackingOn(container('app', [has], {state}), has, {...ANY_ENDPOINT, ...wanted})

  const cases: [why: string, found: () => string[], want: string[]][] = [
    ['nothing where anything will do', () => missing({}), []],
    [
      'nothing where it has all',
      () =>
        missing({
          ipv4: '10.7.0.9',
          ipv6: 'FD07:0::9',
          linkLocal: ['169.254.7.7'],
          aliases: ['db'],
          links: ['cache:c'],
          driverOptions: {mtu: '1400'},
          gatewayPriority: 5,
        }),
      [],
    ],
    [
      'each part that it has not, in one order',
      () =>
        missing({
          ipv4: '10.7.0.8',
          ipv6: 'fd07::8',
          linkLocal: ['169.254.7.7', '169.254.7.8'],
          aliases: ['db', 'store'],
          links: ['cache:d'],
          driverOptions: {mtu: '1500', other: 'x'},
          gatewayPriority: 6,
        }),
      [
        'address 10.7.0.8',
        'address fd07::8',
        'link-local address 169.254.7.8',
        'alias store',
        'link cache:d',
        'driver option mtu=1500',
        'driver option other=x',
        'gateway priority 6',
      ],
    ],
    ['of a stopped container, the address that it asked for counts', () => missing({ipv4: '10.7.0.50'}, 'exited'), []],
    [
      'of a stopped container, one that it had does not',
      () => missing({ipv4: '10.7.0.9'}, 'exited'),
      ['address 10.7.0.9'],
    ],
  ]
  for (const [why, found, want] of cases) it(why, () => deepEqual(found(), want))
})
