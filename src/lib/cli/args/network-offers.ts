import {keyValues, type OfferedValue} from './offer.js'

/** What completion offers of Docker's own values for networks. */
export const DRIVERS: readonly OfferedValue[] = [
  {value: 'bridge', about: 'containers of this host, behind NAT'},
  {value: 'ipvlan', about: "containers with addresses of the host's own network"},
  {value: 'macvlan', about: "containers with MACs and addresses of the host's own network"},
  {value: 'overlay', about: 'containers of several Swarm hosts'},
]

export const SCOPES = ['local', 'swarm', 'global'] as const

/** The formats of `ls`. */
export const LIST_FORMATS: readonly OfferedValue[] = [
  {value: 'table', about: 'columns'},
  {value: 'json', about: 'one object a line'},
  {value: 'raw', about: 'one field a line'},
  {value: '{{.Name}}', about: 'a Go template'},
]

/** The filters of `ls` (moby v28.2.2 daemon/network/filter.go). */
export const NETWORK_FILTERS = keyValues({
  dangling: ['true', 'false'],
  driver: DRIVERS.map(({value}) => value),
  id: [],
  label: [],
  name: [],
  scope: SCOPES,
  type: ['custom', 'builtin'],
})

const GATEWAY_MODES = ['nat', 'nat-unprotected', 'routed', 'isolated']

/** Options of the bridge, macvlan and ipvlan drivers (moby v28.2.2 libnetwork/drivers). */
export const DRIVER_OPTIONS: readonly (string | OfferedValue)[] = [
  {value: 'com.docker.network.driver.mtu=', about: 'bytes in a packet'},
  {value: 'com.docker.network.bridge.name=', about: 'the interface on the host'},
  {value: 'com.docker.network.bridge.enable_icc=', about: 'whether containers reach each other'},
  {
    value: 'com.docker.network.bridge.enable_ip_masquerade=',
    about: "whether outgoing traffic shows the host's address",
  },
  {value: 'com.docker.network.bridge.host_binding_ipv4=', about: 'address that ports are published on'},
  {value: 'com.docker.network.bridge.gateway_mode_ipv4=', about: 'how containers reach, and are reached from, outside'},
  {value: 'com.docker.network.bridge.gateway_mode_ipv6=', about: 'how containers reach, and are reached from, outside'},
  {value: 'parent=', about: 'interface of the host, for macvlan and ipvlan'},
  {value: 'macvlan_mode=', about: 'how containers on the same parent reach each other'},
  {value: 'ipvlan_mode=', about: 'the layer that traffic is passed on at'},
  ...keyValues({
    'com.docker.network.bridge.enable_icc': ['true', 'false'],
    'com.docker.network.bridge.enable_ip_masquerade': ['true', 'false'],
    'com.docker.network.bridge.gateway_mode_ipv4': GATEWAY_MODES,
    'com.docker.network.bridge.gateway_mode_ipv6': GATEWAY_MODES,
    macvlan_mode: ['bridge', 'private', 'vepa', 'passthru'],
    ipvlan_mode: ['l2', 'l3', 'l3s'],
  }),
]
