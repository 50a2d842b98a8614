import {textFromBytes} from '../../template/bytes.js'
import {readJson} from '../../template/json-read.js'
import {parseTemplate, type Template} from '../../template/template.js'
import {safeText} from './safe-text.js'
import {alignColumns} from './tabwriter.js'

/** One row as templates see it: each column's text by its name, such as `HostPort`. */
export type TextRow = Readonly<Record<string, string>>

/** Whether a format asks for the table that a list is without any. */
export const isPlainTable = (format: string): boolean => format === '' || format === 'table'

/**
 * Rows as text by a Go template, as Docker's lists have it: `table TEMPLATE` with a header, `json` for an object a
 * line, else the template once a row.
 * @param headers each column's heading by its name
 * @throws DnetError TEMPLATE_SYNTAX, TEMPLATE_EXECUTION: nothing is to be printed then
 */
export function formatRows(rows: readonly TextRow[], headers: TextRow, format: string): string {
  if (format === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const isTable = format.startsWith('table')
  const text = (isTable ? format.slice('table'.length) : format).trim().replaceAll('\\t', '\t').replaceAll('\\n', '\n')
  const template = parseTemplate(text)
  const lines = rows.map((row) => execute(template, harmless(row))).join('')
  return isTable ? alignedText(`${execute(template, headers)}${lines}`) : textFromBytes(lines)
}

const alignedText = (bytes: string): string => textFromBytes(alignColumns(bytes))

const harmless = (row: TextRow): TextRow =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, safeText(text)]))

function execute(template: Template, row: TextRow): string {
  const {output, error} = template.execute(readJson(JSON.stringify(row)), {missingKeyFails: true})
  if (error !== undefined) throw error
  return `${output}\n`
}
