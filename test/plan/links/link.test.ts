import {deepEqual, equal, throws} from 'node:assert/strict'
import {known} from '../../../src/lib/model/known.js'
import {type LinkRequest, planLink} from '../../../src/lib/plan/links/link.js'
import {linkEnv} from '../../../src/lib/plan/links/link-env.js'
import {linkRows} from '../../../src/lib/plan/links/link-rows.js'
import {planMigration} from '../../../src/lib/plan/links/migrate.js'
import {planRepairs} from '../../../src/lib/plan/links/repair.js'
import {planUnlink} from '../../../src/lib/plan/links/unlink.js'
import {simulateStep} from '../../../src/lib/plan/simulate-step.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const ask = (about: Partial<LinkRequest> = {}): LinkRequest => ({
  container: 'app',
  target: 'db:database',
  shared: false,
  network: '',
  ...about,
})

const BRIDGE = network('bridge', {subnets: [subnet('172.17.0.0/16', '172.17.0.1')]})
const WEB = network('web', {subnets: [subnet('10.7.0.0/24', '10.7.0.1')]})

const apart = () =>
  hostWith([BRIDGE, WEB], {containers: [container('app', [endpoint('bridge')]), container('db', [endpoint('bridge')])]})
const together = () =>
  hostWith([BRIDGE, WEB], {
    containers: [
      container('app', [endpoint('web', {ipv4: addr('10.7.0.9'), aliases: ['front'], gatewayPriority: 5})]),
      container('db', [endpoint('web', {ipv4: addr('10.7.0.2')})]),
    ],
  })

const texts = (steps: ReturnType<typeof planLink>['steps']) =>
  steps.map((step) => {
    if (step.do === 'connect')
      return `connect ${step.container} ${step.network} ${step.endpoint.links} ${step.endpoint.aliases}`
    if (step.do === 'reconnect')
      return `reconnect ${step.container} ${step.network} ${step.wanted.links} ${step.wanted.aliases}`
    if (step.do === 'create-network') return `create ${step.spec.name} ${step.spec.internal}`
    return step.do
  })

