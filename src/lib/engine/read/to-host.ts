import type {Network, NetworkDetails, Scope, SubnetConfig} from '../../model/host.js'
import {known, unknown} from '../../model/known.js'
import {compareNatural} from '../../model/natural-order.js'
import {OF_PODMAN} from '../../model/predefined.js'
import {tryAddr} from '../../net/addr.js'
import type {NetworkAnswer, NetworkDetailsAnswer} from './answers.js'

type IpamConfig = NonNullable<NonNullable<NetworkAnswer['IPAM']>['Config']>[number]

/** The networks of a `GET /networks` answer, in the order of `docker network ls`. */
export function toNetworks(list: readonly NetworkAnswer[]): Network[] {
  return list.map(toNetwork).sort((a, b) => compareNatural(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

function toNetwork(json: NetworkAnswer): Network {
  return {
    id: json.Id,
    name: json.Id === OF_PODMAN.id ? OF_PODMAN.listedAs : json.Name,
    driver: json.Driver ?? '',
    scope: (json.Scope ?? '') as Scope,
    created: json.Created ?? '0001-01-01T00:00:00Z',
    // Absent before API 1.48; the Docker CLI shows that as false.
    enableIPv4: json.EnableIPv4 ?? false,
    enableIPv6: json.EnableIPv6 ?? false,
    internal: json.Internal ?? false,
    attachable: json.Attachable ?? false,
    ingress: json.Ingress ?? false,
    configOnly: json.ConfigOnly ?? false,
    configFrom: json.ConfigFrom?.Network ?? '',
    ipamDriver: json.IPAM?.Driver ?? '',
    ipamOptions: json.IPAM?.Options ?? {},
    subnets: (json.IPAM?.Config ?? []).map(toSubnet),
    options: json.Options ?? {},
    labels: json.Labels ?? {},
    details: unknown('not asked for'),
  }
}

/** A network with its details, from `GET /networks/{id}`, API 1.28 to 1.52. */
export function toDetailedNetwork(json: NetworkDetailsAnswer): Network {
  return {...toNetwork(json), details: known(toDetails(json))}
}

/**
 * The JSON of one network's inspect with its address counts as strings: they go up to 2^64-1, and a JavaScript number
 * is exact only up to 2^53.
 */
export const parseWithCounts = (text: string): unknown =>
  // Inside a JSON string a quote is escaped, so no label can look like one of these fields.
  JSON.parse(text.replace(/("(?:IPsInUse|DynamicIPsAvailable)"\s*:\s*)(\d+)/g, '$1"$2"'))

function toDetails(json: NetworkDetailsAnswer): NetworkDetails {
  const attached = Object.entries(json.Containers ?? {}).map(([containerId, endpoint]) => ({
    containerId,
    name: endpoint.Name,
    endpointId: endpoint.EndpointID,
    mac: endpoint.MacAddress,
    ipv4: endpoint.IPv4Address,
    ipv6: endpoint.IPv6Address,
  }))
  // Under the name '' are the containers that belong to no service.
  const services = Object.entries(json.Services ?? {})
    .filter(([name]) => name !== '')
    .map(([name, service]) => ({name, virtualAddress: tryAddr(service.VIP) ?? '', ports: service.Ports ?? []}))
  const tasks = Object.entries(json.Services ?? {}).flatMap(([service, {Tasks}]) =>
    (Tasks ?? []).flatMap(({Name, EndpointID, EndpointIP}) => {
      const address = tryAddr(EndpointIP)
      return address ? [{service, name: Name, address, endpointId: EndpointID}] : []
    }),
  )
  return {
    attached: attached.sort((a, b) => compareNatural(a.name, b.name) || (a.containerId < b.containerId ? -1 : 1)),
    peers: (json.Peers ?? []).map(({Name, IP}) => ({name: Name, address: IP})),
    services: services.sort((a, b) => compareNatural(a.name, b.name)),
    tasks: tasks.sort((a, b) => compareNatural(a.name, b.name)),
    usage: Object.entries(json.Status?.IPAM?.Subnets ?? {}).map(([subnet, counts]) => ({
      subnet,
      used: counts.IPsInUse ?? 0n,
      dynamicLeft: counts.DynamicIPsAvailable ?? 0n,
    })),
  }
}

const toSubnet = (json: IpamConfig): SubnetConfig => ({
  subnet: json.Subnet ?? '',
  ipRange: json.IPRange ?? '',
  gateway: json.Gateway ?? '',
  auxAddresses: json.AuxiliaryAddresses ?? {},
})
