import {isLive, type Member, membersOf} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {shortId} from '../../model/ids.js'
import {type Known, whenKnown} from '../../model/known.js'
import {projectOf} from '../../model/project.js'
import {addressUseOf} from '../../model/subnets/address-use.js'
import {agoText, countOrUnknown} from '../text/amounts.js'
import {type Column, tableText} from '../text/columns.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'

/** One network as `dnet ls` shows it to people. Lists go by subnet, in the engine's order. */
export interface NetworkLine {
  readonly network: Network
  readonly subnets: readonly string[]
  readonly gateways: readonly string[]
  /** Addresses in use, and those left for containers that ask for none; null for unknown. */
  readonly used: readonly (bigint | null)[]
  readonly free: readonly (bigint | null)[]
  readonly containers: Known<{readonly running: number; readonly stopped: number}>
  /** '' for the driver's own. */
  readonly mtu: string
  readonly project: string
}

/** The networks of a host as lines. */
export function networkLines(host: Host): NetworkLine[] {
  return host.networks.map((network) => {
    const uses = addressUseOf(host, network)
    return {
      network,
      subnets: network.subnets.map(({subnet}) => subnet).filter(Boolean),
      gateways: uses.map(({gateway}) => gateway ?? '-'),
      used: uses.map(({used}) => used),
      free: uses.map(({free}) => free),
      containers: whenKnown(host.containers, () => countsOf(membersOf(host, network))),
      mtu: network.options['com.docker.network.driver.mtu'] ?? network.options.mtu ?? '',
      project: projectOf(network.labels)?.name ?? '',
    }
  })
}

function countsOf(members: readonly Member[]): {running: number; stopped: number} {
  const running = members.filter(({container}) => isLive(container)).length
  return {running, stopped: members.length - running}
}

function containersText({containers}: NetworkLine): string {
  if (!containers.known) return '?'
  const {running, stopped} = containers.value
  return stopped > 0 ? `${running} + ${stopped} stopped` : String(running)
}

interface NetworkTableOptions {
  readonly wide: boolean
  /** Whole ids instead of their first 12 characters. */
  readonly noTrunc: boolean
}

/** The table of `dnet ls` on a terminal. */
export function networkTable(lines: readonly NetworkLine[], options: NetworkTableOptions, look: Look): string {
  const paint = paintOf(look)
  const columns = [...firstColumns(options.noTrunc, paint), ...(options.wide ? wideColumns(paint) : [])]
  const age: Column<NetworkLine> = {
    head: options.wide ? 'AGE' : 'CREATED',
    cell: ({network}) => agoText(network.created, look.now),
    tint: paint.faint,
    dropAt: 2,
  }
  return tableText(lines, [...columns, age], {columns: look.columns, paint})
}

function firstColumns(noTrunc: boolean, paint: Paint): Column<NetworkLine>[] {
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
      cell: ({subnets}) => (subnets.length > 0 ? subnets : '-'),
      tint: (text, {subnets}) => (subnets.length > 0 ? paint.address(text) : paint.faint(text)),
      min: 18,
    },
  ]
}

function wideColumns(paint: Paint): Column<NetworkLine>[] {
  const counts = (of: readonly (bigint | null)[]): string[] => of.map(countOrUnknown)
  return [
    {head: 'GATEWAY', cell: ({gateways}) => gateways, tint: paint.address, dropAt: 5},
    {head: 'USED', cell: ({used}) => counts(used), right: true, dropAt: 7},
    {
      head: 'FREE',
      cell: ({free}) => counts(free),
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
    {head: 'MTU', cell: ({mtu}) => mtu || '-', tint: flag(paint), right: true, dropAt: 0},
  ]
}

const flag =
  (paint: Paint) =>
  (text: string): string =>
    text === '-' ? paint.faint(text) : text
