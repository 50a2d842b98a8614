import type {ContainerCard, ContainerNetwork} from '../../model/networks/container-card.js'
import {type Column, naturalWidth, tableText} from '../text/columns.js'
import displayWidth from '../text/display-width.cjs'
import {cut} from '../text/fit-text.js'
import {type Look, paintOf} from '../text/paint.js'
import {safeText} from '../text/safe-text.js'
import {addressTexts, gatewayTexts, portTexts, projectText} from './card-words.js'

type Field = readonly [name: string, of: (network: ContainerNetwork) => readonly string[]]

const FIELDS: readonly Field[] = [
  ['stale', ({missing}) => (missing === '' ? [] : [missing === 'gone' ? 'its network is gone' : 'no such network'])],
  ['driver', ({driver, internal}) => [driver, internal ? 'internal' : ''].filter(Boolean)],
  ['subnet', ({subnets}) => subnets],
  ['address', addressTexts],
  ['gateway', ({gateways}) => gateways],
  ['MAC', ({mac}) => (mac === '' ? [] : [mac])],
  ['names', ({names}) => names],
  ['links', ({links}) => links],
  ['priority', ({gatewayPriority}) => (gatewayPriority === 0 ? [] : [String(gatewayPriority)])],
  ['default gateway', ({givesGateway}) => givesGateway.map((family) => `IPv${family}`)],
]

/** The container's networks side by side; those that do not fit follow below. */
export function containerCardText(card: ContainerCard, look: Look): string {
  const paint = paintOf(look)
  const fields = FIELDS.filter(([, of]) => card.networks.some((network) => of(network).length > 0))
  const columnOf = (network: ContainerNetwork): Column<Field> => ({
    head: network.name,
    cell: ([, of]) => of(network),
    tint: (text, [name]) =>
      name === 'stale' ? paint.bad(text) : name === 'address' || name === 'subnet' ? paint.address(text) : text,
    min: 16,
  })
  const first: Column<Field> = {head: '', cell: ([name]) => name, tint: paint.faint}
  const groups: Column<Field>[][] = []
  for (const network of card.networks) {
    const column = columnOf(network)
    const last = groups.at(-1)
    if (last && naturalWidth(fields, [first, ...last, column]) <= look.columns - 2) last.push(column)
    else groups.push([column])
  }
  const tables = groups.map((columns) =>
    tableText(fields, [first, ...columns], {columns: look.columns, indent: 2, paint}),
  )
  return [headText(card, look), ...tables].join('\n')
}

/** Nothing for a container that is on the network it was created with. */
function createdText({createdWith, live}: ContainerCard): string {
  if (!createdWith || createdWith.is === 'joined') return ''
  const gone = live ? 'it can join no other' : 'it can join others, but not start on one'
  const what = createdWith.is === 'gone' ? `which is gone: ${gone}` : 'which it needs to join any other'
  return `with network ${createdWith.network}, ${what}`
}

function headText(card: ContainerCard, look: Look): string {
  const paint = paintOf(look)
  const name = cut(safeText(card.name), Math.max(12, look.columns - 16))
  const rest = cut(safeText(`container, ${card.state}`), Math.max(0, look.columns - displayWidth(name) - 1))
  const shares = card.networkMode.startsWith('container:') ? `that of ${card.networkMode.slice(10).slice(0, 64)}` : ''
  const lines = [
    ['id', card.id],
    ['image', card.image],
    ['project', projectText(card.project)],
    ['created', createdText(card)],
    ['network', shares || (card.networks.length === 0 ? card.networkMode : '')],
    ['ports', portTexts(card).join(', ')],
    ...gatewayTexts(card.gateways, '').map((text) => ['gateway', text] as const),
    ['shared by', card.sharedBy.map((sharer) => sharer.name).join(', ')],
  ] as const
  const body = lines
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `  ${paint.faint(key.padEnd(9))} ${cut(safeText(value), look.columns - 12)}\n`)
  return `${paint.strong(name)} ${(card.live ? paint.good : paint.faint)(rest)}\n${body.join('')}`
}
