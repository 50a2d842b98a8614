import type {PublishedPort} from '../../model/container.js'
import type {DefaultGateway} from '../../model/endpoints/gateway-reason.js'
import type {LooseEndpoint} from '../../model/endpoints/members.js'
import type {Network} from '../../model/host.js'
import {shortId} from '../../model/ids.js'
import type {CardMember, Publishing} from '../../model/networks/network-card.js'
import {LABEL_OWNERS, type Project} from '../../model/project.js'
import {bracketed} from '../../net/addr.js'
import {type PortWish, wantsAnyPort} from '../../net/port.js'

/** A container on a network in words; the items of each list are shown one below the other. */
export interface MemberWords extends Pick<CardMember, 'name' | 'state' | 'live' | 'mac' | 'names'> {
  /** Why it cannot start; '' for no reason. */
  readonly stale: string
  /** Its addresses; if it is not running, those it asks for, marked as such. */
  readonly addresses: readonly string[]
  /** Which network its default gateways are on, and why, one text for each answer. */
  readonly gateway: readonly string[]
  readonly ports: readonly string[]
  readonly project: string
  /** Names of the containers that use its network stack. */
  readonly sharedBy: readonly string[]
}

/** @param networkName the network whose card it is on */
export function memberWords(member: CardMember, networkName: string): MemberWords {
  const {name, state, live, mac, names, madeFor, gateways, project, sharedBy} = member
  return {
    name,
    state,
    live,
    stale: madeFor === '' ? '' : strandedText(madeFor),
    addresses: addressTexts(member),
    mac,
    names,
    gateway: gatewayTexts(gateways, networkName),
    ports: portTexts(member),
    project: projectText(project),
    sharedBy: sharedBy.map((sharer) => sharer.name),
  }
}

export const addressTexts = ({
  addresses,
  wanted,
  linkLocal,
}: Pick<CardMember, 'addresses' | 'wanted' | 'linkLocal'>) => [
  ...addresses,
  ...wanted.map((addr) => `wants ${addr}`),
  ...linkLocal,
]

/** What an endpoint without a container is for. */
export function looseWords({kind, serves}: LooseEndpoint): string {
  switch (kind) {
    case 'stale':
      return 'stale: without a container'
    case 'load balancer':
      return "Swarm's load balancer on this node"
    case 'routing mesh':
      return "Swarm's routing mesh on this node"
    case 'task':
      return 'a task of a Swarm service, which starts or ends'
    case 'way out':
      return serves === '' ? "Swarm's outside access on this node" : `Swarm's outside access on this node for ${serves}`
  }
}

/** What a container is to a network that it was created with and is not on. */
export const DEPENDS = 'not on it, but needs it to join any other: it was created with it'

/** Labels of one origin; the title is '' for a person's own, which come first. */
interface LabelGroup {
  readonly title: string
  readonly pairs: readonly (readonly [key: string, value: string])[]
}

/** What is unusual: "internal", "attachable", "IPv6", … */
export function traitsOf(network: Network): string[] {
  const traits: readonly (readonly [boolean, string])[] = [
    [network.internal, 'internal: no outside access'],
    [network.attachable, 'attachable'],
    [network.ingress, "Swarm's routing mesh"],
    [network.configOnly, 'configuration only'],
    [network.enableIPv6, 'IPv6'],
    [network.ipamDriver !== '' && network.ipamDriver !== 'default', `addresses by ${network.ipamDriver}`],
  ]
  return traits.filter(([holds]) => holds).map(([, text]) => text)
}

/** Why a container cannot start that was made for the earlier network of this name with the id `madeFor`. */
export const strandedText = (madeFor: string): string => `made for an earlier network of this name, ${shortId(madeFor)}`

/**
 * Which networks a container's default gateways are on, and why, one text for each answer: "here" if it is the
 * network of that name; "none" if it has no gateway, nothing if it has no network of its own.
 */
export function gatewayTexts(gateways: readonly DefaultGateway[] | undefined, networkName: string): string[] {
  if (gateways === undefined) return []
  const texts = gateways.map(({family, network, reason}) => {
    const where = network === networkName ? 'here' : `via ${network}`
    return {family, text: reason === '' ? where : `${where} (${reason})`}
  })
  const [first, second] = texts
  if (!first) return ['none']
  if (second && first.text === second.text) return [first.text]
  return texts.map(({family, text}) => (texts.length > 1 || family === 6 ? `IPv${family} ${text}` : text))
}

/** What a container publishes, or would publish if it ran: `8080→80/tcp`, with the host's address unless it is any. */
export const portTexts = ({published, wishes}: Publishing): string[] => [
  ...new Set([...published.map(publishedText), ...wishes.map((wish) => `wants ${wishText(wish)}`)]),
]

function publishedText({hostAddr, hostPort, containerPort, protocol}: PublishedPort): string {
  return `${hostPart(hostAddr)}${hostPort}→${containerPort}/${protocol}`
}

function wishText({hostAddr, hostPorts, containerPort, protocol}: PortWish): string {
  const range = hostPorts && hostPorts.first !== hostPorts.last ? `${hostPorts.first}-${hostPorts.last}` : undefined
  const port = !hostPorts || wantsAnyPort(hostPorts) ? 'any' : (range ?? String(hostPorts.first))
  return `${hostAddr === null ? '' : hostPart(hostAddr)}${port}→${containerPort}/${protocol}`
}

function hostPart(addr: PublishedPort['hostAddr']): string {
  if (addr === '0.0.0.0' || addr === '::') return ''
  return `${bracketed(addr)}:`
}

/** "compose project shop, service db", '' for none. */
export function projectText(project: Project | undefined): string {
  if (!project) return ''
  const what = project.kind === 'compose' ? 'compose project' : 'stack'
  const parts = [
    project.network === '' ? '' : `, network ${project.network}`,
    project.service === '' ? '' : `, service ${project.service}`,
  ]
  return `${what} ${project.name}${parts.join('')}`
}

const GROUPS: readonly (readonly [prefix: string, title: string])[] = [...LABEL_OWNERS, ['com.docker.', 'Docker']]

/** The labels of each origin; a person's own first, under no title. */
export function labelGroups(labels: Readonly<Record<string, string>>): LabelGroup[] {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const originOf = (key: string): string => GROUPS.find(([prefix]) => key.startsWith(prefix))?.[1] ?? ''
  return ['', ...GROUPS.map(([, title]) => title)]
    .map((title) => ({title, pairs: pairs.filter(([key]) => originOf(key) === title)}))
    .filter((group) => group.pairs.length > 0)
}
