import {deepEqual, equal} from 'node:assert/strict'
import stringWidth from 'string-width'
import {type Column, naturalWidth, tableText} from '../../../src/lib/view/text/columns.js'
import {paintOf} from '../../../src/lib/view/text/paint.js'

interface Row {
  readonly name: string
  readonly subnets: readonly string[]
  readonly count: number
}

const COLUMNS: readonly Column<Row>[] = [
  {head: 'NAME', cell: ({name}) => name, min: 6},
  {head: 'SUBNET', cell: ({subnets}) => subnets, dropAt: 1},
  {head: 'COUNT', cell: ({count}) => String(count), right: true, dropAt: 0},
]

const ROWS: readonly Row[] = [
  {name: 'web', subnets: ['10.7.0.0/24', 'fd07::/64'], count: 12},
  {name: 'a-long-name', subnets: [], count: 3},
]

const plain = paintOf({colour: false})
const table = (columns: number, rows = ROWS): string[] =>
  tableText(rows, COLUMNS, {columns, paint: plain}).trimEnd().split('\n')

describe('a table for people', () => {
  it('has two blanks between columns, numbers to the right, and none at the end of a line', () => {
    deepEqual(table(Number.POSITIVE_INFINITY), [
      'NAME         SUBNET       COUNT',
      'web          10.7.0.0/24     12',
      '             fd07::/64',
      'a-long-name                   3',
    ])
  })

  it('cuts what may be cut, and gives up columns in their order where that is not enough', () => {
    deepEqual(table(27), [
      'NAME     SUBNET       COUNT',
      'web      10.7.0.0/24     12',
      '         fd07::/64',
      'a-long…                   3',
    ])
    deepEqual(table(25), ['NAME         SUBNET', 'web          10.7.0.0/24', '             fd07::/64', 'a-long-name'])
    deepEqual(table(18), ['NAME', 'web', 'a-long-name'])
    deepEqual(table(3), ['NAME', 'web', 'a-lon…'])
  })

  it('is a header for no rows', () => {
    deepEqual(table(80, []), ['NAME  SUBNET  COUNT'])
  })

  it('stands indented', () => {
    equal(
      tableText(ROWS.slice(1), COLUMNS, {columns: 80, indent: 2, paint: plain}),
      '  NAME         SUBNET  COUNT\n  a-long-name              3\n',
    )
  })

  it('keeps what is wide, joined or combined in line, and cuts whole graphemes', () => {
    const names = ['日本語ネットワーク', 'กี่ภูมิ-ไทย', 'שָׁלוֹם', '👨‍👩‍👧-family', '🇩🇪🇫🇷', 'e\u0301clair', 'ascii']
    const rows = names.map((name) => ({name, subnets: ['|'], count: 1}))
    for (const columns of [Number.POSITIVE_INFINITY, 20, 17]) {
      const lines = table(columns, rows).slice(1)
      const starts = lines.map((line) => stringWidth(line.slice(0, line.indexOf('|'))))
      equal(new Set(starts).size, 1)
      equal(lines.length, names.length)
    }
    const cutTo = (columns: number) => table(columns, rows.slice(3, 5)).slice(1)
    deepEqual(cutTo(6), ['👨‍👩‍👧-fa…', '🇩🇪🇫🇷'])
  })

  it('is the same for thousands of rows as for each of them', () => {
    const rows = Array.from({length: 1000}, (_, i) => ({name: `net-${i}`, subnets: [`10.${i % 256}.0.0/16`], count: i}))
    const lines = table(80, rows)
    equal(lines.length, 1001)
    deepEqual(
      [lines[0], lines[1], lines[200], lines[201], lines[1000]],
      [
        'NAME     SUBNET         COUNT',
        'net-0    10.0.0.0/16        0',
        'net-199  10.199.0.0/16    199',
        'net-200  10.200.0.0/16    200',
        'net-999  10.231.0.0/16    999',
      ],
    )
  })

  it('takes no room for colours', () => {
    const paint = paintOf({colour: true})
    const tinted = COLUMNS.map((column) => ({...column, tint: paint.address}))
    const text = tableText(ROWS, tinted, {columns: 22, paint})
    equal(text.split('\n')[1], '\u001b[36mweb\u001b[39m        \u001b[36m10.7.0.0/24\u001b[39m')
    equal(text.split('\n')[2], '           \u001b[36mfd07::/64\u001b[39m')
  })

  it('says how wide it would be', () => {
    equal(naturalWidth(ROWS, COLUMNS), 31)
  })
})
