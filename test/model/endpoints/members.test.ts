import {deepEqual, equal} from 'node:assert/strict'
import {
  endpointOn,
  holdersOfNetwork,
  looseEndpoints,
  membersOf,
  strandedBy,
} from '../../../src/lib/model/endpoints/members.js'
import type {AttachedEndpoint} from '../../../src/lib/model/host.js'
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
  ]
  for (const [why, on, key, name, kind, serves] of cases)
    it(why, () => deepEqual(kinds(on, attached(key, name)), [[name, kind, serves]]))

  it('is not a container that connected a moment ago', () => deepEqual(kinds('web', attached(task.id, 'svc.1.x')), []))

  it('is on the network, after the containers that run', () => {
    const on = network('ov', {attached: [attached('lb-ov', 'ov-endpoint'), attached('ep-1', 'gone')]})
    const [up, down] = [container('up', [endpoint(on)]), container('down', [endpoint(on)], {state: 'exited'})]
    deepEqual(
      holdersOfNetwork(hostWith([on], {containers: [up, down]}), on).map(({name, kind}) => [name, kind]),
      [
        ['up', 'running'],
        ['ov-endpoint', 'swarm'],
        ['gone', 'stale'],
        ['down', 'stopped'],
      ],
    )
  })
})

describe('an endpoint on a network', () => {
  const web = network('web')
  it('is found by the id that its container was made with, before it starts', () => {
    const long = network('web', {id: '0123456789abcdef'.repeat(4)})
    const made = container('api', [endpoint('0123456789ab', {endpointId: '', networkId: ''})], {state: 'created'})
    equal(endpointOn(made, long)?.networkName, '0123456789ab')
  })

  it('of an earlier network of the same name is not on this one: its container cannot start', () => {
    const lost = container('lost', [endpoint('web', {networkId: '0'.repeat(64)})], {state: 'exited'})
    const host = hostWith([web], {containers: [lost]})
    deepEqual([membersOf(host, web), strandedBy(host, web).map((one) => one.container.name)], [[], ['lost']])
  })
})
