import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Network} from '../../../src/lib/model/host.js'
import {parseAddr} from '../../../src/lib/net/addr.js'
import {parseDuration, readMoment} from '../../../src/lib/plan/remove/duration.js'
import {type PruneQuery, planPrune, pruneOperations} from '../../../src/lib/plan/remove/prune.js'
import {mergePruneFilters, toFilters} from '../../../src/lib/spec/filters.js'
import {container, endpoint, hostWith, network, PODMAN_NETWORK} from '../../build/host.js'

const NOW = new Date('2026-01-31T12:00:00Z')
const ALL: PruneQuery = {filters: {}, includeStopped: false, olderThan: 0, project: ''}

const rows = (networks: Network[], query: Partial<PruneQuery> = {}, containers: Container[] = []) =>
  planPrune(hostWith(networks, {containers}), {...ALL, ...query}, NOW)

const told = (networks: Network[], query: Partial<PruneQuery> = {}, containers: Container[] = []): string[] =>
  rows(networks, query, containers).map(
    ({name, remove, reason, because}) => `${remove ? 'rm' : 'keep'} ${name}: ${[reason, ...because].join(' ')}`,
  )

const attached = (name: string) => ({containerId: `id-${name}`, name, endpointId: '1', mac: '', ipv4: '', ipv6: ''})

