import {deepEqual, throws} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {aliasesUnseen, aliasesUnseenFrom, namesOn, resolveName} from '../../../src/lib/model/endpoints/dns.js'
import {type HostsEntry, parseHosts} from '../../../src/lib/model/endpoints/hosts-file.js'
import {aliasesOf, dnsNamesOf, hasDns, readLink} from '../../../src/lib/model/endpoints/names.js'
import type {Network} from '../../../src/lib/model/host.js'
import {type Known, known, unknown} from '../../../src/lib/model/known.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK} from '../../build/host.js'

const web = network('web')
const back = network('back')
const dotted = network('back.web')
const mesh = network('mesh', {driver: 'overlay', scope: 'swarm'})
const bridge = network('bridge')
const hostNet = network('host', {driver: 'host'})
const noNet = network('none', {driver: 'null'})

const at = (ip: string) => ({ipv4: addr(ip)})

const NOT_READ = unknown('not read')

/** What `from` gets for a name: who answers where, or why nobody does and what to do. */
function asks(
  {hosts = NOT_READ, ...host}: {hosts?: Known<readonly HostsEntry[]>; containers: Container[]; networks: Network[]},
  from: Container,
  name: string,
): string[] {
  const resolution = resolveName(hostWith(host.networks, host), from, name, hosts)
  if (resolution.found === false) return [resolution.why, resolution.hint]
  if (resolution.found === null)
    return [resolution.by, ...(resolution.through ? [`through ${resolution.through}`] : [])]
  const {by, network: on, targets, through} = resolution
  return [
    `${by} ${on}`.trim(),
    ...targets.map((one) => `${one.container} ${one.kind} ${one.addresses.join(' ')}`.trim()),
    ...(through ? [`through ${through}`] : []),
  ]
}

