import {deepEqual} from 'node:assert/strict'
import type {ComposeProject} from '../../src/lib/compose/project.js'
import {load, TWO} from './loading.js'

/** What is left of a project: for each service its host ports, networks and replicas, for each network in use its driver and options. */
function left({services, networks, problems}: ComposeProject): unknown {
  if (problems.length > 0) return problems.map(({file, line, message}) => `${file}:${line} ${message}`)
  const ofService = services.map((one) => [
    one.name,
    {
      ports: one.ports.map(({hostPorts}) => hostPorts?.first),
      on: [...one.endpoints.keys()].toSorted(),
      replicas: one.replicas,
    },
  ])
  const ofNetwork = networks
    .filter(({inUse}) => inUse)
    .map(({key, driver, internal, driverOptions}) => [key, {driver, internal, options: driverOptions}])
  return {...Object.fromEntries(ofService), ...Object.fromEntries(ofNetwork)}
}

const plain = {driver: '', internal: false, options: {}}
const a = {ports: [1], on: ['m'], replicas: 1}

const BASE = 'services: {a: {ports: ["1:1"], networks: [m]}}\nnetworks: {m: {}, n: {}}\n'

/** Seen with Docker Compose 2.40.3, as all below. */
const laidOverBase: [why: string, over: string, result: unknown][] = [
  ['a service without a value changes nothing', 'services: {a: }', {a, m: plain}],
  ['ports without a value change nothing', 'services: {a: {ports: }}', {a, m: plain}],
  ['networks without a value change nothing', 'services: {a: {networks: }}', {a, m: plain}],
  ['networks of the project without a value change nothing', 'networks:', {a, m: plain}],
  ['a network without a value changes nothing', 'networks: {m: }', {a, m: plain}],
  ['ports add up', 'services: {a: {ports: ["2:2"]}}', {a: {...a, ports: [1, 2]}, m: plain}],
  [
    '!reset within a list removes that port',
    'services: {a: {ports: ["2:2", !reset "3:3"]}}',
    {a: {...a, ports: [1, 2]}, m: plain},
  ],
  [
    'networks add up: a list beside a list',
    'services: {a: {networks: [n, m]}}',
    {a: {...a, on: ['m', 'n']}, m: plain, n: plain},
  ],
  [
    'networks add up: a mapping beside a list',
    'services: {a: {networks: {n: {aliases: [q]}}}}',
    {a: {...a, on: ['m', 'n']}, m: plain, n: plain},
  ],
  [
    '!reset of all networks leaves the default one',
    'services: {a: {networks: !reset null}}',
    {a: {...a, on: ['default']}, default: plain},
  ],
  [
    '!reset of one network leaves the others',
    'services: {a: {networks: {m: !reset null, n: }}}',
    {a: {...a, on: ['n']}, n: plain},
  ],
  ['!override of networks', 'services: {a: {networks: !override [n]}}', {a: {...a, on: ['n']}, n: plain}],
  ['!override of one network', 'services: {a: {networks: {m: !override {priority: 1}}}}', {a, m: plain}],
  [
    '!reset of a service removes it',
    'services: {a: !reset null, b: {}}',
    {b: {ports: [], on: ['default'], replicas: 1}, default: plain},
  ],
  [
    '!override of a service replaces all of it',
    'services: {a: !override {ports: ["9:9"]}}',
    {a: {ports: [9], on: ['default'], replicas: 1}, default: plain},
  ],
  ['!reset of all services', 'services: !reset null', {}],
  [
    '!override of all services',
    'services: !override {b: {}}',
    {b: {ports: [], on: ['default'], replicas: 1}, default: plain},
  ],
  [
    '!reset of all networks of the project',
    'networks: !reset null\nservices: {a: {networks: !reset null}}',
    {a: {...a, on: ['default']}, default: plain},
  ],
  [
    '!reset of a network that is joined',
    'networks: {m: !reset null}',
    ['/p/compose.yaml:1 service "a" joins network "m", which is not defined'],
  ],
  ['a driver', 'networks: {m: {driver: overlay}}', {a, m: {...plain, driver: 'overlay'}}],
  [
    'a text over a mapping',
    'services: {a: text}',
    ['/p/over.yaml:1 services.a is a mapping at /p/compose.yaml:1 and cannot be overridden by the string "text"'],
  ],
  [
    'a mapping over a list',
    'services: {a: {ports: {x: 1}}}',
    ['/p/over.yaml:1 services.a.ports is a list at /p/compose.yaml:1 and cannot be overridden by a mapping'],
  ],
]

