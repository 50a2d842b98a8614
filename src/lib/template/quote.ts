import {decodeRune, encodeRune, isPrint, RUNE_ERROR} from './bytes.js'

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
}

/** How Go's strconv quotes: `asciiOnly` as QuoteToASCII, the mark `"` for a string, `'` for a rune. */
interface QuoteStyle {
  readonly mark: '"' | "'"
  readonly asciiOnly: boolean
}

const STRING_STYLE: QuoteStyle = {mark: '"', asciiOnly: false}

/** A byte string as Go's `%q` writes it, with its quotation marks. */
export function quote(bytes: string, style: QuoteStyle = STRING_STYLE): string {
  let out = style.mark as string
  for (let at = 0; at < bytes.length; ) {
    const {rune, size} = decodeRune(bytes, at)
    out += rune === RUNE_ERROR && size === 1 ? `\\x${hex(bytes.charCodeAt(at), 2)}` : quotedRune(rune, style)
    at += size
  }
  return out + style.mark
}

/** One rune as Go's `%q` writes it inside the marks. */
export function quotedRune(rune: number, style: QuoteStyle): string {
  if (rune === style.mark.charCodeAt(0) || rune === 0x5c) return `\\${String.fromCharCode(rune)}`
  if (isPrint(rune) && (!style.asciiOnly || rune < 0x80)) return encodeRune(rune)
  const letter = ESCAPES[rune]
  if (letter !== undefined) return letter
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`
  if (rune > 0xffff) return `\\U${hex(rune, 8)}`
  return `\\u${hex(rune, 4)}`
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** The value of a Go string literal with its marks, `"…"` or `` `…` ``; undefined where Go says "invalid syntax". */
export function unquote(literal: string): string | undefined {
  const mark = literal[0]
  const body = literal.slice(1, -1)
  if (literal.length < 2 || mark !== literal.at(-1)) return undefined
  if (mark === '`') return body.replaceAll('\r', '')
  if (mark !== '"') return undefined
  let out = ''
  for (let at = 0; at < body.length; ) {
    const char = unquoteChar(body, at, '"')
    if (char === undefined) return undefined
    out += char.isByte ? String.fromCharCode(char.value) : encodeRune(char.value)
    at += char.size
  }
  return out
}

/** One character of a Go literal: `isByte` where an escape named a byte (`\xff`, `\377`) rather than a rune. */
interface UnquotedChar {
  readonly value: number
  readonly size: number
  readonly isByte: boolean
}

const SIMPLE: Readonly<Record<string, number>> = {a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 0x5c}

/** The first character of a Go literal's inside (strconv.UnquoteChar); undefined for a syntax error. */
export function unquoteChar(body: string, at: number, mark: '"' | "'"): UnquotedChar | undefined {
  const first = body[at]
  if (first === undefined || first === mark || first === '\n') return undefined
  if (first !== '\\') {
    const {rune, size} = decodeRune(body, at)
    // A byte that is no UTF-8 goes through as it is.
    if (rune === RUNE_ERROR && size === 1) return {value: body.charCodeAt(at), size: 1, isByte: true}
    return {value: rune, size, isByte: false}
  }
  const kind = body[at + 1] ?? ''
  const simple = SIMPLE[kind]
  if (simple !== undefined) return {value: simple, size: 2, isByte: false}
  if (kind === '"' || kind === "'")
    return kind === mark ? {value: kind.charCodeAt(0), size: 2, isByte: false} : undefined
  return numericEscape(body, at, kind)
}

function numericEscape(body: string, at: number, kind: string): UnquotedChar | undefined {
  if (kind >= '0' && kind <= '7') {
    const digits = /^[0-7]{3}/.exec(body.slice(at + 1, at + 4))?.[0]
    if (digits === undefined) return undefined
    const value = Number.parseInt(digits, 8)
    return value > 255 ? undefined : {value, size: 4, isByte: true}
  }
  const count = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0
  const digits = body.slice(at + 2, at + 2 + count)
  if (count === 0 || digits.length < count || !/^[0-9a-fA-F]+$/.test(digits)) return undefined
  const value = Number.parseInt(digits, 16)
  if (kind === 'x') return {value, size: 4, isByte: true}
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined
  return {value, size: 2 + count, isByte: false}
}
