import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Container, Endpoint} from '../../../src/lib/model/container.js'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {unknown} from '../../../src/lib/model/known.js'
import {ANY_ENDPOINT} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import {type LinkRequest, planLink} from '../../../src/lib/plan/links/link.js'
import {linkEnv} from '../../../src/lib/plan/links/link-env.js'
import {linkRows} from '../../../src/lib/plan/links/link-rows.js'
import {readTarget, refuseUnlinkable, takesLinks} from '../../../src/lib/plan/links/link-target.js'
import {planMigration} from '../../../src/lib/plan/links/migrate.js'
import {planRepairs} from '../../../src/lib/plan/links/repair.js'
import {planUnlink, type UnlinkRequest} from '../../../src/lib/plan/links/unlink.js'
import type {Remembered, Step} from '../../../src/lib/plan/step.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const ask = (about: Partial<LinkRequest & UnlinkRequest> = {}): LinkRequest & UnlinkRequest => ({
  container: 'app',
  target: 'db:database',
  shared: false,
  network: '',
  ...about,
})

const WEB = network('web', {subnets: [subnet('10.7.0.0/24', '10.7.0.1')]})
const V4 = {gateway4: addr('10.7.0.1')}

const hostOf = (networks: Network[], app: Endpoint[], db: Endpoint[], ...more: Container[]): Host =>
  hostWith(networks, {containers: [container('app', app), container('db', db), ...more]})

const told = (steps: readonly Step[]): string[] =>
  steps.map((step) => {
    switch (step.do) {
      case 'connect':
        return `on ${step.network}: ${step.container} [${step.endpoint.links}] [${step.endpoint.aliases}]`
      case 'reconnect':
        return `again on ${step.network}: ${step.container} [${step.wanted.links}] [${step.wanted.aliases}]`
      case 'disconnect':
        return `off ${step.network}: ${step.container}${step.force ? ' by force' : ''}`
      case 'create-network':
        return `make ${step.spec.name}`
      case 'remove-network':
        return `rm ${step.network}`
      default:
        return step.do
    }
  })

describe('TARGET:ALIAS', () => {
  it('has an alias or none', () =>
    deepEqual(
      [readTarget('db'), readTarget('db:x')],
      [
        {target: 'db', alias: ''},
        {target: 'db', alias: 'x'},
      ],
    ))
  for (const text of ['', ':', ':x', 'db:', 'db:x:y', 'db:x:'])
    it(`is not "${text}"`, () =>
      throws(() => readTarget(text), {
        code: 'USAGE',
        message: `invalid link target "${text}"`,
        hint: 'write TARGET or TARGET:ALIAS',
      }))
})

describe('the networks that links can use', () => {
  const cases: [why: string, network: Network, takes: boolean][] = [
    ['one of a user', network('web'), true],
    ['a macvlan', network('web', {driver: 'macvlan'}), true],
    ['an internal one', network('web', {internal: true}), true],
    ['not the default bridge', network('bridge'), false],
    ['not the host’s', network('x', {driver: 'host'}), false],
    ['not the routing mesh', network('x', {ingress: true}), false],
    ['not one that only holds configuration', network('x', {configOnly: true}), false],
    ['not one that is Swarm’s alone', network('x', {scope: 'swarm'}), false],
    ['one of Swarm that containers can join', network('x', {scope: 'swarm', attachable: true}), true],
  ]
  for (const [why, one, takes] of cases) it(why, () => equal(takesLinks(one), takes))
})

describe('a container that cannot be linked', () => {
  const db = container('db', [], {id: 'id-db'})
  const cases: [why: string, parts: Parameters<typeof container>[2], on: string[], message: string, hint: string][] = [
    [
      'has the host’s network',
      {networkMode: 'host'},
      ['host'],
      `container "app" cannot be linked: it uses the host's network`,
      'recreate it with --network NETWORK instead of --network host',
    ],
    [
      'has another’s network stack',
      {networkMode: 'container:id-db'},
      [],
      'container "app" cannot be linked: it shares the sandbox of "db"',
      'link that container instead: dnet link db TARGET',
    ],
    [
      'has the network stack of one that is gone',
      {networkMode: 'container:gone'},
      [],
      'container "app" cannot be linked: it shares the sandbox of another container',
      'recreate it',
    ],
    [
      'has no network',
      {networkMode: 'none'},
      ['none'],
      'container "app" cannot be linked: it has no network (mode none)',
      'first run: dnet disconnect none app',
    ],
  ]
  for (const [why, parts, on, message, hint] of cases)
    it(why, () => {
      const app = container(
        'app',
        on.map((name) => endpoint(name)),
        parts,
      )
      throws(() => refuseUnlinkable(hostWith([], {containers: [app, db]}), app), {code: 'CONFLICT', message, hint})
    })
  it('is none that has a network, or lost its last one', () => {
    refuseUnlinkable(hostWith([]), container('app', [endpoint('web')]))
    refuseUnlinkable(hostWith([]), container('app', [], {networkMode: 'bridge'}))
  })
})

