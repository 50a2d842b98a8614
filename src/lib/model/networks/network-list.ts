import type {Host} from '../host.js'
import {type SortColumn, sortNetworks} from './network-order.js'
import {type NetworkBranch, type NetworkRow, networkBranches, networkRows} from './network-rows.js'

/**
 * The networks of a list, in its order, each with what is on it if branches are requested.
 * @param host with its containers and the details of its networks, if branches or a column need them
 */
export function networkList(host: Host, sort: SortColumn, branches: boolean): readonly (NetworkRow | NetworkBranch)[] {
  const rows = sortNetworks(networkRows(host), sort)
  return branches ? networkBranches(host, rows) : rows
}
