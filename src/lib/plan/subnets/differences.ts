import type {Finding} from '../../model/finding.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {tryAddr} from '../../net/addr.js'
import {containersIn} from '../../net/capacity.js'
import {gatewayFor, lastGatewayOf} from '../../net/gateway.js'
import {familyOfLength, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import type {CreateRequest} from './create-request.js'

/**
 * How an existing network differs from the wanted one, one sentence each; empty if it does not. Only what the user
 * asked for is compared: any subnet at least as large satisfies a size, and other labels do not matter.
 */
export function differences(host: Pick<Host, 'networks'>, network: Network, request: CreateRequest): string[] {
  const unreported = unreportedBy(host)
  const {network: wanted, addresses, hosts} = request
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
  compare('ingress', network.ingress, wanted.ingress)
  if (wanted.scope !== '') compare('scope', network.scope, wanted.scope)
  if (wanted.ipamDriver !== 'default' || network.ipamDriver === 'null')
    compare('IPAM driver', network.ipamDriver, wanted.ipamDriver)
  for (const [key, value] of Object.entries(wanted.ipamOptions))
    compare(`IPAM option ${key}`, network.ipamOptions[key] ?? '', value)
  if (wanted.enableIPv4 !== undefined) compare('IPv4', hasIPv4(network), wanted.enableIPv4)
  if (wanted.enableIPv6 !== undefined) compare('IPv6', network.enableIPv6, wanted.enableIPv6)
  for (const text of addresses.subnets) if (!hasSubnet(network, text)) found.push(`${whatIs(network)}, not ${text}`)
  if (hosts !== undefined && !network.subnets.some(({subnet}) => roomIn(subnet) >= BigInt(hosts)))
    found.push(`${whatIs(network)}, which has no room for ${hosts} containers`)
  for (const gateway of addresses.gateways)
    if (!network.subnets.some((config) => sameAddress(config.gateway, gateway)))
      found.push(`no subnet has gateway ${gateway}`)
  for (const text of unreported.ipRange ? [] : addresses.ipRanges)
    if (!network.subnets.some(({ipRange}) => samePrefix(ipRange, text))) found.push(`no subnet has ip-range ${text}`)
  for (const [key, text] of Object.entries(unreported.auxAddresses ? {} : addresses.auxAddresses))
    if (!network.subnets.some(({auxAddresses}) => sameAddress(auxAddresses[key] ?? '', text)))
      found.push(`no subnet has auxiliary address ${key}=${text}`)
  found.push(...gatewaysElsewhere(network, request))
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
    return network.subnets.some(
      ({subnet}) => subnet.includes(':') === (familyOfLength(length) === 6) && lengthIn(subnet) <= length,
    )
  }
  return network.subnets.some(({subnet}) => samePrefix(subnet, text))
}

/** Podman reports neither ip-ranges nor auxiliary addresses (seen on 5.4.2). */
const unreportedBy = (host: Pick<Host, 'networks'>): {readonly ipRange: boolean; readonly auxAddresses: boolean} => {
  const podman = isPodman(host)
  return {ipRange: podman, auxAddresses: podman}
}

/** What was asked for and the engine does not report, so that an existing network may differ in it. */
export function uncomparable(host: Pick<Host, 'networks'>, {name}: Network, {addresses}: CreateRequest): Finding[] {
  const unreported = unreportedBy(host)
  const asked = [
    ...(unreported.ipRange ? addresses.ipRanges.map((range) => `ip-range ${range}`) : []),
    ...(unreported.auxAddresses
      ? Object.entries(addresses.auxAddresses).map(([key, text]) => `auxiliary address ${key}=${text}`)
      : []),
  ]
  if (asked.length === 0) return []
  const message = `could not check whether network "${name}" has ${asked.join(', ')}: Podman does not report it`
  return [{code: 'UNCHECKED', refused: false, message, hint: ''}]
}

/** Engines before 28.0 do not report whether IPv4 is enabled. */
const hasIPv4 = ({enableIPv4, subnets}: Network): boolean =>
  enableIPv4 || subnets.some(({subnet}) => !subnet.includes(':'))

/** For `--gateway first` and `last`; a subnet whose gateway the engine does not report has its first address. */
function gatewaysElsewhere(network: Network, {gatewayAt}: CreateRequest): string[] {
  if (gatewayAt === undefined) return []
  return network.subnets.flatMap(({subnet, gateway, ipRange}) => {
    const prefix = tryPrefix(subnet)
    if (!prefix || (gateway === '' && ipRange !== '')) return []
    const first = gatewayFor(prefix)
    const want = gatewayAt === 'last' ? lastGatewayOf(prefix) : first
    const is = gateway === '' ? first : (tryAddr(gateway) ?? gateway)
    return want === null || is === want ? [] : [`gateway of ${subnet} is ${is ?? 'unset'}, not ${want}`]
  })
}

const samePrefix = (is: string, text: string): boolean => {
  const wanted = tryPrefix(text)
  return is === text || (wanted !== undefined && tryPrefix(is) === wanted)
}

const sameAddress = (is: string, text: string): boolean => {
  const wanted = tryAddr(text)
  return is === text || (wanted !== undefined && tryAddr(is) === wanted)
}

function roomIn(subnet: string): bigint {
  const prefix = tryPrefix(subnet)
  return prefix ? containersIn(prefix) : 0n
}

const lengthIn = (subnet: string): number => {
  const prefix = tryPrefix(subnet)
  return prefix ? prefixLengthOf(prefix) : Number.POSITIVE_INFINITY
}
