import type {PortHolder, PortSituation} from '../model/ports.js'
import type {AskedPort} from '../plan/port-check.js'
import {holderText} from '../plan/port-index.js'
import {nextFreePorts} from '../plan/port-layout.js'
import type {PortVerdict} from '../plan/ports.js'
import type {TextRow} from './row-format.js'

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

export function portCheckRows(
  asked: readonly AskedPort[],
  verdicts: readonly PortVerdict[],
  situation: PortSituation,
): PortCheckRow[] {
  return asked.map(({spec, name, at, wish, rules}, i) => {
    const {verdict = 'unknown', hostPort, holders = [], reason = ''} = verdicts[i] ?? {}
    const from = (hostPort ?? wish.hostPorts?.last ?? 0) + 1
    const next = verdict === 'free' ? undefined : nextFreePorts(from, 1, wish, rules, situation)[0]
    return {spec, name, at, verdict, hostPort: hostPort ?? null, holders, reason, nextFree: next ?? null}
  })
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
