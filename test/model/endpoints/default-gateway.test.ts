import {deepEqual} from 'node:assert/strict'
import type {Endpoint} from '../../../src/lib/model/container.js'
import {candidates, chooseGateways} from '../../../src/lib/model/endpoints/default-gateway.js'
import {effectsOf} from '../../../src/lib/plan/endpoints/published-effects.js'
import {addr, container, endpoint, network} from '../../build/host.js'

const V4 = {gateway4: addr('10.0.0.1')}
const V6 = {gateway6: addr('fd00::1')}
const DUAL = {...V4, ...V6}

const NETWORKS = ['a', 'b', 'c', 'd', 'z'].map((name) => network(name)).concat(network('i', {internal: true}))

function gateways(endpoints: Endpoint[], apiVersion = '1.50'): [string, string] {
  const chosen = chooseGateways(candidates(endpoints, NETWORKS, apiVersion, true), apiVersion)
  return [chosen[4]?.networkName ?? '', chosen[6]?.networkName ?? '']
}

describe('default gateway', () => {
  const cases: [why: string, endpoints: Endpoint[], four: string, six: string][] = [
    ['no endpoint, no gateway', [], '', ''],
    ['names decide among equals', [endpoint('b', V4), endpoint('a', V4)], 'a', ''],
    ['a priority beats a name', [endpoint('a', V4), endpoint('b', {...V4, gatewayPriority: 1})], 'b', ''],
    ['a negative priority gives way', [endpoint('a', {...V4, gatewayPriority: -1}), endpoint('b', V4)], 'b', ''],
    ['both families beat one', [endpoint('a', V4), endpoint('d', DUAL)], 'd', 'd'],
    [
      'both families beat even a higher priority',
      [endpoint('a', {...V4, gatewayPriority: 9}), endpoint('d', DUAL)],
      'd',
      'd',
    ],
    ['two single families are chosen apart', [endpoint('a', V4), endpoint('b', V6)], 'a', 'b'],
    ['an internal network comes after one with a way out', [endpoint('i', V4), endpoint('z', V4)], 'z', ''],
  ]
  for (const [why, endpoints, four, six] of cases)
    it(why, () => {
      deepEqual(gateways(endpoints), [four, six])
      deepEqual(gateways(endpoints.toReversed()), [four, six])
    })

  it('before 28.0 one endpoint with an IPv4 gateway gives both', () => {
    deepEqual(gateways([endpoint('a', V4), endpoint('b', V6)], '1.47'), ['a', ''])
    deepEqual(gateways([endpoint('a', V4), endpoint('b', DUAL)], '1.47'), ['b', 'b'])
  })
  it('before 28.0 no priority counts', () =>
    deepEqual(gateways([endpoint('a', V4), endpoint('b', {...V4, gatewayPriority: 9})], '1.47'), ['a', '']))
})

describe('the networks that could give the default gateway', () => {
  const mesh = network('mesh', {driver: 'overlay', scope: 'swarm'})
  const gwbridge = network('docker_gwbridge')
  const names = (endpoints: Endpoint[]) =>
    candidates(endpoints, [...NETWORKS, mesh, gwbridge], '1.50', true).map(({networkName}) => networkName)

  it('are found by id, whatever the container was told to join; by name before it has one', () => {
    const lan = network('lan', {id: '0123456789ab'.repeat(5), internal: true})
    const of = (networkName: string, networkId: string) =>
      candidates([endpoint('lan', {networkName, networkId})], [lan], '1.50', true).map(({internal}) => internal)
    deepEqual(of('0123456789ab', lan.id), [true])
    deepEqual(of('lan', ''), [true])
    deepEqual(of('another', ''), [false])
  })

  it('have the way out of overlay networks after all others, internal ones as well', () => {
    const endpoints = [endpoint(mesh), endpoint('z', V4), endpoint('i')]
    const sorted = ['z', 'mesh', 'i', 'docker_gwbridge']
    deepEqual(names(endpoints), sorted)
    deepEqual(names(endpoints.toReversed()), sorted)
  })

  it('are told whole', () => {
    deepEqual(candidates([endpoint(mesh)], [mesh, gwbridge], '1.50', true), [
      {
        networkName: 'mesh',
        networkId: 'id-mesh',
        priority: 0,
        internal: false,
        gwbridge: false,
        gateway: {4: false, 6: false},
        publishes: {4: false, 6: false},
      },
      {
        networkName: 'docker_gwbridge',
        networkId: 'id-docker_gwbridge',
        priority: 0,
        internal: false,
        gwbridge: true,
        gateway: {4: true, 6: false},
        publishes: {4: true, 6: false},
      },
    ])
  })

  it('are told as their endpoints say where the network is gone, or the engine’s way out is not made yet', () => {
    deepEqual(candidates([endpoint('gone', {...DUAL, gatewayPriority: 7})], [], '1.50', false), [
      {
        networkName: 'gone',
        networkId: 'id-gone',
        priority: 7,
        internal: false,
        gwbridge: false,
        gateway: {4: true, 6: true},
        publishes: {4: true, 6: true},
      },
    ])
    deepEqual(
      candidates([endpoint(mesh)], [mesh], '1.50', true).map(({networkId}) => networkId),
      ['id-mesh', ''],
    )
  })
})

describe('published ports under a change', () => {
  const wishes = [
    {hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'},
    {hostAddr: null, hostPorts: null, containerPort: 81, protocol: 'tcp'},
  ] as const
  const published = [
    {hostAddr: addr('0.0.0.0'), hostPort: 8080, containerPort: 80, protocol: 'tcp'},
    {hostAddr: addr('0.0.0.0'), hostPort: 32768, containerPort: 81, protocol: 'tcp'},
  ] as const
  const web = (...endpoints: Endpoint[]) => container('web', endpoints, {wishes, published})
  const kinds = (effects: ReturnType<typeof effectsOf>) =>
    effects.ports.map(({kind, containerPort}) => `${containerPort} ${kind}`)

  it('move with the gateway; free-choice ports are bound anew', () => {
    const effects = effectsOf(web(endpoint('b', V4)), [web(endpoint('a', V4), endpoint('b', V4))], NETWORKS, '1.50')
    deepEqual(effects.gateways, [{family: 4, from: 'b', to: 'a'}])
    deepEqual(kinds(effects), ['80 moved', '81 reallocated'])
  })

  it('stay where the gateway stays', () => {
    const effects = effectsOf(web(endpoint('b', V4)), [web(endpoint('b', V4), endpoint('i'))], NETWORKS, '1.50')
    deepEqual(effects, {gateways: [], ports: [], perhapsInside: []})
  })

  it('are lost with the last network', () => {
    const effects = effectsOf(web(endpoint('b', V4)), [web()], NETWORKS, '1.50')
    deepEqual(effects.gateways, [{family: 4, from: 'b', to: ''}])
    deepEqual(kinds(effects), ['80 lost', '81 lost'])
  })

  it('come to nothing for a container that does not run', () => {
    const stopped = {...web(endpoint('b', V4)), state: 'exited'} as const
    deepEqual(effectsOf(stopped, [{...stopped, endpoints: []}], NETWORKS, '1.50'), {
      gateways: [],
      ports: [],
      perhapsInside: [],
    })
  })

  it('are bound anew when their endpoint is made anew', () => {
    const effects = effectsOf(web(endpoint('b', V4)), [web(), web(endpoint('b', V4))], NETWORKS, '1.50')
    deepEqual(effects.gateways, [])
    deepEqual(kinds(effects), ['80 moved', '81 reallocated'])
  })
})
