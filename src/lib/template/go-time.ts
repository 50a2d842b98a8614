/** A moment as Go's time.Time holds it. */
export interface Moment {
  /** Seconds since 1970, of any sign. */
  readonly unix: bigint
  /** 0 to 999_999_999. */
  readonly nanos: number
  /** Seconds east of UTC; undefined is UTC itself. */
  readonly offset: number | undefined
}

/** Go's zero time, 1 January of the year 1: seconds from there to 1970. */
export const ZERO_TO_UNIX = 62_135_596_800n

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/**
 * The moment that an RFC 3339 text names, its digits beyond nanoseconds dropped; undefined for another text.
 * An offset is kept as such: the name of this machine's time zone is not looked up.
 */
export function parseRfc3339(text: string): Moment | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59)
    return undefined
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 3600 + Number(match[10] ?? 0) * 60)
  return {
    unix: BigInt(date.getTime() / 1000 - offset),
    nanos: Number((match[7] ?? '').padEnd(9, '0').slice(0, 9)),
    offset: match[8] === undefined ? undefined : offset,
  }
}

/** The calendar fields of a moment on its own clock. */
interface Clock {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** 1 to 366. */
  readonly yearDay: number
}

export function clockOf(moment: Moment): Clock {
  const date = new Date((Number(moment.unix) + (moment.offset ?? 0)) * 1000)
  const year = date.getUTCFullYear()
  const newYear = new Date(0)
  newYear.setUTCFullYear(year, 0, 1)
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - newYear.getTime()) / 86_400_000) + 1,
  }
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** Go's Time.String without a monotonic reading: `2026-11-23 21:01:14.9954918 +0000 UTC`. */
export const timeString = (moment: Moment): string => formatTime(moment, '2006-01-02 15:04:05.999999999 -0700 MST')

const CHUNK =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|_2006|__2|_2|2|3|4|5|PM|pm|[Z-]07(?::00:00|0000|:00|00)?|[.,](?:0+|9+)(?!\d)/g

/** Go's Time.Format: the layout shows how 2 January 2006, 15:04:05 -0700 would look. */
export function formatTime(moment: Moment, layout: string): string {
  const clock = clockOf(moment)
  return layout.replace(CHUNK, (chunk) => chunkOf(chunk, clock, moment))
}

const two = (value: number): string => String(value).padStart(2, '0')

function chunkOf(chunk: string, clock: Clock, moment: Moment): string {
  if (/^[Z-]07/.test(chunk)) return zone(chunk, moment.offset ?? 0)
  if (/^[.,]/.test(chunk)) return fraction(chunk, moment.nanos)
  const month = MONTHS[clock.month - 1] ?? ''
  const weekday = WEEKDAYS[clock.weekday] ?? ''
  const half = clock.hour % 12 === 0 ? 12 : clock.hour % 12
  const written: Readonly<Record<string, string>> = {
    January: month,
    Jan: month.slice(0, 3),
    Monday: weekday,
    Mon: weekday.slice(0, 3),
    MST: moment.offset === undefined ? 'UTC' : abbreviation(moment.offset),
    '002': String(clock.yearDay).padStart(3, '0'),
    __2: String(clock.yearDay).padStart(3, ' '),
    '01': two(clock.month),
    '1': String(clock.month),
    '02': two(clock.day),
    _2: String(clock.day).padStart(2, ' '),
    '2': String(clock.day),
    '15': two(clock.hour),
    '03': two(half),
    '3': String(half),
    '04': two(clock.minute),
    '4': String(clock.minute),
    '05': two(clock.second),
    '5': String(clock.second),
    '06': two(clock.year % 100),
    '2006': String(clock.year).padStart(4, '0'),
    _2006: `_${String(clock.year).padStart(4, '0')}`,
    PM: clock.hour >= 12 ? 'PM' : 'AM',
    pm: clock.hour >= 12 ? 'pm' : 'am',
  }
  return written[chunk] ?? chunk
}

/** A zone without a name is called by its offset. */
function abbreviation(offset: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60)
  const sign = offset < 0 ? '-' : '+'
  return sign + two(Math.trunc(minutes / 60)) + two(minutes % 60)
}

function zone(chunk: string, offset: number): string {
  if (chunk.startsWith('Z') && offset === 0) return 'Z'
  const size = Math.abs(offset)
  const parts = [two(Math.trunc(size / 3600)), two(Math.trunc(size / 60) % 60), two(size % 60)]
  const shown = parts.slice(0, (chunk.replaceAll(':', '').length - 1) / 2)
  return (offset < 0 ? '-' : '+') + shown.join(chunk.includes(':') ? ':' : '')
}

function fraction(chunk: string, nanos: number): string {
  const digits = String(nanos)
    .padStart(9, '0')
    .slice(0, chunk.length - 1)
    .padEnd(chunk.length - 1, '0')
  if (chunk[1] === '0') return chunk.slice(0, 1) + digits
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '' : chunk.slice(0, 1) + trimmed
}
