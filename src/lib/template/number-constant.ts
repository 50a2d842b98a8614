import {unquoteChar} from './quote.js'

/** What a number in a template can be read as (parse.NumberNode): absent where it cannot. */
export interface NumberConstant {
  readonly int?: bigint
  readonly uint?: bigint
  readonly float?: number
  readonly complex?: Complex
}

export interface Complex {
  readonly re: number
  readonly im: number
}

const INT_MIN = -(2n ** 63n)
const INT_MAX = 2n ** 63n - 1n
const UINT_MAX = 2n ** 64n - 1n

/** The value of a number token; a string is Go's sentence for one that is none. */
export function parseNumber(text: string, type: 'charConstant' | 'complex' | 'number'): NumberConstant | string {
  if (type === 'charConstant') return parseRune(text)
  if (type === 'complex') return parseComplex(text) ?? `strconv.ParseComplex: parsing ${text}: invalid syntax`
  if (text.endsWith('i')) {
    const im = parseFloatGo(text.slice(0, -1))
    if (im !== undefined) return simplify({re: 0, im})
  }
  const read: {-readonly [K in keyof NumberConstant]: NumberConstant[K]} = {}
  const whole = parseInteger(text)
  if (whole !== undefined) {
    if (whole >= 0n && whole <= UINT_MAX && !/^[+-]/.test(text)) read.uint = whole
    if (whole >= INT_MIN && whole <= INT_MAX) read.int = whole
    // -0 counts as an unsigned 0.
    if (whole === 0n) read.uint = 0n
  }
  if (read.int !== undefined) return {...read, float: Number(read.int)}
  if (read.uint !== undefined) return {...read, float: Number(read.uint)}
  const float = parseFloatGo(text)
  if (float !== undefined) {
    if (!/[.eEpP]/.test(text)) return `integer overflow: "${text}"`
    return {float, ...wholeOf(float)}
  }
  return `illegal number syntax: "${text}"`
}

function wholeOf(float: number): NumberConstant {
  const read: {int?: bigint; uint?: bigint} = {}
  if (!Number.isInteger(float)) return read
  const whole = BigInt(float)
  if (whole >= INT_MIN && whole <= INT_MAX) read.int = whole
  if (whole >= 0n && whole <= UINT_MAX) read.uint = whole
  return read
}

function simplify(complex: Complex): NumberConstant {
  return complex.im === 0 ? {complex, float: complex.re, ...wholeOf(complex.re)} : {complex}
}

function parseRune(text: string): NumberConstant | string {
  const char = unquoteChar(text, 1, "'")
  if (char === undefined) return 'invalid syntax'
  if (text.slice(1 + char.size) !== "'") return `malformed character constant: ${text}`
  const value = BigInt(char.value)
  return {int: value, uint: value, float: char.value}
}

function parseComplex(text: string): NumberConstant | undefined {
  const parts = /^([+-]?.+?[^eEpP])([+-].*)i$/.exec(text) ?? /^([+-]?[^+-])([+-].*)i$/.exec(text)
  const re = parseFloatGo(parts?.[1] ?? '')
  const im = parseFloatGo(parts?.[2] ?? '')
  return re === undefined || im === undefined ? undefined : simplify({re, im})
}

/** Go's strconv.ParseInt with base 0, without its range; undefined for a syntax error. */
export function parseInteger(text: string): bigint | undefined {
  const match =
    /^([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|0|[1-9][0-9]*(?:_[0-9]+)*)$/.exec(
      text,
    )
  if (match === null) return undefined
  const digits = (match[2] ?? '').replaceAll('_', '')
  const octal = /^0[0-7]+$/.test(digits)
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits)
  return match[1] === '-' ? -value : value
}

/** Go's strconv.ParseFloat; undefined for a syntax error or a value out of range. */
function parseFloatGo(text: string): number | undefined {
  const hex = /^([+-]?)0[xX]_?([0-9a-fA-F]*(?:_[0-9a-fA-F]+)*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/.exec(text)
  if (hex !== null) return hexFloat(hex)
  // Underscores are legal only with a base prefix, which a decimal float lacks.
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

function hexFloat(match: RegExpExecArray): number | undefined {
  const whole = (match[2] ?? '').replaceAll('_', '')
  const fraction = match[3] ?? ''
  if (whole + fraction === '') return undefined
  const value = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(match[4]) - 4 * fraction.length)
  if (!Number.isFinite(value)) return undefined
  return match[1] === '-' ? -value : value
}
