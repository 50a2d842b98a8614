import {apiAtLeast} from '../../model/api-version.js'
import type {Container} from '../../model/container.js'
import {choosesByFamily} from '../../model/endpoints/default-gateway.js'
import {defaultGatewaysOf} from '../../model/endpoints/gateway-reason.js'
import {canLeave, type Obstacle, obstacleTo} from '../../model/endpoints/joining.js'
import {endpointOn, isLive, membersOf, strandedEndpoints} from '../../model/endpoints/members.js'
import {dnsNamesOf} from '../../model/endpoints/names.js'
import {ownNetworkOf} from '../../model/endpoints/own-network.js'
import {findContainer, findNetwork} from '../../model/find.js'
import type {Finding} from '../../model/finding.js'
import {containersOf, type Host, type Network} from '../../model/host.js'
import {isPodman, isPredefined} from '../../model/predefined.js'
import {type AddressHolder, holdersOf, nextToAskFor, subnetsOf} from '../../model/subnets/addresses.js'
import {type Addr, familyOf, tryAddr} from '../../net/addr.js'
import {contains} from '../../net/prefix.js'
import {toPaste} from '../../shell-words.js'
import type {EndpointSpec} from '../../spec/network-spec.js'
import {automaticSubnet} from '../addresses/automatic-subnet.js'
import type {Operation} from '../operation.js'
import {simulate} from '../simulate.js'
import {effectFindings} from './effect-findings.js'
import {fullFindings} from './full-network.js'
import {obstacleText} from './obstacle-text.js'
import {serviceNameMissing} from './place-lost.js'
import {effectsOf} from './published-effects.js'
import {strandedOn} from './stranded.js'

type Connection = Operation & {do: 'connect'}

/**
 * The problems and effects of a connection, as far as can be seen: refusals first. For a container or network that does
 * not exist there are none: the engine says so.
 * @param host with the details of the network, of the container, and of those on the network
 */
export function connectFindings(host: Host, operation: Connection): Finding[] {
  const network = findNetwork(host.networks, operation.network)
  const container = findContainer(containersOf(host), operation.container)
  if (!network || !container) return []
  const obstacle = obstacleTo(host, container, network)
  if (obstacle) return [obstacleFinding(host, container, network, obstacle)]
  const there = endpointOn(container, network) !== undefined
  const addresses = [operation.endpoint.ipv4, operation.endpoint.ipv6].flatMap((text) => tryAddr(text) ?? [])
  const findings = [
    ...lostNetworks(host, network, container),
    ...invalidAddresses(host, container, operation.endpoint),
    ...onDefaultBridge(host, network, operation.endpoint),
    ...(there ? [alreadyThere(container, network)] : []),
    ...addresses.flatMap((addr) => (there || isPredefined(network) ? [] : automaticSubnet(host, network, addr))),
    ...addresses.flatMap((addr) => addressFindings(host, network, container, addr)),
    ...(there ? [] : fullFindings(host, network, container, addresses.map(familyOf))),
    ...operation.endpoint.aliases.flatMap((alias) => aliasFindings(host, network, container, alias)),
    ...(there ? [] : serviceNameMissing(network, container, operation.endpoint)),
    ...priorityFindings(host, network, container, operation),
    ...(there ? [] : changeFindings(host, container, operation)),
  ]
  return findings.sort((a, b) => Number(b.refused) - Number(a.refused))
}

/** The effects of a disconnection, or its one refusal. @param host with the details of the container */
export function disconnectFindings(host: Host, operation: Operation & {do: 'disconnect'}): Finding[] {
  const network = findNetwork(host.networks, operation.network)
  const container = findContainer(containersOf(host), operation.container)
  if (!container) return []
  if (!network || canLeave(container, network)) return changeFindings(host, container, operation)
  const message = `container "${container.name}" was created on "${network.name}" and cannot leave it while it runs`
  return [{code: 'MODE', refused: true, message, hint: 'recreate it with --network NETWORK'}]
}

function obstacleFinding(host: Host, container: Container, network: Network, obstacle: Obstacle): Finding {
  const {what, hint} = obstacleText(host, container, network, obstacle)
  return {code: 'MODE', refused: obstacle.refused, message: `container "${container.name}" ${what}`, hint}
}

