import {strict as assert} from 'node:assert'
import {nearest, nearestFew} from '../src/lib/nearest.js'

const rows: [why: string, word: string, candidates: string[], near: string | undefined][] = [
  ['itself', 'web', ['api', 'web'], 'web'],
  ['a letter too many', 'webb', ['api', 'web'], 'web'],
  ['a letter missing', 'we', ['api', 'web'], 'web'],
  ['another letter', 'wab', ['api', 'web'], 'web'],
  ['neighbours swapped count once', 'ewb', ['api', 'web'], 'web'],
  ['two changes are too many for a short word', 'xeb2', ['web'], undefined],
  ['a third of the letters may differ in a long one', 'disconect2', ['disconnect'], 'disconnect'],
  ['more may not', 'diskonekt2', ['disconnect'], undefined],
  ['a word of one letter may differ in it', 'x', ['y'], 'y'],
  ['the nearer of two', 'backend', ['bakkemd', 'backends'], 'backends'],
  ['the first of two that are as near', 'wex', ['web', 'wet'], 'web'],
  ['nothing among nothing', 'web', [], undefined],
  ['nothing is near that shares nothing', 'web', ['api'], undefined],
  ['an empty word is near a letter', '', ['a', 'ab'], 'a'],
  ['a transposition over a gap is no swap', 'abcdef', ['cbadef'], 'cbadef'],
]

describe('the candidate that a word most likely meant', () => {
  for (const [why, word, candidates, near] of rows) it(why, () => assert.equal(nearest(word, candidates), near))
})

const few: [why: string, word: string, candidates: string[], near: string[]][] = [
  ['nearest first', 'web1', ['web22', 'web12', 'web1', 'api'], ['web1', 'web12']],
  ['each once', 'web', ['wex', 'wex', 'web'], ['web', 'wex']],
  ['three at most', 'web', ['we1', 'we2', 'we3', 'we4'], ['we1', 'we2', 'we3']],
  ['none where none is near', 'web', ['api'], []],
]

describe('the few that it may have meant', () => {
  for (const [why, word, candidates, near] of few) it(why, () => assert.deepEqual(nearestFew(word, candidates), near))
})
