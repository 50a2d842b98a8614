/**
 * Text from an engine or a user, made harmless for a terminal: control characters (C0, DEL, C1) and the marks that
 * reorder text (Unicode TR9 bidi controls) become visible escapes such as `\x1b`; all else stays. `keepLines` leaves
 * line feeds and tabs alone, for messages of several lines.
 */
export function safeText(text: string, keepLines = false): string {
  return text.replace(UNSAFE, (char) => {
    if (keepLines && (char === '\n' || char === '\t')) return char
    const code = char.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
