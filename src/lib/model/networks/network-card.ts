import type {PortWish} from '../../net/port.js'
import type {Container, PublishedPort} from '../container.js'
import {type DefaultGateway, defaultGatewaysOf} from '../endpoints/gateway-reason.js'
import {
  absentDependents,
  type ContainerInShort,
  type MemberRow,
  memberRow,
  strandedRow,
} from '../endpoints/member-rows.js'
import {isLive, type LooseEndpoint, looseEndpoints, type Member, membersOf, strandedBy} from '../endpoints/members.js'
import {dnsNamesOf} from '../endpoints/names.js'
import type {Host, Network, NetworkDetails} from '../host.js'
import {type Known, whenKnown} from '../known.js'
import {portWishes} from '../ports.js'
import {type AddressUse, addressUseOf} from '../subnets/address-use.js'

/** Everything that is shown about a network. */
export interface NetworkCard {
  readonly network: Network
  readonly subnets: readonly AddressUse[]
  /** Those on it, then those that cannot start because it is not the network they were on. */
  readonly members: Known<readonly CardMember[]>
  /** Those that need it although they are not on it; none if the containers are unknown. */
  readonly dependents: readonly ContainerInShort[]
  readonly loose: readonly LooseEndpoint[]
  readonly peers: NetworkDetails['peers']
  readonly services: NetworkDetails['services']
}

/** A container on a network, with what concerns its other networks. */
export interface CardMember extends MemberRow, Publishing {
  /** The names that resolve to it on the network. */
  readonly names: readonly string[]
  /** Of all its networks; `undefined` if none could give it one. */
  readonly gateways: readonly DefaultGateway[] | undefined
}

/** What a container publishes. */
export interface Publishing {
  /** Bound now; none if it is not live. */
  readonly published: readonly PublishedPort[]
  /** What it asks for when it starts; none if it is live or its details are unknown. */
  readonly wishes: readonly PortWish[]
}

/** @param host with the details of the network and of the containers on it */
export function networkCard(host: Host, network: Network): NetworkCard {
  const {details} = network
  const members = whenKnown(host.containers, () => [
    ...membersOf(host, network).map((member) => ({
      ...memberRow(host, member),
      ...aboutMember(host, network, member),
    })),
    ...strandedBy(host, network).map((member) => ({
      ...strandedRow(host, member),
      ...aboutMember(host, network, member),
      gateways: undefined,
    })),
  ])
  return {
    network,
    subnets: addressUseOf(host, network),
    members,
    dependents: members.known ? absentDependents(host, network, members.value) : [],
    loose: host.containers.known && details.known ? looseEndpoints(host, network) : [],
    peers: details.known ? details.value.peers : [],
    services: details.known ? details.value.services : [],
  }
}

const aboutMember = (host: Host, network: Network, member: Member) => ({
  names: dnsNamesOf(member, network),
  gateways: defaultGatewaysOf(host, member.container),
  ...publishingOf(member.container),
})

/** @param container with its details if it is not live */
export const publishingOf = (container: Container): Publishing => ({
  published: isLive(container) ? container.published : [],
  wishes: !isLive(container) && container.details.known ? portWishes(container.details.value) : [],
})
