import {textFromBytes} from '../../template/bytes.js'
import {readJson} from '../../template/json-read.js'
import {parseTemplate, type Template} from '../../template/template.js'
import {safeText} from './safe-text.js'
import {alignColumns} from './tabwriter.js'

/** One row for templates: each column's text by its name, such as `HostPort`. */
export type TextRow = Readonly<Record<string, string>>

/** Whether a format means the default table. */
export const isPlainTable = (format: string): boolean => format === '' || format === 'table'

/**
 * Rows as text by a Go template, as in Docker's lists: `table TEMPLATE` with a header, `json` for one object per line,
 * otherwise the template once per row.
 * @param headers each column's heading by its name
 * @throws DnetError TEMPLATE_SYNTAX, TEMPLATE_EXECUTION: then print nothing
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
