import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {
  type ConnectRequest,
  foretellConnections,
  foretellDisconnections,
  stayingOn,
} from '../../../src/lib/plan/endpoints/connections.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import type {Foretold} from '../../../src/lib/plan/foretold.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const STALE = {containerId: 'ep-1', name: 'ghost', endpointId: '1', mac: '', ipv4: '10.7.0.3/29', ipv6: ''}
const web = network('web', {subnets: [subnet('10.7.0.0/29', '10.7.0.1')], attached: [STALE]})
const both = network('both', {
  enableIPv6: true,
  subnets: [subnet('10.8.0.0/24', '10.8.0.1'), subnet('fd00:8::/126', 'fd00:8::1')],
})
const on = (name: 'web' | 'both', ip: string, ip6?: string) =>
  endpoint(name, {ipv4: addr(ip), ...(ip6 && {ipv6: addr(ip6)})})

/** Three of web's five addresses for containers are left: 10.7.0.4 to 10.7.0.6. */
const containers = [
  container('db', [on('web', '10.7.0.2')]),
  ...['a', 'b', 'c', 'd'].map((name) => container(name, [])),
  container('idle', [], {state: 'exited'}),
  container('six', [on('both', '10.8.0.2', 'fd00:8::2')]),
  container('seven', [on('both', '10.8.0.3', 'fd00:8::3')]),
]
const host: Host = hostWith([web, both], {containers})

const wish = (about: Partial<ConnectRequest>): ConnectRequest => ({
  network: 'web',
  containers: ['a'],
  endpoint: ANY_ENDPOINT,
  ifNotConnected: false,
  ...about,
})

const told = (all: readonly Foretold[]): string[] =>
  all.map(({target, steps, refusal, findings}) => {
    const would = steps.length > 0 ? 'would' : 'nothing to do'
    const said = [...findings.map(({code}) => code), ...(refusal ? [`refused: ${refusal.error.code}`] : [])]
    return `${target}: ${[would, ...said].join(', ')}`
  })

describe('what connecting would meet', () => {
  const cases: [why: string, request: Partial<ConnectRequest>, told: string[]][] = [
    ['nothing', {}, ['a: would']],
    [
      'a network whose addresses run out, as each takes one',
      {containers: ['a', 'b', 'c', 'd']},
      ['a: would', 'b: would', 'c: would', 'd: would, refused: POOL_EXHAUSTED'],
    ],
    ['a container twice', {containers: ['a', 'a']}, ['a: would', 'a: would, refused: ENDPOINT_EXISTS']],
    [
      'a container twice, where that is no error',
      {containers: ['a', 'a'], ifNotConnected: true},
      ['a: would', 'a: nothing to do'],
    ],
    ['one that is there', {containers: ['db']}, ['db: would, refused: ENDPOINT_EXISTS']],
    [
      'no such container, and the next one all the same',
      {containers: ['x', 'a']},
      ['x: would, refused: CONTAINER_NOT_FOUND', 'a: would'],
    ],
    ['no such network', {network: 'wob'}, ['a: would, refused: NETWORK_NOT_FOUND']],
    ['a network that is full of IPv6', {network: 'both'}, ['a: would, refused: POOL_EXHAUSTED']],
    [
      'a network that is full of IPv6, with an IPv4 address of its own',
      {network: 'both', endpoint: {...ANY_ENDPOINT, ipv4: '10.8.0.9'}},
      ['a: would, ADDRESS_DYNAMIC, refused: POOL_EXHAUSTED'],
    ],
    [
      'a network that is full of IPv6, with a taken IPv6 address',
      {network: 'both', endpoint: {...ANY_ENDPOINT, ipv6: 'fd00:8::2'}},
      ['a: would, refused: ADDRESS_TAKEN'],
    ],
    [
      'a full network, for one that does not run',
      {network: 'both', containers: ['idle']},
      ['idle: would, NETWORK_FULL'],
    ],
  ]
  for (const [why, request, want] of cases)
    it(why, () => deepEqual(told(foretellConnections(known(host), wish(request))), want))

  it('names who is on a full network, and a line for a larger one under a free name', () => {
    const [full] = foretellConnections(known(host), wish({network: 'both'}))
    equal(full?.refusal?.error.message, '"both" has no free IPv6 address in fd00:8::/126; on it: seven, six')
    equal(full?.refusal?.error.hint, 'create a larger network: dnet create --hosts 4 both-2')
    const more = hostWith([web, both, network('both-2')], {containers})
    const [other] = foretellConnections(known(more), wish({network: 'both'}))
    equal(other?.refusal?.error.hint, 'create a larger network: dnet create --hosts 4 both-3')
  })
  it('does not call a network full whose addresses are not known', () => {
    const mesh = network('web', {scope: 'swarm', attachable: true, driver: 'overlay', subnets: ['10.7.0.0/30']})
    deepEqual(told(foretellConnections(known(hostWith([mesh], {containers})), wish({}))), ['a: would'])
  })
  it('does harm where the engine refuses it, on Podman alone', () => {
    const harm = (networks: Network[]) =>
      foretellConnections(known(hostWith(networks, {containers})), wish({containers: ['a', 'db']})).map(
        ({refusal}) => refusal?.harmful,
      )
    deepEqual(
      [harm([web]), harm([web, PODMAN_NETWORK])],
      [
        [undefined, false],
        [undefined, true],
      ],
    )
  })
  it('foretells nothing without a picture', () =>
    deepEqual(told(foretellConnections(unknown('refused'), wish({containers: ['a', 'x']}))), ['a: would', 'x: would']))
})

