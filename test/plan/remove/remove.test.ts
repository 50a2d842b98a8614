import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {foretellRemovals, planRemoval, type RemoveRequest} from '../../../src/lib/plan/remove/remove.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const attached = (containerId: string, name: string) => ({
  containerId,
  name,
  endpointId: '1',
  mac: '',
  ipv4: '',
  ipv6: '',
})

const web = network('web', {
  subnets: [subnet('10.7.0.0/24', '10.7.0.1')],
  attached: [attached('ep-1', 'ghost'), attached('lb-web', 'web-endpoint')],
})
const quiet = network('quiet')
const empty = network('empty')
const mesh = network('ingress', {ingress: true, driver: 'overlay', scope: 'swarm'})
const bridge = network('bridge')

const containers = [
  container('db', [
    endpoint(web, {
      ipv4: addr('10.7.0.9'),
      wanted4: addr('10.7.0.9'),
      gateway4: addr('10.7.0.1'),
      aliases: ['primary'],
      gatewayPriority: 2,
    }),
  ]),
  container('idle', [endpoint(web, {endpointId: ''}), endpoint(quiet, {endpointId: ''})], {state: 'exited'}),
]
const host = hostWith([bridge, empty, mesh, quiet, web], {containers})

const ask = (about: Partial<RemoveRequest>): RemoveRequest => ({
  networks: ['web'],
  disconnect: false,
  force: false,
  ...about,
})

const told = (about: Partial<RemoveRequest>, seen = known(host)) =>
  foretellRemovals(seen, ask(about)).map(({target, steps, refusal, findings}) => [
    target,
    ...steps.map((step) => (step.do === 'disconnect' ? `off ${step.container}` : step.do)),
    ...(refusal ? [`${refusal.error.code}: ${refusal.error.message}`, refusal.error.hint] : []),
    ...findings.flatMap(({code, refused, message, hint}) => [`${code} ${refused}: ${message}`, hint]),
  ])

const IN_USE = 'network web has active endpoints; on it: db, ghost (an endpoint without a container)'
const GONE = ['NETWORK_NOT_FOUND: network wob not found', 'use "web", if you meant that']
const PREDEFINED = [
  'ENGINE_REFUSED: bridge is a pre-defined network and cannot be removed',
  'use a network that you create: dnet create NETWORK',
]

