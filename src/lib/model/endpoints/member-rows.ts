import type {Addr} from '../../net/addr.js'
import type {Container} from '../container.js'
import type {Host, Network} from '../host.js'
import {type Project, projectOf} from '../project.js'
import {isLive, type Member, membersOf, sharersOf, strandedBy} from './members.js'
import {dependentsOf} from './own-network.js'

/** A container on a network, as trees, cards and `--json` show it. */
export interface MemberRow {
  readonly name: string
  readonly id: string
  readonly state: string
  /** Whether it has its network stack now, or will have it again without being started. */
  readonly live: boolean
  /** The id of the removed network with this name that it was created for, and cannot start without; or ''. */
  readonly madeFor: string
  /** The addresses it has; none if it is not live. */
  readonly addresses: readonly Addr[]
  /** The addresses it requests when it starts; none if it is live. */
  readonly wanted: readonly Addr[]
  readonly linkLocal: readonly string[]
  /** '' if it is not live, or the network assigns none. */
  readonly mac: string
  readonly project: Project | undefined
  /** The containers that use its network stack. */
  readonly sharedBy: readonly ContainerInShort[]
}

/** What is told of a container that only has to do with a row. */
export interface ContainerInShort {
  readonly name: string
  readonly id: string
  readonly state: string
  readonly live: boolean
}

/**
 * Every container on a network: the live ones, the others, and then those that cannot start because they were created
 * for an earlier network with its name. Each part by name in natural order.
 * @param host with its containers
 */
export const memberRows = (host: Host, network: Network): MemberRow[] => [
  ...membersOf(host, network).map((member) => memberRow(host, member)),
  ...strandedBy(host, network).map((member) => strandedRow(host, member)),
]

/** A container that cannot start because it was created for an earlier network with this one's name. */
export const strandedRow = (host: Host, member: Member): MemberRow => ({
  ...memberRow(host, member),
  madeFor: member.endpoint.networkId,
})

/** @param host with its containers */
export function memberRow(host: Host, member: Member): MemberRow {
  const {container, endpoint} = member
  const {ipv4, ipv6, wanted4, wanted6, linkLocal, mac} = endpoint
  const {name, id, state, live} = inShort(container)
  return {
    name,
    id,
    state,
    live,
    madeFor: '',
    addresses: live ? [ipv4, ipv6].filter((addr) => addr !== undefined) : [],
    wanted: live ? [] : [wanted4, wanted6].filter((addr) => addr !== undefined),
    linkLocal,
    mac: live ? mac : '',
    project: projectOf(container.labels),
    sharedBy: sharersOf(host, container).map(inShort),
  }
}

/**
 * The containers that need a network as they were created with it, and are not among its rows. In the order of the
 * containers.
 * @param host with its containers
 * @param rows the network's {@link memberRows}
 */
export function absentDependents(host: Host, network: Network, rows: readonly MemberRow[]): ContainerInShort[] {
  const listed = new Set(rows.map(({id}) => id))
  return dependentsOf(host, network)
    .filter(({id}) => !listed.has(id))
    .map(inShort)
}

export const inShort = (container: Container): ContainerInShort => ({
  name: container.name,
  id: container.id,
  state: container.state,
  live: isLive(container),
})
