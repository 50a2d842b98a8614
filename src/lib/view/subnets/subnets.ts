import type {Taken} from '../../model/address-space.js'
import {shortId} from '../../model/ids.js'
import {takenText} from '../../model/subnets/blocks-in-use.js'
import type {BlockOverlap} from '../../model/subnets/overlaps.js'
import type {Family} from '../../net/addr.js'
import {blocksInside} from '../../net/prefix.js'
import {totalOf} from '../../plan/allocate/pool-use.js'
import type {FreeFact, PoolFact, SubnetFact, SubnetReport} from '../../plan/subnets/subnet-report.js'
import {addressMap} from '../text/address-map.js'
import {countText} from '../text/amounts.js'
import {type Column, tableText} from '../text/columns.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'
import {safeText} from '../text/safe-text.js'

/** What is using a block, in two or three words, such as `network web` or `route via 10.0.0.1`. */
function ownerText({holder}: Taken): string {
  switch (holder.kind) {
    case 'network':
      return `network ${holder.name}`
    case 'route':
      return holder.gateway ? `route via ${holder.gateway} on ${holder.device}` : `route on ${holder.device}`
    case 'interface':
      return `interface ${holder.device}`
    case 'resolver':
      return `resolver ${holder.addr}`
    case 'reservation':
      return holder.what
    case 'avoid':
      return `to avoid (${holder.from})`
  }
}

interface SubnetsOptions {
  readonly wide: boolean
  readonly map: boolean
  /** Whether the report is about several hosts. */
  readonly contexts: boolean
}

/** The whole report for people: pools, subnets, free blocks, and overlaps if there are any. */
export function subnetsText(report: SubnetReport, options: SubnetsOptions, look: Look): string {
  const paint = paintOf(look)
  const frame = {columns: look.columns, paint}
  const context = contextColumn(options.contexts)
  const parts = [
    ...(report.pools.length > 0
      ? [`${totalsText(report, paint)}${tableText(report.pools, [...context, ...poolColumns(paint)], frame)}`]
      : []),
    ...(options.map ? [mapOf(report, look.columns)] : []),
    tableText(report.subnets, [...context, ...subnetColumns(options.wide, paint)], frame),
    tableText(report.free, [...context, ...freeColumns(undefined)], frame),
    ...(report.overlaps.length > 0 ? [tableText(report.overlaps, overlapColumns(options.contexts, paint), frame)] : []),
  ]
  return parts.join('\n')
}

/** Only the free blocks, and how many blocks of the wanted length fit in each. */
export const freeText = (report: SubnetReport, length: number, contexts: boolean, look: Look): string =>
  tableText(report.free, [...contextColumn(contexts), ...freeColumns(length)], {
    columns: look.columns,
    paint: paintOf(look),
  })

function totalsText({pools}: SubnetReport, paint: Paint): string {
  const contexts = [...new Set(pools.map(({context}) => context))]
  return contexts
    .flatMap((context) =>
      (['local', 'swarm'] as const).flatMap((of) =>
        ([4, 6] as const).flatMap((family) => totalLine(pools, context, of, family)),
      ),
    )
    .map((line) => `${paint.strong(line)}\n`)
    .join('')
}

function totalLine(pools: readonly PoolFact[], context: string, of: 'local' | 'swarm', family: Family): string[] {
  const own = pools.filter((pool) => pool.context === context)
  const total = totalOf(own, of, family)
  if (!total) return []
  const where = [context, of === 'swarm' ? 'Swarm' : '', `IPv${family} pools`].filter(Boolean).join(' ')
  return [
    `${safeText(where)}: ${countText(total.used)} of ${countText(total.blocks)} blocks used, ${countText(total.left)} left`,
  ]
}

const contextColumn = <Row extends {readonly context: string}>(shown: boolean): Column<Row>[] =>
  shown ? [{head: 'CONTEXT', cell: ({context}) => context}] : []

const poolColumns = (paint: Paint): Column<PoolFact>[] => [
  {head: 'POOL', cell: ({base}) => base, tint: paint.address},
  {head: 'BLOCKS', cell: ({blocks, blockLength}) => `${countText(blocks)} x /${blockLength}`},
  {head: 'USED', cell: ({used}) => countText(used), right: true},
  {head: 'KEPT CLEAR', cell: ({kept}) => countText(kept), right: true, dropAt: 1},
  {head: 'LEFT', cell: ({left}) => countText(left), right: true},
  {head: 'FOR', cell: ({of}) => (of === 'swarm' ? 'overlay networks' : 'local networks'), dropAt: 2},
]

const countOrNone = (count: bigint | null | undefined): string => (typeof count === 'bigint' ? countText(count) : '-')

const subnetColumns = (wide: boolean, paint: Paint): Column<SubnetFact>[] => [
  {head: 'SUBNET', cell: ({prefix}) => prefix, tint: paint.address},
  {head: 'OWNER', cell: ownerText, min: 20},
  {head: 'DRIVER', cell: ({network}) => network?.driver ?? '-', dropAt: 3},
  {head: 'USED', cell: ({use}) => countOrNone(use?.used), right: true},
  {head: 'FREE', cell: ({use}) => countOrNone(use?.free), right: true},
  ...(wide
    ? ([
        {head: 'GATEWAY', cell: ({use}) => use?.config.gateway || '-', dropAt: 5},
        {head: 'IP RANGE', cell: ({use}) => use?.config.ipRange || '-', dropAt: 2},
        {head: 'SCOPE', cell: ({network}) => network?.scope ?? '-', dropAt: 4},
        {head: 'COUNTED BY', cell: ({use}) => use?.countedBy ?? '-', dropAt: 1},
        {head: 'NETWORK ID', cell: ({network}) => (network ? shortId(network.id) : '-'), dropAt: 0},
      ] satisfies Column<SubnetFact>[])
    : []),
]

const freeColumns = (length: number | undefined): Column<FreeFact>[] => [
  {head: 'FREE BLOCK', cell: ({block}) => block},
  ...(length === undefined
    ? []
    : [{head: `/${length} INSIDE`, cell: ({block}: FreeFact) => countText(blocksInside(block, length)), right: true}]),
]

const overlapColumns = (contexts: boolean, paint: Paint): Column<BlockOverlap>[] => {
  const side = (block: BlockOverlap['one']): string =>
    contexts && block.context ? `${block.context}: ${takenText(block)}` : takenText(block)
  return [
    {head: 'OVERLAP', cell: ({kind}) => kind, tint: paint.warning},
    {head: 'BETWEEN', cell: ({one, other}) => [side(one), side(other)], min: 20},
    {head: 'CONSEQUENCE', cell: ({consequence}) => consequence, min: 20, dropAt: 1},
  ]
}

/** `█` a network, `▄` a cell that is used in part, `▒` used by the machine or avoided, `·` free. */
function mapOf({pools, subnets}: SubnetReport, columns: number): string {
  const contexts = [...new Set(pools.map(({context}) => context))]
  const maps = contexts.map((context) => {
    const marks = subnets
      .filter((subnet) => subnet.context === context)
      .map(({prefix, network}) => ({block: prefix, whole: network ? '█' : '▒', part: network ? '▄' : '▒'}))
    const lines = pools
      .filter((pool) => pool.context === context)
      .map(({base, blockLength, used, blocks}) => ({
        block: base,
        cellLength: blockLength,
        note: `${countText(used)} of ${countText(blocks)}`,
      }))
    return `${context ? `${safeText(context)}\n` : ''}${addressMap(lines, marks, columns)}`
  })
  return `${maps.join('\n')}█ network  ▄ in part  ▒ machine or avoided  · free\n`
}
