/** A command line as text that a POSIX shell reads as exactly these words. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ')

/**
 * A text with a line to paste in it: every value that stands in the text is one word to a shell.
 * @example toPaste`to make it anew: dnet rm ${name}`
 */
export const toPaste = (text: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  String.raw({raw: text}, ...values.map((value) => shellWord(`${value}`)))

/** One word as text that a POSIX shell reads as exactly this word: engines take `$(x)` and `a b` as names of networks. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
