import Table from 'cli-table3'
import displayWidth from './display-width.cjs'
import {cut} from './fit-text.js'
import type {Paint} from './paint.js'
import {safeText} from './safe-text.js'

/** One column of a table for people. A cell of several lines makes its row as high. */
export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => string | readonly string[]
  /** Applied to the finished cell, so that colours never move a column. */
  readonly tint?: (text: string, row: Row) => string
  /** Where there is too little room, columns go in ascending order of this; one without it stays. */
  readonly dropAt?: number
  /** Columns it may be cut down to; its whole width when not given. */
  readonly min?: number
  readonly right?: boolean
}

interface Frame {
  readonly columns: number
  readonly indent?: number
  readonly paint: Paint
}

const GAP = 2

interface Laid<Row> {
  readonly column: Column<Row>
  readonly head: string
  readonly cells: readonly (readonly string[])[]
  readonly width: number
}

/**
 * Rows as aligned columns below a header, no line wider than the frame as long as the columns that must stay can be
 * cut down to it. Which columns there are and how wide is decided here, what they hold is drawn by cli-table3.
 */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], frame: Frame): string {
  const indent = frame.indent ?? 0
  const laid = fitted(columns.map(lay(rows)), frame.columns - indent)
  const header = laid.map(({head, width}) => cut(head, width))
  const [first = '', ...body] = drawn([header, ...rows.flatMap((row, i) => rowLines(laid, row, i))], laid, indent)
  return [frame.paint.heading(first), ...body].map((text) => `${text}\n`).join('')
}

/** The width a table would take if nothing were cut, in columns. */
export function naturalWidth<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): number {
  return totalOf(columns.map(lay(rows)))
}

const lay =
  <Row>(rows: readonly Row[]) =>
  (column: Column<Row>): Laid<Row> => {
    const cells = rows.map((row) => {
      const cell = column.cell(row)
      return (typeof cell === 'string' ? [cell] : cell).map((text) => safeText(text))
    })
    const head = safeText(column.head)
    // cli-table3 draws no column without width.
    const widest = Math.max(1, displayWidth(head), ...cells.map((cell) => Math.max(0, ...cell.map(displayWidth))))
    return {column, head, cells, width: widest}
  }

const totalOf = <Row>(laid: readonly Laid<Row>[]): number =>
  laid.reduce((sum, {width}) => sum + width, GAP * (laid.length - 1))

/** Drops columns until the rest can be cut down to the room there is, then cuts the widest. */
function fitted<Row>(laid: readonly Laid<Row>[], room: number): Laid<Row>[] {
  let kept = [...laid]
  const least = () => kept.reduce((sum, each) => sum + minOf(each), GAP * (kept.length - 1))
  while (least() > room) {
    const next = kept.reduce<Laid<Row> | undefined>((a, b) => (rank(b) < rank(a) ? b : a), undefined)
    if (!next || rank(next) === Number.POSITIVE_INFINITY) break
    kept = kept.filter((each) => each !== next)
  }
  for (let over = totalOf(kept) - room; over > 0; over = totalOf(kept) - room) {
    const shrinkable = kept.filter((each) => each.width > minOf(each)).toSorted((a, b) => b.width - a.width)
    const [widest, second] = shrinkable
    if (!widest) break
    const floor = Math.max(minOf(widest), (second?.width ?? 0) - 1, widest.width - over)
    kept = kept.map((each) => (each === widest ? {...each, width: floor} : each))
  }
  return kept
}

const rank = <Row>(laid: Laid<Row> | undefined): number => laid?.column.dropAt ?? Number.POSITIVE_INFINITY

const minOf = <Row>({column, width}: Laid<Row>): number => Math.min(width, column.min ?? width)

/** A row as lines of cells, as many as its highest cell has. */
function rowLines<Row>(laid: readonly Laid<Row>[], row: Row, at: number): string[][] {
  const height = Math.max(1, ...laid.map(({cells}) => cells[at]?.length ?? 0))
  return Array.from({length: height}, (_, i) =>
    laid.map(({column: {tint}, cells, width}) => {
      const text = marked(cut(cells[at]?.[i] ?? '', width))
      return tint && text.trim() !== '' ? tintInside(text, (inner) => tint(inner, row)) : text
    }),
  )
}

/** The blanks around a cell stay untinted, so that a line's trailing blanks can be dropped. */
function tintInside(text: string, tint: (text: string) => string): string {
  const inner = text.trim()
  const at = text.indexOf(inner)
  return `${text.slice(0, at)}${tint(inner)}${text.slice(at + inner.length)}`
}

/** A colour that changes none. */
const MARK = '\u001b[m'

/**
 * A text that cli-table3 measures in time: of each cell it makes the beginning anew for its debug log, a character less
 * each time, but from no further than the next colour. Thousands of Thai letters took it minutes.
 */
const marked = (text: string): string => (/^[ -~]*$/.test(text) ? text : text.replace(/.{8}/gsu, `$&${MARK}`))

/** All that cli-table3 would draw around cells and between rows. */
const BORDERS =
  'top top-mid top-left top-right mid mid-mid left-mid right-mid right bottom bottom-mid bottom-left bottom-right'
const NO_BORDERS = Object.fromEntries(BORDERS.split(' ').map((name) => [name, '']))

/** Lines drawn at a time: the time cli-table3 takes for a table grows with the square of its rows. */
const SLICE = 100

/** Lines of cells as text, padded to the columns' widths. */
function drawn<Row>(lines: readonly string[][], laid: readonly Laid<Row>[], indent: number): string[] {
  const texts: string[] = []
  for (let from = 0; from < lines.length; from += SLICE) {
    const table = new Table({
      chars: {...NO_BORDERS, left: ' '.repeat(indent), middle: ' '.repeat(GAP)},
      style: {'padding-left': 0, 'padding-right': 0, head: [], border: []},
      colWidths: laid.map(({width}) => width),
      colAligns: laid.map(({column}) => (column.right ? 'right' : 'left')),
    })
    table.push(...lines.slice(from, from + SLICE))
    texts.push(...table.toString().split('\n'))
  }
  return texts.map((text) => text.replaceAll(MARK, '').replace(/ +$/, ''))
}
