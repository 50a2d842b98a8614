import type {PortCheckRow} from '../../plan/ports/asked-ports.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'
import {type RowColumn, rowTable} from '../text/row-table.js'
import {safeText} from '../text/safe-text.js'
import {PORT_CHECK_HEADERS, portCheckText} from './check.js'

/**
 * The verdicts for people. The reason is in the last column if lines have no limit; on a terminal it follows below, one
 * line each, as a sentence does not fit a column.
 */
export function portCheckTable(rows: readonly PortCheckRow[], columns: readonly string[], look: Look): string {
  const paint = paintOf(look)
  const table = (names: readonly string[]): string =>
    rowTable(rows.map(portCheckText), PORT_CHECK_HEADERS, names.map(columnOf(paint)), look)
  if (look.columns === Number.POSITIVE_INFINITY) return table([...columns, 'Reason'])
  const lines = rows
    .filter(({reason}) => reason !== '')
    .map(({spec, at, reason}) => `${safeText(`${at ? `${at}: ` : ''}${spec}: ${reason}`)}\n`)
  return lines.length === 0 ? table(columns) : `${table(columns)}\n${lines.join('')}`
}

const columnOf =
  (paint: Paint) =>
  (name: string): RowColumn => {
    if (name === 'Verdict') return {name, tint: (text) => tintOf(paint, text)}
    if (name === 'Holder' || name === 'At') return {name, min: 16}
    return {name, ...(name === 'HostPort' ? {dropAt: 1} : {})}
  }

function tintOf(paint: Paint, verdict: string): string {
  if (verdict === 'free') return paint.good(verdict)
  return verdict === 'blocked' ? paint.bad(verdict) : paint.warning(verdict)
}
