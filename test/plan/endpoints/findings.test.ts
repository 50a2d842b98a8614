import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Container, Endpoint} from '../../../src/lib/model/container.js'
import type {Finding} from '../../../src/lib/model/finding.js'
import type {Network} from '../../../src/lib/model/host.js'
import {known} from '../../../src/lib/model/known.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {connectFindings, disconnectFindings} from '../../../src/lib/plan/endpoints/connect.js'
import {foretellConnections, foretellDisconnections, refusalIn} from '../../../src/lib/plan/endpoints/connections.js'
import {readDriverOptions} from '../../../src/lib/plan/endpoints/driver-options.js'
import {effectFindings} from '../../../src/lib/plan/endpoints/effect-findings.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import {effectsOf} from '../../../src/lib/plan/endpoints/published-effects.js'
import {foretellSteps} from '../../../src/lib/plan/endpoints/step-findings.js'
import type {EndpointSpec} from '../../../src/lib/spec/network-spec.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const attached = (name: string, ipv4: string) => ({
  containerId: `ep-${name}`,
  name,
  endpointId: '1',
  mac: '',
  ipv4,
  ipv6: '',
})

const web = network('web', {
  enableIPv6: true,
  subnets: [subnet('10.7.0.0/24', '10.7.0.1', '', {router: '10.7.0.2'}), subnet('fd07::/64', 'fd07::1')],
  attached: [attached('ghost', '10.7.0.30/24')],
})
const split = network('split', {subnets: [subnet('10.8.0.0/30', '10.8.0.1', '10.8.0.0/31')]})
const four = network('four', {subnets: [subnet('10.9.0.0/24', '10.9.0.1')]})
const wire = network('wire', {driver: 'macvlan', subnets: ['10.11.0.0/24']})
const open = network('open', {driver: 'plugin', ipamDriver: 'dhcp', subnets: []})

const others: Container[] = [
  container('db', [endpoint(web, {ipv4: addr('10.7.0.9'), aliases: ['primary']})]),
  container('db2', [endpoint(web, {ipv4: addr('10.7.0.10'), aliases: ['primary']})]),
  container('idle', [endpoint(web, {wanted4: addr('10.7.0.50'), endpointId: ''})], {state: 'exited'}),
]
const app = container('app', [])
const off = container('off', [], {state: 'exited'})

const findings = (spec: Partial<EndpointSpec>, on = 'web', who: Container = app, apiVersion = '1.50'): Finding[] =>
  connectFindings(hostWith([web, split, four, wire, open], {containers: [who, ...others], apiVersion}), {
    do: 'connect',
    network: on,
    container: who.name,
    endpoint: {...ANY_ENDPOINT, ...spec},
    because: '',
  })

const told = (list: readonly Finding[]): string[][] =>
  list.map(({code, refused, message, hint}) => [`${code} ${refused ? 'refused' : 'warned'}`, message, hint])

describe('what keeps a container off a network for its own sake, word for word', () => {
  const bridge = network('bridge')
  const on = (
    who: Container,
    target: Network,
    spec: Partial<EndpointSpec> = {},
    networks: readonly Network[] = [target],
  ) =>
    told(
      connectFindings(hostWith([...networks], {containers: [who], apiVersion: '1.50'}), {
        do: 'connect',
        network: target.name,
        container: who.name,
        endpoint: {...ANY_ENDPOINT, ...spec},
        because: '',
      }),
    )
  const lost = (networkMode: string, state: Container['state'] = 'running') =>
    container('app', [], {networkMode, state})

  it('the network that it was created with is gone', () => {
    const gone = 'container "app" was created with network "old", which no longer exists:'
    deepEqual(on(lost('old'), four), [['MODE refused', `${gone} it can join no other`, 'dnet create old']])
    deepEqual(on(lost('old', 'exited'), four), [['MODE warned', `${gone} it cannot start`, 'dnet create old']])
  })
  describe('a network that it was last on is gone', () => {
    const names = known({aliases: ['db'], dnsNames: [], links: [], driverOptions: {}})
    const gone = endpoint(network('old'), {networkId: 'f00d'.padEnd(64, '0'), wanted4: addr('10.1.0.9'), names})
    const stopped = container('app', [gone], {networkMode: 'old', state: 'exited'})
    const what = 'container "app" was last on network "old" (f00d00000000), which was removed'
    it('and has to be made again', () =>
      deepEqual(on(stopped, four), [
        ['MODE warned', `${what}: it cannot start`, 'dnet create old; dnet connect --alias=db old app'],
      ]))
    it('beside the one that it was created with', () =>
      deepEqual(
        on({...stopped, networkMode: 'mine'}, four).map(([, message, hint]) => [message, hint]),
        [
          [
            'container "app" was created with network "mine", which no longer exists: it cannot start',
            'dnet create mine',
          ],
          [`${what}: it cannot start`, 'dnet create old; dnet connect --alias=db old app'],
        ],
      ))
    it('and is there anew', () =>
      deepEqual(on(stopped, four, {}, [four, network('old')]), [
        ['MODE warned', `${what} and made anew: it cannot start`, 'dnet connect --alias=db old app'],
      ]))
    it('which the connection mends', () => deepEqual(on(stopped, network('old')), []))
    it('which a container that runs again does not feel', () =>
      deepEqual(on({...stopped, state: 'running', networkMode: 'bridge'}, four), []))
    it('or only not here: a Swarm has it', () =>
      deepEqual(on({...stopped, networkMode: 'bridge'}, four, {}, [four, network('mesh', {scope: 'swarm'})]), []))
  })
  it('an id cannot be given again', () => {
    const hints = (word: string) => on(lost(word), four).map(([, , hint]) => hint)
    const hex = 'abcdef012345'
    deepEqual([hex, `${hex}g`, `g${hex}`, hex.slice(1), hex.padEnd(64, '0'), hex.padEnd(65, '0')].map(hints), [
      ['recreate the container'],
      [`dnet create ${hex}g`],
      [`dnet create g${hex}`],
      [`dnet create ${hex.slice(1)}`],
      ['recreate the container'],
      [`dnet create ${hex.padEnd(65, '0')}`],
    ])
  })
  it('the default bridge takes neither aliases nor requested addresses', () => {
    const said = (spec: Partial<EndpointSpec>) =>
      on(container('app', []), bridge, spec).filter(([, message]) => message?.includes('takes no'))
    const refused = (what: string) => [
      [
        'MODE refused',
        `network "bridge" is the engine's own, which takes no ${what}`,
        'connect it to a network that you create: dnet create NETWORK',
      ],
    ]
    deepEqual(said({aliases: ['db']}), refused('aliases'))
    deepEqual(said({ipv4: '172.17.0.9'}), refused('requested addresses'))
    deepEqual(said({ipv6: 'fd00::9'}), refused('requested addresses'))
    deepEqual(said({aliases: ['db'], ipv4: '172.17.0.9'}), refused('aliases or requested addresses'))
    deepEqual(said({}), [])
  })
})

