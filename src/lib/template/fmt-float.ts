/** Decimal digits and the place of the point: the value is 0.DIGITS times 10 to the power `point`. '' is zero. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

/**
 * A number as Go's strconv.FormatFloat writes it, 64 bits.
 * @param precision digits after the point (e, f) or significant ones (g); -1 for as few as give the number back
 */
export function formatFloat(
  value: number,
  format: 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X',
  precision: number,
): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (format === 'b') return sign + binary(size)
  if (format === 'x' || format === 'X') {
    const text = sign + hexadecimal(size, precision)
    return format === 'X' ? text.toUpperCase() : text
  }
  const shortest = precision < 0
  const exact = shortest ? shortestOf(size) : exactOf(size)
  switch (format) {
    case 'e':
    case 'E': {
      const decimal = shortest ? exact : rounded(exact, precision + 1)
      return sign + exponential(decimal, shortest ? Math.max(decimal.digits.length - 1, 0) : precision, format)
    }
    case 'f': {
      const decimal = shortest ? exact : rounded(exact, exact.point + precision)
      return sign + fixed(decimal, shortest ? Math.max(decimal.digits.length - decimal.point, 0) : precision)
    }
    default:
      return sign + general(exact, precision, format)
  }
}

function general(exact: Decimal, precision: number, format: 'g' | 'G'): string {
  const shortest = precision < 0
  const wanted = precision === 0 ? 1 : precision
  const decimal = shortest ? exact : rounded(exact, wanted)
  const count = decimal.digits.length
  let limit = shortest ? 6 : wanted
  if (!shortest && limit > count && count >= decimal.point) limit = count
  const exponent = decimal.point - 1
  if (count > 0 && (exponent < -4 || exponent >= limit)) {
    return exponential(decimal, Math.max(count - 1, 0), format === 'g' ? 'e' : 'E')
  }
  return fixed(decimal, Math.max(count - decimal.point, 0))
}

function exponential({digits, point}: Decimal, places: number, mark: 'e' | 'E'): string {
  const all = digits.padEnd(places + 1, '0')
  const exponent = digits === '' ? 0 : point - 1
  const fraction = places > 0 ? `.${all.slice(1, places + 1)}` : ''
  return `${all[0]}${fraction}${mark}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function fixed({digits, point}: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  if (places === 0) return whole
  const fraction = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits
  return `${whole}.${fraction.slice(0, places).padEnd(places, '0')}`
}

function shortestOf(size: number): Decimal {
  if (size === 0) return {digits: '', point: 0}
  const [mantissa = '', exponent = '0'] = size.toExponential().split('e')
  return {digits: mantissa.replace('.', ''), point: Number(exponent) + 1}
}

/** Every digit of the binary number, for rounding half to even as Go does. */
function exactOf(size: number): Decimal {
  const {mantissa, exponent} = parts(size)
  if (mantissa === 0n) return {digits: '', point: 0}
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  const digits = String(scaled)
  return trimmed(digits, digits.length - Math.max(-exponent, 0))
}

const trimmed = (digits: string, point: number): Decimal => ({digits: digits.replace(/0+$/, ''), point})

function rounded(decimal: Decimal, count: number): Decimal {
  const {digits, point} = decimal
  if (count >= digits.length) return decimal
  if (count < 0) return {digits: '', point: 0}
  const rest = digits.slice(count)
  const kept = digits.slice(0, count)
  const odd = Number(kept.at(-1) ?? '0') % 2 === 1
  const up = rest[0] === '5' && rest.length === 1 ? odd : rest >= '5'
  if (!up) return kept === '' ? {digits: '', point: 0} : trimmed(kept, point)
  const next = String(BigInt(kept === '' ? '0' : kept) + 1n).padStart(count, '0')
  return trimmed(next, point + (next.length - count))
}

/** The 53 bits and the power of two that make a number. */
function parts(size: number): {mantissa: bigint; exponent: number} {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, size)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return biased === 0
    ? {mantissa: fraction, exponent: -1074}
    : {mantissa: fraction | 0x10000000000000n, exponent: biased - 1075}
}

function binary(size: number): string {
  const {mantissa, exponent} = parts(size)
  return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

function hexadecimal(size: number, precision: number): string {
  let {mantissa, exponent} = parts(size)
  if (mantissa === 0n) exponent = 0
  else {
    exponent += 52
    while ((mantissa & 0x10000000000000n) === 0n) {
      mantissa <<= 1n
      exponent--
    }
  }
  if (precision >= 0 && precision < 13) {
    const shift = BigInt(4 * (13 - precision))
    const rest = mantissa & ((1n << shift) - 1n)
    const half = 1n << (shift - 1n)
    mantissa >>= shift
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n
    mantissa <<= shift
    if (mantissa >= 0x20000000000000n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const digits = mantissa.toString(16).padStart(14, '0')
  const fraction =
    precision < 0 ? digits.slice(1).replace(/0+$/, '') : digits.slice(1).padEnd(precision, '0').slice(0, precision)
  const exponentText = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  return `0x${digits[0]}${fraction === '' ? '' : `.${fraction}`}p${exponentText}`
}
