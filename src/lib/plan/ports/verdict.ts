import type {PortHolder, PortSituation, PublishRules} from '../../model/ports.js'
import type {Addr} from '../../net/addr.js'
import {hasPort, type PortRange, type PortWish, type Protocol, wantsAnyPort} from '../../net/port.js'
import {anyMeet, type Hold, indexPorts, type PortIndex, socketText} from './port-index.js'
import {boundAddrs, isLocal, whyNothing} from './publish-rules.js'

/** One port to be published, and how it would be done. */
export interface WantedPort {
  readonly wish: PortWish
  readonly rules: PublishRules
  /** What wants it, as named by the user. */
  readonly name: string
  /** Tells the containers of the list apart; undefined for one that publishes nothing else. */
  readonly container?: string
  /** When its container starts, where other containers of the list start by themselves; undefined for one container. */
  readonly starts?: StartOrder
}

interface StartOrder {
  readonly service: string
  /** The services that are started before it, directly or through others. */
  readonly after: ReadonlySet<string>
}

/**
 * The verdict on a wanted port. `free`: at the time of the check; nothing reserves it. `blocked`: starting would fail.
 * `will clash`: it is available, but something else will want it, or already wants it from the same list. `unknown`:
 * nothing that can be seen is in the way, but not everything can be seen.
 */
export interface PortVerdict {
  readonly verdict: 'free' | 'blocked' | 'will clash' | 'unknown'
  /** The host port: the one asked for, or the lowest available one of several; undefined if there is none. */
  readonly hostPort: number | undefined
  /** What is in the way, without duplicates; empty if it is free. */
  readonly holders: readonly PortHolder[]
  /** Why, in words; lower case, no full stop; '' if it is free. */
  readonly reason: string
}

/** How often the engine tries another port of a range after its host has refused one (moby maxAllocatePortAttempts). */
const ATTEMPTS = 10

/**
 * A verdict for each wanted port, in their order, considering what exists and the other wanted ports. Fixed ports are
 * given out before ranges, and ranges before any-port wishes, as engines 27.0 and newer do within one container; of two
 * that want the same fixed port, the earlier gets it.
 * @param index the situation's; wanted ports that are available are added to it
 */
export function checkPorts(
  wanted: readonly WantedPort[],
  situation: PortSituation,
  index: PortIndex = indexPorts(situation),
): PortVerdict[] {
  const check = new Check(situation, index, wanted)
  const order = [...boundTogether(wanted)].sort(([a], [b]) => rankOf(a.wish) - rankOf(b.wish))
  const verdicts = new Map<WantedPort, PortVerdict>()
  for (const group of order) for (const [want, verdict] of check.verdicts(group)) verdicts.set(want, verdict)
  return wanted.map((want) => verdicts.get(want) ?? nothingBound(''))
}

/** Wanted ports that get one host port together, of which there is at least one. */
type Together = readonly [WantedPort, ...(readonly WantedPort[])]

/**
 * An engine that publishes on one port for all addresses does so for all that a container wants alike, without looking
 * whether they meet (moby libnetwork/drivers/bridge/port_mapping_linux.go v28.5.2; seen on 28.5.2).
 */
function boundTogether(wanted: readonly WantedPort[]): Iterable<Together> {
  const groups = new Map<string | WantedPort, [WantedPort, ...WantedPort[]]>()
  for (const want of wanted) {
    const {container, rules, wish} = want
    const {hostPorts, containerPort, protocol} = wish
    const range = hostPorts === null || wantsAnyPort(hostPorts) ? 'any' : `${hostPorts.first}-${hostPorts.last}`
    const binds = boundAddrs(wish, rules).length > 0
    const together = container !== undefined && rules.samePort && binds && (protocol === 'udp' || !isFixed(wish))
    const key = together ? JSON.stringify([container, containerPort, protocol, range]) : want
    const group = groups.get(key)
    if (group) group.push(want)
    else groups.set(key, [want])
  }
  return groups.values()
}

/** Fixed first, then narrow ranges before wide ones, then any. */
function rankOf({hostPorts}: PortWish): number {
  if (hostPorts === null || wantsAnyPort(hostPorts)) return 100_000
  return hostPorts.last - hostPorts.first
}

const nothingBound = (reason: string): PortVerdict => ({verdict: 'free', hostPort: undefined, holders: [], reason})