describe('what connecting would meet, word for word', () => {
  const FREE = '--ip 10.7.0.3'
  const cases: [why: string, spec: Partial<EndpointSpec>, on: string, who: Container, told: string[][]][] = [
    [
      'an address of a container',
      {ipv4: '10.7.0.9'},
      'web',
      app,
      [['ADDRESS_TAKEN refused', '10.7.0.9 is used by container "db"', FREE]],
    ],
    [
      'an address of a container, for one that does not run',
      {ipv4: '10.7.0.9'},
      'web',
      off,
      [['ADDRESS_TAKEN warned', '10.7.0.9 is used by container "db"; "off" cannot start until it is free', FREE]],
    ],
    [
      'an address of an endpoint without a container',
      {ipv4: '10.7.0.30'},
      'web',
      app,
      [
        [
          'ADDRESS_TAKEN refused',
          '10.7.0.30 is used by "ghost", an endpoint without a container (dnet disconnect -f web ghost)',
          FREE,
        ],
      ],
    ],
    [
      'an auxiliary address',
      {ipv4: '10.7.0.2'},
      'web',
      app,
      [['ADDRESS_TAKEN refused', `10.7.0.2 is used by the network's auxiliary address "router"`, FREE]],
    ],
    [
      'the gateway',
      {ipv4: '10.7.0.1'},
      'web',
      app,
      [['ADDRESS_TAKEN refused', "10.7.0.1 is used by the network's gateway", FREE]],
    ],
    [
      'the first address',
      {ipv4: '10.7.0.0'},
      'web',
      app,
      [['ADDRESS_TAKEN refused', '10.7.0.0 is used by the network itself (first or last address)', FREE]],
    ],
    [
      'an IPv6 address that is taken',
      {ipv6: 'fd07::1'},
      'web',
      app,
      [['ADDRESS_TAKEN refused', "fd07::1 is used by the network's gateway", '--ip6 fd07::2']],
    ],
    [
      'an address that a stopped container asked for',
      {ipv4: '10.7.0.50'},
      'web',
      app,
      [
        [
          'ADDRESS_PROMISED warned',
          '10.7.0.50 was requested by the stopped container "idle", which cannot start while another uses it',
          FREE,
        ],
      ],
    ],
    [
      'an address in the range for automatic ones',
      {ipv4: '10.7.0.60'},
      'web',
      app,
      [
        [
          'ADDRESS_DYNAMIC warned',
          '10.7.0.60 is in the range for automatic addresses (10.7.0.0/24) of "web": while "app" is stopped, the engine may assign it to another container, and then "app" cannot start',
          'give networks with fixed addresses an --ip-range that leaves those addresses out, such as the upper half of 10.7.0.0/24',
        ],
      ],
    ],
    [
      'an address outside',
      {ipv4: '10.99.0.9', ipv6: 'fd99::1'},
      'web',
      app,
      [
        ['ADDRESS_OUTSIDE refused', '10.99.0.9 is outside network "web" (10.7.0.0/24)', FREE],
        ['ADDRESS_OUTSIDE refused', 'fd99::1 is outside network "web" (fd07::/64)', '--ip6 fd07::2'],
      ],
    ],
    [
      'an address of a family that the network has not',
      {ipv6: 'fd07::9'},
      'four',
      app,
      [['ADDRESS_OUTSIDE refused', 'fd07::9 is outside network "four" (no IPv6 subnet)', 'omit --ip6']],
    ],
    ['any address where another assigns them', {ipv4: '10.7.0.9'}, 'open', app, []],
    [
      'an address that is none',
      {ipv4: 'x'},
      'web',
      app,
      [['ADDRESS_OUTSIDE refused', '"x" is not a valid address', 'write one such as 172.20.0.9 or fd00:1::9']],
    ],
    [
      'an alias of others',
      {aliases: ['primary', 'own']},
      'web',
      app,
      [
        [
          'ALIAS_SHARED warned',
          '"primary" also resolves to "db", "db2" on "web": a lookup returns all of them',
          'for a name that only one container sees: dnet link CONTAINER app:primary',
        ],
      ],
    ],
    [
      'a container with the host’s network',
      {},
      'web',
      container('app', [], {networkMode: 'host'}),
      [
        [
          'MODE refused',
          `container "app" uses the host's network`,
          'recreate it with --network NETWORK instead of --network host',
        ],
      ],
    ],
    [
      'a container with another’s network stack',
      {},
      'web',
      container('app', [], {networkMode: 'container:x'}),
      [['MODE refused', 'container "app" shares the sandbox of another container', 'recreate it']],
    ],
    [
      'a container that is there',
      {},
      'web',
      container('app', [endpoint(web)]),
      [['ALREADY_CONNECTED refused', 'container "app" is already on "web"', 'to ignore this: --if-not-connected']],
    ],
    [
      'a container that is there and does not run',
      {},
      'web',
      container('app', [endpoint(web)], {state: 'exited'}),
      [['ALREADY_CONNECTED warned', 'container "app" is already on "web"', 'to ignore this: --if-not-connected']],
    ],
    [
      'its own address is no other’s',
      {ipv4: '10.7.0.77', aliases: ['me']},
      'web',
      container('app', [endpoint(web, {ipv4: addr('10.7.0.77'), aliases: ['me']})]),
      [
        ['ALREADY_CONNECTED refused', 'container "app" is already on "web"', 'to ignore this: --if-not-connected'],
        [
          'ADDRESS_DYNAMIC warned',
          '10.7.0.77 is in the range for automatic addresses (10.7.0.0/24) of "web": while "app" is stopped, the engine may assign it to another container, and then "app" cannot start',
          'give networks with fixed addresses an --ip-range that leaves those addresses out, such as the upper half of 10.7.0.0/24',
        ],
      ],
    ],
    [
      'refusals first',
      {ipv4: '10.7.0.9', aliases: ['primary'], gatewayPriority: 0},
      'web',
      app,
      [
        ['ADDRESS_TAKEN refused', '10.7.0.9 is used by container "db"', FREE],
        [
          'ALIAS_SHARED warned',
          '"primary" also resolves to "db", "db2" on "web": a lookup returns all of them',
          'for a name that only one container sees: dnet link CONTAINER app:primary',
        ],
      ],
    ],
  ]
  for (const [why, spec, on, who, want] of cases) it(why, () => deepEqual(told(findings(spec, on, who)), want))

  it('on Podman, which assigns what belongs to the network itself', () => {
    const met = (spec: Partial<EndpointSpec>): string[][] => {
      const host = hostWith([web, PODMAN_NETWORK], {containers: [app]})
      const endpoint = {...ANY_ENDPOINT, ...spec}
      return told(connectFindings(host, {do: 'connect', network: 'web', container: 'app', endpoint, because: ''}))
    }
    deepEqual(met({ipv4: '10.7.0.1'}), [
      [
        'ADDRESS_TAKEN warned',
        "10.7.0.1 is used by the network's gateway; Podman assigns it all the same",
        '--ip 10.7.0.3',
      ],
    ])
    deepEqual(met({ipv4: '10.7.0.255'}), [
      [
        'ADDRESS_TAKEN warned',
        '10.7.0.255 is used by the network itself (first or last address); Podman assigns it all the same',
        '--ip 10.7.0.3',
      ],
    ])
    deepEqual(met({ipv6: 'fd07::1'}), [
      ['ADDRESS_TAKEN refused', "fd07::1 is used by the network's gateway", '--ip6 fd07::2'],
    ])
  })

  it('a priority that an old engine ignores', () =>
    deepEqual(told(findings({gatewayPriority: 3}, 'web', app, '1.47')), [
      [
        'PRIORITY_IGNORED warned',
        'this engine (API 1.47) does not support gateway priorities and ignores this one',
        'use engine 28.0 or newer',
      ],
    ]))
  it('no priority of a new one', () => deepEqual(findings({gatewayPriority: 3}, 'web', app, '1.48'), []))

  const IPV4 = {gateway4: addr('10.1.0.1')}
  const FIRST = network('first', {subnets: [subnet('10.1.0.0/24', '10.1.0.1')], enableIPv6: false})
  const INSIDE = network('inside', {subnets: [subnet('10.2.0.0/24', '10.2.0.1')], internal: true})
  const prioritized = (on: Network, ...had: Endpoint[]): string[] => {
    const one = container('app', had)
    const host = hostWith([FIRST, on], {containers: [one], apiVersion: '1.50'})
    const endpoint = {...ANY_ENDPOINT, gatewayPriority: 3}
    const found = connectFindings(host, {do: 'connect', network: on.name, container: 'app', endpoint, because: ''})
    return found.filter(({code}) => code === 'PRIORITY_IGNORED').map(({message}) => message)
  }
  it('a priority that another network’s two gateways pass over', () =>
    deepEqual(
      prioritized(
        network('web', {subnets: [subnet('10.3.0.0/24', '10.3.0.1')]}),
        endpoint('first', {...IPV4, gateway6: addr('fd00::1')}),
      ),
      [
        '"web" does not provide a default gateway in spite of its priority: that of "app" is on "first" (gateways for IPv4 and IPv6, web has only one)',
      ],
    ))
  it('a priority on a network that gives no gateway', () => {
    deepEqual(prioritized(INSIDE, endpoint('first', IPV4)), [
      '"inside" does not provide a default gateway in spite of its priority: that of "app" is on "first" (inside is internal)',
    ])
    deepEqual(prioritized(INSIDE), [
      '"inside" does not provide a default gateway in spite of its priority: "app" gets none there',
    ])
  })
  it('a higher priority of another network', () =>
    deepEqual(
      prioritized(
        network('web', {subnets: [subnet('10.3.0.0/24', '10.3.0.1')]}),
        endpoint('first', {...IPV4, gatewayPriority: 9}),
      ),
      [
        '"web" does not provide a default gateway in spite of its priority: that of "app" is on "first" (priority 9, web has 3)',
      ],
    ))
  it('nothing for a network or a container that is not there', () => {
    deepEqual(findings({ipv4: '10.7.0.9'}, 'nowhere'), [])
    const nobody = {do: 'disconnect', network: 'web', container: 'x', force: false, because: ''} as const
    deepEqual(disconnectFindings(hostWith([web]), nobody), [])
  })

  const ranged = (range: string, taken: string[] = []) =>
    network('r', {
      subnets: [subnet('10.8.0.0/29', '10.8.0.1', range)],
      attached: taken.map((ip, i) => attached(`t${i}`, ip)),
    })
  const inRange: [why: string, network: Network, hint: string][] = [
    ['offers one outside', ranged('10.8.0.4/30'), 'choose one outside 10.8.0.4/30: --ip 10.8.0.2'],
    [
      'offers none where all outside are taken',
      ranged('10.8.0.4/30', ['10.8.0.2', '10.8.0.3']),
      'choose one outside 10.8.0.4/30',
    ],
  ]
  for (const [why, on, hint] of inRange)
    it(`an address in an ip-range: ${why}`, () => {
      const operation = {
        do: 'connect',
        network: 'r',
        container: 'app',
        endpoint: {...ANY_ENDPOINT, ipv4: '10.8.0.5'},
        because: '',
      } as const
      deepEqual(
        connectFindings(hostWith([on], {containers: [app]}), operation).map((one) => [one.code, one.hint]),
        [['ADDRESS_DYNAMIC', hint]],
      )
    })
})

