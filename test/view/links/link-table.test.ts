import {deepEqual} from 'node:assert/strict'
import type {LinkRow} from '../../../src/lib/plan/links/link-rows.js'
import {linkTable} from '../../../src/lib/view/links/link-table.js'

const row = (more: Partial<LinkRow>): LinkRow => ({
  kind: 'private',
  container: 'app',
  alias: 'db',
  target: 'postgres',
  network: 'web',
  state: 'ok',
  ...more,
})

const table = (rows: readonly LinkRow[], columns: number): string[] =>
  linkTable(rows, {columns, colour: false, now: 0}).split('\n')

describe('the table of links', () => {
  const rows = [row({}), row({container: '', alias: 'store', kind: 'alias', state: 'stopped'})]

  it('says who reaches whom by which name', () => {
    deepEqual(table(rows, Number.POSITIVE_INFINITY), [
      'CONTAINER   REACHES   AS     ON   KIND     STATE',
      'app         postgres  db     web  private  ok',
      '(everyone)  postgres  store  web  alias    stopped',
      '',
    ])
  })

  it('gives up state and kind where a terminal is narrow', () => {
    deepEqual(table(rows, 44)[0], 'CONTAINER   REACHES   AS     ON   KIND')
    deepEqual(table(rows, 32)[0], 'CONTAINER   REACHES   AS     ON')
  })

  it('lets no text move the cursor', () => {
    deepEqual(table([row({alias: '\u001b[2J'})], 80)[1], 'app        postgres  \\x1b[2J  web  private  ok')
  })
})
