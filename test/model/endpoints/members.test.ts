import {deepEqual, equal, throws} from 'node:assert/strict'
import {
  endpointOn,
  holdersOfNetwork,
  looseEndpoints,
  maybeSwarms,
  membersOf,
  sharersOf,
  strandedBy,
} from '../../../src/lib/model/endpoints/members.js'
import type {AttachedEndpoint, Scope} from '../../../src/lib/model/host.js'
import {unknown} from '../../../src/lib/model/known.js'
import {container, endpoint, hostWith, network} from '../../build/host.js'

const attached = (containerId: string, name: string): AttachedEndpoint => ({
  containerId,
  name,
  endpointId: 'e',
  mac: '',
  ipv4: '10.0.1.9/24',
  ipv6: '',
})

describe('what is attached to a network and is no container’s', () => {
  const task = container('svc.1.x', [])
  const kinds = (name: string, ...all: AttachedEndpoint[]) => {
    const on = network(name, {attached: all})
    return looseEndpoints(hostWith([on], {containers: [task]}), on).map((one) => [one.name, one.kind, one.serves])
  }
  // Keys and names as engines 20.10.24, 26.1.5 and 28.5.2 have them.
  const cases: [why: string, network: string, key: string, name: string, kind: string, serves: string][] = [
    ['an endpoint without a sandbox is stale', 'web', 'ep-12ab', 'gone', 'stale', ''],
    ['an endpoint of a container that is gone is stale', 'web', 'f'.repeat(64), 'gone', 'stale', ''],
    ['an overlay has a load balancer', 'ov', 'lb-ov', 'ov-endpoint', 'load balancer', ''],
    ['ingress has the routing mesh', 'ingress', 'ingress-sbox', 'ingress-endpoint', 'routing mesh', ''],
    [
      'and the bridge that leads out of it',
      'docker_gwbridge',
      'ingress-sbox',
      'gateway_ingress-sbox',
      'routing mesh',
      '',
    ],
    ['a task leaves the node by a way out', 'docker_gwbridge', task.id, 'gateway_a2c516dde182', 'way out', 'svc.1.x'],
    ['so does one that cannot be seen', 'docker_gwbridge', 'e'.repeat(64), 'gateway_0b895082cc7d', 'way out', ''],
    ['elsewhere an endpoint that is called like a way out is stale', 'web', 'ep-12ab', 'gateway_x', 'stale', ''],
    ['so is one on that bridge that is not called like one', 'docker_gwbridge', 'ep-12ab', 'gone', 'stale', ''],
  ]
  for (const [why, on, key, name, kind, serves] of cases)
    it(why, () => deepEqual(kinds(on, attached(key, name)), [[name, kind, serves]]))

  it('on an overlay network may be that of a task which starts, before it has its sandbox', () => {
    const name = 'site.1.eqzjmssztcuvjdyfxljeodxpp'
    const on = (scope: Scope, key: string, called: string) => {
      const net = network('ov', {scope, attached: [attached(key, called)]})
      return looseEndpoints(hostWith([net], {containers: [task]}), net).map(({kind}) => kind)
    }
    deepEqual(on('swarm', 'ep-12ab', name), ['task'])
    deepEqual(on('local', 'ep-12ab', name), ['stale'])
    deepEqual(on('swarm', task.id, name), [])
    for (const other of [`${name}x`, `${name}.x`, name.slice(0, -1), 'eqzjmssztcuvjdyfxljeodxpp'])
      deepEqual(on('swarm', 'ep-12ab', other), ['stale'])
  })
  it('is not a container that connected a moment ago', () => deepEqual(kinds('web', attached(task.id, 'svc.1.x')), []))
  it('is not a container that is called like a way out', () => {
    const on = network('web', {attached: [attached('id-gateway_x', 'gateway_x')]})
    deepEqual(looseEndpoints(hostWith([on], {containers: [container('gateway_x', [])]}), on), [])
  })

  it('is on the network, after the containers that run', () => {
    const on = network('ov', {attached: [attached('lb-ov', 'ov-endpoint'), attached('ep-1', 'gone')]})
    const [up, down] = [container('up', [endpoint(on)]), container('down', [endpoint(on)], {state: 'exited'})]
    deepEqual(holdersOfNetwork(hostWith([on], {containers: [up, down]}), on), [
      {name: 'up', kind: 'running', containerId: 'id-up'},
      {name: 'ov-endpoint', kind: 'swarm', containerId: ''},
      {name: 'gone', kind: 'stale', containerId: ''},
      {name: 'down', kind: 'stopped', containerId: 'id-down'},
    ])
  })

  it('cannot be told without the details of the network', () => {
    const on = network('web', {details: unknown('not asked for')})
    const told = {message: 'planned without details of network web: not asked for'}
    throws(() => looseEndpoints(hostWith([on]), on), told)
    throws(() => holdersOfNetwork(hostWith([on]), on), told)
  })

  const swarms: [name: string, maybe: boolean][] = [
    ['ov-endpoint', true],
    ['ingress-endpoint', true],
    ['gateway_a2c516dde182', true],
    ['api', false],
    ['my-endpoint-2', false],
    ['my_gateway_1', false],
  ]
  for (const [name, maybe] of swarms)
    it(`${name} ${maybe ? 'may' : 'cannot'} be the name of one of Swarm’s`, () => equal(maybeSwarms(name), maybe))
})