describe('a network that is full', () => {
  const full = (about: Parameters<typeof network>[1], ...names: string[]): Finding[] => {
    const on = network('n', about)
    const there = names.map((name, i) => container(name, [endpoint(on, {ipv4: addr(`10.1.0.${i + 2}`)})]))
    const host = hostWith([on, network('n-2'), network('n-3')], {containers: [app, ...there]})
    return connectFindings(host, {do: 'connect', network: 'n', container: 'app', endpoint: ANY_ENDPOINT, because: ''})
  }
  const names = Array.from({length: 12}, (_, i) => `c${i + 1}`)

  it('is told with what is on it, and a line for one of twice its size under a free name', () =>
    deepEqual(told(full({subnets: [subnet('10.1.0.0/29', '10.1.0.1')]}, 'a', 'b', 'c', 'd', 'e')), [
      [
        'NETWORK_FULL refused',
        '"n" has no free IPv4 address in 10.1.0.0/29; on it: a, b, c, d, e',
        'create a larger network: dnet create --hosts 10 n-4',
      ],
    ]))
  it('has ten names at most', () => {
    const [first] = full({subnets: [subnet('10.1.0.0/29', '10.1.0.1')]}, ...names.slice(0, 10))
    equal(first?.message, '"n" has no free IPv4 address in 10.1.0.0/29; on it: c1, c2, c3, c4, c5, c6, c7, c8, c9, c10')
    const [more] = full({subnets: [subnet('10.1.0.0/29', '10.1.0.1')]}, ...names)
    equal(
      more?.message,
      '"n" has no free IPv4 address in 10.1.0.0/29; on it: c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 2 more',
    )
  })
  it('with nobody on it has room for four at least', () =>
    deepEqual(told(full({subnets: [subnet('10.1.0.0/30', '10.1.0.1', '', {x: '10.1.0.2'})]})), [
      [
        'NETWORK_FULL refused',
        '"n" has no free IPv4 address in 10.1.0.0/30; no container is on it',
        'create a larger network: dnet create --hosts 4 n-4',
      ],
    ]))
  it('is told by its ip-range', () =>
    equal(
      full({subnets: [subnet('10.1.0.0/24', '10.1.0.1', '10.1.0.2/32')]}, 'a')[0]?.message,
      '"n" has no free IPv4 address in 10.1.0.2/32; on it: a',
    ))
  it('is full where both of its IPv4 subnets are', () => {
    const two = (aux: Record<string, string>) =>
      full({subnets: [subnet('10.1.0.0/30', '10.1.0.1'), subnet('10.2.0.0/30', '10.2.0.1', '', aux)]}, 'a')
    deepEqual(two({}), [])
    equal(two({x: '10.2.0.2'})[0]?.message, '"n" has no free IPv4 address in 10.1.0.0/30 and 10.2.0.0/30; on it: a')
  })
  it('is not full for a connection that asks for its address', () => {
    const on = network('n', {subnets: [subnet('10.1.0.0/30', '10.1.0.1')]})
    const host = hostWith([on], {containers: [app, container('a', [endpoint(on, {ipv4: addr('10.1.0.2')})])]})
    const codes = (ipv4: string) =>
      connectFindings(host, {
        do: 'connect',
        network: 'n',
        container: 'app',
        endpoint: {...ANY_ENDPOINT, ipv4},
        because: '',
      }).map(({code}) => code)
    deepEqual([codes(''), codes('10.1.0.2')], [['NETWORK_FULL'], ['ADDRESS_TAKEN']])
  })
  it('counts for one that does not run only when it starts', () => {
    const on = network('n', {subnets: [subnet('10.1.0.0/30', '10.1.0.1')]})
    const was = container('was', [endpoint(on, {endpointId: ''})], {state: 'exited'})
    const host = hostWith([on], {containers: [off, was, container('a', [endpoint(on, {ipv4: addr('10.1.0.2')})])]})
    deepEqual(
      told(connectFindings(host, {do: 'connect', network: 'n', container: 'off', endpoint: ANY_ENDPOINT, because: ''})),
      [
        [
          'NETWORK_FULL warned',
          '"n" has no free IPv4 address in 10.1.0.0/30; on it: a; "off" cannot start until one is free',
          'create a larger network: dnet create --hosts 4 n-2',
        ],
      ],
    )
  })
})

