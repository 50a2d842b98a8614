/**
 * One occurrence of a list flag as pflag's StringSlice takes it: the first CSV record, split at commas, with `"a,b"`
 * for a value with a comma; '' gives no value. Empty lines before the record and all lines after it are ignored
 * (Go's encoding/csv, readRecord).
 * @throws RangeError with Go's encoding/csv sentence
 */
export function readCsvRecord(whole: string): string[] {
  if (whole === '') return []
  const text = whole.replaceAll('\r\n', '\n').replace(/\r$/, '').replace(/^\n+/, '')
  if (text === '') throw new RangeError('EOF')
  const values: string[] = []
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      const {value, end} = readQuoted(text, at)
      values.push(value)
      at = end
    } else {
      const value = /^[^,\n]*/.exec(text.slice(at))?.[0] ?? ''
      const quote = value.indexOf('"')
      if (quote >= 0) throw csvError(text, at + quote, 'bare " in non-quoted-field')
      values.push(value)
      at += value.length
    }
    if (at >= text.length || text[at] === '\n') return values
    at += 1
  }
}

function readQuoted(text: string, start: number): {value: string; end: number} {
  let value = ''
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) throw csvError(text, text.length, 'extraneous or missing " in quoted-field')
    value += text.slice(at, quote)
    const next = text[quote + 1]
    if (next === undefined || next === ',' || next === '\n') return {value, end: quote + 1}
    if (next !== '"') throw csvError(text, quote, 'extraneous or missing " in quoted-field')
    value += '"'
    at = quote + 2
  }
}

function csvError(text: string, at: number, what: string): RangeError {
  const column = Buffer.byteLength(text.slice(0, at)) + 1
  return new RangeError(`parse error on line 1, column ${column}: ${what}`)
}

/**
 * A whole number as Go's strconv.ParseInt(text, 0, 64) reads it: sign, `0x`, `0o`, `0b` or a leading zero for
 * octal, underscores between digits. From -(2^53 - 1) to 2^53 - 1.
 * @throws RangeError with Go's sentence
 */
export function readGoInt(text: string): number {
  const fail = (why: string) => new RangeError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`)
  const match =
    /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/.exec(text)
  if (!match?.[2]) throw fail('invalid syntax')
  const digits = match[2].replaceAll('_', '').replace(/^0(?=\d)/, '0o')
  const value = match[1] === '-' ? -BigInt(digits) : BigInt(digits)
  // Go accepts 64 bits; a number that JavaScript would round is refused, because another one would be sent.
  if (!Number.isSafeInteger(Number(value))) throw fail('value out of range')
  return Number(value)
}
