import {deepEqual, equal} from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {commandsDoc} from '../../scripts/docs.js'

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
