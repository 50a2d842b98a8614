import type {Filters} from '../../spec/filters.js'
import type {EndpointSpec, NetworkSpec, SubnetSpec} from '../../spec/network-spec.js'

/**
 * The body of `POST /networks/create`, as the Docker CLI 28 sends it (cli/command/network/create.go): EnableIPv4 and
 * EnableIPv6 only if the user set them, CheckDuplicate only below API 1.44.
 */
export function createBody(spec: NetworkSpec, checkDuplicate: boolean): object {
  return {
    Name: spec.name,
    Driver: spec.driver,
    Scope: spec.scope,
    ...(spec.enableIPv4 === undefined ? {} : {EnableIPv4: spec.enableIPv4}),
    ...(spec.enableIPv6 === undefined ? {} : {EnableIPv6: spec.enableIPv6}),
    IPAM: {Driver: spec.ipamDriver, Options: spec.ipamOptions, Config: spec.subnets.map(ipamConfig)},
    Internal: spec.internal,
    Attachable: spec.attachable,
    Ingress: spec.ingress,
    ConfigOnly: spec.configOnly,
    ConfigFrom: spec.configFrom === '' ? null : {Network: spec.configFrom},
    Options: spec.options,
    Labels: spec.labels,
    ...(checkDuplicate ? {CheckDuplicate: true} : {}),
  }
}

function ipamConfig(spec: SubnetSpec): object {
  return {
    Subnet: spec.subnet,
    ...(spec.ipRange === '' ? {} : {IPRange: spec.ipRange}),
    ...(spec.gateway === '' ? {} : {Gateway: spec.gateway}),
    ...(Object.keys(spec.auxAddresses).length === 0 ? {} : {AuxiliaryAddresses: spec.auxAddresses}),
  }
}

/** The body of `POST /networks/{id}/connect`, as the Docker CLI 28 sends it (cli/command/network/connect.go). */
export function connectBody(container: string, endpoint: EndpointSpec): object {
  return {
    Container: container,
    EndpointConfig: {
      IPAMConfig: {
        ...(endpoint.ipv4 === '' ? {} : {IPv4Address: endpoint.ipv4}),
        ...(endpoint.ipv6 === '' ? {} : {IPv6Address: endpoint.ipv6}),
        ...(endpoint.linkLocal.length === 0 ? {} : {LinkLocalIPs: endpoint.linkLocal}),
      },
      Links: endpoint.links.length === 0 ? null : endpoint.links,
      Aliases: endpoint.aliases,
      DriverOpts: endpoint.driverOptions,
      GwPriority: endpoint.gatewayPriority,
    },
  }
}

/** Filters in the form of the API's query, `{"key":{"value":true}}`; an empty query if there are none. */
export function encodeFilters(filters: Filters): Readonly<Record<string, string>> {
  const sets = Object.entries(filters).map(([key, values]) => [
    key,
    Object.fromEntries(values.map((value) => [value, true])),
  ])
  return sets.length === 0 ? {} : {filters: JSON.stringify(Object.fromEntries(sets))}
}