describe('what a container gets for a name, and why not', () => {
  const db = (parts: Parameters<typeof container>[2] = {}, more: object = {}) =>
    container('db', [endpoint(web, {...at('10.7.0.2'), aliases: ['store'], ...more})], {id: 'd'.repeat(64), ...parts})
  const app = (parts: Parameters<typeof endpoint>[1] = {}) =>
    container('app', [endpoint(web, {...at('10.7.0.9'), ...parts})])

  const cases: [
    why: string,
    from: Container,
    name: string,
    networks: Network[],
    others: Container[],
    answer: string[],
  ][] = [
    ['a container’s name', app(), 'db', [web], [db()], ['network web', 'db container name 10.7.0.2']],
    ['an alias', app(), 'store', [web], [db()], ['network web', 'db alias 10.7.0.2']],
    ['a short id', app(), 'dddddddddddd', [web], [db()], ['network web', 'db id 10.7.0.2']],
    ['a hostname', app(), 'box', [web], [db({hostname: 'box'})], ['network web', 'db hostname 10.7.0.2']],
    [
      'an alias that is the hostname as well',
      app(),
      'store',
      [web],
      [db({hostname: 'store'})],
      ['network web', 'db alias 10.7.0.2'],
    ],
    [
      'both families',
      app(),
      'db',
      [web],
      [db({}, {ipv6: addr('fd07::2')})],
      ['network web', 'db container name 10.7.0.2 fd07::2'],
    ],
    ['the name with its network', app(), 'DB.web.', [web], [db()], ['network web', 'db container name 10.7.0.2']],
    ['the name with its network in another spelling, which is none', app(), 'db.WEB', [web], [db()], ['resolvers']],
    [
      'several that have it, by name in natural order',
      app(),
      'x',
      [web],
      ['c10', 'c2'].map((name) => container(name, [endpoint(web, {...at('10.7.0.3'), aliases: ['x']})])),
      ['network web', 'c2 alias 10.7.0.3', 'c10 alias 10.7.0.3'],
    ],
    [
      'only those of them that run',
      app(),
      'x',
      [web],
      [
        container('c1', [endpoint(web, {aliases: ['x']})], {state: 'exited'}),
        container('c2', [endpoint(web, {...at('10.7.0.3'), aliases: ['x']})]),
      ],
      ['network web', 'c2 alias 10.7.0.3'],
    ],
    [
      'its own link before the network’s names',
      app({links: ['other:db']}),
      'db',
      [web],
      [db(), container('other', [endpoint(web, at('10.7.0.5'))])],
      ['link web', 'other container name 10.7.0.5'],
    ],
    [
      'its own link, whose target is found in any case',
      app({links: ['DB:Front']}),
      'Front',
      [web],
      [db()],
      ['link web', 'db container name 10.7.0.2'],
    ],
    ['its own link in another case, which is none', app({links: ['db:Front']}), 'front', [web], [db()], ['resolvers']],
    [
      'the last of two links of one name',
      app({links: ['gone:x', 'db:x']}),
      'x',
      [web],
      [db()],
      ['link web', 'db container name 10.7.0.2'],
    ],
    [
      'its own link to one that is not there, which hides the name',
      app({links: ['gone:db']}),
      'db',
      [web],
      [db()],
      ['app does not get gone for "db": its link on web leads there, and gone does not run on web', 'dnet link ls app'],
    ],
    [
      'its own link to one that is not there, by alias and network',
      app({links: ['gone:db']}),
      'db.web',
      [web],
      [db()],
      [
        'app does not get gone for "db.web": its link on web leads there, and gone does not run on web',
        'dnet link ls app',
      ],
    ],
    [
      'its own link to one that is not there, on the second of its networks',
      container('app', [endpoint(back), endpoint(web, {links: ['gone:db']})]),
      'db',
      [back, web],
      [],
      ['app does not get gone for "db": its link on web leads there, and gone does not run on web', 'dnet link ls app'],
    ],
    [
      'an alias of a link, with another network, which is none',
      container('app', [endpoint(back), endpoint(web, {links: ['gone:db']})]),
      'db.back',
      [back, web],
      [],
      ['resolvers'],
    ],
    [
      'a link of any network before the name on the first',
      container('app', [endpoint(back, {gateway4: addr('10.8.0.1')}), endpoint(web, {links: ['db:x']})]),
      'x',
      [back, web],
      [db(), container('in-back', [endpoint(back, {...at('10.8.0.2'), aliases: ['x']})])],
      ['link web', 'db container name 10.7.0.2'],
    ],
    [
      'the whole name, dots and all, before a name on a network',
      app(),
      'db.web',
      [web],
      [db(), container('other', [endpoint(web, {...at('10.7.0.5'), aliases: ['db.web']})])],
      ['network web', 'other alias 10.7.0.5'],
    ],
    [
      'a name with several dots: as much as can be on a network of the rest',
      container('app', [endpoint(dotted), endpoint(web)]),
      'x.back.web',
      [dotted, web],
      [
        container('far', [endpoint(dotted, {...at('10.9.0.5'), aliases: ['x']})]),
        container('near', [endpoint(web, {...at('10.7.0.5'), aliases: ['x.back']})]),
      ],
      ['network web', 'near alias 10.7.0.5'],
    ],
    ['on Podman, no name with a network', app(), 'db.web', [PODMAN_NETWORK, web], [db()], ['resolvers']],
    [
      'although it was on a network that is gone',
      container('app', [endpoint('gone'), endpoint(web)]),
      'db',
      [web],
      [db()],
      ['network web', 'db container name 10.7.0.2'],
    ],
    [
      'in a Swarm, the names of its networks before those of this node',
      container('app', [endpoint(web, {gateway4: addr('10.7.0.1')}), endpoint(mesh)]),
      'x',
      [web, mesh],
      [db({}, {aliases: ['x']}), container('far', [endpoint(mesh, {...at('10.0.1.5'), aliases: ['x']})])],
      ['network mesh', 'far alias 10.0.1.5'],
    ],
    [
      'the network of the default gateway first',
      container('app', [
        endpoint(back, {gateway4: addr('10.8.0.1')}),
        endpoint(web, {gateway4: addr('10.7.0.1'), gatewayPriority: 1}),
      ]),
      'x',
      [back, web],
      [
        container('in-back', [endpoint(back, {...at('10.8.0.2'), aliases: ['x']})]),
        container('in-web', [endpoint(web, {...at('10.7.0.2'), aliases: ['x']})]),
      ],
      ['network web', 'in-web alias 10.7.0.2'],
    ],
    [
      'the next network where the first does not have it',
      container('app', [endpoint(back, {gateway4: addr('10.8.0.1')}), endpoint(web)]),
      'db',
      [back, web],
      [db()],
      ['network web', 'db container name 10.7.0.2'],
    ],
    [
      'a legacy link, from its hosts file',
      container('app', [endpoint(bridge)], {legacyLinks: ['db:Old']}),
      'old',
      [bridge, web],
      [db()],
      ['hosts file', 'db hosts file 10.7.0.2'],
    ],
    [
      'a legacy link, by its target',
      container('app', [endpoint(bridge)], {legacyLinks: ['db:old']}),
      'db',
      [bridge, web],
      [db()],
      ['hosts file', 'db hosts file 10.7.0.2'],
    ],
    [
      'a legacy link, by its target’s hostname',
      container('app', [endpoint(bridge)], {legacyLinks: ['db:old']}),
      'BOX',
      [bridge, web],
      [db({hostname: 'box'})],
      ['hosts file', 'db hosts file 10.7.0.2'],
    ],
    [
      'its own hostname, where Docker DNS is not available',
      container('app', [endpoint(bridge, at('172.17.0.2'))], {hostname: 'me'}),
      'me',
      [bridge],
      [],
      ['hosts file', 'app hosts file 172.17.0.2'],
    ],
    [
      'its own name, where Docker DNS is not available',
      container('app', [endpoint(bridge)]),
      'app',
      [bridge],
      [],
      [
        'app does not get its own address for "app": it is only on bridge, where Docker DNS is not available',
        'dnet connect NETWORK app',
      ],
    ],
    [
      'a name nobody here has, on the default bridge',
      container('app', [endpoint(bridge)]),
      'db',
      [bridge],
      [],
      ['resolvers'],
    ],
    [
      'a name nobody here has, with the host’s network',
      container('app', [endpoint(hostNet)], {networkMode: 'host'}),
      'db',
      [hostNet],
      [],
      ['resolvers'],
    ],
    [
      'a name nobody here has, with the host’s network, which Podman does not list',
      container('app', [endpoint(hostNet)], {networkMode: 'host'}),
      'db',
      [],
      [],
      ['resolvers'],
    ],
    [
      'any name without a network',
      container('app', [endpoint(noNet)], {networkMode: 'none'}),
      'example.com',
      [noNet],
      [],
      ['app does not resolve "example.com": it is on no network', ''],
    ],
    [
      'any name after it has left its last network',
      container('app', [], {networkMode: 'web'}),
      'example.com',
      [web],
      [],
      ['app does not resolve "example.com": it is on no network', 'dnet connect NETWORK app'],
    ],
    [
      'one on a network that it cannot join',
      container('app', [endpoint(noNet)], {networkMode: 'none'}),
      'db',
      [noNet, web],
      [db()],
      ['app does not get db for "db": db is on web, but app is not', ''],
    ],
    [
      'a name nobody here has, through another’s network stack',
      container('side', [], {networkMode: 'container:main'}),
      'db',
      [web],
      [container('main', [endpoint(web)])],
      ['resolvers', 'through main'],
    ],
    [
      'the service of a container that nobody gave its name',
      app(),
      'Backend',
      [web],
      [db({labels: {'com.docker.compose.service': 'backend'}})],
      ['app does not get db for "Backend": that is only the name of its service', 'dnet link app db:Backend'],
    ],
    [
      'one that is on another network, with the network',
      app(),
      'db.back',
      [back, web],
      [container('db', [endpoint(back)])],
      ['app does not get db for "db.back": db is on back, but app is not', 'dnet connect back app'],
    ],
    [
      'a legacy link to one that is gone',
      container('app', [endpoint(bridge)], {legacyLinks: ['gone:old']}),
      'old',
      [bridge],
      [],
      ['resolvers'],
    ],
    [
      'through another’s network stack, by id',
      container('side', [], {networkMode: `container:${'e'.repeat(64)}`}),
      'db',
      [web],
      [container('main', [endpoint(web)], {id: 'e'.repeat(64)}), db()],
      ['network web', 'db container name 10.7.0.2', 'through main'],
    ],
    [
      'through another’s network stack, by name',
      container('side', [], {networkMode: 'container:main'}),
      'db',
      [web],
      [container('main', [endpoint(web)]), db()],
      ['network web', 'db container name 10.7.0.2', 'through main'],
    ],
    [
      'with the host’s network',
      container('app', [endpoint(hostNet)], {networkMode: 'host'}),
      'db',
      [hostNet, web],
      [db()],
      [
        `app does not get db for "db": app uses the host's network, where Docker DNS is not available`,
        'use a published port instead',
      ],
    ],
    [
      'one that is stopped',
      app(),
      'db',
      [web],
      [db({state: 'exited'})],
      ['app does not get db for "db": db is also on web, but it is exited', 'docker start db'],
    ],
    [
      'one that is on another network',
      app(),
      'db',
      [back, web],
      [container('db', [endpoint(back)])],
      ['app does not get db for "db": db is on back, but app is not', 'dnet connect back app'],
    ],
    [
      'one that is on two other networks: the one with names',
      app(),
      'db',
      [bridge, back, web],
      [container('db', [endpoint(bridge), endpoint(back)])],
      ['app does not get db for "db": db is on back, but app is not', 'dnet connect back app'],
    ],
    [
      'one that is on the default bridge alone',
      app(),
      'db',
      [bridge, web],
      [container('db', [endpoint(bridge)])],
      ['app does not get db for "db": db is on bridge, but app is not', 'dnet connect NETWORK db'],
    ],
    [
      'one that shares only the default bridge',
      container('app', [endpoint(bridge)]),
      'DB',
      [bridge],
      [container('db', [endpoint(bridge)])],
      [
        'app does not get db for "DB": they share only bridge, where Docker DNS is not available',
        'connect both to a new network: dnet create NAME; dnet connect NAME app; dnet connect NAME db',
      ],
    ],
    ['nobody', app(), 'db', [web], [], ['resolvers']],
    [
      'the root of all names, which is not the name of those that have no hostname and no service',
      container('app', [endpoint(web, at('10.7.0.9'))], {hostname: ''}),
      '.',
      [web],
      [db()],
      ['resolvers'],
    ],
  ]
  for (const [why, from, name, networks, others, answer] of cases)
    it(why, () => deepEqual(asks({networks, containers: [from, ...others]}, from, name), answer))

  const linked = container('linked', [endpoint(web)], {legacyLinks: ['db:old']})
  const file = (hosts: string, name: string) =>
    asks({networks: [web], containers: [linked, db()], hosts: known(parseHosts(hosts))}, linked, name)
  const files: [why: string, hosts: string, name: string, answer: string[]][] = [
    ['before Docker DNS', '10.9.9.9 db', 'db', ['hosts file', 'hosts file 10.9.9.9']],
    ['in any case', '10.9.9.9 Extra', 'eXTRA', ['hosts file', 'hosts file 10.9.9.9']],
    [
      'with all its addresses',
      '10.9.9.9 x\nfd00::9\ty x # z',
      'x',
      ['hosts file', 'hosts file 10.9.9.9', 'hosts file fd00::9'],
    ],
    ['with the container that has the address', '10.7.0.2 old', 'old', ['hosts file', 'db hosts file 10.7.0.2']],
  ]
  for (const [why, hosts, name, answer] of files)
    it(`its hosts file ${why}`, () => deepEqual(file(hosts, name), answer))

  it('its hosts file, whole: the container that has the address on any network, or none', () => {
    const both = container('both', [endpoint(web, at('10.7.0.2')), endpoint(back, at('10.8.0.2'))])
    const host = hostWith([back, web], {containers: [both, linked]})
    const hosts = known(parseHosts('10.9.9.9 x\n10.8.0.2 x'))
    deepEqual(resolveName(host, linked, 'x', hosts), {
      found: true,
      network: '',
      by: 'hosts file',
      targets: [
        {container: '', kind: 'hosts file', addresses: ['10.9.9.9'], state: '', live: true},
        {container: 'both', kind: 'hosts file', addresses: ['10.8.0.2'], state: 'running', live: true},
      ],
      through: '',
    })
  })

  it('cannot be told without the names of its own endpoints', () =>
    throws(
      () => asks({networks: [web], containers: [db()]}, app({names: unknown('not asked for')}), 'db'),
      /^Error: planned without names of app: not asked for$/,
    ))
})

