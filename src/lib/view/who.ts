import type {Holding} from '../model/subnets/who.js'
import {type Column, tableText} from './text/columns.js'
import {type Look, paintOf} from './text/paint.js'

/** What is using the value that was asked about, one line each. */
export function holdingTable(holdings: readonly Holding[], look: Look): string {
  const paint = paintOf(look)
  const columns: Column<Holding>[] = [
    {head: 'HOLDER', cell: ({name}) => name, tint: paint.strong, min: 12},
    {head: 'KIND', cell: ({kind}) => kind},
    {head: 'STATE', cell: ({state}) => state, tint: stateTint(paint), dropAt: 1},
    {head: 'HOLDS', cell: ({holds}) => holds},
    {head: 'VALUE', cell: ({value}) => value, tint: paint.address, min: 12, dropAt: 2},
    {head: 'NETWORK', cell: ({network}) => network || '-', min: 7},
    {head: 'PROJECT', cell: ({project}) => project || '-', tint: paint.faint, min: 7, dropAt: 0},
  ]
  const told = columns.filter(({head}) => head !== 'STATE' || holdings.some(({state}) => state !== ''))
  return tableText(holdings, told, {columns: look.columns, paint})
}

const stateTint =
  (paint: ReturnType<typeof paintOf>) =>
  (text: string): string =>
    text === 'running' ? paint.good(text) : paint.faint(text)
