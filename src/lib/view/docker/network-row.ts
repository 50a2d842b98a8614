import type {Network} from '../../model/host.js'
import {bytesFromText} from '../../template/bytes.js'
import {parseRfc3339} from '../../template/go-time.js'
import {TIME, timeData} from '../../template/go-time-type.js'
import {
  ANY,
  BOOL,
  type Data,
  type DataMap,
  field,
  type Method,
  pointerTo,
  STRING,
  STRING_MAP,
  sliceOf,
  stringValue,
  structOf,
  UINT8,
  Value,
} from '../../template/go-type.js'
import {jsonString} from '../../template/json-encode.js'
import {stringOf} from '../../template/reflect.js'
import {NETWORK} from './network-type.js'

/** The data of a row: the embedded HeaderContext, whether ids are shortened, the network as NETWORK. */
type RowData = readonly [header: Data, truncate: Data, network: readonly Data[]]

const NAME = 0
const ID = 1
const CREATED = 2
const SCOPE = 3
const DRIVER = 4
const IPV4 = 5
const IPV6 = 6
const INTERNAL = 8
const LABELS = 15

/** What a row of `docker network ls` offers a template, in the order of its JSON; booleans are strings there. */
const COLUMNS: readonly {name: string; header: string; text: (row: RowData) => string}[] = [
  {name: 'CreatedAt', header: 'CREATED AT', text: ([, , network]) => textBy(TIME.methods, 'String', network[CREATED])},
  {name: 'Driver', header: 'DRIVER', text: ([, , network]) => String(network[DRIVER])},
  {
    name: 'ID',
    header: 'NETWORK ID',
    text: ([, cut, network]) => (cut === true ? shortId(String(network[ID])) : String(network[ID])),
  },
  {name: 'IPv4', header: 'IPV4', text: ([, , network]) => String(network[IPV4])},
  {name: 'IPv6', header: 'IPV6', text: ([, , network]) => String(network[IPV6])},
  {name: 'Internal', header: 'INTERNAL', text: ([, , network]) => String(network[INTERNAL])},
  {name: 'Labels', header: 'LABELS', text: ([, , network]) => labelsText(labelsOf(network))},
  {name: 'Name', header: 'NAME', text: ([, , network]) => String(network[NAME])},
  {name: 'Scope', header: 'SCOPE', text: ([, , network]) => String(network[SCOPE])},
]

const textBy = (methods: ReadonlyMap<string, Method> | undefined, name: string, data: Data): string =>
  stringOf(methods?.get(name)?.call(data))

/** The first 12 characters of an id, without its digest algorithm (docker stringid.TruncateID). */
const shortId = (id: string): string => id.slice(id.indexOf(':') + 1).slice(0, 12)

const labelsOf = (network: readonly Data[]): DataMap =>
  network[LABELS] instanceof Map ? (network[LABELS] as DataMap) : new Map<string, Data>()

/** `k=v,k=v`, sorted as the Docker CLI 29.5 does; 28's order is random. */
const labelsText = (labels: DataMap): string =>
  Array.from(labels, ([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')

const rowOf = (data: Data): RowData => data as unknown as RowData

const methods = new Map<string, Method>([
  ...COLUMNS.map(({name, text}): [string, Method] => [
    name,
    {params: [], results: 1, call: (data) => stringValue(text(rowOf(data)))},
  ]),
  [
    'Label',
    {
      params: [STRING],
      results: 1,
      call: (data, key) => stringValue(String(labelsOf(rowOf(data)[2]).get(stringOf(key)) ?? '')),
    },
  ],
  ['FullHeader', {params: [], results: 1, call: () => new Value(ANY, undefined)}],
  ['MarshalJSON', {params: [], results: 1, call: (data) => new Value(sliceOf(UINT8), bytesOf(rowJson(rowOf(data))))}],
])

const bytesOf = (text: string): bigint[] => Array.from(text, (byte) => BigInt(byte.charCodeAt(0)))

const rowJson = (row: RowData): string =>
  `{${COLUMNS.map(({name, text}) => `"${name}":${jsonString(text(row), true)}`).join(',')}}`

/** The row as the Docker CLI 28.2.2 types it (docker/cli cli/command/network/formatter.go, networkContext). */
const ROW = pointerTo(
  structOf('network.networkContext', [
    field('HeaderContext', structOf('formatter.HeaderContext', [field('Header', ANY)])),
    field('trunc', BOOL),
    field('n', NETWORK),
  ]),
  methods,
)

/** A network as a template's `.` in `ls`: `truncate` cuts ids to 12 characters. */
export const networkRow = (network: Network, truncate: boolean): Value =>
  new Value(ROW, [[undefined], truncate, networkData(network)])

/** The `.` of a table's header line: each field is its own heading, `.Label "a.b-c"` is `b c`. */
export const headerRow = (): Value =>
  new Value(
    {
      ...STRING_MAP,
      name: 'formatter.SubHeaderContext',
      named: true,
      methods: new Map<string, Method>([
        ['Label', {params: [STRING], results: 1, call: (_, key) => stringValue(labelHeader(stringOf(key)))}],
      ]),
    },
    new Map(COLUMNS.map(({name, header}) => [name, header])),
  )

const labelHeader = (key: string): string => key.slice(key.lastIndexOf('.') + 1).replace(/[-_]/g, ' ')

const ZERO_TIME = {unix: -62_135_596_800n, nanos: 0, offset: undefined}

const mapData = (record: Readonly<Record<string, string>>): DataMap =>
  new Map(Object.entries(record).map(([key, value]) => [bytesFromText(key), bytesFromText(value)]))

/** The data of NETWORK for a network of the list, which knows no containers, peers or services. */
const networkData = (network: Network): readonly Data[] => [
  bytesFromText(network.name),
  bytesFromText(network.id),
  timeData(parseRfc3339(network.created) ?? ZERO_TIME),
  network.scope,
  bytesFromText(network.driver),
  network.enableIPv4,
  network.enableIPv6,
  [
    bytesFromText(network.ipamDriver),
    mapData(network.ipamOptions),
    network.subnets.map((each) => [each.subnet, each.ipRange, each.gateway, mapData(each.auxAddresses)]),
  ],
  network.internal,
  network.attachable,
  network.ingress,
  [bytesFromText(network.configFrom)],
  network.configOnly,
  null,
  mapData(network.options),
  mapData(network.labels),
  null,
  null,
]
