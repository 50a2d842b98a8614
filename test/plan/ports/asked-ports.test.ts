import {deepEqual, equal, match, throws} from 'node:assert/strict'
import {loadCompose} from '../../../src/lib/compose/load.js'
import type {ComposeProject} from '../../../src/lib/compose/project.js'
import type {Container} from '../../../src/lib/model/container.js'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {PortClaim, PublishingFacts} from '../../../src/lib/model/ports.js'
import type {PortWish} from '../../../src/lib/net/port.js'
import {
  askedByCompose,
  askedByContainer,
  askedBySpecs,
  checkAsked,
  type KeptPort,
  portCheckRows,
  specText,
} from '../../../src/lib/plan/ports/asked-ports.js'
import {rulesFor, rulesOn, rulesOnNone} from '../../../src/lib/plan/ports/situation.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'
import {publishing, situationWith} from '../../build/ports.js'

const bridge = network('bridge', {subnets: ['172.17.0.0/16']})
const closed = network('closed', {internal: true, subnets: ['172.18.0.0/16']})
const six = network('six', {enableIPv6: true, enableIPv4: false, subnets: ['fd00::/64']})

const hostOf = (networks: Network[], containers: Container[] = [], facts: Partial<PublishingFacts> = {}): Host => ({
  ...hostWith(networks, {containers}),
  publishing: known(publishing(facts)),
})
const HOST = hostOf([bridge, closed, six, network('host', {driver: 'host'}), network('none', {driver: 'null'})])

const plain = () => rulesOn(HOST, undefined)
const held = (port: number, protocol: 'tcp' | 'udp' = 'tcp') =>
  ({
    hostAddr: addr('0.0.0.0'),
    hostPort: port,
    protocol,
    holder: {kind: 'container', id: '1', name: 'web'},
  }) as const

describe('the number of ports that a compose project asks for', () => {
  const asked = (scale: string): number => {
    const text = `services: {a: {image: x, scale: ${scale}, ports: ["80", "81"]}, b: {image: x, ports: ["82"]}}\n`
    const project = loadCompose({
      files: ['c.yaml'],
      readFile: () => text,
      environment: {},
      currentDirectory: '/',
      profiles: [],
    })
    return askedByCompose(HOST, project).length
  }

  it('are those of each container', () => equal(asked('3'), 7))

  it('are no more than a host has', () => {
    equal(asked('32767'), 65_535)
    throws(() => asked('32768'), {
      code: 'BAD_CONFIG',
      message: 'the services ask for more than 65535 ports: "a" has 32768 containers with 2 each',
      hint: 'lower its scale or deploy.replicas',
    })
    throws(() => asked('999999999999'), {code: 'BAD_CONFIG'})
  })
})

describe('the next free port that is offered', () => {
  const claimed = (port: number): PortClaim => ({
    wish: {hostAddr: null, hostPorts: {first: port, last: port}, containerPort: 1, protocol: 'tcp'},
    rules: plain(),
    holder: {kind: 'container', id: '2', name: 'old'},
    startsWithEngine: false,
  })
  const cases: [why: string, held: number[], claims: number[], specs: string[], next: (number | undefined)[]][] = [
    ['is none for a free one', [], [], ['80:80'], [undefined]],
    ['is the next above', [80], [], ['80:80'], [81]],
    ['passes over what is taken, and what is promised', [80, 81], [82], ['80:80'], [83]],
    ['is offered for one that will clash', [], [80], ['80:80'], [81]],
    ['is offered once', [80], [], ['80:80', '127.0.0.1:80:81'], [81, 82]],
    ['is none that the list wants', [80], [], ['80:80', '81:80'], [82, undefined]],
    ['is above a range that is full', [80, 81], [], ['80-81:80'], [82]],
    ['is none below a range', [65534, 65535], [], ['65534-65535:80'], [undefined]],
    ['is none above the last port', [65535], [], ['65535:80'], [undefined]],
    ['may be the last port', [65534], [], ['65534:80'], [65535]],
  ]
  for (const [why, bound, claims, specs, next] of cases)
    it(why, () => {
      const situation = situationWith({bindings: bound.map((one) => held(one)), claims: known(claims.map(claimed))})
      deepEqual(
        checkAsked(askedBySpecs(specs, plain()), situation).map(({nextFree}) => nextFree),
        next,
      )
    })

  it('is none where another port would not help', () => {
    const away = situationWith({local: known([])})
    deepEqual(
      checkAsked(askedBySpecs(['10.9.9.9:80:80'], plain()), away).map(({verdict, nextFree}) => [verdict, nextFree]),
      [['blocked', undefined]],
    )
  })

  it('is of the same protocol', () => {
    const situation = situationWith({bindings: [held(53, 'udp'), held(54)]})
    deepEqual(
      checkAsked(askedBySpecs(['53:53/udp'], plain()), situation).map(({nextFree}) => nextFree),
      [54],
    )
  })

  it('of any free port begins above the reserved ones', () => {
    const situation = situationWith({bindings: [held(40000), held(1024)], ephemeral: {first: 40000, last: 40000}})
    deepEqual(
      checkAsked(askedBySpecs(['80'], plain()), situation).map(({verdict, nextFree}) => [verdict, nextFree]),
      [['blocked', 1025]],
    )
  })
})