/** Whether it asks for one certain host port. */
export const isFixed = ({hostPorts}: PortWish): boolean =>
  hostPorts !== null && !wantsAnyPort(hostPorts) && hostPorts.first === hostPorts.last

const isChooser = (want: WantedPort): want is WantedPort & {readonly wish: {readonly hostPorts: PortRange}} => {
  const {hostPorts} = want.wish
  return hostPorts !== null && !wantsAnyPort(hostPorts) && hostPorts.first < hostPorts.last
}

const addrsOf = ({wish, rules}: WantedPort): readonly Addr[] => boundAddrs(wish, rules)

/** The verdict where no other port would help. */
const impossible = (reason: string): PortVerdict => ({verdict: 'blocked', hostPort: undefined, holders: [], reason})

/** The verdict on a wanted port that gets the host port of another one of its container, where their addresses meet. */
function sameAs({name, wish: {protocol}}: WantedPort, {wish}: WantedPort): PortVerdict {
  const holders: PortHolder[] = [{kind: 'wanted', name}]
  const shared = `the engine gives ${wish.containerPort}/${protocol} of a container one port for "${name}" and for this`
  const hostPort = isFixed(wish) ? wish.hostPorts?.first : undefined
  return protocol === 'udp'
    ? {verdict: 'will clash', hostPort, holders, reason: `${shared}, and one of them receives no traffic`}
    : {verdict: 'blocked', hostPort, holders, reason: `${shared}, and their addresses meet`}
}

/** Keeps track of the ports given out so far. */
class Check {
  private readonly index: PortIndex
  private readonly situation: PortSituation
  /** Where the search of a range continues: ports are taken but never released. */
  private readonly cursors = new Map<string, number>()
  private readonly unseen: string
  /** What takes one of several ports when it starts. */
  private readonly choosers: readonly (WantedPort & {readonly wish: {readonly hostPorts: PortRange}})[]

  constructor(situation: PortSituation, index: PortIndex, wanted: readonly WantedPort[]) {
    this.choosers = wanted.filter(isChooser)
    this.index = index
    this.situation = situation
    const parts = {
      'stopped containers': situation.claims,
      'host processes': situation.listeners,
      services: situation.services,
    }
    this.unseen = Object.entries(parts)
      .flatMap(([what, part]) => (part.known ? [] : [`${what} could not be seen: ${part.why}`]))
      .join('; ')
  }

  /** The verdict on each of a group: on those that can have one port together, and on those that meet one of them. */
  verdicts(group: Together): [WantedPort, PortVerdict][] {
    const joined: WantedPort[] = []
    const meeting: {readonly want: WantedPort; readonly rival: WantedPort; readonly alone: PortVerdict | undefined}[] =
      []
    for (const want of group) {
      const rival = joined.find((one) => anyMeet(addrsOf(want), addrsOf(one)))
      // Before the others of the group take the port.
      if (rival) meeting.push({want, rival, alone: this.alone(want)})
      else joined.push(want)
    }
    // UDP sockets that meet are bound all the same, so that their addresses count.
    const [first] = group
    const bound = first.wish.protocol === 'udp' ? group : joined
    const together = isFixed(first.wish) ? undefined : this.verdict(first, [...new Set(bound.flatMap(addrsOf))])
    return [
      ...joined.map((want): [WantedPort, PortVerdict] => [want, together ?? this.verdict(want, addrsOf(want))]),
      ...meeting.map(({want, rival, alone = together}): [WantedPort, PortVerdict] => [
        want,
        want.wish.protocol === 'udp' && alone?.verdict === 'blocked' ? alone : sameAs(rival, want),
      ]),
    ]
  }

  /** The verdict on a fixed port beside what is there, which is not taken; undefined for one of several. */
  private alone({wish, rules}: WantedPort): PortVerdict | undefined {
    const {hostPorts, protocol} = wish
    if (hostPorts === null || !isFixed(wish)) return undefined
    return this.judged(this.holdsOn(boundAddrs(wish, rules), hostPorts.first, protocol, rules), hostPorts.first)
  }

