import {DnetError} from '../../errors.js'
import {
  addr,
  arrayOf,
  count,
  Misread,
  object,
  oneOf,
  optional,
  orNull,
  prefix,
  type Reader,
  safeInteger,
  text,
  texts,
  truth,
} from '../../json-reader.js'
import type {PortRange, PortWish} from '../../net/port.js'
import type {AddressSpace, InterfaceAddress, MachineAddresses, Pool, Route} from '../address-space.js'
import type {Container, ContainerDetails, ContainerState, Endpoint, EndpointNames, PublishedPort} from '../container.js'
import type {AttachedEndpoint, Host, Network, NetworkDetails, Scope, SubnetConfig} from '../host.js'
import type {Listener, PublishingFacts, ServicePort} from '../ports.js'
import {maybeKnown} from './known-reader.js'

/** The version of the snapshot format; it is increased with every change, and other versions are refused. */
const SNAPSHOT_VERSION = 1

/**
 * A host's state as text that can be saved and passed on: JSON, with counts of addresses as strings. It never contains
 * the environment of containers, and with `labels: false` no labels: both may be confidential.
 */
export function snapshotText(host: Host, {labels}: {readonly labels: boolean}): string {
  const kept = labels ? host : withoutLabels(host)
  const json = {dnetSnapshot: SNAPSHOT_VERSION, ...withoutEnv(kept)}
  return `${JSON.stringify(json, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`
}

/**
 * The host in the text of a snapshot.
 * @param name its name in errors, such as the file's path
 * @throws DnetError BAD_CONFIG saying if the text is not what a snapshot of this version must be
 */
export function parseSnapshot(source: string, name: string): Host {
  const bad = (why: string, hint: string, cause?: unknown): DnetError =>
    new DnetError('BAD_CONFIG', `${name} is not a snapshot of a host: ${why}`, hint, {cause})
  const again = 'create one: dnet snapshot > host.json'
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch (error) {
    throw bad((error as Error).message, again, error)
  }
  const {dnetSnapshot: version, ...rest} = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >
  if (version === undefined) throw bad('it has no dnetSnapshot field', again)
  if (version !== SNAPSHOT_VERSION)
    throw bad(`its version is ${JSON.stringify(version)}, but this dnet reads version ${SNAPSHOT_VERSION}`, again)
  try {
    return readHost(rest, '')
  } catch (error) {
    if (error instanceof Misread) throw bad(error.message, again, error)
    throw error
  }
}

const withoutLabels = (host: Host): Host => ({
  ...host,
  networks: host.networks.map((network) => ({...network, labels: {}})),
  containers: host.containers.known
    ? {known: true, value: host.containers.value.map((container) => ({...container, labels: {}}))}
    : host.containers,
})

const withoutEnv = (host: Host): Host => ({
  ...host,
  containers: host.containers.known
    ? {
        known: true,
        value: host.containers.value.map((container) =>
          container.details.known
            ? {...container, details: {known: true as const, value: {...container.details.value, env: []}}}
            : container,
        ),
      }
    : host.containers,
})

const subnetConfig = object<SubnetConfig>({subnet: text, ipRange: text, gateway: text, auxAddresses: texts})

const networkDetails = object<NetworkDetails>({
  attached: arrayOf(
    object<AttachedEndpoint>({
      containerId: text,
      name: text,
      endpointId: text,
      mac: text,
      ipv4: text,
      ipv6: text,
    }),
  ),
  peers: arrayOf(object({name: text, address: text})),
  services: arrayOf(object({name: text, virtualAddress: text, ports: arrayOf(text)})),
  tasks: arrayOf(object({service: text, name: text, address: addr, endpointId: text})),
  usage: arrayOf(object({subnet: text, used: count, dynamicLeft: count})),
})

