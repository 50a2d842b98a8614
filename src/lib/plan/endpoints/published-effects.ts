import type {Container, PublishedPort} from '../../model/container.js'
import {candidates, chooseGateways, type Gateways, publisher} from '../../model/endpoints/default-gateway.js'
import {isLive} from '../../model/endpoints/members.js'
import type {Network} from '../../model/host.js'
import {type Family, familyOf} from '../../net/addr.js'
import {type PortWish, type Protocol, wantsAnyPort} from '../../net/port.js'

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
}

export interface Effects {
  /** Network names; '' for no default gateway. Only families whose gateway changes. */
  readonly gateways: readonly {readonly family: Family; readonly from: string; readonly to: string}[]
  /** Sorted by container port, protocol and family. */
  readonly ports: readonly PortEffect[]
}

const NONE: Effects = {gateways: [], ports: []}

/**
 * What a change of a container from `before` to `after` does to its default gateways and published ports. Nothing for a
 * container that does not run: these are chosen when it starts. Which ports were requested is known only with the
 * container's details; without them every host port counts as requested.
 * @param networks by id or name, those of before and after
 */
export function effectsOf(
  before: Container,
  after: Container,
  networks: readonly Network[],
  apiVersion: string,
): Effects {
  if (!isLive(before)) return NONE
  const chosen = (container: Container): Gateways =>
    chooseGateways(candidates(container.endpoints, networks, apiVersion, true), apiVersion)
  return between(chosen(before), chosen(after), before)
}

/**
 * What happens when an endpoint is removed and created again, one change after the other. The gateways are those that
 * differ at the end; the ports are all that were affected on the way.
 */
export function effectsOnTheWay(
  steps: readonly Container[],
  networks: readonly Network[],
  apiVersion: string,
): Effects {
  const [first] = steps
  if (!first || !isLive(first)) return NONE
  const chosen = steps.map((step) => chooseGateways(candidates(step.endpoints, networks, apiVersion, true), apiVersion))
  const [start, end] = [chosen[0], chosen.at(-1)]
  if (!start || !end) return NONE
  const touched = new Map<string, PortEffect>()
  for (const [i, gateways] of chosen.entries()) {
    if (i === 0) continue
    for (const effect of between(chosen[i - 1] ?? start, gateways, first).ports) {
      const key = `${effect.containerPort}/${effect.protocol}/${effect.family}`
      const earlier = touched.get(key)
      touched.set(key, earlier?.kind === 'lost' && effect.kind === 'gained' ? back(effect, first) : effect)
    }
  }
  return {gateways: between(start, end, first).gateways, ports: [...touched.values()].sort(comparePorts)}
}

function between(before: Gateways, after: Gateways, container: Container): Effects {
  const gateways = ([4, 6] as const).flatMap((family) => {
    const [from, to] = [before[family]?.networkName ?? '', after[family]?.networkName ?? '']
    return from === to ? [] : [{family, from, to}]
  })
  const ports = ([4, 6] as const).flatMap((family) => {
    const [from, to] = [publisher(before, family), publisher(after, family)]
    const stays = from?.networkId === to?.networkId
    // An endpoint whose families change binds its free-choice ports again, to have one number for all its families.
    if (stays && !changesFamilies(before, after, family)) return []
    return bindingsOf(container, family).flatMap((binding): PortEffect[] => {
      const {containerPort, protocol, hostPort} = binding
      if (stays && !binding.any) return []
      const kind = !from ? 'gained' : !to ? 'lost' : binding.any ? 'reallocated' : 'moved'
      return [{kind, family, containerPort, protocol, hostPort}]
    })
  })
  return {gateways, ports: ports.sort(comparePorts)}
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
}

/** What the container binds in a family, or would bind if ports could be published in it. */
function bindingsOf(container: Container, family: Family): Binding[] {
  const live = container.published.filter(({hostAddr}) => familyOf(hostAddr) === family)
  const wishes = container.details.known ? container.details.value.wishes : []
  const bound = live.map((port) => ({...port, any: wishes.some((wish) => isFor(wish, port) && isAny(wish))}))
  const unbound = wishes
    .filter((wish) => wish.hostAddr === null || familyOf(wish.hostAddr) === family)
    .filter((wish) => !live.some((port) => isFor(wish, port)))
    .map((wish) => ({
      containerPort: wish.containerPort,
      protocol: wish.protocol,
      hostPort: isAny(wish) ? 0 : (wish.hostPorts?.first ?? 0),
      any: isAny(wish),
    }))
  // A requested IPv6 port that is not bound although its IPv4 twin is has no socket to lose: the host has no IPv6, or
  // no proxy.
  const wanted = family === 6 && live.length === 0 && container.published.length > 0 ? [] : unbound
  return [...bound, ...wanted]
}

const isFor = (wish: PortWish, port: PublishedPort): boolean =>
  wish.containerPort === port.containerPort && wish.protocol === port.protocol

const isAny = ({hostPorts}: PortWish): boolean => wantsAnyPort(hostPorts) || hostPorts?.first !== hostPorts?.last

/** A port that was released and is bound again at the end. */
function back(effect: PortEffect, container: Container): PortEffect {
  const any = bindingsOf(container, effect.family).some(
    (binding) => binding.containerPort === effect.containerPort && binding.protocol === effect.protocol && binding.any,
  )
  return {...effect, kind: any ? 'reallocated' : 'moved'}
}

const comparePorts = (a: PortEffect, b: PortEffect): number =>
  a.containerPort - b.containerPort ||
  (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.family - b.family)
