import {deepEqual, equal} from 'node:assert/strict'
import {meaningOf} from '../../src/lib/engine/refusals/meaning.js'
import type {ErrorCode} from '../../src/lib/errors.js'
import type {Container} from '../../src/lib/model/container.js'
import type {Host} from '../../src/lib/model/host.js'
import {known, unknown} from '../../src/lib/model/known.js'
import {parsePrefix} from '../../src/lib/net/prefix.js'
import {culpritOf} from '../../src/lib/plan/explain.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../build/host.js'
import {listener, publishing} from '../build/ports.js'

const NOW = new Date('2026-06-01T00:00:00Z')
const NOBODY = {holder: '', remedy: ''}

const attached = (containerId: string, name: string, ipv4: string, ipv6 = '') => ({
  containerId,
  name,
  endpointId: `on-${name}`,
  mac: '',
  ipv4,
  ipv6,
})

const web = network('web', {
  id: 'aaa1'.padEnd(64, '0'),
  subnets: ['10.7.0.0/24', 'fd07::/64'],
  attached: [
    attached('id-api', 'api', '10.7.0.2/24', 'fd07::2/64'),
    attached('ep-1', 'ghost', '10.7.0.3/24'),
    attached('lb-web', 'web-endpoint', '10.7.0.4/24'),
    attached('ep-2', 'off', ''),
  ],
})
const back = network('back', {id: 'aaa2'.padEnd(64, '0'), subnets: ['10.8.0.0/24']})
const idle = network('idle', {
  id: 'ccc1'.padEnd(64, '0'),
  subnets: ['10.9.9.0/31'],
  configFrom: 'conf',
  options: {'com.docker.network.bridge.name': 'brx'},
})
const twin = network('back', {id: 'bbb1'.padEnd(64, '0'), driver: 'macvlan', options: {parent: 'eth0'}})
const pair = network('pair', {id: 'ddd1'.padEnd(64, '0')})
const otherPair = network('pair', {id: 'ddd2'.padEnd(64, '0')})
const bridge = network('bridge')

const published = (hostPort: number, protocol: 'tcp' | 'udp' = 'tcp', hostAddr = '0.0.0.0') =>
  ({hostAddr: addr(hostAddr), hostPort, containerPort: 80, protocol}) as const

const wish = (port: number, protocol: 'tcp' | 'udp' = 'tcp') =>
  ({hostAddr: null, hostPorts: {first: port, last: port}, containerPort: 80, protocol}) as const

const host: Host = {
  ...hostWith([back, twin, bridge, idle, pair, otherPair, web], {
    containers: [
      container('api', [endpoint(web)], {published: [published(8080), published(53, 'udp')]}),
      container('both', [endpoint(back), endpoint(web)], {published: [published(8080)]}),
      container('lone', [endpoint(pair), endpoint(otherPair)], {
        published: [published(7000, 'tcp', '127.0.0.1')],
        labels: {'com.docker.swarm.service.id': 'svc2', 'com.docker.swarm.service.name': 'tasks'},
      }),
      container('off', [endpoint(web, {endpointId: '', wanted4: addr('10.7.0.9')})], {
        state: 'exited',
        wishes: [wish(9090)],
      }),
      container('plain', [endpoint(bridge), endpoint(web)]),
      container('wants', [endpoint(web, {endpointId: '', wanted6: addr('fd07::2')})], {
        state: 'created',
        wishes: [wish(53, 'udp')],
      }),
    ],
  }),
  publishing: known(
    publishing({
      listeners: known([
        listener('0.0.0.0', 22),
        listener('::', 25, {process: undefined}),
        listener('0.0.0.0', 53),
        listener('0.0.0.0', 8443, {process: {pid: 8, name: 'dockerd'}, ofEngine: true}),
      ]),
      services: known([
        {service: {id: 'svc1', name: 'site'}, port: 9000, containerPort: 80, protocol: 'tcp', mode: 'ingress'},
        {service: {id: 'svc2', name: 'tasks'}, port: 9000, containerPort: 80, protocol: 'tcp', mode: 'host'},
      ]),
    }),
  ),
}

const culprit = (code: ErrorCode, named: Record<string, string>, on = host) => culpritOf(on, code, named, NOW)

