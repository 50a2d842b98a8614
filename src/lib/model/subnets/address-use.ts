import {type Addr, familyOf} from '../../net/addr.js'
import {dynamicRoom} from '../../net/gateway.js'
import {contains, type Prefix, prefixLengthOf} from '../../net/prefix.js'
import {membersOf} from '../endpoints/members.js'
import type {Host, Network, SubnetConfig} from '../host.js'
import {gatewayKept, holdersOf, subnetsOf} from './addresses.js'

/**
 * How many addresses of one subnet of a network are in use. `ls --wide`, `inspect` and `subnets`, and their JSON, all
 * show this measure.
 */
export interface AddressUse {
  readonly subnet: Prefix
  readonly config: SubnetConfig
  /**
   * The subnet's gateway: from the network or a container on it, or as the engine chooses it; undefined for none or
   * unknown.
   */
  readonly gateway: Addr | undefined
  /**
   * Includes what the engine reserves: network and broadcast address, gateway, auxiliary addresses; null if unknown.
   */
  readonly used: bigint | null
  /** Left for containers that do not request an address: of the ip-range if there is one; null if unknown. */
  readonly free: bigint | null
  /** What counted: `engine`, up to 2^64-1 at most; `dnet`, from what is attached; null if neither could. */
  readonly countedBy: 'engine' | 'dnet' | null
}

/**
 * The use of each subnet of a network, as configured; a subnet that is not a valid block is left out. The engine's
 * count is used if it has one; else the addresses of running containers, endpoints without a container and the network
 * itself are counted. It is unknown for a Swarm network, whose containers on other nodes cannot be seen, and if an IPAM
 * driver other than Docker's assigns the addresses.
 */
export function addressUseOf(host: Host, network: Network): AddressUse[] {
  const usage = network.details.known ? network.details.value.usage : []
  const seen = host.containers.known && isCounted(network)
  const held = seen ? liveAddresses(host, network) : []
  const told = host.containers.known ? gatewaysTold(host, network) : []
  return subnetsOf(network).map(({subnet, range, config}): AddressUse => {
    const gateway =
      told.find((addr) => contains(subnet, addr)) ?? gatewayOf(subnet, config, network, host.engine.apiVersion)
    const counted = usage.find((one) => one.subnet === config.subnet)
    const base = {subnet, config, gateway}
    if (counted) return {...base, used: counted.used, free: counted.dynamicLeft, countedBy: 'engine'}
    if (!seen) return {...base, used: null, free: null, countedBy: null}
    const own = held.filter((addr) => familyOf(addr) === familyOf(subnet) && contains(subnet, addr))
    const dynamic = range && contains(subnet, range) ? range : null
    const free = isTooSmall(subnet, network) ? 0n : dynamicRoom(subnet, dynamic, own)
    return {...base, used: BigInt(own.length), free, countedBy: 'dnet'}
  })
}

/**
 * A macvlan or ipvlan network has a gateway if one was requested; before 28.0 also the reserved one, which its
 * containers show.
 */
const gatewayOf = (subnet: Prefix, config: SubnetConfig, network: Network, apiVersion: string): Addr | undefined =>
  ['macvlan', 'ipvlan'].includes(network.driver) && config.gateway === ''
    ? undefined
    : gatewayKept(subnet, config, network, apiVersion)

/** Podman, by its IPAM driver, assigns no first and no last address even in a /31, which has no others (5.4.2). */
const isTooSmall = (subnet: Prefix, {ipamOptions}: Network): boolean =>
  ipamOptions.driver === 'host-local' && familyOf(subnet) === 4 && prefixLengthOf(subnet) >= 31

const isCounted = ({scope, ipamDriver}: Network): boolean =>
  scope !== 'swarm' && (ipamDriver === '' || ipamDriver === 'default')

/** Engines before 28.0 choose gateways without showing them on the network, but each container on it has them. */
const gatewaysTold = (host: Host, network: Network): Addr[] =>
  membersOf(host, network).flatMap(({endpoint}) =>
    [endpoint.gateway4, endpoint.gateway6].filter((addr) => addr !== undefined),
  )

const liveAddresses = (host: Host, network: Network): Addr[] =>
  [...holdersOf(host, network).values()].filter(({kind}) => kind !== 'promised').map(({addr}) => addr)
