import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {unknown} from '../../../src/lib/model/known.js'
import {containerCard} from '../../../src/lib/model/networks/container-card.js'
import {networkCard, publishingOf} from '../../../src/lib/model/networks/network-card.js'
import {networkList} from '../../../src/lib/model/networks/network-list.js'
import {needsContainers, SORT_COLUMNS, sortNetworks} from '../../../src/lib/model/networks/network-order.js'
import {networkRows} from '../../../src/lib/model/networks/network-rows.js'
import {addr, container, endpoint, hostWith, network, subnet} from '../../build/host.js'

const PORT = {hostAddr: addr('0.0.0.0'), hostPort: 8080, containerPort: 80, protocol: 'tcp'} as const
const WISH = {hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'} as const

const attached = (containerId: string, name: string) => ({
  containerId,
  name,
  endpointId: '1',
  mac: '02:42:00:00:00:01',
  ipv4: '10.7.0.30/24',
  ipv6: '',
})

const web = network('web', {
  internal: true,
  subnets: [subnet('10.7.0.0/24', '10.7.0.1'), subnet('odd')],
  attached: [attached('ep-1', 'ghost')],
  peers: [{name: 'node', address: '192.0.2.1'}],
  services: [{name: 'front', virtualAddress: '10.7.0.9', ports: ['80']}],
})
const lan = network('lan', {driver: 'macvlan', subnets: ['10.8.0.0/24']})

const api = container(
  'api',
  [
    endpoint(lan, {
      ipv4: addr('10.8.0.2'),
      ipv6: addr('fd08::2'),
      mac: '02:42:0a:08:00:02',
      gateway4: addr('10.8.0.1'),
      gateway6: addr('fd08::1'),
      wanted4: addr('10.8.0.2'),
      linkLocal: ['169.254.1.1'],
      gatewayPriority: 5,
      dnsNames: ['api', 'front'],
      links: ['db:database'],
    }),
    endpoint(web, {ipv4: addr('10.7.0.2'), mac: '02:42:0a:07:00:02', dnsNames: ['api']}),
  ],
  {
    id: 'a'.repeat(64),
    image: 'nginx:1',
    labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'},
    published: [PORT],
    wishes: [WISH],
  },
)
const off = container(
  'off',
  [
    endpoint(web, {wanted4: addr('10.7.0.50'), wanted6: addr('fd07::50'), mac: '02:42:0a:07:00:50', dnsNames: ['off']}),
    endpoint('gone', {networkId: 'x', mac: '02:42:0a:07:00:51', dnsNames: ['off'], gatewayPriority: 2}),
    endpoint('never', {networkId: ''}),
  ],
  {id: 'b'.repeat(64), state: 'exited', published: [PORT], wishes: [WISH]},
)
const lost = container('lost', [endpoint('web', {networkId: 'earlier', dnsNames: ['lost']})], {
  id: 'c'.repeat(64),
  state: 'exited',
  wishes: [WISH],
})
const side = container('side', [], {id: 'd'.repeat(64), networkMode: `container:${'a'.repeat(64)}`})
const host = hostWith([lan, web], {containers: [api, lost, off, side]})

describe('the card of a network', () => {
  it('has its containers, live ones first, then those that lost it, with what they publish and where their gateways are', () => {
    const {members} = networkCard(host, web)
    deepEqual(
      members.known &&
        members.value.map(({name, madeFor, names, gateways, published, wishes, addresses, wanted, mac, sharedBy}) => ({
          name,
          madeFor,
          names,
          gateways: gateways?.map((one) => `${one.family} ${one.network}`),
          ports: `${published.length} ${wishes.length}`,
          addresses,
          wanted,
          mac,
          sharedBy: sharedBy.map((one) => one.name),
        })),
      [
        {
          name: 'api',
          madeFor: '',
          names: ['api'],
          gateways: ['4 lan', '6 lan'],
          ports: '1 0',
          addresses: ['10.7.0.2'],
          wanted: [],
          mac: '02:42:0a:07:00:02',
          sharedBy: ['side'],
        },
        {
          name: 'off',
          madeFor: '',
          names: ['off'],
          gateways: [],
          ports: '0 1',
          addresses: [],
          wanted: ['10.7.0.50', 'fd07::50'],
          mac: '',
          sharedBy: [],
        },
        {
          name: 'lost',
          madeFor: 'earlier',
          names: ['lost'],
          gateways: undefined,
          ports: '0 1',
          addresses: [],
          wanted: [],
          mac: '',
          sharedBy: [],
        },
      ],
    )
  })

  it('has what is on it without a container, its nodes and its services', () => {
    const {network: of, loose, peers, services, subnets} = networkCard(host, web)
    deepEqual(
      [
        of.name,
        loose.map(({name, kind}) => `${name} ${kind}`),
        peers,
        services,
        subnets.map(({subnet: block}) => block),
      ],
      [
        'web',
        ['ghost stale'],
        [{name: 'node', address: '192.0.2.1'}],
        [{name: 'front', virtualAddress: '10.7.0.9', ports: ['80']}],
        ['10.7.0.0/24'],
      ],
    )
  })

  it('has no containers where they are not known, and says why', () => {
    const {members, loose, peers} = networkCard({...host, containers: unknown('refused')}, web)
    deepEqual([members, loose, peers.length], [unknown('refused'), [], 1])
  })

  it('has nothing of what its details would tell where they are not known', () => {
    const blind = {...web, details: unknown('refused')}
    const {loose, peers, services, members} = networkCard({...host, networks: [lan, blind]}, blind)
    deepEqual([loose, peers, services, members.known && members.value.length], [[], [], [], 3])
  })
})

describe('the card of a container', () => {
  it('has all that is known of it', () => {
    const {gateways, ...card} = containerCard(host, api)
    deepEqual(
      gateways?.map((one) => `${one.family} ${one.network} ${one.reason}`),
      ['4 lan web is internal', '6 lan web is internal'],
    )
    deepEqual(card, {
      name: 'api',
      id: 'a'.repeat(64),
      image: 'nginx:1',
      state: 'running',
      live: true,
      project: {kind: 'compose', name: 'shop', service: 'api', network: ''},
      networkMode: 'lan',
      createdWith: {network: 'lan', is: 'joined'},
      published: [PORT],
      wishes: [],
      sharedBy: [{name: 'side', id: 'd'.repeat(64), state: 'running', live: true}],
      networks: [
        {
          name: 'lan',
          missing: '',
          driver: 'macvlan',
          internal: false,
          subnets: ['10.8.0.0/24'],
          addresses: ['10.8.0.2', 'fd08::2'],
          wanted: [],
          linkLocal: ['169.254.1.1'],
          gateways: ['10.8.0.1', 'fd08::1'],
          mac: '02:42:0a:08:00:02',
          names: ['api', 'front'],
          links: ['db:database'],
          gatewayPriority: 5,
          givesGateway: [4, 6],
        },
        {
          name: 'web',
          missing: '',
          driver: 'bridge',
          internal: true,
          subnets: ['10.7.0.0/24', 'odd'],
          addresses: ['10.7.0.2'],
          wanted: [],
          linkLocal: [],
          gateways: [],
          mac: '02:42:0a:07:00:02',
          names: ['api'],
          links: [],
          gatewayPriority: 0,
          givesGateway: [],
        },
      ],
    })
  })

  it('tells networks that are gone from those that never were, and shows nothing of either', () => {
    const {networks, live, published, wishes} = containerCard(host, off)
    deepEqual([live, published, wishes], [false, [], [WISH]])
    deepEqual(
      networks.map(({name, missing, driver, wanted, mac, names, gatewayPriority, subnets}) => [
        name,
        missing,
        driver,
        wanted,
        mac,
        names,
        gatewayPriority,
        subnets,
      ]),
      [
        ['web', '', 'bridge', ['10.7.0.50', 'fd07::50'], '', ['off'], 0, ['10.7.0.0/24', 'odd']],
        ['gone', 'gone', '', [], '', [], 2, []],
        ['never', 'never there', '', [], '', [], 0, []],
      ],
    )
  })

  it('has no gateways where no network could give one, and no links where they are not known', () => {
    const bare = container('bare', [endpoint(web, {names: unknown('not asked for')})])
    equal(containerCard(host, side).gateways, undefined)
    deepEqual(containerCard(host, bare).networks[0]?.links, [])
  })
})

describe('what a container publishes', () => {
  const of = (state: Container['state'], parts: object = {}) =>
    publishingOf(container('c', [], {state, published: [PORT], wishes: [WISH], ...parts}))
  it('is what is bound while it is live', () => {
    for (const state of ['running', 'paused', 'restarting'] as const)
      deepEqual(of(state), {published: [PORT], wishes: []})
  })
  it('is what it asks for while it is not', () => deepEqual(of('exited'), {published: [], wishes: [WISH]}))
  it('is not known without its details', () =>
    deepEqual(of('exited', {details: unknown('not asked for')}), {published: [], wishes: []}))
})

describe('the order of networks', () => {
  const names = (rows: ReturnType<typeof networkRows>) => rows.map((row) => row.network.name)
  const by = (column: Parameters<typeof sortNetworks>[1], ...networks: Parameters<typeof network>[]) =>
    names(sortNetworks(networkRows(hostWith(networks.map((parts) => network(...parts)))), column))

  it('by id is that of texts, and by name where ids are equal', () => {
    deepEqual(by('id', ['c', {id: 'x10'}], ['b', {id: 'x9'}], ['a', {id: 'x9'}]), ['c', 'a', 'b'])
    deepEqual(by('id', ['a', {id: 'x9'}], ['b', {id: 'x9'}], ['c', {id: 'x10'}]), ['c', 'a', 'b'])
  })
  it('by driver, scope and subnet is natural, those without one last', () => {
    deepEqual(by('driver', ['a', {driver: 'net10'}], ['b', {driver: 'net9'}]), ['b', 'a'])
    deepEqual(by('scope', ['a', {scope: 'swarm'}], ['b', {scope: 'local'}]), ['b', 'a'])
    deepEqual(by('subnet', ['a'], ['b', {subnets: ['10.10.0.0/16']}], ['c', {subnets: ['10.9.0.0/16']}]), [
      'c',
      'b',
      'a',
    ])
    deepEqual(by('gateway', ['a'], ['b', {subnets: [subnet('10.1.0.0/16', '10.1.0.9')]}]), ['b', 'a'])
  })
  it('by use is the largest first, unknown last', () => {
    const three: Parameters<typeof network>[] = [
      ['small', {subnets: ['10.1.0.0/28']}],
      ['unknown', {subnets: ['10.2.0.0/28'], scope: 'swarm'}],
      ['partly', {subnets: ['10.4.0.0/24', '10.5.0.0/24'], ipamDriver: 'dhcp'}],
      ['large', {subnets: ['10.3.0.0/24', 'fd00::/120']}],
    ]
    deepEqual(by('free', ...three), ['large', 'small', 'partly', 'unknown'])
    deepEqual(by('used', ...three), ['large', 'small', 'partly', 'unknown'])
  })
  it('by use is by name among equals, and where a subnet of each is unknown', () => {
    const equals: Parameters<typeof network>[] = ['a', 'c', 'b'].map((name) => [name, {subnets: ['10.1.0.0/28']}])
    deepEqual(by('free', ...equals), ['a', 'b', 'c'])
    deepEqual(by('free', ...equals.toReversed()), ['a', 'b', 'c'])
    const half = {subnets: ['10.2.0.0/28', '10.1.0.0/28'], ipamDriver: 'dhcp'}
    const counted = (used: bigint) => ({...half, usage: [{subnet: '10.1.0.0/28', used, dynamicLeft: 0n}]})
    deepEqual(by('used', ['b', counted(9n)], ['a', counted(1n)]), ['a', 'b'])
  })
  it('by use puts a full network before one whose use is unknown', () =>
    deepEqual(
      by(
        'free',
        ['a', {subnets: ['10.2.0.0/28'], scope: 'swarm'}],
        ['b', {subnets: ['10.1.0.0/28'], usage: [{subnet: '10.1.0.0/28', used: 16n, dynamicLeft: 0n}]}],
      ),
      ['b', 'a'],
    ))
  it('by containers is the most first, live or not; unknown ones are equal', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => network(name))
    if (!a || !b || !c) throw new Error('three networks')
    const containers = [
      container('1', [endpoint(b)]),
      container('2', [endpoint(c)]),
      container('3', [endpoint(c)], {state: 'exited'}),
    ]
    const rows = networkRows(hostWith([a, b, c], {containers}))
    deepEqual(names(sortNetworks(rows, 'containers')), ['c', 'b', 'a'])
    const blind = networkRows({...hostWith([c, b, a]), containers: unknown('refused')})
    deepEqual(names(sortNetworks(blind, 'containers')), ['a', 'b', 'c'])
  })
  it('by MTU is the largest first, those without one last', () =>
    deepEqual(
      by('mtu', ['a'], ['b', {options: {mtu: '1400'}}], ['c', {options: {'com.docker.network.driver.mtu': '9000'}}]),
      ['c', 'b', 'a'],
    ))
  it('by time is the newest first, those without one last', () =>
    deepEqual(
      by(
        'created',
        ['a', {created: ''}],
        ['b', {created: '2026-01-01T00:00:00Z'}],
        ['c', {created: '2026-01-02T00:00:00Z'}],
      ),
      ['c', 'b', 'a'],
    ))
  it('internal ones come first', () => deepEqual(by('internal', ['a'], ['b', {internal: true}]), ['b', 'a']))
  it('leaves the rows as they were', () => {
    const rows = networkRows(hostWith([network('b'), network('a')]))
    sortNetworks(rows, 'name')
    deepEqual(names(rows), ['b', 'a'])
  })
  it('needs the containers for what is about them', () =>
    deepEqual(SORT_COLUMNS.filter(needsContainers), ['gateway', 'used', 'free', 'containers']))
})

describe('a list of networks', () => {
  it('is rows, or branches with what is on each, in its order', () => {
    const rows = networkList(host, 'subnet', false)
    deepEqual(
      rows.map((row) => [row.network.name, 'containers' in row]),
      [
        ['web', false],
        ['lan', false],
      ],
    )
    const branches = networkList(host, 'subnet', true)
    deepEqual(
      branches.map((row) => [
        row.network.name,
        'containers' in row && row.containers.map(({name}) => name),
        'endpoints' in row && row.endpoints.map(({name}) => name),
      ]),
      [
        ['web', ['api', 'off', 'lost'], ['ghost']],
        ['lan', ['api'], []],
      ],
    )
  })
})
