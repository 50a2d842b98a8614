import type {ComposeProject} from '../../compose/project.js'
import {endpointOn, isLive} from '../../model/endpoints/members.js'
import {containersOf, type Host} from '../../model/host.js'
import {addressUseOf} from '../../model/subnets/address-use.js'
import {type Addr, type Family, familyOf, tryAddr} from '../../net/addr.js'
import {contains, tryPrefix} from '../../net/prefix.js'
import {type ComposeObstacle, type ProjectNetwork, placeText} from './obstacle.js'
import {serviceWith} from './own-containers.js'

/**
 * The networks that do not have an address for each container of the services that start. Where it could not be seen how
 * many are free, nothing is said.
 * @param host as it is once the networks are there
 */
export function roomObstacles(
  host: Host,
  project: ComposeProject,
  networks: readonly ProjectNetwork[],
): ComposeObstacle[] {
  return networks.flatMap((on) =>
    ([4, 6] as const).filter((family) => hasFamily(on, family)).flatMap((family) => full(host, project, on, family)),
  )
}

const hasFamily = ({written, network}: ProjectNetwork, family: Family): boolean =>
  family === 6 ? network.enableIPv6 : written.enableIPv4 !== false

function full(host: Host, project: ComposeProject, on: ProjectNetwork, family: Family): ComposeObstacle[] {
  const {written, network, isNew} = on
  const uses = addressUseOf(host, network).filter(({subnet}) => familyOf(subnet) === family)
  if (uses.length === 0 || uses.some(({free}) => free === null)) return []
  const there = isNew ? [] : ownAddresses(host, project, on, family)
  const joining = project.services.filter(
    ({active, replicas, endpoints}) => active && replicas > 0 && endpoints.has(written.key),
  )
  const asked = (service: (typeof joining)[number]): string => {
    const endpoint = service.endpoints.get(written.key)
    return (family === 4 ? endpoint?.ipv4 : endpoint?.ipv6) ?? ''
  }
  const automatic = joining.filter((service) => asked(service) === '')
  const count = automatic.reduce((sum, {replicas}) => sum + replicas, 0)
  const fixed = new Set(joining.flatMap((service) => tryAddr(asked(service)) ?? []))
  const isDynamic = (addr: Addr): boolean =>
    uses.some(({subnet, config}) => contains(tryPrefix(config.ipRange) ?? subnet, addr))
  const kept = [...fixed].filter((addr) => isDynamic(addr) && !there.includes(addr)).length
  const free =
    uses.reduce((sum, use) => sum + (use.free ?? 0n), 0n) +
    BigInt(there.filter((addr) => isDynamic(addr) && !fixed.has(addr)).length - kept)
  if (count === 0 || free >= BigInt(count)) return []
  const ends = new Set(project.services.flatMap(({active, startsAfterEnd}) => (active ? startsAfterEnd : [])))
  const names = automatic.map(({name}) => `"${name}"`).join(', ')
  const blocks = uses.map(({subnet, config}) => config.ipRange || subnet).join(' and ')
  return [
    {
      network: network.name,
      service: '',
      at: placeText(written.at),
      verdict: joining.some(({name}) => ends.has(name)) ? 'unknown' : 'blocked',
      reason: `${blocks} has ${free > 0n ? free : 'no'} free IPv${family} address${free > 1n ? 'es' : ''} for ${names}, with ${count} container${count === 1 ? '' : 's'}`,
      hint: written.external ? '' : 'give the network a larger subnet or ip_range',
    },
  ]
}

/** The addresses of containers that Compose keeps, replaces or stops. */
const ownAddresses = (host: Host, project: ComposeProject, {network}: ProjectNetwork, family: Family): Addr[] =>
  containersOf(host)
    .filter((one) => isLive(one) && serviceWith(project, one.labels) !== undefined)
    .flatMap((one) => {
      const endpoint = endpointOn(one, network)
      return (family === 4 ? endpoint?.ipv4 : endpoint?.ipv6) ?? []
    })