describe('what removing networks would meet', () => {
  const cases: [why: string, about: Partial<RemoveRequest>, told: string[][]][] = [
    ['nothing', {networks: ['empty']}, [['empty', 'remove-network']]],
    [
      'what is live, and what has no container; Swarm’s own is in nobody’s way',
      {},
      [
        [
          'web',
          'remove-network',
          `NETWORK_IN_USE: ${IN_USE}`,
          'to end their connections as well: dnet rm --disconnect web',
        ],
      ],
    ],
    [
      'a stopped container, which loses its place',
      {networks: ['quiet']},
      [
        [
          'quiet',
          'remove-network',
          'PLACE_LOST false: stopped container "idle" cannot start without network "quiet"',
          'to disconnect it first: dnet rm --disconnect quiet',
        ],
      ],
    ],
    ['one of the engine’s own', {networks: ['bridge']}, [['bridge', 'remove-network', ...PREDEFINED]]],
    [
      'one of the engine’s own, with all on it',
      {networks: ['bridge'], disconnect: true},
      [['bridge', 'remove-network', ...PREDEFINED]],
    ],
    ['no such network', {networks: ['wob']}, [['wob', 'remove-network', ...GONE]]],
    [
      'no such network: one of the engine’s own is not suggested',
      {networks: ['bridgee']},
      [['bridgee', 'remove-network', 'NETWORK_NOT_FOUND: network bridgee not found', 'list the networks: dnet ls']],
    ],
    ['no such network, which is no error', {networks: ['wob'], force: true}, [['wob']]],
    ['no such network, to disconnect from', {networks: ['wob'], disconnect: true}, [['wob', ...GONE]]],
    [
      'no such network, and the next one all the same',
      {networks: ['wob', 'empty']},
      [
        ['wob', 'remove-network', ...GONE],
        ['empty', 'remove-network'],
      ],
    ],
    [
      'a network twice, which is gone the second time',
      {networks: ['empty', 'empty']},
      [
        ['empty', 'remove-network'],
        ['empty', 'remove-network', 'NETWORK_NOT_FOUND: network empty not found', 'list the networks: dnet ls'],
      ],
    ],
    [
      'one that stays, twice',
      {networks: ['bridge', 'bridge']},
      [
        ['bridge', 'remove-network', ...PREDEFINED],
        ['bridge', 'remove-network', ...PREDEFINED],
      ],
    ],
    [
      'one with all on it: what they lose',
      {disconnect: true},
      [
        [
          'web',
          'off db',
          'off ghost',
          'off idle',
          'remove-network',
          'GATEWAY_MOVES false: "db" loses its IPv4 default gateway (now on "web")',
          '',
          'PLACE_LOST false: created with network "web": "db", "idle"; without it, the engine connects them to no other network, and does not start them on one',
          'to keep the network, with nothing on it: dnet disconnect --all web',
          'PLACE_LOST false: stopped container "idle" loses its connection to "web"',
          '',
        ],
      ],
    ],
    [
      'the same twice, which is gone the second time with all on it',
      {networks: ['quiet', 'quiet'], disconnect: true, force: true},
      [
        [
          'quiet',
          'off idle',
          'remove-network',
          'PLACE_LOST false: stopped container "idle" loses its connection to "quiet"',
          '',
        ],
        ['quiet'],
      ],
    ],
  ]
  for (const [why, about, want] of cases) it(why, () => deepEqual(told(about), want))

  it('a stopped container that was created with it: disconnected, it could not start either', () => {
    const idle = container('idle', [endpoint(quiet, {endpointId: ''})], {state: 'exited'})
    deepEqual(told({networks: ['quiet']}, known(hostWith([quiet], {containers: [idle]}))), [
      [
        'quiet',
        'remove-network',
        'PLACE_LOST false: stopped container "idle" cannot start without network "quiet"',
        '',
        'PLACE_LOST false: created with network "quiet": "idle"; without it, the engine connects it to no other network, and does not start it on one',
        'to keep the network, with nothing on it: dnet disconnect --all quiet',
      ],
    ])
  })

  it('on Podman a stopped container too', () =>
    deepEqual(told({networks: ['quiet']}, known(hostWith([PODMAN_NETWORK, quiet], {containers}))), [
      [
        'quiet',
        'remove-network',
        'NETWORK_IN_USE: network quiet has active endpoints; on it: idle (not running)',
        'to end their connections as well: dnet rm --disconnect quiet',
      ],
    ]))

  it('on Podman the address it has is requested again, as Podman does not report which was requested', () => {
    const on = (name: string, ip: string) =>
      container(name, [endpoint(web, {ipv4: addr(ip), wanted4: undefined, gateway4: addr('10.7.0.1')})])
    const again = (networks: Network[]) =>
      planRemoval(hostWith(networks, {containers: [on('db', '10.7.0.2')]}), web).remembered.map(({had}) => had.ipv4)
    deepEqual([again([PODMAN_NETWORK, web]), again([bridge, web])], [['10.7.0.2'], ['']])
  })

  it('without a picture nothing', () =>
    deepEqual(told({networks: ['web', 'wob']}, unknown('refused') as never), [
      ['web', 'remove-network'],
      ['wob', 'remove-network'],
    ]))

  it('without the containers nothing of what is on it', () => {
    const blind = known({...host, containers: unknown('refused')})
    deepEqual(told({networks: ['web', 'bridge']}, blind as never), [
      ['web', 'remove-network'],
      ['bridge', 'remove-network', ...PREDEFINED],
    ])
    deepEqual(told({disconnect: true}, blind as never), [['web', 'remove-network']])
  })

  it('whether it is Swarm’s routing mesh', () =>
    deepEqual(
      foretellRemovals(known(host), ask({networks: ['ingress', 'empty', 'wob']})).map(({ingress}) => ingress),
      [true, false, false],
    ))

  it('what the engine’s refusal is explained by', () =>
    deepEqual(
      foretellRemovals(known(host), ask({networks: ['web', 'bridge']})).map(({refusal}) => refusal?.reason),
      ['on it: db, ghost (an endpoint without a container)', ''],
    ))

  it('what is kept for what needs it', () => {
    const base = network('base', {configOnly: true})
    const way = network('docker_gwbridge', {
      attached: [attached('1', 'gateway_a'), attached('ingress-sbox', 'gateway_ingress-sbox')],
    })
    const on = (networks: readonly Network[], name: string) =>
      foretellRemovals(known(hostWith([...networks], {containers: []})), ask({networks: [name]})).map(({refusal}) => [
        refusal?.error.code,
        refusal?.error.message,
        refusal?.error.hint,
        refusal?.reason,
      ])
    const none = [[undefined, undefined, undefined, undefined]]
    const copies = ['one', 'two'].map((name) => network(name, {configFrom: 'base'}))
    deepEqual(on([base, ...copies, network('other', {configFrom: 'x'})], 'base'), [
      [
        'NETWORK_IN_USE',
        'configuration network "base" is in use; created from it: one, two',
        'first remove what was created from it: dnet rm one two',
        'created from it: one, two',
      ],
    ])
    deepEqual(on([base], 'base'), none)
    deepEqual(on([network('base'), ...copies], 'base'), none)
    const held = "on it: gateway_a (Swarm's), gateway_ingress-sbox (Swarm's)"
    deepEqual(on([way], 'docker_gwbridge'), [
      [
        'NETWORK_IN_USE',
        `network docker_gwbridge has active endpoints; ${held}`,
        'keep it: Swarm needs it for as long as this node is part of one',
        held,
      ],
    ])
    deepEqual(on([network('docker_gwbridge')], 'docker_gwbridge'), none)
    const services = (...names: string[]) =>
      network('ov', {services: names.map((name) => ({name, virtualAddress: '', ports: []}))})
    deepEqual(on([services()], 'ov'), none)
    deepEqual(on([services('db', 'site')], 'ov'), [
      [
        'NETWORK_IN_USE',
        'network ov is in use by services db, site',
        'keep it, or first take what is in the way off it, which restarts its tasks: docker service update --network-rm ov db; docker service update --network-rm ov site',
        'in use by services db, site',
      ],
    ])
    deepEqual(
      on([services('db')], 'ov').map(([, message]) => message),
      ['network ov is in use by service db'],
    )
  })

  it('a bug is no refusal', () => {
    const blind: Network = {...quiet, details: unknown('not asked for')}
    throws(
      () => foretellRemovals(known(hostWith([blind], {containers})), ask({networks: ['quiet']})),
      /^Error: planned without details of network quiet: not asked for$/,
    )
  })
})

