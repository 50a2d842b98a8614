/** A command line as text that a POSIX shell reads as exactly these words. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ')

/** One word as text that a POSIX shell reads as exactly this word: engines take `$(x)` and `a b` as names of networks. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
