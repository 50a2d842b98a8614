import type {Container, PublishedPort} from '../../model/container.js'
import {gatewaysOf} from '../../model/endpoints/default-gateway.js'
import {gatewayReason} from '../../model/endpoints/gateway-reason.js'
import {
  isLive,
  type LooseEndpoint,
  looseEndpoints,
  type Member,
  membersOf,
  sharersOf,
  strandedBy,
} from '../../model/endpoints/members.js'
import {dnsNamesOf} from '../../model/endpoints/names.js'
import type {Host, Network, NetworkDetails} from '../../model/host.js'
import {shortId} from '../../model/ids.js'
import {type Known, whenKnown} from '../../model/known.js'
import {LABEL_OWNERS, projectOf} from '../../model/project.js'
import {type AddressUse, addressUseOf} from '../../model/subnets/address-use.js'
import {bracketed} from '../../net/addr.js'
import {type PortWish, wantsAnyPort} from '../../net/port.js'
import {type OptionWords, optionWords} from './option-words.js'

/** Everything a card says of a network, before it is text. */
export interface Card {
  readonly network: Network
  /** "compose project shop"; '' for none. */
  readonly project: string
  /** What is out of the ordinary: "internal", "attachable", "IPv6", … */
  readonly traits: readonly string[]
  readonly subnets: readonly AddressUse[]
  /** Those on it, then those that cannot start because it is not the network they were on. */
  readonly members: Known<readonly CardMember[]>
  readonly loose: readonly LooseEndpoint[]
  readonly options: readonly OptionWords[]
  readonly labels: readonly LabelGroup[]
  readonly peers: NetworkDetails['peers']
  readonly services: NetworkDetails['services']
}

export interface CardMember {
  readonly name: string
  readonly state: string
  readonly live: boolean
  /** Why it cannot start as it stands; '' for no reason. */
  readonly stale: string
  /** Those it has or, where it does not run, those it asks for, marked so. */
  readonly addresses: readonly string[]
  readonly mac: string
  readonly names: readonly string[]
  /** Which network its default gateways are on, and why, one text for each answer. */
  readonly gateway: readonly string[]
  readonly ports: readonly string[]
  readonly project: string
  /** Names of the containers that use its network stack. */
  readonly sharedBy: readonly string[]
}

/** What an endpoint without a container is, in words. */
export function looseWords({kind, serves}: LooseEndpoint): string {
  switch (kind) {
    case 'stale':
      return 'stale: no container has it'
    case 'load balancer':
      return "Swarm's load balancer on this node"
    case 'routing mesh':
      return "Swarm's routing mesh on this node"
    case 'way out':
      return serves === '' ? "Swarm's way out of this node" : `Swarm's way out of this node for ${serves}`
  }
}

/** Labels of one origin; the title is '' for a person's own, which come first. */
interface LabelGroup {
  readonly title: string
  readonly pairs: readonly (readonly [key: string, value: string])[]
}

/** The card of one network of the host. */
export function cardOf(host: Host, network: Network): Card {
  const {details} = network
  const members = (): CardMember[] => [
    ...membersOf(host, network).map((member) => cardMember(host, network, member, '')),
    ...strandedBy(host, network).map((member) =>
      cardMember(host, network, member, strandedText(member.endpoint.networkId)),
    ),
  ]
  return {
    network,
    project: projectText(network.labels),
    traits: traitsOf(network),
    subnets: addressUseOf(host, network),
    members: whenKnown(host.containers, members),
    loose: host.containers.known && details.known ? looseEndpoints(host, network) : [],
    options: optionWords(network),
    labels: labelGroups(network.labels),
    peers: details.known ? details.value.peers : [],
    services: details.known ? details.value.services : [],
  }
}

