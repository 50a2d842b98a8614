import type {AddressSpace, MachineAddresses, Route} from '../../src/lib/model/address-space.js'
import type {Container, ContainerDetails, Endpoint, EndpointNames} from '../../src/lib/model/container.js'
import type {Host, Network, NetworkDetails, SubnetConfig} from '../../src/lib/model/host.js'
import {type Known, known, unknown} from '../../src/lib/model/known.js'
import {type Addr, parseAddr} from '../../src/lib/net/addr.js'
import {parsePrefix} from '../../src/lib/net/prefix.js'

/**
 * Hosts for tests, put together from parts. A part that a test does not name is as on a plain, current Docker Engine:
 * a bridge network, a running container, nothing unknown.
 */

type NetworkParts = Partial<Omit<Network, 'subnets'>> &
  Partial<NetworkDetails> & {
    /** A block alone is one without a gateway. */
    readonly subnets?: readonly (string | SubnetConfig)[]
  }

/** A network; its id is `id-NAME` where none is given. */
export function network(name: string, parts: NetworkParts = {}): Network {
  const {subnets = [], attached = [], peers = [], services = [], tasks = [], usage = [], ...fields} = parts
  return {
    id: `id-${name}`,
    name,
    driver: 'bridge',
    scope: 'local',
    created: '2026-01-28T11:00:00.123456789Z',
    enableIPv4: true,
    enableIPv6: false,
    internal: false,
    attachable: false,
    ingress: false,
    configOnly: false,
    configFrom: '',
    ipamDriver: 'default',
    ipamOptions: {},
    subnets: subnets.map((each) => (typeof each === 'string' ? subnet(each) : each)),
    options: {},
    labels: {},
    details: known({attached, peers, services, tasks, usage}),
    ...fields,
  }
}

/** Podman's default network; a host with it is one of Podman's. */
export const PODMAN_NETWORK = network('bridge', {
  id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9',
})

export const subnet = (
  block: string,
  gateway = '',
  ipRange = '',
  auxAddresses: Record<string, string> = {},
): SubnetConfig => ({subnet: block, gateway, ipRange, auxAddresses})

type EndpointParts = Partial<Omit<Endpoint, 'names'>> & Partial<EndpointNames> & {readonly names?: Known<EndpointNames>}

/** An endpoint of a running container on a network, given whole or by the name of one that `network` made. */
export function endpoint(on: Network | string, parts: EndpointParts = {}): Endpoint {
  const {aliases = [], dnsNames = [], links = [], driverOptions = {}, ...fields} = parts
  const {id, name} = typeof on === 'string' ? network(on) : on
  return {
    networkName: name,
    networkId: id,
    endpointId: `on-${name}`,
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

type ContainerParts = Partial<Container> & Partial<ContainerDetails>

/** A running container, its id `id-NAME` where none is given, started on the network of its first endpoint. */
export function container(name: string, endpoints: readonly Endpoint[], parts: ContainerParts = {}): Container {
  const {id = `id-${name}`} = parts
  const {
    hostname = id.slice(0, 12),
    env = [],
    wishes = [],
    exposed = [],
    publishesAll = false,
    restartPolicy = 'no',
    restarts = 0,
    exitCode = 0,
    legacyLinks = [],
    pid = 0,
    ...fields
  } = parts
  return {
    id,
    name,
    state: 'running',
    image: 'bb:1',
    labels: {},
    networkMode: endpoints[0]?.networkName ?? 'bridge',
    endpoints,
    published: [],
    details: known({
      hostname,
      env,
      wishes,
      publishesAll,
      exposed,
      restartPolicy,
      restarts,
      exitCode,
      legacyLinks,
      pid,
    }),
    ...fields,
  }
}

export const addr = (text: string): Addr => parseAddr(text)

export const route = (destination: string, device: string, gateway: string | null = null): Route => ({
  destination: parsePrefix(destination),
  gateway: gateway === null ? null : parseAddr(gateway),
  device,
  onLink: gateway === null,
})

export interface HostParts {
  readonly containers?: readonly Container[]
  readonly apiVersion?: string
  /** The engine's own version. */
  readonly version?: string
  readonly pools?: AddressSpace['configuredPools']
  readonly swarmPools?: AddressSpace['swarmPools']
  readonly machine?: Partial<MachineAddresses>
}

/** The host of a Docker Engine with these networks. What it publishes was not asked for. */
export function hostWith(networks: readonly Network[], parts: HostParts = {}): Host {
  const {containers = [], apiVersion = '1.51', version = '28.5.2', pools = [], swarmPools = known([])} = parts
  return {
    engine: {apiVersion},
    networks,
    containers: known(containers),
    addressSpace: known({
      engineVersion: version,
      engineId: 'b3f1',
      configuredPools: pools,
      swarmPools,
      machine: {routes: known([]), interfaces: known([]), resolvers: known([]), ...parts.machine},
    }),
    publishing: unknown('not asked for'),
  }
}
