const SECONDS: Readonly<Record<string, number>> = {ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800}

/** Seconds in a text such as "24h", "1h30m" or "7d"; undefined for any other text. */
function readDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (SECONDS[unit ?? ''] ?? 0),
    0,
  )
}

/** Seconds as a text that `readDuration` reads, in the largest unit that they are a whole number of: "7d", "36h". */
export function durationText(seconds: number): string {
  const unit = ['d', 'h', 'm'].find((each) => seconds % (SECONDS[each] ?? 1) === 0) ?? 's'
  return `${seconds / (SECONDS[unit] ?? 1)}${unit}`
}

/** Seconds in a text such as "24h". @throws RangeError for any other text */
export function parseDuration(text: string): number {
  const seconds = readDuration(text)
  if (seconds === undefined) throw new RangeError('it must be a duration such as 24h or 7d')
  return seconds
}

/**
 * The moment in Docker's filter `until`: a duration before now, an RFC 3339 or shorter date, or Unix seconds (moby
 * api/types/time GetTimestamp). In milliseconds since 1970; undefined for any other text.
 */
export function readMoment(text: string, now: Date): number | undefined {
  const seconds = readDuration(text)
  if (seconds !== undefined) return now.getTime() - seconds * 1000
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? undefined : moment
}