describe('refusals of connections, word for word', () => {
  const host = hostWith([web, four], {containers: [app, ...others]})
  const refused = (about: {network?: string; containers: string[]; ipv4?: string}) =>
    foretellConnections(known(host), {
      network: 'web',
      ifNotConnected: false,
      ...about,
      endpoint: {...ANY_ENDPOINT, ipv4: about.ipv4 ?? ''},
    }).map(({refusal}) => [refusal?.error.code, refusal?.error.message, refusal?.error.hint, refusal?.reason])
  it('a container that is there', () =>
    deepEqual(refused({containers: ['db']}), [
      [
        'ENDPOINT_EXISTS',
        'container "db" is already on "web"',
        'to ignore this: --if-not-connected',
        'container "db" is already on "web"',
      ],
    ]))
  it('an address that is taken', () =>
    deepEqual(refused({containers: ['app'], ipv4: '10.7.0.9'}), [
      ['ADDRESS_TAKEN', '10.7.0.9 is used by container "db"', '--ip 10.7.0.3', '10.7.0.9 is used by container "db"'],
    ]))
  it('an address outside', () => equal(refused({containers: ['app'], ipv4: '10.99.0.9'})[0]?.[0], 'ENGINE_REFUSED'))
  it('the first of several findings that are refused', () => {
    const finding = (refusedOne: boolean, message: string): Finding => ({
      code: 'MODE',
      refused: refusedOne,
      message,
      hint: '',
    })
    equal(refusalIn(hostWith([]), [finding(false, 'a'), finding(true, 'b'), finding(true, 'c')])?.reason, 'b')
    equal(refusalIn(hostWith([]), [finding(false, 'a')]), undefined)
  })
})