  /** @param addrs what it is bound to, together with those it is bound with */
  private verdict(want: WantedPort, addrs: readonly Addr[]): PortVerdict {
    const {wish, rules, name} = want
    if (rules.refusedBecause !== undefined) return impossible(rules.refusedBecause)
    if (addrs.length === 0) return nothingBound(whyNothing(wish, rules))
    const {protocol, hostPorts} = wish
    const away = addrs.find((addr) => !isLocal(addr, this.situation))
    if (away !== undefined) return impossible(`${away} is not an address of the engine's host`)
    if (hostPorts !== null && isFixed(wish))
      return this.unlessTakenFirst(want, addrs, this.fixed(addrs, hostPorts.first, protocol, rules, name))
    const range = hostPorts === null || wantsAnyPort(hostPorts) ? this.situation.ephemeral : hostPorts
    return rules.samePort
      ? this.ranged(addrs, range, want)
      : worst(addrs.map((addr) => this.ranged([addr], range, want)))
  }

  private holdsOn(addrs: readonly Addr[], port: number, protocol: Protocol, rules: PublishRules): Hold[] {
    return addrs.flatMap((addr) =>
      this.index.meeting(protocol, addr, port).map((hold) => {
        const shared = protocol === 'udp' && !rules.udpNoticed && hold.addr !== addr
        if (!shared || hold.by === 'host' || hold.how === 'claimed') return hold
        return {
          ...hold,
          how: 'claimed',
          reason: () => `${hold.reason()}; this engine binds both, and one of them receives no traffic`,
        } as const
      }),
    )
  }

  private fixed(
    addrs: readonly Addr[],
    port: number,
    protocol: Protocol,
    rules: PublishRules,
    name: string,
  ): PortVerdict {
    const holds = this.holdsOn(addrs, port, protocol, rules)
    const verdict = this.judged(holds, port)
    if (verdict.verdict !== 'blocked') this.take(addrs, port, protocol, name)
    return verdict
  }

  /** A container that starts earlier, or at the same time, may choose the port from a range of its own. */
  private unlessTakenFirst(want: WantedPort, addrs: readonly Addr[], verdict: PortVerdict): PortVerdict {
    const {hostPort: port, verdict: found} = verdict
    const {starts, wish} = want
    if (found !== 'free' || port === undefined || starts === undefined) return verdict
    const rival = this.choosers.find(
      (other) =>
        other.starts !== undefined &&
        other.starts.service !== starts.service &&
        !other.starts.after.has(starts.service) &&
        other.wish.protocol === wish.protocol &&
        hasPort(other.wish.hostPorts, port) &&
        anyMeet(addrs, boundAddrs(other.wish, other.rules)),
    )
    if (rival?.starts === undefined) return verdict
    const {first, last} = rival.wish.hostPorts
    const when = starts.after.has(rival.starts.service) ? 'and starts first' : 'and may start first'
    const reason = `"${rival.name}" in the same list takes one of ${first}-${last}, ${when}`
    return {...verdict, verdict: 'will clash', holders: [{kind: 'wanted', name: rival.name}], reason}
  }

  private judged(holds: readonly Hold[], port: number): PortVerdict {
    for (const [how, verdict] of [
      ['held', 'blocked'],
      ['maybe', 'unknown'],
      ['claimed', 'will clash'],
    ] as const) {
      const [first] = holds.filter((hold) => hold.how === how)
      if (first === undefined) continue
      return {
        verdict,
        hostPort: port,
        holders: holdersOf(holds.filter((hold) => hold.how === how)),
        reason: first.reason(),
      }
    }
    if (this.unseen !== '') return {verdict: 'unknown', hostPort: port, holders: [], reason: this.unseen}
    return {verdict: 'free', hostPort: port, holders: [], reason: ''}
  }

  private take(addrs: readonly Addr[], port: number, protocol: Protocol, name: string): void {
    const holder: PortHolder = {kind: 'wanted', name}
    for (const addr of addrs) {
      const reason = () => `"${name}" in the same list also wants ${socketText(addr, port, protocol)}`
      this.index.add(protocol, port, {addr, holder, how: 'held', by: 'engine', reason})
    }
  }

  /**
   * The ports of a range that the host would refuse although they are free for the engine; empty if no port is left
   * anyway.
   */
  private refused(addrs: readonly Addr[], {first, last}: PortRange, protocol: Protocol): Hold[] {
    const ports = Array.from({length: last - first + 1}, (_, i) => first + i)
    const solid = ports.map((port) =>
      addrs.flatMap((addr) => this.index.meeting(protocol, addr, port).filter((hold) => hold.how !== 'claimed')),
    )
    if (solid.every((holds) => holds.length > 0)) return []
    return solid.flat().filter((hold) => hold.by === 'host' || !addrs.includes(hold.addr))
  }