describe('the network of a link', () => {
  const bridge = network('bridge')
  const [a, b] = [network('a'), network('b')]
  const made = network('dnet-app-db', {labels: {'dnet.link': ''}})
  const cases: [why: string, host: Host, about: Partial<LinkRequest>, steps: string[]][] = [
    [
      'is a new one where they share none',
      hostOf([bridge, a], [endpoint(bridge)], [endpoint(bridge), endpoint(a)]),
      {},
      ['make dnet-app-db', 'on dnet-app-db: db [] []', 'on dnet-app-db: app [db:database] []'],
    ],
    [
      'is a new one under another name where that one is taken',
      hostOf([network('dnet-app-db'), network('dnet-app-db-2')], [], []),
      {},
      ['make dnet-app-db-3', 'on dnet-app-db-3: db [] []', 'on dnet-app-db-3: app [db:database] []'],
    ],
    [
      'is the one that dnet made for them',
      hostOf([made], [], []),
      {},
      ['on dnet-app-db: db [] []', 'on dnet-app-db: app [db:database] []'],
    ],
    [
      'is not one that dnet made for others',
      hostOf([{...made, name: 'dnet-db-app'}], [], []),
      {},
      ['make dnet-app-db', 'on dnet-app-db: db [] []', 'on dnet-app-db: app [db:database] []'],
    ],
    [
      'is the one that they share',
      hostOf([a, b], [endpoint(a), endpoint(b)], [endpoint(b)]),
      {},
      ['again on b: app [db:database] []'],
    ],
    [
      'is, of two that they share, the one whose change moves no default gateway',
      hostOf([a, b], [endpoint(a, V4), endpoint(b)], [endpoint(a), endpoint(b)]),
      {},
      ['again on b: app [db:database] []'],
    ],
    [
      'for IPv6 too',
      hostOf(
        [a, b, network('c')],
        [endpoint(a, V4), endpoint(b, {gateway6: addr('fd00::1')}), endpoint('c')],
        [endpoint(a), endpoint(b), endpoint('c')],
      ),
      {},
      ['again on c: app [db:database] []'],
    ],
    [
      'is the only one that they share, though the default gateway moves for a moment',
      hostOf([a], [endpoint(a, V4)], [endpoint(a)]),
      {},
      ['again on a: app [db:database] []'],
    ],
    [
      'is, shared, chosen by the target’s default gateway',
      hostOf([a, b], [endpoint(a), endpoint(b)], [endpoint(a, V4), endpoint(b)]),
      {shared: true},
      ['again on b: db [] [database]'],
    ],
    [
      'is one where the link is there already: nothing to do',
      hostOf([a, b], [endpoint(a), endpoint(b, {links: ['db:database']})], [endpoint(a), endpoint(b)]),
      {},
      [],
    ],
    [
      'is the one that was named, though they share another',
      hostOf([a, b], [endpoint(a)], [endpoint(a)]),
      {network: 'b'},
      ['on b: db [] []', 'on b: app [db:database] []'],
    ],
    [
      'keeps the other links of the container',
      hostOf([a], [endpoint(a, {links: ['x:y', 'old:database']})], [endpoint(a)]),
      {},
      ['again on a: app [x:y,db:database] []'],
    ],
    [
      'is not the default bridge, where no names are',
      hostOf([bridge], [endpoint(bridge)], [endpoint(bridge)]),
      {},
      ['make dnet-app-db', 'on dnet-app-db: db [] []', 'on dnet-app-db: app [db:database] []'],
    ],
  ]
  for (const [why, host, about, steps] of cases)
    it(why, () => deepEqual(told(planLink(host, ask(about), [], '').steps), steps))

  it('is refused where no names are', () =>
    throws(() => planLink(hostOf([bridge], [], []), ask({network: 'bridge'}), [], ''), {
      code: 'CONFLICT',
      message: 'network "bridge" cannot be used for links',
      hint: 'choose another network, or omit --network',
    }))

  it('a new one is internal, labelled, in the subnet given, and says why', () => {
    const [step, first] = planLink(hostOf([], [], []), ask(), [], '10.9.0.0/28').steps
    deepEqual(step, {
      do: 'create-network',
      because: 'app and db share no user-defined network',
      spec: {
        name: 'dnet-app-db',
        driver: 'bridge',
        scope: '',
        enableIPv4: undefined,
        enableIPv6: undefined,
        internal: true,
        attachable: false,
        ingress: false,
        configOnly: false,
        configFrom: '',
        ipamDriver: 'default',
        ipamOptions: {},
        subnets: [{subnet: '10.9.0.0/28', ipRange: '', gateway: '', auxAddresses: {}}],
        options: {},
        labels: {'dnet.link': ''},
      },
    })
    deepEqual(first, {
      do: 'connect',
      network: 'dnet-app-db',
      container: 'db',
      endpoint: ANY_ENDPOINT,
      because: 'so that app reaches db as database',
    })
    const [open] = planLink(hostOf([], [], []), ask(), [], '').steps
    deepEqual(open?.do === 'create-network' && open.spec.subnets, [])
  })

  it('is told with the names that were found', () => {
    const {steps, ...rest} = planLink(
      hostOf([a], [endpoint(a)], [endpoint(a)]),
      ask({container: 'id-app', target: 'id-db'}),
      [],
      '',
    )
    deepEqual([rest, steps], [{container: 'app', target: 'db', alias: 'db', network: 'a'}, []])
  })

  it('a container is not linked to itself', () =>
    throws(() => planLink(hostOf([a], [], []), ask({target: 'id-app:x'}), [], ''), {
      code: 'USAGE',
      message: '"app" cannot be linked to itself',
    }))
})

