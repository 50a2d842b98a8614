import type {PortHolder, PortSituation, PublishRules} from '../../model/ports.js'
import type {Addr} from '../../net/addr.js'
import {type PortRange, type PortWish, type Protocol, wantsAnyPort} from '../../net/port.js'
import {anyMeet, type Hold, indexPorts, type PortIndex, socketText} from './port-index.js'
import {boundAddrs, isLocal, whyNothing} from './publish-rules.js'

/** One port to be published, and how it would be done. */
export interface WantedPort {
  readonly wish: PortWish
  readonly rules: PublishRules
  /** What wants it, as named by the user. */
  readonly name: string
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
  const order = wanted
    .map((want, i) => ({want, i, rank: rankOf(want.wish)}))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
  const verdicts = new Map<number, PortVerdict>()
  for (const {want, i} of order) verdicts.set(i, check.verdict(want))
  return wanted.map((_, i) => verdicts.get(i) ?? nothingBound(''))
}

/** Fixed first, then narrow ranges before wide ones, then any. */
function rankOf({hostPorts}: PortWish): number {
  if (hostPorts === null || wantsAnyPort(hostPorts)) return 100_000
  return hostPorts.last - hostPorts.first
}

const nothingBound = (reason: string): PortVerdict => ({verdict: 'free', hostPort: undefined, holders: [], reason})

const isChooser = (want: WantedPort): want is WantedPort & {readonly wish: {readonly hostPorts: PortRange}} => {
  const {hostPorts} = want.wish
  return hostPorts !== null && !wantsAnyPort(hostPorts) && hostPorts.first < hostPorts.last
}

/** The verdict where no other port would help. */
const impossible = (reason: string): PortVerdict => ({verdict: 'blocked', hostPort: undefined, holders: [], reason})

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

  verdict(want: WantedPort): PortVerdict {
    const {wish, rules, name} = want
    if (rules.refusedBecause !== undefined) return impossible(rules.refusedBecause)
    const addrs = boundAddrs(wish, rules)
    if (addrs.length === 0) return nothingBound(whyNothing(wish, rules))
    const {protocol, hostPorts} = wish
    const away = addrs.find((addr) => !isLocal(addr, this.situation))
    if (away !== undefined) return impossible(`${away} is not an address of the engine's host`)
    if (hostPorts !== null && !wantsAnyPort(hostPorts) && hostPorts.first === hostPorts.last)
      return this.unlessTakenFirst(want, addrs, this.fixed(addrs, hostPorts.first, protocol, rules, name))
    const range = hostPorts === null || wantsAnyPort(hostPorts) ? this.situation.ephemeral : hostPorts
    return rules.samePort
      ? this.ranged(addrs, range, protocol, rules, name)
      : worst(addrs.map((addr) => this.ranged([addr], range, protocol, rules, name)))
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
        other.wish.hostPorts.first <= port &&
        port <= other.wish.hostPorts.last &&
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

  /** The lowest available port. The engine continues after the last port it gave out, so it may choose another one. */
  private ranged(
    addrs: readonly Addr[],
    range: PortRange,
    protocol: Protocol,
    rules: PublishRules,
    name: string,
  ): PortVerdict {
    const key = `${addrs.join()} ${range.first}-${range.last}/${protocol}`
    const refused = rules.rangeRetried || range === this.situation.ephemeral ? [] : this.refused(addrs, range, protocol)
    if (refused[0] !== undefined)
      return {verdict: 'unknown', hostPort: undefined, holders: holdersOf(refused), reason: onlyOneTry(refused[0])}
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