/** Networks without which a container cannot start, or be connected to others. @param network where it is connected to */
function lostNetworks(host: Host, network: Network, container: Container): Finding[] {
  const stranded = isLive(container) ? [] : strandedEndpoints(host, container)
  const own = stranded.some(({networkName}) => networkName === container.networkMode) ? [] : ownLost(host, container)
  // The connection takes the place of the one to the earlier network of this name.
  const others = stranded
    .filter(({networkName}) => networkName !== network.name)
    .map((endpoint) => {
      const {what, remedy} = strandedOn(host, container, endpoint)
      const message = `container "${container.name}" ${what}: it cannot start`
      return {code: 'MODE', refused: false, message, hint: remedy} satisfies Finding
    })
  return [...own, ...others]
}

/** The engine refuses to connect a running container; one that does not run is connected, and cannot start. */
function ownLost(host: Host, container: Container): Finding[] {
  const own = ownNetworkOf(host, container)
  if (!own || own.network) return []
  const {word} = own
  const refused = isLive(container)
  const cannot = refused ? 'it can join no other' : 'it cannot start'
  const message = `container "${container.name}" was created with network "${word}", which no longer exists: ${cannot}`
  const hint = /^[0-9a-f]{12,64}$/.test(word) ? 'recreate the container' : toPaste`dnet create ${word}`
  return [{code: 'MODE', refused, message, hint}]
}

/** Docker gives a container neither an alias nor a certain address on its own network; Podman does. */
function onDefaultBridge(host: Host, network: Network, {aliases, ipv4, ipv6}: EndpointSpec): Finding[] {
  if (!isPredefined(network) || isPodman(host)) return []
  const asked = [...(aliases.length > 0 ? ['aliases'] : []), ...(ipv4 + ipv6 === '' ? [] : ['requested addresses'])]
  if (asked.length === 0) return []
  const message = `network "${network.name}" is the engine's own, which takes no ${asked.join(' or ')}`
  return [{code: 'MODE', refused: true, message, hint: 'connect it to a network that you create: dnet create NETWORK'}]
}

const EXAMPLE = 'write one such as 172.20.0.9 or fd00:1::9'

/** Engines before 25.0 take any text for a container that does not run, which then cannot start. */
function invalidAddresses(host: Host, container: Container, {ipv4, ipv6}: EndpointSpec): Finding[] {
  const refused = isLive(container) || isPodman(host) || apiAtLeast(host.engine.apiVersion, '1.44')
  const until = refused ? '' : `; "${container.name}" cannot start with it`
  return [ipv4, ipv6]
    .filter((text) => text !== '' && !tryAddr(text))
    .map((text) => ({
      code: 'ADDRESS_OUTSIDE',
      refused,
      message: `"${text}" is not a valid address${until}`,
      hint: EXAMPLE,
    }))
}

/** The engine refuses it for a running container, and silently ignores it for one that does not run. */
const alreadyThere = (container: Container, network: Network): Finding => ({
  code: 'ALREADY_CONNECTED',
  refused: isLive(container),
  message: `container "${container.name}" is already on "${network.name}"`,
  hint: 'to ignore this: --if-not-connected',
})