describe('refusals of disconnections, word for word', () => {
  const host = hostWith([web, four], {containers: [app, ...others]})
  const refused = (name: string, force: boolean) =>
    foretellDisconnections(known(host), {network: 'web', containers: [name], force}).map(({refusal}) => [
      refusal?.error.code,
      refusal?.error.message,
      refusal?.error.hint,
      refusal?.reason,
    ])
  it('a container that is elsewhere', () =>
    deepEqual(refused('app', false), [
      [
        'ENGINE_REFUSED',
        'container app is not connected to network web',
        'see which networks it is on: dnet inspect --container app',
        '',
      ],
    ]))
  it('an endpoint that is not there, by force', () =>
    deepEqual(refused('x', true), [
      ['NOT_FOUND', '"x" is not on network "web"', 'see what is on it: dnet inspect --pretty web', ''],
    ]))
  it('an endpoint without a container, by force: none', () =>
    deepEqual(refused('ghost', true), [[undefined, undefined, undefined, undefined]]))

  it('all are disconnected by force where that is asked for, each with a reason', () =>
    deepEqual(
      [false, true].map((force) =>
        foretellDisconnections(known(host), {network: 'web', containers: 'all', force}).flatMap(({steps}) =>
          steps.map((one) => `${one.container} ${one.force} ${one.because}`),
        ),
      ),
      [
        [
          'db false running container',
          'db2 false running container',
          'ghost true an endpoint without a container',
          'idle false stopped container',
        ],
        [
          'db true running container',
          'db2 true running container',
          'ghost true an endpoint without a container',
          'idle true stopped container',
        ],
      ],
    ))
})

describe('driver options of an endpoint', () => {
  it('are keys and values, without blanks around them', () =>
    deepEqual(readDriverOptions(['a=1', ' b = 2 ', 'c=', 'd=e=f', 'a=3']), {a: '3', b: '2', c: '', d: 'e=f'}))
  for (const text of ['', 'a', '=1', ' =1'])
    it(`are not "${text}"`, () =>
      throws(() => readDriverOptions([text]), {
        code: 'USAGE',
        message: `invalid key/value pair format in driver options: "${text}"`,
        hint: '--driver-opt KEY=VALUE',
      }))
})

const V4 = {gateway4: addr('10.0.0.1')}
const V6 = {gateway6: addr('fd00::1')}
const DUAL = {...V4, ...V6}
const NETWORKS = ['a', 'b', 'c', 'z'].map((name) => network(name)).concat(network('i', {internal: true}))

const wish = (first: number | null, containerPort: number, host: string | null = null, last = first) => ({
  hostAddr: host === null ? null : addr(host),
  hostPorts: first === null ? null : {first, last: last ?? first},
  containerPort,
  protocol: 'tcp' as const,
})
const port = (host: string, hostPort: number, containerPort: number) => ({
  hostAddr: addr(host),
  hostPort,
  containerPort,
  protocol: 'tcp' as const,
})
const portTexts = (effects: ReturnType<typeof effectsOf>): string[] =>
  effects.ports.map((one) => `${one.kind} ${one.hostPort}->${one.containerPort}/${one.protocol} IPv${one.family}`)

