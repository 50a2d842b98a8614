import {specText} from '../../plan/ports/asked-ports.js'
import type {LaidOutPort} from '../../plan/ports/layout.js'
import {shellLine} from '../../shell-words.js'

/** A port plan as flags of `docker run`, one service per line. */
export const portPlanFlags = (ports: readonly LaidOutPort[]): string =>
  portsByService(ports)
    .map(([name, own]) => `${name}: ${shellLine(own.flatMap((port) => ['-p', laidOutSpec(port)]))}\n`)
    .join('')

/** The ports of each service, services in the order of their first port. */
export function portsByService(ports: readonly LaidOutPort[]): [string, LaidOutPort[]][] {
  const names = [...new Set(ports.map(({name}) => name))]
  return names.map((name) => [name, ports.filter((port) => port.name === name)])
}

export const laidOutSpec = ({hostAddr, hostPort, containerPort, protocol}: LaidOutPort): string =>
  specText({hostAddr, hostPorts: {first: hostPort, last: hostPort}, containerPort, protocol})
