import type {DnsName, DnsTarget, Resolution} from '../model/endpoints/dns.js'
import {type Column, tableText} from './text/columns.js'
import {type Look, paintOf} from './text/paint.js'
import {safeText} from './text/safe-text.js'

interface Line {
  readonly name: string
  readonly target: DnsTarget
  readonly collides: boolean
}

/** Which names resolve to which containers, one line for each container of a name. */
export function dnsTable(names: readonly DnsName[], look: Look): string {
  const paint = paintOf(look)
  const lines = names.flatMap(({name, targets, collides}) => targets.map((target): Line => ({name, target, collides})))
  const columns: Column<Line>[] = [
    {head: 'NAME', cell: ({name}) => name, tint: paint.strong, min: 12},
    {head: 'RESOLVES TO', cell: ({target}) => target.container, min: 12},
    {head: 'AS', cell: ({target}) => target.kind, tint: paint.faint, dropAt: 0},
    {
      head: 'ADDRESS',
      cell: ({target}) => (target.addresses.length > 0 ? target.addresses : `- (${target.state})`),
      tint: (text, {target}) => (target.live ? paint.address(text) : paint.faint(text)),
      dropAt: 1,
    },
    {head: 'NOTE', cell: ({collides}) => (collides ? 'not unique' : ''), tint: paint.warning},
  ]
  const told = columns.filter(({head}) => head !== 'NOTE' || lines.some(({collides}) => collides))
  return tableText(lines, told, {columns: look.columns, paint})
}

/** What a container gets for a name. */
export function resolutionText(from: string, name: string, resolution: Resolution & {found: true}, look: Look): string {
  const paint = paintOf(look)
  const {targets, network, by} = resolution
  const lines = targets.map(({container, addresses}) => {
    const where = addresses.length > 0 ? paint.address(addresses.join(' ')) : paint.faint('no address')
    return `  ${where}${container === '' ? '' : `  ${safeText(container)}`}\n`
  })
  const source =
    by === 'hosts file'
      ? 'through its hosts file'
      : `on network ${network}${by === 'link' ? ', through its own link' : ''}`
  const several = new Set(targets.map(({container}) => container)).size > 1
  const note = several ? paint.warning('  several containers have this name: the answer may differ each time\n') : ''
  return `${safeText(from)} resolves ${paint.strong(safeText(name))} ${safeText(source)}\n${lines.join('')}${note}`
}

/**
 * What a container gets for a name that neither its hosts file nor Docker's DNS has.
 * @param maybeAlias whether another node may know it as an alias
 */
export function passedOnText(from: string, name: string, maybeAlias: boolean, look: Look): string {
  const paint = paintOf(look)
  if (maybeAlias)
    return `${safeText(from)} gets ${paint.strong(safeText(name))} from another node, if it is an alias there, or asks resolvers outside Docker: dnet knows neither answer\n`
  return `${safeText(from)} asks resolvers outside Docker for ${paint.strong(safeText(name))}, whose answer dnet does not know\n`
}