describe('a name that nothing has', () => {
  const picture = hostWith([WEB, network('host', {driver: 'host'})], {
    containers: [container('front', [endpoint(WEB)]), container('onhost', [endpoint('host')], {networkMode: 'host'})],
  })
  const cases: [why: string, about: Partial<LinkRequest>, hint: string][] = [
    ['is perhaps a container that can be linked', {container: 'frunt'}, 'use "front", if you meant that'],
    ['is no container that cannot be linked', {container: 'onhst'}, 'list the containers: docker ps --all'],
    ['is perhaps a target that can be reached', {container: 'front', target: 'frnt'}, 'use "front", if you meant that'],
    [
      'is no target that cannot be reached',
      {container: 'front', target: 'onhst:x'},
      'list the containers: docker ps --all',
    ],
  ]
  for (const [why, about, hint] of cases)
    it(why, () => throws(() => planLink(picture, ask(about), [], ''), {code: 'CONTAINER_NOT_FOUND', hint}))
})

describe('Podman, which ignores names that only one container sees', () => {
  const [a, other] = [network('a'), container('other', [endpoint('a', {aliases: ['db']})])]
  const podman = (app: Endpoint[], db: Endpoint[], ...more: Container[]) =>
    hostOf([PODMAN_NETWORK, a], app, db, ...more)
  it('links by the target’s own name, on a network of both or a new one', () => {
    const plan = (host: Host, about: Partial<LinkRequest> = {}) =>
      told(planLink(host, ask({target: 'db', ...about}), [], '').steps)
    deepEqual(plan(podman([endpoint(a)], []), {network: 'a'}), ['on a: db [] []', 'again on a: app [db:db] []'])
    deepEqual(plan(podman([], [])), ['make dnet-app-db', 'on dnet-app-db: db [] []', 'on dnet-app-db: app [db:db] []'])
  })
  const refused: [why: string, host: Host, about: Partial<LinkRequest>, hint: string][] = [
    ['another name', podman([], []), {}, 'dnet link --shared app db:database'],
    [
      'the target’s own name, where another container answers to it too',
      podman([endpoint(a)], [endpoint(a)], other),
      {target: 'db', network: 'a'},
      'dnet link --shared --network=a app db',
    ],
  ]
  for (const [why, host, about, hint] of refused)
    it(`is not asked for ${why}`, () =>
      throws(() => planLink(host, ask(about), [], ''), {
        code: 'UNSUPPORTED',
        message: 'Podman does not support names that only one container sees',
        hint,
      }))
})

