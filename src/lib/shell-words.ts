/** A command line as text that a shell (POSIX, zsh, fish) reads as exactly these words. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ')

/** Operands as words of a command line, after a `--` if one of them looks like a flag: engines take `-f` as a network's name. */
export const operands = (words: readonly string[]): string[] =>
  words.some((word) => word.startsWith('-')) ? ['--', ...words] : [...words]

/**
 * A text that contains a line to paste: every value in it is quoted as one word for a shell. A value after a blank is an
 * operand, and gets a `--` before it if it looks like a flag; write a flag's value as `--flag=${value}`.
 * @example toPaste`to recreate it: dnet rm ${name}`
 */
export function toPaste(text: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  let ended = false
  return String.raw(
    {raw: text},
    ...values.map((value, i) => {
      const [before = '', word] = [text[i], `${value}`]
      if (/[;,]/.test(before)) ended = false
      const ends = !ended && word.startsWith('-') && /(^| )$/.test(before)
      ended ||= ends
      return ends ? `-- ${shellWord(word)}` : shellWord(word)
    }),
  )
}

/**
 * One word as text that a shell reads as exactly this word: engines take `$(x)` and `a b` as names of networks. A
 * backslash stands outside of quotes, where all shells agree on it; zsh looks up what begins with `=`.
 */
export function shellWord(word: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word
  const pieces = word.split(/(['\\])/).filter((piece) => piece !== '')
  return pieces.map((piece) => (piece === "'" || piece === '\\' ? `\\${piece}` : `'${piece}'`)).join('') || "''"
}