describe('link', () => {
  it('makes an internal network where there is none in common, target first', () => {
    deepEqual(texts(planLink(apart(), ask(), [], '10.9.0.0/28').steps), [
      'create dnet-app-db true',
      'connect db dnet-app-db  ',
      'connect app dnet-app-db db:database ',
    ])
  })

  it('uses the network that both are on, and keeps what the endpoint had', () => {
    const [step] = planLink(together(), ask(), [], '').steps
    if (step?.do !== 'reconnect') throw new Error('no reconnect')
    deepEqual(step.wanted, {
      ipv4: '10.7.0.9',
      ipv6: '',
      linkLocal: [],
      aliases: ['front'],
      links: ['db:database'],
      driverOptions: {},
      gatewayPriority: 5,
    })
    equal(step.pinned, true)
  })

  it('asks for no address where the engine would choose the same one again', () => {
    const picture = hostWith([WEB], {
      containers: [
        container('app', [endpoint('web', {ipv4: addr('10.7.0.2')})]),
        container('db', [endpoint('web', {ipv4: addr('10.7.0.3')})]),
      ],
    })
    const [step] = planLink(picture, ask(), [], '').steps
    equal(step?.do === 'reconnect' && step.wanted.ipv4, '')
    equal(step?.do === 'reconnect' && step.pinned, false)
  })

  it('refuses a private name on Podman, which ignores it, and offers one that all see', () => {
    const {networks, containers} = together()
    const picture = {...hostWith([...networks, PODMAN_NETWORK]), containers}
    const refused = (about: Partial<LinkRequest>, hint: string) =>
      throws(() => planLink(picture, ask(about), [], ''), {
        code: 'UNSUPPORTED',
        message: 'Podman does not support names that only one container sees',
        hint,
      })
    refused({}, 'dnet link --shared app db:database')
    refused({network: 'web'}, 'dnet link --shared --network=web app db:database')
    deepEqual(texts(planLink(picture, ask({shared: true}), [], '').steps), ['reconnect db web  database'])
    deepEqual(planLink(picture, ask({target: 'db'}), [], '').steps, [])
  })

  it('has nothing to do again', () => {
    for (const shared of [false, true]) {
      for (const start of [apart(), together()]) {
        let picture = start
        for (const step of planLink(picture, ask({shared}), [], '').steps) picture = simulateStep(picture, step)
        deepEqual(planLink(picture, ask({shared}), [], '').steps, [])
      }
    }
  })

  it('has nothing to do where the name itself is asked for and both share a network', () => {
    deepEqual(planLink(together(), ask({target: 'db'}), [], '').steps, [])
  })

  it('is private where another container answers to the name as well', () => {
    const picture = together()
    const other = container('other', [endpoint('web', {aliases: ['db']})])
    const crowded = {
      ...picture,
      containers: known([...(picture.containers.known ? picture.containers.value : []), other]),
    }
    deepEqual(texts(planLink(crowded, ask({target: 'db'}), [], '').steps), ['reconnect app web db:db front'])
  })

  it('shared: gives the target an alias for all', () => {
    deepEqual(texts(planLink(together(), ask({shared: true}), [], '').steps), ['reconnect db web  database'])
  })

  it('leads an alias to another target', () => {
    const picture = hostWith([WEB], {
      containers: [
        container('app', [endpoint('web', {links: ['old:database']})]),
        container('db', [endpoint('web')]),
        container('old', [endpoint('web')]),
      ],
    })
    deepEqual(texts(planLink(picture, ask(), [], '').steps), ['reconnect app web db:database '])
  })

  it('puts an endpoint back that a killed run took away', () => {
    const picture = hostWith([WEB], {containers: [container('app', []), container('db', [endpoint('web')])]})
    const had = {
      ipv4: '10.7.0.9',
      ipv6: '',
      linkLocal: [],
      aliases: ['front'],
      links: [],
      driverOptions: {},
      gatewayPriority: 0,
    }
    const past = [{containerId: 'id-app', container: 'app', networkId: 'id-web', network: 'web', had}]
    deepEqual(texts(planLink(picture, ask(), past, '').steps), ['connect app web db:database front'])
    deepEqual(texts(planRepairs(picture, past, []).steps), ['connect app web  front'])
    deepEqual(texts(planRepairs(picture, past, planLink(picture, ask(), past, '').steps).steps), [])
  })

  const refused: [why: string, about: Parameters<typeof container>[2], endpoints: string[], message: string][] = [
    ['host mode', {networkMode: 'host'}, ['host'], `container "app" cannot be linked: it uses the host's network`],
    [
      'a shared sandbox',
      {networkMode: 'container:id-db'},
      [],
      'container "app" cannot be linked: it shares the sandbox of "db"',
    ],
    [
      'no network at all',
      {networkMode: 'none'},
      ['none'],
      'container "app" cannot be linked: it has no network (mode none)',
    ],
  ]
  for (const [why, about, endpoints, message] of refused)
    it(`refuses ${why}`, () => {
      const picture = hostWith([WEB], {
        containers: [
          container(
            'app',
            endpoints.map((name) => endpoint(name)),
            about,
          ),
          container('db', [endpoint('web')]),
        ],
      })
      throws(() => planLink(picture, ask(), [], ''), {code: 'CONFLICT', message})
      throws(() => planLink(picture, ask({container: 'db', target: 'app'}), [], ''), {code: 'CONFLICT', message})
    })

  it('refuses the default bridge, which gives no names', () => {
    throws(() => planLink(apart(), ask({network: 'bridge'}), [], ''), {code: 'CONFLICT'})
  })

  it('refuses what is not there, and a container of its own', () => {
    throws(() => planLink(apart(), ask({target: 'nobody'}), [], ''), {code: 'CONTAINER_NOT_FOUND'})
    throws(() => planLink(apart(), ask({network: 'nowhere'}), [], ''), {code: 'NETWORK_NOT_FOUND'})
    throws(() => planLink(apart(), ask({target: 'app'}), [], ''), {code: 'USAGE'})
    throws(() => planLink(apart(), ask({target: 'db:a:b'}), [], ''), {code: 'USAGE'})
  })
})

describe('unlink', () => {
  it('undoes a link, and takes the network down that dnet made for it', () => {
    let picture = apart()
    for (const step of planLink(picture, ask(), [], '').steps) picture = simulateStep(picture, step)
    const {steps, removed} = planUnlink(picture, ask({target: 'db'}), [])
    deepEqual(removed, [{network: 'dnet-app-db', target: 'db', alias: 'database'}])
    for (const step of steps) picture = simulateStep(picture, step)
    deepEqual(picture, apart())
  })

  it('keeps what else the endpoint had', () => {
    let picture = together()
    for (const step of planLink(picture, ask(), [], '').steps) picture = simulateStep(picture, step)
    deepEqual(texts(planUnlink(picture, ask({target: 'database'}), []).steps), ['reconnect app web  front'])
  })

  it('says what a legacy link needs, and what is not there', () => {
    const picture = hostWith([BRIDGE], {
      containers: [container('app', [endpoint('bridge')], {legacyLinks: ['db:database']}), container('db', [])],
    })
    throws(() => planUnlink(picture, ask({target: 'db'}), []), {code: 'UNSUPPORTED'})
    throws(() => planUnlink(picture, ask({target: 'other'}), []), {code: 'NOT_FOUND'})
  })
})

