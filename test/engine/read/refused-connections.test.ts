import {deepEqual} from 'node:assert/strict'
import {withoutRefused} from '../../../src/lib/engine/read/refused-connections.js'
import type {ContainerState} from '../../../src/lib/model/container.js'
import type {AttachedEndpoint, Network} from '../../../src/lib/model/host.js'
import {unknown} from '../../../src/lib/model/known.js'
import {container, endpoint, network} from '../../build/host.js'

const ID = 'a'.repeat(64)
const attached = (containerId: string): AttachedEndpoint => ({
  containerId,
  name: 'app',
  endpointId: 'e',
  mac: '',
  ipv4: '',
  ipv6: '',
})
const nothing = {networkId: '', endpointId: ''}

describe('an endpoint that a container lists', () => {
  const cases: [why: string, state: ContainerState, on: Network, parts: object, there: boolean][] = [
    ['is there where its network lists the container', 'running', network('web', {attached: [attached(ID)]}), {}, true],
    ['is none where it lists others alone', 'running', network('web', {attached: [attached('b')]}), {}, false],
    ['is none while its container is paused', 'paused', network('web'), {}, false],
    ['is to come where its container does not run', 'exited', network('web'), {}, true],
    ['comes and goes with a container that is started over and over', 'restarting', network('web'), {}, true],
    [
      'without any data is none, whatever the network',
      'running',
      network('web', {attached: [attached(ID)]}),
      nothing,
      false,
    ],
    ['without any data is to come where its container does not run', 'created', network('web'), nothing, true],
    [
      'is there on the host’s network, which Podman does not list',
      'running',
      network('host', {driver: 'host'}),
      {},
      true,
    ],
    ['is there without a network', 'running', network('none', {driver: 'null'}), {}, true],
    ['is there where the network could not be asked', 'running', {...network('web'), details: unknown('x')}, {}, true],
    ['is there on a network that is not in the list', 'running', network('web'), {networkId: 'elsewhere'}, true],
  ]
  for (const [why, state, on, parts, there] of cases)
    it(why, () => {
      const one = container('app', [endpoint(on, parts)], {id: ID, state})
      deepEqual(withoutRefused(one, [on]).endpoints.length, there ? 1 : 0)
    })
})
