import {deepEqual} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Host} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {Listener, ServicePort} from '../../../src/lib/model/ports.js'
import {type PortRow, portRows} from '../../../src/lib/plan/ports/port-rows.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'
import {listener, publishing} from '../../build/ports.js'

const WEB = network('web', {subnets: ['10.7.0.0/24']})

interface Parts {
  readonly containers?: readonly Container[]
  readonly listeners?: readonly Listener[]
  readonly services?: readonly ServicePort[]
}

function rowsOf({containers = [], listeners = [], services = []}: Parts): PortRow[] {
  const facts = publishing({listeners: known(listeners), services: known(services), local: unknown('not looked at')})
  return portRows({...hostWith([WEB], {containers}), publishing: known(facts)})
}

const inShort = ({hostAddr, hostPorts: {first, last}, protocol, holder, name, id, state, reach}: PortRow): string =>
  [
    hostAddr,
    first === last ? first : `${first}-${last}`,
    protocol,
    holder,
    name || '(none)',
    id || '(none)',
    state,
    reach,
  ].join(' ')

const port = (host: string, hostPort: number, containerPort = 80) =>
  ({hostAddr: addr(host), hostPort, containerPort, protocol: 'tcp'}) as const
const wish = (host: string | null, first: number | null, last = first) =>
  ({
    hostAddr: host === null ? null : addr(host),
    hostPorts: first === null ? null : {first, last: last ?? first},
    containerPort: 80,
    protocol: 'tcp',
  }) as const
const nginx = (on: string, at: number, more: Partial<Listener> = {}): Listener =>
  listener(on, at, {process: {pid: 812, name: 'nginx'}, ...more})
const front = (mode: 'ingress' | 'host', at = 8080): ServicePort => ({
  service: {id: 's1', name: 'front'},
  port: at,
  containerPort: 80,
  protocol: 'tcp',
  mode,
})
const task = (hostPort: number) =>
  container('front.1', [endpoint(WEB)], {
    labels: {'com.docker.swarm.service.id': 's1'},
    published: [port('0.0.0.0', hostPort)],
  })

const CASES: [rule: string, parts: Parts, rows: readonly string[]][] = [
  [
    'what a container listens on by itself, on the host’s network, is its own',
    {
      containers: [container('lone', [], {networkMode: 'host'})],
      listeners: [nginx('0.0.0.0', 8080, {containerIds: ['id-lone']}), nginx('0.0.0.0', 8081)],
    },
    ['0.0.0.0 8080 tcp container lone id-lone bound everywhere', '0.0.0.0 8081 tcp process nginx 812 bound everywhere'],
  ],
  [
    'a running container holds what it publishes, on each address',
    {containers: [container('api', [endpoint(WEB)], {published: [port('0.0.0.0', 8080), port('::', 8080)]})]},
    ['0.0.0.0 8080 tcp container api id-api bound everywhere', ':: 8080 tcp container api id-api bound everywhere'],
  ],
  [
    'reach is by the address: of all, of this host alone, of one',
    {
      containers: [
        container('api', [endpoint(WEB)], {
          published: [port('127.0.0.2', 81), port('::1', 82), port('192.0.2.7', 83), port('0.0.0.0', 84)],
        }),
      ],
    },
    [
      '127.0.0.2 81 tcp container api id-api bound loopback',
      '::1 82 tcp container api id-api bound loopback',
      '192.0.2.7 83 tcp container api id-api bound address',
      '0.0.0.0 84 tcp container api id-api bound everywhere',
    ],
  ],
  [
    'a stopped container wants what it will ask for, on the addresses that its network publishes on',
    {
      containers: [
        container('db', [endpoint(WEB)], {state: 'exited', wishes: [wish(null, 5432), wish('::1', 90, 99)]}),
      ],
    },
    [
      '::1 90-99 tcp container db id-db wanted loopback',
      '0.0.0.0 5432 tcp container db id-db wanted everywhere',
      ':: 5432 tcp container db id-db wanted everywhere',
    ],
  ],
  [
    'a container without its own network publishes nothing, and any free port comes last',
    {
      containers: [
        container('lone', [], {state: 'created', networkMode: 'host', wishes: [wish(null, null)]}),
        container('api', [endpoint(WEB)], {published: [port('0.0.0.0', 65535)]}),
      ],
    },
    ['0.0.0.0 65535 tcp container api id-api bound everywhere', ' 0 tcp container lone id-lone wanted nowhere'],
  ],
  [
    'a process of the host has what it listens on, seen or not',
    {listeners: [nginx('127.0.0.1', 53), nginx('::', 22, {process: undefined})]},
    [':: 22 tcp process (none) (none) bound everywhere', '127.0.0.1 53 tcp process nginx 812 bound loopback'],
  ],
  [
    'a socket that holds a binding is told as the binding alone',
    {
      containers: [container('api', [endpoint(WEB)], {published: [port('0.0.0.0', 8080)]})],
      listeners: [nginx('0.0.0.0', 8080), nginx('::', 8080, {ofEngine: true}), nginx('::', 8080)],
    },
    ['0.0.0.0 8080 tcp container api id-api bound everywhere', ':: 8080 tcp process nginx 812 bound everywhere'],
  ],
  [
    'a service on the routing mesh is bound, and only the engine’s socket for it is not told beside it',
    {
      services: [front('ingress')],
      listeners: [nginx('::', 8080, {ofEngine: true}), nginx('127.0.0.1', 8080), nginx('::', 8081, {ofEngine: true})],
    },
    [
      '0.0.0.0 8080 tcp service front s1 bound everywhere',
      '127.0.0.1 8080 tcp process nginx 812 bound loopback',
      ':: 8081 tcp process nginx 812 bound everywhere',
    ],
  ],
  [
    'a service in host mode wants its port, and no more where a task here has it',
    {services: [front('host'), front('host', 8081)], containers: [task(8081)]},
    [
      '0.0.0.0 8080 tcp service front s1 wanted everywhere',
      '0.0.0.0 8081 tcp container front.1 id-front.1 bound everywhere',
    ],
  ],
]

