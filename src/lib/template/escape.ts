import {decodeRune, isPrint} from './bytes.js'

const HTML: Readonly<Record<string, string>> = {
  '\0': '\xef\xbf\xbd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}

/** Go's template.HTMLEscapeString. */
export const htmlEscape = (bytes: string): string => bytes.replace(/["'&<>\0]/g, (char) => HTML[char] ?? char)

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}

/** Go's template.JSEscapeString. */
export function jsEscape(bytes: string): string {
  let out = ''
  for (let at = 0; at < bytes.length; ) {
    const {rune, size} = decodeRune(bytes, at)
    const char = bytes.slice(at, at + size)
    if (rune < 0x80) out += JS[char] ?? (rune < 0x20 ? `\\u${hex4(rune)}` : char)
    else out += isPrint(rune) ? char : `\\u${hex4(rune)}`
    at += size
  }
  return out
}

const hex4 = (rune: number): string => rune.toString(16).toUpperCase().padStart(4, '0')

/** Go's url.QueryEscape. */
export const queryEscape = (bytes: string): string =>
  bytes.replace(/[^A-Za-z0-9_.~-]/g, (byte) =>
    byte === ' ' ? '+' : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
