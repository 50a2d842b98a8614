/**
 * What is there: one immutable picture of an engine and the machine it runs on. Loaded by the engine adapter, reasoned
 * over by planners, shown by views. A field is here because a planner or a view reads it. Texts are the engine's own
 * and untrusted: views make them harmless.
 */

/** A part of the picture that was either loaded, or could not be, and why. Unknown is never taken for empty. */
export type Known<T> = {readonly known: true; readonly value: T} | {readonly known: false; readonly why: string}

export const known = <T>(value: T): Known<T> => ({known: true, value})
export const unknown = (why: string): Known<never> => ({known: false, why})

export type Scope = 'local' | 'global' | 'swarm'

/** One block of a network's address configuration, as the engine reports it (canonical from engine 25.0 on). */
export interface SubnetConfig {
  readonly subnet: string
  /** The dynamic range inside the subnet; '' where the whole subnet is. */
  readonly ipRange: string
  /** '' where there is none. */
  readonly gateway: string
  readonly auxAddresses: Readonly<Record<string, string>>
}

export interface Network {
  /** 64 hex digits for a local network, 25 characters for a Swarm one. */
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly scope: Scope
  /** RFC 3339 with up to nanoseconds, as the engine wrote it: a Date would lose digits. */
  readonly created: string
  readonly enableIPv4: boolean
  readonly enableIPv6: boolean
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly configOnly: boolean
  /** The config-only network this one was made from; '' for none. */
  readonly configFrom: string
  readonly ipamDriver: string
  readonly ipamOptions: Readonly<Record<string, string>>
  readonly subnets: readonly SubnetConfig[]
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}

/** The engine that was asked. */
export interface EngineInfo {
  /** The API version in use, such as "1.41": the lower of the engine's and dnet's. */
  readonly apiVersion: string
}

export interface Host {
  readonly engine: EngineInfo
  /** Sorted as `docker network ls` sorts: by name in natural order, then by id. */
  readonly networks: readonly Network[]
}
