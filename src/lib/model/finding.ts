/** Something to know before a change is made. */
export interface Finding {
  readonly code:
    | 'ADDRESS_TAKEN'
    | 'ADDRESS_OUTSIDE'
    | 'ADDRESS_DYNAMIC'
    | 'ADDRESS_PROMISED'
    | 'ALIAS_SHARED'
    | 'ALREADY_CONNECTED'
    | 'CAPACITY'
    | 'GATEWAY_IN_RANGE'
    | 'GATEWAY_MOVES'
    | 'MODE'
    | 'NETWORK_FULL'
    | 'PLACE_LOST'
    | 'PORTS'
    | 'PRIORITY_IGNORED'
    | 'SERVICE_NAME'
    | 'SUBNET_AUTOMATIC'
    | 'SUBNET_OVERLAPS'
    | 'SWARM'
    | 'UNCHECKED'
  /** Whether the engine will refuse the change; otherwise it accepts it and something else changes too. */
  readonly refused: boolean
  readonly message: string
  /** A line to paste or a thing to do; '' if there is none. */
  readonly hint: string
}
