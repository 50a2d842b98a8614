import {bareAddress, bracketed, tryAddr} from '../../net/addr.js'
import {wantsAnyPort} from '../../net/port.js'
import {overlaps, type Prefix, tryPrefix} from '../../net/prefix.js'
import type {MachineAddresses} from '../address-space.js'
import {bridgeOf} from '../bridge.js'
import type {Container} from '../container.js'
import {isLive, looseEndpoints, type Member, membersOf, tasksElsewhere} from '../endpoints/members.js'
import {dnsNamesOf, legacyLinksOf, readLink} from '../endpoints/names.js'
import {containersOf, type Host, type Network} from '../host.js'
import type {HostLink} from '../host-link.js'
import {type Known, needed} from '../known.js'
import {KERNEL, listeningContainers, portWishes} from '../ports.js'
import {projectOf, serviceOf} from '../project.js'
import {addressUseOf} from './address-use.js'

/** One thing that uses what was asked for. */
export interface Holding {
  readonly kind:
    | 'container'
    | 'network'
    | 'service'
    | 'peer'
    | 'task'
    | 'endpoint'
    | 'process'
    | 'interface'
    | 'resolver'
  readonly name: string
  /** '' for what has none, and for a service found by what it has on a network. */
  readonly id: string
  /** What kind of value it is, such as "address" or "published port". */
  readonly holds: string
  /** The address, port, name… itself. */
  readonly value: string
  /** The network it belongs to, or ''. */
  readonly network: string
  /** The container's state; '' for anything else. */
  readonly state: string
  /** The compose project or stack; '' for none. */
  readonly project: string
}

/** Reports whether a holding matches what was asked for. */
type Match = (holding: Holding) => boolean

/**
 * Everything on the host that uses `asked`: an address, a block, a MAC, a port (`8080`, `8080/udp`, `127.0.0.1:8080`),
 * an interface of the host, a name, an alias or the beginning of an id. Networks first, then containers.
 * @param host with the details of networks, and containers
 * @param links the virtual interfaces of the engine's machine
 * @param machine its addresses and resolvers
 */
export function whoHolds(
  host: Host,
  asked: string,
  links: Known<readonly HostLink[]>,
  machine: MachineAddresses,
): Holding[] {
  const matches = matchesFor(asked.trim())
  const found = holdingsOf(host, links, machine).filter((holding) => matches.some((match) => match(holding)))
  const seen = new Set<string>()
  return found.filter((holding) => {
    const key = [holding.kind, holding.id || holding.name, holding.network, holding.value, holding.holds].join('\n')
    return !seen.has(key) && seen.add(key)
  })
}

/** Every value in use; also the candidates for near misses. */
export function holdingsOf(host: Host, links: Known<readonly HostLink[]>, machine: MachineAddresses): Holding[] {
  const members = host.networks.flatMap((network) => membersOf(host, network).map((member) => ({network, member})))
  return [
    ...host.networks.flatMap((network) => networkHoldings(host, network)),
    ...containersOf(host).flatMap(containerHoldings),
    ...members.flatMap(({network, member}) => memberHoldings(network, member)),
    ...host.networks.flatMap((network) => swarmHoldings(host, network)),
    ...portHoldings(host),
    ...machineHoldings(host, machine),
    ...(links.known ? links.value.flatMap((link) => linkHoldings(host, link)) : []),
  ]
}

const WORDS = ['name', 'project', 'alias', 'DNS name', 'hostname', 'service name', 'private link', 'legacy link']

