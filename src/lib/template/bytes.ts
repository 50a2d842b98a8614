/**
 * Go's strings are bytes, and templates can see it (`len`, `slice`, `truncate`). Inside the engine a string is a byte
 * string: one UTF-16 unit, 0 to 255, for each byte of UTF-8. Texts are converted where they enter and leave.
 */

/** What a byte sequence that is no UTF-8 decodes to. */
export const RUNE_ERROR = 0xfffd

const ALL_ASCII = /^[\0-\x7f]*$/

export const isAscii = (text: string): boolean => ALL_ASCII.test(text)

/** The byte string of a text. */
export function bytesFromText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/**
 * The text of a byte string. A byte that is no part of valid UTF-8 (a template cut a character in two) becomes a lone
 * surrogate, U+DC80 to U+DCFF, so that `outputBytes` can give it back; written as it is, it shows as U+FFFD.
 */
export function textFromBytes(bytes: string): string {
  if (isAscii(bytes)) return bytes
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  if (!text.includes('\ufffd')) return text
  let exact = ''
  for (let at = 0; at < bytes.length; ) {
    const {rune, size} = decodeRune(bytes, at)
    exact += rune === RUNE_ERROR && size === 1 ? String.fromCharCode(0xdc00 + bytes.charCodeAt(at)) : fromRune(rune)
    at += size
  }
  return exact
}

/** The exact bytes of a text that `textFromBytes` made: UTF-8, and for a lone U+DC80 to U+DCFF its one byte. */
export function outputBytes(text: string): Uint8Array {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text, 'utf8')
  const parts = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(char, 'utf8')
  })
  return Buffer.concat(parts)
}

/** The rune at a place of a byte string, and its size in bytes, 1 to 4; U+FFFD and 1 for a byte that is no UTF-8. */
export function decodeRune(bytes: string, at: number): {rune: number; size: number} {
  const first = bytes.charCodeAt(at)
  if (first < 0x80) return {rune: first, size: 1}
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return {rune: RUNE_ERROR, size: 1}
  let rune = first & (0xff >> (size + 1))
  for (let i = 1; i < size; i++) {
    const next = bytes.charCodeAt(at + i)
    if ((next & 0xc0) !== 0x80) return {rune: RUNE_ERROR, size: 1}
    rune = (rune << 6) | (next & 0x3f)
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000
  if (rune < least || rune > 0x10ffff || isSurrogate(rune)) return {rune: RUNE_ERROR, size: 1}
  return {rune, size}
}

/** The bytes of a rune; those of U+FFFD for one that UTF-8 cannot hold. */
export function encodeRune(rune: number): string {
  if (rune >= 0 && rune < 0x80) return String.fromCharCode(rune)
  const valid = rune >= 0 && rune <= 0x10ffff && !isSurrogate(rune)
  return Buffer.from(fromRune(valid ? rune : RUNE_ERROR), 'utf8').toString('latin1')
}

/** The runes of a byte string, U+FFFD for each byte that is no UTF-8. */
export function runesOf(bytes: string): number[] {
  const runes: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const {rune, size} = decodeRune(bytes, at)
    runes.push(rune)
    at += size
  }
  return runes
}

export const runeCount = (bytes: string): number => (isAscii(bytes) ? bytes.length : runesOf(bytes).length)

/** A rune as text. */
export const fromRune = (rune: number): string => String.fromCodePoint(rune)

const isSurrogate = (rune: number): boolean => rune >= 0xd800 && rune <= 0xdfff

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the ASCII blank. */
export const isPrint = (rune: number): boolean =>
  rune < 0x7f
    ? rune >= 0x20
    : rune <= 0x10ffff && !isSurrogate(rune) && /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(fromRune(rune))

export const isLetter = (rune: number): boolean => inClass(rune, /\p{L}/u)
export const isDigitRune = (rune: number): boolean => inClass(rune, /\p{Nd}/u)

const inClass = (rune: number, pattern: RegExp): boolean =>
  rune >= 0 && rune <= 0x10ffff && pattern.test(fromRune(rune))

/** Go's unicode.IsSpace. */
export const isUnicodeSpace = (rune: number): boolean =>
  (rune >= 9 && rune <= 13) || rune === 0x85 || inClass(rune, /\p{Z}/u)
