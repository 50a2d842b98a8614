import type {Taken} from '../../model/address-space.js'
import type {Host} from '../../model/host.js'
import {takenOn} from '../../model/subnets/blocks-in-use.js'
import {containersIn} from '../../net/capacity.js'
import type {Prefix} from '../../net/prefix.js'
import {searchedPools} from '../allocate/engine-pools.js'
import {findSubnet} from './find-subnet.js'

/** The prefix lengths of the IPv4 subnets that are offered, the most usual first. */
export const OFFERED_LENGTHS = [24, 26, 28, 22, 20, 16]

interface FreeSubnet {
  readonly subnet: Prefix
  /** How many containers it has room for. */
  readonly room: bigint
}

/**
 * IPv4 subnets to offer: the lowest free block of each length, in the order given; a length without one is left out.
 * @param pools where to look; empty for the engine's pools
 */
export function freeSubnets(
  host: Host,
  driver: string,
  lengths: readonly number[],
  pools: readonly Prefix[],
  avoid: readonly Taken[],
): FreeSubnet[] {
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const taken = takenOn(host, avoid)
  const bases = searchedPools(pools, driver, space).map(({base}) => base)
  return lengths.flatMap((length): FreeSubnet[] => {
    try {
      const subnet = findSubnet({family: 4, size: {length}, pools: bases, taken})
      return [{subnet, room: containersIn(subnet)}]
    } catch {
      return []
    }
  })
}
