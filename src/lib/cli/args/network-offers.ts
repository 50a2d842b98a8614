import {keyValues, type OfferedValue} from './offer.js'

/** Docker's own values for networks that completion offers. */
export const DRIVERS: readonly OfferedValue[] = [
  {value: 'bridge', about: 'containers on this host, behind NAT'},
  {value: 'ipvlan', about: "containers with addresses on the host's network"},
  {value: 'macvlan', about: "containers with their own MACs and addresses on the host's network"},
  {value: 'overlay', about: 'containers on several Swarm hosts'},
]

export const SCOPES = ['local', 'swarm', 'global'] as const

/** The formats of `ls`. */
export const LIST_FORMATS: readonly OfferedValue[] = [
  {value: 'table', about: 'columns'},
  {value: 'json', about: 'one object per line'},
  {value: 'raw', about: 'one field per line'},
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
  {value: 'com.docker.network.driver.mtu=', about: 'largest packet in bytes'},
  {value: 'com.docker.network.bridge.name=', about: 'name of the interface on the host'},
  {value: 'com.docker.network.bridge.enable_icc=', about: 'whether containers reach each other'},
  {
    value: 'com.docker.network.bridge.enable_ip_masquerade=',
    about: "whether outgoing traffic gets the host's address",
  },
  {value: 'com.docker.network.bridge.host_binding_ipv4=', about: 'default address to publish ports on'},
  {
    value: 'com.docker.network.bridge.gateway_mode_ipv4=',
    about: 'how containers reach the outside and are reached from it',
  },
  {
    value: 'com.docker.network.bridge.gateway_mode_ipv6=',
    about: 'how containers reach the outside and are reached from it',
  },
  {value: 'parent=', about: 'interface of the host, for macvlan and ipvlan'},
  {value: 'macvlan_mode=', about: 'how containers on the same parent reach each other'},
  {value: 'ipvlan_mode=', about: 'layer at which traffic is forwarded'},
  ...keyValues({
    'com.docker.network.bridge.enable_icc': ['true', 'false'],
    'com.docker.network.bridge.enable_ip_masquerade': ['true', 'false'],
    'com.docker.network.bridge.gateway_mode_ipv4': GATEWAY_MODES,
    'com.docker.network.bridge.gateway_mode_ipv6': GATEWAY_MODES,
    macvlan_mode: ['bridge', 'private', 'vepa', 'passthru'],
    ipvlan_mode: ['l2', 'l3', 'l3s'],
  }),
]
