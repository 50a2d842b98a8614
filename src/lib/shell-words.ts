/** A command line as text that a POSIX shell reads as exactly these words. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ')

/**
 * A text that contains a line to paste: every value in it is quoted as one word for a shell.
 * @example toPaste`to recreate it: dnet rm ${name}`
 */
export const toPaste = (text: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  String.raw({raw: text}, ...values.map((value) => shellWord(`${value}`)))

/**
 * One word as text that a POSIX shell reads as exactly this word: engines take `$(x)` and `a b` as names of networks.
 */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
