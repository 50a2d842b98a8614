import type {ComposeEndpoint, ComposeProject, ComposeService} from '../../compose/project.js'
import {containersOf, type Host} from '../../model/host.js'
import {known} from '../../model/known.js'
import {isPodman} from '../../model/predefined.js'
import {type AddressHolder, holdersOf, subnetAround, subnetsOf} from '../../model/subnets/addresses.js'
import {type Addr, addrValue, type Family, familyOf, tryAddr} from '../../net/addr.js'
import {contains, rangeOf} from '../../net/prefix.js'
import {automaticSubnet} from '../addresses/automatic-subnet.js'
import {HASH_LABEL} from './network-hash.js'
import {type ComposeObstacle, type ProjectNetwork, placeText} from './obstacle.js'
import {serviceWith} from './own-containers.js'
import {endedBefore, startedBefore} from './start-order.js'

/** A fixed address of a service on one of the project's networks. */
interface FixedAddress {
  readonly service: ComposeService
  readonly endpoint: ComposeEndpoint
  readonly on: ProjectNetwork
  readonly text: string
  readonly family: Family
}

/** What is in the way of the fixed addresses of active services. @param host as it is once the networks are there */
export function serviceAddressObstacles(
  host: Host,
  project: ComposeProject,
  networks: readonly ProjectNetwork[],
): ComposeObstacle[] {
  const active = project.services.filter((service) => service.active && service.replicas > 0)
  const all = active.flatMap((service) =>
    networks.flatMap((on): FixedAddress[] => {
      const endpoint = service.endpoints.get(on.written.key)
      if (!endpoint) return []
      return [
        {service, endpoint, on, text: endpoint.ipv4, family: 4 as const},
        {service, endpoint, on, text: endpoint.ipv6, family: 6 as const},
      ].filter(({text}) => text !== '')
    }),
  )
  const among = {all, active, before: startedBefore(active), ended: endedBefore(active)}
  return all.flatMap((fixed) => {
    const told = worst(hindrance(host, project, fixed, among), engineChoice(host, fixed))
    if (!told) return []
    const {service, endpoint, on} = fixed
    return [{network: on.network.name, service: service.name, at: placeText(endpoint.at), ...told}]
  })
}

/** The services that start, what they ask for, and what starts before each of them. */
interface Among {
  readonly all: readonly FixedAddress[]
  readonly active: readonly ComposeService[]
  before(name: string): ReadonlySet<string>
  /** Those that have ended when this one starts. */
  ended(name: string): ReadonlySet<string>
}

type Told = Pick<ComposeObstacle, 'verdict' | 'reason' | 'hint'>

const blocked = (reason: string, hint: string): Told => ({verdict: 'blocked', reason, hint})
const unsure = (reason: string, hint: string): Told => ({verdict: 'unknown', reason, hint})

const worst = (one: Told | undefined, other: Told | undefined): Told | undefined =>
  other && one?.verdict !== 'blocked' ? other : one

const ANOTHER = 'choose another address'

/** What the engine chose itself looks no different afterwards; but a network with this label is as the file says. */
const isByFile = ({written, network, isNew}: ProjectNetwork): boolean =>
  isNew || (!written.external && HASH_LABEL in network.labels)

/** Of networks that Compose did not create from these settings, nothing tells whether their subnets were asked for. */
function engineChoice(host: Host, {on, text}: FixedAddress): Told | undefined {
  const addr = tryAddr(text)
  if (!addr || isByFile(on)) return undefined
  const [found] = automaticSubnet(host, on.network, addr)
  return found && unsure(found.message, found.hint)
}