describe('every published port of a host', () => {
  for (const [rule, parts, rows] of CASES) it(rule, () => deepEqual(rowsOf(parts).map(inShort), rows))
})

describe('a row of ports', () => {
  const only = (parts: Parts): PortRow | undefined => rowsOf(parts)[0]
  const labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'}

  it('of a running container', () =>
    deepEqual(only({containers: [container('api', [endpoint(WEB)], {labels, published: [port('::', 8080)]})]}), {
      hostAddr: '::',
      hostPorts: {first: 8080, last: 8080},
      protocol: 'tcp',
      family: 6,
      containerPort: 80,
      holder: 'container',
      name: 'api',
      id: 'id-api',
      project: 'shop',
      service: 'api',
      mode: '',
      state: 'bound',
      containerState: 'running',
      reach: 'everywhere',
    }))

  it('of a stopped container, where nothing is published', () =>
    deepEqual(
      only({
        containers: [container('db', [], {networkMode: 'host', state: 'exited', wishes: [wish('127.0.0.1', 90, 99)]})],
      }),
      {
        hostAddr: '127.0.0.1',
        hostPorts: {first: 90, last: 99},
        protocol: 'tcp',
        family: null,
        containerPort: 80,
        holder: 'container',
        name: 'db',
        id: 'id-db',
        project: '',
        service: '',
        mode: '',
        state: 'wanted',
        containerState: 'exited',
        reach: 'nowhere',
      },
    ))

  it('of a service', () =>
    deepEqual(only({services: [front('ingress')]}), {
      hostAddr: '0.0.0.0',
      hostPorts: {first: 8080, last: 8080},
      protocol: 'tcp',
      family: 4,
      containerPort: 80,
      holder: 'service',
      name: 'front',
      id: 's1',
      project: '',
      service: 'front',
      mode: 'ingress',
      state: 'bound',
      containerState: '',
      reach: 'everywhere',
    }))

  it('of a process', () =>
    deepEqual(only({listeners: [nginx('::1', 631)]}), {
      hostAddr: '::1',
      hostPorts: {first: 631, last: 631},
      protocol: 'tcp',
      family: 6,
      containerPort: null,
      holder: 'process',
      name: 'nginx',
      id: '812',
      project: '',
      service: '',
      mode: '',
      state: 'bound',
      containerState: '',
      reach: 'loopback',
    }))

  it('is there once for each wish of a stopped container, without its details not at all', () => {
    const off = {state: 'exited'} as const
    deepEqual(
      [
        rowsOf({containers: [container('a', [endpoint(WEB)], {...off, wishes: [wish('::1', 81), wish('::1', 82)]})]})
          .length,
        rowsOf({containers: [container('a', [endpoint(WEB)], {...off, details: unknown('not asked for')})]}).length,
      ],
      [2, 0],
    )
  })
})

describe('the order of ports', () => {
  const order = (...containers: Container[]): string[] =>
    rowsOf({containers}).map(({name, id, hostAddr, protocol, hostPorts}) =>
      [hostPorts.first, protocol, hostAddr, name, id].join(' '),
    )
  const on = (name: string, id: string, ...published: ReturnType<typeof port>[]) =>
    container(name, [endpoint(WEB)], {id, published})

  it('is by port, protocol, address, name and id', () =>
    deepEqual(
      order(
        on('b', '2', port('10.0.0.10', 80), {...port('0.0.0.0', 80), protocol: 'udp'} as never, port('10.0.0.9', 80)),
        on('a2', '9', port('10.0.0.9', 80)),
        on('a10', '8', port('10.0.0.9', 80)),
        on('a2', '3', port('10.0.0.9', 80), port('0.0.0.0', 9)),
      ),
      [
        '9 tcp 0.0.0.0 a2 3',
        '80 tcp 10.0.0.9 a2 3',
        '80 tcp 10.0.0.9 a2 9',
        '80 tcp 10.0.0.9 a10 8',
        '80 tcp 10.0.0.9 b 2',
        '80 tcp 10.0.0.10 b 2',
        '80 udp 0.0.0.0 b 2',
      ],
    ))
})

describe('ports of a host whose other users are not known', () => {
  const published = container('api', [endpoint(WEB)], {published: [port('0.0.0.0', 8080)]})
  const facts = publishing({
    listeners: known([nginx('::', 9000, {ofEngine: true})]),
    services: unknown('a worker'),
    local: unknown('not looked at'),
  })
  const names = (publishing: Host['publishing']): string[] =>
    portRows({...hostWith([WEB], {containers: [published]}), publishing}).map(({name}) => name)

  it('are those of containers', () => deepEqual(names(unknown('not asked for')), ['api']))
  it('and of processes, where the services are not known', () => deepEqual(names(known(facts)), ['api', 'nginx']))
  it('and of services, where the processes are not known', () =>
    deepEqual(names(known({...facts, listeners: unknown('remote'), services: known([front('ingress', 1)])})), [
      'front',
      'api',
    ]))
})