describe('who is in the way', () => {
  const cases: [why: string, code: ErrorCode, named: Record<string, string>, holder: string, remedy: string][] = [
    [
      'of a port: the containers that publish it',
      'PORT_TAKEN',
      {port: '8080', protocol: 'tcp'},
      'container "api" publishes 0.0.0.0:8080/tcp, container "both" publishes 0.0.0.0:8080/tcp',
      'publish a free port: dnet ports next --near 8081',
    ],
    ['of a port in another protocol', 'PORT_TAKEN', {port: '8080', protocol: 'udp'}, '', ''],
    ['of a port in another protocol, in capitals', 'PORT_TAKEN', {port: '8080', protocol: 'UDP'}, '', ''],
    [
      'of a port in this protocol, in capitals',
      'PORT_TAKEN',
      {port: '8080', protocol: 'TCP'},
      'container "api" publishes 0.0.0.0:8080/tcp, container "both" publishes 0.0.0.0:8080/tcp',
      'publish a free port: dnet ports next --near 8081',
    ],
    [
      'of a port in this protocol, though a process has it in another',
      'PORT_TAKEN',
      {port: '53', protocol: 'udp'},
      'container "api" publishes 0.0.0.0:53/udp',
      'publish a free port: dnet ports next --near 54 --protocol udp; or stop it, which ends what it serves: docker stop api',
    ],
    [
      'of a port whose protocol the sentence does not name: in any',
      'PORT_TAKEN',
      {port: '53'},
      'process nginx (7) listens on 0.0.0.0:53/tcp, container "api" publishes 0.0.0.0:53/udp',
      'publish a free port: dnet ports next --near 54',
    ],
    [
      'of a port whose protocol the sentence does not name: in what the container that failed asks for',
      'PORT_TAKEN',
      {port: '53', endpoint: 'wants'},
      'container "api" publishes 0.0.0.0:53/udp',
      'publish a free port: dnet ports next --near 54 --protocol udp; or stop it, which ends what it serves: docker stop api',
    ],
    ['of a port: not the container that the sentence is about', 'PORT_TAKEN', {port: '7000', endpoint: 'lone'}, '', ''],
    [
      'of a port that only containers have, as the engine says it: no process',
      'PORT_TAKEN',
      {port: '53', engines: 'port is already allocated'},
      'container "api" publishes 0.0.0.0:53/udp',
      'publish a free port: dnet ports next --near 54 --protocol udp; or stop it, which ends what it serves: docker stop api',
    ],
    [
      'of a port: a process',
      'PORT_TAKEN',
      {addr: '0.0.0.0', port: '22', protocol: 'tcp'},
      'process nginx (7) listens on 0.0.0.0:22/tcp',
      'publish a free port: dnet ports next --near 23; or stop it, which ends what it serves',
    ],
    [
      'of a port: a process of the same protocol',
      'PORT_TAKEN',
      {port: '53', protocol: 'tcp'},
      'process nginx (7) listens on 0.0.0.0:53/tcp',
      'publish a free port: dnet ports next --near 54; or stop it, which ends what it serves',
    ],
    ['of a port: a process of another protocol is not', 'PORT_TAKEN', {port: '22', protocol: 'udp'}, '', ''],
    ['of a port: a process of another family is not', 'PORT_TAKEN', {addr: '::', port: '22', protocol: 'tcp'}, '', ''],
    ['of a port: nor where only the family is named', 'PORT_TAKEN', {addr: '', family: '6', port: '22'}, '', ''],
    [
      'of a port on one address: what has it there',
      'PORT_TAKEN',
      {addr: '127.0.0.1', port: '7000', protocol: 'tcp'},
      'container "lone" publishes 127.0.0.1:7000/tcp',
      'publish a free port: dnet ports next --near 7001; or stop it, which ends what it serves: docker stop lone',
    ],
    ['of a port on one address: not what has it on another', 'PORT_TAKEN', {addr: '127.0.0.2', port: '7000'}, '', ''],
    [
      'of a port on one IPv6 address, in brackets',
      'PORT_TAKEN',
      {addr: '[::1]', port: '25', protocol: 'tcp'},
      'an unknown process listens on [::]:25/tcp',
      'publish a free port: dnet ports next --near 26',
    ],
    [
      'of the port of a range that the engine tried last',
      'PORT_TAKEN',
      {addr: '0.0.0.0', tried: '22', port: '20', protocol: 'tcp'},
      'process nginx (7) listens on 0.0.0.0:22/tcp',
      'publish a free port: dnet ports next --near 23; or stop it, which ends what it serves',
    ],
    [
      'of a port of the engine itself, which is not to be stopped',
      'PORT_TAKEN',
      {port: '8443', protocol: 'tcp'},
      'process dockerd (8), the engine itself, listens on 0.0.0.0:8443/tcp',
      'publish a free port: dnet ports next --near 8444',
    ],
    [
      'of a port of a service: the one that is named',
      'PORT_TAKEN',
      {port: '9000', service: 'svc2'},
      'service "tasks" publishes 9000/tcp on each node that runs one of its tasks',
      'publish a free port: dnet ports next --near 9001',
    ],
    ['of a port of a service that is gone', 'PORT_TAKEN', {port: '9000', service: 'svc3'}, '', ''],
    ['of a port: not a container that does not run', 'PORT_TAKEN', {port: '9090'}, '', ''],
    ['of a port that is not named', 'PORT_TAKEN', {}, '', ''],
    [
      'of a removal: what is live, and what has no container',
      'NETWORK_IN_USE',
      {name: 'web'},
      'on "web": api, both, plain, ghost (without a container), off (without a container)',
      'keep it, or take off what is on it, which loses its names and addresses there: dnet rm --disconnect web',
    ],
    [
      'of a removal, in another sentence',
      'NETWORK_IN_USE',
      {used: 'aaa1'},
      'on "web": api, both, plain, ghost (without a container), off (without a container)',
      'keep it, or take off what is on it, which loses its names and addresses there: dnet rm --disconnect web',
    ],
    [
      'of a removal: the network with the id of the sentence',
      'NETWORK_IN_USE',
      {name: 'back', id: back.id},
      'on "back" (aaa200000000): both',
      'keep it, or take off what is on it, which loses its names and addresses there: dnet rm --disconnect aaa200000000',
    ],
    [
      'of a removal: each network of the name that is in use',
      'NETWORK_IN_USE',
      {name: 'pair'},
      'on "pair" (ddd100000000): lone; on "pair" (ddd200000000): lone',
      '',
    ],
    ['of a removal of a network with another id', 'NETWORK_IN_USE', {name: 'web', id: 'eee1'.padEnd(64, '0')}, '', ''],
    [
      'of a removal of a config-only network: what was created from it',
      'NETWORK_IN_USE',
      {config: 'conf'},
      'created from "conf": network "idle"',
      'keep it, or first remove them: dnet rm idle',
    ],
    ['of a removal of a config-only network: nothing any more', 'NETWORK_IN_USE', {config: 'web'}, '', ''],
    [
      'of a removal: the service that is named',
      'NETWORK_IN_USE',
      {network: 'web', service: 'svc2'},
      'service "tasks"',
      '',
    ],
    ['of a removal: no other service', 'NETWORK_IN_USE', {network: 'web', service: 'svc3'}, '', ''],
    ['of a removal: nobody any more', 'NETWORK_IN_USE', {name: 'bbb1'}, '', ''],
    ['of a removal of a network that is gone', 'NETWORK_IN_USE', {name: 'gone'}, '', ''],
    [
      'of a connection: it is there already',
      'ENDPOINT_EXISTS',
      {container: 'api', network: 'web'},
      'container "api" is on "web"',
      'nothing needs to be done',
    ],
    [
      'of a connection: an endpoint without its container',
      'ENDPOINT_EXISTS',
      {container: 'ghost', network: 'web'},
      'an endpoint named "ghost" is on "web" without a container',
      'dnet disconnect -f web ghost',
    ],
    [
      'of a connection: an endpoint that a stopped container left',
      'ENDPOINT_EXISTS',
      {container: 'off', network: 'web'},
      'an endpoint named "off" is on "web" without a container',
      'dnet disconnect -f web off',
    ],
    [
      'of a connection: nothing of that name is there any more',
      'ENDPOINT_EXISTS',
      {container: 'api', network: 'aaa2'},
      '',
      '',
    ],
    ['of a connection to a network that is gone', 'ENDPOINT_EXISTS', {container: 'api', network: 'gone'}, '', ''],
    [
      'of a name',
      'NAME_TAKEN',
      {name: 'web'},
      'network "web" (bridge, 10.7.0.0/24, fd07::/64)',
      'dnet create --if-not-exists web',
    ],
    [
      'of a name, in another sentence',
      'NAME_TAKEN',
      {used: 'web'},
      'network "web" (bridge, 10.7.0.0/24, fd07::/64)',
      'dnet create --if-not-exists web',
    ],
    ['of a name that none has any more', 'NAME_TAKEN', {name: 'gone'}, '', ''],
    [
      'of a subnet: the network that the engine names',
      'SUBNET_OVERLAP',
      {id: 'aaa1', subnet: '10.8.0.0/24'},
      'network "web" (10.7.0.0/24, fd07::/64)',
      '',
    ],
    [
      'of a subnet: all that it overlaps',
      'SUBNET_OVERLAP',
      {subnet: '10.0.0.0/8'},
      'network "back" (10.8.0.0/24), network "idle" (10.9.9.0/31), network "web" (10.7.0.0/24, fd07::/64)',
      '',
    ],
    ['of a subnet that none overlaps', 'SUBNET_OVERLAP', {subnet: '10.9.0.0/24'}, '', ''],
    ['of a subnet that is none', 'SUBNET_OVERLAP', {subnet: 'x'}, '', ''],
    ['of a conflict with a network', 'CONFLICT', {id: 'aaa2', target: 'api'}, 'network "back" (10.8.0.0/24)', ''],
    [
      'of a link: the target is on other networks',
      'CONFLICT',
      {target: 'both'},
      'container "both" is on "back", "web"',
      'dnet link CONTAINER both',
    ],
    ['of a link: the target does not run', 'CONFLICT', {stopped: '/off'}, 'container "off" is exited', ''],
    ['of a link: the target runs by now', 'CONFLICT', {stopped: '/api'}, '', ''],
    ['of a link: the target is on the default bridge by now', 'CONFLICT', {target: '/plain'}, '', ''],
    ['of a parent interface: the network that has it', 'CONFLICT', {parent: 'eth0'}, 'network "back"', ''],
    ['of a parent interface that none has', 'CONFLICT', {parent: 'eth1'}, '', ''],
    ['of a bridge: the network that has it', 'CONFLICT', {bridge: 'brx'}, 'network "idle" (10.9.9.0/31)', ''],
    ['of a name of a container', 'NAME_TAKEN', {container: '/off'}, 'container "off" is exited', ''],
    ['of a name of a container that is gone', 'NAME_TAKEN', {container: '/gone'}, '', ''],
    ['of a link to a container that is gone', 'CONFLICT', {target: 'gone'}, '', ''],
    ['of a conflict over something else', 'CONFLICT', {}, '', ''],
    [
      'of an address: the container that the engine names',
      'ADDRESS_TAKEN',
      {container: 'id-api', address: '10.7.0.2'},
      'container "api" has 10.7.0.2 on "web"',
      '',
    ],
    [
      'of an address: not a container that has another one',
      'ADDRESS_TAKEN',
      {container: 'id-api', address: '10.7.0.3'},
      '',
      '',
    ],
    [
      'of an address: not another container than is named',
      'ADDRESS_TAKEN',
      {container: 'gone', address: '10.7.0.2'},
      '',
      '',
    ],
    [
      'of an address that is not named: what has the one that a container asks for in vain',
      'ADDRESS_TAKEN',
      {},
      'container "api" has fd07::2 on "web"',
      '',
    ],
    [
      'of an address that is not named, on this network',
      'ADDRESS_TAKEN',
      {network: 'web'},
      'container "api" has fd07::2 on "web"',
      '',
    ],
    [
      'of an address that is not named: nobody on a network where none is asked for',
      'ADDRESS_TAKEN',
      {network: 'aaa2'},
      '',
      '',
    ],
    ['of an address on a network that is gone', 'ADDRESS_TAKEN', {network: 'gone'}, '', ''],
    [
      'of one more address: those on the network, by its name',
      'POOL_EXHAUSTED',
      {network: 'web'},
      'on network "web" (10.7.0.0/24, fd07::/64): api, both, plain, ghost, web-endpoint, off',
      'create a larger network: dnet create --hosts 16 web-2',
    ],
    [
      'of one more address: those on the network, by the first of its range',
      'POOL_EXHAUSTED',
      {first: '10.8.0.0'},
      'on network "back" (10.8.0.0/24): both',
      'create a larger network: dnet create --hosts 4 back-2',
    ],
    [
      'of one more address: nobody',
      'POOL_EXHAUSTED',
      {network: 'idle'},
      'on network "idle" (10.9.9.0/31): no container',
      'create a larger network: dnet create --hosts 4 idle-2',
    ],
    [
      'of one more address: those on the network, by its id',
      'POOL_EXHAUSTED',
      {network: 'back', id: twin.id},
      'on network "back": no container',
      'create a larger network: dnet create --hosts 4 back-2',
    ],
    ['of one more address on a network that is gone', 'POOL_EXHAUSTED', {first: '10.9.0.0'}, '', ''],
    [
      'of a clear answer: those of the same name',
      'NAME_AMBIGUOUS',
      {name: 'back'},
      '"back" is aaa200000000, "back" is bbb100000000',
      '',
    ],
    [
      'of a clear answer: those whose ids begin alike',
      'NAME_AMBIGUOUS',
      {prefix: 'aaa'},
      '"back" is aaa200000000, "web" is aaa100000000',
      '',
    ],
    ['of a clear answer about nothing', 'NAME_AMBIGUOUS', {}, '', ''],
    ['of what dnet knows no reason for', 'ENGINE_REFUSED', {name: 'web', port: '8080'}, '', ''],
  ]
  for (const [why, code, named, holder, remedy] of cases)
    it(why, () => deepEqual(culprit(code, named), {holder, remedy}))

  // What no host above has: two of everything, and what belongs to networks themselves.
  const roomy = network('roomy', {
    id: 'fff1'.padEnd(64, '0'),
    subnets: [subnet('10.6.0.0/24', '10.6.0.1', '', {printer: '10.6.0.5'})],
    configFrom: 'conf',
    attached: [attached('ep-3', 'ghost', '10.6.0.9/24'), attached('ep-4', 'spook', '')],
  })
  const empty = network('empty', {id: 'fff2'.padEnd(64, '0'), configFrom: 'conf'})
  const more: Host = {
    ...hostWith([roomy, empty], {
      containers: [
        container('one', [endpoint(roomy, {ipv4: addr('10.6.0.7')})], {published: [published(700)]}),
        container('asks', [endpoint(roomy, {endpointId: '', wanted4: addr('10.6.0.7'), wanted6: undefined})], {
          state: 'created',
          wishes: [wish(700), wish(701, 'udp'), {...wish(1), hostPorts: null}],
        }),
        container('asks too', [endpoint(roomy, {endpointId: '', wanted4: addr('10.6.0.5')})], {state: 'created'}),
        container('bare', [], {state: 'created'}),
      ],
    }),
    publishing: known(
      publishing({
        listeners: known([
          listener('::', 701, {protocol: 'udp'}),
          listener('0.0.0.0', 702),
          listener('::', 702, {process: {pid: 9, name: 'node'}}),
          listener('0.0.0.0', 65535),
          listener('0.0.0.0', 4789, {protocol: 'udp', process: {pid: 0, name: 'the kernel'}}),
          listener('0.0.0.0', 703, {protocol: 'sctp'}),
        ]),
      }),
    ),
  }
  const others: [why: string, code: ErrorCode, named: Record<string, string>, holder: string, remedy: string][] = [
    [
      'of a port on all addresses: what has it in either family',
      'PORT_TAKEN',
      {port: '702', protocol: 'tcp'},
      'process nginx (7) listens on 0.0.0.0:702/tcp, process node (9) listens on [::]:702/tcp',
      'publish a free port: dnet ports next --near 703',
    ],
    [
      'of a port of IPv6 alone: what has it there',
      'PORT_TAKEN',
      {port: '702', family: '6'},
      'process node (9) listens on [::]:702/tcp',
      'publish a free port: dnet ports next --near 703; or stop it, which ends what it serves',
    ],
    [
      'of a port of IPv4 alone: what has it there',
      'PORT_TAKEN',
      {port: '702', family: '4'},
      'process nginx (7) listens on 0.0.0.0:702/tcp',
      'publish a free port: dnet ports next --near 703; or stop it, which ends what it serves',
    ],
    [
      'of a port of the kernel, which ends for nobody',
      'PORT_TAKEN',
      {port: '4789', protocol: 'udp'},
      'the kernel listens on 0.0.0.0:4789/udp',
      'publish a free port: dnet ports next --near 4790 --protocol udp',
    ],
    [
      'of a port of the third protocol',
      'PORT_TAKEN',
      {port: '703'},
      'process nginx (7) listens on 0.0.0.0:703/sctp',
      'publish a free port: dnet ports next --near 704 --protocol sctp; or stop it, which ends what it serves',
    ],
    [
      'of the last port: none is behind it',
      'PORT_TAKEN',
      {port: '65535'},
      'process nginx (7) listens on 0.0.0.0:65535/tcp',
      'publish a free port: dnet ports next --near 65535; or stop it, which ends what it serves',
    ],
    [
      'of a port that the container wants in one protocol, though it wants others in another',
      'PORT_TAKEN',
      {port: '701', endpoint: 'asks'},
      'process nginx (7) listens on [::]:701/udp',
      'publish a free port: dnet ports next --near 702 --protocol udp; or stop it, which ends what it serves',
    ],
    ['of a port of a service: not what a container has of it', 'PORT_TAKEN', {port: '700', service: 'id-one'}, '', ''],
    [
      'of a removal of a config-only network: all that were created from it',
      'NETWORK_IN_USE',
      {config: 'conf'},
      'created from "conf": network "roomy", network "empty"',
      'keep it, or first remove them: dnet rm roomy; dnet rm empty',
    ],
    [
      'of a connection: only the endpoint of that name',
      'ENDPOINT_EXISTS',
      {container: 'spook', network: 'roomy'},
      'an endpoint named "spook" is on "roomy" without a container',
      'dnet disconnect -f roomy spook',
    ],
    ['of a connection: no other endpoint', 'ENDPOINT_EXISTS', {container: 'phantom', network: 'roomy'}, '', ''],
    ['of a connection that names nothing', 'ENDPOINT_EXISTS', {}, '', ''],
    [
      'of a name of a network without subnets',
      'NAME_TAKEN',
      {name: 'empty'},
      'network "empty" (bridge)',
      'dnet create --if-not-exists empty',
    ],
    ['of a name that is not told', 'NAME_TAKEN', {}, '', ''],
    ['of a subnet that is not told', 'SUBNET_OVERLAP', {}, '', ''],
    ['of a link to a container on no network', 'CONFLICT', {target: 'bare'}, '', ''],
    [
      'of an address: a gateway',
      'ADDRESS_TAKEN',
      {address: '10.6.0.1'},
      '10.6.0.1 is the gateway of network "roomy"',
      '',
    ],
    [
      'of an address: one that is kept from containers',
      'ADDRESS_TAKEN',
      {address: '10.6.0.5'},
      '10.6.0.5 is the auxiliary address "printer" of network "roomy"',
      '',
    ],
    [
      'of an address: the ends of a subnet',
      'ADDRESS_TAKEN',
      {address: '10.6.0.255'},
      '10.6.0.255 is the first or last address of network "roomy", which no container gets',
      '',
    ],
    [
      'of an address: what is left of a container',
      'ADDRESS_TAKEN',
      {address: '10.6.0.9'},
      'an endpoint named "ghost" has 10.6.0.9 on "roomy" without a container',
      '',
    ],
    ['of an address that is not named: nobody where two are asked for in vain', 'ADDRESS_TAKEN', {}, '', ''],
    [
      'of one more IPv6 address, of which there never was one',
      'POOL_EXHAUSTED',
      {six: 'fd00', network: 'roomy'},
      '',
      '',
    ],
  ]
  for (const [why, code, named, holder, remedy] of others)
    it(why, () => deepEqual(culprit(code, named, more), {holder, remedy}))

  it('of a port: nobody is named where the listeners are not known', () => {
    deepEqual(
      culprit('PORT_TAKEN', {port: '22'}, {...host, publishing: known(publishing({listeners: unknown('remote')}))}),
      NOBODY,
    )
    deepEqual(culprit('PORT_TAKEN', {port: '22'}, {...host, publishing: unknown('not asked for')}), NOBODY)
  })
})