describe('what disconnecting would meet', () => {
  const cases: [why: string, containers: readonly string[] | 'all', force: boolean, told: string[]][] = [
    ['one that is there', ['db'], false, ['db: would']],
    ['one twice', ['db', 'db'], false, ['db: would', 'db: would, refused: ENGINE_REFUSED']],
    ['one that is elsewhere', ['six'], false, ['six: would, refused: ENGINE_REFUSED']],
    ['no such container', ['x'], false, ['x: would, refused: CONTAINER_NOT_FOUND']],
    ['no such container, by force', ['x'], true, ['x: would, refused: NOT_FOUND']],
    ['an endpoint without a container', ['ghost'], false, ['ghost: would, refused: CONTAINER_NOT_FOUND']],
    ['an endpoint without a container, by force', ['ghost'], true, ['ghost: would']],
    ['all, of which that one goes by force', 'all', false, ['db: would', 'ghost: would']],
  ]
  for (const [why, names, force, want] of cases)
    it(why, () =>
      deepEqual(told(foretellDisconnections(known(host), {network: 'web', containers: names, force})), want),
    )

  it('no such container, by force, on Podman, which has no endpoints without a container', () => {
    const picture = known(hostWith([web, PODMAN_NETWORK], {containers}))
    const request = {network: 'web', containers: ['x'], force: true}
    deepEqual(told(foretellDisconnections(picture, request)), ['x: would, refused: CONTAINER_NOT_FOUND'])
  })

  it('without a picture, all is not nobody', () =>
    throws(
      () => foretellDisconnections(unknown('refused'), {network: 'web', containers: 'all', force: true}),
      /^Error: planned without the host: refused$/,
    ))
  it('all of a network that is not there is an error of its own', () =>
    throws(() => foretellDisconnections(known(host), {network: 'wob', containers: 'all', force: true}), {
      code: 'NETWORK_NOT_FOUND',
    }))
})

