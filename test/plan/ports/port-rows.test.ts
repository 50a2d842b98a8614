import {deepEqual} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {Listener, PublishingFacts, ServicePort} from '../../../src/lib/model/ports.js'
import {type PortRow, portRows} from '../../../src/lib/plan/ports/port-rows.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'

const WEB = network('web', {subnets: ['10.7.0.0/24']})

interface Parts {
  readonly containers?: readonly Container[]
  readonly listeners?: readonly Listener[]
  readonly services?: readonly ServicePort[]
}

function rowsOf({containers = [], listeners = [], services = []}: Parts): PortRow[] {
  const publishing: PublishingFacts = {
    apiVersion: '1.51',
    listeners: known(listeners),
    services: known(services),
    ephemeral: {first: 32768, last: 60999},
    local: unknown('not looked at'),
    hostHasIPv6: true,
  }
  return portRows({...hostWith([WEB], {containers}), publishing: known(publishing)})
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
const listener = (on: string, at: number, more: Partial<Listener> = {}): Listener => ({
  addr: addr(on),
  port: at,
  protocol: 'tcp',
  oneFamily: true,
  process: {pid: 812, name: 'nginx'},
  ofEngine: false,
  ...more,
})
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
    {listeners: [listener('127.0.0.1', 53), listener('::', 22, {process: undefined})]},
    [':: 22 tcp process (none) (none) bound everywhere', '127.0.0.1 53 tcp process nginx 812 bound loopback'],
  ],
  [
    'a socket that holds a binding is told as the binding alone',
    {
      containers: [container('api', [endpoint(WEB)], {published: [port('0.0.0.0', 8080)]})],
      listeners: [listener('0.0.0.0', 8080), listener('::', 8080, {ofEngine: true}), listener('::', 8080)],
    },
    ['0.0.0.0 8080 tcp container api id-api bound everywhere', ':: 8080 tcp process nginx 812 bound everywhere'],
  ],
  [
    'a service on the routing mesh is bound, and only the engine’s socket for it is not told beside it',
    {
      services: [front('ingress')],
      listeners: [
        listener('::', 8080, {ofEngine: true}),
        listener('127.0.0.1', 8080),
        listener('::', 8081, {ofEngine: true}),
      ],
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
