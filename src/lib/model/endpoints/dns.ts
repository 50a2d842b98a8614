import type {Addr} from '../../net/addr.js'
import {toPaste} from '../../shell-words.js'
import type {Container} from '../container.js'
import {containersOf, type Host, type Network} from '../host.js'
import {shortId} from '../ids.js'
import {type Known, needed} from '../known.js'
import {compareNatural} from '../natural-order.js'
import {isPodman} from '../predefined.js'
import {serviceOf} from '../project.js'
import {gatewaysOf} from './default-gateway.js'
import type {HostsEntry} from './hosts-file.js'
import {obstacleOf, obstacleTo} from './joining.js'
import {isLive, type Member, membersOf, networkOf, tasksElsewhere} from './members.js'
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
  /** Its name, or that of the service; '' for an address in a hosts file that no container has. */
  readonly container: string
  readonly kind: 'container name' | 'alias' | 'id' | 'hostname' | 'service' | 'task' | 'hosts file'
  readonly addresses: readonly string[]
  readonly state: string
  readonly live: boolean
}

/**
 * The names on a network, in natural order. Docker's DNS ignores upper and lower case (moby network.go addNameToIP). Of
 * a container on another node only its name is known here, and not its aliases.
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
    const {services, tasks} = network.details.value
    for (const {name, virtualAddress} of services) {
      const own = tasks.filter(({service}) => service === name).map(({address}) => address)
      const target = {container: name, kind: 'service', state: '', live: true} as const
      add(name, {...target, addresses: virtualAddress === '' ? own : [virtualAddress]})
      if (own.length > 0) add(`tasks.${name}`, {...target, addresses: own})
    }
    for (const {name, address} of tasksElsewhere(network.details.value))
      add(name, {container: name, kind: 'task', addresses: [address], state: '', live: true})
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
  /** Neither its hosts file nor Docker's DNS has the name, and no container here is meant by it. */
  | {readonly found: null; readonly by: 'resolvers'; readonly through: string}
  /** A container here has the name and is not what answers, or nothing can be asked. */
  | {readonly found: false; readonly why: string; readonly hint: string}

/** The container whose network stack a container uses: its own, but for `--network container:NAME`. */
export const stackOwner = (host: Host, from: Container): Container =>
  containersOf(host).find(({id, name}) => [`container:${id}`, `container:${name}`].includes(from.networkMode)) ?? from

/**
 * What `from` gets for `name`: its hosts file comes before any DNS. Docker's DNS looks for the whole name on each of its
 * networks, the one with the default gateway first (in a Swarm: Swarm's own first), and takes a link's alias on any of
 * them before a name; then for `name.network`. Links and networks are found by their exact spelling, names in any case.
 * A link hides the name on its own network, even if its target is not there (moby v28.5.2 libnetwork/sandbox.go
 * ResolveName). Only running containers are in the DNS; what it does not know is passed on.
 * @param hosts the hosts file of the container whose network stack it uses; if unknown, what is in it for certain counts
 */
export function resolveName(
  host: Host,
  from: Container,
  name: string,
  hosts: Known<readonly HostsEntry[]>,
): Resolution {
  const owner = stackOwner(host, from)
  const through = owner === from ? '' : owner.name
  const asked = name.replace(/\.$/, '')
  const entries = hosts.known ? hosts.value : certainEntries(host, owner)
  const targets = entries.filter(({names}) => names.some(alike(asked))).map(({addr}) => targetAt(host, addr))
  if (targets.length > 0) return {found: true, network: '', by: 'hosts file', targets, through}
  const answer = byDns(host, owner, asked)
  return answer ? {...answer, through} : whyNot(host, from, owner, asked)
}

/**
 * One sentence for each of these networks whose aliases are not all seen: the engine tells the tasks and containers that
 * are on it on other nodes, and not the aliases that its DNS knows of them (28.5.2).
 */
export const aliasesUnseen = (networks: readonly Network[]): string[] =>
  networks
    .filter(({details}) => details.known && tasksElsewhere(details.value).length > 0)
    .map(({name}) => `aliases on other nodes not seen: those of network ${name}`)

