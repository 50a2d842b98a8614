import type {Container} from '../../model/container.js'
import type {Addr} from '../../net/addr.js'
import type {Protocol} from '../../net/port.js'

interface Exposed {
  readonly port: number
  readonly protocol: Protocol
}

/**
 * The environment variables that a legacy link gave its container, `NAME=value`, as engine 28 writes it (moby
 * daemon/links/links.go ToEnv): the lowest TCP port as the default one, runs of adjacent ports with their ends,
 * then each port, the link's name, and the target's own environment.
 * @throws Error if the target's details were not loaded
 */
export function linkEnv(container: Container, target: Container, alias: string, addr: Addr): string[] {
  if (!target.details.known) throw new Error(`details of ${target.name}: ${target.details.why}`)
  const {exposed, env} = target.details.value
  const name = alias.toUpperCase().replaceAll('-', '_')
  const ports = [...exposed].sort((a, b) => rank(a.protocol) - rank(b.protocol) || a.port - b.port)
  const [first] = ports
  return [
    ...(first ? [`${name}_PORT=${first.protocol}://${addr}:${first.port}`] : []),
    ...runsOf(ports).flatMap(([start, end]) => runEnv(name, addr, start, end)),
    ...ports.flatMap((port) => portEnv(name, addr, port)),
    `${name}_NAME=/${container.name}/${alias}`,
    ...env.flatMap((pair) => ownEnv(name, pair)),
  ]
}

function portEnv(name: string, addr: Addr, {port, protocol}: Exposed): string[] {
  const key = `${name}_PORT_${port}_${protocol.toUpperCase()}`
  return [
    `${key}=${protocol}://${addr}:${port}`,
    `${key}_ADDR=${addr}`,
    `${key}_PORT=${port}`,
    `${key}_PROTO=${protocol}`,
  ]
}

function runEnv(name: string, addr: Addr, {port, protocol}: Exposed, end: Exposed): string[] {
  const key = `${name}_PORT_${port}_${protocol.toUpperCase()}`
  return [
    `${key}_START=${protocol}://${addr}:${port}`,
    `${key}_ADDR=${addr}`,
    `${key}_PROTO=${protocol}`,
    `${key}_PORT_START=${port}`,
    `${key}_END=${end.protocol}://${addr}:${end.port}`,
    `${key}_PORT_END=${end.port}`,
  ]
}

/** First and last of each run of two or more adjacent ports. */
function runsOf(ports: readonly Exposed[]): [Exposed, Exposed][] {
  const runs: [Exposed, Exposed][] = []
  for (let i = 0; i < ports.length; i++) {
    const start = ports[i]
    let end = i
    while (ports[end + 1]?.port === (ports[end]?.port ?? 0) + 1) end++
    const last = ports[end]
    if (start && last && end > i) runs.push([start, last])
    i = end
  }
  return runs
}

/** HOME and PATH belong to the image, and a variable without a value is not a pair. */
function ownEnv(name: string, pair: string): string[] {
  const at = pair.indexOf('=')
  const key = pair.slice(0, at)
  return at < 0 || key === 'HOME' || key === 'PATH' ? [] : [`${name}_ENV_${key}=${pair.slice(at + 1)}`]
}

const rank = (protocol: Protocol): number => ['tcp', 'sctp', 'udp'].indexOf(protocol)