describe('the names on a network', () => {
  const names = (on: Network, ...containers: Container[]) =>
    namesOn(hostWith([on], {containers}), on).map(({name, targets, collides}) => [
      name,
      collides,
      ...targets.map((one) => [one.container, one.kind, one.state, one.live, ...one.addresses].join(' ')),
    ])

  it('are in natural order, each with those that have it, whatever its case', () =>
    deepEqual(
      names(
        web,
        container('b', [endpoint(web, {dnsNames: ['b', 'N10', 'n2']})]),
        container('a', [endpoint(web, {dnsNames: ['a', 'n10']})], {state: 'exited'}),
      ),
      [
        ['N10', true, 'a alias exited false', 'b alias running true'],
        ['a', false, 'a container name exited false'],
        ['b', false, 'b container name running true'],
        ['n2', false, 'b alias running true'],
      ],
    ))

  it('have no address while their container does not run', () =>
    deepEqual(
      (['running', 'exited'] as const).flatMap((state) =>
        names(web, container('a', [endpoint(web, {...at('10.7.0.2'), dnsNames: ['a']})], {state})),
      ),
      [
        ['a', false, 'a container name running true 10.7.0.2'],
        ['a', false, 'a container name exited false'],
      ],
    ))

  it('of one container, twice, do not collide', () =>
    deepEqual(names(web, container('a', [endpoint(web, {dnsNames: ['X', 'x']})])), [
      ['X', false, 'a alias running true', 'a alias running true'],
    ]))

  it('include those of Swarm services', () =>
    deepEqual(
      namesOn(
        hostWith([web]),
        network('web', {
          services: [
            {name: 'front', virtualAddress: '10.0.1.2', ports: []},
            {name: 'tasks', virtualAddress: '', ports: []},
          ],
        }),
      ),
      [
        {
          name: 'front',
          collides: false,
          targets: [{container: 'front', kind: 'service', addresses: ['10.0.1.2'], state: '', live: true}],
        },
        {
          name: 'tasks',
          collides: false,
          targets: [{container: 'tasks', kind: 'service', addresses: [], state: '', live: true}],
        },
      ],
    ))

  it('include tasks of services, and what other nodes have on an overlay network', () => {
    const over = network('mesh', {
      driver: 'overlay',
      scope: 'swarm',
      attached: [{containerId: 'c', name: 'front.1.x', endpointId: 'e1', mac: '', ipv4: '10.0.1.3/24', ipv6: ''}],
      services: [
        {name: 'front', virtualAddress: '10.0.1.2', ports: []},
        {name: 'rr', virtualAddress: '', ports: []},
      ],
      tasks: [
        {service: 'front', name: 'front.1.x', address: addr('10.0.1.3'), endpointId: 'e1'},
        {service: 'front', name: 'front.2.y', address: addr('10.0.1.4'), endpointId: 'e2'},
        {service: 'rr', name: 'rr.1.z', address: addr('10.0.1.7'), endpointId: 'e3'},
        {service: '', name: 'there', address: addr('10.0.1.9'), endpointId: 'e4'},
      ],
    })
    deepEqual(
      namesOn(hostWith([over]), over).map(({name, targets}) => [
        name,
        ...targets.map((one) => `${one.container} ${one.kind} ${one.addresses.join(' ')}`),
      ]),
      [
        ['front', 'front service 10.0.1.2'],
        ['front.2.y', 'front.2.y task 10.0.1.4'],
        ['rr', 'rr service 10.0.1.7'],
        ['rr.1.z', 'rr.1.z task 10.0.1.7'],
        ['tasks.front', 'front service 10.0.1.3 10.0.1.4'],
        ['tasks.rr', 'rr service 10.0.1.7'],
        ['there', 'there task 10.0.1.9'],
      ],
    )
    deepEqual(
      namesOn(hostWith([over]), over).map(({targets}) => targets.map(({state, live}) => [state, live])),
      Array.from({length: 7}, () => [['', true]]),
    )
  })

  it('are those of containers where the network’s details are not known', () =>
    deepEqual(names({...web, details: unknown('not asked for')}, container('a', [endpoint(web, {dnsNames: ['a']})])), [
      ['a', false, 'a container name running true'],
    ]))
})