/** Those of the networks that a container asks, see {@link aliasesUnseen}. */
export const aliasesUnseenFrom = (host: Host, from: Container): string[] =>
  aliasesUnseen(inOrder(host, stackOwner(host, from)).map(({network}) => network))

/** Whether names are the one that is asked for, in any case. '' stands for no name, and what asks for it gets none. */
const alike = (asked: string): ((name: string) => boolean) => {
  const lower = asked.toLowerCase()
  return (name) => name !== '' && name.toLowerCase() === lower
}

/** The entries that the engine writes for the container itself and its legacy links. */
function certainEntries(host: Host, container: Container): HostsEntry[] {
  const linked = legacyLinksOf(container).flatMap(({alias, target: word}): HostsEntry[] => {
    const target = containersOf(host).find(({name}) => name === word)
    return target ? entriesFor(target, [alias, hostnameOf(target), target.name]) : []
  })
  return [...linked, ...entriesFor(container, [hostnameOf(container)])]
}

const entriesFor = ({endpoints}: Container, names: readonly string[]): HostsEntry[] =>
  endpoints.flatMap(({ipv4, ipv6}) => [ipv4, ipv6].flatMap((addr) => (addr ? [{addr, names}] : [])))

const hostnameOf = ({details}: Container): string => (details.known ? details.value.hostname : '')

/** An address of a hosts file, with the container that has it. */
function targetAt(host: Host, addr: Addr): DnsTarget {
  const container = containersOf(host).find(({endpoints}) =>
    endpoints.some((one) => [one.ipv4, one.ipv6].includes(addr)),
  )
  const {name = '', state = ''} = container ?? {}
  return {container: name, kind: 'hosts file', addresses: [addr], state, live: true}
}

/** A network that a container is on, and its links there: the target by alias, the last of an alias counts. */
interface Joined {
  readonly network: Network
  readonly links: ReadonlyMap<string, string>
}

const joinedBy = (host: Host, {name, endpoints}: Container): Joined[] =>
  endpoints.flatMap((endpoint) => {
    const network = networkOf(host, endpoint)
    if (!network) return []
    const links = needed(endpoint.names, `names of ${name}`).links.map(readLink)
    return [{network, links: new Map(links.map(({alias, target}) => [alias, target]))}]
  })

/** The networks of a container in the order in which they are asked. */
function inOrder(host: Host, from: Container): Joined[] {
  const order = gatewaysOf(host, from).sorted.map(({networkName}) => networkName)
  const place = (network: Network): number =>
    order.includes(network.name) ? order.indexOf(network.name) : order.length
  const rank = ({scope, ingress}: Network): number => (scope !== 'swarm' ? 2 : ingress ? 1 : 0)
  return joinedBy(host, from).toSorted(({network: a}, {network: b}) => rank(a) - rank(b) || place(a) - place(b))
}

/** What a name may mean: itself on any network, or for each dot, what is before it on the network called what is after. */
function readings(host: Host, asked: string): {word: string; on: string}[] {
  // Podman's DNS has no names of networks.
  const dots = isPodman(host) ? [] : [...asked.matchAll(/\./g)].map(({index}) => index).reverse()
  return [{word: asked, on: ''}, ...dots.map((at) => ({word: asked.slice(0, at), on: asked.slice(at + 1)}))]
}

function byDns(host: Host, from: Container, asked: string): Omit<Resolution & {found: true}, 'through'> | undefined {
  const all = inOrder(host, from)
  for (const {word, on} of readings(host, asked)) {
    const joined = all.filter(({network}) => on === '' || network.name === on)
    const aliased = joined.flatMap(({network, links}) => {
      const target = links.get(word)
      return target === undefined ? [] : [{network, by: 'link' as const, targets: liveOn(host, network, target)}]
    })
    const named = joined
      .filter(({links}) => !links.has(word))
      .map(({network}) => ({network, by: 'network' as const, targets: liveOn(host, network, word)}))
    const answer = [...aliased, ...named].find(({targets}) => targets.length > 0)
    if (answer) return {found: true, by: answer.by, network: answer.network.name, targets: answer.targets}
  }
  return undefined
}

