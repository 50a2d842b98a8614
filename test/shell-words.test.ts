import {deepEqual, equal} from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {operands, shellLine, shellWord, toPaste} from '../src/lib/shell-words.js'
import {many, SEED} from './harness/many.js'
import {unpackedShell} from './harness/shells.js'

const WORDS = many(2000, 10_000)

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

/** What a shell reads; the words are in a file, as so many of them are too long for an argument. */
function readBy([program, args]: Shell, words: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-words-'))
  try {
    const file = join(folder, 'script')
    writeFileSync(file, `printf '%s\\0' ${words}\n`)
    const output = execFileSync(program, [...args, file], {encoding: 'utf8', cwd: folder})
    deepEqual(readdirSync(folder), ['script'])
    return output.split('\0').slice(0, -1)
  } finally {
    rmSync(folder, {recursive: true})
  }
}

type Shell = readonly [program: string, args: readonly string[]]

const read = (words: string): string[] => readBy(['/bin/sh', []], words)

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...ODD,
        '$(touch a)',
        '`touch a`',
        ';touch a;',
        '\\',
        "'",
        '"',
        '\n',
        '=',
        '-',
        '!',
        '^',
        '&',
        '|',
        '\t',
      ),
      fc.string({maxLength: 6}),
      fc.string({unit: 'grapheme', maxLength: 3}),
    ),
    {maxLength: 5},
  )
  .map((pieces) => pieces.join('').replaceAll('\0', ''))

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
  it('a word that zsh would look up is quoted', () => equal(shellWord('=ls'), "'=ls'"))

  const shells: [name: string, shell: () => Promise<Shell> | Shell][] = [
    ['bash', () => ['/bin/bash', ['--norc', '--noprofile']]],
    ['zsh', () => unpackedShell('zsh', ['-f'])],
    ['fish', () => unpackedShell('fish', ['--no-config'])],
  ]
  for (const [name, shell] of shells)
    it(`${WORDS} hostile words are read as they are by ${name}, which runs none of them (seed ${SEED})`, async () => {
      const words = fc.sample(hostile, {numRuns: WORDS, seed: SEED})
      deepEqual(readBy(await shell(), shellLine(words)), words)
    })

  it('an operand that looks like a flag stands behind --', () => {
    deepEqual(operands(['web', '-f']), ['--', 'web', '-f'])
    deepEqual(operands(['web', 'db']), ['web', 'db'])
    equal(toPaste`to remove it: dnet rm --disconnect ${'-f'}`, 'to remove it: dnet rm --disconnect -- -f')
    equal(toPaste`dnet disconnect -f ${'-f'} ${'-c'}`, 'dnet disconnect -f -- -f -c')
    equal(toPaste`dnet create ${'-f'}; dnet rm ${'-f'}`, 'dnet create -- -f; dnet rm -- -f')
    equal(toPaste`dnet link --network=${'-f'} ${'a'} ${'-b'}`, 'dnet link --network=-f a -- -b')
  })
  it('are read as they are in a line to paste', () => {
    for (const word of ODD) deepEqual(read(toPaste`dnet rm ${word} ${8080}`), ['dnet', 'rm', word, '8080'])
  })
})
