import {equal} from 'node:assert/strict'
import {MOST_NESTED, tooDeepAt} from '../src/lib/yaml-depth.js'

describe('YAML that is nested too deep', () => {
  const deep = MOST_NESTED + 1
  const cases: [why: string, text: string, line: number | undefined][] = [
    ['nothing', '', undefined],
    ['a file as people write it', 'a:\n  - b: [1, {c: d}]\n  - {e: f}\n', undefined],
    ['as many brackets as may be', '['.repeat(MOST_NESTED), undefined],
    ['one more', '['.repeat(deep), 1],
    ['brackets of both kinds', '[{'.repeat(deep), 1],
    ['over several lines', `a: 1\n${'[\n'.repeat(deep)}`, MOST_NESTED + 2],
    ['many that are closed', '[]'.repeat(deep), undefined],
    ['more closed than open', `${']'.repeat(deep)}[`, undefined],
    ['dashes', `a:\n  ${'- '.repeat(deep)}x`, 2],
    ['keys of keys', '? '.repeat(deep), 1],
    ['a dash and brackets', `- ${'['.repeat(MOST_NESTED)}`, 1],
    ['blanks', `a:\n${' '.repeat(2 * MOST_NESTED + 1)}b: c`, 2],
  ]
  for (const [why, text, line] of cases) it(why, () => equal(tooDeepAt(text), line))
})