const liveOn = (host: Host, network: Network, word: string): DnsTarget[] =>
  namesOn(host, network)
    .filter(({name}) => alike(word)(name))
    .flatMap(({targets}) => targets.filter(({live}) => live))

/** Docker's DNS does not know the name: whether a container here is meant by it, and how it would answer. */
function whyNot(host: Host, from: Container, owner: Container, asked: string): Resolution {
  const through = owner === from ? '' : owner.name
  const joined = joinedBy(host, owner)
  const own = joined.map(({network}) => network)
  const meant = meantBy(host, asked)
  const fails = (target: string, why: string, hint: string): Resolution => ({
    found: false,
    why: `${from.name} does not get ${target} for "${asked}": ${why}`,
    hint,
  })
  const link = readings(host, asked)
    .flatMap(({word, on}) =>
      joined
        .filter(({network}) => on === '' || network.name === on)
        .map(({network, links}) => ({network, target: links.get(word)})),
    )
    .find(({target}) => target !== undefined)
  if (link?.target)
    return fails(
      link.target,
      `its link on ${link.network.name} leads there, and ${link.target} does not run on ${link.network.name}`,
      toPaste`dnet link ls ${owner.name}`,
    )
  const [first] = meant
  if (owner.networkMode === 'host' && first)
    return fails(
      first.target,
      `${owner.name} uses the host's network, where Docker DNS is not available`,
      'use a published port instead',
    )
  const shared = meant.filter(({network}) => own.some(({id}) => id === network.id))
  const stopped = shared.find(({live}) => !live)
  if (stopped) {
    const {target, network, state} = stopped
    return fails(target, `${target} is also on ${network.name}, but it is ${state}`, toPaste`docker start ${target}`)
  }
  const nameless = shared.find(({network}) => !hasDns(network))
  if (nameless) {
    const {network, target} = nameless
    const itself = target === owner.name
    return fails(
      itself ? 'its own address' : target,
      `${itself ? 'it is' : 'they share'} only ${itself ? 'on ' : ''}${network.name}, where Docker DNS is not available`,
      itself
        ? toPaste`dnet connect NETWORK ${target}`
        : toPaste`connect both to a new network: dnet create NAME; dnet connect NAME ${owner.name}; dnet connect NAME ${target}`,
    )
  }
  const away = meant.find(({network}) => hasDns(network)) ?? first
  if (away) {
    const {target, network} = away
    const join = hasDns(network)
      ? toPaste`dnet connect ${network.name} ${owner.name}`
      : toPaste`dnet connect NETWORK ${target}`
    const hint = obstacleTo(host, owner, network) ? '' : join
    return fails(target, `${target} is on ${network.name}, but ${owner.name} is not`, hint)
  }
  const ofService = containersOf(host).find(({labels}) => alike(asked)(serviceOf(labels)))
  if (ofService)
    return fails(
      ofService.name,
      'that is only the name of its service',
      toPaste`dnet link ${owner.name} ${ofService.name}:${asked}`,
    )
  // Podman does not list the host's network.
  if (owner.networkMode !== 'host' && own.every(({driver}) => driver === 'null')) {
    const hint = obstacleOf(host, owner) ? '' : toPaste`dnet connect NETWORK ${owner.name}`
    return {found: false, why: `${from.name} does not resolve "${asked}": it is on no network`, hint}
  }
  return {found: null, by: 'resolvers', through}
}

/** Who has a name on some network, where Docker's DNS knows it or would if the network had any. */
function meantBy(host: Host, asked: string): {network: Network; target: string; state: string; live: boolean}[] {
  return readings(host, asked).flatMap(({word, on}) =>
    host.networks
      .filter(({name}) => on === '' || name === on)
      .flatMap((network) => {
        if (hasDns(network))
          return namesOn(host, network)
            .filter(({name}) => alike(word)(name))
            .flatMap(({targets}) =>
              targets.map(({container, state, live}) => ({network, target: container, state, live})),
            )
        return membersOf(host, network)
          .filter(({container}) => alike(word)(container.name))
          .map(({container}) => ({network, target: container.name, state: container.state, live: isLive(container)}))
      }),
  )
}
