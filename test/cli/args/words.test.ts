import {strict as assert} from 'node:assert'
import {checkCount, type WordShape} from '../../../src/lib/cli/args/words.js'

const network: WordShape = {name: 'NETWORK', offers: 'network'}
const container: WordShape = {name: 'CONTAINER', offers: 'container'}
const networks: WordShape = {...network, many: true}
const optional: WordShape = {...container, optional: true}
const unlessAll: WordShape = {...container, many: true, unless: 'all'}
const unlessContainer: WordShape = {...networks, unless: 'container'}

type Row = [why: string, shapes: WordShape[], given: number, flags?: Record<string, unknown>]

const taken: Row[] = [
  ['none where none is declared', [], 0],
  ['one where one is declared', [network], 1],
  ['two of two', [network, container], 2],
  ['one of many', [networks], 1],
  ['several of many', [networks], 5],
  ['none of optional many', [{...networks, optional: true}], 0],
  ['without the optional one', [network, optional], 1],
  ['with the optional one', [network, optional], 2],
  ['without the word that a flag stands for', [network, unlessAll], 1, {all: true}],
  ['with it where the flag is off', [network, unlessAll], 3, {all: false}],
  ['a flag that is given values stands for a word', [unlessContainer], 0, {container: ['db']}],
  ['one that is given none does not', [unlessContainer], 1, {container: []}],
]

const refused: [why: string, shapes: WordShape[], given: number, flags: Record<string, unknown>, message: string][] = [
  ['a word where there is none', [], 1, {}, "'dnet x' accepts no arguments"],
  ['none of one', [network], 0, {}, "'dnet x' requires 1 argument"],
  ['two of one', [network], 2, {}, "'dnet x' requires 1 argument"],
  ['three of two', [container, container], 3, {}, "'dnet x' requires 2 arguments"],
  ['none of many', [networks], 0, {}, "'dnet x' requires at least 1 argument"],
  ['one of two, the second many, as of two', [network, unlessAll], 1, {}, "'dnet x' requires 2 arguments"],
  ['none of two, the second many', [network, unlessAll], 0, {}, "'dnet x' requires 2 arguments"],
  ['none where one may follow', [network, optional], 0, {}, "'dnet x' requires at least 1 argument"],
  ['more than the optional one', [network, optional], 3, {}, "'dnet x' requires at most 2 arguments"],
  ['the word that a flag stands for', [network, unlessAll], 2, {all: true}, "'dnet x --all' requires 1 argument"],
  [
    'any word where a flag stands for all',
    [unlessContainer],
    1,
    {container: ['db']},
    "'dnet x --container' accepts no arguments",
  ],
]

describe('how many words a command takes', () => {
  for (const [why, shapes, given, flags = {}] of taken)
    it(`takes ${why}`, () => checkCount('dnet x', given, shapes, flags))
  for (const [why, shapes, given, flags, message] of refused)
    it(`refuses ${why}, in Docker's words`, () =>
      assert.throws(() => checkCount('dnet x', given, shapes, flags), {code: 'USAGE', message}))
})
