import type {AddressSpace, MachineAddresses} from '../../src/lib/model/address-space.js'
import type {Container} from '../../src/lib/model/container.js'
import {type Host, known, type Network, unknown} from '../../src/lib/model/host.js'
import type {Addr} from '../../src/lib/net/addr.js'
import {parsePrefix} from '../../src/lib/net/prefix.js'

/** A network with these subnets; all else is what a plain bridge has. */
export function network(name: string, subnets: readonly string[], over: Partial<Network> = {}): Network {
  return {
    id: `${name}-`.padEnd(64, '0'),
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
    subnets: subnets.map((subnet) => ({subnet, ipRange: '', gateway: '', auxAddresses: {}})),
    options: {},
    labels: {},
    details: unknown('not asked for'),
    ...over,
  }
}

/** A running container with an IPv4 address on one network. */
export function container(name: string, on: Network, ipv4: string): Container {
  return {
    id: name,
    name,
    state: 'running',
    image: 'bb:1',
    labels: {},
    networkMode: on.name,
    endpoints: [
      {
        networkName: on.name,
        networkId: on.id,
        endpointId: 'e',
        ipv4: ipv4 as Addr,
        ipv6: undefined,
        mac: '',
        gateway4: undefined,
        gateway6: undefined,
        wanted4: undefined,
        wanted6: undefined,
        linkLocal: [],
        gatewayPriority: 0,
        names: unknown('not asked for'),
      },
    ],
    published: [],
    details: unknown('not asked for'),
  }
}

export const route = (destination: string, device: string, gateway: string | null = null) => ({
  destination: parsePrefix(destination),
  gateway: gateway as Addr | null,
  device,
  onLink: gateway === null,
})

export interface HostParts {
  readonly containers?: readonly Container[]
  readonly version?: string
  readonly pools?: AddressSpace['configuredPools']
  readonly swarmPools?: AddressSpace['swarmPools']
  readonly machine?: Partial<MachineAddresses>
}

/** The host of a Docker engine with these networks. */
export function hostWith(networks: readonly Network[], parts: HostParts = {}): Host {
  const {containers = [], version = '28.5.2', pools = [], swarmPools = known([]), machine = {}} = parts
  return {
    engine: {apiVersion: '1.50'},
    networks,
    containers: known(containers),
    addressSpace: known({
      engineVersion: version,
      engineId: 'b3f1',
      configuredPools: pools,
      swarmPools,
      machine: {routes: known([]), interfaces: known([]), resolvers: known([]), ...machine},
    }),
    publishing: unknown('not asked for'),
  }
}
