/**
 * What is wanted of a network. Addresses are strings as the user wrote them: the Docker CLI sends them as typed, and
 * scripts see the engine's own errors about them.
 */
export interface NetworkSpec {
  readonly name: string
  readonly driver: string
  readonly scope: string
  /** undefined if the user did not say: the engine's default applies. */
  readonly enableIPv4: boolean | undefined
  readonly enableIPv6: boolean | undefined
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly configOnly: boolean
  /** The config-only network to copy from, or ''. */
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

/** What is wanted of one container's endpoint on a network. '' and [] mean that the engine chooses. */
export interface EndpointSpec {
  readonly ipv4: string
  readonly ipv6: string
  readonly linkLocal: readonly string[]
  readonly aliases: readonly string[]
  /** `container` or `container:alias`. */
  readonly links: readonly string[]
  readonly driverOptions: Readonly<Record<string, string>>
  /**
   * The endpoint with the highest priority provides the container's default gateway (from engine 28.0, API 1.48, on).
   */
  readonly gatewayPriority: number
}