describe('Swarm’s own endpoints', () => {
  const attached = (containerId: string, name: string) => ({...STALE, containerId, name, ipv4: ''})
  const gate = network('docker_gwbridge', {
    attached: [attached('ingress-sbox', 'gateway_ingress-sbox'), attached('id-task', 'gateway_f00d'), STALE],
  })
  const mesh = network('mesh', {driver: 'overlay', scope: 'swarm', attached: [attached('lb-mesh', 'mesh-endpoint')]})
  const swarm = hostWith([gate, mesh], {containers: [...containers, container('task', [])]})
  const disconnecting = (on: string, names: readonly string[] | 'all', force: boolean) =>
    foretellDisconnections(known(swarm), {network: on, containers: names, force})

  for (const force of [false, true])
    it(`are never disconnected${force ? ', not even by force' : ''}, as that does harm`, () =>
      deepEqual(
        disconnecting('docker_gwbridge', ['gateway_f00d'], force).map(({steps, refusal}) => [
          steps.length,
          refusal?.error.code,
          refusal?.error.message,
          refusal?.error.hint,
          refusal?.reason,
          refusal?.harmful,
        ]),
        [
          [
            1,
            'ENGINE_REFUSED',
            '"gateway_f00d" on network "docker_gwbridge" belongs to Swarm, which removes it when nothing needs it',
            'see what is on it: dnet inspect --pretty docker_gwbridge',
            '',
            true,
          ],
        ],
      ))
  it('are left out where everything is disconnected', () =>
    deepEqual(
      disconnecting('docker_gwbridge', 'all', false).flatMap(({steps}) => steps),
      [
        {
          do: 'disconnect',
          network: 'docker_gwbridge',
          container: 'ghost',
          force: true,
          because: 'an endpoint without a container',
        },
      ],
    ))

  const staying: [why: string, host: Host, on: string, said: string[]][] = [
    [
      'stay on the bridge',
      swarm,
      'docker_gwbridge',
      ['gateway_ingress-sbox, gateway_f00d will stay on "docker_gwbridge": Swarm needs them'],
    ],
    [
      'stay on the bridge, if only one',
      hostWith([network('docker_gwbridge', {attached: [attached('ingress-sbox', 'gateway_ingress-sbox')]})]),
      'docker_gwbridge',
      ['gateway_ingress-sbox will stay on "docker_gwbridge": Swarm needs it'],
    ],
    ['go from an overlay network by themselves', swarm, 'mesh', []],
    ['are none on a bridge of no Swarm', hostWith([network('docker_gwbridge')]), 'docker_gwbridge', []],
  ]
  for (const [why, picture, on, said] of staying)
    it(why, () =>
      deepEqual(
        stayingOn(picture, on),
        said.map((message) => ({code: 'SWARM', refused: false, message, hint: ''})),
      ),
    )
})

describe('disconnecting, word for word', () => {
  const said = (names: readonly string[], force: boolean) =>
    foretellDisconnections(known(host), {network: 'web', containers: names, force}).map(({refusal}) => [
      refusal?.error.message,
      refusal?.error.hint,
      refusal?.reason,
      refusal?.harmful,
    ])
  it('one that is elsewhere', () =>
    deepEqual(said(['six'], false), [
      [
        'container six is not connected to network web',
        'see which networks it is on: dnet inspect --container six',
        '',
        undefined,
      ],
    ]))
  it('no such container, by force', () =>
    deepEqual(said(['x'], true), [
      ['"x" is not on network "web"', 'see what is on it: dnet inspect --pretty web', '', undefined],
    ]))
  it('everything, by force where that is asked for, with what each is', () =>
    deepEqual(
      [false, true].map((force) =>
        foretellDisconnections(
          known(hostWith([web], {containers: [...containers, container('off', [endpoint('web')], {state: 'exited'})]})),
          {network: 'web', containers: 'all', force},
        ).flatMap(({steps}) => steps.map((step) => [step.container, step.force, step.because])),
      ),
      [
        [
          ['db', false, 'running container'],
          ['ghost', true, 'an endpoint without a container'],
          ['off', false, 'stopped container'],
        ],
        [
          ['db', true, 'running container'],
          ['ghost', true, 'an endpoint without a container'],
          ['off', true, 'stopped container'],
        ],
      ],
    ))
})
