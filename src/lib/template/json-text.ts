/** A lexical piece of JSON: a string, a bracket, comma or colon, or a run of anything else that is no blank. */
const PIECE = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** JSON text without its blanks, everything else as it was: Go's json.Compact. */
export const compactJson = (text: string): string => (text.match(PIECE) ?? []).join('')

/**
 * JSON text with a line for each member and item, four blanks a level, everything else as it was: Go's
 * json.Indent(…, "", "    "). Empty objects and lists stay closed up.
 */
export function indentJson(text: string): string {
  const out: string[] = []
  let level = 0
  let opened = false
  const newline = (): void => {
    out.push('\n', '    '.repeat(level))
  }
  for (const piece of text.match(PIECE) ?? []) {
    const closes = piece === '}' || piece === ']'
    if (opened && !closes) {
      level++
      newline()
    }
    if (closes && !opened) {
      level--
      newline()
    }
    opened = piece === '{' || piece === '['
    out.push(piece === ':' ? ': ' : piece)
    if (piece === ',') newline()
  }
  return out.join('')
}
