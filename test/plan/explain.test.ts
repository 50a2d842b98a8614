import {deepEqual, equal} from 'node:assert/strict'
import {meaningOf} from '../../src/lib/engine/refusals/meaning.js'
import {culpritOf} from '../../src/lib/plan/explain.js'
import {hostWith, network} from '../build/host.js'

describe('lines to paste', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  const host = hostWith([
    network('$(touch x)', {subnets: ['10.1.0.0/24']}),
    network("it's", {subnets: ['10.2.0.0/24']}),
  ])

  it('have names as a shell reads them', () =>
    deepEqual(culpritOf(host, 'POOL_EXHAUSTED', {}, now), {
      holder: '2 networks have a subnet, 2 of them unused',
      remedy: String.raw`dnet rm '$(touch x)' 'it'\''s'`,
    }))

  it('have names of an engine’s sentence as a shell reads them', () => {
    const meaning = meaningOf('network with name $(touch x) already exists')
    equal(meaning?.hint(meaning.named), "choose another name, or see the existing one: dnet inspect '$(touch x)'")
  })
})
