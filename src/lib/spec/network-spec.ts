/**
 * What is wanted of a network. Addresses are texts as the user wrote them: the Docker CLI sends them as typed, and
 * the engine's own check of them is part of what scripts see.
 */
export interface NetworkSpec {
  readonly name: string
  readonly driver: string
  readonly scope: string
  /** undefined where the user did not say: the engine's default holds. */
  readonly enableIPv4: boolean | undefined
  readonly enableIPv6: boolean | undefined
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly configOnly: boolean
  /** The config-only network to copy from; '' for none. */
  readonly configFrom: string
  readonly ipamDriver: string
  readonly ipamOptions: Readonly<Record<string, string>>
  readonly subnets: readonly SubnetSpec[]
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}

export interface SubnetSpec {
  readonly subnet: string
  readonly ipRange: string
  readonly gateway: string
  readonly auxAddresses: Readonly<Record<string, string>>
}

/** What is wanted of one container's endpoint on a network. '' and [] mean: the engine chooses. */
export interface EndpointSpec {
  readonly ipv4: string
  readonly ipv6: string
  readonly linkLocal: readonly string[]
  readonly aliases: readonly string[]
  /** `container` or `container:alias`. */
  readonly links: readonly string[]
  readonly driverOptions: Readonly<Record<string, string>>
  /** The highest on a container gives its default gateway (engine 28.0, API 1.48; older ones ignore it). */
  readonly gatewayPriority: number
}
