import {deepEqual, equal} from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {commandsDoc} from '../../scripts/docs.js'
import {meaningOf} from '../../src/lib/engine/refusals/meaning.js'
import type {Sentence} from '../../src/lib/engine/refusals/sentence.js'
import {toPaste} from '../../src/lib/shell-words.js'

describe('docs/commands.md', () => {
  it('is up to date; if not: npm run build && npm run docs', () => {
    equal(readFileSync('docs/commands.md', 'utf8'), commandsDoc(readFileSync('oclif.manifest.json', 'utf8')))
  })
})

describe('the pages', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync('docs', {recursive: true, encoding: 'utf8'}).map((name) => `docs/${name}`),
  ]

  it('name only files that are there', () => {
    const gone = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) => {
        const named = readFileSync(page, 'utf8').matchAll(/\b(?:src|test|scripts|bench|bin|docs)\/[\w./-]*[\w/]/g)
        return [...named]
          .map(([path]) => path)
          .filter((path) => !existsSync(path))
          .map((path) => `${page}: ${path}`)
      })
    deepEqual(gone, [])
  })
})

describe('the worked example of CONTRIBUTING.md', () => {
  const [, row = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? []
  const sentence = () => new Function('toPaste', `return [${row}][0]`)(toPaste) as Sentence

  it('is a row that fits its sentence, with a hint to paste', () => {
    const {pattern, hint} = sentence()
    const named = pattern.exec('network web is being removed')?.groups ?? {}
    equal(hint(named), 'wait until it is gone: dnet inspect web')
  })

  it('replaces what an engine did not name by a word in capitals', () =>
    equal(sentence().hint({}), 'wait until it is gone: dnet inspect NETWORK'))

  it('is of a sentence that dnet does not know yet', () => equal(meaningOf('network web is being removed'), undefined))
})
