/** A count of addresses: in full up to seven digits, otherwise as the nearest power of two, such as `2^64`. */
export function countText(count: bigint): string {
  if (count < 10_000_000n) return String(count)
  const bits = count.toString(2).length
  const below = 1n << BigInt(bits - 1)
  return `2^${count - below > below / 2n ? bits : bits - 1}`
}

/** A count of addresses, `?` if unknown. */
export const countOrUnknown = (count: bigint | null): string => (count === null ? '?' : countText(count))

/** A bar of `width` characters for the used part of a whole; any use at all shows. */
export function barText(used: bigint, free: bigint, width: number): string {
  const total = used + free
  const share = total === 0n ? 1 : Number((used * 1000n) / total) / 1000
  const filled = used === 0n ? 0 : Math.max(1, Math.min(width - (free > 0n ? 1 : 0), Math.round(share * width)))
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [604_800, 'week'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** How long ago an RFC 3339 time was, in its largest whole unit: `3 days ago`; '' for no time (Go's year 1). */
export function agoText(time: string, now: number): string {
  const then = Date.parse(time)
  if (Number.isNaN(then) || then < 0) return ''
  const seconds = Math.floor((now - then) / 1000)
  const unit = UNITS.find(([size]) => seconds >= size)
  if (!unit) return 'just now'
  const count = Math.floor(seconds / unit[0])
  return `${countOf(count, unit[1])} ago`
}

/** A number of things, such as "1 link" or "2 links". */
export const countOf = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