describe('a port that a container of the project has from several, as long as Compose keeps it', () => {
  const DB = {kind: 'container', id: '9', name: 'shop-db-1'} as const
  const kept = (hostAddr: string, hostPort: number): KeptPort => ({
    service: 'db',
    binding: {hostAddr: addr(hostAddr), hostPort, protocol: 'tcp', holder: DB},
  })
  const told = (spec: string, keeps: KeptPort, service = 'web', bound: number[] = []): string[] => {
    const asked = askedBySpecs([spec], plain()).map((one) => ({...one, service}))
    const situation = situationWith({bindings: bound.map((one) => held(one))})
    return checkAsked(asked, situation, [keeps]).map(({verdict, reason, holders, nextFree}) =>
      [verdict, holders.map(({name}) => name).join(' '), reason, nextFree ?? ''].join('|'),
    )
  }
  const KEPT =
    'container "shop-db-1" has 0.0.0.0:20000/tcp, as long as Compose keeps it, which it does unless service "db" has changed'
  const cases: [why: string, told: () => string[], want: string][] = [
    [
      'may be in the way of another service',
      () => told('20000:80', kept('0.0.0.0', 20000)),
      `unknown|shop-db-1|${KEPT}|20001`,
    ],
    [
      'may be in the way on one address of all',
      () => told('127.0.0.1:20000:80', kept('0.0.0.0', 20000)),
      `unknown|shop-db-1|${KEPT}|20001`,
    ],
    ['is in nobody’s way on another port', () => told('20001:80', kept('0.0.0.0', 20000)), 'free|||'],
    ['is not in the way of its own service', () => told('20000:80', kept('0.0.0.0', 20000), 'db'), 'free|||'],
    ['is not in the way on another address', () => told('127.0.0.1:20000:80', kept('127.0.0.2', 20000)), 'free|||'],
    ['is not in the way of another protocol', () => told('20000:80/udp', kept('0.0.0.0', 20000)), 'free|||'],
    [
      'says nothing of a port that another container has for certain',
      () => told('20000:80', kept('127.0.0.1', 20000), 'web', [20000]),
      'blocked|web|container "web" publishes 0.0.0.0:20000/tcp|20001',
    ],
    [
      'is not offered instead',
      () => told('19999:80', kept('0.0.0.0', 20000), 'web', [19999]),
      'blocked|web|container "web" publishes 0.0.0.0:19999/tcp|20001',
    ],
  ]
  for (const [why, found, want] of cases) it(why, () => deepEqual(found(), [want]))

  it('leaves a range of another service its other ports', () => {
    const hostPorts = (spec: string, ...bound: number[]) => {
      const asked = askedBySpecs([spec], plain()).map((one) => ({...one, service: 'web'}))
      const situation = situationWith({bindings: bound.map((one) => held(one))})
      return checkAsked(asked, situation, [kept('0.0.0.0', 20000)]).map(({verdict, hostPort}) => [verdict, hostPort])
    }
    deepEqual(hostPorts('20000-20002:80'), [['free', 20001]])
    deepEqual(hostPorts('20000-20002:80', 20001), [['free', 20002]])
    deepEqual(hostPorts('19999-20002:80'), [['free', 19999]])
    deepEqual(hostPorts('20000-20001:80', 20001), [['unknown', 20000]])
  })
})

describe('a port specification', () => {
  it('asks for each of its container ports, under its own name, for no service and container', () => {
    const rules = plain()
    const of = (hostPort: number, containerPort: number) => ({
      wish: {
        hostAddr: '127.0.0.1',
        hostPorts: {first: hostPort, last: hostPort},
        containerPort,
        protocol: 'udp',
      },
      rules,
      name: '127.0.0.1:80-81:8080-8081/udp',
      container: '',
      spec: '127.0.0.1:80-81:8080-8081/udp',
      service: '',
      at: '',
    })
    deepEqual(askedBySpecs(['127.0.0.1:80-81:8080-8081/udp'], rules), [of(80, 8080), of(81, 8081)])
  })
})

