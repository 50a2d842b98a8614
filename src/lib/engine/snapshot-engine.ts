import {DnetError} from '../errors.js'
import type {MachineAddresses} from '../model/address-space.js'
import {apiAtLeast} from '../model/api-version.js'
import type {HostsEntry} from '../model/endpoints/hosts-file.js'
import {findNetwork} from '../model/find.js'
import type {Host, Network} from '../model/host.js'
import type {HostLink} from '../model/host-link.js'
import {isDown} from '../model/is-down.js'
import {type Known, unknown} from '../model/known.js'
import {filterNetworks} from '../model/networks/network-filter.js'
import {parseSnapshot} from '../model/snapshot/snapshot.js'
import type {Operation, OutcomeOf} from '../plan/operation.js'
import {type Engine, isJoined, isNeeded, type Needs} from './engine.js'
import {type Files, readText} from './files.js'

/** A snapshot that was saved earlier, with the interface of an engine. */
export class SnapshotEngine implements Engine {
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
  }

  get apiVersion(): string {
    return this.#host.engine.apiVersion
  }

  async observe(needs: Needs): Promise<Host> {
    const host = {...this.#host, networks: filterNetworks(this.#host.networks, needs.networkFilters ?? {})}
    refuseUnseen(host, needs)
    return host
  }

  async execute<O extends Operation>(_operation: O): Promise<OutcomeOf<O>> {
    throw new DnetError('USAGE', 'a snapshot cannot be changed', 'add --dry-run, or remove --from')
  }

  async rawNetwork(name: string): Promise<string> {
    const network = findNetwork(this.#host.networks, name)
    if (network) return JSON.stringify(inspectJson(network, this.apiVersion))
    throw new DnetError(
      'NETWORK_NOT_FOUND',
      `network ${name} not found in the snapshot`,
      'list its networks: dnet ls --from FILE',
    )
  }

  hostLinks(): Known<readonly HostLink[]> {
    return unknown('a snapshot does not contain them')
  }

  machine(): MachineAddresses {
    const {addressSpace} = this.#host
    return addressSpace.known
      ? addressSpace.value.machine
      : {routes: addressSpace, interfaces: addressSpace, resolvers: addressSpace}
  }

  async hostsFile(): Promise<Known<readonly HostsEntry[]>> {
    return unknown('a snapshot does not contain it')
  }

  /** Nothing ever happens in a snapshot. */
  async *changes(): AsyncGenerator<void> {}

  close(): void {}
}

/**
 * A snapshot does not contain what could not be seen when it was saved: asking for such a part is an error, not an
 * empty answer.
 */
function refuseUnseen({networks, containers}: Host, needs: Needs): void {
  const fail = (what: string, why: string): DnetError =>
    new DnetError(
      'UNSUPPORTED',
      `the snapshot does not contain ${what}: ${why}`,
      'create a new one: dnet snapshot > host.json',
    )
  const wantsContainers = needs.containers || Boolean(needs.containerDetails)
  if (wantsContainers && !containers.known) throw fail('containers', containers.why)
  const need = needs.networkDetails
  const wanted = need === 'joined' ? isJoined(containers) : isNeeded(need)
  const network = networks.filter(wanted).find(({details}) => !details.known)
  if (network && !network.details.known) throw fail(`details of network "${network.name}"`, network.details.why)
  const down = needs.containerDetails === 'stopped' ? isDown : isNeeded(needs.containerDetails)
  const container = containers.known ? containers.value.filter(down).find(({details}) => !details.known) : undefined
  if (container && !container.details.known)
    throw fail(`details of container "${container.name}"`, container.details.why)
}

/** Bytes: a host with a hundred thousand networks has about a hundred million. */
const MOST_BYTES = 256 * 2 ** 20

/** The snapshot in a file. @throws DnetError BAD_CONFIG if it cannot be read or is not a snapshot */
export function openSnapshot(path: string, files: Files): SnapshotEngine {
  const source = readText(path, files, MOST_BYTES)
  if (source === undefined)
    throw new DnetError(
      'BAD_CONFIG',
      path === '' ? 'the file name of the snapshot is empty' : `cannot find ${path}`,
      'create one: dnet snapshot > host.json',
    )
  return snapshotIn(source, path)
}

/** The snapshot in a text. @param name that of its file @throws DnetError BAD_CONFIG if it is not a snapshot */
export const snapshotIn = (source: string, name: string): SnapshotEngine =>
  new SnapshotEngine(parseSnapshot(source, name))

/** A network as `GET /networks/{id}` returns it up to API 1.50, with the fields that a snapshot keeps. */
function inspectJson(network: Network, apiVersion: string): object {
  const {attached = [], peers = []} = network.details.known ? network.details.value : {}
  const containers = attached.map(({containerId, name, endpointId, mac, ipv4, ipv6}) => [
    containerId,
    {Name: name, EndpointID: endpointId, MacAddress: mac, IPv4Address: ipv4, IPv6Address: ipv6},
  ])
  return {
    Name: network.name,
    Id: network.id,
    Created: network.created,
    Scope: network.scope,
    Driver: network.driver,
    ...(!apiAtLeast(apiVersion, '1.48') ? {} : {EnableIPv4: network.enableIPv4}),
    EnableIPv6: network.enableIPv6,
    IPAM: {
      Driver: network.ipamDriver,
      Options: network.ipamOptions,
      Config: network.subnets.map(({subnet, ipRange, gateway, auxAddresses}) => ({
        ...(subnet && {Subnet: subnet}),
        ...(ipRange && {IPRange: ipRange}),
        ...(gateway && {Gateway: gateway}),
        ...(Object.keys(auxAddresses).length > 0 && {AuxiliaryAddresses: auxAddresses}),
      })),
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: {Network: network.configFrom},
    ConfigOnly: network.configOnly,
    Containers: Object.fromEntries(containers),
    Options: network.options,
    Labels: network.labels,
    ...(peers.length > 0 && {Peers: peers.map(({name, address}) => ({Name: name, IP: address}))}),
  }
}
