import {textFromBytes} from '../../template/bytes.js'
import {dockerWidth} from './docker-width.js'

const MIN_WIDTH = 10
const PADDING = 3

interface Cell {
  readonly text: string
  readonly width: number
}

/**
 * A byte string with tab-terminated cells laid out as the Docker CLI's tables are (its fork of Go's text/tabwriter,
 * minwidth 10, padding 3, blanks). A column is as wide as its widest cell over the contiguous lines that have it; the
 * last cell of a line is not padded. A vertical tab ends a cell as a tab does, a form feed ends a line and all columns.
 */
export function alignColumns(text: string): string {
  if (!/[\t\v\f\n]/.test(text)) return text
  // A form feed ends every column, not only the line.
  return split(text, '\f')
    .map((block) => alignBlock(split(block, '\n').map((line) => split(line, '\t\v').map(cellOf))))
    .join('\n')
}

/** Between two bytes 255, which UTF-8 never contains, Go's tabwriter treats everything as text. */
const ESCAPED = /\xff[^\xff]*(?:\xff|$)/g

/** Splits at any of the `marks`, except inside an escaped piece. */
function split(text: string, marks: string): string[] {
  if (!text.includes('\xff')) return text.split(new RegExp(`[${marks}]`))
  const parts = ['']
  for (const [piece] of text.matchAll(/\xff[^\xff]*(?:\xff|$)|[^\xff]/g)) {
    if (marks.includes(piece)) parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
}

function cellOf(text: string): Cell {
  const escapes = text.match(ESCAPED)?.length ?? 0
  return {text, width: dockerWidth(textFromBytes(text)) - 2 * escapes}
}

function alignBlock(lines: readonly (readonly Cell[])[]): string {
  const widths = lines.map((): number[] => [])
  setWidths(lines, widths, 0, 0, lines.length)
  return lines.map((line, i) => alignLine(line, widths[i] ?? [])).join('\n')
}

/** The widths of column `column` and all to its right, for the lines from `from` up to `to`. */
function setWidths(
  lines: readonly (readonly Cell[])[],
  widths: number[][],
  column: number,
  from: number,
  to: number,
): void {
  const hasColumn = (i: number): boolean => column < (lines[i]?.length ?? 0) - 1
  for (let start = from; start < to; start++) {
    if (!hasColumn(start)) continue
    let end = start
    let width = MIN_WIDTH
    for (; end < to && hasColumn(end); end++) width = Math.max(width, (lines[end]?.[column]?.width ?? 0) + PADDING)
    for (let i = start; i < end; i++) widths[i]?.push(width)
    setWidths(lines, widths, column + 1, start, end)
    start = end - 1
  }
}

const alignLine = (line: readonly Cell[], widths: readonly number[]): string =>
  line.map(({text, width}, i) => text + ' '.repeat(Math.max((widths[i] ?? width) - width, 0))).join('')
