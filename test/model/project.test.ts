import {deepEqual, equal} from 'node:assert/strict'
import {apiAtLeast} from '../../src/lib/model/api-version.js'
import {bridgeOf} from '../../src/lib/model/bridge.js'
import type {Container} from '../../src/lib/model/container.js'
import {isDown} from '../../src/lib/model/is-down.js'
import {isPodman, isPredefined, OF_PODMAN} from '../../src/lib/model/predefined.js'
import {projectOf, serviceOf} from '../../src/lib/model/project.js'
import {addr, container, network} from '../build/host.js'

describe('the project that labels name', () => {
  const cases: [why: string, labels: Record<string, string>, project: object | undefined, service: string][] = [
    ['none', {}, undefined, ''],
    ['an empty one is none', {'com.docker.compose.project': ''}, undefined, ''],
    [
      'of Compose: a container’s',
      {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'},
      {kind: 'compose', name: 'shop', service: 'api', network: ''},
      'api',
    ],
    [
      'of Compose: a network’s',
      {'com.docker.compose.project': 'shop', 'com.docker.compose.network': 'web'},
      {kind: 'compose', name: 'shop', service: '', network: 'web'},
      '',
    ],
    [
      'of Podman Compose',
      {'io.podman.compose.project': 'shop', 'io.podman.compose.service': 'api'},
      {kind: 'compose', name: 'shop', service: 'api', network: ''},
      'api',
    ],
    [
      'of both, Docker’s first',
      {
        'io.podman.compose.project': 'p',
        'com.docker.compose.project': 'd',
        'com.docker.compose.service': 'ds',
        'io.podman.compose.service': 'ps',
      },
      {kind: 'compose', name: 'd', service: 'ds', network: ''},
      'ds',
    ],
    [
      'of a stack',
      {'com.docker.stack.namespace': 'st', 'com.docker.swarm.service.name': 'st_api'},
      {kind: 'stack', name: 'st', service: 'st_api', network: ''},
      'st_api',
    ],
    [
      'of a stack: a network’s',
      {'com.docker.stack.namespace': 'st'},
      {kind: 'stack', name: 'st', service: '', network: ''},
      '',
    ],
    ['a service without a project', {'com.docker.swarm.service.name': 'api'}, undefined, 'api'],
  ]
  for (const [why, labels, project, service] of cases)
    it(why, () => {
      deepEqual(projectOf(labels), project)
      equal(serviceOf(labels), service)
    })
})

describe('API versions', () => {
  const cases: [version: string, wanted: string, atLeast: boolean][] = [
    ['1.44', '1.44', true],
    ['1.45', '1.44', true],
    ['1.43', '1.44', false],
    ['1.100', '1.44', true],
    ['1.9', '1.44', false],
    ['2.0', '1.44', true],
    ['1.99', '2.0', false],
    ['0.99', '1.0', false],
    ['2', '1.44', true],
    ['', '1.24', false],
    ['', '0.1', false],
  ]
  for (const [version, wanted, atLeast] of cases)
    it(`${version || 'unknown'} is ${atLeast ? '' : 'not '}at least ${wanted}`, () =>
      equal(apiAtLeast(version, wanted), atLeast))
})

describe('the bridge of a network', () => {
  const named = (name: string) => ({'com.docker.network.bridge.name': name})
  const id = '0123456789abcdef'
  const cases: [why: string, parts: Parameters<typeof network>[1], bridge: string][] = [
    ['from its options', {id, options: named('docker0')}, 'docker0'],
    ['by its id', {id}, 'br-0123456789ab'],
    ['by its id, where the option is empty', {id, options: named('')}, 'br-0123456789ab'],
    ['none of another driver', {id, driver: 'macvlan', options: named('docker0')}, ''],
  ]
  for (const [why, parts, bridge] of cases) it(why, () => equal(bridgeOf(network('n', parts)), bridge))
})

describe('the engine’s own networks', () => {
  const cases: [name: string, id: string, isOwn: boolean][] = [
    ['bridge', 'x', true],
    ['host', 'x', true],
    ['none', 'x', true],
    ['default', 'x', true],
    ['web', 'x', false],
    ['podman', 'x', false],
    ['podman', OF_PODMAN.id, true],
  ]
  for (const [name, id, isOwn] of cases)
    it(`${name} ${id === 'x' ? '' : 'with the id of Podman’s '}is ${isOwn ? '' : 'not '}one`, () =>
      equal(isPredefined({id, name}), isOwn))
  it('tell Podman', () => {
    equal(isPodman({networks: [network('a'), network('bridge', {id: OF_PODMAN.id})]}), true)
    equal(isPodman({networks: [network('a'), network('podman')]}), false)
    equal(isPodman({networks: []}), false)
  })
})

describe('a container that has no ports now', () => {
  const bound = [{hostAddr: addr('0.0.0.0'), hostPort: 80, containerPort: 80, protocol: 'tcp' as const}]
  const cases: [state: Container['state'], down: boolean][] = [
    ['running', false],
    ['paused', false],
    ['restarting', true],
    ['exited', true],
    ['created', true],
    ['dead', true],
  ]
  for (const [state, down] of cases)
    it(`${state}: ${down ? 'yes' : 'no'}, and never while it has some`, () => {
      equal(isDown(container('c', [], {state})), down)
      equal(isDown(container('c', [], {state, published: bound})), false)
    })
})
