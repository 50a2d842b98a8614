import type {ComposeNetwork, ComposeProject, ComposeService} from '../../compose/project.js'
import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import type {CandidateNetwork} from '../../model/endpoints/default-gateway.js'
import type {Host} from '../../model/host.js'
import {
  type PortBinding,
  type PortHolder,
  type PortSituation,
  type PublishRules,
  portWishes,
} from '../../model/ports.js'
import {bracketed} from '../../net/addr.js'
import {type PortWish, parsePortSpec, wantsAnyPort, wishesOf} from '../../net/port.js'
import {startedBefore} from '../compose/start-order.js'
import {FreePorts} from './free-ports.js'
import {addBindings, anyMeet, holderText, indexPorts, socketText} from './port-index.js'
import {boundAddrs, type PublishingNetwork} from './publish-rules.js'
import {rulesFor, rulesOn, rulesOnNone, rulesOnShared, rulesWhenJoined} from './situation.js'
import {checkPorts, isFixed, type PortVerdict, type WantedPort} from './verdict.js'

/** A wanted port, and where it was asked for. */
export interface AskedPort extends WantedPort {
  /** As written, or in the syntax of `docker run -p`. */
  readonly spec: string
  /** The compose service that asks; '' for none. */
  readonly service: string
  /** `file:line`; '' for one from the command line. */
  readonly at: string
}

interface CheckedPort extends AskedPort, PortVerdict {
  /**
   * The next higher free host port, for a port that is not free; nothing in the list wants it, and none is offered
   * twice. undefined if there is none, and if another port would not solve the problem.
   */
  readonly nextFree: number | undefined
}

/** A port that a service took from several, and has as long as Compose keeps its container. */
export interface KeptPort {
  readonly service: string
  readonly binding: PortBinding
}

/**
 * {@link checkPorts} for what was asked for, with an alternative for each port that is not free.
 * @param kept of the services that ask
 */
export function checkAsked(
  asked: readonly AskedPort[],
  situation: PortSituation,
  kept: readonly KeptPort[] = [],
): CheckedPort[] {
  const index = indexPorts(situation)
  const found = checkPorts(asked, situation, index)
  addBindings(
    index,
    kept.map(({binding}) => binding),
  )
  const free = new FreePorts(index)
  return asked.flatMap((one, i): CheckedPort[] => {
    const verdict = unlessKept(one, found[i], kept, free)
    if (verdict === undefined) return []
    if (verdict.holders.length === 0) return [{...one, ...verdict, nextFree: undefined}]
    const {wish, rules, name} = one
    const addrs = boundAddrs(wish, rules)
    const first = (verdict.hostPort ?? wish.hostPorts?.last ?? 1023) + 1
    const nextFree = free.lowest(addrs, {first, last: 65535}, wish.protocol)
    if (nextFree !== undefined) free.take(addrs, nextFree, wish.protocol, name)
    return [{...one, ...verdict, nextFree}]
  })
}

/**
 * Whether Compose keeps a container depends on what its service was when it was created, which nothing shows in full. What
 * may have one of several ports gets another one then.
 */
function unlessKept(
  {wish, rules, service, name}: AskedPort,
  verdict: PortVerdict | undefined,
  kept: readonly KeptPort[],
  free: FreePorts,
): PortVerdict | undefined {
  if (!verdict || verdict.verdict === 'blocked' || verdict.hostPort === undefined) return verdict
  const other = kept.find(
    ({service: of, binding: {hostAddr, hostPort, protocol}}) =>
      of !== service &&
      hostPort === verdict.hostPort &&
      protocol === wish.protocol &&
      anyMeet(boundAddrs(wish, rules), [hostAddr]),
  )
  if (!other) return verdict
  if (!isFixed(wish)) {
    const addrs = boundAddrs(wish, rules)
    const last = wish.hostPorts === null || wantsAnyPort(wish.hostPorts) ? 65_535 : wish.hostPorts.last
    const hostPort = free.lowest(addrs, {first: verdict.hostPort + 1, last}, wish.protocol)
    if (hostPort !== undefined) free.take(addrs, hostPort, wish.protocol, name)
    if (hostPort !== undefined) return {...verdict, hostPort}
  }
  const {holder, hostAddr, hostPort, protocol} = other.binding
  const reason = `${holderText(holder)} has ${socketText(hostAddr, hostPort, protocol)}, as long as Compose keeps it, which it does unless service "${other.service}" has changed`
  return {...verdict, verdict: 'unknown', holders: [holder], reason}
}

/** The verdict on one asked port, for tables and `--json`. */
export interface PortCheckRow {
  readonly spec: string
  readonly name: string
  /** `file:line`; '' for one from the command line. */
  readonly at: string
  readonly verdict: PortVerdict['verdict']
  /** null if none is available. */
  readonly hostPort: number | null
  readonly holders: readonly PortHolder[]
  readonly reason: string
  /** The next free host port, if this one is not free; null if there is none. */
  readonly nextFree: number | null
}