describe('whether a link is there', () => {
  const a = network('a')
  it('not while one of the two is off the network', () => {
    const plan = (app: Endpoint[], db: Endpoint[], about: Partial<LinkRequest>) =>
      told(planLink(hostOf([a], app, db), ask({network: 'a', ...about}), [], '').steps)
    deepEqual(plan([], [endpoint(a, {aliases: ['database']})], {shared: true}), ['on a: app [] []'])
    deepEqual(plan([endpoint(a, {links: ['db:database']})], [], {}), ['on a: db [] []'])
  })
  const other = (parts: Parameters<typeof endpoint>[1]) => container('other', [endpoint(a, parts)])
  const cases: [why: string, host: Host, about: Partial<LinkRequest>, there: boolean][] = [
    ['by the target’s own name', hostOf([a], [endpoint(a)], [endpoint(a)]), {target: 'db'}, true],
    ['by an alias for all', hostOf([a], [endpoint(a)], [endpoint(a, {aliases: ['database']})]), {}, true],
    [
      'by an alias that others have too',
      hostOf([a], [endpoint(a)], [endpoint(a, {aliases: ['database']})], other({aliases: ['database']})),
      {},
      false,
    ],
    [
      'shared, by an alias that others have too',
      hostOf([a], [endpoint(a)], [endpoint(a, {aliases: ['database']})], other({aliases: ['database']})),
      {shared: true},
      true,
    ],
    [
      'by its own link to another',
      hostOf([a], [endpoint(a, {links: ['other:db']})], [endpoint(a)], other({})),
      {target: 'db'},
      false,
    ],
    [
      'shared, by its own link',
      hostOf([a], [endpoint(a, {links: ['db:database']})], [endpoint(a)]),
      {shared: true},
      false,
    ],
    ['by two links to the same', hostOf([a], [endpoint(a, {links: ['db:database', 'db:x']})], [endpoint(a)]), {}, true],
    [
      'by two links of one name to two',
      hostOf([a], [endpoint(a, {links: ['db:database', 'other:database']})], [endpoint(a)], other({})),
      {},
      false,
    ],
  ]
  for (const [why, host, about, there] of cases)
    it(`${why}: ${there ? 'yes' : 'no'}`, () => equal(planLink(host, ask(about), [], '').steps.length === 0, there))
})

describe('an endpoint that is made anew', () => {
  const own = (about: Parameters<typeof endpoint>[1], db: Parameters<typeof endpoint>[1] = {}): Host =>
    hostOf([WEB], [endpoint(WEB, about)], [endpoint(WEB, db)])
  const reconnect = (host: Host) => {
    const [step] = planLink(host, ask(), [], '').steps
    if (step?.do !== 'reconnect') throw new Error('no reconnect')
    return step
  }
  const cases: [why: string, host: Host, ipv4: string, pinned: boolean][] = [
    ['asks for no address where the engine would choose it again', own({ipv4: addr('10.7.0.2')}), '', false],
    ['keeps one that the engine would not choose again', own({ipv4: addr('10.7.0.9')}), '10.7.0.9', true],
    ['keeps one that it had asked for', own({ipv4: addr('10.7.0.9'), wanted4: addr('10.7.0.9')}), '10.7.0.9', false],
    [
      'asks for no address where another is promised the lower one',
      hostOf(
        [WEB],
        [endpoint(WEB, {ipv4: addr('10.7.0.2')})],
        [endpoint(WEB)],
        container('off', [endpoint(WEB, {wanted4: addr('10.7.0.2')})], {state: 'exited'}),
      ),
      '',
      false,
    ],
    [
      'asks for no address while it is stopped',
      hostWith([WEB], {
        containers: [
          container('app', [endpoint(WEB, {ipv4: addr('10.7.0.9')})], {state: 'exited'}),
          container('db', [endpoint(WEB)]),
        ],
      }),
      '',
      false,
    ],
  ]
  for (const [why, host, ipv4, pinned] of cases)
    it(why, () => {
      const step = reconnect(host)
      deepEqual([step.had.ipv4, step.wanted.ipv4, step.pinned], [ipv4, ipv4, pinned])
    })

  it('keeps an IPv6 address likewise', () => {
    const six = network('web', {enableIPv6: true, subnets: [subnet('fd07::/64', 'fd07::1')]})
    const pinned = (ip: string) => {
      const step = reconnect(hostOf([six], [endpoint(six, {ipv6: addr(ip)})], [endpoint(six)]))
      return [step.wanted.ipv6, step.wanted.ipv4, step.pinned]
    }
    deepEqual(pinned('fd07::2'), ['', '', false])
    deepEqual(pinned('fd07::9'), ['fd07::9', '', true])
  })

  it('says what it had, what is wanted, and of whom', () =>
    deepEqual(
      reconnect(
        own({
          ipv4: addr('10.7.0.2'),
          aliases: ['front', 'id-app'],
          linkLocal: ['169.254.1.1'],
          driverOptions: {k: 'v'},
          gatewayPriority: 3,
        }),
      ),
      {
        do: 'reconnect',
        containerId: 'id-app',
        container: 'app',
        networkId: 'id-web',
        network: 'web',
        had: {
          ipv4: '',
          ipv6: '',
          linkLocal: ['169.254.1.1'],
          aliases: ['front'],
          links: [],
          driverOptions: {k: 'v'},
          gatewayPriority: 3,
        },
        wanted: {
          ipv4: '',
          ipv6: '',
          linkLocal: ['169.254.1.1'],
          aliases: ['front'],
          links: ['db:database'],
          driverOptions: {k: 'v'},
          gatewayPriority: 3,
        },
        pinned: false,
        because: 'so that app reaches db as database',
      },
    ))

  it('cannot be planned without its names', () =>
    throws(
      () => planLink(own({names: unknown('not asked for')}), ask(), [], ''),
      /^Error: endpoint of app: not asked for$/,
    ))
})

