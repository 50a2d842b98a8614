import {toPaste} from '../../shell-words.js'
import type {Container} from '../container.js'
import {containersOf, type Host, type Network} from '../host.js'
import {shortId} from '../ids.js'
import {needed} from '../known.js'
import {compareNatural} from '../natural-order.js'
import {gatewaysOf} from './default-gateway.js'
import {isLive, type Member, membersOf, networkOf} from './members.js'
import {dnsNamesOf, hasDns, legacyLinksOf, readLink} from './names.js'

/** A name on a network, and what it resolves to. */
export interface DnsName {
  readonly name: string
  /** By container name; those that do not run will answer once they do. */
  readonly targets: readonly DnsTarget[]
  /** Several containers have it, running or not: the engine answers with all that run, in changing order. */
  readonly collides: boolean
}

export interface DnsTarget {
  readonly container: string
  readonly kind: 'container name' | 'alias' | 'id' | 'hostname' | 'service'
  readonly addresses: readonly string[]
  readonly state: string
  readonly live: boolean
}

/**
 * The names on a network, in natural order. Docker's DNS ignores upper and lower case (moby network.go addNameToIP).
 */
export function namesOn(host: Host, network: Network): DnsName[] {
  const byName = new Map<string, {name: string; targets: DnsTarget[]}>()
  const add = (name: string, target: DnsTarget): void => {
    const key = name.toLowerCase()
    byName.set(key, {name: byName.get(key)?.name ?? name, targets: [...(byName.get(key)?.targets ?? []), target]})
  }
  for (const member of membersOf(host, network)) {
    for (const name of dnsNamesOf(member, network)) add(name, targetOf(member, name))
  }
  if (network.details.known) {
    for (const {name, virtualAddress} of network.details.value.services) {
      const addresses = virtualAddress === '' ? [] : [virtualAddress]
      add(name, {container: name, kind: 'service', addresses, state: '', live: true})
    }
  }
  return [...byName.values()]
    .map(({name, targets}) => ({
      name,
      targets: targets.toSorted((a, b) => compareNatural(a.container, b.container)),
      collides: new Set(targets.map(({container}) => container)).size > 1,
    }))
    .sort((a, b) => compareNatural(a.name, b.name))
}

function targetOf({container, endpoint}: Member, name: string): DnsTarget {
  const live = isLive(container)
  const addresses = live ? [endpoint.ipv4, endpoint.ipv6].filter((addr) => addr !== undefined) : []
  return {
    container: container.name,
    kind: kindOf({container, endpoint}, name),
    addresses,
    state: container.state,
    live,
  }
}

function kindOf({container, endpoint}: Member, name: string): DnsTarget['kind'] {
  if (name === container.name) return 'container name'
  if (name === shortId(container.id)) return 'id'
  if (endpoint.names.known && endpoint.names.value.aliases.includes(name)) return 'alias'
  return container.details.known && container.details.value.hostname === name ? 'hostname' : 'alias'
}

/** What happens when a container looks up a name. */
export type Resolution =
  | {
      readonly found: true
      /** The network whose names answered; '' for the container's own hosts file. */
      readonly network: string
      /** "link" if only the container sees the name. */
      readonly by: 'network' | 'link' | 'hosts file'
      readonly targets: readonly DnsTarget[]
      /** The container whose network stack is used, if it is another one; else ''. */
      readonly through: string
    }
  | {readonly found: false; readonly why: string; readonly hint: string}

/**
 * What `from` gets for `name`: its networks are asked, the one with the default gateway first, and the first that has
 * the name answers (moby daemon/libnetwork/sandbox.go ResolveName); a link's alias comes before the network's own
 * names; `name.network` asks only that network. Only running containers are in the DNS.
 */
export function resolveName(host: Host, from: Container, name: string): Resolution {
  const owner = stackOwner(host, from)
  const resolution = resolveIn(host, owner, name)
  return resolution.found && owner !== from ? {...resolution, through: owner.name} : resolution
}

/** The container whose network stack a container uses: its own, but for `--network container:NAME`. */
const stackOwner = (host: Host, from: Container): Container =>
  containersOf(host).find(({id, name}) => [`container:${id}`, `container:${name}`].includes(from.networkMode)) ?? from

