import type {Family} from '../../net/addr.js'
import {apiAtLeast} from '../api-version.js'
import type {Network} from '../host.js'

const GATEWAY_MODE = 'com.docker.network.bridge.gateway_mode_ipv'
const INHIBIT = 'com.docker.network.bridge.inhibit_ipv4'

/**
 * Whether the engine keeps an address for the gateway of a subnet for which none was asked. From 28.0 on it does not
 * where a driver has no use for one: an ipvlan of layer 3, an internal macvlan or ipvlan, an internal bridge in gateway
 * mode "isolated" or without an IPv4 address (seen on 28.5.2; 26.1.5 and 20.10.24 keep one everywhere).
 */
export function isGatewayReserved(
  {driver, internal, options}: Pick<Network, 'driver' | 'internal' | 'options'>,
  family: Family,
  apiVersion: string,
): boolean {
  if (!apiAtLeast(apiVersion, '1.48')) return true
  if (driver === 'ipvlan' && ['l3', 'l3s'].includes(options.ipvlan_mode ?? '')) return false
  if (!internal) return true
  if (driver === 'macvlan' || driver === 'ipvlan') return false
  const inhibited = family === 4 && ['true', '1'].includes(options[INHIBIT]?.toLowerCase() ?? '')
  return !inhibited && options[`${GATEWAY_MODE}${family}`] !== 'isolated'
}
