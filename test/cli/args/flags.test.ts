import {strict as assert} from 'node:assert'
import {flagValues, shapesOf} from '../../../src/lib/cli/args/flag-values.js'
import {
  choice,
  filter,
  flag,
  labels,
  links,
  list,
  map,
  notEmpty,
  parsed,
  parsedOrNone,
  prefixes,
  string,
  stringOrNone,
  strings,
  triState,
  wholeNumber,
  wholeNumberOrNone,
} from '../../../src/lib/cli/args/flags.js'
import {readArgv} from '../../../src/lib/cli/args/pflag.js'
import {parseProtocol} from '../../../src/lib/net/port.js'

const about = {summary: ''}

const FLAGS = {
  switch: flag('', {char: 'f'}),
  open: triState(''),
  text: string(about),
  default: string({...about, default: 'bridge'}),
  none: stringOrNone(about),
  choice: choice(['table', 'json'], {...about, default: 'table'}),
  perhaps: choice(['public'], {...about, default: ''}),
  parsed: parsed(parseProtocol, {...about, default: 'tcp'}),
  'parsed-or-none': parsedOrNone(notEmpty, about),
  strings: strings({...about, char: 'd'}),
  prefixes: prefixes(about),
  list: list(about),
  map: map({...about, char: 'o'}),
  label: labels(about),
  filter: filter(about),
  number: wholeNumber(about),
  'number-or-none': wholeNumberOrNone(about),
  link: links(about),
}

const read = (argv: readonly string[]): Promise<Record<string, unknown>> =>
  flagValues(FLAGS, readArgv(argv, shapesOf(FLAGS)).flags)

const taken: [why: string, name: keyof typeof FLAGS, argv: string[], value: unknown][] = [
  ['a switch is off where it is not given', 'switch', [], false],
  ['on where it is', 'switch', ['--switch'], true],
  ['and the last of several counts', 'switch', ['-f', '--switch=false'], false],
  ['an open one is neither', 'open', [], undefined],
  ['on', 'open', ['--open'], true],
  ['or off', 'open', ['--open=0'], false],
  ['a text is empty where it is not given', 'text', [], ''],
  ['or its default', 'default', [], 'bridge'],
  ['the last of several texts counts', 'text', ['--text', 'a', '--text=b'], 'b'],
  ['a text that may be none', 'none', [], undefined],
  ['may be empty', 'none', ['--none='], ''],
  ['one of a few values', 'choice', ['--choice', 'json'], 'json'],
  ['its default', 'choice', [], 'table'],
  ['a default that is none of them', 'perhaps', [], ''],
  ['what a reader makes of the text', 'parsed', ['--parsed', 'UDP'], 'udp'],
  ['its default', 'parsed', [], 'tcp'],
  ['none', 'parsed-or-none', [], undefined],
  ['several, each with commas', 'strings', ['-d', 'a,b', '--strings="c,d"'], [['a', 'b'], ['c,d']]],
  [
    'prefixes, in their one spelling',
    'prefixes',
    ['--prefixes', 'FD00:0::/64,10.0.0.0/8'],
    [['fd00::/64', '10.0.0.0/8']],
  ],
  ['a comma is part of a listed value', 'list', ['--list', 'a,b', '--list='], ['a,b', '']],
  [
    'pairs, cut at the first =',
    'map',
    ['-o', 'a=b=c', '--map=d'],
    [
      ['a', 'b=c'],
      ['d', ''],
    ],
  ],
  ['a label without a value', 'label', ['--label', 'a'], [['a', '']]],
  ['blanks before a label are kept', 'label', ['--label', ' \ta=b c'], [[' \ta', 'b c']]],
  ['a filter, its key in small letters, both trimmed', 'filter', ['--filter', ' Name = a '], [[['name', 'a']]]],
  ['an empty filter is none', 'filter', ['--filter='], [[]]],
  ['a number as Go reads it', 'number', ['--number', '0x10'], 16],
  ['0 where it is not given', 'number', [], 0],
  ['or none', 'number-or-none', [], undefined],
  ['a link, with an alias', 'link', ['--link', 'a', '--link=a:b'], ['a', 'a:b']],
]

const refused: [argv: string[], message: string][] = [
  [['--choice', 'yaml'], 'invalid argument "yaml" for "--choice" flag: it must be one of table, json'],
  [['--choice='], 'invalid argument "" for "--choice" flag: it must be one of table, json'],
  [['--perhaps='], 'invalid argument "" for "--perhaps" flag: it must be public'],
  [['--parsed', 'icmp'], 'the protocol "icmp" is not tcp, udp or sctp'],
  [['--parsed-or-none='], 'invalid argument "" for "--parsed-or-none" flag: it is empty'],
  [
    ['-d', 'a"b'],
    'invalid argument "a\\"b" for "-d, --strings" flag: parse error on line 1, column 2: bare " in non-quoted-field',
  ],
  [['--label', ' =x'], 'invalid argument " =x" for "--label" flag: invalid label \' =x\': empty name'],
  [['--label', 'a =x'], 'invalid argument "a =x" for "--label" flag: label \'a \' contains whitespaces'],
  [['--label', 'a b=x'], 'invalid argument "a b=x" for "--label" flag: label \'a b\' contains whitespaces'],
  [['--filter', 'x'], 'invalid argument "x" for "--filter" flag: bad format of filter (expected name=value)'],
  [['--number', '1.5'], 'invalid argument "1.5" for "--number" flag: strconv.ParseInt: parsing "1.5": invalid syntax'],
  [['--link='], 'invalid argument "" for "--link" flag: empty string specified for links'],
  [['--link', 'a:b:c'], 'invalid argument "a:b:c" for "--link" flag: bad format for links: a:b:c'],
]

describe('the kinds of flag', () => {
  for (const [why, name, argv, value] of taken)
    it(`${name} ${JSON.stringify(argv)}: ${why}`, async () => assert.deepEqual((await read(argv))[name], value))
  for (const [argv, message] of refused)
    it(`refuses ${JSON.stringify(argv)}`, async () => assert.rejects(read(argv), {code: 'USAGE', message}))
  it('choices are what completion offers', () => {
    assert.deepEqual((FLAGS.choice as {offers?: unknown}).offers, ['table', 'json'])
  })
})
