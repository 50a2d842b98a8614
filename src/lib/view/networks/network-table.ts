import {shortId} from '../../model/ids.js'
import type {NetworkRow} from '../../model/networks/network-rows.js'
import {agoText, countOrUnknown} from '../text/amounts.js'
import {type Column, tableText} from '../text/columns.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'

/** `3`, `3 + 1 stopped`, `?` if unknown. */
function containersText({running, stopped}: NetworkRow): string {
  if (running === null) return '?'
  return stopped ? `${running} + ${stopped} stopped` : String(running)
}

interface NetworkTableOptions {
  readonly wide: boolean
  /** Whole ids instead of their first 12 characters. */
  readonly noTrunc: boolean
}

/** The table of `dnet ls` on a terminal. */
export function networkTable(rows: readonly NetworkRow[], options: NetworkTableOptions, look: Look): string {
  const paint = paintOf(look)
  const columns = [...firstColumns(options.noTrunc, paint), ...(options.wide ? wideColumns(paint) : [])]
  const age: Column<NetworkRow> = {
    head: options.wide ? 'AGE' : 'CREATED',
    cell: ({network}) => agoText(network.created, look.now),
    tint: paint.faint,
    dropAt: 2,
  }
  return tableText(rows, [...columns, age], {columns: look.columns, paint})
}

function firstColumns(noTrunc: boolean, paint: Paint): Column<NetworkRow>[] {
  return [
    {
      head: 'NETWORK ID',
      cell: ({network}) => (noTrunc ? network.id : shortId(network.id)),
      tint: paint.faint,
      dropAt: 3,
    },
    {head: 'NAME', cell: ({network}) => network.name, tint: paint.strong, min: 12},
    {head: 'DRIVER', cell: ({network}) => network.driver, dropAt: 9, min: 6},
    {head: 'SCOPE', cell: ({network}) => network.scope, dropAt: 4},
    {
      head: 'SUBNET',
      cell: ({subnets}) => (subnets.length > 0 ? subnets.map(({subnet}) => subnet || '-') : '-'),
      tint: (text) => (text === '-' ? paint.faint(text) : paint.address(text)),
      min: 18,
    },
  ]
}

function wideColumns(paint: Paint): Column<NetworkRow>[] {
  return [
    {
      head: 'GATEWAY',
      cell: ({subnets}) => subnets.map(({gateway}) => gateway || '-'),
      tint: paint.address,
      dropAt: 5,
    },
    {head: 'USED', cell: ({subnets}) => subnets.map(({used}) => countOrUnknown(used)), right: true, dropAt: 7},
    {
      head: 'FREE',
      cell: ({subnets}) => subnets.map(({free}) => countOrUnknown(free)),
      tint: (text) => (text === '0' ? paint.bad(text) : text),
      right: true,
      dropAt: 8,
    },
    {
      head: 'CONTAINERS',
      cell: containersText,
      tint: (text) => (text === '0' ? paint.faint(text) : text),
      dropAt: 6,
    },
    {head: 'INTERNAL', cell: ({network}) => (network.internal ? 'yes' : '-'), tint: flag(paint), dropAt: 1},
    {head: 'MTU', cell: ({mtu}) => (mtu === null ? '-' : String(mtu)), tint: flag(paint), right: true, dropAt: 0},
  ]
}

const flag =
  (paint: Paint) =>
  (text: string): string =>
    text === '-' ? paint.faint(text) : text
