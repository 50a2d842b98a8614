import {equal} from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {commandsDoc} from '../../scripts/docs.js'

describe('docs/commands.md', () => {
  it('is up to date; if not: npm run build && npm run docs', () => {
    equal(readFileSync('docs/commands.md', 'utf8'), commandsDoc(readFileSync('oclif.manifest.json', 'utf8')))
  })
})
