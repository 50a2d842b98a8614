import {apiAtLeast} from '../../model/api-version.js'
import type {Container, PublishedPort} from '../../model/container.js'
import {
  type Candidate,
  candidates,
  chooseGateways,
  type Gateways,
  publisher,
} from '../../model/endpoints/default-gateway.js'
import {isLive} from '../../model/endpoints/members.js'
import type {Network} from '../../model/host.js'
import {portWishes} from '../../model/ports.js'
import {type Addr, type Family, familyOf} from '../../net/addr.js'
import {couldGet, type PortWish, type Protocol, wantsAnyPort} from '../../net/port.js'
import {hostBindingOf} from '../ports/publish-rules.js'

/** How a change of a container's endpoints affects one published port of one family. */
interface PortEffect {
  /**
   * `moved`: released and bound again to the same host port. `reallocated`: released and bound to any free port.
   * `lost`: no longer published. `gained`: published from then on.
   */
  readonly kind: 'moved' | 'reallocated' | 'lost' | 'gained'
  readonly family: Family
  readonly containerPort: number
  readonly protocol: Protocol
  /** The current host port; 0 if it is not bound, or not known. */
  readonly hostPort: number
  /** Where the port asks for no address: the one its network gives it before, and after; undefined for all addresses. */
  readonly givenAddr: {readonly before: Addr | undefined; readonly after: Addr | undefined}
}

export interface Effects {
  /** Network names; '' for no default gateway. Only families whose gateway changes. */
  readonly gateways: readonly {readonly family: Family; readonly from: string; readonly to: string}[]
  /** Sorted by container port, protocol and family. */
  readonly ports: readonly PortEffect[]
  /**
   * Internal networks that the ports may move to, where nothing outside reaches them: before 26.0 engines choose among
   * these and others by no rule that is known (seen on 20.10).
   */
  readonly perhapsInside: readonly string[]
}

const NO_EFFECTS: Effects = {gateways: [], ports: [], perhapsInside: []}

/**
 * What one change of a container after the other does to its default gateways and published ports: the gateways that
 * differ at the end, and all ports that are affected on the way. Nothing for a container that does not run: these are
 * chosen when it starts. Which ports were requested is known only with the container's details; without them every host
 * port counts as requested.
 * @param later what the container is after each change
 * @param networks by id or name, those of all of these
 */
export function effectsOf(
  container: Container,
  later: readonly Container[],
  networks: readonly Network[],
  apiVersion: string,
): Effects {
  if (!isLive(container)) return NO_EFFECTS
  const chosen = ({endpoints}: Container): Gateways =>
    chooseGateways(candidates(endpoints, networks, apiVersion, true), apiVersion)
  const start = chosen(container)
  let before = start
  const bindings = {4: bindingsOf(container, 4), 6: bindingsOf(container, 6)}
  const touched = new Map<Binding, PortEffect>()
  for (const after of later.map(chosen)) {
    for (const [binding, effect] of portEffects(before, after, bindings, networks)) {
      const earlier = touched.get(binding)
      const givenAddr = {before: (earlier ?? effect).givenAddr.before, after: effect.givenAddr.after}
      // What is lost can only be gained.
      const kind = earlier?.kind === 'lost' ? boundAgain(binding.any) : effect.kind
      touched.set(binding, {...effect, givenAddr, kind})
    }
    before = after
  }
  const ports = [...touched.values()].sort(comparePorts)
  return {
    gateways: gatewayEffects(start, before),
    ports,
    perhapsInside: perhapsInside(container, later, networks, apiVersion),
  }
}

function perhapsInside(
  {published}: Container,
  later: readonly Container[],
  networks: readonly Network[],
  apiVersion: string,
): string[] {
  if (published.length === 0 || apiAtLeast(apiVersion, '1.45')) return []
  const names = later
    .filter(({endpoints}) => endpoints.length > 1)
    .flatMap(({endpoints}) => endpoints.map(({networkId}) => networks.find(({id}) => id === networkId)))
    .flatMap((network) => (network?.internal && network.driver === 'bridge' ? [network.name] : []))
  return [...new Set(names)]
}

const boundAgain = (any: boolean) => (any ? 'reallocated' : 'moved')

const gatewayEffects = (before: Gateways, after: Gateways): Effects['gateways'] =>
  ([4, 6] as const).flatMap((family) => {
    const [from, to] = [before[family]?.networkName ?? '', after[family]?.networkName ?? '']
    return from === to ? [] : [{family, from, to}]
  })

