import {TIME} from '../../template/go-time-type.js'
import {BOOL, field, INT, mapOf, STRING, STRING_MAP, STRINGS, sliceOf, structOf} from '../../template/go-type.js'

const TASK = structOf('network.Task', [
  field('Name', STRING),
  field('EndpointID', STRING),
  field('EndpointIP', STRING),
  field('Info', STRING_MAP),
])

const SERVICE = structOf('network.ServiceInfo', [
  field('VIP', STRING),
  field('Ports', STRINGS),
  field('LocalLBIndex', INT),
  field('Tasks', sliceOf(TASK)),
])

const IPAM_CONFIG = structOf('network.IPAMConfig', [
  field('Subnet', STRING, {omitEmpty: true}),
  field('IPRange', STRING, {omitEmpty: true}),
  field('Gateway', STRING, {omitEmpty: true}),
  field('AuxAddress', STRING_MAP, {key: 'AuxiliaryAddresses', omitEmpty: true}),
])

const IPAM = structOf('network.IPAM', [
  field('Driver', STRING),
  field('Options', STRING_MAP),
  field('Config', sliceOf(IPAM_CONFIG)),
])

const ENDPOINT = structOf('network.EndpointResource', [
  field('Name', STRING),
  field('EndpointID', STRING),
  field('MacAddress', STRING),
  field('IPv4Address', STRING),
  field('IPv6Address', STRING),
])

/** A network as the Docker CLI 28.2.2 types it (docker/docker 28.2.2 api/types/network/network.go, Inspect). */
export const NETWORK = structOf('network.Inspect', [
  field('Name', STRING),
  field('ID', STRING, {key: 'Id'}),
  field('Created', TIME),
  field('Scope', STRING),
  field('Driver', STRING),
  field('EnableIPv4', BOOL),
  field('EnableIPv6', BOOL),
  field('IPAM', IPAM),
  field('Internal', BOOL),
  field('Attachable', BOOL),
  field('Ingress', BOOL),
  field('ConfigFrom', structOf('network.ConfigReference', [field('Network', STRING)])),
  field('ConfigOnly', BOOL),
  field('Containers', mapOf(ENDPOINT)),
  field('Options', STRING_MAP),
  field('Labels', STRING_MAP),
  field('Peers', sliceOf(structOf('network.PeerInfo', [field('Name', STRING), field('IP', STRING)])), {
    omitEmpty: true,
  }),
  field('Services', mapOf(SERVICE), {omitEmpty: true}),
])