function resolveIn(host: Host, from: Container, name: string): Resolution {
  const asked = name.replace(/\.$/, '').toLowerCase()
  const hostsLink = legacyLinksOf(from).find(({alias, target}) => alias.toLowerCase() === asked || target === asked)
  if (hostsLink) return byHostsFile(host, hostsLink.target)
  for (const network of networksOf(host, from)) {
    const found = onNetwork(host, from, network, asked)
    if (found) return found
  }
  return whyNot(host, from, name, asked)
}

function byHostsFile(host: Host, target: string): Resolution {
  const container = containersOf(host).find(({name}) => name === target)
  const targets = container ? container.endpoints.map((endpoint) => targetOf({container, endpoint}, target)) : []
  return {found: true, network: '', by: 'hosts file', targets, through: ''}
}

/** The one with the default gateway first. */
function networksOf(host: Host, from: Container): Network[] {
  const order = gatewaysOf(host, from).sorted.map(({networkName}) => networkName)
  const place = (network: Network): number =>
    order.includes(network.name) ? order.indexOf(network.name) : order.length
  return from.endpoints
    .flatMap((endpoint) => networkOf(host, endpoint) ?? [])
    .filter(hasDns)
    .toSorted((a, b) => place(a) - place(b))
}

function onNetwork(host: Host, from: Container, network: Network, asked: string): Resolution | undefined {
  const suffix = `.${network.name.toLowerCase()}`
  const bare = asked.endsWith(suffix) ? asked.slice(0, -suffix.length) : asked
  const own = from.endpoints.find((endpoint) => networkOf(host, endpoint)?.id === network.id)
  const links = own ? needed(own.names, `names of ${from.name}`).links.map(readLink) : []
  const link = links.find(({alias}) => alias.toLowerCase() === bare)
  const wanted = link ? link.target.toLowerCase() : bare
  const entry = namesOn(host, network).find(({name}) => name.toLowerCase() === wanted)
  const targets = entry?.targets.filter(({live}) => live) ?? []
  if (targets.length === 0) return undefined
  return {found: true, network: network.name, by: link ? 'link' : 'network', targets, through: ''}
}

function whyNot(host: Host, from: Container, name: string, asked: string): Resolution {
  if (from.networkMode === 'host') {
    return {
      found: false,
      why: `${from.name} uses the host's network, where Docker DNS is not available`,
      hint: 'use a published port instead',
    }
  }
  const own = from.endpoints.flatMap((endpoint) => networkOf(host, endpoint) ?? [])
  const elsewhere = host.networks.flatMap((network) =>
    membersOf(host, network)
      .filter((member) =>
        [...dnsNamesOf(member, network), member.container.name].some((each) => each.toLowerCase() === asked),
      )
      .map(({container}) => ({network, container})),
  )
  const shared = elsewhere.filter(({network}) => own.some(({id}) => id === network.id))
  const stopped = shared.find(({container}) => !isLive(container))
  if (stopped) {
    const {network, container} = stopped
    return {
      found: false,
      why: `${container.name} is also on ${network.name}, but it is ${container.state}`,
      hint: toPaste`docker start ${container.name}`,
    }
  }
  const nameless = shared.find(({network}) => !hasDns(network))
  if (nameless) {
    return {
      found: false,
      why: `they share only ${nameless.network.name}, where Docker DNS is not available`,
      hint: toPaste`connect both to a new network: dnet create NAME; dnet connect NAME ${from.name}; dnet connect NAME ${nameless.container.name}`,
    }
  }
  const away = elsewhere.find(({network}) => hasDns(network)) ?? elsewhere[0]
  if (away) {
    const {network, container} = away
    const hint = hasDns(network)
      ? toPaste`dnet connect ${network.name} ${from.name}`
      : toPaste`dnet connect NETWORK ${container.name}`
    return {found: false, why: `${container.name} is on ${network.name}, but ${from.name} is not`, hint}
  }
  return {
    found: false,
    why: `no container has the name "${name}"; the engine asks the resolvers of its machine`,
    hint: '',
  }
}