function matchesFor(asked: string): Match[] {
  const exact = [asked, tryAddr(asked.replace(/^\[(.*)\]$/, '$1')), colonMac(asked)]
  const block = tryPrefix(asked)
  const lower = asked.toLowerCase()
  return [
    ({value}) => exact.includes(value),
    ({value}) => block !== undefined && meets(value, block),
    (holding) => portMatches(holding, lower),
    ({holds, value}) => WORDS.includes(holds) && value.toLowerCase() === lower.replace(/^\//, ''),
    ({holds, value}) => holds === 'id' && /^[0-9a-z]{3,}$/.test(asked) && value.startsWith(asked),
  ]
}

function meets(subnet: string, block: Prefix): boolean {
  const prefix = tryPrefix(subnet)
  return prefix !== undefined && overlaps(prefix, block)
}

/**
 * Values are `ADDRESS:PORT/PROTOCOL`, an IPv6 address in brackets, or `PORT/PROTOCOL` on all addresses; a wanted port of
 * a range is `FIRST-LAST`. What is not a port is not a number, which is in no range.
 */
function portMatches({value, holds}: Holding, asked: string): boolean {
  const [, address = '', first, last = first, protocol] =
    /^(?:(.*):)?(\d+)(?:-(\d+))?\/(tcp|udp|sctp)$/.exec(value) ?? []
  const [, wantedAddress, port, wantedProtocol = protocol] =
    /^(?:(.*):)?(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(asked) ?? []
  return (
    Number(first) <= Number(port) &&
    Number(port) <= Number(last) &&
    protocol === wantedProtocol &&
    (!wantedAddress || covering(wantedAddress, holds).includes(address))
  )
}

/** The addresses on which a port is one on this address too. A socket of all IPv6 addresses may serve IPv4 as well. */
function covering(address: string, holds: string): string[] {
  if (address.startsWith('[')) return [address, '', '[::]']
  return [address, '', '0.0.0.0', ...(holds === 'listening port' ? ['[::]'] : [])]
}

/** A MAC as engines write it, from any usual spelling with separators; any other text as it is. */
const colonMac = (text: string): string =>
  /^(?:[0-9a-f]{2}[:.-]?){5}[0-9a-f]{2}$/i.test(text) && /[:.-]/.test(text)
    ? text
        .replace(/[:.-]/g, '')
        .replace(/..(?!$)/g, '$&:')
        .toLowerCase()
    : text

function networkHoldings(host: Host, network: Network): Holding[] {
  const of = holding({kind: 'network', name: network.name, id: network.id, network: network.name}, network.labels)
  const bridge = bridgeOf(network)
  // Those that the engine chose without showing them, too.
  const gateways = new Set([
    ...network.subnets.filter(({gateway}) => gateway !== '').map(({gateway}) => canonical(gateway)),
    ...addressUseOf(host, network).flatMap(({gateway}) => gateway ?? []),
  ])
  return [
    of('name', network.name),
    of('id', network.id),
    ...projectHolding(of, network.labels),
    ...network.subnets.flatMap(({subnet}) => (subnet === '' ? [] : [of('subnet', subnet)])),
    ...[...gateways].map((gateway) => of('gateway', gateway)),
    ...network.subnets.flatMap(({auxAddresses}) =>
      Object.values(auxAddresses).map((addr) => of('auxiliary address', canonical(addr))),
    ),
    ...(bridge === '' ? [] : [of('bridge', bridge)]),
  ]
}

const canonical = (text: string): string => tryAddr(bareAddress(text)) ?? text

const ofContainer = ({name, id, state, labels}: Container, network = '') =>
  holding({kind: 'container', name, id, state, network}, labels)

function containerHoldings(container: Container): Holding[] {
  const of = ofContainer(container)
  const hostname = container.details.known ? container.details.value.hostname : ''
  const service = serviceOf(container.labels)
  const legacy = container.details.known ? legacyLinksOf(container) : []
  const wishes = container.details.known && !isLive(container) ? portWishes(container.details.value) : []
  return [
    of('name', container.name),
    of('id', container.id),
    ...projectHolding(of, container.labels),
    ...(hostname === '' ? [] : [of('hostname', hostname)]),
    ...(service === '' ? [] : [of('service name', service)]),
    ...legacy.map(({alias}) => of('legacy link', alias)),
    ...container.published.map(({hostAddr, hostPort, protocol}) =>
      of('published port', `${bracketed(hostAddr)}:${hostPort}/${protocol}`),
    ),
    ...wishes.flatMap(({hostAddr, hostPorts, protocol}) => {
      if (!hostPorts || wantsAnyPort(hostPorts)) return []
      const ports = hostPorts.first === hostPorts.last ? hostPorts.first : `${hostPorts.first}-${hostPorts.last}`
      return [of('wanted port', `${hostAddr === null ? '' : `${bracketed(hostAddr)}:`}${ports}/${protocol}`)]
    }),
  ]
}

function memberHoldings(network: Network, member: Member): Holding[] {
  const {container, endpoint} = member
  const of = ofContainer(container, network.name)
  const live = isLive(container)
  const addresses = [endpoint.ipv4, endpoint.ipv6].filter((addr) => addr !== undefined)
  const wanted = live ? [] : [endpoint.wanted4, endpoint.wanted6].filter((addr) => addr !== undefined)
  const aliases = endpoint.names.known ? endpoint.names.value.aliases : []
  const links = endpoint.names.known ? endpoint.names.value.links.map(readLink) : []
  const dns = dnsNamesOf(member, network).filter((word) => word !== container.name && !aliases.includes(word))
  return [
    ...addresses.map((addr) => of('address', addr)),
    ...wanted.map((addr) => of('wanted address', addr)),
    ...endpoint.linkLocal.map((addr) => of('address', canonical(addr))),
    ...(live && endpoint.mac !== '' ? [of('MAC', endpoint.mac)] : []),
    ...aliases.map((alias) => of('alias', alias)),
    ...dns.map((word) => of('DNS name', word)),
    ...links.map(({alias}) => of('private link', alias)),
  ]
}

function swarmHoldings(host: Host, network: Network): Holding[] {
  const on = {network: network.name}
  const loose = looseEndpoints(host, network).flatMap(({name, ipv4, ipv6, mac}) => {
    const of = holding({kind: 'endpoint', name, ...on}, {})
    return [
      of('name', name),
      ...[ipv4, ipv6].filter(Boolean).map((addr) => of('address', canonical(addr))),
      ...(mac === '' ? [] : [of('MAC', mac)]),
    ]
  })
  const details = needed(network.details, `details of network ${network.name}`)
  const {services, peers} = details
  return [
    ...loose,
    ...services.flatMap(({name, virtualAddress}) => {
      const of = holding({kind: 'service', name, ...on}, {})
      return [of('service name', name), ...(virtualAddress === '' ? [] : [of('service address', virtualAddress)])]
    }),
    ...tasksElsewhere(details).flatMap(({name, address}) => {
      const of = holding({kind: 'task', name, ...on}, {})
      return [of('name', name), of('address', address)]
    }),
    ...peers.flatMap(({name, address}) => {
      const of = holding({kind: 'peer', name, ...on}, {})
      return [of('name', name), of('node address', canonical(address))]
    }),
  ]
}

/** What Swarm services publish, and what listens on the engine's machine apart from the engine. */
function portHoldings(host: Host): Holding[] {
  if (!host.publishing.known) return []
  const {services, listeners} = host.publishing.value
  const containerOf = listeningContainers(containersOf(host))
  return [
    ...(services.known ? services.value : []).map(({service, port, protocol}) =>
      holding({kind: 'service', name: service.name, id: service.id}, {})('published port', `${port}/${protocol}`),
    ),
    ...(listeners.known ? listeners.value : [])
      .filter(({ofEngine}) => !ofEngine)
      .map((listener) => {
        const {addr, port, protocol, process: owner} = listener
        const container = containerOf(listener)
        const of = container
          ? ofContainer(container)
          : holding({kind: 'process', name: owner ? processText(owner) : '(unknown)'}, {})
        return of('listening port', `${bracketed(addr)}:${port}/${protocol}`)
      }),
  ]
}

const processText = ({name, pid}: {readonly name: string; readonly pid: number}): string =>
  pid === KERNEL.pid ? name : `${name} (${pid})`

/** The machine's own interfaces and resolvers; a network's bridge, with its gateway, is the network's. */
function machineHoldings(host: Host, {interfaces, resolvers}: MachineAddresses): Holding[] {
  const bridges = new Set(host.networks.map(bridgeOf))
  return [
    ...(interfaces.known ? interfaces.value : [])
      .filter(({device}) => !bridges.has(device))
      .flatMap(({device, addr}) => {
        const of = holding({kind: 'interface', name: device}, {})
        return [of('interface', device), of('address', addr)]
      }),
    ...(resolvers.known ? resolvers.value : []).map((addr) =>
      holding({kind: 'resolver', name: addr}, {})('address', addr),
    ),
  ]
}

/** A virtual interface whose other end is in a container, or that is a port of a network's bridge. */
function linkHoldings(host: Host, link: HostLink): Holding[] {
  const network = host.networks.find((each) => link.bridge !== '' && bridgeOf(each) === link.bridge)
  const container = containersOf(host).find(({id}) => id === link.containerId)
  if (container) return [ofContainer(container, network?.name)('interface', link.name)]
  if (!network) return []
  return [
    holding({kind: 'network', name: network.name, id: network.id, network: network.name}, network.labels)(
      'interface',
      link.name,
    ),
  ]
}

function projectHolding(of: (holds: string, value: string) => Holding, labels: Readonly<Record<string, string>>) {
  const project = projectOf(labels)
  return project ? [of('project', project.name)] : []
}

type Base = Pick<Holding, 'kind' | 'name'> & Partial<Holding>

function holding(base: Base, labels: Readonly<Record<string, string>>): (holds: string, value: string) => Holding {
  const project = projectOf(labels)?.name ?? ''
  return (holds, value) => ({id: '', network: '', state: '', ...base, project, holds, value})
}
