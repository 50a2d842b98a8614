import {apiAtLeast} from '../../model/api-version.js'
import type {Container, ContainerDetails, ContainerState} from '../../model/container.js'
import {type CandidateNetwork, candidates, chooseGateways, gatewaysOf} from '../../model/endpoints/default-gateway.js'
import {containersOf, type Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'
import {known, unknown} from '../../model/known.js'
import {
  type Listener,
  type PortBinding,
  type PortClaim,
  type PortHolder,
  type PortSituation,
  type PublishingFacts,
  type PublishRules,
  portWishes,
  USUAL_EPHEMERAL,
} from '../../model/ports.js'
import {isPodman} from '../../model/predefined.js'
import {holdersOfBindings} from './engine-sockets.js'
import {type PublishingNetwork, publishRules} from './publish-rules.js'

/**
 * Everything that can conflict with a published port on this host. For containers whose details were not loaded, the
 * wanted ports are unknown.
 * @param leftOut selects the containers that shall not conflict with themselves
 */
export function portSituation(host: Host, leftOut: (container: Container) => boolean = () => false): PortSituation {
  const facts = factsOf(host)
  const all = containersOf(host)
  const containers = all.filter((container) => !leftOut(container))
  const ownSockets = holdersOfBindings(all.filter(leftOut).flatMap(bindingsOf))
  const stopped = containers.filter(isDown)
  const left = new Set(all.filter(leftOut).map(({id}) => id))
  const ofLeftOut = ({containerIds = []}: Listener): boolean => containerIds.some((id) => left.has(id))
  const unseen = stopped.find(({details}) => !details.known)
  const claims = stopped.flatMap((container) => claimsOf(container, host))
  return {
    bindings: containers.flatMap(bindingsOf),
    claims: unseen ? unknown('they were not inspected') : known(claims),
    listeners: facts.listeners.known
      ? known(facts.listeners.value.filter((listener) => !ownSockets(listener) && !ofLeftOut(listener)))
      : facts.listeners,
    containers,
    services: facts.services,
    ephemeral: facts.ephemeral,
    local: facts.local,
  }
}

/** How the engine publishes on a network, by default the default bridge. */
export function rulesOn(host: Host, network: PublishingNetwork | undefined): PublishRules {
  const {apiVersion, hostHasIPv6} = factsOf(host)
  // No API shows whether the proxy is disabled or `--ip` is set; these are the defaults.
  const engine = {apiVersion, hostHasIPv6, userlandProxy: true, defaultAddr: undefined, podman: isPodman(host)}
  const bridge = host.networks.find(({name, driver}) => name === 'bridge' && driver === 'bridge')
  const on = network ?? bridge
  // An engine before 28.0 does not say that a network has IPv4, but it always has.
  return publishRules(
    engine,
    on && {...on, enableIPv4: on.enableIPv4 || !on.enableIPv6 || !apiAtLeast(apiVersion, '1.48')},
  )
}

/** How the engine publishes for a container without its own network: not at all. */
export function rulesOnNone(host: Host): PublishRules {
  const {apiVersion, hostHasIPv6} = factsOf(host)
  return publishRules({apiVersion, hostHasIPv6, userlandProxy: true, defaultAddr: undefined}, undefined)
}

/** For a container that shares another one's network: the engine refuses any port (moby runconfig/errors.go). */
export const rulesOnShared = (host: Host): PublishRules => ({
  ...rulesOnNone(host),
  refusedBecause:
    'the engine refuses it: "conflicting options: port publishing and the container type network mode"; publish it ' +
    'from the container whose network is shared',
})

/** The rules for a container: those of the network that provides its default gateway. */
export function rulesFor(host: Host, container: Container): PublishRules {
  return rulesOfGateway(host, gatewaysOf(host, container), host.networks)
}

/**
 * The rules for a container that is to be created on several networks.
 * @param joined the names of its networks, each with its gateway priority
 * @param networks all of them, those that are only planned included
 */
export function rulesWhenJoined(
  host: Host,
  joined: ReadonlyMap<string, number>,
  networks: readonly (CandidateNetwork & PublishingNetwork)[],
): PublishRules {
  const {apiVersion} = host.engine
  const endpoints = [...joined].map(([networkName, priority]) => ({
    networkName,
    networkId: '',
    gateway4: undefined,
    gateway6: undefined,
    gatewayPriority: priority,
  }))
  const sorted = candidates(endpoints, networks, apiVersion, false)
  return rulesOfGateway(host, {sorted, gateways: chooseGateways(sorted, apiVersion)}, networks)
}

function rulesOfGateway(
  host: Host,
  {sorted, gateways}: ReturnType<typeof gatewaysOf>,
  networks: readonly (Pick<CandidateNetwork, 'id' | 'name'> & PublishingNetwork)[],
): PublishRules {
  const first = gateways[4] ?? sorted[0]
  const network = networks.find(({id, name}) => (id !== '' && id === first?.networkId) || name === first?.networkName)
  return network ? rulesOn(host, network) : rulesOnNone(host)
}

const holderOf = ({id, name}: Container): PortHolder => ({kind: 'container', id, name})

/** The ports that a container has bound. */
export function bindingsOf(container: Container): PortBinding[] {
  return container.published.map(({hostAddr, hostPort, protocol}) => ({
    hostAddr,
    hostPort,
    protocol,
    holder: holderOf(container),
  }))
}

function claimsOf(container: Container, host: Host): PortClaim[] {
  if (!container.details.known) return []
  const wishes = portWishes(container.details.value)
  if (wishes.length === 0) return []
  const rules = rulesFor(host, container)
  const startsWithEngine = restartsWithEngine(host, container.state, container.details.value)
  return wishes.map((wish) => ({wish, rules, holder: holderOf(container), startsWithEngine}))
}

/**
 * Whether Docker certainly starts a container that is down when it starts itself: one that has run before, as its policy
 * says (moby daemon/daemon.go and restartmanager v28.5.2). While the engine runs, one of `unless-stopped` stays down where
 * a user has stopped it, and also where a start has failed, which no API tells apart. Podman leaves it to the system.
 */
function restartsWithEngine(host: Host, state: ContainerState, details: ContainerDetails): boolean {
  const {restartPolicy, restarts, exitCode} = details
  if (isPodman(host) || state === 'created') return false
  const [policy = '', most] = restartPolicy.split(':')
  if (policy === 'on-failure') return exitCode !== 0 && (most === undefined || restarts < Number(most))
  return policy === 'always' || (policy === 'unless-stopped' && state === 'restarting')
}

function factsOf({publishing}: Host): PublishingFacts {
  if (publishing.known) return publishing.value
  const part = unknown(publishing.why)
  return {
    apiVersion: '',
    listeners: part,
    services: part,
    ephemeral: USUAL_EPHEMERAL,
    local: part,
    hostHasIPv6: true,
  }
}
