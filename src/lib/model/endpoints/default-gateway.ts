import type {Family} from '../../net/addr.js'
import {apiAtLeast} from '../api-version.js'
import type {Container, Endpoint} from '../container.js'
import type {Host, Network} from '../host.js'
import {GWBRIDGE, isLive} from './members.js'
import {networkIndexOf} from './network-index.js'

/** What decides whether an endpoint provides its container's default gateway, and whether it publishes ports. */
export interface Candidate {
  readonly networkName: string
  readonly networkId: string
  /** `GwPriority`; 0 on engines before 28.0. */
  readonly priority: number
  readonly internal: boolean
  /** The engine's own way out of overlay networks, which comes after all others. */
  readonly gwbridge: boolean
  /** Reports whether the endpoint has a gateway of that family. */
  readonly gateway: Readonly<Record<Family, boolean>>
  /** Reports whether ports can be published through the network in that family. */
  readonly publishes: Readonly<Record<Family, boolean>>
}

/** What of an endpoint matters here. */
type CandidateEndpoint = Pick<Endpoint, 'networkName' | 'networkId' | 'gateway4' | 'gateway6' | 'gatewayPriority'>

/** What of a network matters here, so that one that is only planned can be asked about too. */
export type CandidateNetwork = Pick<
  Network,
  'id' | 'name' | 'driver' | 'internal' | 'enableIPv6' | 'options' | 'subnets'
>

/** The network that provides the default gateway, by family; undefined if none does. */
export interface Gateways {
  readonly 4: Candidate | undefined
  readonly 6: Candidate | undefined
}

/**
 * The candidates of a container's endpoints, best first (moby daemon/libnetwork/sandbox.go Endpoint.Less). For a
 * network that is not in `networks`, only the endpoint's data is used.
 * @param live whether the container runs: then each endpoint has its gateways
 */
export function candidates(
  endpoints: readonly CandidateEndpoint[],
  networks: readonly CandidateNetwork[],
  apiVersion: string,
  live: boolean,
): Candidate[] {
  const {byId, byName} = networkIndexOf(networks)
  const own = endpoints.flatMap((endpoint) => {
    const {networkId, networkName} = endpoint
    const network = byId(networkId) ?? byName(networkName)
    if (network && (network.driver === 'null' || network.driver === 'host')) return []
    return [candidateOf(endpoint, network, apiVersion, live)]
  })
  const overlay = own.some(({networkId}) => byId(networkId)?.driver === 'overlay')
  return (overlay ? [...own, gwbridgeCandidate(byName(GWBRIDGE))] : own).sort(compareCandidates)
}

/** The networks that provide a container's default gateways, and all that could, best first. */
export function gatewaysOf(host: Host, container: Container): {sorted: readonly Candidate[]; gateways: Gateways} {
  const {apiVersion} = host.engine
  const sorted = candidates(container.endpoints, host.networks, apiVersion, isLive(container))
  return {sorted, gateways: chooseGateways(sorted, apiVersion)}
}

/**
 * Below 0 if the engine prefers `a` for the default gateway: the higher priority, anything before docker_gwbridge,
 * networks with a way out before internal ones, more families before fewer, then names by their bytes.
 */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    b.priority - a.priority ||
    Number(a.gwbridge) - Number(b.gwbridge) ||
    Number(a.internal) - Number(b.internal) ||
    gatewayFamilies(b) - gatewayFamilies(a) ||
    Buffer.compare(Buffer.from(a.networkName), Buffer.from(b.networkName))
  )
}

/**
 * Which network provides the default gateway of each family. From engine 28.0 (API 1.48) on, the first network with
 * both gateways provides both, even if a network with one family has a higher priority; without such a network each
 * family is chosen by itself. Older engines take both from one endpoint with an IPv4 gateway (moby v20.10
 * libnetwork/default_gateway.go). Seen on 28.5, and in test/model/endpoints/gateway-history.engine.test.ts.
 * @param sorted as `candidates` returns them
 */
