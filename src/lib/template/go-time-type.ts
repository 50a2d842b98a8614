import {clockOf, formatTime, MONTHS, type Moment, timeString, WEEKDAYS, ZERO_TO_UNIX} from './go-time.js'
import {
  BOOL,
  type Data,
  field,
  GoError,
  type GoType,
  INT,
  INT64,
  type Method,
  pointerTo,
  STRING,
  sliceOf,
  structOf,
  UINT8,
  UINT64,
  Value,
} from './go-type.js'
import {bigintOf, stringOf} from './reflect.js'

/** time.Location, as far as a template sees it: its name. */
const LOCATION = pointerTo(
  structOf('time.Location', [field('name', STRING, {key: ''})]),
  new Map([
    ['String', {params: [], results: 1, call: (zone) => new Value(STRING, Array.isArray(zone) ? zone[0] : 'UTC')}],
  ]),
)

/** A whole number with a name for each value, such as time.Month. */
const enumOf = (name: string, words: readonly string[], first: number): GoType => ({
  kind: 'int',
  name,
  named: true,
  methods: new Map([
    [
      'String',
      {params: [], results: 1, call: (data) => new Value(STRING, words[Number(data) - first] ?? `%!${name}(${data})`)},
    ],
  ]),
})

const MONTH = enumOf('time.Month', MONTHS, 1)
const WEEKDAY = enumOf('time.Weekday', WEEKDAYS, 0)

const DURATION: GoType = {
  kind: 'int64',
  name: 'time.Duration',
  named: true,
  methods: new Map([
    ['String', {params: [], results: 1, call: (data) => new Value(STRING, durationText(BigInt(Number(data))))}],
  ]),
}

const NANOS = 1_000_000_000n

const methods = new Map<string, Method>()

/** Go's time.Time; its fields are those that show where it is printed inside a hidden one. */
export const TIME: GoType = structOf(
  'time.Time',
  [field('wall', UINT64, {key: ''}), field('ext', INT64, {key: ''}), field('loc', LOCATION, {key: ''})],
  methods,
)

/** A moment as the data of a TIME. */
export const timeData = (moment: Moment): Data => [
  BigInt(moment.nanos),
  moment.unix + ZERO_TO_UNIX,
  moment.offset === undefined ? null : ['', BigInt(moment.offset)],
]

function momentOf(data: Data): Moment {
  const [wall, ext, loc] = Array.isArray(data) ? (data as readonly Data[]) : []
  return {
    unix: BigInt(Number(ext ?? 0n)) - ZERO_TO_UNIX,
    nanos: Number(wall ?? 0n),
    offset: Array.isArray(loc) ? Number(loc[1]) : undefined,
  }
}

const define = (
  name: string,
  params: readonly GoType[],
  result: GoType,
  call: (at: Moment, ...args: (Value | undefined)[]) => Data,
): void => {
  methods.set(name, {params, results: 1, call: (data, ...args) => new Value(result, call(momentOf(data), ...args))})
}

const nanosOf = (at: Moment): bigint => at.unix * NANOS + BigInt(at.nanos)
const number = (value: number): bigint => BigInt(value)

