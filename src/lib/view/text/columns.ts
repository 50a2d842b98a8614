import {displayWidth} from './display-width.js'
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
 * cut down to it. Made here and not with cli-table3, because that one measures with an old table of widths: rows with
 * Thai, Hebrew or joined emoji came out of line.
 */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], frame: Frame): string {
  const indent = ' '.repeat(frame.indent ?? 0)
  const laid = fitted(columns.map(lay(rows)), frame.columns - indent.length)
  const header = line(
    laid.map(({column, head, width}) => pad(cut(head, width), width, column.right)),
    indent,
  )
  const body = rows.map((row, i) => rowText(laid, row, i, indent))
  return [frame.paint.heading(header), ...body].map((text) => `${text}\n`).join('')
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
    const widest = Math.max(displayWidth(head), ...cells.map((cell) => Math.max(0, ...cell.map(displayWidth))))
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

function rowText<Row>(laid: readonly Laid<Row>[], row: Row, at: number, indent: string): string {
  const height = Math.max(1, ...laid.map(({cells}) => cells[at]?.length ?? 0))
  return Array.from({length: height}, (_, i) =>
    line(
      laid.map(({column, cells, width}) => {
        const text = pad(cut(cells[at]?.[i] ?? '', width), width, column.right)
        return column.tint && text.trim() !== ''
          ? tintInside(text, (inner) => column.tint?.(inner, row) ?? inner)
          : text
      }),
      indent,
    ),
  ).join('\n')
}

/** The blanks around a cell stay untinted, so that a line's trailing blanks can be dropped. */
function tintInside(text: string, tint: (text: string) => string): string {
  const inner = text.trim()
  const at = text.indexOf(inner)
  return `${text.slice(0, at)}${tint(inner)}${text.slice(at + inner.length)}`
}

const line = (cells: readonly string[], indent: string): string =>
  `${indent}${cells.join(' '.repeat(GAP))}`.replace(/ +$/, '')

function pad(text: string, width: number, right = false): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? `${blanks}${text}` : `${text}${blanks}`
}

/** A text of at most `width` columns; a longer one ends in `…`. Whole graphemes only. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(text)) {
    const next = used + displayWidth(segment)
    if (next > width - 1) break
    kept += segment
    used = next
  }
  return width > 0 ? `${kept}…` : ''
}

/** Words as lines of at most `width` columns, each word whole where it fits a line, parted by `glue`. */
export function wrapWords(words: readonly string[], width: number, glue = ' '): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last}${glue}${word}`
    if (last !== undefined && displayWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(cut(word, width))
  }
  return lines
}
