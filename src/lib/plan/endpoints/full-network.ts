import type {Container} from '../../model/container.js'
import {holdersOfNetwork, isLive, membersOf} from '../../model/endpoints/members.js'
import type {Finding} from '../../model/finding.js'
import type {Host, Network} from '../../model/host.js'
import {addressUseOf} from '../../model/subnets/address-use.js'
import {takenOn} from '../../model/subnets/blocks-in-use.js'
import {type Family, familyOf} from '../../net/addr.js'
import {creationOf, creationThatWorks} from '../allocate/other-pools.js'
import {PLANNED} from '../simulate.js'

/** How many names of a network's members are listed: a full network can have thousands. */
const MOST_NAMES = 10

/**
 * Findings for one more container on a network that has no address left. Every endpoint needs an address of each family
 * that the network has; a container that does not run needs it only when it starts. Simulated connections use one each.
 * @param asked the families in which a certain address is requested
 */
export function fullFindings(host: Host, network: Network, container: Container, asked: readonly Family[]): Finding[] {
  return ([4, 6] as const)
    .filter((family) => !asked.includes(family))
    .flatMap((family) => {
      const uses = addressUseOf(host, network).filter(({subnet}) => familyOf(subnet) === family)
      if (uses.length === 0 || uses.some(({free}) => free === null)) return []
      const free = uses.reduce((sum, use) => sum + (use.free ?? 0n), 0n)
      if (free > plannedOn(host, network, family)) return []
      const blocks = uses.map(({subnet, config}) => config.ipRange || subnet).join(' and ')
      const refused = isLive(container)
      const until = refused ? '' : `; "${container.name}" cannot start until one is free`
      const message = `"${network.name}" has no free IPv${family} address in ${blocks}; ${onIt(host, network)}${until}`
      return [{code: 'NETWORK_FULL', refused, message, hint: largerNetwork(host, network)}]
    })
}

/** How many simulated connections will have an address that the engine chooses. */
const plannedOn = (host: Host, network: Network, family: Family): bigint =>
  BigInt(
    membersOf(host, network).filter(
      ({container, endpoint}) =>
        isLive(container) && endpoint.endpointId === PLANNED && !(family === 4 ? endpoint.ipv4 : endpoint.ipv6),
    ).length,
  )

function onIt(host: Host, network: Network): string {
  const names = holdersOfNetwork(host, network)
    .filter(({kind}) => kind !== 'stopped')
    .map(({name}) => name)
  if (names.length === 0) return 'no container is on it'
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  return `on it: ${names.slice(0, MOST_NAMES).join(', ')}${more}`
}

/** What to do about a full network: the command that creates one for twice as many containers, with an unused name. */
export function largerNetwork(host: Host, network: Network): string {
  const hosts = Math.max(4, 2 * holdersOfNetwork(host, network).length)
  let name = `${network.name}-2`
  for (let n = 3; host.networks.some((other) => other.name === name); n++) name = `${network.name}-${n}`
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const works = creationThatWorks(space, takenOn(host, []), creationOf(name), hosts)
  return works === '' ? '' : `create a larger network: ${works}`
}
