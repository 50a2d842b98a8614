import {strict as assert} from 'node:assert'
import {type FlagShape, readArgv, readCsvRecord, readGoInt} from '../../../src/lib/cli/args/pflag.js'

const SHAPES: FlagShape[] = [
  {name: 'quiet', char: 'q', kind: 'boolean'},
  {name: 'force', char: undefined, kind: 'boolean'},
  {name: 'filter', char: 'f', kind: 'value'},
  {name: 'format', char: undefined, kind: 'value'},
]

type Row = [why: string, argv: string[], flags: [string, string | boolean][], words: string[]]

const accepted: Row[] = [
  ['long with =', ['--format=x'], [['format', 'x']], []],
  ['long with the next word', ['--format', 'x'], [['format', 'x']], []],
  ['long with an empty value', ['--format=', 'w'], [['format', '']], ['w']],
  ['long with = in the value', ['--format=a=b'], [['format', 'a=b']], []],
  ['a value may look like a flag', ['--format', '--quiet'], [['format', '--quiet']], []],
  ['a value may be --', ['--format', '--', '--'], [['format', '--']], []],
  ['short with the next word', ['-f', 'x'], [['filter', 'x']], []],
  ['short with the value attached', ['-fx'], [['filter', 'x']], []],
  ['short with =', ['-f=x'], [['filter', 'x']], []],
  ['short with = and nothing after it is the value =', ['-f='], [['filter', '=']], []],
  [
    'grouped booleans, the last takes a value',
    ['-qf', 'x'],
    [
      ['quiet', true],
      ['filter', 'x'],
    ],
    [],
  ],
  [
    'grouped with the value attached',
    ['-qfx=y'],
    [
      ['quiet', true],
      ['filter', 'x=y'],
    ],
    [],
  ],
  [
    'a boolean takes a value only with =',
    ['--force=false', '--quiet', 'false'],
    [
      ['force', false],
      ['quiet', true],
    ],
    ['false'],
  ],
  [
    'booleans know T and 0',
    ['--force=T', '--quiet=0'],
    [
      ['force', true],
      ['quiet', false],
    ],
    [],
  ],
  ['a short boolean with =', ['-q=false'], [['quiet', false]], []],
  ['flags may follow words', ['a', '-q', 'b'], [['quiet', true]], ['a', 'b']],
  ['-- ends the flags', ['-q', '--', '-q', '--'], [['quiet', true]], ['-q', '--']],
  ['- is a word', ['-'], [], ['-']],
  ['an empty word is a word', [''], [], ['']],
]

const rejected: [why: string, argv: string[], message: string][] = [
  ['unknown long', ['--nope'], 'unknown flag: --nope'],
  ['unknown long with a value', ['--nope=1'], 'unknown flag: --nope'],
  ['no abbreviation', ['--form=x'], 'unknown flag: --form'],
  ['unknown short', ['-z'], "unknown shorthand flag: 'z' in -z"],
  ['unknown short in a group', ['-qz'], "unknown shorthand flag: 'z' in -z"],
  ['a lone = after a boolean', ['-q='], "unknown shorthand flag: '=' in -="],
  ['long without its value', ['--format'], 'flag needs an argument: --format'],
  ['short without its value', ['-f'], "flag needs an argument: 'f' in -f"],
  ['three dashes', ['---x'], 'bad flag syntax: ---x'],
  ['no name', ['--=x'], 'bad flag syntax: --=x'],
  [
    'a boolean that is none',
    ['--quiet=2'],
    'invalid argument "2" for "-q, --quiet" flag: strconv.ParseBool: parsing "2": invalid syntax',
  ],
]

describe('pflag', () => {
  for (const [why, argv, flags, words] of accepted)
    it(why, () => {
      const read = readArgv(argv, SHAPES)
      assert.deepEqual({flags: read.flags.map(({name, value}) => [name, value]), words: read.words}, {flags, words})
    })
  for (const [why, argv, message] of rejected)
    it(`refuses: ${why}`, () => assert.throws(() => readArgv(argv, SHAPES), {code: 'USAGE', message}))
})

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