describe('rows of a check', () => {
  it('have null for what there is not', () => {
    const situation = situationWith({bindings: [held(80)]})
    const [taken, free, none] = portCheckRows(
      checkAsked(
        [...askedBySpecs(['80:80', '81:80'], plain()), ...askedBySpecs(['82:80'], rulesOnNone(HOST))],
        situation,
      ),
    )
    deepEqual(taken, {
      spec: '80:80',
      name: '80:80',
      at: '',
      verdict: 'blocked',
      hostPort: 80,
      holders: [{kind: 'container', id: '1', name: 'web'}],
      reason: 'container "web" publishes 0.0.0.0:80/tcp',
      nextFree: 82,
    })
    deepEqual([free?.verdict, free?.hostPort, free?.nextFree], ['free', 81, null])
    deepEqual(
      [none?.verdict, none?.hostPort, none?.reason],
      ['free', null, 'nothing is published: a container without its own network publishes nothing'],
    )
  })
})

describe('a wanted port as docker run -p takes it', () => {
  const port = (
    hostAddr: string | null,
    first: number | null,
    last = first,
    protocol: PortWish['protocol'] = 'tcp',
  ) => ({
    hostAddr: hostAddr === null ? null : addr(hostAddr),
    hostPorts: first === null ? null : {first, last: last ?? first},
    containerPort: 80,
    protocol,
  })
  const cases: [wish: PortWish, text: string][] = [
    [port(null, 8080), '8080:80'],
    [port(null, 8080, 8090), '8080-8090:80'],
    [port(null, null), '80'],
    [port(null, 0), '80'],
    [port('127.0.0.1', 8080), '127.0.0.1:8080:80'],
    [port('127.0.0.1', null), '127.0.0.1::80'],
    [port('127.0.0.1', 0), '127.0.0.1::80'],
    [port('::1', 8080, 8080, 'udp'), '[::1]:8080:80/udp'],
    [port(null, 1, 1, 'sctp'), '1:80/sctp'],
  ]
  for (const [wish, text] of cases) it(text, () => equal(specText(wish), text))
})

describe('the ports that a container asks for', () => {
  const wishes: PortWish[] = [{hostAddr: null, hostPorts: {first: 80, last: 80}, containerPort: 8080, protocol: 'udp'}]
  it('are told by its name and as a specification', () =>
    deepEqual(
      askedByContainer(HOST, container('web', [endpoint(bridge)], {wishes})).map(({rules, ...rest}) => rest),
      [{wish: wishes[0], name: 'web', container: 'id-web', spec: '80:8080/udp', service: '', at: ''}],
    ))
  it('are refused where they are not known', () =>
    throws(() => askedByContainer(HOST, container('web', [], {details: unknown('gone')})), {
      code: 'NOT_FOUND',
      message: 'the ports of container "web" are not known',
      hint: 'try again',
    }))
})

describe('the network whose rules a container publishes by', () => {
  const of = (one: Container, host = HOST): string[] => rulesFor(host, one).anyAddrs.map(String)
  const why = (one: Container): string => rulesFor(HOST, one).nothingBecause
  const V4 = {gateway4: addr('10.0.0.1')}
  const V6 = {gateway6: addr('fd00::1')}
  it('is the one with the IPv4 gateway', () => equal(why(container('c', [endpoint(closed), endpoint(bridge, V4)])), ''))
  it('is the first of those without a gateway', () =>
    equal(why(container('c', [endpoint(closed)])), 'network closed is internal'))
  it('is the one of IPv6 where there is no other', () => deepEqual(of(container('c', [endpoint(six, V6)])), ['::']))
  it('is found by name where its id is not known yet', () =>
    equal(why(container('c', [endpoint('closed', {networkId: ''})], {state: 'created'})), 'network closed is internal'))
  it('is none for a container without its own network', () =>
    equal(why(container('c', [], {networkMode: 'host'})), 'a container without its own network publishes nothing'))
  it('has IPv4 on an engine before 28.0, which does not say so', () => {
    const old = {...six, enableIPv4: false, subnets: []}
    const rules = (apiVersion: string, on: Network) => rulesOn(hostOf([on], [], {apiVersion}), on).anyAddrs.map(String)
    deepEqual(rules('1.47', old), ['0.0.0.0', '::'])
    deepEqual(rules('1.48', old), ['::'])
    deepEqual(rules('1.51', {...old, enableIPv6: false}), ['0.0.0.0', '::'])
  })
  it('is the default bridge where nothing is named', () => {
    equal(rulesOn(hostOf([{...bridge, internal: true}]), undefined).nothingBecause, 'network bridge is internal')
    equal(
      rulesOn(hostOf([{...bridge, driver: 'macvlan'}]), undefined).nothingBecause,
      'a container without its own network publishes nothing',
    )
    equal(
      rulesOn(hostOf([{...closed, name: 'other'}]), undefined).nothingBecause,
      'a container without its own network publishes nothing',
    )
  })
})

