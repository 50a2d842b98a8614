import {deepEqual, ok} from 'node:assert/strict'
import {compareNatural} from '../../src/lib/model/natural-order.js'

describe('natural order', () => {
  it('is the order of docker network ls', () => {
    const sorted = '1 01 9 10 A1 a a2 a02 a002 a10 a-1 a_1 b1c9 b1c10 b01c1 日本'.split(' ')
    const shuffled = [...sorted].reverse()
    deepEqual(shuffled.sort(compareNatural), sorted)
  })
  it('compares numbers of any length', () => {
    ok(compareNatural('n99999999999999999998', 'n99999999999999999999') < 0)
    ok(compareNatural('n100000000000000000000', 'n99999999999999999999') > 0)
  })
  it('compares by code point, not by UTF-16 unit', () => {
    ok(compareNatural('\uFFFD', '\u{1F600}') < 0)
    ok(compareNatural('\u{1F600}', '\u{1F601}') < 0)
  })
  it('puts a text before what continues it, and knows the same text', () => {
    ok(compareNatural('net', 'net1') < 0)
    ok(compareNatural('net1', 'net') > 0)
    ok(compareNatural('net1', 'net1') === 0)
  })
})
