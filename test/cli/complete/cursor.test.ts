import {strict as assert} from 'node:assert'
import type {DeclaredCommand} from '../../../src/lib/cli/args/manifest.js'
import {type Cursor, cursorOf} from '../../../src/lib/cli/complete/cursor.js'

const common = {
  context: {name: 'context', type: 'option', helpGroup: 'ENGINE', offers: 'context'},
  host: {name: 'host', char: 'H', type: 'option', helpGroup: 'ENGINE'},
} as const

const COMMANDS: DeclaredCommand[] = [
  {
    id: 'disconnect',
    aliases: [],
    flags: {
      ...common,
      all: {name: 'all', char: 'a', type: 'boolean'},
      driver: {name: 'driver', char: 'd', type: 'option', offers: ['bridge']},
    },
    words: [
      {name: 'NETWORK', offers: 'network'},
      {name: 'CONTAINER', offers: 'connected-container', many: true, unless: 'all'},
    ],
  },
  {id: 'link', aliases: [], flags: common, words: [{name: 'CONTAINER', offers: 'container'}]},
  {id: 'link:ls', aliases: ['link:list'], flags: common},
]

/** What of a cursor a row is about. */
function told(cursor: Cursor): object {
  if (cursor.at === 'command') return {command: cursor.topic}
  if (cursor.at === 'flag') return {flags: Object.keys(cursor.flags)}
  if (cursor.at === 'nowhere') return {}
  const {offers, typed, given, engineFlags} = cursor
  const more = {
    ...(cursor.at === 'value' && cursor.prefix !== '' ? {prefix: cursor.prefix} : {}),
    ...(given.length > 0 ? {given} : {}),
    ...(Object.keys(engineFlags).length > 0 ? {engineFlags} : {}),
  }
  return {[cursor.at]: offers, typed, ...more}
}

const ALL = ['context', 'host', 'all', 'driver']

const rows: [why: string, words: string[], at: object][] = [
  ['nothing yet: a command', [''], {command: ''}],
  ['no word at all: a command', [], {command: ''}],
  ['behind `network`: a command', ['network', ''], {command: ''}],
  ['behind flags: a command', ['-H', 'tcp://a', ''], {command: ''}],
  ['a dash before the command: the flags of all', ['--con'], {flags: ['context', 'host']}],
  ['a flag before the command: its value', ['--context', 'de'], {value: 'context', typed: 'de'}],
  ['-c before the command: the context', ['-c', ''], {value: 'context', typed: ''}],
  [
    'with what is known of the engine by then',
    ['-H', 'tcp://a', '--context', ''],
    {value: 'context', typed: '', engineFlags: {host: 'tcp://a'}},
  ],
  ['a word of the command', ['disconnect', 'w'], {word: 'network', typed: 'w'}],
  ['a later word', ['disconnect', 'web', ''], {word: 'connected-container', typed: '', given: ['web']}],
  [
    'the last word again, where there may be many',
    ['disconnect', 'web', 'a', ''],
    {word: 'connected-container', typed: '', given: ['web', 'a']},
  ],
  ['no word where all are there', ['link', 'a', ''], {word: undefined, typed: '', given: ['a']}],
  ['no word that a flag stands for', ['disconnect', '--all', 'web', ''], {word: undefined, typed: '', given: ['web']}],
  [
    'the word where that flag is off',
    ['disconnect', '--all=false', 'web', ''],
    {word: 'connected-container', typed: '', given: ['web']},
  ],
  ['a flag of the command', ['disconnect', 'web', '--d'], {flags: ALL}],
  ['one dash', ['disconnect', '-'], {flags: ALL}],
  ['two dashes', ['disconnect', '--'], {flags: ALL}],
  ['a flag that is typed to its end', ['disconnect', '-d'], {flags: ALL}],
  ['a flag that is none', ['disconnect', '--nope=x'], {flags: ALL}],
  ['a boolean takes no value behind =', ['disconnect', '--all=t'], {flags: ALL}],
  ['the value of a flag', ['disconnect', '--driver', 'b'], {value: ['bridge'], typed: 'b'}],
  ['by its short name', ['disconnect', '-d', 'b'], {value: ['bridge'], typed: 'b'}],
  ['by a group of short names', ['disconnect', '-ad', 'b'], {value: ['bridge'], typed: 'b'}],
  ['that looks like a flag', ['disconnect', '--driver', '--a'], {value: ['bridge'], typed: '--a'}],
  ['behind =', ['disconnect', '--driver=b'], {value: ['bridge'], typed: 'b', prefix: '--driver='}],
  ['behind = with nothing typed', ['disconnect', '--driver='], {value: ['bridge'], typed: '', prefix: '--driver='}],
  ['behind a short name and =', ['disconnect', '-d=b'], {value: ['bridge'], typed: 'b', prefix: '-d='}],
  ['behind those with nothing typed', ['disconnect', '-d='], {value: ['bridge'], typed: '', prefix: '-d='}],
  ['attached to a short name', ['disconnect', '-db'], {value: ['bridge'], typed: 'b', prefix: '-d'}],
  ['attached to a group', ['disconnect', '-adb'], {value: ['bridge'], typed: 'b', prefix: '-ad'}],
  [
    'the engine that the command line names before its command and behind it',
    ['-H', 'tcp://a', 'disconnect', '--context', 'c', ''],
    {word: 'network', typed: '', engineFlags: {host: 'tcp://a', context: 'c'}},
  ],
  ['a word behind --, whatever it looks like', ['disconnect', '--', '--d'], {word: 'network', typed: '--d'}],
  [
    'an unknown flag is passed over',
    ['disconnect', '--nope', 'web', ''],
    {
      word: 'connected-container',
      typed: '',
      given: ['web'],
    },
  ],
  ['a command of two words', ['link', 'ls', ''], {word: undefined, typed: ''}],
  ['its alias', ['link', 'list', '--c'], {flags: ['context', 'host']}],
  ['an unknown command may be the start of two words', ['linc', ''], {command: 'linc'}],
  ['nothing behind one that is none', ['linc', 'x', ''], {}],
]

describe('what the last word is to be', () => {
  for (const [why, words, at] of rows) it(why, () => assert.deepEqual(told(cursorOf(words, COMMANDS)), at))
})
