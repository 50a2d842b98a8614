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
