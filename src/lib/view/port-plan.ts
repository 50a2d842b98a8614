import {specText} from '../plan/port-check.js'
import type {LaidOutPort} from '../plan/port-layout.js'
import {tableOf} from './row-format.js'

const HEADERS = {Name: 'SERVICE', Port: 'HOST PORT', To: 'TO', Protocol: 'PROTOCOL'}

/** A port plan as a table, as the services of a compose file, or as the flags of `docker run`, a service a line. */
export function portPlanText(ports: readonly LaidOutPort[], format: 'table' | 'compose' | 'flags'): string {
  switch (format) {
    case 'table': {
      const rows = ports.map(({name, hostPort, containerPort, protocol}) => ({
        Name: name,
        Port: String(hostPort),
        To: String(containerPort),
        Protocol: protocol,
      }))
      return tableOf(rows, HEADERS, ['Name', 'Port', 'To', 'Protocol'])
    }
    case 'compose':
      return `services:\n${ports.map((port) => `  ${port.name}:\n    ports: ["${specOf(port)}"]\n`).join('')}`
    case 'flags':
      return ports.map((port) => `${port.name}: -p ${specOf(port)}\n`).join('')
  }
}

const specOf = ({hostAddr, hostPort, containerPort, protocol}: LaidOutPort): string =>
  specText({hostAddr, hostPorts: {first: hostPort, last: hostPort}, containerPort, protocol})
