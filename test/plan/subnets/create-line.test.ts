import {equal} from 'node:assert/strict'
import {avoidedBy} from '../../../src/lib/model/subnets/blocks-in-use.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {createLine, withOther} from '../../../src/lib/plan/subnets/create-line.js'
import {type Wish, wish} from '../../build/specs.js'

const blocks = (...texts: string[]) => texts.map(parsePrefix)

describe('the line that asks for a network in another pool', () => {
  const cases: [why: string, given: Wish, line: string][] = [
    ['has nothing but the name where nothing else is asked for', {}, 'new'],
    ['has the number of containers', {hosts: 20}, '--hosts 20 new'],
    ['has subnets by size', {addresses: {subnets: ['/26', '/64']}}, '--subnet /26 --subnet /64 new'],
    [
      'has what the user avoids, and not what their settings do',
      {avoid: avoidedBy(blocks('10.1.0.0/16'), blocks('10.2.0.0/16'), 'dnet.yaml')},
      '--avoid 10.1.0.0/16 new',
    ],
    ['has the place of the gateway', {gatewayAt: 'last'}, '--gateway last new'],
    [
      'has the driver and its options, one word each',
      {network: {driver: 'macvlan', options: {parent: 'eth0', x: 'a b'}}},
      "--driver macvlan --opt parent=eth0 --opt 'x=a b' new",
    ],
    [
      'has every other flag',
      {
        network: {
          scope: 'swarm',
          internal: true,
          attachable: true,
          ingress: true,
          enableIPv4: false,
          enableIPv6: true,
          labels: {team: 'web', '-x': ''},
          ipamDriver: 'weave',
          ipamOptions: {a: 'b'},
        },
      },
      '--scope swarm --ipam-driver weave --ipam-opt a=b --internal --attachable --ingress --ipv4=false --ipv6 --label team=web --label=-x= new',
    ],
    ['keeps a name that looks like a flag', {network: {name: '-f'}}, '-- -f'],
    ['quotes a name', {network: {name: 'a b'}}, "'a b'"],
  ]
  for (const [why, given, line] of cases) it(why, () => equal(createLine(wish(given), []), `dnet create ${line}`))
  it('has the pool, and those of the other family', () =>
    equal(
      createLine(wish({}), withOther(parsePrefix('10.64.0.0/10'), blocks('10.1.0.0/16', 'fd00:1::/48'))),
      'dnet create --pool 10.64.0.0/10 --pool fd00:1::/48 new',
    ))
})
