import {equal, throws} from 'node:assert/strict'
import {readJson} from '../../src/lib/template/json-read.js'
import {compactJson, indentJson} from '../../src/lib/template/json-text.js'

describe('JSON that stays as it was written', () => {
  const odd = ' { "b" : 1.50 , "a":[ ], "c":{ }, "s":"x, {\\u003c} \\" y", "n":[18446744073709551615,-0, 2e5 ]}\n'

  it('loses nothing but blanks when compacted', () => {
    equal(compactJson(odd), '{"b":1.50,"a":[],"c":{},"s":"x, {\\u003c} \\" y","n":[18446744073709551615,-0,2e5]}')
  })
  it('gets a line for each member, and keeps empty ones closed up', () => {
    const lines = [
      '{',
      '    "b": 1.50,',
      '    "a": [],',
      '    "c": {},',
      '    "s": "x, {\\u003c} \\" y",',
      '    "n": [',
    ]
    const rest = ['        18446744073709551615,', '        -0,', '        2e5', '    ]', '}']
    equal(indentJson(odd), [...lines, ...rest].join('\n'))
  })
  it('is read with the spelling of its numbers', () => {
    equal(readJson('18446744073709551615')?.data, '18446744073709551615')
    equal(readJson(' 1.50 ')?.data, '1.50')
    equal(readJson('null'), undefined)
  })
  it('is refused where it is none', () => {
    for (const text of ['', '{', '[1,]', '{"a"}', '{a:1}', '01', '1 2', '"a', 'tru', '{"a":1,}']) {
      throws(() => readJson(text), SyntaxError, text)
    }
  })
})