describe('a network that is not there', () => {
  const id = 'f00d'.padEnd(64, '0')
  const names = known({aliases: [], dnsNames: [], links: [], driverOptions: {}})
  const gone = endpoint(network('old'), {networkId: id, names})
  const stopped = (name: string) => container(name, [gone], {networkMode: 'old', state: 'exited'})
  const told = (containers: Container[], named: Record<string, string> = {removed: id}) =>
    culpritOf(hostWith([], {containers}), 'NETWORK_NOT_FOUND', named, new Date(0))
  const on = 'was last on network "old" (f00d00000000), which was removed'
  it('and that a container was on', () =>
    deepEqual(told([stopped('app')]), {
      holder: `container "app" ${on}`,
      remedy: 'dnet create old; dnet connect old app',
    }))
  it('and that several were on', () =>
    deepEqual(told([stopped('app'), stopped('db')]), {
      holder: `container "app" ${on}; container "db" ${on}`,
      remedy: '',
    }))
  it('and that nobody was on', () => {
    deepEqual(told([stopped('app')], {removed: 'beef'.padEnd(64, '0')}), {holder: '', remedy: ''})
    deepEqual(told([stopped('app')], {}), {holder: '', remedy: ''})
    deepEqual(told([container('app', [gone])]), {holder: '', remedy: ''})
  })
})

