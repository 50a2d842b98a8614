import displayWidth from './display-width.cjs'

/** A text of at most `width` columns; a longer one ends in `…`. Whole graphemes only. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width <= 0) return ''
  if (/^[ -~]*$/.test(text)) return `${text.slice(0, width - 1)}…`
  let kept = ''
  let used = 0
  for (const {segment} of new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(text)) {
    const next = used + displayWidth(segment)
    if (next > width - 1) break
    kept += segment
    used = next
  }
  return `${kept}…`
}

/** Words as lines of at most `width` columns, separated by `glue`; a word is split only if it does not fit a line. */
export function wrapWords(words: readonly string[], width: number, glue = ' '): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last}${glue}${word}`
    if (last !== undefined && displayWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(cut(word, width))
  }
  return lines
}
