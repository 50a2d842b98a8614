import type {NetworkCard} from '../../model/networks/network-card.js'
import {projectOf} from '../../model/project.js'
import {agoText, barText, countOrUnknown} from '../text/amounts.js'
import {type Column, naturalWidth, tableText} from '../text/columns.js'
import displayWidth from '../text/display-width.cjs'
import {cut, wrapWords} from '../text/fit-text.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'
import {safeText} from '../text/safe-text.js'
import {DEPENDS, labelGroups, looseWords, type MemberWords, memberWords, projectText, traitsOf} from './card-words.js'
import {type OptionWords, optionWords} from './option-words.js'

/** What a whole card shares: width and colours. */
interface Sheet {
  readonly look: Look
  readonly paint: Paint
}

/** Wider tables are hard to read, however wide the terminal is. */
const WIDEST_TABLE = 200

/** A network as a card for people: what it is, its subnets, everything on it, what its options mean, its labels. */
function cardText(card: NetworkCard, look: Look): string {
  const sheet = {look, paint: paintOf(look)}
  const parts = [
    titleText(card, sheet),
    subnetsText(card, sheet),
    membersText(card, sheet),
    dependentsText(card, sheet),
    looseText(card, sheet),
    optionsText(card, sheet),
    labelsText(card, sheet),
    swarmText(card, sheet),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Several cards, one after another, separated by a line. */
export function cardsText(cards: readonly NetworkCard[], look: Look): string {
  const rule = paintOf(look).faint('─'.repeat(Math.min(look.columns, 80)))
  return cards.map((card) => cardText(card, look)).join(`\n${rule}\n\n`)
}

function titleText({network}: NetworkCard, {look, paint}: Sheet): string {
  const kind = ` ${[network.driver, 'network,', network.scope, 'scope'].join(' ')}`
  const name = cut(safeText(network.name), Math.max(12, look.columns - displayWidth(kind) - 1))
  const about = [
    ['id', network.id],
    [
      'created',
      [agoText(network.created, look.now), `(${network.created.slice(0, 19).replace('T', ' ')} UTC)`].join(' '),
    ],
    ['project', projectText(projectOf(network.labels))],
    ['traits', traitsOf(network).join(', ')],
    ['from', network.configFrom],
  ] as const
  const lines = about
    .filter(([, value]) => value !== '')
    .map(([key, value]) => fieldLine(key, [value], {look, paint}, {indent: 2, keyWidth: 9}))
  const rest = cut(safeText(kind).trim(), Math.max(0, look.columns - displayWidth(name) - 1))
  return `${paint.strong(name)} ${paint.faint(rest)}\n${lines.join('')}`
}

/** `key   value`, with the words on as many lines as needed, or each on its own lines. */
function fieldLine(key: string, words: readonly string[], {look, paint}: Sheet, frame: Field): string {
  const {indent, keyWidth, separately = false} = frame
  const room = look.columns - indent - keyWidth - 1
  const safe = words.map((word) => safeText(word))
  const lines = separately ? safe.flatMap((word) => wrapWords(word.split(' '), room)) : wrapWords(safe, room)
  const [first = '', ...more] = lines
  const head = `${' '.repeat(indent)}${paint.faint(key.padEnd(keyWidth))} ${first}`
  return [head, ...more.map((line) => `${' '.repeat(indent + keyWidth + 1)}${line}`)]
    .map((line) => `${line.replace(/ +$/, '')}\n`)
    .join('')
}

interface Field {
  readonly indent: number
  readonly keyWidth: number
  readonly separately?: boolean
}

function subnetsText({subnets}: NetworkCard, {look, paint}: Sheet): string {
  if (subnets.length === 0) return ''
  type Row = NetworkCard['subnets'][number]
  const columns: Column<Row>[] = [
    {head: 'SUBNET', cell: ({config}) => config.subnet || '-', tint: paint.address, min: 15},
    {head: 'GATEWAY', cell: ({gateway}) => gateway ?? '-', tint: paint.address, dropAt: 3},
    {head: 'USED', cell: ({used}) => countOrUnknown(used), right: true, dropAt: 5},
    {
      head: 'FREE',
      cell: ({free}) => countOrUnknown(free),
      right: true,
      tint: (text, {free}) => (free === 0n ? paint.bad(text) : text),
    },
    {
      head: '',
      cell: ({used, free}) => (used === null || free === null ? '' : barText(used, free, 12)),
      tint: (text, {used, free}) =>
        used !== null && free !== null && used * 5n >= (used + free) * 4n ? paint.warning(text) : paint.good(text),
      dropAt: 4,
    },
    {head: 'RANGE', cell: ({config}) => config.ipRange || 'whole subnet', dropAt: 1},
    {
      head: 'KEPT',
      cell: ({config}) => Object.entries(config.auxAddresses).map(([name, addr]) => `${addr} ${name}`),
      dropAt: 2,
      min: 15,
    },
  ]
  const told = columns.filter(({head}) => {
    if (head === 'RANGE') return subnets.some(({config}) => config.ipRange !== '')
    return head !== 'KEPT' || subnets.some(({config}) => Object.keys(config.auxAddresses).length > 0)
  })
  return section('Subnets', '', tableText(subnets, told, {columns: look.columns, indent: 2, paint}), paint)
}

const section = (title: string, note: string, body: string, paint: Paint): string =>
  `${paint.heading(title)}${note === '' ? '' : `  ${paint.faint(note)}`}\n${body}`

function membersText({network, members: seen}: NetworkCard, sheet: Sheet): string {
  const {look, paint} = sheet
  if (!seen.known) return section('Containers', `unknown: ${seen.why}`, '', paint)
  const members = seen.value.map((member) => memberWords(member, network.name))
  if (members.length === 0) return section('Containers', 'none', '', paint)
  const running = members.filter(({live}) => live).length
  const note = [`${running} running`, `${members.length - running} not running`].join(', ')
  const columns = memberColumns(paint).filter(
    ({head, cell}) => head === 'NAME' || members.some((member) => cell(member).length > 0),
  )
  const room = Math.min(look.columns, WIDEST_TABLE) - 2
  const body =
    naturalWidth(members, columns) <= room
      ? tableText(members, columns, {columns: look.columns, indent: 2, paint})
      : members.map((member) => memberBlock(member, sheet)).join('')
  return section('Containers', note, body, paint)
}

const stateTint =
  (paint: Paint) =>
  (text: string, {live, stale}: MemberWords): string =>
    stale !== '' ? paint.bad(text) : live ? paint.good(text) : paint.faint(text)

function memberColumns(paint: Paint): Column<MemberWords>[] {
  return [
    {head: 'NAME', cell: ({name}) => name, tint: paint.strong},
    {head: 'STATE', cell: ({state, stale}) => [state, stale].filter(Boolean), tint: stateTint(paint)},
    {head: 'ADDRESS', cell: ({addresses}) => addresses, tint: paint.address},
    {head: 'MAC', cell: ({mac}) => mac},
    {head: 'NAMES', cell: ({names}) => wrapWords(names, 40, ', ')},
    {head: 'DEFAULT GATEWAY', cell: ({gateway}) => gateway},
    {head: 'PORTS', cell: ({ports}) => ports},
    {head: 'PROJECT', cell: ({project}) => project},
    {head: 'SHARED BY', cell: ({sharedBy}) => sharedBy},
  ]
}

/** A container in a narrow terminal: its name and state, then one line for each detail. */
function memberBlock(member: MemberWords, {look, paint}: Sheet): string {
  const state = [member.state, member.stale].filter(Boolean).join(', ')
  const name = cut(safeText(member.name), Math.max(12, look.columns - 14))
  const tail = cut(safeText(state), Math.max(0, look.columns - displayWidth(name) - 6))
  const mark = stateTint(paint)(member.stale !== '' ? '!' : member.live ? '●' : '○', member)
  const fields = [
    ['address', [...member.addresses, ...(member.mac ? [member.mac] : [])]],
    ['names', member.names.map((each, i) => (i < member.names.length - 1 ? `${each},` : each))],
    ['gateway', member.gateway],
    ['ports', member.ports.map((each, i) => (i < member.ports.length - 1 ? `${each},` : each))],
    ['project', member.project === '' ? [] : [member.project]],
    ['shared', member.sharedBy],
  ] as const
  const lines = fields
    .filter(([, words]) => words.length > 0)
    .map(([key, words]) =>
      fieldLine(key, words, {look, paint}, {indent: 4, keyWidth: 7, separately: key === 'gateway'}),
    )
  return `  ${mark} ${paint.strong(name)}  ${stateTint(paint)(tail, member)}\n${lines.join('')}`
}

function looseText({loose}: NetworkCard, {look, paint}: Sheet): string {
  if (loose.length === 0) return ''
  const columns: Column<NetworkCard['loose'][number]>[] = [
    {head: 'ENDPOINT', cell: ({name}) => name, min: 12},
    {head: 'ADDRESS', cell: ({ipv4, ipv6}) => [ipv4, ipv6].filter(Boolean), tint: paint.address},
    {head: 'MAC', cell: ({mac}) => mac, dropAt: 0},
    {
      head: 'IS',
      cell: looseWords,
      tint: (text, {kind}) => (kind === 'stale' ? paint.bad(text) : paint.faint(text)),
      min: 10,
    },
  ]
  return section('Other endpoints', '', tableText(loose, columns, {columns: look.columns, indent: 2, paint}), paint)
}

function dependentsText({dependents}: NetworkCard, {look, paint}: Sheet): string {
  if (dependents.length === 0) return ''
  const columns: Column<NetworkCard['dependents'][number]>[] = [
    {head: 'NAME', cell: ({name}) => name, tint: paint.strong, min: 12},
    {head: 'STATE', cell: ({state}) => state, tint: (text, {live}) => (live ? paint.good(text) : paint.faint(text))},
    {head: 'WHY', cell: () => DEPENDS, tint: paint.faint},
  ]
  const body = tableText(dependents, columns, {columns: look.columns, indent: 2, paint})
  return section('Needed by', '', body, paint)
}

function optionsText({network}: NetworkCard, {look, paint}: Sheet): string {
  const options = optionWords(network)
  if (options.length === 0) return ''
  const columns: Column<OptionWords>[] = [
    {head: 'OPTION', cell: ({name}) => name, min: 14},
    {
      head: 'VALUE',
      cell: ({value, isDefault}) => (isDefault ? `${value} (default)` : value || '""'),
      tint: (text, {isDefault}) => (isDefault ? paint.faint(text) : text),
      min: 12,
    },
    {head: 'MEANING', cell: ({meaning}) => meaning, tint: paint.faint, min: 20, dropAt: 0},
  ]
  return section('Driver options', '', tableText(options, columns, {columns: look.columns, indent: 2, paint}), paint)
}

function labelsText({network}: NetworkCard, {look, paint}: Sheet): string {
  const labels = labelGroups(network.labels)
  if (labels.length === 0) return ''
  const columns: Column<readonly [string, string]>[] = [
    {head: 'LABEL', cell: ([key]) => key, min: 14},
    {head: 'VALUE', cell: ([, value]) => value || '""', min: 10},
  ]
  const groups = labels.map(({title, pairs}) => {
    const table = tableText(pairs, columns, {columns: look.columns, indent: title === '' ? 2 : 4, paint})
    return title === '' ? table : `  ${paint.faint(cut(safeText(title), look.columns - 2))}\n${table}`
  })
  return section('Labels', '', groups.join(''), paint)
}

function swarmText({peers, services}: NetworkCard, {look, paint}: Sheet): string {
  const peerColumns: Column<NetworkCard['peers'][number]>[] = [
    {head: 'PEER', cell: ({name}) => name, min: 12},
    {head: 'ADDRESS', cell: ({address}) => address, tint: paint.address},
  ]
  const serviceColumns: Column<NetworkCard['services'][number]>[] = [
    {head: 'SERVICE', cell: ({name}) => name || '(none)', min: 12},
    {head: 'ADDRESS', cell: ({virtualAddress}) => virtualAddress || '-', tint: paint.address},
    {head: 'PORTS', cell: ({ports}) => ports, min: 10},
  ]
  const frame = {columns: look.columns, indent: 2, paint}
  const parts = [
    peers.length > 0 ? section('Swarm peers', '', tableText(peers, peerColumns, frame), paint) : '',
    services.length > 0 ? section('Swarm services', '', tableText(services, serviceColumns, frame), paint) : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}