describe('the ports that a compose project asks for', () => {
  const project = (text: string, profiles: string[] = []): ComposeProject =>
    loadCompose({
      files: ['compose.yaml'],
      readFile: () => `name: shop\nservices:\n${text}`,
      environment: {},
      currentDirectory: '/',
      profiles,
    })
  const service = (name: string, ...lines: string[]): string =>
    [`  ${name}:`, '    image: x', ...lines.map((line) => `    ${line}`), ''].join('\n')
  const asked = (text: string, host = HOST) =>
    askedByCompose(host, project(text)).map(({name, spec, service: of, at, rules}) => [
      name,
      spec,
      of,
      at,
      rules.nothingBecause || rules.anyAddrs.join(' '),
    ])
  const BOTH = '0.0.0.0 ::'
  const NONE = 'a container without its own network publishes nothing'
  const LOOPBACK = '{driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}'

  it('have their place', () =>
    deepEqual(asked(service('web', 'ports: ["8080:80"]')), [['web', '8080:80', 'web', 'compose.yaml:5', BOTH]]))
  it('are each of one replica, whose ports are no others’', () =>
    deepEqual(
      askedByCompose(HOST, project(service('web', 'deploy: {replicas: 2}', 'ports: ["80", "81"]'))).map(
        ({container: of, spec}) => [of, spec],
      ),
      [
        ['service web, 1', '80'],
        ['service web, 1', '81'],
        ['service web, 2', '80'],
        ['service web, 2', '81'],
      ],
    ))
  it('are those of active services', () =>
    deepEqual(asked(service('web', 'profiles: [debug]', 'ports: ["8080:80"]')), []))
  it('are asked for by each replica', () =>
    deepEqual(
      asked(service('web', 'deploy: {replicas: 2}', 'ports: ["80"]')).map(([name]) => name),
      ['web, replica 1', 'web, replica 2'],
    ))
  const modes: [why: string, text: string, host: Host, rules: string][] = [
    ['network_mode bridge: the default bridge', service('web', 'network_mode: bridge', 'ports: ["80"]'), HOST, BOTH],
    ['network_mode none: nothing', service('web', 'network_mode: none', 'ports: ["80"]'), HOST, NONE],
    ['network_mode host: nothing', service('web', 'network_mode: host', 'ports: ["80"]'), HOST, NONE],
    [
      'network_mode NETWORK: as it says',
      service('web', 'network_mode: closed', 'ports: ["80"]'),
      HOST,
      'network closed is internal',
    ],
    [
      'a network that is there: as it says',
      `${service('web', 'networks: [out]', 'ports: ["80"]')}networks: {out: {external: true, name: six}}\n`,
      HOST,
      '::',
    ],
    [
      'a network that Compose will make: as the file says',
      `${service('web', 'networks: [out]', 'ports: ["80"]')}networks: {out: {internal: true}}\n`,
      HOST,
      'network shop_out is internal',
    ],
    [
      'of several never an internal one',
      `${service('web', 'networks: [a, b]', 'ports: ["80"]')}networks: {a: {internal: true}, b: {}}\n`,
      HOST,
      BOTH,
    ],
    [
      'of several never one without a gateway',
      `${service('web', 'networks: [a, b]', 'ports: ["80"]')}networks: {a: {driver: macvlan}, b: ${LOOPBACK}}\n`,
      HOST,
      '127.0.0.1',
    ],
    [
      'one that the service is not on does not count',
      `${service('web', 'networks: [b]', 'ports: ["80"]')}networks: {a: ${LOOPBACK}, b: {}}\n`,
      HOST,
      BOTH,
    ],
    [
      'of several the first by name, not by place',
      `${service('web', 'networks: [z, b]', 'ports: ["80"]')}networks: {z: ${LOOPBACK}, b: {}}\n`,
      HOST,
      BOTH,
    ],
    [
      'its name is the one in the engine',
      `${service('web', 'networks: [b, c]', 'ports: ["80"]')}networks: {b: {name: zz}, c: ${LOOPBACK}}\n`,
      HOST,
      '127.0.0.1',
    ],
    [
      'of several the one with the higher priority',
      `${service('web', 'networks: {b: {}, z: {gw_priority: 1}}', 'ports: ["80"]')}networks: {z: ${LOOPBACK}, b: {}}\n`,
      HOST,
      '127.0.0.1',
    ],
    [
      'an engine before 28.0 knows no priority',
      `${service('web', 'networks: {b: {}, z: {gw_priority: 1}}', 'ports: ["80"]')}networks: {z: ${LOOPBACK}, b: {}}\n`,
      {...hostWith([bridge], {apiVersion: '1.45'}), publishing: known(publishing({apiVersion: '1.45'}))},
      BOTH,
    ],
    [
      'two families come before one',
      `${service('web', 'networks: [b, z]', 'ports: ["80"]')}networks: {z: {enable_ipv6: true, ${LOOPBACK.slice(1)}, b: {}}\n`,
      HOST,
      '127.0.0.1',
    ],
    [
      'a driver that publishes nothing',
      `${service('web', 'networks: [out]', 'ports: ["80"]')}networks: {out: {driver: macvlan}}\n`,
      HOST,
      'macvlan networks publish nothing',
    ],
    [
      'IPv6 alone',
      `${service('web', 'networks: [out]', 'ports: ["80"]')}networks: {out: {enable_ipv4: false, enable_ipv6: true}}\n`,
      HOST,
      '::',
    ],
    [
      'the address that a network binds',
      `${service('web', 'networks: [out]', 'ports: ["80"]')}networks: {out: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}}\n`,
      HOST,
      '127.0.0.1',
    ],
  ]
  const verdicts = (text: string): string[] =>
    checkAsked(askedByCompose(HOST, project(text)), situationWith({})).map(
      ({name, verdict, hostPort, reason, nextFree = ''}) =>
        `${name}: ${verdict} ${hostPort} ${reason} ${nextFree}`.trim(),
    )
  const range = service('aa', 'ports: ["20000-20001:80"]')
  it('a fixed one is not free where another service may choose it from a range first', () =>
    deepEqual(verdicts(range + service('bb', 'ports: ["20000:80"]')), [
      'aa: free 20001',
      'bb: will clash 20000 "aa" in the same list takes one of 20000-20001, and may start first 20002',
    ]))
  it('nor where that one certainly starts first', () =>
    deepEqual(
      verdicts(
        `${range}${service('bb', 'ports: ["20000:80"]', 'depends_on: [cc]')}${service('cc', 'depends_on: [aa]')}`,
      ),
      ['aa: free 20001', 'bb: will clash 20000 "aa" in the same list takes one of 20000-20001, and starts first 20002'],
    ))
  it('it is where that one starts later, is of another protocol or on another address', () => {
    const aa = (...lines: string[]) => service('aa', ...lines) + service('bb', 'ports: ["127.0.0.1:20000:80"]')
    for (const text of [
      aa('ports: ["20000-20001:80"]', 'depends_on: [bb]'),
      aa('ports: ["20000-20001:80/udp"]'),
      aa('ports: ["127.0.0.2:20000-20001:80"]'),
      aa('ports: ["20001-20002:80"]'),
    ])
      equal(verdicts(text)[1], 'bb: free 20000', text)
  })
  it('two of one service start together, with the fixed ones first', () =>
    deepEqual(verdicts(service('aa', 'ports: ["20000-20001:80", "20000:81"]')), ['aa: free 20001', 'aa: free 20000']))
  it('with the network of another container: the engine refuses any', () => {
    for (const mode of ['service:db', 'container:other']) {
      const text = `${service('web', `network_mode: ${mode}`, 'ports: ["80"]')}${service('db')}`
      const [verdict] = checkAsked(askedByCompose(HOST, project(text)), situationWith({}))
      equal(verdict?.verdict, 'blocked')
      match(
        verdict?.reason ?? '',
        /^the engine refuses it: "conflicting options: port publishing and the container type/,
      )
    }
  })
  for (const [why, text, host, rules] of modes)
    it(why, () =>
      deepEqual(
        asked(text, host).map((one) => one[4]),
        [rules],
      ),
    )
})
