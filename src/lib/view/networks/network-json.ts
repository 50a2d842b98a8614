import type {MemberRow} from '../../model/endpoints/member-rows.js'
import type {Network} from '../../model/host.js'
import type {NetworkBranch, NetworkRow} from '../../model/networks/network-rows.js'

/** A network in the `--json` of `dnet ls`. */
export const networkJson = (network: Network) => ({
  id: network.id,
  name: network.name,
  driver: network.driver,
  scope: network.scope,
  created: network.created,
  ipv4: network.enableIPv4,
  ipv6: network.enableIPv6,
  internal: network.internal,
  attachable: network.attachable,
  ingress: network.ingress,
  configOnly: network.configOnly,
  subnets: network.subnets,
  options: network.options,
  labels: network.labels,
})

/** The networks with the details that `--wide` and `--tree` add, in their order. */
export const networksJson = (rows: readonly (NetworkRow | NetworkBranch)[], wide: boolean): object[] =>
  rows.map((row) => ({
    ...networkJson(row.network),
    ...(wide ? wideJson(row) : {}),
    ...(isBranch(row) ? branchJson(row) : {}),
  }))

/** Whether a row includes what is attached to its network. */
export const isBranch = (row: NetworkRow | NetworkBranch): row is NetworkBranch => 'containers' in row

const wideJson = ({subnets, running, stopped, mtu, project}: NetworkRow) => ({
  subnets: subnets.map(({used, free, ...subnet}) => ({...subnet, addressesUsed: used, addressesFree: free})),
  running,
  stopped,
  mtu,
  project,
})

const branchJson = ({containers, dependents, endpoints}: NetworkBranch) => ({
  containers: containers.map(memberJson),
  dependents,
  endpoints,
})

const memberJson = ({project, ...member}: MemberRow) => ({
  ...member,
  project: project?.name ?? '',
  service: project?.service ?? '',
})
