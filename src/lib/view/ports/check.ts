import type {PortHolder} from '../../model/ports.js'
import type {CheckedPort} from '../../plan/ports/asked.js'
import {holderText} from '../../plan/ports/port-index.js'
import type {PortVerdict} from '../../plan/ports/verdict.js'
import type {TextRow} from '../text/row-format.js'

/** What became of one asked port. */
export interface PortCheckRow {
  readonly spec: string
  readonly name: string
  /** `file:line`; '' for one of the command line. */
  readonly at: string
  readonly verdict: PortVerdict['verdict']
  /** null where there is none to be had. */
  readonly hostPort: number | null
  readonly holders: readonly PortHolder[]
  readonly reason: string
  /** The next free host port, where this one is not; null where there is none. */
  readonly nextFree: number | null
}

export function portCheckRows(checked: readonly CheckedPort[]): PortCheckRow[] {
  return checked.map(({spec, name, at, verdict, hostPort = null, holders, reason, nextFree = null}) => ({
    spec,
    name,
    at,
    verdict,
    hostPort,
    holders,
    reason,
    nextFree,
  }))
}

export const PORT_CHECK_HEADERS: TextRow = {
  Spec: 'PORT',
  Verdict: 'VERDICT',
  HostPort: 'HOST PORT',
  Holder: 'HOLDER',
  Next: 'NEXT FREE',
  At: 'AT',
  Name: 'FOR',
  Reason: 'WHY',
}

export function portCheckText(row: PortCheckRow): TextRow {
  return {
    Spec: row.spec,
    Verdict: row.verdict,
    HostPort: row.hostPort === null ? '-' : String(row.hostPort),
    Holder: row.holders.map(holderText).join(', ') || '-',
    Next: row.nextFree === null ? '-' : String(row.nextFree),
    At: row.at || '-',
    Name: row.name,
    Reason: row.reason || '-',
  }
}
