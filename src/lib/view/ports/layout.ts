import {specText} from '../../plan/ports/asked.js'
import type {LaidOutPort} from '../../plan/ports/layout.js'

/** A port plan as the services of a compose file, or as the flags of `docker run`, a service a line. */
export function portPlanText(ports: readonly LaidOutPort[], format: 'compose' | 'flags'): string {
  switch (format) {
    case 'compose':
      return `services:\n${byName(ports).map(composeService).join('')}`
    case 'flags':
      return byName(ports)
        .map(([name, own]) => `${name}: ${own.map((port) => `-p ${specOf(port)}`).join(' ')}\n`)
        .join('')
  }
}

/** The ports of each service, services in the order of their first port. */
function byName(ports: readonly LaidOutPort[]): [string, LaidOutPort[]][] {
  const names = [...new Set(ports.map(({name}) => name))]
  return names.map((name) => [name, ports.filter((port) => port.name === name)])
}

const composeService = ([name, ports]: readonly [string, readonly LaidOutPort[]]): string =>
  `  ${yamlKey(name)}:\n    ports:\n${ports.map((port) => `      - "${specOf(port)}"\n`).join('')}`

/** Quoted where a YAML reader would see a number or a truth value in it. */
const yamlKey = (name: string): string =>
  /^[\d.]|^(true|false|null|yes|no|on|off|y|n|inf|nan)$/i.test(name) ? `"${name}"` : name

const specOf = ({hostAddr, hostPort, containerPort, protocol}: LaidOutPort): string =>
  specText({hostAddr, hostPorts: {first: hostPort, last: hostPort}, containerPort, protocol})
