/** A virtual interface on the engine's machine, one end of a pair. */
export interface HostLink {
  /** Such as "veth1a2b3c4". */
  readonly name: string
  /** The bridge that it is a port of, or ''. */
  readonly bridge: string
  /** The container that has the other end; '' if it could not be seen. */
  readonly containerId: string
}
