import {deepEqual, equal} from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {shellLine, shellWord, toPaste} from '../src/lib/shell-words.js'

const ODD = [
  'a b',
  "it's",
  '$(touch x)',
  '`id`',
  '"',
  '',
  '*',
  '~',
  '!!',
  'a;b',
  '#x',
  'a\nb',
  '\\',
  '{a,b}',
  '<x>',
  'é',
]

/** What a POSIX shell reads. */
const read = (words: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${words}; do printf '%s\\0' "$word"; done`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1)

describe('words for a shell', () => {
  const plain = ['web', 'web-1_2', '10.7.0.0/24', 'postgres:db', 'a=b', 'user@host', 'fd00::1', '50%', 'x+y', 'a,b']
  for (const word of plain) it(`${word} stands as it is`, () => equal(shellWord(word), word))

  const quoted: [word: string, text: string][] = [
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(touch x)', "'$(touch x)'"],
  ]
  for (const [word, text] of quoted) it(`${JSON.stringify(word)} is ${text}`, () => equal(shellWord(word), text))

  it('are read as they are', () => deepEqual(read(shellLine([...plain, ...ODD])), [...plain, ...ODD]))
  it('are read as they are in a line to paste', () => {
    for (const word of ODD) deepEqual(read(toPaste`dnet rm ${word} ${8080}`), ['dnet', 'rm', word, '8080'])
  })
})
