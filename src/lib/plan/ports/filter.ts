import {DnetError} from '../../errors.js'
import type {Filters} from '../../spec/filters.js'

/** The keys of filters, each with all its values; none for a key that takes any. */
export const PORT_FILTERS = {
  port: [],
  protocol: ['tcp', 'udp', 'sctp'],
  name: [],
  project: [],
  service: [],
  holder: ['container', 'service', 'process'],
  state: ['bound', 'wanted'],
  reach: ['loopback', 'address', 'everywhere', 'nowhere'],
  address: [],
  family: ['4', '6'],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Key = keyof typeof PORT_FILTERS

/** What filters look at. */
type Filterable = Readonly<Record<Exclude<Key, 'port'>, string>> & {
  readonly port: {readonly first: number; readonly last: number}
}

/**
 * A predicate for rows from Docker's `key=value` filters: values of one key are alternatives, all keys must match.
 * `port` is a port or a range and matches what uses or asks for one of them; `name` matches a part of the name; the
 * others are exact.
 * @throws DnetError USAGE for an unknown key, an invalid port, or a value that no row can have
 */
export function portFilter(filters: Filters): (row: Filterable) => boolean {
  const tests = Object.entries(filters).map(([key, values]) => {
    if (!Object.hasOwn(PORT_FILTERS, key)) {
      throw new DnetError('USAGE', `invalid filter '${key}'`, `filters are ${Object.keys(PORT_FILTERS).join(', ')}`)
    }
    const one = values.map((value) => testOf(key as Key, value))
    return (row: Filterable) => one.some((test) => test(row))
  })
  return (row) => tests.every((test) => test(row))
}

function testOf(key: Key, value: string): (row: Filterable) => boolean {
  if (key === 'name') return (row) => row.name.includes(value)
  if (key !== 'port') {
    const values: readonly string[] = PORT_FILTERS[key]
    if (values.length > 0 && !values.includes(value))
      throw new DnetError(
        'USAGE',
        `invalid filter: '${key}'='${value}' must be one of ${values.join(', ')}`,
        values.map((each) => `--filter ${key}=${each}`).join(', or '),
      )
    return (row) => row[key] === value
  }
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value) ?? []
  if (first === undefined || Number(first) > Number(last) || Number(last) > 65535)
    throw new DnetError(
      'USAGE',
      `invalid filter: 'port'='${value}' is neither a port nor a range`,
      '--filter port=8000-8080',
    )
  return ({port}) => port.first <= Number(last) && port.last >= Number(first)
}