export function chooseGateways(sorted: readonly Candidate[], apiVersion: string): Gateways {
  const first = (family: Family): Candidate | undefined => sorted.find((candidate) => candidate.gateway[family])
  const first4 = first(4)
  if (!choosesByFamily(apiVersion)) return {4: first4, 6: first4?.gateway[6] ? first4 : undefined}
  const dual = sorted.find((candidate) => candidate.gateway[4] && candidate.gateway[6])
  return dual ? {4: dual, 6: dual} : {4: first4, 6: first(6)}
}

/**
 * The network through which ports of a host address's family are published; undefined if they cannot be. Without
 * an IPv6 gateway the userland proxy forwards [::] to the container's IPv4 address (moby bridge_linux.go
 * ProgramExternalConnectivity).
 */
export function publisher(gateways: Gateways, family: Family): Candidate | undefined {
  const direct = gateways[family]
  if (direct) return direct.publishes[family] ? direct : undefined
  return gateways[4]?.publishes[4] ? gateways[4] : undefined
}

/** Reports whether an engine of that API version supports gateway priorities and chooses each family by itself. */
export const choosesByFamily = (apiVersion: string): boolean => apiAtLeast(apiVersion, '1.48')

/** The gateways that an endpoint on `network` will have once its container runs. */
export function gatewaysGivenBy(network: CandidateNetwork, apiVersion: string): Readonly<Record<Family, boolean>> {
  const has = (family: Family): boolean =>
    network.subnets.some(({subnet}) => subnet !== '' && subnet.includes(':') === (family === 6))
  // Old engines (20.10, but not 26) also assign a gateway on internal networks, although it leads nowhere.
  if (network.internal && apiAtLeast(apiVersion, '1.45')) return {4: false, 6: false}
  switch (network.driver) {
    case 'bridge':
      return {4: has(4), 6: has(6) && network.enableIPv6}
    case 'macvlan':
    case 'ipvlan': {
      // From 28.0 on these have a gateway only if one was requested; before, one was always reserved.
      const given = (family: Family): boolean =>
        network.subnets.some(({subnet, gateway}) => subnet.includes(':') === (family === 6) && gateway !== '')
      return choosesByFamily(apiVersion) ? {4: given(4), 6: given(6)} : {4: has(4), 6: has(6)}
    }
    default:
      return {4: false, 6: false}
  }
}

function candidateOf(
  endpoint: CandidateEndpoint,
  network: CandidateNetwork | undefined,
  apiVersion: string,
  live: boolean,
): Candidate {
  const told = {4: endpoint.gateway4 !== undefined, 6: endpoint.gateway6 !== undefined}
  const internal = network?.internal ?? false
  return {
    networkName: endpoint.networkName,
    networkId: endpoint.networkId,
    priority: choosesByFamily(apiVersion) ? endpoint.gatewayPriority : 0,
    internal,
    gwbridge: false,
    gateway: live || !network ? told : gatewaysGivenBy(network, apiVersion),
    publishes: {4: publishes(network, 4), 6: publishes(network, 6)},
  }
}

function publishes(network: CandidateNetwork | undefined, family: Family): boolean {
  if (!network) return true
  if (network.driver !== 'bridge' || network.internal) return false
  const mode = network.options[`com.docker.network.bridge.gateway_mode_ipv${family}`]
  return mode !== 'routed' && mode !== 'isolated'
}

function gwbridgeCandidate(network: CandidateNetwork | undefined): Candidate {
  return {
    networkName: GWBRIDGE,
    networkId: network?.id ?? '',
    priority: 0,
    internal: false,
    gwbridge: true,
    gateway: {4: true, 6: false},
    publishes: {4: true, 6: false},
  }
}

/** How many families a network would give a gateway of, 0 to 2. */
export const gatewayFamilies = ({gateway}: Candidate): number => Number(gateway[4]) + Number(gateway[6])