describe('unlink', () => {
  const a = network('a')
  const b = network('b')
  const link = (...links: string[]) => ({links})
  const made = network('dnet-app-db', {labels: {'dnet.link': ''}})
  const cases: [why: string, host: Host, about: Partial<UnlinkRequest>, removed: string[], steps: string[]][] = [
    [
      'removes the link of that name, and keeps the others',
      hostOf([a], [endpoint(a, link('db:one', 'db:two'))], [endpoint(a)]),
      {target: 'db:one'},
      ['a db:one'],
      ['again on a: app [db:two] []'],
    ],
    [
      'removes all links to the target',
      hostOf([a], [endpoint(a, link('db:one', 'x:y', 'db:two'))], [endpoint(a)]),
      {target: 'db'},
      ['a db:one', 'a db:two'],
      ['again on a: app [x:y] []'],
    ],
    [
      'removes a link by its alias alone',
      hostOf([a], [endpoint(a, link('db:one', 'one:x'))], [endpoint(a)]),
      {target: 'x'},
      ['a one:x'],
      ['again on a: app [db:one] []'],
    ],
    [
      'on all networks',
      hostOf([a, b], [endpoint(a, link('db:one')), endpoint(b, link('db:two'))], [endpoint(a)]),
      {target: 'db'},
      ['a db:one', 'b db:two'],
      ['again on a: app [] []', 'again on b: app [] []'],
    ],
    [
      'on the network that was named',
      hostOf([a, b], [endpoint(a, link('db:one')), endpoint(b, link('db:two'))], [endpoint(a)]),
      {target: 'db', network: 'b'},
      ['b db:two'],
      ['again on b: app [] []'],
    ],
    [
      'on the network of that id',
      hostOf([a, b], [endpoint(a, link('db:one')), endpoint(b, link('db:two'))], [endpoint(a)]),
      {target: 'db', network: 'id-a'},
      ['a db:one'],
      ['again on a: app [] []'],
    ],
    [
      'shared: removes the target’s aliases but its name',
      hostOf([a], [endpoint(a)], [endpoint(a, {aliases: ['database', 'db', 'store']})]),
      {target: 'db', shared: true},
      ['a db:database', 'a db:store'],
      ['again on a: db [] [db]'],
    ],
    [
      'shared: removes one alias of the target',
      hostOf([a], [endpoint(a)], [endpoint(a, {aliases: ['database', 'store'], links: ['app:x']})]),
      {target: 'db:store', shared: true},
      ['a db:store'],
      ['again on a: db [app:x] [database]'],
    ],
    [
      'removes a network that dnet made for it',
      hostOf([made], [endpoint(made, link('db:one'))], [endpoint(made)]),
      {target: 'db'},
      ['dnet-app-db db:one'],
      ['off dnet-app-db: app', 'off dnet-app-db: db', 'rm dnet-app-db'],
    ],
    [
      'keeps a network that dnet made, where another link of the container is on it',
      hostOf([made], [endpoint(made, link('db:one', 'db:two'))], [endpoint(made)]),
      {target: 'db:one'},
      ['dnet-app-db db:one'],
      ['again on dnet-app-db: app [db:two] []'],
    ],
    [
      'keeps a network that dnet made, where a link of the target is on it',
      hostOf([made], [endpoint(made, link('db:one'))], [endpoint(made, link('app:x'))]),
      {target: 'db'},
      ['dnet-app-db db:one'],
      ['again on dnet-app-db: app [] []'],
    ],
    [
      'keeps a network that dnet made, where others are on it',
      hostOf([made], [endpoint(made, link('db:one'))], [endpoint(made)], container('other', [endpoint(made)])),
      {target: 'db'},
      ['dnet-app-db db:one'],
      ['again on dnet-app-db: app [] []'],
    ],
    [
      'keeps a network that dnet made, on which the link is not',
      hostOf([made, a], [endpoint(made), endpoint(a, link('db:one'))], []),
      {target: 'db'},
      ['a db:one'],
      ['again on a: app [] []'],
    ],
    [
      'keeps a link of that name to another container',
      hostOf([a], [endpoint(a, link('other:one', 'db:one'))], [endpoint(a)], container('other', [endpoint(a)])),
      {target: 'db:one'},
      ['a db:one'],
      ['again on a: app [other:one] []'],
    ],
    [
      'leaves alone what the default bridge, where no names are, has of links',
      hostOf([network('bridge'), a], [endpoint('bridge', link('db:one')), endpoint(a, link('db:one'))], []),
      {target: 'db'},
      ['a db:one'],
      ['again on a: app [] []'],
    ],
  ]
  for (const [why, host, about, removed, steps] of cases)
    it(why, () => {
      const plan = planUnlink(host, ask(about), [])
      deepEqual(
        [plan.removed.map((one) => `${one.network} ${one.target}:${one.alias}`), told(plan.steps), plan.container],
        [removed, steps, 'app'],
      )
    })

  it('says why of each step', () => {
    const kept = planUnlink(
      hostOf([a], [endpoint(a, link('db:one', 'db:two'))], [endpoint(a)]),
      ask({target: 'db'}),
      [],
    )
    equal(kept.steps[0]?.because, 'removes db:one, db:two from app')
    const gone = planUnlink(hostOf([made], [endpoint(made, link('db:one'))], []), ask({target: 'db'}), [])
    deepEqual(
      gone.steps.map(({because}) => because),
      ['no link needs the network any more', 'no link needs the network any more'],
    )
  })

  const refused: [
    why: string,
    host: Host,
    about: Partial<UnlinkRequest>,
    code: string,
    message: string,
    hint: string,
  ][] = [
    [
      'a link that is not there',
      hostOf([a], [endpoint(a)], [endpoint(a)]),
      {target: 'db'},
      'NOT_FOUND',
      '"app" has no link to "db"',
      'list the links: dnet link ls app',
    ],
    [
      'a network that is not there',
      hostOf([a], [endpoint(a, link('db:one'))], [endpoint(a)]),
      {target: 'db', network: 'nosuch'},
      'NETWORK_NOT_FOUND',
      'network nosuch not found',
      'list the networks: dnet ls',
    ],
    [
      'a link that is not there under that name',
      hostOf([a], [endpoint(a, link('db:one'))], [endpoint(a)]),
      {target: 'db:two'},
      'NOT_FOUND',
      '"app" has no link to "db" as "two"',
      'list the links: dnet link ls app',
    ],
    [
      'a legacy link, by its target',
      hostWith([a], {containers: [container('app', [], {legacyLinks: ['db:old']}), container('db', [])]}),
      {target: 'db'},
      'UNSUPPORTED',
      '"app" has a legacy link to "db", which is fixed when the container is created',
      'recreate the container without --link, first: dnet link migrate app',
    ],
    [
      'a legacy link, by its alias',
      hostWith([a], {containers: [container('app', [], {legacyLinks: ['x:y', 'db:old']}), container('db', [])]}),
      {target: 'old'},
      'UNSUPPORTED',
      '"app" has a legacy link to "old", which is fixed when the container is created',
      'recreate the container without --link, first: dnet link migrate app',
    ],
  ]
  for (const [why, host, about, code, message, hint] of refused)
    it(`refuses ${why}`, () => throws(() => planUnlink(host, ask(about), []), {code, message, hint}))
})

