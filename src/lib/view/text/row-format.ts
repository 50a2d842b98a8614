import {bytesFromText, textFromBytes} from '../../template/bytes.js'
import {readJson} from '../../template/json-read.js'
import {parseTemplate, type Template} from '../../template/template.js'
import {tableText} from './columns.js'
import {type Look, paintOf} from './paint.js'
import {safeText} from './safe-text.js'
import {alignColumns} from './tabwriter.js'

/** One row as templates see it: each column's text by its name, such as `HostPort`. */
export type TextRow = Readonly<Record<string, string>>

/**
 * Rows as text by a Go template, as Docker's lists have it: `table TEMPLATE` with a header, `json` for an object a
 * line, else the template once a row.
 * @param headers each column's heading by its name
 * @throws DnetError TEMPLATE_SYNTAX, TEMPLATE_EXECUTION: nothing is to be printed then
 */
function formatRows(rows: readonly TextRow[], headers: TextRow, format: string): string {
  if (format === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const isTable = format.startsWith('table')
  const text = (isTable ? format.slice('table'.length) : format).trim().replaceAll('\\t', '\t').replaceAll('\\n', '\n')
  const template = parseTemplate(text)
  const lines = rows.map((row) => execute(template, harmless(row))).join('')
  return isTable ? alignedText(`${execute(template, headers)}${lines}`) : textFromBytes(lines)
}

/** {@link formatRows}, or {@link tableOf} where the format is '' or a bare `table`. */
export const listText = (
  rows: readonly TextRow[],
  headers: TextRow,
  columns: readonly string[],
  format: string,
): string => (format === '' || format === 'table' ? tableOf(rows, headers, columns) : formatRows(rows, headers, format))

/** Columns in the way of Docker's tables: the named ones, under their headings. */
export function tableOf(rows: readonly TextRow[], headers: TextRow, columns: readonly string[]): string {
  const line = (row: TextRow): string => `${columns.map((name) => row[name] ?? '').join('\t')}\n`
  return alignedText(bytesFromText([headers, ...rows.map(harmless)].map(line).join('')))
}

/** One column of a table for a terminal; see `Column`. */
export interface PeopleColumn {
  readonly name: string
  readonly dropAt?: number
  readonly min?: number
  readonly tint?: (text: string) => string
}

/** The named columns for a terminal: coloured, and fitted to it. */
export function peopleTable(
  rows: readonly TextRow[],
  headers: TextRow,
  columns: readonly PeopleColumn[],
  look: Look,
): string {
  const shown = columns.map(({name, ...column}) => ({
    ...column,
    head: headers[name] ?? name,
    cell: (row: TextRow) => row[name] ?? '',
  }))
  return tableText(rows, shown, {columns: look.columns, paint: paintOf(look)})
}

const alignedText = (bytes: string): string => textFromBytes(alignColumns(bytes))

const harmless = (row: TextRow): TextRow =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, safeText(text)]))

function execute(template: Template, row: TextRow): string {
  const {output, error} = template.execute(readJson(JSON.stringify(row)), {missingKeyFails: true})
  if (error !== undefined) throw error
  return `${output}\n`
}