describe('removing a network with all on it', () => {
  it('is one call for each thing on it, by the word that was asked with, and what to put back', () => {
    const {operations, remembered, network: of} = planRemoval(host, web, 'we')
    deepEqual(operations, [
      {do: 'disconnect', network: 'we', container: 'db', force: false, because: 'running container'},
      {do: 'disconnect', network: 'we', container: 'ghost', force: true, because: 'an endpoint without a container'},
      {do: 'disconnect', network: 'we', container: 'idle', force: false, because: 'stopped container'},
      {do: 'remove-network', network: 'we', because: ''},
    ])
    const nothing = {ipv4: '', ipv6: '', linkLocal: [], aliases: [], links: [], driverOptions: {}, gatewayPriority: 0}
    deepEqual(remembered, [
      {
        containerId: 'id-db',
        container: 'db',
        networkId: 'id-web',
        network: 'web',
        had: {...nothing, ipv4: '10.7.0.9', aliases: ['primary'], gatewayPriority: 2},
      },
      {containerId: 'id-idle', container: 'idle', networkId: 'id-web', network: 'web', had: nothing},
    ])
    equal(of, web)
  })

  it('by its name, where no word is given', () =>
    deepEqual(
      planRemoval(host, empty).operations.map((one) => one.do === 'remove-network' && one.network),
      ['empty'],
    ))
})
