import type {Container} from '../../model/container.js'
import {gatewaysOf} from '../../model/endpoints/default-gateway.js'
import {isLive, networkOf, sharersOf} from '../../model/endpoints/members.js'
import {dnsNamesOf} from '../../model/endpoints/names.js'
import type {Host} from '../../model/host.js'
import {bareAddress} from '../../net/addr.js'
import {tryPrefix} from '../../net/prefix.js'
import {type Column, naturalWidth, tableText} from '../text/columns.js'
import displayWidth from '../text/display-width.cjs'
import {cut} from '../text/fit-text.js'
import {type Look, paintOf} from '../text/paint.js'
import {safeText} from '../text/safe-text.js'
import {cardMember, gatewayTexts, portTexts, projectText} from './card-rows.js'

/** A container with all its networks. */
interface ContainerCard {
  readonly name: string
  readonly id: string
  readonly image: string
  readonly state: string
  readonly live: boolean
  readonly project: string
  readonly networkMode: string
  readonly ports: readonly string[]
  /** Which network each default gateway is on, and why. */
  readonly gateway: readonly string[]
  /** Names of the containers that use its network stack. */
  readonly sharedBy: readonly string[]
  readonly networks: readonly CardNetwork[]
}

/** One network of the container; each list is shown one below the other. */
interface CardNetwork {
  readonly name: string
  /** Why the container cannot start on it; '' for no reason. */
  readonly stale: string
  readonly driver: readonly string[]
  readonly subnets: readonly string[]
  readonly addresses: readonly string[]
  readonly gateways: readonly string[]
  readonly mac: string
  readonly names: readonly string[]
  readonly links: readonly string[]
  readonly priority: string
  /** The families whose default gateway it gives: "IPv4", "IPv6". */
  readonly givesGateway: readonly string[]
}

/** The card of one container of the host. */
export function containerCard(host: Host, container: Container): ContainerCard {
  const {gateways} = gatewaysOf(host, container)
  return {
    name: container.name,
    id: container.id,
    image: container.image,
    state: container.state,
    live: isLive(container),
    project: projectText(container.labels),
    networkMode: container.networkMode,
    ports: portTexts(container),
    gateway: gatewayTexts(host, '', container),
    sharedBy: sharersOf(host, container).map(({name}) => name),
    networks: container.endpoints.map((endpoint): CardNetwork => {
      const network = networkOf(host, endpoint)
      const stale = network ? '' : endpoint.networkId === '' ? 'no such network' : 'its network is gone'
      const member = {container, endpoint}
      const shown = network && cardMember(host, network, member, stale)
      const names = endpoint.names.known ? endpoint.names.value : undefined
      return {
        name: endpoint.networkName,
        stale,
        driver: network ? [network.driver, ...(network.internal ? ['internal'] : [])] : [],
        subnets: network?.subnets.map(({subnet}) => tryPrefix(subnet) ?? subnet) ?? [],
        addresses: shown?.addresses ?? [],
        gateways: [endpoint.gateway4, endpoint.gateway6].flatMap((addr) => (addr ? [bareAddress(addr)] : [])),
        mac: shown?.mac ?? '',
        names: network ? dnsNamesOf(member, network) : [],
        links: names?.links ?? [],
        priority: endpoint.gatewayPriority === 0 ? '' : String(endpoint.gatewayPriority),
        givesGateway: ([4, 6] as const).flatMap((family) =>
          gateways[family]?.networkName === endpoint.networkName ? [`IPv${family}`] : [],
        ),
      }
    }),
  }
}

type Field = readonly [name: string, of: (network: CardNetwork) => readonly string[]]

const FIELDS: readonly Field[] = [
  ['stale', ({stale}) => (stale === '' ? [] : [stale])],
  ['driver', ({driver}) => driver],
  ['subnet', ({subnets}) => subnets],
  ['address', ({addresses}) => addresses],
  ['gateway', ({gateways}) => gateways],
  ['MAC', ({mac}) => (mac === '' ? [] : [mac])],
  ['names', ({names}) => names],
  ['links', ({links}) => links],
  ['priority', ({priority}) => (priority === '' ? [] : [priority])],
  ['default gateway', ({givesGateway}) => givesGateway],
]

/** The container's networks side by side; where the room ends, the next ones below. */
export function containerCardText(card: ContainerCard, look: Look): string {
  const paint = paintOf(look)
  const fields = FIELDS.filter(([, of]) => card.networks.some((network) => of(network).length > 0))
  const columnOf = (network: CardNetwork): Column<Field> => ({
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

function headText(card: ContainerCard, look: Look): string {
  const paint = paintOf(look)
  const name = cut(safeText(card.name), Math.max(12, look.columns - 16))
  const rest = cut(safeText(`container, ${card.state}`), Math.max(0, look.columns - displayWidth(name) - 1))
  const shares = card.networkMode.startsWith('container:') ? `that of ${card.networkMode.slice(10).slice(0, 64)}` : ''
  const lines = [
    ['id', card.id],
    ['image', card.image],
    ['project', card.project],
    ['network', shares || (card.networks.length === 0 ? card.networkMode : '')],
    ['ports', card.ports.join(', ')],
    ...card.gateway.map((text) => ['gateway', text] as const),
    ['shared by', card.sharedBy.join(', ')],
  ] as const
  const body = lines
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `  ${paint.faint(key.padEnd(9))} ${cut(safeText(value), look.columns - 12)}\n`)
  return `${paint.strong(name)} ${(card.live ? paint.good : paint.faint)(rest)}\n${body.join('')}`
}