describe('what a change does to published ports', () => {
  const fixed = [wish(8080, 80)]
  const any = [wish(null, 81)]
  const both = [port('0.0.0.0', 8080, 80), port('::', 8080, 80)]
  const bothAny = [port('0.0.0.0', 32768, 81), port('::', 32768, 81)]
  const one = (
    endpoints: Parameters<typeof container>[1],
    wishes = fixed,
    published = both,
    state: Container['state'] = 'running',
  ) => container('c', endpoints, {wishes, published, state})

  const cases: [why: string, before: Container, after: Container, ports: string[]][] = [
    [
      'the gateway moves: in both families, as the proxy forwards IPv6 to it',
      one([endpoint('b', V4)]),
      one([endpoint('a', V4), endpoint('b', V4)]),
      ['moved 8080->80/tcp IPv4', 'moved 8080->80/tcp IPv6'],
    ],
    [
      'any free port is given anew',
      one([endpoint('b', V4)], any, bothAny),
      one([endpoint('a', V4), endpoint('b', V4)], any, bothAny),
      ['reallocated 32768->81/tcp IPv4', 'reallocated 32768->81/tcp IPv6'],
    ],
    [
      'one of a range likewise',
      one([endpoint('b', V4)], [wish(8000, 80, null, 8010)], [port('0.0.0.0', 8003, 80)]),
      one([endpoint('a', V4), endpoint('b', V4)]),
      ['reallocated 8003->80/tcp IPv4'],
    ],
    [
      'the first network of a container with wishes',
      one([], fixed, []),
      one([endpoint('a', DUAL)]),
      ['gained 8080->80/tcp IPv4', 'gained 8080->80/tcp IPv6'],
    ],
    [
      'a wish for one address is gained in its family',
      one([], [wish(8080, 80, '127.0.0.1')], []),
      one([endpoint('a', DUAL)]),
      ['gained 8080->80/tcp IPv4'],
    ],
    [
      'the last network goes',
      one([endpoint('a', DUAL)]),
      one([]),
      ['lost 8080->80/tcp IPv4', 'lost 8080->80/tcp IPv6'],
    ],
    ['nothing moves', one([endpoint('a', V4)]), one([endpoint('a', V4), endpoint('b', V4)]), []],
    [
      'the gateway moves to an internal network',
      one([endpoint('b', V4)]),
      one([endpoint('i', V4)]),
      ['lost 8080->80/tcp IPv4', 'lost 8080->80/tcp IPv6'],
    ],
    [
      'IPv6 gets a network of its own: its ports move, those of IPv4 stay',
      one([endpoint('a', V4)]),
      one([endpoint('a', V4), endpoint('b', V6)]),
      ['moved 8080->80/tcp IPv6'],
    ],
    [
      'IPv6 gets a network of its own: any free ports of IPv4 are given anew too',
      one([endpoint('a', V4)], any, bothAny),
      one([endpoint('a', V4), endpoint('b', V6)], any, bothAny),
      ['reallocated 32768->81/tcp IPv4', 'reallocated 32768->81/tcp IPv6'],
    ],
    [
      'of two for one container port, a fixed one keeps its number',
      one([endpoint('b', V4)], [wish(8080, 80), wish(0, 80)], [port('0.0.0.0', 8080, 80), port('0.0.0.0', 32768, 80)]),
      one([endpoint('a', V4), endpoint('b', V4)]),
      ['moved 8080->80/tcp IPv4', 'reallocated 32768->80/tcp IPv4'],
    ],
    [
      'of two for one container port, one is not bound yet',
      one(
        [endpoint('b', V4)],
        [wish(8080, 80, '127.0.0.1'), wish(8081, 80, '127.0.0.1')],
        [port('127.0.0.1', 8080, 80)],
      ),
      one([]),
      ['lost 8080->80/tcp IPv4', 'lost 8081->80/tcp IPv4'],
    ],
    ['it does not run', one([endpoint('b', V4)], fixed, both, 'exited'), one([], fixed, both, 'exited'), []],
    [
      'it is paused',
      one([endpoint('b', V4)], fixed, both, 'paused'),
      one([]),
      ['lost 8080->80/tcp IPv4', 'lost 8080->80/tcp IPv6'],
    ],
  ]
  for (const [why, before, after, ports] of cases)
    it(why, () => deepEqual(portTexts(effectsOf(before, [after], NETWORKS, '1.50')), ports))

  it('in the order of container port, protocol and family', () => {
    const udp = {...port('0.0.0.0', 53, 80), protocol: 'udp' as const}
    const many = container('c', [endpoint('a', DUAL)], {
      published: [port('::', 9, 443), port('0.0.0.0', 9, 443), udp, port('0.0.0.0', 8, 80)],
    })
    deepEqual(portTexts(effectsOf(many, [{...many, endpoints: []}], NETWORKS, '1.50')), [
      'lost 8->80/tcp IPv4',
      'lost 53->80/udp IPv4',
      'lost 9->443/tcp IPv4',
      'lost 9->443/tcp IPv6',
    ])
  })

  it('on the way off a network and on again: bound again, gateways as they were', () => {
    const start = one([endpoint('b', V4)])
    const effects = effectsOf(start, [one([]), start], NETWORKS, '1.50')
    deepEqual([effects.gateways, portTexts(effects)], [[], ['moved 8080->80/tcp IPv4', 'moved 8080->80/tcp IPv6']])
  })
  it('on the way off a network and on again: any free port is given anew, and each port is told', () => {
    const start = one([endpoint('b', V4)], any, [port('0.0.0.0', 32768, 81), port('0.0.0.0', 32769, 81)])
    deepEqual(portTexts(effectsOf(start, [{...start, endpoints: []}, start], NETWORKS, '1.50')), [
      'reallocated 32768->81/tcp IPv4',
      'reallocated 32769->81/tcp IPv4',
    ])
  })
  it('on the way to another network and off it: the port is lost', () => {
    const start = one([endpoint('b', V4)], fixed, [port('0.0.0.0', 8080, 80)])
    deepEqual(portTexts(effectsOf(start, [one([endpoint('a', V4)]), one([])], NETWORKS, '1.50')), [
      'lost 8080->80/tcp IPv4',
    ])
  })
  it('on the way off a network and on another: the gateway at the end counts', () => {
    const effects = effectsOf(one([endpoint('b', V4)]), [one([]), one([endpoint('a', V4)])], NETWORKS, '1.50')
    deepEqual(effects.gateways, [{family: 4, from: 'b', to: 'a'}])
  })
  it('on no way at all, or for one that does not run', () => {
    deepEqual(effectsOf(one([endpoint('b', V4)]), [], NETWORKS, '1.50'), {gateways: [], ports: [], perhapsInside: []})
    const stopped = one([endpoint('b', V4)], fixed, both, 'exited')
    deepEqual(effectsOf(stopped, [{...stopped, endpoints: []}], NETWORKS, '1.50'), {
      gateways: [],
      ports: [],
      perhapsInside: [],
    })
  })

  it('before 26.0 they may go to an internal network beside another one, and nobody knows', () => {
    const inside = (before: Container, after: Container, api: string) =>
      effectsOf(before, [after], NETWORKS, api).perhapsInside
    const [alone, beside] = [one([endpoint('a', V4)]), one([endpoint('a', V4), endpoint('i', V4)])]
    deepEqual(inside(alone, beside, '1.41'), ['i'])
    deepEqual(inside(beside, beside, '1.44'), ['i'])
    deepEqual(inside(alone, beside, '1.45'), [])
    deepEqual(inside(beside, alone, '1.41'), [])
    deepEqual(inside(alone, one([endpoint('i', V4)]), '1.41'), [])
    deepEqual(inside(one([endpoint('a', V4)], [], []), beside, '1.41'), [])
  })
})

