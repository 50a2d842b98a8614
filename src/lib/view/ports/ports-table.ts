import type {PortRow} from '../../plan/ports/port-rows.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'
import {type RowColumn, rowTable} from '../text/row-table.js'
import {PORT_HEADERS, portText} from './ports.js'

/** The ports for people: those reachable from everywhere stand out, those only wanted are faint. */
export function portTable(rows: readonly PortRow[], columns: readonly string[], look: Look): string {
  return rowTable(rows.map(portText), PORT_HEADERS, columns.map(columnOf(paintOf(look))), look)
}

const columnOf =
  (paint: Paint) =>
  (name: string): RowColumn => {
    if (name === 'Reach') return {name, tint: (text) => (text === 'everywhere' ? paint.warning(text) : text)}
    if (name === 'State') return {name, dropAt: 2, tint: (text) => (text === 'bound' ? text : paint.faint(text))}
    if (name === 'Holder') return {name, min: 12}
    return {name, ...(name === 'Kind' ? {dropAt: 1} : {})}
  }
