/**
 * Text from an engine or a user, made harmless for a terminal. What a terminal would obey or not show becomes a visible
 * escape such as `\x1b` or `\u200b`, so that no two texts look alike that are not: control characters (C0, DEL, C1),
 * line and paragraph separators, and all that Unicode calls Default_Ignorable_Code_Point, bidi controls (UAX 9) among
 * them. What joins or styles emoji stays. `keepLines` leaves line feeds and tabs alone, for messages of several lines.
 */
export function safeText(text: string, keepLines = false): string {
  if (PLAIN.test(text)) return text
  return text.replace(UNSAFE, (char) => {
    if (keepLines && (char === '\n' || char === '\t')) return char
    const code = char.codePointAt(0) ?? 0
    const digits = code.toString(16)
    if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
    return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`
  })
}

/** JSON text with the same meaning, without characters that `safeText` would replace; line feeds stay. */
export const safeJson = (json: string): string =>
  json.replace(UNSAFE, (char) =>
    char === '\n'
      ? char
      : char
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  )

const PLAIN = /^[\x20-\x7e]*$/

const EMOJI_STYLE = String.raw`(?<=\p{Extended_Pictographic}|[#*0-9])\ufe0f`
const EMOJI_JOINER = String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})`
const UNSAFE = new RegExp(
  String.raw`(?!${EMOJI_STYLE}|${EMOJI_JOINER})[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029]`,
  'gu',
)