describe('effects in words', () => {
  const gateway = (from: string, to: string, family: 4 | 6 = 4) => ({family, from, to})
  const ports = (kind: 'moved' | 'reallocated' | 'lost' | 'gained', ...texts: [number, number][]) =>
    texts.map(([hostPort, containerPort]) => ({
      kind,
      family: 4 as const,
      containerPort,
      protocol: 'tcp' as const,
      hostPort,
      givenAddr: {before: undefined as Addr | undefined, after: undefined as Addr | undefined},
    }))
  const said = (effects: Partial<Parameters<typeof effectFindings>[1]>) =>
    told(effectFindings('web', {gateways: [], ports: [], perhapsInside: [], ...effects}, 'do this'))

  it('of gateways: one that moves, one that goes, and nothing of a first one', () =>
    deepEqual(said({gateways: [gateway('a', 'b'), gateway('a', '', 6), gateway('', 'b')], ports: []}), [
      ['GATEWAY_MOVES warned', 'the IPv4 default gateway of "web" moves from "a" to "b"', 'do this'],
      ['GATEWAY_MOVES warned', '"web" loses its IPv6 default gateway (now on "a")', 'do this'],
    ]))
  it('of an internal network that ports may move to', () =>
    deepEqual(said({perhapsInside: ['i']}), [
      [
        'PORTS warned',
        'the ports of "web" may move to internal network "i", where nothing outside reaches them: before 26.0 an engine chooses by no known rule',
        '',
      ],
    ]))
  it('of ports: one and several, and nothing of those that are gained', () =>
    deepEqual(
      said({
        gateways: [],
        ports: [
          ...ports('moved', [8080, 80], [8080, 80]),
          ...ports('reallocated', [32768, 81]),
          ...ports('lost', [1, 82], [0, 83]),
          ...ports('gained', [9, 9]),
        ],
      }),
      [
        ['PORTS warned', 'port 8080->80/tcp of "web" is released and bound again', 'do this'],
        ['PORTS warned', 'port 32768->81/tcp of "web" is bound again, to any free host port', 'do this'],
        ['PORTS warned', 'ports 1->82/tcp, 83/tcp of "web" are no longer published', 'do this'],
      ],
    ))
  it('of several ports of each kind', () =>
    deepEqual(
      said({
        gateways: [],
        ports: [...ports('moved', [1, 1], [2, 2]), ...ports('reallocated', [3, 3], [4, 4]), ...ports('lost', [5, 5])],
      }).map((one) => one[1]),
      [
        'ports 1->1/tcp, 2->2/tcp of "web" are released and bound again',
        'ports 3->3/tcp, 4->4/tcp of "web" are bound again, to any free host ports',
        'port 5->5/tcp of "web" is no longer published',
      ],
    ))

  it('of ports that the next network publishes on another address', () => {
    const given = (before: string, after: string) => ({
      givenAddr: {before: before ? addr(before) : undefined, after: after ? addr(after) : undefined},
    })
    const of = (kind: 'moved' | 'reallocated' | 'lost', before: string, after: string, ...texts: [number, number][]) =>
      said({gateways: [], ports: ports(kind, ...texts).map((one) => ({...one, ...given(before, after)}))}).map(
        ([, message]) => message,
      )
    deepEqual(of('moved', '', '127.0.0.1', [8080, 80]), [
      'port 8080->80/tcp of "web" is bound again, on 127.0.0.1 in place of all addresses',
    ])
    deepEqual(of('moved', '127.0.0.1', '', [8080, 80], [8081, 80]), [
      'ports 8080->80/tcp, 8081->80/tcp of "web" are bound again, on all addresses in place of 127.0.0.1',
    ])
    deepEqual(of('reallocated', '127.0.0.1', '127.0.0.2', [8080, 80]), [
      'port 8080->80/tcp of "web" is bound again, to any free host port, on 127.0.0.2 in place of 127.0.0.1',
    ])
    deepEqual(of('lost', '127.0.0.1', '', [8080, 80]), ['port 8080->80/tcp of "web" is no longer published'])
    const mixed = [
      ...ports('moved', [8080, 80]).map((one) => ({...one, ...given('', '127.0.0.1')})),
      ...ports('moved', [8081, 80], [8080, 80]).map((one) => ({...one, ...given('', '127.0.0.2')})),
      ...ports('reallocated', [32768, 81]).map((one) => ({...one, ...given('', '127.0.0.1')})),
    ]
    deepEqual(said({gateways: [], ports: mixed}), [
      ['PORTS warned', 'port 8080->80/tcp of "web" is bound again, on 127.0.0.1 in place of all addresses', 'do this'],
      [
        'PORTS warned',
        'ports 8081->80/tcp, 8080->80/tcp of "web" are bound again, on 127.0.0.2 in place of all addresses',
        'do this',
      ],
      [
        'PORTS warned',
        'port 32768->81/tcp of "web" is bound again, to any free host port, on 127.0.0.1 in place of all addresses',
        'do this',
      ],
    ])
  })

  const moving = (apiVersion: string, do_: 'connect' | 'disconnect') => {
    const [a, b] = [network('a', {subnets: [subnet('10.1.0.0/24', '10.1.0.1')]}), network('b')]
    const one = container('app', [endpoint('b', V4), ...(do_ === 'disconnect' ? [endpoint('a', V4)] : [])])
    const host = hostWith([a, b], {containers: [one], apiVersion})
    return do_ === 'connect'
      ? connectFindings(host, {do: 'connect', network: 'a', container: 'app', endpoint: ANY_ENDPOINT, because: ''})
      : disconnectFindings(host, {do: 'disconnect', network: 'a', container: 'app', force: false, because: ''})
  }
  it('a connection says how to keep the gateway, where the engine can', () => {
    const moves = 'the IPv4 default gateway of "app" moves from "b" to "a"'
    deepEqual(told(moving('1.48', 'connect')), [
      ['GATEWAY_MOVES warned', moves, 'to keep it as it is: --gw-priority -1'],
    ])
    deepEqual(told(moving('1.47', 'connect')), [['GATEWAY_MOVES warned', moves, '']])
  })
  it('a disconnection says only that it moves', () =>
    deepEqual(told(moving('1.48', 'disconnect')), [
      ['GATEWAY_MOVES warned', 'the IPv4 default gateway of "app" moves from "a" to "b"', ''],
    ]))
})