describe('what prune does with a network', () => {
  const web = network('web')
  const states: [state: Container['state'], want: string][] = [
    ['running', 'keep web: attached app'],
    ['paused', 'keep web: attached app'],
    ['restarting', 'keep web: attached app'],
    ['created', 'keep web: stopped app'],
    ['exited', 'keep web: stopped app'],
    ['dead', 'keep web: stopped app'],
    ['removing', 'keep web: stopped app'],
  ]
  for (const [state, want] of states)
    it(`that one container is on, which is ${state}`, () =>
      deepEqual(told([web], {}, [container('app', [endpoint(web)], {state})]), [want]))

  const cases: [
    why: string,
    networks: Network[],
    query: Partial<PruneQuery>,
    containers: Container[],
    want: string[],
  ][] = [
    ['nothing is on it', [web], {}, [], ['rm web: unused']],
    [
      'live ones and stopped ones: only the live ones count',
      [web],
      {includeStopped: true},
      [
        container('b', [endpoint(web)]),
        container('a', [endpoint(web)]),
        container('c', [endpoint(web)], {state: 'exited'}),
      ],
      ['keep web: attached a b'],
    ],
    [
      'what the network itself lists counts, once',
      [network('web', {attached: [attached('ghost'), attached('b')]})],
      {},
      [container('b', [endpoint(web)])],
      ['keep web: attached b ghost'],
    ],
    [
      'stopped ones, by name, where those may go',
      [web],
      {includeStopped: true},
      [container('b', [endpoint(web)], {state: 'exited'}), container('a', [endpoint(web)], {state: 'exited'})],
      ['rm web: stopped a b'],
    ],
    [
      'the engine’s own',
      [network('bridge'), network('host'), network('none')],
      {},
      [],
      ['keep bridge: predefined', 'keep host: predefined', 'keep none: predefined'],
    ],
    ['the routing mesh', [network('web', {ingress: true})], {}, [], ['keep web: ingress']],
    ['one that holds configuration', [network('web', {configOnly: true})], {}, [], ['keep web: config-only']],
    [
      'on Podman, what stopped containers need, whatever is asked',
      [PODMAN_NETWORK, web],
      {includeStopped: true},
      [container('a', [endpoint(web)], {state: 'exited'})],
      ['keep bridge: predefined', 'keep web: stopped a'],
    ],
    [
      'what containers were created with, by name or id, is kept although none is on it',
      [web, network('db', {id: 'db1'}), network('other')],
      {},
      [
        container('b', [endpoint('other')], {networkMode: 'web'}),
        container('a', [endpoint('other')], {networkMode: 'db1', state: 'exited'}),
      ],
      ['keep web: created b', 'keep db: created a', 'keep other: attached b'],
    ],
    [
      'those that were created with it by name, whichever comes first',
      [web],
      {},
      [container('b', [], {networkMode: 'web'}), container('a', [], {networkMode: 'web'})],
      ['keep web: created a b'],
    ],
    [
      'but not from Docker’s own prune',
      [web],
      {includeStopped: true},
      [container('b', [], {networkMode: 'web'})],
      ['rm web: created b'],
    ],
    [
      'on Podman, and on engines before 25.0, no container needs the network that it was created with',
      [PODMAN_NETWORK, web],
      {},
      [container('b', [], {networkMode: 'web'})],
      ['keep bridge: predefined', 'rm web: unused'],
    ],
    ['Swarm’s, whose services cannot be seen', [network('web', {scope: 'swarm'})], {}, [], ['keep web: swarm']],
    [
      'Swarm’s, with a task on another node, whatever is asked',
      [
        network('web', {
          scope: 'swarm',
          tasks: [{service: 'api', name: 'api.1.x', address: parseAddr('10.0.1.7'), endpointId: 'far'}],
        }),
      ],
      {includeStopped: true},
      [],
      ['keep web: attached api.1.x'],
    ],
    [
      'Swarm’s, as Docker’s own prune would',
      [network('web', {scope: 'swarm'})],
      {includeStopped: true},
      [],
      ['rm web: swarm'],
    ],
    [
      'use counts before filters',
      [web],
      {project: 'shop'},
      [container('app', [endpoint(web)])],
      ['keep web: attached app'],
    ],
    [
      'filters count before stopped containers',
      [web],
      {project: 'shop'},
      [container('app', [endpoint(web)], {state: 'exited'})],
      ['keep web: filtered not in project shop'],
    ],
  ]
  for (const [why, networks, query, containers, want] of cases)
    it(why, () => deepEqual(told(networks, query, containers), want))

  const dated = network('n', {
    created: '2026-01-30T12:00:00Z',
    labels: {team: 'web', empty: '', 'com.docker.compose.project': 'shop'},
  })
  const filtered: [why: string, query: Partial<PruneQuery>, because: string][] = [
    ['a label', {filters: {label: ['team']}}, ''],
    ['a label with its value', {filters: {label: ['team=web']}}, ''],
    ['a label with an empty value', {filters: {label: ['empty=']}}, ''],
    ['a label with another value', {filters: {label: ['team=db']}}, 'no label team=db'],
    ['a label that it has not', {filters: {label: ['team', 'gone']}}, 'no label gone'],
    ['what every object has is no label', {filters: {label: ['toString']}}, 'no label toString'],
    ['not a label', {filters: {'label!': ['team']}}, 'label team'],
    ['not a label with this value', {filters: {'label!': ['team=web']}}, 'label team=web'],
    ['not a label with another value', {filters: {'label!': ['team=db']}}, ''],
    ['not one of several labels', {filters: {'label!': ['gone', 'empty']}}, 'label empty'],
    ['a project', {project: 'shop'}, ''],
    ['another project', {project: 'other'}, 'not in project other'],
    ['until a moment after it', {filters: {until: ['2026-01-31']}}, ''],
    ['until a moment before it', {filters: {until: ['2026-01-30']}}, 'created after until=2026-01-30'],
    ['until the very moment', {filters: {until: ['2026-01-30T12:00:00Z']}}, 'created after until=2026-01-30T12:00:00Z'],
    ['until so long ago', {filters: {until: ['23h']}}, ''],
    ['until longer ago', {filters: {until: ['25h']}}, 'created after until=25h'],
    ['until Unix seconds', {filters: {until: ['1769860800']}}, ''],
    ['at least so old', {olderThan: 86_399}, ''],
    ['older than it is', {olderThan: 172_800}, 'younger than 2d'],
    ['both of these', {filters: {until: ['23h']}, olderThan: 129_600}, 'younger than 36h'],
  ]
  for (const [why, query, because] of filtered)
    it(`wanted: ${why}`, () =>
      deepEqual(told([dated], query), [because === '' ? 'rm n: unused' : `keep n: filtered ${because}`]))

  it('any age will do where none is asked for, even one in the future, after a clock was set back', () =>
    deepEqual(told([network('n', {created: '2026-02-01T12:00:00Z'})]), ['rm n: unused']))
  it('is not removed by age where its age cannot be read', () =>
    deepEqual(told([network('n', {created: ''})], {olderThan: 1}), ['keep n: filtered younger than 1s']))

  const refused: [why: string, filters: Record<string, string[]>, message: string, hint: string][] = [
    ['another key', {driver: ['bridge']}, "invalid filter 'driver'", 'prune supports label, label! and until'],
    ['until twice', {until: ['1h', '2h']}, 'more than one until filter specified', 'give it once'],
    [
      'until another text',
      {until: ['yesterday']},
      'failed to parse value as time or duration: "yesterday"',
      'write one such as 24h',
    ],
  ]
  for (const [why, filters, message, hint] of refused)
    it(`refuses ${why}`, () => throws(() => rows([dated], {filters}), {code: 'USAGE', message, hint}))
})

