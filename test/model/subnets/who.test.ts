import {deepEqual, throws} from 'node:assert/strict'
import type {MachineAddresses} from '../../../src/lib/model/address-space.js'
import type {Host} from '../../../src/lib/model/host.js'
import type {HostLink} from '../../../src/lib/model/host-link.js'
import {type Known, known, unknown} from '../../../src/lib/model/known.js'
import type {ServicePort} from '../../../src/lib/model/ports.js'
import {networksAround} from '../../../src/lib/model/subnets/addresses.js'
import {holdingsOf, whoHolds} from '../../../src/lib/model/subnets/who.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../../build/host.js'
import {listener, publishing} from '../../build/ports.js'

const FRONT: ServicePort = {
  service: {id: 's1', name: 'front'},
  port: 8080,
  containerPort: 80,
  protocol: 'tcp',
  mode: 'ingress',
}

const web = network('web', {
  id: 'aaa1'.padEnd(64, '0'),
  subnets: [subnet('10.7.0.0/24', '10.7.0.1/24'), subnet('fd07::/64')],
  attached: [
    {containerId: 'ep-1', name: 'ghost', endpointId: '1', mac: '', ipv4: '', ipv6: 'fd07::9/64'},
    {
      containerId: 'lb-web',
      name: 'web-endpoint',
      endpointId: '2',
      mac: '02:42:00:00:00:01',
      ipv4: '10.7.0.4/24',
      ipv6: '',
    },
  ],
  services: [
    {name: 'front', virtualAddress: '10.7.0.200', ports: []},
    {name: 'tasks', virtualAddress: '', ports: []},
  ],
})
const mac = network('mac', {driver: 'macvlan', subnets: [subnet('')]})