describe('unlink from a network that dnet made', () => {
  it('cannot be planned where the links of the others are not known', () => {
    const made = network('dnet-app-db', {labels: {'dnet.link': ''}})
    const db = [endpoint(made, {names: unknown('not asked for')})]
    throws(
      () => planUnlink(hostOf([made], [endpoint(made, {links: ['db:one']})], db), ask({target: 'db'}), []),
      /^Error: planned without names of db: not asked for$/,
    )
  })
})

describe('what an earlier run left undone', () => {
  const had = {...ANY_ENDPOINT, aliases: ['front']}
  const left = (about: Partial<Remembered> = {}): Remembered => ({
    containerId: 'id-app',
    container: 'app',
    networkId: 'id-web',
    network: 'web',
    had,
    ...about,
  })
  const off = hostOf([WEB], [], [])
  const on = hostOf([WEB], [endpoint(WEB)], [])
  const cases: [why: string, host: Host, entry: Remembered, plan: Step[], steps: string[], settled: number][] = [
    ['is made good', off, left(), [], ['on web: app [] [front]'], 0],
    ['is settled where the container is on the network', on, left(), [], [], 1],
    ['is settled where the network is gone', off, left({networkId: 'gone'}), [], [], 1],
    ['stays where the container is not there: it is another engine’s', off, left({containerId: 'x'}), [], [], 0],
    [
      'is left to a plan that makes it good itself',
      off,
      left(),
      [{do: 'connect', network: 'web', container: 'app', endpoint: had, because: ''}],
      [],
      0,
    ],
    [
      'is not left to a plan that connects another container, or another network',
      off,
      left(),
      [
        {do: 'connect', network: 'web', container: 'db', endpoint: had, because: ''},
        {do: 'connect', network: 'back', container: 'app', endpoint: had, because: ''},
        {do: 'disconnect', network: 'web', container: 'app', force: false, because: ''},
      ],
      ['on web: app [] [front]'],
      0,
    ],
  ]
  for (const [why, host, entry, plan, steps, settled] of cases)
    it(why, () => {
      const repairs = planRepairs(host, [entry], plan)
      deepEqual([told(repairs.steps), repairs.settled.length], [steps, settled])
    })
  it('says why', () =>
    equal(
      planRepairs(off, [left()], []).steps[0]?.because,
      'an earlier run was stopped before it reconnected the container',
    ))
  it('is where a link begins', () => {
    const host = hostOf([WEB], [], [endpoint(WEB)])
    deepEqual(told(planLink(host, ask(), [left({containerId: 'id-x'}), left({networkId: 'id-x'}), left()], '').steps), [
      'on web: app [db:database] [front]',
    ])
  })
})

