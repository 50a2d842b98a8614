import Table from 'cli-table3'
import displayWidth from './display-width.cjs'
import {cut} from './fit-text.js'
import type {Paint} from './paint.js'
import {safeText} from './safe-text.js'

/** One column of a table for people. A row is as high as its highest cell. */
export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => string | readonly string[]
  /** Applied to the finished cell, so that colours never move a column. */
  readonly tint?: (text: string, row: Row) => string
  /** If there is too little room, columns are dropped in ascending order of this; one without it stays. */
  readonly dropAt?: number
  /** The width it may be cut to; by default its whole width. */
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
 * Rows as aligned columns below a header. No line is wider than the frame, as long as the columns that must stay can be
 * cut to fit. The columns and their widths are chosen here; cli-table3 draws the cells.
 */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], frame: Frame): string {
  const indent = frame.indent ?? 0
  const laid = fitted(columns.map(lay(rows)), frame.columns - indent)
  const header = laid.map(({head, width}) => cut(head, width))
  const [first = '', ...body] = drawn([header, ...rows.flatMap((row, i) => rowLines(laid, row, i))], laid, indent)
  return [frame.paint.heading(first), ...body].map((text) => `${text}\n`).join('')
}

/** The width of a table if nothing is cut, in columns. */
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
    // cli-table3 does not draw a column of width 0.
    const widest = Math.max(1, displayWidth(head), ...cells.map((cell) => Math.max(0, ...cell.map(displayWidth))))
    return {column, head, cells, width: widest}
  }

const totalOf = <Row>(laid: readonly Laid<Row>[]): number =>
  laid.reduce((sum, {width}) => sum + width, GAP * (laid.length - 1))

/** Drops columns until the rest can be cut to fit, then cuts the widest. */
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

/** A row as lines of cells, as many as in its highest cell. */
function rowLines<Row>(laid: readonly Laid<Row>[], row: Row, at: number): string[][] {
  const height = Math.max(1, ...laid.map(({cells}) => cells[at]?.length ?? 0))
  return Array.from({length: height}, (_, i) =>
    laid.map(({column: {tint}, cells, width}) => {
      const text = marked(cut(cells[at]?.[i] ?? '', width))
      return tint && text.trim() !== '' ? tintInside(text, (inner) => tint(inner, row)) : text
    }),
  )
}

/** The blanks around a cell are not tinted, so that trailing blanks of a line can be dropped. */
function tintInside(text: string, tint: (text: string) => string): string {
  const inner = text.trim()
  const at = text.indexOf(inner)
  return `${text.slice(0, at)}${tint(inner)}${text.slice(at + inner.length)}`
}

/** No colour. */
const MARK = '\u001b[m'

/**
 * Keeps cli-table3 fast: for its debug log it shortens each cell one character at a time, down from the next colour
 * code at most. Thousands of Thai letters took it minutes.
 */
const marked = (text: string): string => (/^[ -~]*$/.test(text) ? text : text.replace(/.{8}/gsu, `$&${MARK}`))

/** Everything that cli-table3 would draw around cells and between rows. */
const BORDERS =
  'top top-mid top-left top-right mid mid-mid left-mid right-mid right bottom bottom-mid bottom-left bottom-right'
const NO_BORDERS = Object.fromEntries(BORDERS.split(' ').map((name) => [name, '']))

/** Lines drawn at a time: cli-table3's time for a table grows with the square of its rows. */
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
