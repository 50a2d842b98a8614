import {familyOf} from '../../net/addr.js'
import type {Prefix} from '../../net/prefix.js'
import {operands, shellLine} from '../../shell-words.js'
import type {CreateRequest} from './create-request.js'

/**
 * A line to paste: `dnet create` as it was asked for, with all its flags, but for the pools.
 * @param pools of every family whose subnet is to be looked for
 */
export function createLine(request: CreateRequest, pools: readonly Prefix[]): string {
  const {network, addresses, hosts, avoid, gatewayAt} = request
  const excluded = avoid.filter(({holder}) => holder.kind === 'avoid' && holder.from === '--avoid')
  const flags = [
    ...(hosts === undefined ? [] : ['--hosts', `${hosts}`]),
    ...each('subnet', addresses.subnets),
    ...each('pool', pools),
    ...each(
      'avoid',
      excluded.map(({prefix}) => prefix),
    ),
    ...each('gateway', gatewayAt ? [gatewayAt, ...addresses.gateways] : addresses.gateways),
    ...each('ip-range', addresses.ipRanges),
    ...each('aux-address', pairs(addresses.auxAddresses)),
    ...each('driver', network.driver === 'bridge' ? [] : [network.driver]),
    ...each('opt', pairs(network.options)),
    ...each('scope', network.scope === '' ? [] : [network.scope]),
    ...each('config-from', network.configFrom === '' ? [] : [network.configFrom]),
    ...each('ipam-driver', network.ipamDriver === 'default' ? [] : [network.ipamDriver]),
    ...each('ipam-opt', pairs(network.ipamOptions)),
    ...(['internal', 'attachable', 'ingress'] as const).flatMap((name) => (network[name] ? [`--${name}`] : [])),
    ...(network.configOnly ? ['--config-only'] : []),
    ...triState('ipv4', network.enableIPv4),
    ...triState('ipv6', network.enableIPv6),
    ...each('label', pairs(network.labels)),
  ]
  return shellLine(['dnet', 'create', ...flags, ...operands([network.name])])
}

/** The pool of one family, and those of the other as they are, which would else not be looked in any more. */
export const withOther = (pool: Prefix, pools: readonly Prefix[]): Prefix[] => [
  pool,
  ...pools.filter((one) => familyOf(one) !== familyOf(pool)),
]

const each = (name: string, values: readonly string[]): string[] =>
  values.flatMap((value) => (value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value]))

const pairs = (map: Readonly<Record<string, string>>): string[] =>
  Object.entries(map).map(([key, value]) => `${key}=${value}`)

const triState = (name: string, value: boolean | undefined): string[] =>
  value === undefined ? [] : [value ? `--${name}` : `--${name}=false`]
