import {deepEqual, equal} from 'node:assert/strict'
import {outcomeOf, RECORDED} from './replay.js'

describe(`templates as Docker CLI ${RECORDED.cli} renders them`, () => {
  it('has cases enough', () => {
    equal(RECORDED.cases.length >= 250, true)
  })
  for (const {stdout, exit, stderr, ...each} of RECORDED.cases) {
    const subject = each.input === 'ls' ? each.list : each.networks.join(' ')
    it(`${each.input} ${subject}: ${JSON.stringify(each.format)}`, () => {
      deepEqual(outcomeOf(each), {stdout, exit, stderr})
    })
  }
})