export function portCheckRows(checked: readonly CheckedPort[]): PortCheckRow[] {
  return checked.map(({spec, name, at, verdict, hostPort = null, holders, reason, nextFree = null}) => ({
    spec,
    name,
    at,
    verdict,
    hostPort,
    holders,
    reason,
    nextFree,
  }))
}

/**
 * The ports that specifications ask for, each container port by itself.
 * @throws DnetError USAGE naming the bad part of a specification
 */
export function askedBySpecs(specs: readonly string[], rules: PublishRules): AskedPort[] {
  return specs.flatMap((spec) =>
    wishesOf(parsePortSpec(spec)).map((wish) => ({wish, rules, name: spec, container: '', spec, service: '', at: ''})),
  )
}

/** The ports that a container binds, or will bind when it starts. @throws DnetError if they are not known */
export function askedByContainer(host: Host, container: Container): AskedPort[] {
  if (!container.details.known)
    throw new DnetError('NOT_FOUND', `the ports of container "${container.name}" are not known`, 'try again')
  const rules = rulesFor(host, container)
  return portWishes(container.details.value).map((wish) => ({
    wish,
    rules,
    name: container.name,
    container: container.id,
    spec: specText(wish),
    service: '',
    at: '',
  }))
}

/** Ports that are checked of compose files at most: no host has more for one protocol. */
const MOST_ASKED = 65_535

/** The ports that the active services of a compose project would publish: a fixed one once for each replica. */
export function askedByCompose(host: Host, project: ComposeProject): AskedPort[] {
  const active = project.services.filter((service) => service.active)
  refuseTooMany(active)
  const before = startedBefore(active)
  return active.flatMap((service) => {
    const starts = {service: service.name, after: before(service.name)}
    const rules = composeRules(host, project, service)
    const replicas = service.ports.length > 0 ? service.replicas : 0
    return Array.from({length: replicas}, (_, i) => i + 1).flatMap((replica) =>
      service.ports.map((wish) => ({
        wish,
        rules,
        name: service.replicas > 1 ? `${service.name}, replica ${replica}` : service.name,
        container: `service ${service.name}, ${replica}`,
        spec: specText(wish),
        service: service.name,
        starts,
        at: `${wish.at.file}:${wish.at.line}`,
      })),
    )
  })
}

/** @throws DnetError BAD_CONFIG */
function refuseTooMany(services: readonly ComposeService[]): void {
  const asked = ({ports, replicas}: ComposeService): number => (ports.length === 0 ? 0 : ports.length * replicas)
  const [most] = services.toSorted((a, b) => asked(b) - asked(a))
  if (!most || services.reduce((sum, service) => sum + asked(service), 0) <= MOST_ASKED) return
  const message = `the services ask for more than ${MOST_ASKED} ports: "${most.name}" has ${most.replicas} containers with ${most.ports.length} each`
  throw new DnetError('BAD_CONFIG', message, 'lower its scale or deploy.replicas')
}

function composeRules(host: Host, project: ComposeProject, service: ComposeService): PublishRules {
  const {networkMode} = service
  if (/^(service|container):/.test(networkMode)) return rulesOnShared(host)
  if (networkMode !== '' && networkMode !== 'bridge') {
    const named = host.networks.find(({name, driver}) => name === networkMode && driver !== 'host' && driver !== 'null')
    return named ? rulesOn(host, named) : rulesOnNone(host)
  }
  const joined = project.networks.filter(({key}) => service.endpoints.has(key))
  if (joined.length === 0) return rulesOn(host, undefined)
  const networks = joined.map((one) => host.networks.find(({name}) => name === one.name) ?? planned(one))
  const priorities = joined.map(({key, name}) => [name, service.endpoints.get(key)?.gatewayPriority ?? 0] as const)
  return rulesWhenJoined(host, new Map(priorities), networks)
}

/** A network as Compose would create it, as far as gateways and publishing are concerned. */
function planned(network: ComposeNetwork): CandidateNetwork & PublishingNetwork {
  const {name, internal, enableIPv4 = true, enableIPv6 = false} = network
  // The engine chooses the blocks: what matters is their family.
  const blocks = [...(enableIPv4 ? ['0.0.0.0/0'] : []), ...(enableIPv6 ? ['::/0'] : [])]
  const subnets = blocks.map((subnet) => ({subnet, ipRange: '', gateway: '', auxAddresses: {}}))
  const driver = network.driver || 'bridge'
  return {id: '', name, driver, internal, enableIPv4, enableIPv6, options: network.driverOptions, subnets}
}

/** A wanted port in the syntax of `docker run -p`, such as "127.0.0.1:8080:80/udp". */
export function specText({hostAddr, hostPorts, containerPort, protocol}: PortWish): string {
  const addr = hostAddr === null ? '' : `${bracketed(hostAddr)}:`
  const last = hostPorts && hostPorts.last !== hostPorts.first ? `-${hostPorts.last}` : ''
  const port = hostPorts && hostPorts.first > 0 ? `${hostPorts.first}${last}:` : addr && ':'
  return `${addr}${port}${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`
}
