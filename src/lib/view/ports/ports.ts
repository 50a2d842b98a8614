import type {Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'
import type {TextRow} from '../text/row-format.js'
import type {PortRow} from './rows.js'

/** Headings of the columns that `--format` and the tables have. */
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
    Holder: row.name || (row.holder === 'process' ? 'a process that cannot be looked at' : '-'),
    Kind: kindText(row),
    ID: row.id.slice(0, 12) || '-',
    Project: row.project || '-',
    Service: row.service || '-',
    Family: row.family === null ? '-' : `IPv${row.family}`,
    State: row.state === 'wanted' && row.containerState ? `wanted (${row.containerState})` : row.state,
    Reach: row.reach,
  }
}

/** `container`, `service, ingress`, `process 812`. */
function kindText({holder, id, mode}: PortRow): string {
  if (holder === 'process' && id !== '') return `process ${id}`
  return mode === '' ? holder : `${holder}, ${mode}`
}

const rangeText = ({first, last}: PortRow['hostPorts']): string =>
  first === 0 ? 'any' : first === last ? String(first) : `${first}-${last}`

/** What of a host's ports could not be seen, one sentence each. */
export function unseenPorts({containers, publishing}: Host): string[] {
  const unseen: string[] = []
  if (!containers.known) unseen.push(`containers not seen: ${containers.why}`)
  else if (containers.value.some((container) => isDown(container) && !container.details.known))
    unseen.push('the wishes of stopped containers were not looked at')
  if (!publishing.known) return [...unseen, `processes and services not seen: ${publishing.why}`]
  const {listeners, services} = publishing.value
  if (!listeners.known) unseen.push(`processes of the host not seen: ${listeners.why}`)
  if (!services.known) unseen.push(`Swarm services not seen: ${services.why}`)
  return unseen
}
