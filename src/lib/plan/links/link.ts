import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {candidates, chooseGateways} from '../../model/endpoints/default-gateway.js'
import {obstacleOf} from '../../model/endpoints/joining.js'
import {membersOf} from '../../model/endpoints/members.js'
import {dnsNamesOf, readLink} from '../../model/endpoints/names.js'
import {containerNamed, networkNamed} from '../../model/find.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {toPaste} from '../../shell-words.js'
import type {EndpointSpec, NetworkSpec} from '../../spec/network-spec.js'
import {places, stepsTo} from '../endpoints/endpoint-change.js'
import type {Remembered, Step} from '../step.js'
import {readTarget, refuseUnlinkable, takesLinks} from './link-target.js'

export interface LinkRequest {
  readonly container: string
  /** `TARGET[:ALIAS]`. */
  readonly target: string
  /** Whether every container on the network shall see the alias, not only this one. */
  readonly shared: boolean
  /** The network to use; '' for one that both are on, else a new one. */
  readonly network: string
}

export interface LinkPlan {
  readonly container: string
  readonly target: string
  readonly alias: string
  /** The name of the network through which the target is reached. */
  readonly network: string
  /** Empty if the link already exists. */
  readonly steps: readonly Step[]
}

/** Labels every network that dnet creates for links; its value is '' and reserved. */
export const LINK_LABEL = 'dnet.link'

/**
 * How to let a container reach another by an alias: privately by an endpoint link, which the engine resolves by the
 * target's name on every query (moby daemon/network.go buildJoinOptions), or by an alias for every container on the
 * network. A new network for it is internal: it has no gateway, so neither a default route nor a published port moves.
 * @param host with the details of networks and containers
 * @param remembered the endpoints that an earlier run disconnected
 * @param subnet for a new network; '' lets the engine choose
 * @throws DnetError CONTAINER_NOT_FOUND, NETWORK_NOT_FOUND, NAME_AMBIGUOUS, USAGE; CONFLICT if it is not possible;
 * UNSUPPORTED for a private link on Podman
 */
export function planLink(
  host: Host,
  request: LinkRequest,
  remembered: readonly Remembered[],
  subnet: string,
): LinkPlan {
  const {target: targetWord, alias: aliasWord} = readTarget(request.target)
  const isLinkable = (one: Container): boolean => obstacleOf(host, one) === undefined
  const container = containerNamed(host, request.container, isLinkable)
  const target = containerNamed(host, targetWord, isLinkable)
  const alias = aliasWord || target.name
  if (container.id === target.id) throw new DnetError('USAGE', `"${container.name}" cannot be linked to itself`, '')
  for (const one of [container, target]) refuseUnlinkable(host, one)
  const link = {host, remembered, container, target, alias, shared: request.shared}
  const found = chooseNetwork(link, request.network)
  const network = found?.name ?? newNetwork(host, container, target)
  const plan = {container: container.name, target: target.name, alias, network}
  if (found && reaches(link, found)) return {...plan, steps: []}
  if (isPodman(host) && !request.shared && isPrivateName(link, found)) throw noPrivateNames(request)
  const made: Step[] = found ? [] : [{do: 'create-network', spec: networkSpec(network, subnet), because: whyNew(link)}]
  return {...plan, steps: [...made, ...connections(link, found, network)]}
}

/** Reports whether the alias has to be a link: it is not the target's name, or not the target's alone. */
const isPrivateName = ({host, target, alias}: Link, network: Network | undefined): boolean =>
  alias !== target.name || (network !== undefined && othersAnswer(host, network, target, alias))

/** Podman accepts a private name and ignores it. */
function noPrivateNames({container, target, network}: LinkRequest): DnetError {
  const message = 'Podman does not support names that only one container sees'
  const hint =
    network === ''
      ? toPaste`dnet link --shared ${container} ${target}`
      : toPaste`dnet link --shared --network=${network} ${container} ${target}`
  return new DnetError('UNSUPPORTED', message, hint)
}

interface Link {
  readonly host: Host
  readonly remembered: readonly Remembered[]
  readonly container: Container
  readonly target: Container
  readonly alias: string
  readonly shared: boolean
}