describe('what several steps would meet', () => {
  const [a, b] = [
    network('a', {subnets: [subnet('10.1.0.0/30', '10.1.0.1')]}),
    network('b', {subnets: [subnet('10.2.0.0/24', '10.2.0.1')]}),
  ]
  const one = container('app', [endpoint('b', {ipv4: addr('10.2.0.2'), gateway4: addr('10.2.0.1')})], {
    published: [port('0.0.0.0', 8080, 80)],
    wishes: [wish(8080, 80)],
  })
  const two = container('two', [])
  const connect = (who: string, to: string) =>
    ({do: 'connect', network: to, container: who, endpoint: ANY_ENDPOINT, because: ''}) as const
  const host = hostWith([a, b], {containers: [one, two]})
  const said = (...steps: Parameters<typeof foretellSteps>[1]) => {
    const {findings: found, refusal} = foretellSteps(host, steps)
    return [...found.map(({message}) => message), ...(refusal ? [`refused: ${refusal.reason}`] : [])]
  }

  it('none', () => deepEqual(said(), []))
  it('the effects of a connection', () =>
    deepEqual(said(connect('app', 'a')), [
      'the IPv4 default gateway of "app" moves from "b" to "a"',
      'port 8080->80/tcp of "app" is released and bound again',
    ]))
  it('the effects of a connection, which no flag of another command would change', () =>
    deepEqual(
      foretellSteps(host, [connect('app', 'a')]).findings.map(({hint}) => hint),
      ['', ''],
    ))
  it('a network that the first of them fills', () =>
    deepEqual(said(connect('app', 'a'), connect('two', 'a')), [
      'the IPv4 default gateway of "app" moves from "b" to "a"',
      'port 8080->80/tcp of "app" is released and bound again',
      'refused: "a" has no free IPv4 address in 10.1.0.0/30; on it: app',
    ]))
  it('an address that the first of them asks for counts once, in its family', () => {
    const few = network('few', {subnets: [subnet('10.3.0.0/29', '10.3.0.1', '10.3.0.2/31')]})
    const six = network('six', {
      enableIPv6: true,
      subnets: [subnet('10.4.0.0/24', '10.4.0.1'), subnet('fd04::/126', 'fd04::1')],
    })
    const refusals = (on: Network, spec: Partial<EndpointSpec>, ...names: string[]) => {
      const containers = ['x', 'y', 'z'].map((name) => container(name, []))
      const stopped = container('off', [], {state: 'exited'})
      const [first = '', ...rest] = names
      const steps = [
        {...connect(first, on.name), endpoint: {...ANY_ENDPOINT, ...spec}},
        ...rest.map((name) => connect(name, on.name)),
      ]
      return foretellSteps(hostWith([on], {containers: [...containers, stopped]}), steps).refusal?.error.code
    }
    deepEqual(
      [
        refusals(few, {ipv4: '10.3.0.2'}, 'x', 'y'),
        refusals(few, {ipv4: '10.3.0.2'}, 'x', 'y', 'z'),
        refusals(few, {}, 'x', 'y', 'z'),
        refusals(few, {}, 'off', 'x', 'y'),
        refusals(six, {ipv6: 'fd04::2'}, 'x', 'y'),
        refusals(six, {ipv6: 'fd04::2'}, 'x', 'y', 'z'),
      ],
      [undefined, 'POOL_EXHAUSTED', 'POOL_EXHAUSTED', undefined, undefined, 'POOL_EXHAUSTED'],
    )
  })
  it('an endpoint that is made anew: its ports, not its gateway', () =>
    deepEqual(
      said({
        do: 'reconnect',
        containerId: 'id-app',
        container: 'app',
        networkId: 'id-b',
        network: 'b',
        had: ANY_ENDPOINT,
        wanted: ANY_ENDPOINT,
        pinned: false,
        because: '',
      }),
      ['port 8080->80/tcp of "app" is released and bound again'],
    ))
})

describe('what a container loses with a network', () => {
  const lostBy = (had: Parameters<typeof endpoint>[1], name = 'db') => {
    const one = container(name, [endpoint('web', had)])
    const on = network('web', {subnets: [subnet('10.7.0.0/24', '10.7.0.1')]})
    const seen = known(hostWith([on], {containers: [one]}))
    const [foretold] = foretellDisconnections(seen, {network: 'web', containers: [name], force: false})
    return told(foretold?.findings.filter(({code}) => code === 'PLACE_LOST') ?? [])
  }
  it('is nothing where the engine would choose the same again', () =>
    deepEqual(lostBy({ipv4: addr('10.7.0.2'), aliases: ['db']}), []))
  it('is an address that it would not choose again', () =>
    deepEqual(lostBy({ipv4: addr('10.7.0.9')}), [
      [
        'PLACE_LOST warned',
        '"db" loses what it has on "web": address 10.7.0.9',
        'to connect it again as it was: dnet connect --ip=10.7.0.9 web db',
      ],
    ]))
  it('is what was asked for, and the line asks for it again', () =>
    deepEqual(
      lostBy({
        ipv4: addr('10.7.0.9'),
        wanted4: addr('10.7.0.9'),
        wanted6: addr('fd07::9'),
        linkLocal: [addr('169.254.7.7')],
        aliases: ['db', 'store', 'a b'],
        links: ['cache:c'],
        driverOptions: {mode: 'fast'},
        gatewayPriority: -2,
      }),
      [
        [
          'PLACE_LOST warned',
          '"db" loses what it has on "web": address 10.7.0.9, address fd07::9, link-local address 169.254.7.7, alias store, alias a b, link cache:c, driver option mode=fast, gateway priority -2',
          "to connect it again as it was: dnet connect --ip=10.7.0.9 --ip6=fd07::9 --link-local-ip=169.254.7.7 --alias=store '--alias=a b' --link=cache:c --driver-opt=mode=fast --gw-priority=-2 web db",
        ],
      ],
    ))
  it('is named by words that a shell reads as they are', () =>
    deepEqual(
      lostBy({aliases: ['$(x)']}, '-f')[0]?.[2],
      "to connect it again as it was: dnet connect '--alias=$(x)' -- web -f",
    ))
})

describe('the name of a Compose service', () => {
  const labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'}
  const missing = (on: Network, name: string, aliases: readonly string[], more: Partial<Container> = {labels}) => {
    const host = hostWith([on], {containers: [container(name, [], more)]})
    const spec = {...ANY_ENDPOINT, aliases}
    return told(
      connectFindings(host, {do: 'connect', network: on.name, container: name, endpoint: spec, because: ''}).filter(
        ({code}) => code === 'SERVICE_NAME',
      ),
    )
  }
  it('is missing on a network of which its file knows nothing', () =>
    deepEqual(missing(network('web'), 'shop-api-1', []), [
      [
        'SERVICE_NAME warned',
        'on "web", "shop-api-1" does not get the name of its Compose service, "api"',
        'to give it that name: --alias=api',
      ],
    ]))
  it('is not missing where it is asked for, is the container’s own, or no name is known', () => {
    deepEqual(missing(network('web'), 'shop-api-1', ['api']), [])
    deepEqual(missing(network('web'), 'api', []), [])
    deepEqual(missing(network('bridge'), 'shop-api-1', []), [])
    deepEqual(missing(network('web'), 'shop-api-1', [], {}), [])
  })
})