const network = object<Network>({
  id: text,
  name: text,
  driver: text,
  scope: text as Reader<Scope>,
  created: text,
  enableIPv4: truth,
  enableIPv6: truth,
  internal: truth,
  attachable: truth,
  ingress: truth,
  configOnly: truth,
  configFrom: text,
  ipamDriver: text,
  ipamOptions: texts,
  subnets: arrayOf(subnetConfig),
  options: texts,
  labels: texts,
  details: maybeKnown(networkDetails),
})

const protocol = oneOf('tcp', 'udp', 'sctp')

const endpoint = object<Endpoint>({
  networkName: text,
  networkId: text,
  endpointId: text,
  ipv4: optional(addr),
  ipv6: optional(addr),
  mac: text,
  gateway4: optional(addr),
  gateway6: optional(addr),
  wanted4: optional(addr),
  wanted6: optional(addr),
  linkLocal: arrayOf(text),
  gatewayPriority: safeInteger,
  names: maybeKnown(
    object<EndpointNames>({
      aliases: arrayOf(text),
      dnsNames: arrayOf(text),
      links: arrayOf(text),
      driverOptions: texts,
    }),
  ),
})

const containerDetails = object<ContainerDetails>({
  hostname: text,
  env: arrayOf(text),
  wishes: arrayOf(
    object<PortWish>({
      hostAddr: orNull(addr),
      hostPorts: orNull(object<PortRange>({first: safeInteger, last: safeInteger})),
      containerPort: safeInteger,
      protocol,
    }),
  ),
  publishesAll: truth,
  exposed: arrayOf(object({port: safeInteger, protocol})),
  restartPolicy: text,
  restarts: safeInteger,
  exitCode: safeInteger,
  legacyLinks: arrayOf(text),
  pid: safeInteger,
})

const container = object<Container>({
  id: text,
  name: text,
  // Other engines than Docker have other states.
  state: text as Reader<ContainerState>,
  image: text,
  labels: texts,
  networkMode: text,
  endpoints: arrayOf(endpoint),
  published: arrayOf(
    object<PublishedPort>({hostAddr: addr, hostPort: safeInteger, containerPort: safeInteger, protocol}),
  ),
  details: maybeKnown(containerDetails),
})

const machine = object<MachineAddresses>({
  routes: maybeKnown(arrayOf(object<Route>({destination: prefix, gateway: orNull(addr), device: text, onLink: truth}))),
  interfaces: maybeKnown(arrayOf(object<InterfaceAddress>({device: text, addr, prefix}))),
  resolvers: maybeKnown(arrayOf(addr)),
})

const addressSpace = object<AddressSpace>({
  engineVersion: text,
  engineId: text,
  configuredPools: arrayOf(object({base: text, size: safeInteger})),
  swarmPools: maybeKnown(arrayOf(object<Pool>({base: prefix, blockLength: safeInteger}))),
  machine,
})

const publishing = object<PublishingFacts>({
  apiVersion: text,
  listeners: maybeKnown(
    arrayOf(
      object<Listener>({
        addr,
        port: safeInteger,
        protocol,
        oneFamily: optional(truth),
        process: optional(object({pid: safeInteger, name: text})),
        containerIds: optional(arrayOf(text)),
        ofEngine: truth,
      }),
    ),
  ),
  services: maybeKnown(
    arrayOf(
      object<ServicePort>({
        service: object({id: text, name: text}),
        port: safeInteger,
        containerPort: safeInteger,
        protocol,
        mode: oneOf('ingress', 'host'),
      }),
    ),
  ),
  ephemeral: object<PortRange>({first: safeInteger, last: safeInteger}),
  local: maybeKnown(arrayOf(prefix)),
  hostHasIPv6: truth,
})

const readHost = object<Host>({
  engine: object({apiVersion: text}),
  networks: arrayOf(network),
  containers: maybeKnown(arrayOf(container)),
  addressSpace: maybeKnown(addressSpace),
  publishing: maybeKnown(publishing),
})