describe('aliases that only other nodes know', () => {
  const task = {service: '', name: 'there', address: addr('10.0.1.9'), endpointId: 'e4'}
  const here = {containerId: 'c', name: 'there', endpointId: 'e4', mac: '', ipv4: '10.0.1.9/24', ipv6: ''}
  const over = network('mesh', {driver: 'overlay', scope: 'swarm', tasks: [task]})

  it('are told of networks with tasks or containers on other nodes alone', () => {
    const all = network('all', {driver: 'overlay', scope: 'swarm', tasks: [task], attached: [here]})
    const unread = {...over, details: unknown('not read')}
    deepEqual(aliasesUnseen([web, over, all, unread]), ['aliases on other nodes not seen: those of network mesh'])
  })

  it('count for the networks that a container asks, or the one whose sandbox it shares', () => {
    const app = container('app', [endpoint(web), endpoint(over)])
    const side = container('side', [], {networkMode: 'container:app'})
    const lone = container('lone', [endpoint(web)])
    const host = hostWith([web, over], {containers: [app, side, lone]})
    const told = ['aliases on other nodes not seen: those of network mesh']
    deepEqual(
      [app, side, lone].map((one) => aliasesUnseenFrom(host, one)),
      [told, told, []],
    )
  })
})

describe('the names of a container on a network', () => {
  const of = (on: Network, parts: Parameters<typeof endpoint>[1], about: Parameters<typeof container>[2] = {}) => {
    const one = container('api', [endpoint(on, parts)], {id: 'abcdef0123456789', hostname: 'box', ...about})
    return dnsNamesOf({container: one, endpoint: endpoint(on, parts)}, on)
  }
  const cases: [
    why: string,
    on: Network,
    parts: Parameters<typeof endpoint>[1],
    about: Parameters<typeof container>[2],
    names: string[],
  ][] = [
    ['as the engine tells them', web, {dnsNames: ['b', 'a']}, {}, ['b', 'a']],
    [
      'derived: name, aliases, short id, hostname',
      web,
      {aliases: ['y', 'x']},
      {},
      ['api', 'y', 'x', 'abcdef012345', 'box'],
    ],
    ['each once', web, {aliases: ['api', 'box']}, {hostname: 'abcdef012345'}, ['api', 'box', 'abcdef012345']],
    ['without a hostname', web, {}, {hostname: ''}, ['api', 'abcdef012345']],
    ['without its details', web, {names: unknown('x')}, {details: unknown('x')}, ['api', 'abcdef012345']],
    ['none on the default bridge', bridge, {dnsNames: ['a']}, {}, []],
    ['none on a network of the host', hostNet, {dnsNames: ['a']}, {}, []],
  ]
  for (const [why, on, parts, about, names] of cases) it(why, () => deepEqual(of(on, parts, about), names))

  it('aliases are those of its user, without the short id that old engines add', () => {
    const on = endpoint(web, {aliases: ['x', 'abcdef012345', 'y']})
    deepEqual(aliasesOf({container: container('api', [on], {id: 'abcdef0123456789'}), endpoint: on}), ['x', 'y'])
  })
  it('a link has an alias, or its target’s name', () =>
    deepEqual(
      [readLink('db:x'), readLink('db')],
      [
        {target: 'db', alias: 'x'},
        {target: 'db', alias: 'db'},
      ],
    ))

  const dns: [driver: string, has: boolean][] = [
    ['bridge', true],
    ['macvlan', true],
    ['overlay', true],
    ['host', false],
    ['null', false],
    ['none', false],
  ]
  for (const [driver, has] of dns)
    it(`a ${driver} network has ${has ? '' : 'no '}names`, () => deepEqual(hasDns(network('x', {driver})), has))
})