describe('the remedy for used-up pools', () => {
  const pools = (host: Host) => culprit('POOL_EXHAUSTED', {}, host)
  const containers = [container('api', [endpoint('used')])]
  const used = network('used', {subnets: ['10.1.0.0/24']})
  const idle = network('idle', {subnets: ['10.2.0.0/24']})
  const everyBlock = network('all', {subnets: ['172.16.0.0/12', '192.168.0.0/16']})
  const route = (destination: string, device: string, onLink = true) => ({
    destination: parsePrefix(destination),
    gateway: null,
    device,
    onLink,
  })
  const behind = (...routes: ReturnType<typeof route>[]) => hostWith([used], {machine: {routes: known(routes)}})

  /** Every block of the engine's own pools. */
  const ENGINES = ['172.17.0.0/16', '172.18.0.0/15', '172.20.0.0/14', '172.24.0.0/13', '192.168.0.0/16']
  const cases: [what: string, host: Host, holder: string, remedy: string][] = [
    [
      'counts what nothing uses, and removes nothing',
      hostWith([used, idle, network('bare')], {containers}),
      'networks with a subnet: 2, of which unused: 1',
      'dnet create --hosts 50 NAME',
    ],
    [
      'looks elsewhere where no block is left',
      hostWith([everyBlock]),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 10.64.0.0/10 NAME',
    ],
    [
      'looks in the least used private blocks first',
      hostWith([network('all', {subnets: [...ENGINES, '10.64.0.0/10']})]),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 10.128.0.0/9 NAME',
    ],
    [
      'then at the beginning of 10.0.0.0/8',
      hostWith([network('all', {subnets: [...ENGINES, '10.64.0.0/10', '10.128.0.0/9']})]),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 10.0.0.0/10 NAME',
    ],
    [
      'then beside the engine’s own pools',
      hostWith([network('all', {subnets: [...ENGINES, '10.0.0.0/8']})]),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 172.16.0.0/12 NAME',
    ],
    [
      'then in what configured pools leave',
      hostWith([network('all', {subnets: ['10.0.0.0/8', '172.16.0.0/12']})], {
        pools: [{base: '10.9.0.0/16', size: 24}],
      }),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 192.168.0.0/16 NAME',
    ],
    [
      'knows no line where no private block is left',
      hostWith([network('all', {subnets: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']})]),
      'networks with a subnet: 1, of which unused: 1',
      '',
    ],
    [
      'looks elsewhere where what is left is too small',
      hostWith([network('all', {subnets: ['10.9.0.0/27']})], {pools: [{base: '10.9.0.0/26', size: 27}]}),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 --pool 10.64.0.0/10 NAME',
    ],
    [
      'names the routes that cover the pools',
      behind(route('0.0.0.0/1', 'tun0'), route('128.0.0.0/1', 'tun0')),
      'the route on tun0 (0.0.0.0/1) and the route on tun0 (128.0.0.0/1)',
      'dnet create --hosts 50 NAME',
    ],
    [
      'names no route that the engine does not look at',
      behind(route('0.0.0.0/1', 'tun0', false)),
      'networks with a subnet: 1, of which unused: 1',
      'dnet create --hosts 50 NAME',
    ],
  ]
  for (const [what, host, holder, remedy] of cases) it(what, () => deepEqual(pools(host), {holder, remedy}))
})

describe('lines to paste', () => {
  it('have names of an engine’s sentence as a shell reads them', () => {
    const meaning = meaningOf('network with name $(touch x) already exists')
    equal(meaning?.hint(meaning.named), "choose another name, or see the existing one: dnet inspect '$(touch x)'")
  })
})
