import {equal} from 'node:assert/strict'
import {isCi} from '../../../src/lib/cli/ask/may-ask.js'

describe('CI', () => {
  const cases: [value: string | undefined, is: boolean][] = [
    [undefined, false],
    ['', false],
    ['0', false],
    ['false', false],
    ['False', false],
    ['true', true],
    ['1', true],
    ['woodpecker', true],
  ]
  for (const [value, is] of cases)
    it(`${value === undefined ? 'unset' : `"${value}"`} ${is ? 'says' : 'does not say'} that nobody can be asked`, () =>
      equal(isCi(value), is))
})
