import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {holdersOfNetwork} from '../../../src/lib/model/endpoints/members.js'
import type {Finding} from '../../../src/lib/model/finding.js'
import type {Network} from '../../../src/lib/model/host.js'
import {known} from '../../../src/lib/model/known.js'
import {connectFindings, disconnectFindings} from '../../../src/lib/plan/endpoints/connect.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import {planPrune} from '../../../src/lib/plan/remove/prune.js'
import {foretellRemovals, planRemoval} from '../../../src/lib/plan/remove/remove.js'
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
    deepEqual(told(findings({}, 'web', onHost)), ['refused MODE: recreate it without --network host'])
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

describe('rm --disconnect', () => {
  it('finds live, stale and stopped holders, in that order, and forces the stale one', () => {
    const picture = hostWith([WEB], {containers: others})
    deepEqual(
      holdersOfNetwork(picture, WEB).map(({name, kind}) => `${name} ${kind}`),
      ['db running', 'ghost stale', 'idle stopped'],
    )
    deepEqual(
      planRemoval(picture, WEB).operations.map((one) =>
        one.do === 'disconnect' ? `${one.container} ${one.force}` : one.do,
      ),
      ['db false', 'ghost true', 'idle false', 'remove-network'],
    )
  })
})

describe('rm, of what keeps a network', () => {
  const podman = network('bridge', {id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9'})
  const idle = container('idle', [endpoint('quiet', {endpointId: ''})], {state: 'exited'})
  const quiet = network('quiet')
  const removal = (of: Network, ...more: Network[]): (string | undefined)[] => {
    const host = known(hostWith([of, ...more], {containers: [...others, idle]}))
    const told = foretellRemovals(host, {networks: [of.name], disconnect: false, force: false})
    return told.flatMap(({refusal, findings}) => [refusal?.error.message, ...findings.map(({message}) => message)])
  }

  it('live and stale endpoints are in the way', () =>
    deepEqual(removal(WEB), ['network web has active endpoints; on it: db, ghost (an endpoint without a container)']))
  it('a container that does not run is in nobody’s way, but loses its place', () =>
    deepEqual(removal(quiet), [undefined, 'stopped container "idle" cannot start without network "quiet"']))
  it('but it is on Podman', () =>
    deepEqual(removal(quiet, podman), ['network quiet has active endpoints; on it: idle (not running)']))
  it('one of the engine’s own goes in no case', () =>
    deepEqual(removal(podman), ['bridge is a pre-defined network and cannot be removed']))
})

describe('prune plan', () => {
  const now = new Date('2026-01-02T00:00:00Z')
  const query = {filters: {}, includeStopped: false, olderThan: 0, project: ''}
  const rows = (about: object = {}, networks = [network('a'), WEB, network('idle-only')]) => {
    const idle = container('old', [endpoint('idle-only', {endpointId: ''})], {state: 'exited'})
    return planPrune(hostWith(networks, {containers: [...others, idle]}), {...query, ...about}, now).map(
      ({name, remove, reason}) => `${name} ${remove ? 'goes' : 'stays'} ${reason}`,
    )
  }

  it('keeps what is in use and what stopped containers need', () => {
    deepEqual(rows(), ['a goes unused', 'web stays attached', 'idle-only stays stopped'])
    deepEqual(rows({includeStopped: true}), ['a goes unused', 'web stays attached', 'idle-only goes stopped'])
  })

  it('keeps on Podman what stopped containers need, whatever is asked', () => {
    const podman = network('bridge', {id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9'})
    deepEqual(rows({includeStopped: true}, [network('a'), network('idle-only'), podman]), [
      'a goes unused',
      'idle-only stays stopped',
      'bridge stays predefined',
    ])
  })

  const kept: [why: string, about: object, reason: string][] = [
    ['predefined', {name: 'bridge'}, 'bridge stays predefined'],
    ['the routing mesh', {ingress: true}, 'n stays ingress'],
    ['configuration', {configOnly: true}, 'n stays config-only'],
    ["Swarm's, where services cannot be seen", {scope: 'swarm'}, 'n stays swarm'],
  ]
  for (const [why, about, want] of kept)
    it(`keeps ${why}`, () => deepEqual(rows({}, [{...network('n'), ...about}]), [want]))

  const filters: [why: string, about: object, goes: boolean][] = [
    ['a day old, wanted older than 12h', {olderThan: 43_200}, true],
    ['a day old, wanted older than 2d', {olderThan: 172_800}, false],
    ['until 12h ago', {filters: {until: ['12h']}}, true],
    ['until 2025', {filters: {until: ['2025-06-01']}}, false],
    ['a label', {filters: {label: ['team']}}, true],
    ['a label with its value', {filters: {label: ['team=web']}}, true],
    ['a label with another value', {filters: {label: ['team=db']}}, false],
    ['all labels', {filters: {label: ['team', 'gone']}}, false],
    ['without a label', {filters: {'label!': ['team']}}, false],
    ['a project', {project: 'shop'}, true],
    ['another project', {project: 'other'}, false],
  ]
  const labelled = network('n', {
    created: '2026-01-01T00:00:00Z',
    labels: {team: 'web', 'com.docker.compose.project': 'shop'},
  })
  for (const [why, about, goes] of filters)
    it(why, () => deepEqual(rows(about, [labelled]), [goes ? 'n goes unused' : 'n stays filtered']))
})
