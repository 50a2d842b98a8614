import type {Network} from '../../model/host.js'
import {containersIn} from '../../net/capacity.js'
import {prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {CreateRequest} from './create-request.js'

/**
 * How an existing network differs from the wanted one, one sentence each; empty if it does not. Only what the user
 * asked for is compared: any subnet at least as large satisfies a size, and other labels do not matter.
 */
export function differences(network: Network, {network: wanted, addresses, hosts}: CreateRequest): string[] {
  const found: string[] = []
  const compare = (what: string, is: string | boolean, want: string | boolean): void => {
    if (is !== want) found.push(`${what} is ${inWords(is)}, not ${inWords(want)}`)
  }
  // The engine reports the driver of a network without one as "null".
  if (!wanted.configOnly && wanted.configFrom === '') compare('driver', network.driver, wanted.driver)
  compare('internal', network.internal, wanted.internal)
  compare('attachable', network.attachable, wanted.attachable)
  compare('config-only', network.configOnly, wanted.configOnly)
  compare('config-from', network.configFrom, wanted.configFrom)
  if (wanted.enableIPv6 !== undefined) compare('IPv6', network.enableIPv6, wanted.enableIPv6)
  for (const text of addresses.subnets) if (!hasSubnet(network, text)) found.push(`${whatIs(network)}, not ${text}`)
  if (hosts !== undefined && !network.subnets.some(({subnet}) => roomIn(subnet) >= BigInt(hosts)))
    found.push(`${whatIs(network)}, which has no room for ${hosts} containers`)
  for (const gateway of addresses.gateways)
    if (!network.subnets.some((config) => config.gateway === gateway)) found.push(`no subnet has gateway ${gateway}`)
  for (const [key, value] of Object.entries(wanted.options)) compare(`option ${key}`, network.options[key] ?? '', value)
  for (const [key, value] of Object.entries(wanted.labels)) compare(`label ${key}`, network.labels[key] ?? '', value)
  return found
}

const inWords = (value: string | boolean): string => (value === '' ? 'unset' : String(value))

const whatIs = (network: Network): string => {
  const subnets = network.subnets.map(({subnet}) => subnet).join(' and ')
  return `subnet is ${subnets || 'none'}`
}

function hasSubnet(network: Network, text: string): boolean {
  if (text.startsWith('/')) {
    const length = Number(text.slice(1))
    return network.subnets.some(({subnet}) => subnet.includes(':') === length > 32 && lengthIn(subnet) <= length)
  }
  const wanted = tryPrefix(text)
  return network.subnets.some(({subnet}) => subnet === text || (wanted !== undefined && tryPrefix(subnet) === wanted))
}

function roomIn(subnet: string): bigint {
  const prefix = tryPrefix(subnet)
  return prefix ? containersIn(prefix) : 0n
}

const lengthIn = (subnet: string): number => {
  const prefix = tryPrefix(subnet)
  return prefix ? prefixLengthOf(prefix) : Number.POSITIVE_INFINITY
}
