import {eastAsianWidth} from 'get-east-asian-width'

/**
 * How many columns the Docker CLI counts for a text when it aligns its tables: 2 for each wide character (East Asian Wide
 * or Fullwidth), 0 for controls and what combines, 1 for the rest; a grapheme is as wide as its first rune that has a
 * width (github.com/mattn/go-runewidth 0.0.16). A terminal gives some emoji more: see display-width.cjs.
 */
export function dockerWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const {segment} of new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(text)) {
    width += Array.from(segment, (char) => runeWidth(char.codePointAt(0) ?? 0)).find((each) => each > 0) ?? 0
  }
  return width
}

function runeWidth(rune: number): 0 | 1 | 2 {
  if (rune < 0x20 || (rune >= 0x7f && rune <= 0x9f) || rune === 0xad) return 0
  if (rune < 0x300) return 1
  if (/[\p{Mn}\p{Me}\p{Cf}\u2028\u2029]/u.test(String.fromCodePoint(rune))) return 0
  return eastAsianWidth(rune)
}
