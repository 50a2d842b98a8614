import type {Container, ContainerDetails, ContainerState, Endpoint, PublishedPort} from '../../model/container.js'
import {shortId} from '../../model/ids.js'
import {known, unknown} from '../../model/known.js'
import {compareNatural} from '../../model/natural-order.js'
import {OF_PODMAN} from '../../model/predefined.js'
import {type Addr, parseAddrUnmapped} from '../../net/addr.js'
import type {PortWish, Protocol} from '../../net/port.js'
import type {ContainerAnswer, ContainerDetailsAnswer, EndpointAnswer} from './answers.js'

type HostConfig = NonNullable<ContainerDetailsAnswer['HostConfig']>

/** The containers of a list, sorted by name; with details for those whose id is in `details`. */
export function toContainers(
  list: readonly ContainerAnswer[],
  details: ReadonlyMap<string, ContainerDetailsAnswer | undefined>,
): Container[] {
  return list
    .map((json) => toContainer(json, details.get(json.Id)))
    .sort((a, b) => compareNatural(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

function toContainer(json: ContainerAnswer, details: ContainerDetailsAnswer | undefined): Container {
  const networkMode = details?.HostConfig?.NetworkMode ?? json.HostConfig?.NetworkMode ?? ''
  const listed = Object.entries(details?.NetworkSettings?.Networks ?? json.NetworkSettings?.Networks ?? {})
  const shares = networkMode === '' ? isOfAnother(json.Id, listed) : networkMode.startsWith('container:')
  const endpoints = shares ? [] : listed
  return {
    id: json.Id,
    name: ownName(json.Names ?? []),
    state: (json.State ?? '') as ContainerState,
    image: json.Image ?? '',
    labels: json.Labels ?? {},
    networkMode,
    endpoints: endpoints
      .map(([name, endpoint]) => toEndpoint(listedName(name, endpoint), endpoint, details !== undefined))
      .sort((a, b) => compareNatural(a.networkName, b.networkName)),
    published: DOWN.includes(json.State ?? '') ? [] : toPublished(json.Ports ?? []),
    details: details ? known(toDetails(details)) : unknown('not asked for'),
  }
}

/**
 * Reports whether the endpoints are those of the container whose sandbox this one shares: Podman repeats them for it,
 * Docker reports none. Podman's list does not contain the network mode, but the short id of an endpoint's own container
 * is always among its aliases (seen on 5.4.2).
 */
const isOfAnother = (id: string, endpoints: readonly (readonly [string, EndpointAnswer])[]): boolean =>
  endpoints.some(([, {Aliases}]) => (Aliases ?? []).length > 0 && !Aliases?.includes(shortId(id)))

/** The name of an endpoint's network in the list of networks. */
const listedName = (name: string, {NetworkID}: EndpointAnswer): string =>
  NetworkID === OF_PODMAN.id ? OF_PODMAN.listedAs : name

/** A container with legacy links is also listed under the path of each link; its own name has one slash. */
function ownName(names: readonly string[]): string {
  const own = names.find((name) => name.lastIndexOf('/') === 0) ?? names[0] ?? ''
  return own.replace(/^\//, '')
}

/** Podman's list tells the ports that containers in these states will have. */
const DOWN = ['created', 'exited', 'dead', 'stopped']

/** Podman leaves out the address where that is all of IPv4. */
function toPublished(ports: NonNullable<ContainerAnswer['Ports']>): PublishedPort[] {
  const published = ports.flatMap(({IP, PrivatePort, PublicPort, Type}) => {
    const hostAddr = toAddr(IP || '0.0.0.0')
    if (!PublicPort || !hostAddr) return []
    return [{hostAddr, hostPort: PublicPort, containerPort: PrivatePort, protocol: (Type ?? 'tcp') as Protocol}]
  })
  return published.sort(
    (a, b) => a.hostPort - b.hostPort || (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0),
  )
}

function toEndpoint(networkName: string, json: EndpointAnswer, detailed: boolean): Endpoint {
  return {
    networkName,
    networkId: json.NetworkID ?? '',
    endpointId: json.EndpointID ?? '',
    ipv4: toAddr(json.IPAddress),
    ipv6: toAddr(json.GlobalIPv6Address),
    mac: json.MacAddress ?? '',
    gateway4: toAddr(json.Gateway),
    gateway6: toAddr(json.IPv6Gateway),
    wanted4: toAddr(json.IPAMConfig?.IPv4Address),
    wanted6: toAddr(json.IPAMConfig?.IPv6Address),
    linkLocal: json.IPAMConfig?.LinkLocalIPs ?? [],
    gatewayPriority: json.GwPriority ?? 0,
    names: detailed
      ? known({
          aliases: json.Aliases ?? [],
          dnsNames: json.DNSNames ?? [],
          links: json.Links ?? [],
          driverOptions: json.DriverOpts ?? {},
        })
      : unknown('not asked for'),
  }
}

/** undefined for '' and for anything but an address: engines before 25.0 store what they were given. */
function toAddr(text: string | undefined): Addr | undefined {
  if (!text) return undefined
  try {
    return parseAddrUnmapped(text)
  } catch {
    return undefined
  }
}

function toDetails(json: ContainerDetailsAnswer): ContainerDetails {
  const {Config: config, HostConfig: host} = json
  return {
    hostname: config?.Hostname ?? '',
    env: config?.Env ?? [],
    wishes: Object.entries(host?.PortBindings ?? {}).flatMap(([port, hosts]) => toWishes(port, hosts ?? [])),
    publishesAll: host?.PublishAllPorts ?? false,
    exposed: Object.keys(config?.ExposedPorts ?? {}).flatMap(portsOf),
    restartPolicy: toPolicy(host?.RestartPolicy),
    restarts: json.RestartCount ?? 0,
    exitCode: json.State?.ExitCode ?? 0,
    legacyLinks: (host?.Links ?? []).map(toLegacyLink),
    pid: json.State?.Pid ?? 0,
  }
}

/** As for `--restart`. */
function toPolicy(
  {Name, MaximumRetryCount: most}: HostConfig['RestartPolicy'] = {Name: undefined, MaximumRetryCount: undefined},
): string {
  return `${Name || 'no'}${Name === 'on-failure' && most ? `:${most}` : ''}`
}

/** `80/tcp`, or a range `80-82/tcp`, as single ports; nothing for text that is neither, and for numbers that are no ports. */
function portsOf(text: string): {port: number; protocol: Protocol}[] {
  const [, first, last = first, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text) ?? []
  if (first === undefined || Number(last) > 65_535) return []
  const start = Number(first)
  return Array.from({length: Number(last) - start + 1}, (_, i) => ({
    port: start + i,
    protocol: protocol as Protocol,
  }))
}

function toWishes(
  port: string,
  hosts: readonly {readonly HostIp: string | undefined; readonly HostPort: string | undefined}[],
): PortWish[] {
  return portsOf(port).flatMap(({port: containerPort, protocol}) =>
    hosts.map(({HostIp, HostPort}) => {
      const [first = 0, last = first] = (HostPort || '0').split('-').map(Number)
      const hostPorts = first === 0 ? null : {first, last}
      return {hostAddr: toAddr(HostIp) ?? null, hostPorts, containerPort, protocol}
    }),
  )
}

/** `/target:/container/alias` as `target:alias`. */
function toLegacyLink(text: string): string {
  const [target = '', path = ''] = text.split(':')
  return `${target.replace(/^\//, '')}:${path.slice(path.lastIndexOf('/') + 1)}`
}