  /** What takes one of the same ports on another address that meets one of these. */
  private rivalChooser(addrs: readonly Addr[], {first, last}: PortRange, want: WantedPort) {
    return this.choosers.find((other) => {
      if (other === want || other.wish.protocol !== want.wish.protocol) return false
      if (other.wish.hostPorts.first > last || first > other.wish.hostPorts.last) return false
      const theirs = boundAddrs(other.wish, other.rules).filter((addr) => !addrs.includes(addr))
      return anyMeet(addrs, theirs)
    })
  }

  /** The lowest available port. The engine continues after the last port it gave out, so it may choose another one. */
  private ranged(addrs: readonly Addr[], range: PortRange, want: WantedPort): PortVerdict {
    const {rules, name} = want
    const {protocol} = want.wish
    const key = `${addrs.join()} ${range.first}-${range.last}/${protocol}`
    const refused = rules.rangeRetried || range === this.situation.ephemeral ? [] : this.refused(addrs, range, protocol)
    if (refused[0] !== undefined)
      return {verdict: 'unknown', hostPort: undefined, holders: holdersOf(refused), reason: onlyOneTry(refused[0])}
    const rival = rules.rangeRetried ? undefined : this.rivalChooser(addrs, range, want)
    if (rival)
      return {
        verdict: 'unknown',
        hostPort: undefined,
        holders: [{kind: 'wanted', name: rival.name}],
        reason: `"${rival.name}" in the same list takes one of ${rival.wish.hostPorts.first}-${rival.wish.hostPorts.last}, and this engine does not look whether they are the same`,
      }
    const inTheWay: Hold[] = []
    let refusedByHost = 0
    for (let port = Math.max(range.first, this.cursors.get(key) ?? 0); port <= range.last; port++) {
      const holds = addrs.every((addr) => this.index.isEmpty(protocol, addr, port))
        ? []
        : this.holdsOn(addrs, port, protocol, rules)
      const solid = holds.filter((hold) => hold.how !== 'claimed')
      if (solid.length > 0) {
        if (solid.every((hold) => hold.by === 'host')) refusedByHost++
        if (inTheWay.length < 100) inTheWay.push(...solid)
        continue
      }
      this.cursors.set(key, port)
      const verdict = this.judged(holds, port)
      this.take(addrs, port, protocol, name)
      if (verdict.verdict === 'will clash')
        return {...verdict, reason: `the engine may choose ${port} of ${range.first}-${range.last}: ${verdict.reason}`}
      if (verdict.verdict !== 'free' || refusedByHost < ATTEMPTS) return verdict
      const reason = `the engine gives up after its host has refused ${ATTEMPTS} ports, and ${refusedByHost} such ports come before ${port}`
      return {...verdict, verdict: 'unknown', holders: holdersOf(inTheWay), reason}
    }
    const maybe = inTheWay.find((hold) => hold.how === 'maybe')
    if (maybe !== undefined)
      return {verdict: 'unknown', hostPort: undefined, holders: holdersOf(inTheWay), reason: maybe.reason()}
    const first = inTheWay[0]?.reason()
    const where = `${range.first}-${range.last}`
    const reason = `no free ${protocol} port in ${where}${first === undefined ? '' : `: ${first}`}`
    return {verdict: 'blocked', hostPort: undefined, holders: holdersOf(inTheWay), reason}
  }
}

/**
 * The table of an engine before 27.0 only shows conflicts of equal addresses; if the host then refuses a port, it does
 * not try another.
 */
const onlyOneTry = (hold: Hold): string => `${hold.reason()}, and this engine tries only one port of a range`

function holdersOf(holds: readonly Hold[]): PortHolder[] {
  return [...new Map(holds.map(({holder}) => [JSON.stringify(holder), holder])).values()]
}

const SEVERITY = ['free', 'will clash', 'unknown', 'blocked'] as const

function worst(verdicts: readonly PortVerdict[]): PortVerdict {
  const [first = nothingBound(''), ...rest] = verdicts
  return rest.reduce((a, b) => (SEVERITY.indexOf(b.verdict) > SEVERITY.indexOf(a.verdict) ? b : a), first)
}
