import {apiAtLeast} from '../../model/api-version.js'
import type {PortSituation, PublishRules} from '../../model/ports.js'
import {type Addr, type Family, familyOf, tryAddr} from '../../net/addr.js'
import type {PortWish} from '../../net/port.js'
import {contains} from '../../net/prefix.js'

const ALL4 = '0.0.0.0' as Addr
const ALL6 = '::' as Addr

/** What decides how an engine publishes. */
interface PublishingEngine {
  /** The newest API version that the engine speaks, such as "1.51". */
  readonly apiVersion: string
  /** The daemon's `userland-proxy`, on by default. */
  readonly userlandProxy: boolean
  /** The daemon's `ip`, on which containers of the default bridge are published; undefined for all addresses. */
  readonly defaultAddr: Addr | undefined
  /** Whether its host can listen on IPv6 addresses. */
  readonly hostHasIPv6: boolean
  readonly podman?: boolean
}

/**
 * The parts of a network that matter; a container's ports are published by the one that provides its default gateway.
 */
export interface PublishingNetwork {
  readonly name: string
  readonly driver: string
  readonly internal: boolean
  readonly enableIPv4: boolean
  readonly enableIPv6: boolean
  readonly options: Readonly<Record<string, string>>
}

const OPTION = 'com.docker.network.bridge.'

/**
 * How the ports of a container on this network are published. Only bridges publish, and overlays through the bridge of
 * their node (moby libnetwork/drivers/bridge, v28.5.2 port_mapping_linux.go; v20.10.24 port_mapping.go).
 * @param network undefined for a container with network mode `host`, `none` or `container:`
 */
export function publishRules(engine: PublishingEngine, network: PublishingNetwork | undefined): PublishRules {
  const samePort = apiAtLeast(engine.apiVersion, '1.46')
  const udpNoticed = !apiAtLeast(engine.apiVersion, '1.48') || apiAtLeast(engine.apiVersion, '1.51')
  const base = {samePort, rangeRetried: apiAtLeast(engine.apiVersion, '1.46'), udpNoticed}
  const none = (nothingBecause: string) => ({...base, anyAddrs: [], families: [], nothingBecause})
  if (network === undefined) return none('a container without its own network publishes nothing')
  // Seen on 5.4: all IPv4 addresses where none is named, and those that are named, whatever the network is.
  if (engine.podman) return {...base, anyAddrs: [ALL4], families: [4, 6], nothingBecause: ''}
  if (network.internal) return none(`network ${network.name} is internal`)
  if (network.driver === 'overlay') return {...base, ...addresses(engine, undefined, true, false)}
  if (network.driver !== 'bridge') return none(`${network.driver} networks publish nothing`)
  const routed4 = isRouted(network, 'ipv4')
  const routed6 = isRouted(network, 'ipv6')
  const has4 = network.enableIPv4 && !routed4
  const has6 = network.enableIPv6 && !routed6
  if (!has4 && !has6) return none(`network ${network.name} is routed, not published`)
  const fallback = hostBindingOf(network) ?? engine.defaultAddr
  // With routed IPv6, the proxy does not replace it.
  const proxied6 = network.enableIPv6 ? has6 : has4 && engine.userlandProxy
  return {...base, ...addresses(engine, fallback, has4, proxied6)}
}

function addresses(engine: PublishingEngine, fallback: Addr | undefined, four: boolean, six: boolean) {
  const families: Family[] = [...(four ? ([4] as const) : []), ...(six && engine.hostHasIPv6 ? ([6] as const) : [])]
  const wished = fallback === undefined || fallback === ALL4 ? [ALL4, ALL6] : [fallback]
  return {anyAddrs: wished.filter((addr) => families.includes(familyOf(addr))), families, nothingBecause: ''}
}

/** The address on which a network publishes ports that ask for none; undefined if it has no such address of its own. */
export const hostBindingOf = ({options}: Pick<PublishingNetwork, 'options'>): Addr | undefined =>
  tryAddr(options[`${OPTION}host_binding_ipv4`] ?? '')

const isRouted = (network: PublishingNetwork, family: string): boolean =>
  network.options[`${OPTION}gateway_mode_${family}`] === 'routed'

/** The addresses that a wanted port is bound to; none if its family is not published. */
export function boundAddrs({hostAddr}: PortWish, rules: PublishRules): readonly Addr[] {
  if (hostAddr === null) return rules.anyAddrs
  return rules.families.includes(familyOf(hostAddr)) ? [hostAddr] : []
}

/** Whether a socket of the engine's host can be bound to an address; true if that cannot be seen. */
export const isLocal = (addr: Addr, {local}: Pick<PortSituation, 'local'>): boolean =>
  addr === ALL4 || addr === ALL6 || !local.known || local.value.some((prefix) => contains(prefix, addr))

/** Why a wanted port is not published, in words. */
export function whyNothing({hostAddr}: PortWish, rules: PublishRules): string {
  if (rules.nothingBecause !== '') return `nothing is published: ${rules.nothingBecause}`
  return `nothing is published: ${hostAddr ?? 'its address'} is in a family that is not published here`
}
