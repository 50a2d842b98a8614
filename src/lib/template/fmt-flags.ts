import {encodeRune, isAscii, isPrint, runeCount, runesOf} from './bytes.js'
import {formatFloat} from './fmt-float.js'
import type {Complex} from './number-constant.js'
import {quote, quotedRune} from './quote.js'

/** The flags of one verb, and how Go's fmt/format.go writes a basic value under them. */
export class Flags {
  sharp = false
  zero = false
  plus = false
  minus = false
  space = false
  /** `%#v` and `%+v`: the flag names the Go syntax or the fields, not the number's sign. */
  sharpV = false
  plusV = false
  width: number | undefined
  precision: number | undefined

  clear(): void {
    this.sharp = this.zero = this.plus = this.minus = this.space = this.sharpV = this.plusV = false
    this.width = undefined
    this.precision = undefined
  }

  /** `text` filled up to the width: with zeros on the left where asked and allowed, else with blanks. */
  pad(text: string, zero = this.zero): string {
    if (this.width === undefined) return text
    const missing = this.width - runeCount(text)
    if (missing <= 0) return text
    if (this.minus) return text + ' '.repeat(missing)
    return (zero ? '0' : ' ').repeat(missing) + text
  }

  text(bytes: string): string {
    return this.pad(this.cut(bytes))
  }

  private cut(bytes: string): string {
    if (this.precision === undefined || this.precision >= bytes.length) return bytes
    if (isAscii(bytes)) return bytes.slice(0, this.precision)
    return runesOf(bytes).length <= this.precision
      ? bytes
      : runesOf(bytes).slice(0, this.precision).map(encodeRune).join('')
  }

  quoted(bytes: string): string {
    const cut = this.cut(bytes)
    if (this.sharp && canBackquote(cut)) return this.pad(`\`${cut}\``)
    return this.pad(quote(cut, {mark: '"', asciiOnly: this.plus}))
  }

  quotedRune(value: bigint): string {
    const rune = validRune(value)
    return this.pad(`'${quotedRune(rune, {mark: "'", asciiOnly: this.plus})}'`)
  }

  rune(value: bigint): string {
    return this.pad(encodeRune(validRune(value)))
  }

  /** Bytes as hex digits, `%x` and `%X`. */
  hexBytes(bytes: string, upper: boolean): string {
    const cut = this.precision === undefined ? bytes : bytes.slice(0, this.precision)
    if (cut === '') return this.pad('')
    const mark = this.sharp ? (upper ? '0X' : '0x') : ''
    const pairs = Array.from(cut, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
    const joined = pairs.map((pair) => (upper ? pair.toUpperCase() : pair)).join(this.space ? ` ${mark}` : '')
    return this.pad(mark + joined)
  }

  integer(value: bigint, base: 2 | 8 | 10 | 16, verb: string): string {
    const negative = value < 0n
    const sign = negative ? '-' : this.plus ? '+' : this.space ? ' ' : ''
    if (this.precision === 0 && value === 0n) return this.pad('', false)
    let least = this.precision ?? 0
    if (this.precision === undefined && this.zero && !this.minus) least = (this.width ?? 0) - sign.length
    let digits = (negative ? -value : value).toString(base).padStart(least, '0')
    if (verb === 'X') digits = digits.toUpperCase()
    if (this.sharp) digits = prefixed(digits, base, verb)
    if (verb === 'O') digits = `0o${digits}`
    return this.pad(sign + digits, false)
  }

  /** `%#v` of an unsigned number. */
  sharpHex(value: bigint): string {
    this.sharp = true
    const text = this.integer(value, 16, 'x')
    this.sharp = false
    return text
  }

  unicode(value: bigint): string {
    const code = BigInt.asUintN(64, value)
    const hex = code
      .toString(16)
      .toUpperCase()
      .padStart(Math.max(this.precision ?? 0, 4), '0')
    const shown = this.sharp && code <= 0x10ffffn && isPrint(Number(code)) ? ` '${encodeRune(Number(code))}'` : ''
    return this.pad(`U+${hex}${shown}`, false)
  }

  float(value: number, verb: 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X', defaultPrecision: number): string {
    const precision = this.precision ?? defaultPrecision
    let text = formatFloat(value, verb, precision)
    let sign = ''
    if (text[0] === '-' || text[0] === '+') {
      sign = text.slice(0, 1)
      text = text.slice(1)
    } else sign = '+'
    if (this.space && sign === '+' && !this.plus) sign = ' '
    const isNumber = text !== 'Inf' && text !== 'NaN'
    if (!isNumber && text === 'NaN' && !this.space && !this.plus) sign = '+'
    if (this.sharp && verb !== 'b' && isNumber) text = withPoint(text, verb, precision)
    const shown = this.plus || sign !== '+' ? sign : ''
    const zero = this.zero && isNumber
    if (shown !== '' && zero && !this.minus && this.width !== undefined)
      return shown + text.padStart(this.width - 1, '0')
    return this.pad(shown + text, zero)
  }

  complex(value: Complex, verb: 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X', defaultPrecision: number): string {
    const plus = this.plus
    const re = this.float(value.re, verb, defaultPrecision)
    this.plus = true
    const im = this.float(value.im, verb, defaultPrecision)
    this.plus = plus
    return `(${re}${im}i)`
  }
}

const canBackquote = (bytes: string): boolean =>
  runesOf(bytes).every(
    (rune) => rune !== 0xfffd && rune !== 0xfeff && rune !== 0x60 && rune !== 0x7f && (rune >= 0x20 || rune === 9),
  )

const validRune = (value: bigint): number => (value < 0n || value > 0x10ffffn ? 0xfffd : Number(value))

function prefixed(digits: string, base: number, verb: string): string {
  if (base === 2) return `0b${digits}`
  if (base === 8) return digits.startsWith('0') ? digits : `0${digits}`
  if (base === 16) return (verb === 'X' ? '0X' : '0x') + digits
  return digits
}

/** `%#g` and the like: always a point, and for %g the trailing zeros that it would drop. */
function withPoint(text: string, verb: string, precision: number): string {
  const tailAt = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/)
  let head = tailAt < 0 ? text : text.slice(0, tailAt)
  const tail = tailAt < 0 ? '' : text.slice(tailAt)
  const counts = verb === 'g' || verb === 'G' || verb === 'x'
  let missing = counts ? (precision === -1 ? 6 : precision) : 0
  missing -= head.replace('.', '').replace(/^0+/, '').length
  if (!head.includes('.')) {
    if (head === '0') missing--
    head += '.'
  }
  return head + '0'.repeat(Math.max(missing, 0)) + tail
}