describe('link migrate', () => {
  const bridge = network('bridge')
  const legacy = (name: string, links: string[], parts: object = {}) =>
    container(name, [endpoint(bridge)], {legacyLinks: links, ...parts})
  const plain = (name: string) => container(name, [endpoint(bridge)])

  it('plans links by target and alias in natural order, the networks’ subnets in their order', () => {
    const host = hostWith([bridge], {
      containers: [legacy('app', ['db10:x', 'db2:y', 'db2:a']), plain('db2'), plain('db10')],
    })
    const {migrations} = planMigration(host, [], [], ['10.9.0.0/28', '10.9.0.16/28'])
    deepEqual(
      migrations.map(({target, alias, network: name, steps}) => [
        target,
        alias,
        name,
        steps.flatMap((step) => (step.do === 'create-network' ? step.spec.subnets.map((one) => one.subnet) : [])),
      ]),
      [
        ['db2', 'a', 'dnet-app-db2', ['10.9.0.0/28']],
        ['db2', 'y', 'dnet-app-db2', []],
        ['db10', 'x', 'dnet-app-db10', ['10.9.0.16/28']],
      ],
    )
  })

  it('lets the engine choose where the subnets run out', () => {
    const host = hostWith([bridge], {containers: [legacy('app', ['db:x']), plain('db')]})
    const [step] = planMigration(host, [], [], []).migrations[0]?.steps ?? []
    deepEqual(step?.do === 'create-network' && step.spec.subnets, [])
  })

  it('plans those of the containers that are named', () => {
    const host = hostWith([bridge], {containers: [legacy('app', ['db:x']), legacy('web', ['db:y']), plain('db')]})
    const {migrations, recreations} = planMigration(host, ['web', 'db'], [], [])
    deepEqual(
      [migrations.map((one) => one.container), recreations.map((one) => one.container.name)],
      [['web'], ['web']],
    )
    throws(() => planMigration(host, ['nobody'], [], []), {code: 'CONTAINER_NOT_FOUND'})
  })

  it('tells what cannot be linked, and what each container needs when it is recreated', () => {
    const labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'app'}
    const host = hostWith([bridge], {
      containers: [
        legacy('app', ['shared:s', 'db:x', 'gone:g', 'db:a'], {labels}),
        plain('db'),
        container('shared', [], {networkMode: 'host'}),
        legacy('alone', ['gone:g'], {
          labels: {'com.docker.stack.namespace': 'st', 'com.docker.swarm.service.name': 'st_x'},
        }),
      ],
    })
    const {migrations, recreations} = planMigration(host, [], [], [])
    deepEqual(
      migrations.map(({container: name, target, alias, network: on, problem, steps}) => [
        name,
        `${target}:${alias}`,
        on,
        problem,
        steps.length,
      ]),
      [
        ['app', 'db:a', 'dnet-app-db', '', 3],
        ['app', 'db:x', 'dnet-app-db', '', 1],
        ['app', 'gone:g', '', 'container "gone" no longer exists', 0],
        ['app', 'shared:s', '', `container "shared" cannot be linked: it uses the host's network`, 0],
        ['alone', 'gone:g', '', 'container "gone" no longer exists', 0],
      ],
    )
    deepEqual(
      recreations.map(({container: {name}, links, networks, service, replacements}) => [
        name,
        links,
        networks,
        service,
        replacements.map(({alias}) => alias),
      ]),
      [
        ['app', ['db:a', 'db:x', 'gone:g', 'shared:s'], ['dnet-app-db'], 'app', ['a', 'x']],
        ['alone', ['gone:g'], [], '', []],
      ],
    )
  })
})