describe('a container on a network', () => {
  it('that started a moment ago runs: the network lists it, though the list of containers is older', () => {
    const on = network('web', {attached: [attached('id-b', 'b')]})
    const stopped = ['a', 'b'].map((name) => container(name, [endpoint(on)], {state: 'exited'}))
    deepEqual(holdersOfNetwork(hostWith([on], {containers: stopped}), on), [
      {name: 'b', kind: 'running', containerId: 'id-b'},
      {name: 'a', kind: 'stopped', containerId: 'id-a'},
    ])
  })
})

describe('an endpoint on a network', () => {
  const web = network('web')
  it('is found by the id that its container was made with, before it starts', () => {
    const long = network('web', {id: '0123456789abcdef'.repeat(4)})
    const made = container('api', [endpoint('0123456789ab', {endpointId: '', networkId: ''})], {state: 'created'})
    equal(endpointOn(made, long)?.networkName, '0123456789ab')
  })

  it('is not found by fewer than twelve characters of an id, which are a name', () => {
    const long = network('web', {id: '0123456789abcdef'.repeat(4)})
    const made = container('api', [endpoint('0123456789a', {endpointId: '', networkId: ''})], {state: 'created'})
    equal(endpointOn(made, long), undefined)
  })

  it('of an earlier network of the same name is not on this one: its container cannot start', () => {
    const lost = container('lost', [endpoint('web', {networkId: '0'.repeat(64)})], {state: 'exited'})
    const host = hostWith([web], {containers: [lost]})
    deepEqual([membersOf(host, web), strandedBy(host, web).map((one) => one.container.name)], [[], ['lost']])
  })

  it('of a container that never started is not of an earlier network', () => {
    const made = container('made', [endpoint('web', {endpointId: '', networkId: ''})], {state: 'created'})
    deepEqual(strandedBy(hostWith([web], {containers: [made]}), web), [])
  })
})

describe('the containers that use another’s network stack', () => {
  const main = container('main', [endpoint('web')], {id: 'e'.repeat(64)})
  const cases: [why: string, networkMode: string, shares: boolean][] = [
    ['were started with its id', `container:${'e'.repeat(64)}`, true],
    ['or its name', 'container:main', true],
    ['and not with another’s', 'container:mai', false],
    ['nor with a network of its name', 'main', false],
  ]
  for (const [why, networkMode, shares] of cases)
    it(why, () => {
      const side = container('side', [], {networkMode})
      deepEqual(sharersOf(hostWith([], {containers: [main, side]}), main), shares ? [side] : [])
    })
})
