import {bridgeOf} from '../../model/bridge.js'
import type {Network} from '../../model/host.js'

/** One driver option of a network, in words. */
export interface OptionWords {
  readonly name: string
  readonly value: string
  /** What the value means, or ''. */
  readonly meaning: string
  /** Not set on the network: the driver's default. */
  readonly isDefault: boolean
}

interface KnownOption {
  /** Several spellings of one option; the first that is set counts. */
  readonly keys: readonly string[]
  readonly name: string
  /** The driver's default; undefined for an option that is shown only if set. */
  readonly fallback: string | undefined
  readonly meaning: (value: string) => string
}

const BRIDGE = 'com.docker.network.bridge.'
const no = (): string => ''
const yesNo =
  (yes: string, not: string) =>
  (value: string): string =>
    ['true', '1', 't', 'T', 'TRUE', 'True'].includes(value) ? yes : not

const MTU: KnownOption = {
  keys: ['com.docker.network.driver.mtu', 'mtu'],
  name: 'MTU',
  fallback: '1500',
  meaning: (value) => (Number(value) > 1500 ? 'jumbo frames: every hop must support them' : 'largest packet in bytes'),
}

/** Names and defaults: moby v28.2.2 daemon/libnetwork/drivers/bridge/labels.go and bridge_linux.go. */
const BRIDGE_OPTIONS: readonly KnownOption[] = [
  MTU,
  {keys: [`${BRIDGE}name`], name: 'bridge', fallback: undefined, meaning: () => 'name of the interface on the host'},
  {
    keys: [`${BRIDGE}enable_icc`],
    name: 'ICC',
    fallback: 'true',
    meaning: yesNo('containers reach each other', 'containers do not reach each other'),
  },
  {
    keys: [`${BRIDGE}enable_ip_masquerade`],
    name: 'masquerade',
    fallback: 'true',
    meaning: yesNo("outgoing traffic gets the host's address", 'outgoing traffic keeps its own address'),
  },
  {
    keys: [`${BRIDGE}host_binding_ipv4`],
    name: 'host binding',
    fallback: '0.0.0.0',
    meaning: (value) =>
      value === '0.0.0.0' ? 'ports are published on every address' : `ports are published on ${value} by default`,
  },
  {keys: [`${BRIDGE}gateway_mode_ipv4`], name: 'IPv4 gateway mode', fallback: undefined, meaning: gatewayMode},
  {keys: [`${BRIDGE}gateway_mode_ipv6`], name: 'IPv6 gateway mode', fallback: undefined, meaning: gatewayMode},
  {
    keys: [`${BRIDGE}inhibit_ipv4`],
    name: 'inhibit IPv4',
    fallback: undefined,
    meaning: yesNo('the bridge has no IPv4 address', 'the bridge has its IPv4 address'),
  },
  {
    keys: ['com.docker.network.container_iface_prefix'],
    name: 'interface prefix',
    fallback: undefined,
    meaning: () => 'for the names of interfaces in containers',
  },
]

const LAN_OPTIONS: readonly KnownOption[] = [
  MTU,
  {
    keys: ['parent'],
    name: 'parent',
    fallback: undefined,
    meaning: () => 'interface of the host that traffic goes through',
  },
  {keys: ['macvlan_mode', 'mode'], name: 'mode', fallback: undefined, meaning: no},
  {keys: ['ipvlan_mode'], name: 'mode', fallback: undefined, meaning: no},
  {keys: ['ipvlan_flag'], name: 'flag', fallback: undefined, meaning: no},
]

const OVERLAY_OPTIONS: readonly KnownOption[] = [
  {keys: ['com.docker.network.driver.mtu'], name: 'MTU', fallback: '1450', meaning: () => '1500 minus 50 for VXLAN'},
  {
    keys: ['com.docker.network.driver.overlay.vxlanid_list'],
    name: 'VXLAN ids',
    fallback: undefined,
    meaning: () => 'one per subnet',
  },
  {keys: ['encrypted'], name: 'encrypted', fallback: undefined, meaning: () => 'traffic between nodes is encrypted'},
]

function gatewayMode(value: string): string {
  if (value === 'routed') return 'no NAT; only published ports are reachable'
  if (value === 'isolated') return 'no address on the bridge'
  return value === 'nat-unprotected' ? 'NAT; every port is reachable' : 'NAT; only published ports are reachable'
}

function knownOptions(driver: string): readonly KnownOption[] {
  if (driver === 'bridge') return BRIDGE_OPTIONS
  if (driver === 'macvlan' || driver === 'ipvlan') return LAN_OPTIONS
  return driver === 'overlay' ? OVERLAY_OPTIONS : []
}

/** The options of a network: those with a meaning known here first, with their defaults, then the rest by name. */
export function optionWords(network: Network): OptionWords[] {
  const known = knownOptions(network.driver)
  const words = known.flatMap(({keys, name, fallback, meaning}): OptionWords[] => {
    const key = keys.find((each) => network.options[each] !== undefined)
    const value = key === undefined ? (name === 'bridge' ? bridgeOf(network) : fallback) : network.options[key]
    if (value === undefined || (key === undefined && value === '')) return []
    return [{name, value, meaning: meaning(value), isDefault: key === undefined}]
  })
  const named = new Set(known.flatMap(({keys}) => keys))
  const rest = Object.entries(network.options)
    .filter(([key]) => !named.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({name, value, meaning: '', isDefault: false}))
  return [...words, ...rest]
}
