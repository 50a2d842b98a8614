import type {Network, SubnetConfig} from '../../model/host.js'

/** One network in the `--json` of `dnet ls`. */
export interface NetworkRow {
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly scope: string
  /** RFC 3339, as the engine wrote it. */
  readonly created: string
  readonly ipv4: boolean
  readonly ipv6: boolean
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly configOnly: boolean
  readonly subnets: readonly SubnetConfig[]
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}

export function networkRows(networks: readonly Network[]): NetworkRow[] {
  return networks.map((network) => ({
    id: network.id,
    name: network.name,
    driver: network.driver,
    scope: network.scope,
    created: network.created,
    ipv4: network.enableIPv4,
    ipv6: network.enableIPv6,
    internal: network.internal,
    attachable: network.attachable,
    ingress: network.ingress,
    configOnly: network.configOnly,
    subnets: network.subnets,
    options: network.options,
    labels: network.labels,
  }))
}
