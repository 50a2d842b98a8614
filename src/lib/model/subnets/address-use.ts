import {type Addr, familyOf} from '../../net/addr.js'
import {dynamicRoom} from '../../net/gateway.js'
import {contains, type Prefix} from '../../net/prefix.js'
import type {Host, Network, SubnetConfig} from '../host.js'
import {blocksOf, holdersOf} from './addresses.js'

/** How many addresses of one subnet of a network are in use. */
export interface AddressUse {
  readonly subnet: Prefix
  readonly config: SubnetConfig
  /** With those the engine keeps for itself: network and broadcast address, gateway, auxiliary ones; null for unknown. */
  readonly used: bigint | null
  /** Left for containers that ask for no address of their own: of the ip-range where there is one; null for unknown. */
  readonly free: bigint | null
  /** Who counted: `engine` up to 2^64-1, where it stays; `dnet` from what is attached; null where neither could. */
  readonly countedBy: 'engine' | 'dnet' | null
}

/**
 * The use of each subnet of a network, as configured. The engine's own count holds where it has one; else the addresses
 * of running containers, stale endpoints and the network itself are counted, but not for a Swarm network, whose
 * containers on other nodes cannot be seen.
 */
export function addressUseOf(host: Host, network: Network): AddressUse[] {
  const usage = network.details.known ? network.details.value.usage : []
  const held = host.containers.known && network.scope !== 'swarm' ? liveAddresses(host, network) : undefined
  return blocksOf(network).map(({subnet, range, config}): AddressUse => {
    const counted = usage.find((one) => one.subnet === config.subnet)
    if (counted) return {subnet, config, used: counted.used, free: counted.dynamicLeft, countedBy: 'engine'}
    if (!held) return {subnet, config, used: null, free: null, countedBy: null}
    const own = held.filter((addr) => familyOf(addr) === familyOf(subnet) && contains(subnet, addr))
    const dynamic = range && contains(subnet, range) ? range : null
    return {
      subnet,
      config,
      used: BigInt(own.length),
      free: dynamicRoom(subnet, dynamic, own),
      countedBy: 'dnet',
    }
  })
}

const liveAddresses = (host: Host, network: Network): Addr[] =>
  [...holdersOf(host, network).values()].filter(({kind}) => kind !== 'promised').map(({addr}) => addr)
