import type {Network, Scope, SubnetConfig} from '../model/host.js'
import {compareNatural} from '../model/natural-order.js'

/** A network as `GET /networks` lists it; what an engine leaves out is undefined. */
export interface NetworkJson {
  readonly Id: string
  readonly Name: string
  readonly Created?: string
  readonly Scope?: string
  readonly Driver?: string
  readonly EnableIPv4?: boolean
  readonly EnableIPv6?: boolean
  readonly IPAM?: {
    readonly Driver?: string
    readonly Options?: Readonly<Record<string, string>> | null
    readonly Config?: readonly IpamConfigJson[] | null
  }
  readonly Internal?: boolean
  readonly Attachable?: boolean
  readonly Ingress?: boolean
  readonly ConfigFrom?: {readonly Network?: string} | null
  readonly ConfigOnly?: boolean
  readonly Options?: Readonly<Record<string, string>> | null
  readonly Labels?: Readonly<Record<string, string>> | null
}

interface IpamConfigJson {
  readonly Subnet?: string
  readonly IPRange?: string
  readonly Gateway?: string
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>> | null
}

/** The networks of a `GET /networks` answer, in the order of `docker network ls`. */
export function toNetworks(list: readonly NetworkJson[]): Network[] {
  return list.map(toNetwork).sort((a, b) => compareNatural(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

function toNetwork(json: NetworkJson): Network {
  return {
    id: json.Id,
    name: json.Name,
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
  }
}

const toSubnet = (json: IpamConfigJson): SubnetConfig => ({
  subnet: json.Subnet ?? '',
  ipRange: json.IPRange ?? '',
  gateway: json.Gateway ?? '',
  auxAddresses: json.AuxiliaryAddresses ?? {},
})
