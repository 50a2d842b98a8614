import type {Problems} from './problem.js'
import type {ComposeNetwork, ComposeSubnet} from './project.js'
import {booleanOf, labelsField, textField, textRecord} from './yaml/fields.js'
import {child, isNull, kindInWords, type Tree} from './yaml/tree.js'

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
  const own = textField(child(entry, 'name'), `name of ${what}`, problems)
  const older = textField(child(externalTree, 'name'), `external.name of ${what}`, problems)
  if (own !== '' && older !== '' && own !== older)
    problems.add(entry.at, `${what} has the name "${own}" and the external.name "${older}"`)
  const name = own || older
  const ipam = child(entry, 'ipam')
  if (ipam !== undefined && ipam.kind !== 'mapping')
    problems.add(ipam.at, `ipam of ${what} must be a mapping, not ${kindInWords(ipam)}`)
  return {
    key,
    name: name !== '' ? name : external ? key : `${project}_${key}`,
    external,
    inUse,
    driver: textField(child(entry, 'driver'), `driver of ${what}`, problems),
    driverOptions: textRecord(child(entry, 'driver_opts'), `driver_opts of ${what}`, problems),
    internal: booleanOf(child(entry, 'internal'), `internal of ${what}`, problems) === true,
    attachable: booleanOf(child(entry, 'attachable'), `attachable of ${what}`, problems) === true,
    labels: labelsField(child(entry, 'labels'), `labels of ${what}`, problems),
    ipamDriver: textField(child(ipam, 'driver'), `ipam.driver of ${what}`, problems),
    ipamOptions: textRecord(child(ipam, 'options'), `ipam.options of ${what}`, problems),
    subnets: readSubnets(child(ipam, 'config'), what, problems),
    enableIPv4: booleanOf(child(entry, 'enable_ipv4'), `enable_ipv4 of ${what}`, problems),
    enableIPv6: booleanOf(child(entry, 'enable_ipv6'), `enable_ipv6 of ${what}`, problems),
    at: entry.at,
  }
}

function readSubnets(tree: Tree | undefined, what: string, problems: Problems): ComposeSubnet[] {
  if (tree === undefined) return []
  if (tree.kind !== 'sequence') {
    problems.add(tree.at, `ipam.config of ${what} must be a list, not ${kindInWords(tree)}`)
    return []
  }
  return tree.items.flatMap((item, i) => {
    const field = `ipam.config.${i} of ${what}`
    if (item.kind !== 'mapping') {
      problems.add(item.at, `${field} must be a mapping, not ${kindInWords(item)}`)
      return []
    }
    const text = (key: string): string => textField(child(item, key), `${key} in ${field}`, problems)
    return [
      {
        subnet: text('subnet'),
        ipRange: text('ip_range'),
        gateway: text('gateway'),
        auxAddresses: textRecord(child(item, 'aux_addresses'), `aux_addresses in ${field}`, problems),
      },
    ]
  })
}
