import type {Container} from '../../model/container.js'
import {endpointOn} from '../../model/endpoints/members.js'
import {hasDns} from '../../model/endpoints/names.js'
import type {Finding} from '../../model/finding.js'
import type {Host, Network} from '../../model/host.js'
import {known} from '../../model/known.js'
import {projectOf} from '../../model/project.js'
import {operands, shellLine} from '../../shell-words.js'
import type {EndpointSpec} from '../../spec/network-spec.js'
import {keepingAddresses} from './endpoint-change.js'
import {lackingOn, specOf} from './endpoint-spec.js'

/**
 * What a container has on a network that a plain `connect` would not give it again, with the line that does; nothing
 * where the engine would choose the same again. What the container has there must be known.
 * @param host with the details of the network and of those on it
 */
export function placeLost(host: Host, network: Network, container: Container): Finding[] {
  const endpoint = endpointOn(container, network)
  if (!endpoint?.names.known) return []
  const had = keepingAddresses(host, network, container, endpoint, specOf(endpoint, container))
  const spec = {...had, aliases: had.aliases.filter((alias) => alias !== container.name)}
  const names = known({aliases: [], dnsNames: [], links: [], driverOptions: {}})
  const nothing = {ipv4: undefined, ipv6: undefined, wanted4: undefined, wanted6: undefined, linkLocal: []}
  const lost = lackingOn(container, {...endpoint, ...nothing, gatewayPriority: 0, names}, spec)
  if (lost.length === 0) return []
  const message = `"${container.name}" loses what it has on "${network.name}": ${lost.join(', ')}`
  return [
    {
      code: 'PLACE_LOST',
      refused: false,
      message,
      hint: `to connect it again as it was: ${connectLine(network, container, spec)}`,
    },
  ]
}

/** The line that makes this connection. */
export function connectLine(network: Pick<Network, 'name'>, container: Container, spec: EndpointSpec): string {
  const flags: readonly (readonly [flag: string, values: readonly string[]])[] = [
    ['ip', [spec.ipv4]],
    ['ip6', [spec.ipv6]],
    ['link-local-ip', spec.linkLocal],
    ['alias', spec.aliases],
    ['link', spec.links],
    ['driver-opt', Object.entries(spec.driverOptions).map(([key, value]) => `${key}=${value}`)],
    ['gw-priority', spec.gatewayPriority === 0 ? [] : [`${spec.gatewayPriority}`]],
  ]
  const words = flags.flatMap(([flag, values]) =>
    values.filter((value) => value !== '').map((value) => `--${flag}=${value}`),
  )
  return shellLine(['dnet', 'connect', ...words, ...operands([network.name, container.name])])
}

/** On the networks of its file, Compose gives a container the name of its service; on others nobody does. */
export function serviceNameMissing(network: Network, container: Container, {aliases}: EndpointSpec): Finding[] {
  const project = projectOf(container.labels)
  const service = project?.kind === 'compose' ? project.service : ''
  if (['', container.name, ...aliases].includes(service) || !hasDns(network)) return []
  const message = `on "${network.name}", "${container.name}" does not get the name of its Compose service, "${service}"`
  return [
    {code: 'SERVICE_NAME', refused: false, message, hint: `to give it that name: ${shellLine([`--alias=${service}`])}`},
  ]
}
