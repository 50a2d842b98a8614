import {equal} from 'node:assert/strict'
import {plainScalar} from '../../../src/lib/compose/yaml/yaml-scalar.js'

/** Seen with Docker Compose 2.40.3. */
const cases: [why: string, text: string, value: string | number | boolean | null][] = [
  ['nothing is null', '', null],
  ['null', '~', null],
  ['null', 'null', null],
  ['null', 'Null', null],
  ['null', 'NULL', null],
  ['a word that begins with null', 'nullable', 'nullable'],
  ['a word that ends with null', 'nonnull', 'nonnull'],
  ['true', 'true', true],
  ['true', 'True', true],
  ['true', 'TRUE', true],
  ['no other case', 'tRUE', 'tRUE'],
  ['a word that begins with true', 'trueish', 'trueish'],
  ['a word that ends with true', 'untrue', 'untrue'],
  ['false', 'false', false],
  ['false', 'False', false],
  ['false', 'FALSE', false],
  ['a word that begins with false', 'falsehood', 'falsehood'],
  ['a word that ends with false', 'xfalse', 'xfalse'],
  ['YAML 1.1 called it true', 'yes', 'yes'],
  ['YAML 1.1 called it true', 'on', 'on'],
  ['a number', '80', 80],
  ['zero', '0', 0],
  ['a sign', '+80', 80],
  ['a sign', '-80', -80],
  ['underscores between digits', '1_000', 1000],
  ['an underscore in front is no digit', '_1', '_1'],
  ['octal', '010', 8],
  ['octal', '0o17', 15],
  ['octal', '0O17', 15],
  ['octal with a sign', '-010', -8],
  ['not octal', '018', 18],
  ['hexadecimal', '0x50', 80],
  ['hexadecimal', '0XfF', 255],
  ['hexadecimal with a sign', '-0x10', -16],
  ['binary', '0b101', 5],
  ['binary', '0B101', 5],
  ['no hexadecimal digit', '0xg', '0xg'],
  ['no binary digit', '0b12', '0b12'],
  ['a sign alone', '-', '-'],
  ['not whole', '1.5', '1.5'],
  ['no number of YAML 1.2', '22:22', '22:22'],
  ['letters behind', '12a', '12a'],
  ['letters in front', 'a12', 'a12'],
]

describe('an unquoted value', () => {
  for (const [why, text, value] of cases)
    it(`${why}: "${text}" is ${JSON.stringify(value)}`, () => equal(plainScalar(text), value))
})
