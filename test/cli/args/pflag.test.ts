import {strict as assert} from 'node:assert'
import {type FlagShape, readArgv} from '../../../src/lib/cli/args/pflag.js'

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
