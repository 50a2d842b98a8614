/** A virtual interface on the engine's machine, one end of a pair. */
export interface HostLink {
  /** Such as "veth1a2b3c4". */
  readonly name: string
  /** The bridge it is a port of; '' for none. */
  readonly bridge: string
  /** The container that has the other end; '' where it could not be seen. */
  readonly containerId: string
}
