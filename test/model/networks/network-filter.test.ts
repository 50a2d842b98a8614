import {deepEqual, throws} from 'node:assert/strict'
import {filterNetworks} from '../../../src/lib/model/networks/network-filter.js'
import {network, PODMAN_NETWORK} from '../../build/host.js'

const NETWORKS = [
  network('bridge', {id: 'b0b0b0'}),
  network('default', {id: 'd0d0d0'}),
  network('host', {id: 'a0a0a0', driver: 'host'}),
  network('none', {id: 'c0c0c0', driver: 'null'}),
  network('web', {id: 'abc123', labels: {team: 'web', empty: ''}}),
  network('web-2', {id: 'abc456', labels: {team: 'db', web: 'team=web'}}),
  network('mesh', {id: 'fff000', driver: 'overlay', scope: 'swarm'}),
]

const listed = (filters: Record<string, string[]>): string[] => filterNetworks(NETWORKS, filters).map(({name}) => name)

describe('the filters of the list of networks', () => {
  const ALL = ['bridge', 'default', 'host', 'none', 'web', 'web-2', 'mesh']
  const OWN = ['web', 'web-2', 'mesh']
  const BUILT_IN = ['bridge', 'default', 'host', 'none']
  const cases: [why: string, filters: Record<string, string[]>, names: string[]][] = [
    ['none select every network', {}, ALL],
    ['a key without values too', {name: [], label: [], type: [], dangling: []}, ALL],
    ['a driver is a whole word', {driver: ['over']}, []],
    ['several drivers are alternatives', {driver: ['overlay', 'host']}, ['host', 'mesh']],
    ['a scope', {scope: ['swarm']}, ['mesh']],
    ['several keys must all match', {driver: ['overlay'], scope: ['local']}, []],
    ['a name is a pattern', {name: ['web']}, ['web', 'web-2']],
    ['a name with both ends is the whole name', {name: ['^web$']}, ['web']],
    ['a name in another case is another name', {name: ['WEB']}, []],
    ['several names are alternatives', {name: ['mesh', 'none']}, ['none', 'mesh']],
    ['a name that is no pattern matches nothing', {name: ['(']}, []],
    ['the beginning of an id', {id: ['^abc']}, ['web', 'web-2']],
    ['a whole id', {id: ['abc456']}, ['web-2']],
    ['a label, whatever its value', {label: ['team']}, ['web', 'web-2']],
    ['a label with its value', {label: ['team=web']}, ['web']],
    ['a label with an empty value', {label: ['empty=']}, ['web']],
    ['a value has an equals sign of its own', {label: ['web=team=web']}, ['web-2']],
    ['labels must all match', {label: ['team', 'empty']}, ['web']],
    ['what every object has is no label', {label: ['toString']}, []],
    ['a type: the engine’s own', {type: ['builtin']}, BUILT_IN],
    ['a type: those of users', {type: ['custom']}, OWN],
    ['both types', {type: ['custom', 'builtin']}, ALL],
    ['dangling are all but the engine’s own', {dangling: ['true']}, OWN],
    ['in digits', {dangling: ['1']}, OWN],
    ['not dangling', {dangling: ['false']}, BUILT_IN],
    ['not dangling, in digits', {dangling: ['0']}, BUILT_IN],
  ]
  for (const [why, filters, names] of cases) it(why, () => deepEqual(listed(filters), names))

  it("Podman's default network goes by its own name, not by the one that is listed", () => {
    const named = (name: string): string[] => filterNetworks([PODMAN_NETWORK], {name: [name]}).map((one) => one.name)
    deepEqual([named('podman'), named('^pod'), named('bridge'), named('^br')], [['bridge'], ['bridge'], [], []])
  })

  it('a name that is no pattern still matches itself', () =>
    deepEqual(
      filterNetworks([network('a(b')], {name: ['a(b']}).map(({name}) => name),
      ['a(b'],
    ))

  const hint = 'the filters are dangling=…, driver=…, id=…, label=…, name=…, scope=…, type=…'
  const refused: [why: string, filters: Record<string, string[]>, message: string][] = [
    ['an unknown key', {name: ['web'], color: ['red']}, "invalid filter 'color'"],
    ['an unknown type', {type: ['custom', 'mine']}, "invalid filter: 'type'='mine'"],
    ['two values for dangling', {dangling: ['1', '0']}, 'got more than one value for filter key "dangling"'],
    [
      'another value for dangling',
      {dangling: ['yes']},
      `invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`,
    ],
  ]
  for (const [why, filters, message] of refused)
    it(`refuse ${why} in the engine’s words`, () =>
      throws(() => filterNetworks(NETWORKS, filters), {code: 'ENGINE_REFUSED', message, hint}))
})