define('String', [], STRING, timeString)
define('GoString', [], STRING, goString)
define('Format', [STRING], STRING, (at, layout) => formatTime(at, stringOf(layout)))
define('Year', [], INT, (at) => number(clockOf(at).year))
define('Month', [], MONTH, (at) => number(clockOf(at).month))
define('Day', [], INT, (at) => number(clockOf(at).day))
define('Hour', [], INT, (at) => number(clockOf(at).hour))
define('Minute', [], INT, (at) => number(clockOf(at).minute))
define('Second', [], INT, (at) => number(clockOf(at).second))
define('Nanosecond', [], INT, (at) => number(at.nanos))
define('Weekday', [], WEEKDAY, (at) => number(clockOf(at).weekday))
define('YearDay', [], INT, (at) => number(clockOf(at).yearDay))
define('Unix', [], INT64, (at) => at.unix)
define('UnixMilli', [], INT64, (at) => at.unix * 1000n + number(Math.trunc(at.nanos / 1_000_000)))
define('UnixMicro', [], INT64, (at) => at.unix * 1_000_000n + number(Math.trunc(at.nanos / 1000)))
define('UnixNano', [], INT64, (at) => BigInt.asIntN(64, nanosOf(at)))
define('IsZero', [], BOOL, (at) => at.unix === -ZERO_TO_UNIX && at.nanos === 0)
define('UTC', [], TIME, (at) => timeData({...at, offset: undefined}))
define('Location', [], LOCATION, (at) => [at.offset === undefined ? 'UTC' : ''])
define('Equal', [TIME], BOOL, (at, other) => nanosOf(at) === nanosOf(momentOf(other?.data)))
define('Before', [TIME], BOOL, (at, other) => nanosOf(at) < nanosOf(momentOf(other?.data)))
define('After', [TIME], BOOL, (at, other) => nanosOf(at) > nanosOf(momentOf(other?.data)))
define('Compare', [TIME], INT, (at, other) => {
  const difference = nanosOf(at) - nanosOf(momentOf(other?.data))
  return difference < 0n ? -1n : difference > 0n ? 1n : 0n
})
define('Sub', [TIME], DURATION, (at, other) => nanosOf(at) - nanosOf(momentOf(other?.data)))
define('Add', [DURATION], TIME, (at, by) => timeData(fromNanos(nanosOf(at) + bigintOf(by), at.offset)))
define('MarshalJSON', [], sliceOf(UINT8), (at) => [...`"${rfc3339(at)}"`].map((char) => number(char.charCodeAt(0))))
define('MarshalText', [], sliceOf(UINT8), (at) => [...rfc3339(at)].map((char) => number(char.charCodeAt(0))))

// These return several values, which a template refuses.
for (const [name, results] of [
  ['Date', 3],
  ['Clock', 3],
  ['Zone', 2],
  ['ISOWeek', 2],
  ['ZoneBounds', 2],
] as const) {
  methods.set(name, {
    params: [],
    results,
    call: () => {
      throw new GoError(`${name} has ${results} results`)
    },
  })
}

const rfc3339 = (at: Moment): string => formatTime(at, '2006-01-02T15:04:05.999999999Z07:00')

function fromNanos(nanos: bigint, offset: number | undefined): Moment {
  const rest = ((nanos % NANOS) + NANOS) % NANOS
  return {unix: (nanos - rest) / NANOS, nanos: Number(rest), offset}
}

function goString(at: Moment): string {
  const clock = clockOf(at)
  const zone = at.offset === undefined ? 'time.UTC' : 'time.Location("")'
  const fields = [clock.day, clock.hour, clock.minute, clock.second, at.nanos].join(', ')
  return `time.Date(${clock.year}, time.${MONTHS[clock.month - 1]}, ${fields}, ${zone})`
}

/** Go's Duration.String: `1h2m3.5s`, `1.5ms`. */
function durationText(nanos: bigint): string {
  if (nanos === 0n) return '0s'
  const sign = nanos < 0n ? '-' : ''
  const size = nanos < 0n ? -nanos : nanos
  if (size < 1000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\xc2\xb5s`
  if (size < NANOS) return `${sign}${decimal(size, 6)}ms`
  const minutes = size / (60n * NANOS)
  const seconds = `${decimal(size % (60n * NANOS), 9)}s`
  const hours = minutes / 60n
  if (hours > 0n) return `${sign}${hours}h${minutes % 60n}m${seconds}`
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds
}

function decimal(value: bigint, places: number): string {
  const text = String(value).padStart(places + 1, '0')
  const fraction = text.slice(-places).replace(/0+$/, '')
  return text.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`)
}
