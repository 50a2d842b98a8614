import {DnetError} from '../errors.js'
import {type Addr, parseAddrUnmapped} from '../net/addr.js'
import {type PortRange, type Protocol, parsePortSpec, wantsAnyPort, wishesOf} from '../net/port.js'
import type {Problems} from './problem.js'
import type {ComposePort} from './project.js'
import {child, kindInWords, type MappingTree, type Place, type Tree} from './yaml/tree.js'

/** A port with the key that identifies it for Compose: a later port with the same key replaces the earlier one. */
interface KeyedPort {
  readonly port: ComposePort
  readonly key: string
}

/**
 * The ports that a service's `ports` list publishes, in its order: ranges on both sides are split one to one, and of
 * two entries with the same host address, published port, container port and protocol the later replaces the earlier
 * (Compose specification, 13-merge.md "Unique resources").
 */
export function readPorts(list: Tree, problems: Problems): ComposePort[] {
  if (list.kind !== 'sequence') {
    problems.add(list.at, `ports must be a list, not ${kindInWords(list)}`)
    return []
  }
  const ports = new Map<string, ComposePort>()
  for (const item of list.items) {
    try {
      for (const {port, key} of readEntry(item)) ports.set(key, port)
    } catch (error) {
      if (!(error instanceof DnetError)) throw error
      problems.add(item.at, error.message)
    }
  }
  return [...ports.values()]
}

function readEntry(item: Tree): KeyedPort[] {
  if (item.kind === 'mapping') return [longSyntax(item)]
  if (item.kind === 'scalar' && typeof item.value === 'string') return shortSyntax(item.value, item.at)
  if (item.kind === 'scalar' && Number.isInteger(item.value)) return shortSyntax(String(item.value), item.at)
  throw refused(`a port must be a whole number, a string or a mapping, not ${kindInWords(item)}`)
}

const refused = (message: string): DnetError => new DnetError('USAGE', message, 'write "8080:80"')

/** `[HOST:]CONTAINER[/PROTOCOL]` (Compose specification, 05-services.md "ports", short syntax). */
function shortSyntax(text: string, at: Place): KeyedPort[] {
  return wishesOf(parsePortSpec(text)).map((wish) => {
    const published = wish.hostPorts === null ? '' : rangeText(wish.hostPorts)
    return {
      port: {...wish, hostPorts: orAny(wish.hostPorts), at},
      key: keyOf(wish.hostAddr, published, wish.containerPort, wish.protocol),
    }
  })
}

const rangeText = ({first, last}: PortRange): string => (first === last ? `${first}` : `${first}-${last}`)

const orAny = (range: PortRange | null): PortRange | null => (wantsAnyPort(range) ? null : range)

/** `{target, published, host_ip, protocol, mode}` (Compose specification, 05-services.md "ports", long syntax). */
function longSyntax(entry: MappingTree): KeyedPort {
  const known = ['name', 'mode', 'host_ip', 'target', 'published', 'protocol', 'app_protocol']
  const stray = [...entry.entries.keys()].find((key) => !known.includes(key) && !key.startsWith('x-'))
  if (stray !== undefined) throw refused(`unknown key "${stray}" in a port`)
  const target = fieldText(entry, 'target')
  if (target === '') throw refused('a port needs a target: the port in the container')
  const containerPort = /^\d+$/.test(target) ? Number(target) : 0
  if (containerPort < 1 || containerPort > 65535) throw refused(`target ${target} is not a port from 1 to 65535`)
  const host = fieldText(entry, 'host_ip')
  const hostAddr = host === '' ? null : parseAddrUnmapped(host)
  const published = fieldText(entry, 'published')
  const protocol = protocolOf(fieldText(entry, 'protocol'))
  const written = child(entry, 'published')
  const number = written?.kind === 'scalar' && typeof written.value === 'number'
  return {
    port: {hostAddr, hostPorts: publishedPorts(published), containerPort, protocol, at: entry.at},
    // Compose 2.40.3 keeps `published: 8080` beside `published: "8080"`: its keys distinguish a number from a string.
    key: keyOf(hostAddr, number ? `number ${published}` : published, containerPort, protocol),
  }
}

function keyOf(host: Addr | null, published: string, containerPort: number, protocol: Protocol): string {
  return `${host ?? '0.0.0.0'} ${published} ${containerPort}/${protocol}`
}

/** '' if the key is missing or empty. */
function fieldText(entry: MappingTree, key: string): string {
  const field = child(entry, key)
  if (field === undefined) return ''
  if (field.kind === 'scalar' && typeof field.value === 'string') return field.value
  if (field.kind === 'scalar' && Number.isInteger(field.value)) return String(field.value)
  throw refused(`${key} of a port must be a string or a whole number, not ${kindInWords(field)}`)
}

function protocolOf(text: string): Protocol {
  const lower = text.toLowerCase()
  if (lower === '') return 'tcp'
  if (lower === 'tcp' || lower === 'udp' || lower === 'sctp') return lower
  throw refused(`the protocol "${text}" of a port is not tcp, udp or sctp`)
}

function publishedPorts(text: string): PortRange | null {
  if (text === '') return null
  const [first = '', last = first, ...more] = text.split('-')
  const range = {first: Number(first), last: Number(last)}
  if (more.length > 0 || !/^\d+$/.test(first) || !/^\d+$/.test(last) || range.last > 65535 || range.last < range.first)
    throw refused(`published "${text}" is neither a port nor a port range up to 65535`)
  return orAny(range)
}
