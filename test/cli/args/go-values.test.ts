import {strict as assert} from 'node:assert'
import {readCsvRecord, readGoInt} from '../../../src/lib/cli/args/go-values.js'

describe('a list value is one CSV record', () => {
  const rows: [string, string[]][] = [
    ['', []],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a,', ['a', '']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a""b"', ['a"b']],
    ['a\nb', ['a']],
    ['"a\nb",c', ['a\nb', 'c']],
    ['\n\r\na,b\r\nc', ['a', 'b']],
    ['a\r', ['a']],
    ['a,\n', ['a', '']],
  ]
  for (const [text, values] of rows) it(JSON.stringify(text), () => assert.deepEqual(readCsvRecord(text), values))

  const bad: [string, string][] = [
    ['\n', 'EOF'],
    ['a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'],
    ['"ab', 'parse error on line 1, column 4: extraneous or missing " in quoted-field'],
    ['"a"b,c', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
  ]
  for (const [text, message] of bad)
    it(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => readCsvRecord(text), {message}))
})

describe('a whole number as Go reads it', () => {
  const rows: [string, number][] = [
    ['0', 0],
    ['-7', -7],
    ['+7', 7],
    ['0x10', 16],
    ['010', 8],
    ['0b11', 3],
    ['0o17', 15],
    ['1_000', 1000],
    ['0x_f', 15],
  ]
  for (const [text, value] of rows) it(text, () => assert.equal(readGoInt(text), value))
  for (const text of ['', 'x', '1.5', '1__0', '_1', '0x', '08', ' 1'])
    it(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => readGoInt(text), /invalid syntax$/))
  it('takes what JavaScript holds exactly', () => assert.equal(readGoInt('-9007199254740991'), -9007199254740991))
  for (const text of ['9007199254740992', '-9007199254740993', '9223372036854775808'])
    it(`refuses ${text}`, () => assert.throws(() => readGoInt(text), /value out of range$/))
})
