import {deepEqual, ok} from 'node:assert/strict'
import type {LiveKind} from '../../../src/lib/cli/args/offer.js'
import {liveValues} from '../../../src/lib/cli/complete/values.js'
import {network, subnet} from '../../build/host.js'
import {shop} from '../../build/shop.js'
import {snapshotFile} from '../../harness/snapshot-file.js'

const HOST = {
  ...shop(),
  networks: [
    ...shop().networks,
    network('config', {configOnly: true, subnets: [subnet('10.9.0.0/16')]}),
    network('shop_more', {labels: {'com.docker.compose.project': 'shop'}}),
  ],
}

const NETWORKS = ['back', 'bridge', 'config', 'host', 'mesh', 'none', 'shop_more', 'web']
const ALL = ['db', 'lost', 'old', 'plain', 'shop-api-1', 'sidecar']

describe('what there is to offer', () => {
  let snapshot: ReturnType<typeof snapshotFile>
  before(() => {
    snapshot = snapshotFile(HOST)
  })
  after(() => snapshot.remove())

  const found = async (kind: LiveKind, given: readonly string[] = []): Promise<string[]> => {
    const live = liveValues({from: snapshot.path} as never, AbortSignal.timeout(60_000))
    const values = await live.of(kind, given)
    live.close()
    return values.map(({value}) => value)
  }

  const rows: [why: string, kind: LiveKind, given: string[], values: string[]][] = [
    ['all', 'network', [], NETWORKS],
    ["not the engine's own", 'own-network', [], ['back', 'config', 'mesh', 'shop_more', 'web']],
    [
      'not those that no container can be connected to',
      'joinable-network',
      [],
      ['back', 'bridge', 'mesh', 'shop_more', 'web'],
    ],
    [
      'not the host’s, which no running container leaves, and none that only holds configuration',
      'left-network',
      [],
      NETWORKS.filter((name) => name !== 'host' && name !== 'config'),
    ],
    ['those that only hold configuration', 'config-network', [], ['config']],
    ['a name that is not there yet is none to choose', 'new-network', [], []],
    ['all', 'container', [], ALL],
    ['those on the network', 'connected-container', ['back'], ['db', 'shop-api-1']],
    ['all where there is no such network', 'connected-container', ['nope'], ALL],
    [
      'those that could join the network and are not on it',
      'unconnected-container',
      ['back'],
      ['lost', 'old', 'plain'],
    ],
    [
      'those that could join one where there is no such network',
      'unconnected-container',
      ['nope'],
      ['db', 'lost', 'old', 'plain', 'shop-api-1'],
    ],
    ['both', 'network-or-container', [], [...NETWORKS, ...ALL].toSorted()],
    [
      'networks that have names, and containers',
      'name-scope',
      [],
      ['back', 'config', 'mesh', 'shop_more', 'web', ...ALL].toSorted(),
    ],
    ['of compose, each once', 'project', [], ['shop']],
  ]
  it('free subnets, each with its room', async () => {
    const values = await found('free-subnet')
    ok(values.includes('172.18.0.0/24') && !values.includes('172.17.0.0/24'))
  })
  for (const [why, kind, given, values] of rows)
    it(`${kind}: ${why}`, async () => deepEqual((await found(kind, given)).toSorted(), values))
})
