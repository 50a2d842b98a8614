import type {LaidOutPort} from '../../plan/ports/layout.js'
import {tableText} from '../text/columns.js'
import {type Look, paintOf} from '../text/paint.js'

/** A port plan as a table. */
export function portPlanTable(ports: readonly LaidOutPort[], look: Look): string {
  const paint = paintOf(look)
  return tableText(
    ports,
    [
      {head: 'SERVICE', cell: ({name}) => name, tint: paint.strong, min: 12},
      {head: 'HOST PORT', cell: ({hostPort}) => String(hostPort)},
      {head: 'TO', cell: ({containerPort}) => String(containerPort)},
      {head: 'PROTOCOL', cell: ({protocol}) => protocol},
    ],
    {columns: look.columns, paint},
  )
}