describe('the removals of a prune', () => {
  it('say why, name each network, and tell two of one name apart by id', () => {
    const idle = container('idle', [endpoint('old'), endpoint('x')], {state: 'exited'})
    const more = container('more', [endpoint('old')], {state: 'exited'})
    const made = container('made', [endpoint('bridge')], {networkMode: 'b'})
    const networks = [
      network('a'),
      network('b'),
      network('bridge'),
      network('old'),
      network('twin', {id: 't1'}),
      network('twin', {id: 't2'}),
    ]
    deepEqual(pruneOperations(rows(networks, {includeStopped: true}, [idle, more, made])), [
      {do: 'remove-network', network: 'a', because: 'nothing uses it'},
      {do: 'remove-network', network: 'b', because: 'no container is on it, but some need it to join any other: made'},
      {do: 'remove-network', network: 'old', because: 'only stopped containers need it: idle, more'},
      {do: 'remove-network', network: 't1', because: 'nothing uses it'},
      {do: 'remove-network', network: 't2', because: 'nothing uses it'},
    ])
  })

  it('Swarm’s is removed because nothing that can be seen uses it', () =>
    deepEqual(pruneOperations(rows([network('mesh', {scope: 'swarm'})], {includeStopped: true})), [
      {do: 'remove-network', network: 'mesh', because: 'nothing on this node uses it'},
    ]))

  it('rows have the network’s id and driver', () =>
    deepEqual(rows([network('a', {id: 'x1', driver: 'macvlan'})]), [
      {id: 'x1', name: 'a', driver: 'macvlan', remove: true, reason: 'unused', because: []},
    ]))
})

describe('durations', () => {
  const cases: [text: string, seconds: number][] = [
    ['24h', 86_400],
    ['7d', 604_800],
    ['2w', 1_209_600],
    ['1h30m', 5400],
    ['90s', 90],
    ['1.5m', 90],
    ['1.25m', 75],
    ['500ms', 0.5],
    ['1m500ms', 60.5],
    ['0s', 0],
  ]
  for (const [text, seconds] of cases) it(text, () => equal(parseDuration(text), seconds))
  for (const text of ['', '24', 'h', '24hours', ' 24h', '24h ', '-1h', '1h 30m', '1.h', '.5h', '1y'])
    it(`"${text}" is none`, () =>
      throws(() => parseDuration(text), {name: 'RangeError', message: 'it must be a duration such as 24h or 7d'}))
})

describe('the moment of until', () => {
  const cases: [text: string, moment: string | undefined][] = [
    ['1h', '2026-01-31T11:00:00.000Z'],
    ['500ms', '2026-01-31T11:59:59.500Z'],
    ['1769857200', '2026-01-31T11:00:00.000Z'],
    ['1769857200.5', '2026-01-31T11:00:00.500Z'],
    ['2026-01-30T12:00:00+02:00', '2026-01-30T10:00:00.000Z'],
    ['2026-01-30', '2026-01-30T00:00:00.000Z'],
    ['soon', undefined],
    ['', undefined],
  ]
  for (const [text, moment] of cases)
    it(text || 'nothing', () => {
      const read = readMoment(text, NOW)
      equal(read === undefined ? undefined : new Date(read).toISOString(), moment)
    })
})

describe('filters', () => {
  it('have their keys in order, and each value once, in the order given', () =>
    equal(
      JSON.stringify(
        toFilters([
          ['until', '1h'],
          ['label', 'b'],
          ['label', 'a'],
          ['label', 'b'],
          ['driver', 'bridge'],
        ]),
      ),
      '{"driver":["bridge"],"label":["b","a"],"until":["1h"]}',
    ))

  const merged: [why: string, own: Record<string, string[]>, configured: string[], filters: object][] = [
    ['none', {}, [], {}],
    ['only the user’s', {label: ['a']}, [], {label: ['a']}],
    ['those of config.json are added', {label: ['a']}, ['label=b', 'until=1h'], {label: ['a', 'b'], until: ['1h']}],
    ['a value may have an equals sign', {}, ['label=a=b'], {label: ['a=b']}],
    ['an entry without one says nothing', {}, ['label', 'label=a'], {label: ['a']}],
    [
      'one that the user contradicts is dropped',
      {'label!': ['a']},
      ['label=a', 'label=b'],
      {label: ['b'], 'label!': ['a']},
    ],
    ['and the other way round', {label: ['a']}, ['label!=a', 'label!=b'], {label: ['a'], 'label!': ['b']}],
    ['only labels contradict each other', {label: ['a']}, ['until=a'], {label: ['a'], until: ['a']}],
  ]
  for (const [why, own, configured, filters] of merged)
    it(`of a prune: ${why}`, () => deepEqual(mergePruneFilters(own, configured), filters))
})
