import {shortId} from '../../model/ids.js'
import {KERNEL} from '../../model/ports.js'
import type {PortRow} from '../../plan/ports/port-rows.js'
import type {TextRow} from '../text/row-format.js'

/** The headings of the columns of `--format` and the tables. */
export const PORT_HEADERS: TextRow = {
  HostAddr: 'HOST ADDRESS',
  HostPort: 'PORT',
  Protocol: 'PROTOCOL',
  ContainerPort: 'TO',
  Holder: 'HOLDER',
  Kind: 'KIND',
  ID: 'ID',
  Project: 'PROJECT',
  Service: 'SERVICE',
  Family: 'FAMILY',
  State: 'STATE',
  Reach: 'REACH',
}

export function portText(row: PortRow): TextRow {
  return {
    HostAddr: row.hostAddr ?? '-',
    HostPort: rangeText(row.hostPorts),
    Protocol: row.protocol,
    ContainerPort: row.containerPort === null ? '-' : String(row.containerPort),
    Holder: row.name || (row.holder === 'process' ? 'an unknown process' : '-'),
    Kind: kindText(row),
    ID: shortId(row.id) || '-',
    Project: row.project || '-',
    Service: row.service || '-',
    Family: row.family === null ? '-' : `IPv${row.family}`,
    State: row.state === 'wanted' && row.containerState ? `wanted (${row.containerState})` : row.state,
    Reach: row.reach,
  }
}

/** `container`, `service, ingress`, `process 812`, `kernel`. */
function kindText({holder, id, mode}: PortRow): string {
  if (holder === 'process' && id === String(KERNEL.pid)) return 'kernel'
  if (holder === 'process' && id !== '') return `process ${id}`
  return mode === '' ? holder : `${holder}, ${mode}`
}

const rangeText = ({first, last}: PortRow['hostPorts']): string =>
  first === 0 ? 'any' : first === last ? String(first) : `${first}-${last}`
