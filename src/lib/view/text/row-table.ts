import {tableText} from './columns.js'
import {type Look, paintOf} from './paint.js'
import type {TextRow} from './row-format.js'

/** One column of such a table; see `Column`. */
export interface RowColumn {
  readonly name: string
  readonly dropAt?: number
  readonly min?: number
  readonly tint?: (text: string) => string
}

/** Rows of text as a table for people: the named columns under their headings. */
export function rowTable(
  rows: readonly TextRow[],
  headers: TextRow,
  columns: readonly RowColumn[],
  look: Look,
): string {
  const shown = columns.map(({name, ...column}) => ({
    ...column,
    head: headers[name] ?? name,
    cell: (row: TextRow) => row[name] ?? '',
  }))
  return tableText(rows, shown, {columns: look.columns, paint: paintOf(look)})
}
