import {deepEqual, equal} from 'node:assert/strict'
import {meaningOf} from '../../src/lib/engine/refusals/meaning.js'
import type {ErrorCode} from '../../src/lib/errors.js'
import type {Host} from '../../src/lib/model/host.js'
import {known, unknown} from '../../src/lib/model/known.js'
import {parsePrefix} from '../../src/lib/net/prefix.js'
import {culpritOf} from '../../src/lib/plan/explain.js'
import {addr, container, endpoint, hostWith, network} from '../build/host.js'
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
  ],
})
const back = network('back', {id: 'aaa2'.padEnd(64, '0'), subnets: ['10.8.0.0/24']})
const idle = network('idle', {id: 'ccc1'.padEnd(64, '0'), subnets: ['10.9.9.0/31']})
const twin = network('back', {id: 'bbb1'.padEnd(64, '0'), driver: 'macvlan'})

const published = (hostPort: number, protocol: 'tcp' | 'udp' = 'tcp') =>
  ({hostAddr: addr('0.0.0.0'), hostPort, containerPort: 80, protocol}) as const

const host: Host = {
  ...hostWith([back, twin, idle, web], {
    containers: [
      container('api', [endpoint(web)], {published: [published(8080), published(53, 'udp')]}),
      container('both', [endpoint(back), endpoint(web)], {published: [published(8080)]}),
      container('off', [endpoint(web)], {state: 'exited', published: [published(9090)]}),
    ],
  }),
  publishing: known(
    publishing({
      listeners: known([
        listener('0.0.0.0', 22),
        listener('::', 25, {process: undefined}),
        listener('0.0.0.0', 53),
        listener('0.0.0.0', 8443, {ofEngine: true}),
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
      'containers "api", "both" publish port 8080',
      'publish a free port: dnet ports next --near 8081',
    ],
    ['of a port in another protocol', 'PORT_TAKEN', {port: '8080', protocol: 'udp'}, '', ''],
    ['of a port in another protocol, in capitals', 'PORT_TAKEN', {port: '8080', protocol: 'UDP'}, '', ''],
    [
      'of a port in this protocol, in capitals',
      'PORT_TAKEN',
      {port: '8080', protocol: 'TCP'},
      'containers "api", "both" publish port 8080',
      'publish a free port: dnet ports next --near 8081',
    ],
    [
      'of a port in this protocol, though a process has it in another',
      'PORT_TAKEN',
      {port: '53', protocol: 'udp'},
      'container "api" publishes port 53',
      'publish a free port: dnet ports next --near 54 --protocol udp; or stop it, which ends what it serves: docker stop api',
    ],
    [
      'of a port whose protocol the sentence does not name',
      'PORT_TAKEN',
      {port: '53'},
      'container "api" publishes port 53',
      'publish a free port: dnet ports next --near 54; or stop it, which ends what it serves: docker stop api',
    ],
    [
      'of a port: a process',
      'PORT_TAKEN',
      {proxyPort: '22', proxyProtocol: 'tcp'},
      'host process "nginx" (7) listens on 0.0.0.0 port 22',
      'publish a free port: dnet ports next --near 23; or stop it, which ends what it serves',
    ],
    [
      'of a port: a process of the same protocol',
      'PORT_TAKEN',
      {port: '53', protocol: 'tcp'},
      'host process "nginx" (7) listens on 0.0.0.0 port 53',
      'publish a free port: dnet ports next --near 54; or stop it, which ends what it serves',
    ],
    ['of a port: a process of another protocol is not', 'PORT_TAKEN', {port: '22', protocol: 'udp'}, '', ''],
    [
      'of a port: a process that may not be read',
      'PORT_TAKEN',
      {port: '25'},
      'an unknown host process listens on :: port 25',
      'publish a free port: dnet ports next --near 26',
    ],
    ['of a port: not the engine itself', 'PORT_TAKEN', {port: '8443'}, '', ''],
    ['of a port: not a container that does not run', 'PORT_TAKEN', {port: '9090'}, '', ''],
    ['of a port that is not named', 'PORT_TAKEN', {}, '', ''],
    [
      'of a removal: what is live, and what has no container',
      'NETWORK_IN_USE',
      {name: 'web'},
      'on "web": api, both, ghost (without a container)',
      'dnet rm --disconnect web',
    ],
    [
      'of a removal, in another sentence',
      'NETWORK_IN_USE',
      {used: 'aaa1'},
      'on "web": api, both, ghost (without a container)',
      'dnet rm --disconnect web',
    ],
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
      'of a connection: an endpoint of a container that is on other networks only',
      'ENDPOINT_EXISTS',
      {container: 'api', network: 'aaa2'},
      'an endpoint named "api" is on "back" without a container',
      'dnet disconnect -f back api',
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
    ['of a link to a container that is gone', 'CONFLICT', {target: 'gone'}, '', ''],
    ['of a conflict over something else', 'CONFLICT', {}, '', ''],
    [
      'of an address: the container that the engine names',
      'ADDRESS_TAKEN',
      {container: 'api', address: '10.7.0.2'},
      'container "api" has 10.7.0.2',
      '',
    ],
    [
      'of an address: all that have one on the network',
      'ADDRESS_TAKEN',
      {network: 'web'},
      'on "web": api has 10.7.0.2 and fd07::2, ghost has 10.7.0.3, web-endpoint has 10.7.0.4',
      '',
    ],
    ['of an address on a network without any', 'ADDRESS_TAKEN', {network: 'aaa2'}, '', ''],
    ['of an address on a network that is gone', 'ADDRESS_TAKEN', {network: 'gone'}, '', ''],
    [
      'of one more address: those on the network, by its name',
      'POOL_EXHAUSTED',
      {network: 'web'},
      'on network "web" (10.7.0.0/24, fd07::/64): api, both, ghost, web-endpoint',
      '',
    ],
    [
      'of one more address: those on the network, by the first of its range',
      'POOL_EXHAUSTED',
      {first: '10.8.0.0'},
      'on network "back" (10.8.0.0/24): both',
      '',
    ],
    [
      'of one more address: nobody',
      'POOL_EXHAUSTED',
      {network: 'idle'},
      'on network "idle" (10.9.9.0/31): no container',
      '',
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

  it('of a port: nobody is named where the listeners are not known', () => {
    deepEqual(
      culprit('PORT_TAKEN', {port: '22'}, {...host, publishing: known(publishing({listeners: unknown('remote')}))}),
      NOBODY,
    )
    deepEqual(culprit('PORT_TAKEN', {port: '22'}, {...host, publishing: unknown('not asked for')}), NOBODY)
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
