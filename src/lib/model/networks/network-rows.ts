import {absentDependents, type ContainerInShort, type MemberRow, memberRows} from '../endpoints/member-rows.js'
import {isLive, type LooseEndpoint, looseEndpoints, membersOf} from '../endpoints/members.js'
import type {Host, Network, SubnetConfig} from '../host.js'
import {projectOf} from '../project.js'
import {type AddressUse, addressUseOf} from '../subnets/address-use.js'

/** A subnet of a network, with its use. */
interface SubnetRow extends SubnetConfig {
  /** As configured, as the containers on it show it, or as the engine chooses it; '' for none or unknown. */
  readonly gateway: string
  readonly used: AddressUse['used']
  readonly free: AddressUse['free']
  readonly countedBy: AddressUse['countedBy']
}

/** A network with what is counted on it: what `dnet ls` shows on a terminal, and its `--json`. */
export interface NetworkRow {
  readonly network: Network
  readonly subnets: readonly SubnetRow[]
  /** The live containers on it, and the others; null if the containers are not known. */
  readonly running: number | null
  readonly stopped: number | null
  /** In bytes; null for the driver's default. */
  readonly mtu: number | null
  /** The compose project or stack; '' for none. */
  readonly project: string
}

/** A network with everything that is attached to it. */
export interface NetworkBranch extends NetworkRow {
  readonly containers: readonly MemberRow[]
  /** Those that need it although they are not on it. */
  readonly dependents: readonly ContainerInShort[]
  readonly endpoints: readonly LooseEndpoint[]
}

/** The networks of a host, in its order. Without its containers, what depends on them is null. */
export const networkRows = (host: Host): NetworkRow[] => host.networks.map((network) => networkRow(host, network))

function networkRow(host: Host, network: Network): NetworkRow {
  const uses = new Map(addressUseOf(host, network).map((use) => [use.config, use]))
  const members = host.containers.known ? membersOf(host, network) : undefined
  const running = members?.filter(({container}) => isLive(container)).length
  const mtu = Number(network.options['com.docker.network.driver.mtu'] ?? network.options.mtu ?? Number.NaN)
  return {
    network,
    subnets: network.subnets.map((config) => {
      const {gateway = config.gateway, used = null, free = null, countedBy = null} = uses.get(config) ?? {}
      return {...config, gateway, used, free, countedBy}
    }),
    running: running ?? null,
    stopped: members && running !== undefined ? members.length - running : null,
    mtu: Number.isSafeInteger(mtu) ? mtu : null,
    project: projectOf(network.labels)?.name ?? '',
  }
}

/** @param host with its containers and the details of its networks */
export const networkBranches = (host: Host, rows: readonly NetworkRow[]): NetworkBranch[] =>
  rows.map((row) => {
    const containers = memberRows(host, row.network)
    return {
      ...row,
      containers,
      dependents: absentDependents(host, row.network, containers),
      endpoints: looseEndpoints(host, row.network),
    }
  })
