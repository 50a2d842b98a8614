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

describe('what connecting would meet, besides what connections meet', () => {
  const whole = (all: readonly Foretold[]) =>
    all.map(({target, steps, refusal, findings}) => ({
      target,
      steps: steps.map((step) => ('container' in step ? `${step.do} ${step.container} ${step.because}` : step.do)),
      refusal: refusal && {
        code: refusal.error.code,
        message: refusal.error.message,
        hint: refusal.error.hint,
        reason: refusal.reason,
      },
      findings: findings.map(({code}) => code),
    }))
  const connecting = (about: Partial<ConnectRequest>, picture = host) =>
    whole(foretellConnections(known(picture), wish(about)))
  const disconnecting = (network: string, name: string, picture = host, force = false) =>
    whole(foretellDisconnections(known(picture), {network, containers: [name], force}))

  it('Podman refuses what has no network of its own before it looks for the network', () => {
    const own = [
      container('onhost', [], {networkMode: 'host'}),
      container('sharer', [], {networkMode: 'container:db'}),
      container('alone', [], {networkMode: 'none'}),
    ]
    const podman = hostWith([web, PODMAN_NETWORK], {containers: [...containers, ...own]})
    const refused: [name: string, what: string, hint: string][] = [
      ['onhost', "uses the host's network", 'recreate it with --network NETWORK instead of --network host'],
      ['sharer', 'shares the sandbox of "db"', 'connect that container instead: dnet connect nowhere db'],
      ['alone', 'has no network (mode none)', 'recreate it with --network NETWORK instead of --network none'],
    ]
    for (const [name, what, hint] of refused) {
      const message = `container "${name}" ${what}`
      const refusal = {code: 'ENGINE_REFUSED', message, hint, reason: message}
      const want = (act: string) => [{target: name, steps: [`${act} ${name} `], refusal, findings: []}]
      deepEqual(connecting({network: 'nowhere', containers: [name]}, podman), want('connect'))
      deepEqual(disconnecting('nowhere', name, podman), want('disconnect'))
    }
    const docker = hostWith([web], {containers: own})
    for (const {name} of own)
      deepEqual(
        connecting({network: 'nowhere', containers: [name]}, docker).map(({refusal}) => refusal?.code),
        ['NETWORK_NOT_FOUND'],
      )
  })

  it('one that is there, but not as it is to be, is no success', () => {
    const endpoint = {...ANY_ENDPOINT, ipv4: '10.7.0.5', aliases: ['store']}
    deepEqual(connecting({containers: ['db'], ifNotConnected: true, endpoint}), [
      {
        target: 'db',
        steps: [],
        refusal: {
          code: 'CONFLICT',
          message: 'container "db" is already on "web", but without address 10.7.0.5, alias store',
          hint: 'to connect it anew: dnet disconnect web db',
          reason: '',
        },
        findings: [],
      },
    ])
    deepEqual(connecting({containers: ['db'], ifNotConnected: true, endpoint: {...ANY_ENDPOINT, ipv4: '10.7.0.2'}}), [
      {target: 'db', steps: [], refusal: undefined, findings: []},
    ])
  })

  it('what is refused leaves all as it was for the next one', () =>
    deepEqual(told(foretellConnections(known(host), wish({network: 'both', containers: ['a', 'a']}))), [
      'a: would, refused: POOL_EXHAUSTED',
      'a: would, refused: POOL_EXHAUSTED',
    ]))

  it('a container that runs on the host’s network cannot leave it', () => {
    const hosts = network('host', {driver: 'host'})
    const one = (state: 'running' | 'exited') =>
      hostWith([hosts], {containers: [container('app', [endpoint(hosts)], {networkMode: 'host', state})]})
    const message = 'container "app" was created on "host" and cannot leave it while it runs'
    deepEqual(disconnecting('host', 'app', one('running')), [
      {
        target: 'app',
        steps: ['disconnect app '],
        refusal: {
          code: 'ENGINE_REFUSED',
          message,
          hint: 'recreate it with --network NETWORK',
          reason: message,
        },
        findings: [],
      },
    ])
    deepEqual(disconnecting('host', 'app', one('exited')), [
      {target: 'app', steps: ['disconnect app '], refusal: undefined, findings: []},
    ])
  })

  it('to Podman, what is on no network at all asks for one that there is not', () => {
    const codes = (networks: Network[]) =>
      ['a', 'six'].map((name) => disconnecting('web', name, hostWith(networks, {containers}))[0]?.refusal?.code)
    deepEqual(codes([web, both, PODMAN_NETWORK]), ['NETWORK_NOT_FOUND', 'ENGINE_REFUSED'])
    deepEqual(codes([web, both]), ['ENGINE_REFUSED', 'ENGINE_REFUSED'])
  })

  it('what it loses with a network is not told where nobody knows what it has there', () => {
    const names = unknown('not asked for')
    const blind = hostWith([web], {containers: [container('db', [endpoint(web, {ipv4: addr('10.7.0.6'), names})])]})
    deepEqual(disconnecting('web', 'db', blind), [
      {target: 'db', steps: ['disconnect db '], refusal: undefined, findings: []},
    ])
  })

  describe('a name that nothing has', () => {
    const hosts = network('host', {driver: 'host'})
    const picture = hostWith([web, both, hosts], {
      containers: [
        container('member', [endpoint(web)]),
        container('outsider', []),
        container('onhost', [endpoint(hosts)], {networkMode: 'host'}),
      ],
    })
    const LIST = 'list the containers: docker ps --all'
    const NETWORKS = 'list the networks: dnet ls'
    const meant = (name: string) => `use "${name}", if you meant that`
    const connects: [why: string, network: string, name: string, hint: string][] = [
      ['is perhaps a container that can be connected', 'web', 'outsidr', meant('outsider')],
      ['is no container that is there already', 'web', 'membr', LIST],
      ['is perhaps a container that is elsewhere', 'both', 'membr', meant('member')],
      ['is no container that can be on no other network', 'web', 'onhst', LIST],
      ['is perhaps a network that can be joined', 'wbe', 'outsider', meant('web')],
      ['is no network that cannot be joined', 'hots', 'outsider', NETWORKS],
    ]
    for (const [why, on, name, hint] of connects)
      it(`${why}, to connect`, () =>
        deepEqual(
          connecting({network: on, containers: [name]}, picture).map(({refusal}) => refusal?.hint),
          [hint],
        ))
    const disconnects: [why: string, network: string, name: string, hint: string][] = [
      ['is perhaps a container that is there', 'web', 'membr', meant('member')],
      ['is no container that is not there', 'web', 'outsidr', LIST],
      ['is no container that cannot leave', 'host', 'onhst', LIST],
      ['is perhaps a network that the container is on', 'wbe', 'member', meant('web')],
      ['is no network that the container is not on', 'boht', 'member', NETWORKS],
      ['is no network that the container cannot leave', 'hots', 'onhost', NETWORKS],
      ['is perhaps a network that any container is on, where that is not known either', 'wbe', 'nobody', meant('web')],
      ['is no network that nothing is on, where the container is not known either', 'boht', 'nobody', NETWORKS],
    ]
    for (const [why, on, name, hint] of disconnects)
      it(`${why}, to disconnect`, () =>
        deepEqual(
          disconnecting(on, name, picture).map(({refusal}) => refusal?.hint),
          [hint],
        ))
  })
})

describe('disconnecting where nothing could be seen', () => {
  const blind = (names: string[], force: boolean) =>
    foretellDisconnections(unknown('no answer'), {network: 'mesh', containers: names, force})
  const NAMES = ['gateway_f00d', 'mesh-endpoint', 'my-gateway_f00d', 'mesh-endpoint-1', 'db']

  it('is refused by force for a name that Swarm may have given, as that does harm', () =>
    deepEqual(
      blind(NAMES, true).map(({target, steps, refusal, findings}) => [
        target,
        steps,
        refusal && [refusal.error.code, refusal.error.message, refusal.error.hint, refusal.reason, refusal.harmful],
        findings,
      ]),
      NAMES.map((container, at) => [
        container,
        [{do: 'disconnect', network: 'mesh', container, force: true, because: ''}],
        at < 2
          ? [
              'ENGINE_REFUSED',
              `"${container}" on network "mesh" may belong to Swarm, which could not be checked: no answer`,
              'if it is a container, leave out --force',
              '',
              true,
            ]
          : undefined,
        [],
      ]),
    ))
  it('is left to the engine without force', () =>
    deepEqual(
      blind(NAMES, false).map(({refusal}) => refusal),
      NAMES.map(() => undefined),
    ))
})