function addressFindings(host: Host, network: Network, container: Container, addr: Addr): Finding[] {
  const family = familyOf(addr)
  const blocks = subnetsOf(network).filter(({subnet}) => familyOf(subnet) === family)
  const held = new Map([...holdersOf(host, network)].filter(([, holder]) => holder.name !== container.name))
  const flag = family === 4 ? '--ip' : '--ip6'
  const next = nextToAskFor(network, held, family)
  const hint = next ? `${flag} ${next}` : `omit ${flag}`
  const block = blocks.find(({subnet}) => contains(subnet, addr))
  if (!block) {
    if (blocks.length === 0 && network.driver !== 'bridge') return []
    const subnets = blocks.map(({subnet}) => subnet).join(', ') || `no IPv${family} subnet`
    // Podman takes any address for a container that does not run.
    const refused = isLive(container) || !isPodman(host)
    const until = refused ? '' : `; "${container.name}" cannot start with it`
    const message = `${addr} is outside network "${network.name}" (${subnets})${until}`
    return [{code: 'ADDRESS_OUTSIDE', refused, message, hint}]
  }
  const holder = held.get(addr)
  if (holder && holder.kind !== 'promised') {
    // Seen on Podman 5.4: it looks at what containers have, and no further.
    const assigned = isPodman(host) && (holder.kind === 'reserved' || (holder.kind === 'gateway' && family === 4))
    // The engine assigns a stopped container's address when it starts.
    const refused = isLive(container) && !assigned
    const later = assigned ? 'Podman assigns it all the same' : `"${container.name}" cannot start until it is free`
    const until = refused ? '' : `; ${later}`
    return [{code: 'ADDRESS_TAKEN', refused, message: `${addr} is used by ${whose(holder, network)}${until}`, hint}]
  }
  if (holder) {
    const message = `${addr} was requested by the stopped container "${holder.name}", which cannot start while another uses it`
    return [{code: 'ADDRESS_PROMISED', refused: false, message, hint}]
  }
  if (block.range && !contains(block.range, addr)) return []
  const range = block.range ?? block.subnet
  const message = `${addr} is in the range for automatic addresses (${range}) of "${network.name}": while "${container.name}" is stopped, the engine may assign it to another container, and then "${container.name}" cannot start`
  const split = block.range
    ? `choose one outside ${block.range}${next && !contains(block.range, next) ? `: ${flag} ${next}` : ''}`
    : `give networks with fixed addresses an --ip-range that leaves those addresses out, such as the upper half of ${block.subnet}`
  return [{code: 'ADDRESS_DYNAMIC', refused: false, message, hint: split}]
}

function whose(holder: AddressHolder, network: Network): string {
  switch (holder.kind) {
    case 'container':
    case 'promised':
      return `container "${holder.name}"`
    case 'stale':
      return `"${holder.name}", an endpoint without a container (${toPaste`dnet disconnect -f ${network.name} ${holder.name}`})`
    case 'auxiliary':
      return `the network's auxiliary address "${holder.name}"`
    case 'gateway':
      return "the network's gateway"
    case 'reserved':
      return 'the network itself (first or last address)'
  }
}

function aliasFindings(host: Host, network: Network, container: Container, alias: string): Finding[] {
  const others = membersOf(host, network).filter(
    (member) => member.container.id !== container.id && dnsNamesOf(member, network).includes(alias),
  )
  if (others.length === 0) return []
  const names = others.map((member) => `"${member.container.name}"`).join(', ')
  const message = `"${alias}" also resolves to ${names} on "${network.name}": a lookup returns all of them`
  return [
    {
      code: 'ALIAS_SHARED',
      refused: false,
      message,
      hint: toPaste`for a name that only one container sees: dnet link CONTAINER ${`${container.name}:${alias}`}`,
    },
  ]
}

function priorityFindings(host: Host, network: Network, container: Container, operation: Connection): Finding[] {
  const priority = operation.endpoint.gatewayPriority
  if (priority === 0) return []
  if (choosesByFamily(host.engine.apiVersion))
    return priority > 0 ? withoutEffect(host, network, container, operation) : []
  const message = `this engine (API ${host.engine.apiVersion}) does not support gateway priorities and ignores this one`
  return [{code: 'PRIORITY_IGNORED', refused: false, message, hint: 'use engine 28.0 or newer'}]
}

/** For a priority that does not make the network a default gateway. */
function withoutEffect(host: Host, network: Network, container: Container, operation: Connection): Finding[] {
  const then = simulate(host, operation)
  const changed = containersOf(then).find(({id}) => id === container.id)
  const gateways = (changed && defaultGatewaysOf(then, changed)) ?? []
  if (gateways.some((one) => one.network === network.name)) return []
  const [first] = gateways
  const why = first
    ? `that of "${container.name}" is on "${first.network}" (${first.reason})`
    : `"${container.name}" gets none there`
  const message = `"${network.name}" does not provide a default gateway in spite of its priority: ${why}`
  return [{code: 'PRIORITY_IGNORED', refused: false, message, hint: ''}]
}

function changeFindings(host: Host, container: Container, operation: Operation): Finding[] {
  const changed = containersOf(simulate(host, operation)).find(({id}) => id === container.id)
  if (!changed) return []
  const effects = effectsOf(container, [changed], host.networks, host.engine.apiVersion)
  const keep = operation.do === 'connect' && choosesByFamily(host.engine.apiVersion)
  return effectFindings(container.name, effects, keep ? 'to keep it as it is: --gw-priority -1' : '')
}