/** The named one; else the best that both are on; else one that dnet created for these two; else none. */
function chooseNetwork(link: Link, word: string): Network | undefined {
  const {host, container, target} = link
  if (word !== '') {
    const named = networkNamed(host.networks, word, takesLinks)
    if (!takesLinks(named))
      throw new DnetError(
        'CONFLICT',
        `network "${named.name}" cannot be used for links`,
        'choose another network, or omit --network',
      )
    return named
  }
  const common = host.networks.filter(
    (network) =>
      takesLinks(network) && places(link.remembered, container, network) && places(link.remembered, target, network),
  )
  const done = common.find((network) => reaches(link, network))
  if (done) return done
  const changed = link.shared ? target : container
  const gateways = chooseGateways(
    candidates(changed.endpoints, host.networks, host.engine.apiVersion, true),
    host.engine.apiVersion,
  )
  const quiet = common.find(({id}) => id !== gateways[4]?.networkId && id !== gateways[6]?.networkId)
  return quiet ?? common[0] ?? ownNetwork(link)
}

/** The network that an earlier run created for these two, if it was stopped before it connected both. */
function ownNetwork({host, container, target}: Link): Network | undefined {
  const base = baseName(container, target)
  return host.networks.find(({name, labels}) => labels[LINK_LABEL] !== undefined && name === base)
}

const baseName = (container: Container, target: Container): string => `dnet-${container.name}-${target.name}`

function newNetwork(host: Host, container: Container, target: Container): string {
  const base = baseName(container, target)
  const taken = new Set(host.networks.map(({name}) => name))
  let name = base
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`
  return name
}

/** Reports whether the alias resolves to the target on a network and, for a private link, to nothing else. */
function reaches(link: Link, network: Network): boolean {
  const {host, remembered, container, target, alias, shared} = link
  const own = places(remembered, container, network)
  const its = places(remembered, target, network)
  if (!own?.connected || !its?.connected) return false
  const known = dnsNamesOf({container: target, endpoint: its.connected}, network)
  if (shared) return known.includes(alias)
  const links = own.spec.links.map(readLink).filter((one) => one.alias === alias)
  if (links.length > 0) return links.every((one) => one.target === target.name)
  return known.includes(alias) && !othersAnswer(host, network, target, alias)
}

function othersAnswer(host: Host, network: Network, target: Container, alias: string): boolean {
  const others = membersOf(host, network).filter(({container}) => container.id !== target.id)
  return others.some((other) => dnsNamesOf(other, network).includes(alias))
}

/** First the target, so that the alias can be resolved as soon as it exists. */
function connections(link: Link, network: Network | undefined, name: string): Step[] {
  const {host, remembered, container, target, alias, shared} = link
  const here = {host, remembered, network, name}
  const aliased = (spec: EndpointSpec): EndpointSpec => ({...spec, aliases: [...new Set([...spec.aliases, alias])]})
  const linked = (spec: EndpointSpec): EndpointSpec => ({
    ...spec,
    links: [...spec.links.filter((text) => readLink(text).alias !== alias), `${target.name}:${alias}`],
  })
  const same = (spec: EndpointSpec): EndpointSpec => spec
  const reach = `so that ${container.name} reaches ${target.name} as ${alias}`
  return [
    ...stepsTo({...here, container: target}, shared ? aliased : same, reach),
    ...stepsTo({...here, container}, shared ? same : linked, reach),
  ]
}

const whyNew = ({container, target}: Link): string =>
  `${container.name} and ${target.name} share no user-defined network`

const networkSpec = (name: string, subnet: string): NetworkSpec => ({
  name,
  driver: 'bridge',
  scope: '',
  enableIPv4: undefined,
  enableIPv6: undefined,
  internal: true,
  attachable: false,
  ingress: false,
  configOnly: false,
  configFrom: '',
  ipamDriver: 'default',
  ipamOptions: {},
  subnets: subnet === '' ? [] : [{subnet, ipRange: '', gateway: '', auxAddresses: {}}],
  options: {},
  labels: {[LINK_LABEL]: ''},
})
