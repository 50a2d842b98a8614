import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Finding} from '../../../src/lib/model/finding.js'
import {connectFindings, disconnectFindings} from '../../../src/lib/plan/endpoints/connect.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import type {EndpointSpec} from '../../../src/lib/spec/network-spec.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../../build/host.js'

const WEB = network('web', {
  subnets: [{...subnet('10.7.0.0/24', '10.7.0.1'), auxAddresses: {router: '10.7.0.2'}}],
  attached: [{containerId: 'ep-1234', name: 'ghost', endpointId: '1234', mac: '', ipv4: '10.7.0.30/24', ipv6: ''}],
})
const SPLIT = network('split', {subnets: [subnet('10.8.0.0/24', '10.8.0.1', '10.8.0.128/25')]})
const BRIDGE = network('bridge', {subnets: [subnet('172.17.0.0/16', '172.17.0.1')]})

const V4 = {gateway4: addr('10.7.0.1')}
const web = (about: object = {}) => endpoint('web', {...V4, ...about})

const others: Container[] = [
  container('db', [web({ipv4: addr('10.7.0.9'), aliases: ['primary']})]),
  container('idle', [web({wanted4: addr('10.7.0.50'), endpointId: ''})], {state: 'exited'}),
]
const app = container('app', [endpoint('bridge', {gateway4: addr('172.17.0.1')})])

const findings = (spec: Partial<EndpointSpec>, on = 'web', who: Container = app, api = '1.50'): Finding[] =>
  connectFindings(hostWith([WEB, SPLIT, BRIDGE], {containers: [who, ...others], apiVersion: api}), {
    do: 'connect',
    network: on,
    container: who.name,
    endpoint: {...ANY_ENDPOINT, ...spec},
    because: '',
  })

const told = (list: readonly Finding[]) =>
  list
    .filter(({code}) => code !== 'GATEWAY_MOVES')
    .map(({code, refused, hint}) => `${refused ? 'refused' : 'warned'} ${code}: ${hint}`)

describe('connect looks first', () => {
  const cases: [why: string, spec: Partial<EndpointSpec>, on: string, told: string[]][] = [
    ['nothing to say', {}, 'web', []],
    [
      'an address of a container: who, and the next free one',
      {ipv4: '10.7.0.9'},
      'web',
      ['refused ADDRESS_TAKEN: --ip 10.7.0.3'],
    ],
    ["the gateway's", {ipv4: '10.7.0.1'}, 'web', ['refused ADDRESS_TAKEN: --ip 10.7.0.3']],
    ['an auxiliary one', {ipv4: '10.7.0.2'}, 'web', ['refused ADDRESS_TAKEN: --ip 10.7.0.3']],
    ['the broadcast address', {ipv4: '10.7.0.255'}, 'web', ['refused ADDRESS_TAKEN: --ip 10.7.0.3']],
    ["a stale endpoint's", {ipv4: '10.7.0.30'}, 'web', ['refused ADDRESS_TAKEN: --ip 10.7.0.3']],
    ['outside the subnet', {ipv4: '10.9.0.9'}, 'web', ['refused ADDRESS_OUTSIDE: --ip 10.7.0.3']],
    ['promised to a stopped container', {ipv4: '10.7.0.50'}, 'web', ['warned ADDRESS_PROMISED: --ip 10.7.0.3']],
    [
      'inside the dynamic range that is the whole subnet',
      {ipv4: '10.7.0.60'},
      'web',
      [
        'warned ADDRESS_DYNAMIC: give networks with fixed addresses an --ip-range that leaves those addresses out, such as the upper half of 10.7.0.0/24',
      ],
    ],
    [
      'inside a range',
      {ipv4: '10.8.0.200'},
      'split',
      ['warned ADDRESS_DYNAMIC: choose one outside 10.8.0.128/25: --ip 10.8.0.2'],
    ],
    ['beside the range', {ipv4: '10.8.0.20'}, 'split', []],
    [
      'a name that others answer to',
      {aliases: ['primary']},
      'web',
      ['warned ALIAS_SHARED: for a name that only one container sees: dnet link CONTAINER app:primary'],
    ],
    [
      "another container's own name",
      {aliases: ['db']},
      'web',
      ['warned ALIAS_SHARED: for a name that only one container sees: dnet link CONTAINER app:db'],
    ],
    ['a network that is not there is the engine’s to refuse', {ipv4: '10.7.0.9'}, 'nowhere', []],
  ]
  for (const [why, spec, on, want] of cases) it(why, () => deepEqual(told(findings(spec, on)), want))

  it('says that an old engine ignores a priority', () => {
    deepEqual(told(findings({gatewayPriority: 3}, 'web', app, '1.47')), [
      'warned PRIORITY_IGNORED: use engine 28.0 or newer',
    ])
  })

  it('says that the gateway would move, and how to keep it', () => {
    const [finding] = findings({gatewayPriority: 3})
    equal(finding?.message, 'the IPv4 default gateway of "app" moves from "bridge" to "web"')
    equal(finding?.hint, 'to keep it as it is: --gw-priority -1')
    deepEqual(findings({gatewayPriority: -1}), [])
  })

  it('refuses host mode and a place it has already', () => {
    const there = container('app', [web()])
    deepEqual(told(findings({}, 'web', there)), ['refused ALREADY_CONNECTED: to ignore this: --if-not-connected'])
    const onHost = container('app', [endpoint('host')], {networkMode: 'host'})
    deepEqual(told(findings({}, 'web', onHost)), [
      'refused MODE: recreate it with --network NETWORK instead of --network host',
    ])
  })
})

describe('disconnect looks first', () => {
  it('tells of the gateway and of ports that are lost', () => {
    const published = [{hostAddr: addr('0.0.0.0'), hostPort: 80, containerPort: 8080, protocol: 'tcp'}] as const
    const one = container('app', [web()], {published})
    const list = disconnectFindings(hostWith([WEB], {containers: [one]}), {
      do: 'disconnect',
      network: 'web',
      container: 'app',
      force: false,
      because: '',
    })
    deepEqual(
      list.map(({message}) => message),
      ['"app" loses its IPv4 default gateway (now on "web")', 'port 80->8080/tcp of "app" is no longer published'],
    )
  })
})