const api = container(
  'api',
  [
    endpoint(web, {
      ipv4: addr('10.7.0.9'),
      wanted4: addr('10.7.0.9'),
      mac: '02:42:0a:07:00:09',
      linkLocal: ['169.254.7.7', 'FE80::7'],
      aliases: ['store'],
      dnsNames: ['api', 'store', 'api-host'],
    }),
  ],
  {
    id: 'abc1'.padEnd(64, '0'),
    hostname: 'api-host',
    labels: {'com.docker.compose.service': 'backend'},
    published: [
      {hostAddr: addr('::'), hostPort: 8080, containerPort: 80, protocol: 'tcp'},
      {hostAddr: addr('127.0.0.1'), hostPort: 53, containerPort: 53, protocol: 'udp'},
    ],
    wishes: [{hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'}],
  },
)
const old = container('old', [endpoint(web, {wanted6: addr('fd07::77'), mac: '02:42:0a:07:00:77'})], {
  id: 'abc2'.padEnd(64, '0'),
  state: 'exited',
  wishes: [
    {hostAddr: null, hostPorts: {first: 9000, last: 9010}, containerPort: 90, protocol: 'tcp'},
    {hostAddr: addr('fd00::1'), hostPorts: {first: 9100, last: 9100}, containerPort: 91, protocol: 'sctp'},
    {hostAddr: null, hostPorts: null, containerPort: 92, protocol: 'tcp'},
    {hostAddr: null, hostPorts: {first: 0, last: 0}, containerPort: 93, protocol: 'tcp'},
  ],
})
const bare = container('bare', [], {id: 'abd1'.padEnd(64, '0'), details: unknown('not asked for')})

const HOST = {
  ...hostWith([mac, web], {containers: [api, bare, old]}),
  publishing: known(
    publishing({
      services: known([FRONT]),
      listeners: known([
        listener('0.0.0.0', 22),
        listener('::', 24),
        listener('::1', 631, {process: undefined}),
        listener('0.0.0.0', 4789, {protocol: 'udp', process: {pid: 0, name: 'kernel'}}),
        listener('0.0.0.0', 8080, {ofEngine: true}),
        listener('0.0.0.0', 23, {containerIds: ['abd1'.padEnd(64, '0')]}),
      ]),
    }),
  ),
}

const NOT_SEEN = unknown('not looked at')
const NO_MACHINE = {routes: NOT_SEEN, interfaces: NOT_SEEN, resolvers: NOT_SEEN}
const NO_LINKS: Known<readonly HostLink[]> = unknown('not looked at')

const holders = (
  asked: string,
  host: Host = HOST,
  links = NO_LINKS,
  machine: MachineAddresses = NO_MACHINE,
): string[] =>
  whoHolds(host, asked, links, machine).map(({kind, name, holds, value, network: on}) =>
    [kind, name, holds, value, on].filter(Boolean).join(' '),
  )

describe('who uses', () => {
  const SIX = 'container api published port [::]:8080/tcp'
  const SERVICE = 'service front published port 8080/tcp'
  const cases: [why: string, asked: string, holders: string[]][] = [
    ['a port: containers and services, not the engine’s own socket', '8080', [SIX, SERVICE]],
    ['a port after a colon', ':8080', [SIX, SERVICE]],
    ['a port of a protocol', '8080/tcp', [SIX, SERVICE]],
    ['a port on an address of IPv6', '[::1]:8080', [SIX, SERVICE]],
    ['a port on one of IPv4: none that is bound on IPv6 alone', '127.0.0.1:8080', [SERVICE]],
    ['a port of another protocol', '8080/udp', []],
    ['a UDP port, without its protocol', '53', ['container api published port 127.0.0.1:53/udp']],
    ['a protocol in upper case', '53/UDP', ['container api published port 127.0.0.1:53/udp']],
    ['an unknown protocol', '53/icmp', []],
    ['a port on an IPv6 address', '[::1]:631', ['process (unknown) listening port [::1]:631/tcp']],
    ['a port on another IPv6 address', '[::2]:631', []],
    ['a port of a container on the host’s network', '23', ['container bare listening port 0.0.0.0:23/tcp']],
    ['a port of the kernel', '4789', ['process kernel listening port 0.0.0.0:4789/udp']],
    ['a port of a process', '22', ['process nginx (7) listening port 0.0.0.0:22/tcp']],
    [
      'a socket of all IPv6 addresses, which may serve IPv4',
      '127.0.0.1:24',
      ['process nginx (7) listening port [::]:24/tcp'],
    ],
    ['a socket of all IPv4 addresses: none of IPv6', '[::1]:22', []],
    ['a port that is wanted on all addresses', '[::1]:9005', ['container old wanted port 9000-9010/tcp']],
    ['the first port of a range', '9000', ['container old wanted port 9000-9010/tcp']],
    ['the last port of a range', '9010', ['container old wanted port 9000-9010/tcp']],
    ['a port before a range', '8999', []],
    ['a port after a range', '9011', []],
    ['a single port that is wanted', '9100/sctp', ['container old wanted port [fd00::1]:9100/sctp']],
    ['a port that is still to be chosen', '0', []],
    ['a number that is too long for a port', '908080', []],
    ['a port with something before it', 'x8080', []],
    ['a port with something after it', '8080/tcpx', []],
    ['a link-local address', '169.254.7.7', ['container api address 169.254.7.7 web']],
    ['a link-local address in another spelling', 'fe80:0::7', ['container api address fe80::7 web']],
    ['a gateway that is told with its length', '10.7.0.1', ['network web gateway 10.7.0.1 web']],
    ['the address that a stopped container asks for', 'fd07::77', ['container old wanted address fd07::77 web']],
    ['an address that a running one asked for, once', '10.7.0.9', ['container api address 10.7.0.9 web']],
    ['an address of an endpoint without a container', 'fd07::9', ['endpoint ghost address fd07::9 web']],
    ['an address of a load balancer', '10.7.0.4', ['endpoint web-endpoint address 10.7.0.4 web']],
    ['a MAC of a load balancer', '02:42:00:00:00:01', ['endpoint web-endpoint MAC 02:42:00:00:00:01 web']],
    ['an endpoint’s name', 'ghost', ['endpoint ghost name ghost web']],
    ['a service’s address', '10.7.0.200', ['service front service address 10.7.0.200 web']],
    ['a service without an address, by name', 'tasks', ['service tasks service name tasks web']],
    ['a MAC', '02420A-070009', ['container api MAC 02:42:0a:07:00:09 web']],
    ['a MAC in groups of two', '02-42-0a-07-00-09', ['container api MAC 02:42:0a:07:00:09 web']],
    ['a MAC in groups of four', '0242.0a07.0009', ['container api MAC 02:42:0a:07:00:09 web']],
    ['an IPv6 address with the digits of a MAC', '0242:0a07:0009::', []],
    ['a MAC without separators is a word', '02420a070009', []],
    ['a MAC with a digit too many', '02:42:0a:07:00:09:0', []],
    ['a MAC of a stopped container', '02:42:0a:07:00:77', []],
    ['a hostname', 'api-host', ['container api hostname api-host', 'container api DNS name api-host web']],
    ['a service’s name from labels', 'backend', ['container api service name backend']],
    ['an alias, which is one DNS name with it', 'store', ['container api alias store web']],
    [
      'the beginning of an id',
      'abc',
      [`container api id ${'abc1'.padEnd(64, '0')}`, `container old id ${'abc2'.padEnd(64, '0')}`],
    ],
    ['the beginning of an id that is too short', 'ab', []],
    ['the beginning of an id with a blank around it', ' aaa1 ', [`network web id ${'aaa1'.padEnd(64, '0')} web`]],
    ['the end of an id', '1000', []],
    ['a block inside', '10.7.0.128/25', ['network web subnet 10.7.0.0/24 web']],
    ['a block around', 'fd00::/8', ['network web subnet fd07::/64 web']],
    ['a block elsewhere', '10.8.0.0/16', []],
    ['an address with something around it', 'x10.7.0.9', []],
    ['nothing, for an empty block of a network', '/', []],
    ['an alias in another case', 'STORE', ['container api alias store web']],
    [
      'a hostname and DNS name in another case',
      'API-Host',
      ['container api hostname api-host', 'container api DNS name api-host web'],
    ],
    ['a service’s name in another case', 'Backend', ['container api service name backend']],
    ['a name with the slash of the API before it', '/api', ['container api name api']],
    ['a name with a slash elsewhere', 'ap/i', []],
  ]
  for (const [why, asked, want] of cases) it(why, () => deepEqual(holders(asked), want))

  const machine: MachineAddresses = {
    ...NO_MACHINE,
    interfaces: known([
      {device: 'eth0', addr: addr('192.0.2.7'), prefix: parsePrefix('192.0.2.0/24')},
      {device: 'br-own', addr: addr('10.9.0.1'), prefix: parsePrefix('10.9.0.0/24')},
    ]),
    resolvers: known([addr('192.0.2.53')]),
  }
  const chosen = network('chosen', {
    subnets: [subnet('10.9.0.0/24')],
    options: {'com.docker.network.bridge.name': 'br-own'},
  })
  const far = network('far', {
    driver: 'overlay',
    scope: 'swarm',
    attached: [{containerId: 'c', name: 'front.1.x', endpointId: 'e1', mac: '', ipv4: '10.0.1.3/24', ipv6: ''}],
    tasks: [
      {service: 'front', name: 'front.1.x', address: addr('10.0.1.3'), endpointId: 'e1'},
      {service: 'front', name: 'front.2.y', address: addr('10.0.1.4'), endpointId: 'e2'},
      {service: '', name: 'alone', address: addr('10.0.1.5'), endpointId: 'e3'},
    ],
  })
  const linked = container('linked', [endpoint(chosen, {links: ['db:data', 'plain']})], {legacyLinks: ['db:old']})
  const odd = network('odd', {
    driver: 'macvlan',
    subnets: [subnet('odd', '10.3.0.1')],
    labels: {'com.docker.compose.project': 'shop'},
  })
  const whole = hostWith([chosen, far, odd], {containers: [linked]})
  const shown: [why: string, asked: string, holders: string[]][] = [
    ['a gateway that the engine chose itself, once', '10.9.0.1', ['network chosen gateway 10.9.0.1 chosen']],
    ['a network’s bridge, which is the network’s', 'br-own', ['network chosen bridge br-own chosen']],
    ['an interface of the machine', 'eth0', ['interface eth0 interface eth0']],
    ['an address of the machine', '192.0.2.7', ['interface eth0 address 192.0.2.7']],
    ['a resolver of the machine', '192.0.2.53', ['resolver 192.0.2.53 address 192.0.2.53']],
    ['a private link', 'DATA', ['container linked private link data chosen']],
    ['a private link without an alias', 'plain', ['container linked private link plain chosen']],
    ['a legacy link', 'old', ['container linked legacy link old']],
    ['a legacy link in another case', 'OLD', ['container linked legacy link old']],
    ['a gateway whose subnet is no block', '10.3.0.1', ['network odd gateway 10.3.0.1 odd']],
    ['a project, in any case', 'SHOP', ['network odd project shop odd']],
    ['a task on another node, by address', '10.0.1.4', ['task front.2.y address 10.0.1.4 far']],
    ['a task on another node, by name', 'front.2.y', ['task front.2.y name front.2.y far']],
    ['a container on another node', 'alone', ['task alone name alone far']],
  ]
  for (const [why, asked, want] of shown)
    it(why, () =>
      deepEqual(
        holders(asked, whole, NO_LINKS, machine).filter((one) => !one.startsWith('endpoint')),
        want,
      ),
    )

  it('a container that is on two networks by the same name, once for each', () => {
    const two = container('two', [endpoint('a', {aliases: ['x']}), endpoint('b', {aliases: ['x']})])
    deepEqual(holders('x', {...HOST, ...hostWith([network('a'), network('b')], {containers: [two]})}), [
      'container two alias x a',
      'container two alias x b',
    ])
  })

  it('two containers that want the same alias, both', () => {
    const [one, two] = ['one', 'two'].map((name) => container(name, [endpoint('a', {aliases: ['x']})]))
    if (!one || !two) throw new Error('two containers')
    deepEqual(holders('x', {...HOST, ...hostWith([network('a')], {containers: [one, two]})}), [
      'container one alias x a',
      'container two alias x a',
    ])
  })

  it('a port with several sockets of a process, once, and each of several processes', () => {
    const on = (pid: number) => listener('0.0.0.0', 443, {process: {pid, name: 'nginx'}})
    const publishes = known(publishing({listeners: known([on(7), on(7), on(8)])}))
    deepEqual(holders('443', {...HOST, publishing: publishes}), [
      'process nginx (7) listening port 0.0.0.0:443/tcp',
      'process nginx (8) listening port 0.0.0.0:443/tcp',
    ])
  })

  it('cannot be told without the details of the networks', () =>
    throws(() => whoHolds(hostWith([{...web, details: unknown('not asked for')}]), 'x', NO_LINKS, NO_MACHINE), {
      message: 'planned without details of network web: not asked for',
    }))

  it('ports are those of containers alone where the others are not known', () => {
    deepEqual(
      holders('8080', {
        ...HOST,
        publishing: known(publishing({services: unknown('a worker'), listeners: unknown('remote')})),
      }),
      [SIX],
    )
    deepEqual(whoHolds(hostWith([mac, web], {containers: [api]}), '8080', NO_LINKS, NO_MACHINE).length, 1)
  })
})

describe('who uses an interface', () => {
  const link = (about: Partial<HostLink>): Known<readonly HostLink[]> =>
    known([{name: 'veth1', bridge: '', containerId: '', ...about}])
  const cases: [why: string, links: Known<readonly HostLink[]>, holders: string[]][] = [
    ['the container at its other end', link({containerId: api.id}), ['container api interface veth1']],
    [
      'and the network whose bridge has it',
      link({containerId: api.id, bridge: 'br-aaa100000000'}),
      ['container api interface veth1 web'],
    ],
    [
      'the network, where the container cannot be seen',
      link({bridge: 'br-aaa100000000'}),
      ['network web interface veth1 web'],
    ],
    ['nobody that dnet knows', link({bridge: 'br0', containerId: 'gone'}), []],
    ['a network without a bridge has no interface without one', link({}), []],
    ['interfaces that were not looked at', NO_LINKS, []],
  ]
  for (const [why, links, want] of cases) it(why, () => deepEqual(holders('veth1', HOST, links), want))
})

describe('everything in use', () => {
  it('has a value: nothing is told of what a network, endpoint, service or container does not have', () => {
    const mute = container('mute', [endpoint(web, {names: unknown('not asked for')})], {hostname: ''})
    const host = {...HOST, containers: known([api, bare, mute, old])}
    deepEqual(
      holdingsOf(host, NO_LINKS, NO_MACHINE).filter(({value}) => !value),
      [],
    )
    deepEqual(
      holdingsOf(host, NO_LINKS, NO_MACHINE)
        .filter(({name}) => name === 'mute')
        .map(({holds, value}) => [holds, value]),
      [
        ['name', 'mute'],
        ['id', 'id-mute'],
        ['DNS name', 'id-mute'],
      ],
    )
  })

  it('is told once for each network, container, member, service and process', () => {
    const small = {
      ...hostWith(
        [
          network('n', {
            id: 'n'.repeat(64),
            subnets: [subnet('10.1.0.0/24', '10.1.0.1', '', {router: '10.1.0.5'})],
            labels: {'com.docker.compose.project': 'shop'},
            peers: [{name: 'node', address: '192.0.2.1/24'}],
          }),
        ],
        {
          containers: [
            container('c', [endpoint('n', {networkId: 'n'.repeat(64), ipv4: addr('10.1.0.2')})], {
              id: 'c'.repeat(64),
              hostname: 'h',
              labels: {'com.docker.stack.namespace': 'st', 'com.docker.swarm.service.name': 'st_c'},
            }),
          ],
        },
      ),
      publishing: known(publishing({services: known([FRONT]), listeners: known([listener('0.0.0.0', 22)])})),
    }
    const network1 = {kind: 'network', name: 'n', id: 'n'.repeat(64), network: 'n', state: '', project: 'shop'}
    const container1 = {kind: 'container', name: 'c', id: 'c'.repeat(64), network: '', state: 'running', project: 'st'}
    const rest = {id: '', network: '', state: '', project: ''}
    deepEqual(holdingsOf(small, NO_LINKS, NO_MACHINE), [
      {...network1, holds: 'name', value: 'n'},
      {...network1, holds: 'id', value: 'n'.repeat(64)},
      {...network1, holds: 'project', value: 'shop'},
      {...network1, holds: 'subnet', value: '10.1.0.0/24'},
      {...network1, holds: 'gateway', value: '10.1.0.1'},
      {...network1, holds: 'auxiliary address', value: '10.1.0.5'},
      {...network1, holds: 'bridge', value: 'br-nnnnnnnnnnnn'},
      {...container1, holds: 'name', value: 'c'},
      {...container1, holds: 'id', value: 'c'.repeat(64)},
      {...container1, holds: 'project', value: 'st'},
      {...container1, holds: 'hostname', value: 'h'},
      {...container1, holds: 'service name', value: 'st_c'},
      {...container1, network: 'n', holds: 'address', value: '10.1.0.2'},
      {...container1, network: 'n', holds: 'DNS name', value: 'cccccccccccc'},
      {...container1, network: 'n', holds: 'DNS name', value: 'h'},
      {...rest, kind: 'peer', name: 'node', network: 'n', holds: 'name', value: 'node'},
      {...rest, kind: 'peer', name: 'node', network: 'n', holds: 'node address', value: '192.0.2.1'},
      {...rest, kind: 'service', name: 'front', id: 's1', holds: 'published port', value: '8080/tcp'},
      {...rest, kind: 'process', name: 'nginx (7)', holds: 'listening port', value: '0.0.0.0:22/tcp'},
    ])
  })
})

describe('the networks around an address that nothing uses', () => {
  const around = (text: string): string[] => networksAround(HOST, addr(text)).map(({name}) => name)
  const cases: [why: string, address: string, names: string[]][] = [
    ['in its subnet', '10.7.0.99', ['web']],
    ['in its IPv6 subnet', 'fd07::99', ['web']],
    ['beside it', '10.7.1.0', []],
    ['the same number in the other family', '::a07:63', []],
  ]
  for (const [why, address, names] of cases) it(why, () => deepEqual(around(address), names))
})
