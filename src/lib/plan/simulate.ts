import {assertNever} from '../errors.js'
import type {Container, Endpoint} from '../model/container.js'
import {gatewaysGivenBy} from '../model/endpoints/default-gateway.js'
import {endpointOn} from '../model/endpoints/members.js'
import {findContainer, findNetwork} from '../model/find.js'
import type {Host, Network} from '../model/host.js'
import {shortId} from '../model/ids.js'
import {known, unknown} from '../model/known.js'
import {compareNatural} from '../model/natural-order.js'
import {type Addr, tryAddr} from '../net/addr.js'
import type {EndpointSpec, NetworkSpec} from '../spec/network-spec.js'
import type {Operation} from './operation.js'

/** The id of an endpoint that is not there yet. */
export const PLANNED = 'planned'

/**
 * The host after an operation, as far as it can be predicted: addresses that the engine chooses stay undefined. An
 * operation that names something that does not exist changes nothing.
 */
export function simulate(host: Host, operation: Operation): Host {
  switch (operation.do) {
    case 'create-network':
      return {...host, networks: [...host.networks, networkOf(operation.spec)].sort(compareNetworks)}
    case 'remove-network': {
      const gone = findNetwork(host.networks, operation.network)
      return {...host, networks: host.networks.filter((network) => network !== gone)}
    }
    case 'connect': {
      const network = findNetwork(host.networks, operation.network)
      return withContainer(host, operation.container, (container) =>
        network ? withEndpoint(container, endpointOf(operation.endpoint, network, container, host)) : container,
      )
    }
    case 'disconnect': {
      const network = findNetwork(host.networks, operation.network)
      return withContainer(host, operation.container, (container) => ({
        ...container,
        endpoints: network
          ? container.endpoints.filter((endpoint) => endpoint !== endpointOn(container, network))
          : container.endpoints,
      }))
    }
    case 'prune-networks':
      return host
    default:
      return assertNever(operation)
  }
}

function withContainer(host: Host, name: string, change: (container: Container) => Container): Host {
  if (!host.containers.known) return host
  const target = findContainer(host.containers.value, name)
  const containers = host.containers.value.map((container) => (container === target ? change(container) : container))
  return {...host, containers: known(containers)}
}

function withEndpoint(container: Container, endpoint: Endpoint): Container {
  const others = container.endpoints.filter(({networkName}) => networkName !== endpoint.networkName)
  const endpoints = [...others, endpoint].sort((a, b) => compareNatural(a.networkName, b.networkName))
  return {...container, endpoints}
}

function endpointOf(spec: EndpointSpec, network: Network, container: Container, host: Host): Endpoint {
  const given = gatewaysGivenBy(network, host.engine.apiVersion)
  const [ipv4, ipv6] = [tryAddr(spec.ipv4), tryAddr(spec.ipv6)]
  return {
    networkName: network.name,
    networkId: network.id,
    endpointId: PLANNED,
    ipv4,
    ipv6,
    mac: '',
    gateway4: given[4] ? gatewayOf(network, false) : undefined,
    gateway6: given[6] ? gatewayOf(network, true) : undefined,
    wanted4: ipv4,
    wanted6: ipv6,
    linkLocal: spec.linkLocal,
    gatewayPriority: spec.gatewayPriority,
    names: known({
      aliases: spec.aliases,
      dnsNames: [container.name, ...spec.aliases, shortId(container.id)],
      links: spec.links,
      driverOptions: spec.driverOptions,
    }),
  }
}

/** The gateway's address; if the network does not report it, the subnet's first address is used instead. */
function gatewayOf(network: Network, six: boolean): Addr | undefined {
  const config = network.subnets.find(({subnet}) => subnet.includes(':') === six)
  return tryAddr(config?.gateway ?? '') ?? tryAddr(config?.subnet.split('/')[0] ?? '')
}

const networkOf = (spec: NetworkSpec): Network => ({
  // The engine assigns the id; until then the name replaces it, so that planned networks differ.
  id: spec.name,
  name: spec.name,
  driver: spec.driver || 'bridge',
  scope: 'local',
  created: '',
  enableIPv4: spec.enableIPv4 ?? true,
  enableIPv6: spec.enableIPv6 ?? false,
  internal: spec.internal,
  attachable: spec.attachable,
  ingress: spec.ingress,
  configOnly: spec.configOnly,
  configFrom: spec.configFrom,
  ipamDriver: spec.ipamDriver,
  ipamOptions: spec.ipamOptions,
  subnets: spec.subnets,
  options: spec.options,
  labels: spec.labels,
  details: unknown('the network does not exist yet'),
})

const compareNetworks = (a: Network, b: Network): number => compareNatural(a.name, b.name) || (a.id < b.id ? -1 : 1)
