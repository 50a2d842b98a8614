import type {MemberRow} from '../../model/endpoints/member-rows.js'
import type {Network} from '../../model/host.js'
import type {NetworkBranch} from '../../model/networks/network-rows.js'
import displayWidth from '../text/display-width.cjs'
import {cut} from '../text/fit-text.js'
import {type Look, type Paint, paintOf} from '../text/paint.js'
import {safeText} from '../text/safe-text.js'
import {DEPENDS, looseWords, strandedText} from './card-words.js'

/** The networks, in the order given, each with its containers below it, running and stopped. */
export function networkTree(branches: readonly NetworkBranch[], look: Look): string {
  const paint = paintOf(look)
  return branches
    .map(({network, containers, dependents, endpoints}) => {
      const loose = endpoints.map((endpoint): Item => {
        const addresses = [endpoint.ipv4, endpoint.ipv6].filter(Boolean).join(' ')
        const tint = endpoint.kind === 'stale' ? paint.bad : paint.faint
        return {text: endpoint.name, tint, addresses, note: looseWords(endpoint), below: []}
      })
      const absent = dependents.map((container): Item => {
        return {text: container.name, tint: paint.faint, addresses: '', note: DEPENDS, below: []}
      })
      const items = [...containers.map((member) => memberItem(member, paint)), ...absent, ...loose]
      return [headText(network, look, paint), ...itemLines(items, '', look, paint)].join('')
    })
    .join('')
}

interface Item {
  readonly text: string
  readonly tint: (text: string) => string
  readonly addresses: string
  readonly note: string
  readonly below: readonly Item[]
}

function headText(network: Network, look: Look, paint: Paint): string {
  const subnets = network.subnets.map(({subnet}) => subnet).filter(Boolean)
  const name = cut(safeText(network.name), Math.max(12, look.columns - 40))
  const words = [network.driver, network.internal ? 'internal' : '', subnets.join(' ')].filter(Boolean).join('  ')
  const rest = cut(safeText(words), Math.max(0, look.columns - displayWidth(name) - 2))
  return `${paint.strong(name)}  ${paint.address(rest)}`.trimEnd().concat('\n')
}

function memberItem(member: MemberRow, paint: Paint): Item {
  const {name, state, live, madeFor, addresses, wanted, project, sharedBy} = member
  const notes = [
    live ? '' : state,
    madeFor === '' ? '' : strandedText(madeFor),
    project ? `${project.name}${project.service ? `/${project.service}` : ''}` : '',
  ]
  return {
    text: name,
    tint: madeFor === '' ? (live ? paint.good : paint.faint) : paint.bad,
    addresses: [...addresses, ...wanted].join(' '),
    note: notes.filter(Boolean).join(', '),
    below: sharedBy.map((sharer) => ({
      text: sharer.name,
      tint: sharer.live ? paint.good : paint.faint,
      addresses: '',
      note: 'shares this network stack',
      below: [],
    })),
  }
}

/** Addresses and notes have one column each, aligned over all items of a branch. */
function itemLines(items: readonly Item[], before: string, look: Look, paint: Paint): string[] {
  const room = look.columns - displayWidth(before) - 3
  const names = items.map(({text}) => cut(safeText(text), Math.max(10, Math.min(40, Math.floor(room / 2)))))
  const nameWidth = Math.max(0, ...names.map(displayWidth))
  const addressWidth = Math.max(0, ...items.map(({addresses}) => displayWidth(addresses)))
  return items.flatMap((item, i) => {
    const last = i === items.length - 1
    const name = names[i] ?? ''
    const padded = `${item.tint(name)}${' '.repeat(nameWidth - displayWidth(name))}`
    const addresses = cut(item.addresses, Math.max(0, room - nameWidth - 2))
    const gap = ' '.repeat(Math.max(0, addressWidth - displayWidth(addresses)))
    const note = cut(safeText(item.note), Math.max(0, room - nameWidth - addressWidth - 4))
    const middle = addressWidth === 0 ? '' : `  ${paint.address(addresses)}${gap}`
    const line = `${before}${last ? '└─' : '├─'} ${padded}${middle}  ${paint.faint(note)}`
    const below = itemLines(item.below, `${before}${last ? '   ' : '│  '}`, look, paint)
    return [`${line.replace(/ +$/, '')}\n`, ...below]
  })
}
