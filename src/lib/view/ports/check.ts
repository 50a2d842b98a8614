import type {PortCheckRow} from '../../plan/ports/asked-ports.js'
import {holderText} from '../../plan/ports/port-index.js'
import type {TextRow} from '../text/row-format.js'

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