const laidOver: [why: string, base: string, over: string, result: unknown][] = [
  ['a later number replaces an earlier', '{scale: 2}', '{scale: 3}', {replicas: 3}],
  ['!reset of a number', '{scale: 2}', '{scale: !reset null}', {replicas: 1}],
  ['!override of a number', '{scale: 2}', '{scale: !override 5}', {replicas: 5}],
  ['a number without a value changes nothing', '{scale: 2}', '{scale: }', {replicas: 2}],
  ['what contradicts itself may be mended', '{scale: 2, deploy: {replicas: 3}}', '{scale: 3}', {replicas: 3}],
  ['a list of networks over a mapping', '{networks: {m: {priority: 5}}}', '{networks: [n]}', {on: ['m', 'n']}],
  ['!reset of an earlier extends', '{extends: b}', '{extends: !reset null, ports: !reset null}', {ports: []}],
  ['extends in both files, in two spellings', '{extends: {service: b}}', '{extends: c}', {ports: [7, 8]}],
  [
    '!reset drops what an earlier file has, and not only what is inherited',
    '{ports: ["5:5"]}',
    '{extends: b, ports: !reset null}',
    {ports: []},
  ],
  ['!override, the same', '{ports: ["5:5"]}', '{extends: b, ports: !override ["6:6"]}', {ports: [6]}],
  ['keys that publish nothing may be of two kinds', '{environment: [A=1]}', '{environment: {B: 2}}', {ports: []}],
]