/** What one change does to each of a container's bindings. */
const portEffects = (
  before: Gateways,
  after: Gateways,
  bindings: Readonly<Record<Family, readonly Binding[]>>,
  networks: readonly Network[],
): [Binding, PortEffect][] =>
  ([4, 6] as const).flatMap((family) => {
    const [from, to] = [publisher(before, family), publisher(after, family)]
    const stays = from?.networkId === to?.networkId
    // An endpoint whose families change binds its free-choice ports again, to have one number for all its families.
    if (stays && !changesFamilies(before, after, family)) return []
    const given = {before: givenBy(from, networks), after: givenBy(to, networks)}
    return bindings[family]
      .filter(({any}) => any || !stays)
      .map((binding) => {
        const {any, anyAddr, ...port} = binding
        const kind = !from ? 'gained' : !to ? 'lost' : boundAgain(any)
        return [binding, {...port, family, kind, givenAddr: anyAddr ? given : {before: undefined, after: undefined}}]
      })
  })

function givenBy(publishing: Candidate | undefined, networks: readonly Network[]): Addr | undefined {
  const network = networks.find(({id}) => id === publishing?.networkId)
  return network && hostBindingOf(network)
}

/** Reports whether the publisher of a family gains or loses the other family. */
function changesFamilies(before: Gateways, after: Gateways, family: Family): boolean {
  const other = family === 4 ? 6 : 4
  const own = publisher(after, family)?.networkId
  if (own === undefined) return false
  return (publisher(before, other)?.networkId === own) !== (publisher(after, other)?.networkId === own)
}

interface Binding {
  readonly containerPort: number
  readonly protocol: Protocol
  readonly hostPort: number
  /** Whether any free host port will do. */
  readonly any: boolean
  /** Whether it asks for no address, so that the network gives it one. */
  readonly anyAddr: boolean
}

/** What the container binds in a family, or would bind if ports could be published in it. */
function bindingsOf(container: Container, family: Family): Binding[] {
  const live = container.published.filter(({hostAddr}) => familyOf(hostAddr) === family)
  const wishes = container.details.known ? portWishes(container.details.value) : []
  const bound = live.map((port) => {
    const {containerPort, protocol, hostPort} = port
    const wish = wishFor(port, wishes)
    return {containerPort, protocol, hostPort, any: wish !== undefined && isAny(wish), anyAddr: wish?.hostAddr === null}
  })
  const unbound = wishes
    .filter((wish) => wish.hostAddr === null || familyOf(wish.hostAddr) === family)
    .filter((wish) => !live.some((port) => wishFor(port, wishes) === wish))
    .map((wish) => ({
      containerPort: wish.containerPort,
      protocol: wish.protocol,
      hostPort: isAny(wish) ? 0 : (wish.hostPorts?.first ?? 0),
      any: isAny(wish),
      anyAddr: wish.hostAddr === null,
    }))
  // A requested IPv6 port that is not bound although its IPv4 twin is has no socket to lose: the host has no IPv6, or
  // no proxy.
  const wanted = family === 6 && live.length === 0 && container.published.length > 0 ? [] : unbound
  return [...bound, ...wanted]
}

/** The one that a binding is for: of several for one container port that which asks for its host port, and its address. */
function wishFor(port: PublishedPort, wishes: readonly PortWish[]): PortWish | undefined {
  const exactness = ({hostAddr, hostPorts}: PortWish): number =>
    (hostPorts?.first === port.hostPort && hostPorts.last === port.hostPort ? 2 : 0) +
    (hostAddr === port.hostAddr ? 1 : 0)
  const fitting = wishes.filter((wish) => isFor(wish, port) && couldBe(wish, port))
  return fitting.toSorted((a, b) => exactness(b) - exactness(a))[0]
}

const couldBe = (wish: PortWish, port: PublishedPort): boolean =>
  (wish.hostAddr === null || wish.hostAddr === port.hostAddr) && couldGet(wish, port.hostPort)

const isFor = (wish: PortWish, port: PublishedPort): boolean =>
  wish.containerPort === port.containerPort && wish.protocol === port.protocol

const isAny = ({hostPorts}: PortWish): boolean => wantsAnyPort(hostPorts) || hostPorts?.first !== hostPorts?.last

const comparePorts = (a: PortEffect, b: PortEffect): number =>
  a.containerPort - b.containerPort ||
  (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.family - b.family)
