import {deepEqual} from 'node:assert/strict'
import type {Obstacle} from '../../../src/lib/model/endpoints/joining.js'
import type {Network} from '../../../src/lib/model/host.js'
import {obstacleText} from '../../../src/lib/plan/endpoints/obstacle-text.js'
import {container, hostWith, network, PODMAN_NETWORK} from '../../build/host.js'

describe('what is in the way of a connection, in words', () => {
  const web = network('web')
  const told = (
    obstacle: Omit<Obstacle, 'owner'> & Partial<Obstacle>,
    on: Network = web,
    others: readonly Network[] = [],
  ) => {
    const {what, hint} = obstacleText(hostWith([on, ...others]), container('app', []), on, {
      owner: undefined,
      ...obstacle,
    })
    return [what, hint]
  }
  const owner = container('db', [])
  const cases: [why: string, told: readonly string[], what: string, hint: string][] = [
    [
      'the network of the host',
      told({is: 'host network', refused: true}, network('host')),
      'cannot join "host": only containers that are created with it are on it',
      'recreate it with --network host',
    ],
    [
      'the network none',
      told({is: 'none network', refused: true}, network('none')),
      'cannot join "none": it is on another network',
      'disconnect it from its networks instead',
    ],
    [
      'a network of configuration alone',
      told({is: 'configuration', refused: true}),
      'cannot join "web", which only holds configuration',
      'create a network from it: dnet create --config-from web NETWORK',
    ],
    [
      'one that a stopped container joins in vain',
      told({is: 'configuration', refused: false}),
      'cannot join "web", which only holds configuration: it cannot start with this connection',
      'create a network from it: dnet create --config-from web NETWORK',
    ],
    [
      'a network of Swarm services',
      told({is: 'not attachable', refused: false}),
      'cannot join "web", which is for Swarm services alone: it cannot start with this connection',
      'recreate the network with --attachable',
    ],
    [
      'the routing mesh, which nobody recreates so',
      told({is: 'not attachable', refused: true}, network('mesh', {ingress: true})),
      'cannot join "mesh", which is for Swarm services alone',
      '',
    ],
    [
      'a sandbox that is shared',
      told({is: 'shared sandbox', refused: true, owner}),
      'shares the sandbox of "db"',
      'connect that container instead: dnet connect web db',
    ],
    [
      'a sandbox that is shared, where the engine takes the connection',
      told({is: 'shared sandbox', refused: false}),
      'shares the sandbox of another container: it will not be on "web"',
      'recreate it',
    ],
    [
      'mode none',
      told({is: 'none mode', refused: true}),
      'has no network (mode none)',
      'first run: dnet disconnect none app',
    ],
    [
      'mode none on Podman',
      told({is: 'none mode', refused: true}, web, [PODMAN_NETWORK]),
      'has no network (mode none)',
      'recreate it with --network NETWORK instead of --network none',
    ],
    [
      "the host's own network stack",
      told({is: 'host mode', refused: true}),
      "uses the host's network",
      'recreate it with --network NETWORK instead of --network host',
    ],
  ]
  for (const [why, is, what, hint] of cases) it(why, () => deepEqual(is, [what, hint]))
})