describe('link migrate', () => {
  const legacy = () =>
    hostWith([BRIDGE], {
      containers: [
        container('app', [endpoint('bridge')], {legacyLinks: ['db:database', 'gone:cache']}),
        container('db', [endpoint('bridge')]),
      ],
    })

  it('plans each link on what the one before leaves, and names what cannot be', () => {
    const {migrations} = planMigration(legacy(), [], [], ['10.9.0.0/28'])
    deepEqual(
      migrations.map(({alias, network: name, problem, steps}) => [alias, name, problem, texts(steps)]),
      [
        [
          'database',
          'dnet-app-db',
          '',
          ['create dnet-app-db true', 'connect db dnet-app-db  ', 'connect app dnet-app-db db:database '],
        ],
        ['cache', '', 'container "gone" no longer exists', []],
      ],
    )
  })
})

describe('link ls', () => {
  it('tells who sees whom by which name', () => {
    const picture = hostWith([BRIDGE, WEB], {
      containers: [
        container('app', [endpoint('bridge'), endpoint('web', {links: ['db:database', 'gone:cache']})], {
          legacyLinks: ['db:old'],
        }),
        container('db', [endpoint('bridge'), endpoint('web', {aliases: ['primary', 'db']})]),
      ],
    })
    deepEqual(linkRows(picture), [
      {kind: 'private', container: 'app', alias: 'cache', target: 'gone', network: 'web', state: 'missing'},
      {kind: 'private', container: 'app', alias: 'database', target: 'db', network: 'web', state: 'ok'},
      {kind: 'legacy', container: 'app', alias: 'old', target: 'db', network: 'bridge', state: 'ok'},
      {kind: 'alias', container: '', alias: 'primary', target: 'db', network: 'web', state: 'ok'},
    ])
  })
})

describe('variables of a link', () => {
  it('are those that the engine gave', () => {
    const app = container('app', [])
    const db = container('db', [], {
      exposed: [
        {port: 5433, protocol: 'tcp'},
        {port: 53, protocol: 'udp'},
        {port: 5432, protocol: 'tcp'},
      ],
      env: ['PATH=/bin', 'HOME=/', 'MODE=fast=1'],
    })
    deepEqual(linkEnv(app, db, 'my-db', addr('10.7.0.2')), [
      'MY_DB_PORT=tcp://10.7.0.2:5432',
      'MY_DB_PORT_5432_TCP_START=tcp://10.7.0.2:5432',
      'MY_DB_PORT_5432_TCP_ADDR=10.7.0.2',
      'MY_DB_PORT_5432_TCP_PROTO=tcp',
      'MY_DB_PORT_5432_TCP_PORT_START=5432',
      'MY_DB_PORT_5432_TCP_END=tcp://10.7.0.2:5433',
      'MY_DB_PORT_5432_TCP_PORT_END=5433',
      'MY_DB_PORT_5432_TCP=tcp://10.7.0.2:5432',
      'MY_DB_PORT_5432_TCP_ADDR=10.7.0.2',
      'MY_DB_PORT_5432_TCP_PORT=5432',
      'MY_DB_PORT_5432_TCP_PROTO=tcp',
      'MY_DB_PORT_5433_TCP=tcp://10.7.0.2:5433',
      'MY_DB_PORT_5433_TCP_ADDR=10.7.0.2',
      'MY_DB_PORT_5433_TCP_PORT=5433',
      'MY_DB_PORT_5433_TCP_PROTO=tcp',
      'MY_DB_PORT_53_UDP=udp://10.7.0.2:53',
      'MY_DB_PORT_53_UDP_ADDR=10.7.0.2',
      'MY_DB_PORT_53_UDP_PORT=53',
      'MY_DB_PORT_53_UDP_PROTO=udp',
      'MY_DB_NAME=/app/my-db',
      'MY_DB_ENV_MODE=fast=1',
    ])
  })
})
