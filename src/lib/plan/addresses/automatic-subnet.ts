import type {Finding} from '../../model/finding.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {subnetAround} from '../../model/subnets/addresses.js'
import {type Addr, bareAddress, familyOf, tryAddr} from '../../net/addr.js'
import {gatewayFor} from '../../net/gateway.js'
import {contains, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import {toPaste} from '../../shell-words.js'
import {searchedPools} from '../allocate/engine-pools.js'

/**
 * Docker gives a requested address only in a subnet that was asked for (moby daemon/container_operations.go
 * validateEndpointIPAddress), and does not tell which those are. Of one that it chose it tells the gateway; of one that
 * was asked for, only if that was, too (20.10.24, 28.5.2).
 */
export function automaticSubnet(host: Host, network: Network, addr: Addr): Finding[] {
  const config = subnetAround(network, addr)
  const subnet = tryPrefix(config?.subnet ?? '')
  if (!config || !subnet || isPodman(host)) return []
  const {addressSpace} = host
  const pools = searchedPools([], network.driver, addressSpace.known ? addressSpace.value : undefined)
  const isBlock = pools.some(({base, blockLength}) => contains(base, subnet) && prefixLengthOf(subnet) === blockLength)
  if (!isBlock || tryAddr(bareAddress(config.gateway)) !== gatewayFor(subnet)) return []
  const message = `the engine may have chosen ${subnet} of "${network.name}" itself, and then refuses ${addr}: it gives requested addresses only in a subnet that the network was created with`
  const hint = toPaste`create a network with a subnet for it: dnet create --subnet /${familyOf(addr) === 4 ? 24 : 64} NAME`
  return [{code: 'SUBNET_AUTOMATIC', refused: false, message, hint}]
}
