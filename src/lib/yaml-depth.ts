/** How deep YAML may be nested: its parser calls itself for each level, and a process that runs out of stack may just end. */
export const MOST_NESTED = 500

/**
 * The line, from 1, at which a text nests too deep; undefined if none does. Told by brackets that are open, dashes that
 * follow each other, and blanks before a line: so it may be wrong only for a text that nobody writes.
 */
export function tooDeepAt(text: string): number | undefined {
  let open = 0
  const at = text.split('\n').findIndex((line) => {
    if (line.length - line.trimStart().length > 2 * MOST_NESTED) return true
    const dashes = /^[-?: ]*/.exec(line)?.[0].replaceAll(' ', '').length ?? 0
    let deepest = open + dashes
    for (const char of line.matchAll(/[[{}\]]/g)) {
      open = Math.max(0, open + ('[{'.includes(char[0]) ? 1 : -1))
      deepest = Math.max(deepest, open + dashes)
    }
    return deepest > MOST_NESTED
  })
  return at < 0 ? undefined : at + 1
}
