import type {LinkRow} from '../../plan/links/link-rows.js'
import {type Column, tableText} from '../text/columns.js'
import {type Look, paintOf} from '../text/paint.js'

/** Which container sees which other by which name. */
export function linkTable(rows: readonly LinkRow[], look: Look): string {
  const paint = paintOf(look)
  const columns: Column<LinkRow>[] = [
    {head: 'CONTAINER', cell: ({container}) => container || '(everyone)', tint: paint.strong, min: 12},
    {head: 'REACHES', cell: ({target}) => target, min: 12},
    {head: 'AS', cell: ({alias}) => alias, min: 12},
    {head: 'ON', cell: ({network}) => network, tint: paint.address, min: 12},
    {head: 'KIND', cell: ({kind}) => kind, dropAt: 1},
    {head: 'STATE', cell: ({state}) => state, tint: paint.faint, dropAt: 0},
  ]
  return tableText(rows, columns, {columns: look.columns, paint})
}
