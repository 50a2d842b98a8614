import {booleanOf, textField, textRecord} from './fields.js'
import type {Problems} from './problem.js'
import type {ComposeNetwork, ComposeSubnet} from './project.js'
import {child, isNull, kindInWords, type Tree} from './tree.js'

/**
 * One entry of the top-level `networks` (Compose specification, 06-networks.md).
 * @param inUse whether an active service joins it
 */
export function readNetwork(
  project: string,
  key: string,
  entry: Tree,
  inUse: boolean,
  problems: Problems,
): ComposeNetwork {
  const what = `network "${key}"`
  if (entry.kind !== 'mapping' && !isNull(entry))
    problems.add(entry.at, `${what} must be a mapping, not ${kindInWords(entry)}`)
  const externalTree = child(entry, 'external')
  // `external: {name: x}` is the older spelling of `external: true` and `name: x`.
  const external =
    externalTree?.kind === 'mapping' ? true : booleanOf(externalTree, `external of ${what}`, problems) === true
  const name =
    textField(child(entry, 'name'), `name of ${what}`, problems) ||
    textField(child(externalTree, 'name'), `name of ${what}`, problems)
  return {
    key,
    name: name !== '' ? name : external ? key : `${project}_${key}`,
    external,
    inUse,
    driver: textField(child(entry, 'driver'), `driver of ${what}`, problems),
    driverOptions: textRecord(child(entry, 'driver_opts'), `driver_opts of ${what}`, problems),
    internal: booleanOf(child(entry, 'internal'), `internal of ${what}`, problems) === true,
    enableIPv4: booleanOf(child(entry, 'enable_ipv4'), `enable_ipv4 of ${what}`, problems),
    enableIPv6: booleanOf(child(entry, 'enable_ipv6'), `enable_ipv6 of ${what}`, problems),
    subnets: readSubnets(child(child(entry, 'ipam'), 'config'), what, problems),
    at: entry.at,
  }
}

function readSubnets(list: Tree | undefined, what: string, problems: Problems): ComposeSubnet[] {
  if (list === undefined || isNull(list)) return []
  if (list.kind !== 'sequence') {
    problems.add(list.at, `ipam.config of ${what} must be a list, not ${kindInWords(list)}`)
    return []
  }
  return list.items.flatMap((item) => {
    if (item.kind !== 'mapping') {
      problems.add(item.at, `a subnet of ${what} must be a mapping, not ${kindInWords(item)}`)
      return []
    }
    return {
      subnet: textField(child(item, 'subnet'), `a subnet of ${what}`, problems),
      ipRange: textField(child(item, 'ip_range'), `an ip_range of ${what}`, problems),
      gateway: textField(child(item, 'gateway'), `a gateway of ${what}`, problems),
      auxAddresses: textRecord(child(item, 'aux_addresses'), `aux_addresses of ${what}`, problems),
    }
  })
}
