import {type Addr, bareAddress, type Family} from '../../net/addr.js'
import {tryPrefix} from '../../net/prefix.js'
import type {Container, Endpoint} from '../container.js'
import {type DefaultGateway, defaultGatewaysOf} from '../endpoints/gateway-reason.js'
import {inShort, type MemberRow, memberRow} from '../endpoints/member-rows.js'
import {endpointOn, isLive, networkOf, sharersOf} from '../endpoints/members.js'
import {dnsNamesOf} from '../endpoints/names.js'
import {ownNetworkOf} from '../endpoints/own-network.js'
import type {Host} from '../host.js'
import {type Project, projectOf} from '../project.js'
import {type Publishing, publishingOf} from './network-card.js'

/** A container with all its networks. */
export interface ContainerCard extends Publishing {
  readonly name: string
  readonly id: string
  readonly image: string
  readonly state: string
  /** Whether it has its network stack now, or will have it again without being started. */
  readonly live: boolean
  readonly project: Project | undefined
  readonly networkMode: string
  /** The network that it was created with, and needs to join any other; undefined if it needs none. */
  readonly createdWith: {readonly network: string; readonly is: 'joined' | 'left' | 'gone'} | undefined
  /** `undefined` if none of its networks could give one. */
  readonly gateways: readonly DefaultGateway[] | undefined
  /** The containers that use its network stack. */
  readonly sharedBy: MemberRow['sharedBy']
  readonly networks: readonly ContainerNetwork[]
}

/** One network of a container. */
export interface ContainerNetwork extends Pick<MemberRow, 'addresses' | 'wanted' | 'linkLocal' | 'mac'> {
  readonly name: string
  /** `gone`: its network was removed. `never there`: the network it asks for does not exist. '' otherwise. */
  readonly missing: 'gone' | 'never there' | ''
  /** '' for a missing one. */
  readonly driver: string
  readonly internal: boolean
  readonly subnets: readonly string[]
  /** The gateways that the endpoint has on the network. */
  readonly gateways: readonly string[]
  readonly names: readonly string[]
  readonly links: readonly string[]
  /** 0 if it was not given one. */
  readonly gatewayPriority: number
  /** The families for which it gives the container its default gateway. */
  readonly givesGateway: readonly Family[]
}

/** @param host with its containers, and the details of this one */
export function containerCard(host: Host, container: Container): ContainerCard {
  const gateways = defaultGatewaysOf(host, container)
  return {
    name: container.name,
    id: container.id,
    image: container.image,
    state: container.state,
    live: isLive(container),
    project: projectOf(container.labels),
    networkMode: container.networkMode,
    ...publishingOf(container),
    gateways,
    createdWith: ownNetwork(host, container),
    sharedBy: sharersOf(host, container).map(inShort),
    networks: container.endpoints.map((endpoint) => containerNetwork(host, container, endpoint, gateways ?? [])),
  }
}

function ownNetwork(host: Host, container: Container): ContainerCard['createdWith'] {
  const own = ownNetworkOf(host, container)
  if (!own) return undefined
  const {word, network} = own
  if (!network) return {network: word, is: 'gone'}
  return {network: network.name, is: endpointOn(container, network) ? 'joined' : 'left'}
}

const NOTHING = {addresses: [], wanted: [], linkLocal: [], mac: ''}

function containerNetwork(
  host: Host,
  container: Container,
  endpoint: Endpoint,
  defaults: readonly DefaultGateway[],
): ContainerNetwork {
  const network = networkOf(host, endpoint)
  const member = {container, endpoint}
  const {addresses, wanted, linkLocal, mac} = network ? memberRow(host, member) : NOTHING
  const has = (addr: Addr | undefined): string[] => (addr ? [bareAddress(addr)] : [])
  return {
    name: endpoint.networkName,
    missing: network ? '' : endpoint.networkId === '' ? 'never there' : 'gone',
    driver: network?.driver ?? '',
    internal: network?.internal ?? false,
    subnets: network?.subnets.map(({subnet}) => tryPrefix(subnet) ?? subnet) ?? [],
    addresses,
    wanted,
    linkLocal,
    gateways: [...has(endpoint.gateway4), ...has(endpoint.gateway6)],
    mac,
    names: network ? dnsNamesOf(member, network) : [],
    links: endpoint.names.known ? endpoint.names.value.links : [],
    gatewayPriority: endpoint.gatewayPriority,
    givesGateway: defaults.filter(({network: name}) => name === endpoint.networkName).map(({family}) => family),
  }
}
