import {deepEqual, equal} from 'node:assert/strict'
import type {PruneRow} from '../../src/lib/plan/remove/prune.js'
import {pruneTable} from '../../src/lib/view/networks/prune.js'

const row = (name: string, more: Partial<PruneRow>): PruneRow => ({
  id: name,
  name,
  driver: 'bridge',
  remove: false,
  reason: 'attached',
  because: ['web-1'],
  ...more,
})

const look = (columns: number) => ({columns, colour: false, now: 0})

describe('the plan of a prune', () => {
  const rows = [row('back', {}), row('old', {remove: true, reason: 'unused', because: []})]

  it('has what goes first, each with its reason', () => {
    deepEqual(pruneTable(rows, look(80)).split('\n'), [
      'NETWORK  ACTION  REASON',
      'old      remove  nothing uses it',
      'back     keep    in use by web-1',
      '',
    ])
  })

  it('gives no reason to keep beside what goes', () => {
    const going = (reason: PruneRow['reason'], because: string[] = []): string =>
      pruneTable([row('old', {remove: true, reason, because})], look(200)).split('\n')[1] ?? ''
    deepEqual(
      [going('stopped', ['a', 'b']), going('created', ['a', 'b']), going('swarm')],
      [
        'old      remove  only stopped containers are on it, which cannot start without it: a, b',
        'old      remove  no container is on it; created with it, and then unable to join any other: a, b',
        'old      remove  nothing on this node uses it; the engine keeps it if a service or another node does',
      ],
    )
  })

  it('is nothing for no networks', () => equal(pruneTable([], look(80)), ''))

  it('cuts names and wraps reasons where a terminal is narrow', () => {
    const long = row('a-network-with-a-long-name', {reason: 'stopped', because: ['web-1', 'web-2']})
    deepEqual(pruneTable([long], look(60)).split('\n'), [
      'NETWORK         ACTION  REASON',
      'a-network-wit…  keep    stopped containers need it to start:',
      '                        web-1, web-2',
      '',
    ])
  })
})
