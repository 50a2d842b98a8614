import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Finding} from '../../../src/lib/model/finding.js'
import {connectFindings, disconnectFindings} from '../../../src/lib/plan/endpoints/connect.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import type {EndpointSpec} from '../../../src/lib/spec/network-spec.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

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

describe('what connecting would meet depends on the engine, the container and its network', () => {
  const dual = network('dual', {
    enableIPv6: true,
    subnets: [
      subnet('10.6.0.0/24', '10.6.0.1'),
      subnet('10.6.1.0/24', '10.6.1.1'),
      subnet('fd06::/64', 'fd06::1', 'fd06::100/120'),
    ],
  })
  const wire = network('wire', {driver: 'macvlan', subnets: ['10.11.0.0/24']})
  const free = container('free', [])
  const off = container('off', [], {state: 'exited'})
  const member = container('member', [endpoint(dual, {ipv4: addr('10.6.0.9'), gateway4: addr('10.6.0.1')})])
  const met = (
    who: Container,
    on: string,
    spec: Partial<EndpointSpec>,
    {podman = false, api = '1.50'}: {podman?: boolean; api?: string} = {},
  ) =>
    connectFindings(
      hostWith([dual, wire, WEB, ...(podman ? [PODMAN_NETWORK] : [])], {
        containers: [member, free, off],
        apiVersion: api,
      }),
      {do: 'connect', network: on, container: who.name, endpoint: {...ANY_ENDPOINT, ...spec}, because: ''},
    ).map(({code, refused, message, hint}) => [`${code} ${refused ? 'refused' : 'warned'}`, message, hint])

  const EXAMPLE = 'write one such as 172.20.0.9 or fd00:1::9'
  const invalid: [why: string, who: Container, engine: Parameters<typeof met>[3], refused: boolean][] = [
    ['refused for a container that runs', free, {api: '1.43'}, true],
    ['refused for one that does not run, from engine 25.0 on', off, {api: '1.44'}, true],
    ['refused for one that does not run, on Podman', off, {api: '1.41', podman: true}, true],
    ['taken for one that does not run before engine 25.0, in vain', off, {api: '1.43'}, false],
  ]
  for (const [why, who, engine, refused] of invalid)
    it(`what is no address is ${why}`, () =>
      deepEqual(
        met(who, 'dual', {ipv4: '10.6', ipv6: 'fd06'}, engine),
        ['10.6', 'fd06'].map((text) => [
          `ADDRESS_OUTSIDE ${refused ? 'refused' : 'warned'}`,
          `"${text}" is not a valid address${refused ? '' : '; "off" cannot start with it'}`,
          EXAMPLE,
        ]),
      ))

  const outside: [why: string, who: Container, podman: boolean, refused: boolean][] = [
    ['refused for a container that runs', free, false, true],
    ['refused for one that does not run', off, false, true],
    ['refused on Podman for a container that runs', free, true, true],
    ['taken on Podman for one that does not run, in vain', off, true, false],
  ]
  for (const [why, who, podman, refused] of outside)
    it(`an address outside all subnets is ${why}`, () =>
      deepEqual(met(who, 'dual', {ipv4: '10.99.0.9'}, {podman}), [
        [
          `ADDRESS_OUTSIDE ${refused ? 'refused' : 'warned'}`,
          `10.99.0.9 is outside network "dual" (10.6.0.0/24, 10.6.1.0/24)${refused ? '' : '; "off" cannot start with it'}`,
          '--ip 10.6.0.2',
        ],
      ]))

  it('an address of a family without a subnet is refused on a bridge; of others nobody knows', () => {
    deepEqual(met(free, 'web', {ipv6: 'fd07::9'}), [
      ['ADDRESS_OUTSIDE refused', 'fd07::9 is outside network "web" (no IPv6 subnet)', 'omit --ip6'],
    ])
    deepEqual(met(free, 'wire', {ipv6: 'fd07::9'}), [])
    deepEqual(met(free, 'wire', {ipv4: '10.12.0.9'}), [
      ['ADDRESS_OUTSIDE refused', '10.12.0.9 is outside network "wire" (10.11.0.0/24)', '--ip 10.11.0.2'],
    ])
  })

  it('an address of a container is refused on Podman too', () =>
    deepEqual(met(free, 'dual', {ipv4: '10.6.0.9'}, {podman: true}), [
      ['ADDRESS_TAKEN refused', '10.6.0.9 is used by container "member"', '--ip 10.6.0.2'],
    ]))

  it('refusals come first', () =>
    deepEqual(
      met(free, 'dual', {ipv4: '10.6.0.50', ipv6: 'fd06::1'}).map(([code]) => code),
      ['ADDRESS_TAKEN refused', 'ADDRESS_DYNAMIC warned'],
    ))

  it('effects are those on this container, whatever another one has', () => {
    const published = [{hostAddr: addr('0.0.0.0'), hostPort: 80, containerPort: 8080, protocol: 'tcp'}] as const
    const other = container('other', [endpoint('elsewhere', {gateway4: addr('10.1.0.1')})], {published})
    const host = hostWith([network('elsewhere'), dual, wire], {containers: [other, member, free]})
    const on = (name: string, network: string, gatewayPriority: number) =>
      connectFindings(host, {
        do: 'connect',
        network,
        container: name,
        endpoint: {...ANY_ENDPOINT, gatewayPriority},
        because: '',
      })
    deepEqual(on('member', 'elsewhere', -1), [])
    deepEqual(on('free', 'wire', 3), [
      {
        code: 'PRIORITY_IGNORED',
        refused: false,
        message: '"wire" does not provide a default gateway in spite of its priority: "free" gets none there',
        hint: '',
      },
    ])
    const off = (name: string, network: string) =>
      disconnectFindings(host, {do: 'disconnect', network, container: name, force: false, because: ''})
    deepEqual(off('member', 'elsewhere'), [])
    deepEqual(off('member', 'nowhere'), [])
  })
})