function traitsOf(network: Network): string[] {
  const traits: readonly (readonly [boolean, string])[] = [
    [network.internal, 'internal: no way out'],
    [network.attachable, 'attachable'],
    [network.ingress, "Swarm's routing mesh"],
    [network.configOnly, 'configuration only'],
    [network.enableIPv6, 'IPv6'],
    [network.ipamDriver !== '' && network.ipamDriver !== 'default', `addresses by ${network.ipamDriver}`],
  ]
  return traits.filter(([holds]) => holds).map(([, text]) => text)
}

/** Why a container cannot start that was made for an earlier network of a name, by that one's id. */
export const strandedText = (madeFor: string): string => `made for an earlier network of this name, ${shortId(madeFor)}`

/** A container as a card of this network shows it. @param stale why it cannot start as it stands; '' for no reason */
export function cardMember(host: Host, network: Network, member: Member, stale: string): CardMember {
  const {container, endpoint} = member
  const live = isLive(container)
  const addresses = live
    ? [endpoint.ipv4, endpoint.ipv6].filter((addr) => addr !== undefined)
    : [endpoint.wanted4, endpoint.wanted6].flatMap((addr) => (addr ? [`wants ${addr}`] : []))
  return {
    name: container.name,
    state: container.state,
    live,
    stale,
    addresses: [...addresses, ...endpoint.linkLocal],
    mac: live ? endpoint.mac : '',
    names: dnsNamesOf(member, network),
    gateway: stale === '' ? gatewayTexts(host, network.name, container) : [],
    ports: portTexts(container),
    project: projectText(container.labels),
    sharedBy: sharersOf(host, container).map(({name}) => name),
  }
}

/**
 * Which networks a container's default gateways are on, and why, one text for each answer: "here" where it is the
 * network of that name; "none" where it has no gateway, nothing where it has no network of its own.
 */
export function gatewayTexts(host: Host, networkName: string, container: Container): string[] {
  const {sorted, gateways} = gatewaysOf(host, container)
  const texts = ([4, 6] as const).flatMap((family) => {
    const chosen = gateways[family]
    if (!chosen) return []
    const where = chosen.networkName === networkName ? 'here' : `on ${chosen.networkName}`
    const reason = gatewayReason(sorted, gateways, family)
    return [{family, text: reason === '' ? where : `${where}: ${reason}`}]
  })
  const [first, second] = texts
  if (first && second && first.text === second.text) return [first.text]
  if (texts.length === 0) return sorted.length > 0 ? ['none'] : []
  return texts.map(({family, text}) => (texts.length > 1 || family === 6 ? `IPv${family} ${text}` : text))
}

/** What a container publishes, or would where it ran: `8080→80/tcp`, with the host's address where it is not any. */
export function portTexts(container: Container): string[] {
  if (isLive(container)) return [...new Set(container.published.map(publishedText))]
  if (!container.details.known) return []
  return [...new Set(container.details.value.wishes.map((wish) => `wants ${wishText(wish)}`))]
}

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

/** "compose project shop, service db", or '' for labels that name no project. */
export function projectText(labels: Readonly<Record<string, string>>): string {
  const project = projectOf(labels)
  if (!project) return ''
  const what = project.kind === 'compose' ? 'compose project' : 'stack'
  const parts = [
    project.network === '' ? '' : `, network ${project.network}`,
    project.service === '' ? '' : `, service ${project.service}`,
  ]
  return `${what} ${project.name}${parts.join('')}`
}

const GROUPS: readonly (readonly [prefix: string, title: string])[] = [...LABEL_OWNERS, ['com.docker.', 'Docker']]

function labelGroups(labels: Readonly<Record<string, string>>): LabelGroup[] {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const originOf = (key: string): string => GROUPS.find(([prefix]) => key.startsWith(prefix))?.[1] ?? ''
  return ['', ...GROUPS.map(([, title]) => title)]
    .map((title) => ({title, pairs: pairs.filter(([key]) => originOf(key) === title)}))
    .filter((group) => group.pairs.length > 0)
}
