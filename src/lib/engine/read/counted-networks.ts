import {apiAtLeast} from '../../model/api-version.js'
import type {Network} from '../../model/host.js'
import {inParallel} from '../in-parallel.js'
import {isGone} from '../is-gone.js'
import type {Connection} from '../reach/connection.js'
import {networkDetailsAnswer} from './answers.js'
import {checked} from './checked.js'
import {parseWithCounts, toDetailedNetwork} from './to-host.js'

/** The first API version that reports how many addresses are in use (moby api/types/network/subnet_status.go). */
const SINCE = '1.52'
const AT_ONCE = 8

/**
 * The networks with their details, which contain the engine's count of addresses in use; unchanged if the engine does
 * not count. dnet otherwise uses an older API version, so these requests name theirs.
 */
export async function withAddressUse(connection: Connection, networks: readonly Network[]): Promise<Network[]> {
  if (!apiAtLeast(connection.engineApiVersion, SINCE)) return [...networks]
  const counted = await inParallel(networks, AT_ONCE, async (network) => {
    if (network.subnets.length === 0) return network
    try {
      const asked = {method: 'GET', path: `/networks/${network.id}`, apiVersion: SINCE} as const
      const answer = await connection.callJson(asked, parseWithCounts)
      return toDetailedNetwork(checked(connection.target, `GET ${asked.path}`, answer, networkDetailsAnswer))
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  })
  return counted.filter((network) => network !== undefined)
}
