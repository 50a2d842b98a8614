import type {Container, ContainerDetails, Endpoint, EndpointNames} from '../../src/lib/model/container.js'
import {type AttachedEndpoint, type Host, known, type Network, unknown} from '../../src/lib/model/host.js'
import {type Addr, parseAddr} from '../../src/lib/net/addr.js'

/** Pictures of hosts for tests: what a test does not name is as on a plain bridge network. */
export const network = (name: string, about: Partial<Network> & {attached?: AttachedEndpoint[]} = {}): Network => {
  const {attached = [], ...fields} = about
  return {
    id: `id-${name}`,
    name,
    driver: 'bridge',
    scope: 'local',
    created: '2026-01-01T00:00:00Z',
    enableIPv4: true,
    enableIPv6: false,
    internal: false,
    attachable: false,
    ingress: false,
    configOnly: false,
    configFrom: '',
    ipamDriver: 'default',
    ipamOptions: {},
    subnets: [],
    options: {},
    labels: {},
    details: known({attached, peers: [], services: [], usage: []}),
    ...fields,
  }
}

export const subnet = (text: string, gateway = '', ipRange = '') => ({subnet: text, gateway, ipRange, auxAddresses: {}})

export const addr = (text: string): Addr => parseAddr(text)

export function endpoint(
  networkName: string,
  about: Partial<Endpoint> & Partial<Omit<EndpointNames, 'names'>> = {},
): Endpoint {
  const {aliases = [], dnsNames = [], links = [], driverOptions = {}, ...fields} = about
  return {
    networkName,
    networkId: `id-${networkName}`,
    endpointId: 'planned',
    ipv4: undefined,
    ipv6: undefined,
    mac: '',
    gateway4: undefined,
    gateway6: undefined,
    wanted4: undefined,
    wanted6: undefined,
    linkLocal: [],
    gatewayPriority: 0,
    names: known({aliases, dnsNames, links, driverOptions}),
    ...fields,
  }
}

export function container(
  name: string,
  endpoints: readonly Endpoint[],
  about: Partial<Container> & Partial<ContainerDetails> = {},
): Container {
  const {hostname = '', env = [], wishes = [], exposed = [], restartPolicy = 'no', legacyLinks = [], pid = 0} = about
  const {state = 'running', published = [], labels = {}, networkMode = 'bridge', image = 'bb:1'} = about
  return {
    id: `id-${name}`,
    name,
    state,
    image,
    labels,
    networkMode,
    endpoints,
    published,
    details: known({hostname, env, wishes, exposed, restartPolicy, legacyLinks, pid}),
  }
}

export const host = (networks: Network[], containers: Container[], apiVersion = '1.50'): Host => ({
  engine: {apiVersion},
  networks,
  containers: known(containers),
  addressSpace: unknown('not asked for'),
  publishing: unknown('not asked for'),
})