describe('a compose file over another', () => {
  for (const [why, over, result] of laidOverBase)
    it(why, () => deepEqual(left(load({'/p/compose.yaml': BASE, '/p/over.yaml': `${over}\n`}, TWO)), result))

  for (const [why, base, over, result] of laidOver)
    it(why, () => {
      const others = 'b: {ports: ["7:7"]}, c: {ports: ["8:8"]}'
      const {services, problems} = load(
        {
          '/p/compose.yaml': `services: {a: ${base}, ${others}}\nnetworks: {m: {}, n: {}}\n`,
          '/p/over.yaml': `services: {a: ${over}, ${others}}\n`,
        },
        TWO,
      )
      deepEqual(problems, [])
      const service = services.find(({name}) => name === 'a')
      const seen = {
        ports: service?.ports.map(({hostPorts}) => hostPorts?.first),
        on: [...(service?.endpoints.keys() ?? [])].toSorted(),
        replicas: service?.replicas,
      }
      deepEqual({...seen, ...(result as object)}, seen)
    })

  const subnets: [why: string, base: string, over: string, result: string][] = [
    [
      'fields of one subnet add up',
      '[{subnet: 10.1.0.0/16, gateway: 10.1.0.1}]',
      '[{subnet: 10.1.0.0/16, ip_range: 10.1.1.0/24}]',
      '10.1.0.0/16 10.1.1.0/24 10.1.0.1 ',
    ],
    [
      'and its auxiliary addresses',
      '[{subnet: 10.1.0.0/16, aux_addresses: {a: 10.1.0.5}}]',
      '[{subnet: 10.1.0.0/16, aux_addresses: {b: 10.1.0.6}}]',
      '10.1.0.0/16   a=10.1.0.5 b=10.1.0.6',
    ],
    ['another subnet replaces it', '[{subnet: 10.1.0.0/16}]', '[{subnet: 10.2.0.0/16}]', '10.2.0.0/16   '],
    [
      'of several the second takes on what replaced the first',
      '[{subnet: 10.1.0.0/16}, {subnet: 10.3.0.0/16, gateway: 10.3.0.9}]',
      '[{subnet: 10.2.0.0/16}]',
      '10.2.0.0/16  10.3.0.9 ',
    ],
    [
      'of several on both sides one stands there twice',
      '[{subnet: 10.1.0.0/16, gateway: 10.1.0.1}, {subnet: "fd00::/64"}]',
      '[{subnet: 10.1.0.0/16, ip_range: 10.1.1.0/24}, {subnet: 10.2.0.0/16}]',
      '10.2.0.0/16 10.1.1.0/24  , 10.2.0.0/16   ',
    ],
    ['an empty list leaves none', '[{subnet: 10.1.0.0/16}]', '[]', ''],
    ['nor does one over an empty list', '[]', '[{subnet: 10.1.0.0/16}]', ''],
  ]
  for (const [why, base, over, result] of subnets)
    it(`subnets of a network: ${why}`, () => {
      const file = (list: string): string =>
        `services: {a: {networks: [n]}}\nnetworks: {n: {ipam: {config: ${list}}}}\n`
      const [network] = load({'/p/compose.yaml': file(base), '/p/over.yaml': file(over)}, TWO).networks
      const told = network?.subnets.map(({subnet, ipRange, gateway, auxAddresses}) => {
        const aux = Object.entries(auxAddresses).map((pair) => pair.join('='))
        return [subnet, ipRange, gateway, aux.join(' ')].join(' ')
      })
      deepEqual(told?.join(', '), result)
    })

  it('options of a network merge one by one', () => {
    const base = 'services: {a: {networks: [m]}}\nnetworks: {m: {internal: true, driver_opts: {a: 1, c: 3}}}\n'
    const over = 'networks: {m: {internal: , driver_opts: {b: 2, a: !reset null}}}\n'
    const result = {a: {...a, ports: []}, m: {driver: '', internal: true, options: {b: '2', c: '3'}}}
    deepEqual(left(load({'/p/compose.yaml': base, '/p/over.yaml': over}, TWO)), result)
  })

  it('a network without a value is filled in', () => {
    const base = 'services: {a: {networks: [m]}}\nnetworks: {m: }\n'
    const over = 'networks: {m: {internal: true}}\n'
    const result = {a: {...a, ports: []}, m: {...plain, internal: true}}
    deepEqual(left(load({'/p/compose.yaml': base, '/p/over.yaml': over}, TWO)), result)
  })
})

/** Tags within the first file of all, where there is nothing to merge with. */
const alone: [why: string, text: string, result: unknown][] = [
  [
    '!reset of ports',
    'services: {a: {ports: !reset ["1:1"]}}',
    {a: {...a, ports: [], on: ['default']}, default: plain},
  ],
  ['!override of ports', 'services: {a: {ports: !override ["1:1"]}}', {a: {...a, on: ['default']}, default: plain}],
  ['!reset of a port', 'services: {a: {ports: ["1:1", !reset "2:2"]}}', {a: {...a, on: ['default']}, default: plain}],
  ['!reset of a service', 'services: {a: !reset {ports: ["1:1"]}}', {}],
  ['!reset of a number', 'services: {a: {scale: !reset 3}}', {a: {...a, ports: [], on: ['default']}, default: plain}],
  [
    '!reset within what is extended',
    'services: {b: {extends: a}, a: {ports: ["1:1", !reset "4:4"], networks: {q: !reset null, m: {}}}}\nnetworks: {m: {}, q: {}}',
    {a, b: a, m: plain},
  ],
  [
    '!override of what is inherited',
    'services: {b: {extends: a, ports: !override ["3:3"]}, a: {networks: [m], ports: ["1:1"]}}\nnetworks: {m: {}}',
    {a, b: {...a, ports: [3]}, m: plain},
  ],
]

describe('merge tags in one compose file', () => {
  for (const [why, text, result] of alone)
    it(why, () => deepEqual(left(load({'/p/compose.yaml': `${text}\n`})), result))
})