describe('link ls', () => {
  const bridge = network('bridge')
  const [a, b] = [network('a'), network('b')]
  const rows = (...containers: Container[]) =>
    linkRows(hostWith([bridge, a, b], {containers})).map(({kind, container: name, alias, target, network: on, state}) =>
      [kind, name || '*', alias, target, on, state].join(' '),
    )

  const states: [why: string, target: Container | undefined, state: string][] = [
    ['ok', container('db', [endpoint(a)]), 'ok'],
    ['paused is there too', container('db', [endpoint(a)], {state: 'paused'}), 'ok'],
    ['stopped', container('db', [endpoint(a)], {state: 'exited'}), 'stopped'],
    ['on another network', container('db', [endpoint(b)]), 'apart'],
    ['gone', undefined, 'missing'],
    ['by the beginning of its id', container('other', [endpoint(a)], {id: 'db123'}), 'ok'],
  ]
  for (const [why, target, state] of states)
    it(`tells of a target that is ${why}`, () =>
      deepEqual(rows(container('app', [endpoint(a, {links: ['db:x']})]), ...(target ? [target] : [])), [
        `private app x db a ${state}`,
      ]))

  const several: [why: string, targets: Container[], state: string][] = [
    [
      'a name before the beginning of an id',
      [container('other', [], {id: 'db1'}), container('db', [endpoint(a)])],
      'ok',
    ],
    [
      'no one whose id begins so, if several do',
      [container('x', [endpoint(a)], {id: 'db1'}), container('y', [endpoint(a)], {id: 'db2'})],
      'missing',
    ],
  ]
  for (const [why, targets, state] of several)
    it(`tells of the target that the engine finds: ${why}`, () =>
      deepEqual(rows(container('app', [endpoint(a, {links: ['db:x']})]), ...targets), [`private app x db a ${state}`]))

  it('is by container, those for all last, then alias, network and target', () =>
    deepEqual(
      rows(
        container('z', [endpoint(a, {aliases: ['m', 'z', 'z']}), endpoint(b, {aliases: ['m']})]),
        container('app10', [endpoint(a, {links: ['z:y', 'q:x']}), endpoint(b, {links: ['z:x']})]),
        container('app2', [endpoint(bridge, {aliases: ['hidden']})], {legacyLinks: ['z:old', 'y:old']}),
      ),
      [
        'legacy app2 old y bridge missing',
        'legacy app2 old z bridge apart',
        'private app10 x q a missing',
        'private app10 x z b ok',
        'private app10 y z a ok',
        'alias * m z a ok',
        'alias * m z b ok',
      ],
    ))

  it('leaves out what is not known', () =>
    deepEqual(rows(container('app', [endpoint(a, {names: unknown('not asked for')})])), []))

  it('has links on a network that is gone', () =>
    deepEqual(rows(container('app', [endpoint('gone', {links: ['db:x']})])), ['private app x db gone missing']))
})

describe('variables of a link', () => {
  const app = container('app', [])
  const env = (exposed: [number, 'tcp' | 'udp' | 'sctp'][], own: string[] = []) =>
    linkEnv(
      app,
      container('db', [], {exposed: exposed.map(([port, protocol]) => ({port, protocol})), env: own}),
      'db',
      addr('10.7.0.2'),
    )
  const names = (lines: string[]) => lines.filter((line) => /_(START|END)=/.test(line))

  it('are its name alone where the target exposes nothing', () => deepEqual(env([]), ['DB_NAME=/app/db']))
  it('have each run of adjacent ports with its ends, and none for a port alone', () =>
    deepEqual(
      names(
        env([
          [1, 'tcp'],
          [2, 'tcp'],
          [3, 'tcp'],
          [5, 'tcp'],
          [7, 'tcp'],
          [8, 'tcp'],
        ]),
      ),
      [
        'DB_PORT_1_TCP_START=tcp://10.7.0.2:1',
        'DB_PORT_1_TCP_PORT_START=1',
        'DB_PORT_1_TCP_END=tcp://10.7.0.2:3',
        'DB_PORT_1_TCP_PORT_END=3',
        'DB_PORT_7_TCP_START=tcp://10.7.0.2:7',
        'DB_PORT_7_TCP_PORT_START=7',
        'DB_PORT_7_TCP_END=tcp://10.7.0.2:8',
        'DB_PORT_7_TCP_PORT_END=8',
      ],
    ))
  it('begin with TCP, then SCTP, then UDP', () =>
    deepEqual(
      env([
        [3, 'udp'],
        [9, 'sctp'],
        [5, 'tcp'],
      ]).filter((line) => line.includes('_PROTO=')),
      ['DB_PORT_5_TCP_PROTO=tcp', 'DB_PORT_9_SCTP_PROTO=sctp', 'DB_PORT_3_UDP_PROTO=udp'],
    ))
  it('have the target’s own, without those of its image and those without a value', () =>
    deepEqual(env([], ['A=1', 'B', 'C=', 'HOME=/x', 'PATH=/bin', 'HOMES=2']), [
      'DB_NAME=/app/db',
      'DB_ENV_A=1',
      'DB_ENV_C=',
      'DB_ENV_HOMES=2',
    ]))
  it('cannot be told without the target’s details', () =>
    throws(
      () => linkEnv(app, container('db', [], {details: unknown('not asked for')}), 'db', addr('10.7.0.2')),
      /^Error: details of db: not asked for$/,
    ))
})