function hindrance(host: Host, project: ComposeProject, fixed: FixedAddress, among: Among): Told | undefined {
  const {service, on, text, family} = fixed
  const {written, network, isNew} = on
  const addr = tryAddr(text)
  if (!addr || familyOf(addr) !== family) return blocked(`"${text}" is not a valid IPv${family} address`, ANOTHER)
  const subnets = subnetsOf(network).filter(({subnet}) => familyOf(subnet) === family)
  const isGiven = written.subnets.some(({subnet}) => subnet.includes(':') === (family === 6))
  if (isNew && !isGiven && isPodman(host))
    return unsure(`${addr} has to be in the subnet that Podman will choose`, 'give the network a subnet in the file')
  if (isByFile(on) && !isGiven && !isPodman(host))
    return blocked(
      `${addr} needs a subnet that the file gives the network: engines take no fixed address in one that they chose`,
      'add it to ipam.config of the network',
    )
  if (!subnetAround(network, addr))
    return blocked(
      `${addr} is outside ${subnets.map(({subnet}) => subnet).join(', ') || `any IPv${family} subnet`}`,
      ANOTHER,
    )
  if (service.replicas > 1)
    return blocked(`${addr} is for one container, and the service has ${service.replicas}`, 'leave out the address')
  const isOver = (one: string, other: string): boolean => among.ended(one).has(other) || among.ended(other).has(one)
  const twin = among.all.find(
    (other) =>
      other.service !== service &&
      other.on === on &&
      tryAddr(other.text) === addr &&
      !isOver(other.service.name, service.name),
  )
  if (twin) return blocked(`${addr} is promised to service "${twin.service.name}" as well`, ANOTHER)
  if (!isNew && !host.containers.known) return unsure(`who has ${addr} could not be seen: ${host.containers.why}`, '')
  // On a network that Compose replaces are its own containers, which it creates anew.
  const held = holdersOf(isNew ? {...host, containers: known([])} : host, network)
  const holder = held.get(addr)
  const isOwn = holder && serviceWith(project, labelsOf(host, holder)) === service
  if (isOwn && holder.kind === 'container') return undefined
  if (holder && !isOwn) return heldBy(host, project, addr, holder)
  return givenFirst(fixed, among, addr, [...held.keys()])
}

/** None for what is not a container. */
const labelsOf = (host: Host, {kind, name}: AddressHolder): Readonly<Record<string, string>> =>
  kind === 'container' || kind === 'promised' ? (containersOf(host).find((one) => one.name === name)?.labels ?? {}) : {}

function heldBy(host: Host, project: ComposeProject, addr: Addr, holder: AddressHolder): Told {
  const {kind, name} = holder
  switch (kind) {
    case 'gateway':
      return blocked(`${addr} is the network's gateway`, ANOTHER)
    case 'reserved':
      return blocked(`${addr} is the first or last address of its subnet, which the engine reserves`, ANOTHER)
    case 'auxiliary':
      return blocked(`${addr} is the network's auxiliary address "${name}"`, ANOTHER)
    case 'stale':
      return blocked(`${addr} belongs to "${name}", an endpoint without a container`, ANOTHER)
    case 'promised':
      return unsure(`${addr} is promised to container "${name}", which does not run`, ANOTHER)
    case 'container':
      return serviceWith(project, labelsOf(host, holder))
        ? unsure(`${addr} is used by container "${name}", as long as Compose keeps it`, ANOTHER)
        : blocked(`${addr} is used by container "${name}"`, ANOTHER)
  }
}

/**
 * Containers without an address get the next one that is free, in the order in which they start: on a new network from
 * the lowest on (moby libnetwork/ipams/defaultipam), on one that is there from nobody knows where. Compose starts at
 * once what nothing orders.
 */
function givenFirst(
  {service, on}: FixedAddress,
  {all, active, before}: Among,
  addr: Addr,
  held: readonly Addr[],
): Told | undefined {
  const {network, written, isNew} = on
  const family = familyOf(addr)
  const block = subnetsOf(network).find(({subnet}) => familyOf(subnet) === family && contains(subnet, addr))
  if (!block) return undefined
  const {first, last} = rangeOf(block.range && contains(block.subnet, block.range) ? block.range : block.subnet)
  const {value} = addrValue(addr)
  if (value < first || value > last) return undefined
  const others = active.filter(
    (one) =>
      one.endpoints.has(written.key) &&
      !all.some((fixed) => fixed.service === one && fixed.on === on && fixed.family === family) &&
      !before(one.name).has(service.name),
  )
  const containers = others.reduce((sum, {replicas}) => sum + replicas, 0)
  if (containers === 0) return undefined
  const passed = held.filter((one) => {
    const {family: its, value: at} = addrValue(one)
    return its === family && at >= first && at < value
  }).length
  if (isNew && value - first - BigInt(passed) >= BigInt(containers)) return undefined
  const names = others.map(({name}) => `"${name}"`).join(', ')
  return unsure(
    `${addr} may be given to ${names} first, which the file gives no address: it is in the range for automatic ones`,
    `give the network an ip_range without ${addr}`,
  )
}
