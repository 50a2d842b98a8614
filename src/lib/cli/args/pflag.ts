import {DnetError} from '../../errors.js'
import {nearest} from '../../nearest.js'

/** What the reader must know of a flag: its names, and whether it takes a value. */
export interface FlagShape {
  readonly name: string
  readonly char: string | undefined
  readonly kind: 'boolean' | 'value'
}

/** A command line taken apart: flags in the order written, and the words that are no flags. */
export interface ReadArgv {
  readonly flags: readonly {readonly name: string; readonly spelled: string; readonly value: string | boolean}[]
  readonly words: readonly string[]
}

/**
 * Reads a command line by the rules of pflag 1.0, which the Docker CLI uses: `--name=v`, `--name v`, `-nv`, `-n=v`,
 * grouped booleans (`-qf v`), booleans with a value only after `=`, flags anywhere, `--` ends them.
 * @throws DnetError USAGE with pflag's own sentence
 */
export function readArgv(argv: readonly string[], shapes: readonly FlagShape[]): ReadArgv {
  const byName = new Map(shapes.map((shape) => [shape.name, shape]))
  const byChar = new Map(shapes.flatMap((shape) => (shape.char ? [[shape.char, shape] as const] : [])))
  const flags: {name: string; spelled: string; value: string | boolean}[] = []
  const words: string[] = []
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest)
      break
    }
    if (word.startsWith('--')) flags.push(readLong(word, byName, rest))
    else if (word.startsWith('-') && word !== '-') flags.push(...readShort(word, byChar, rest))
    else words.push(word)
  }
  return {flags, words}
}

function readLong(word: string, byName: ReadonlyMap<string, FlagShape>, rest: string[]) {
  const body = word.slice(2)
  if (body.startsWith('-') || body.startsWith('=')) throw usage(`bad flag syntax: ${word}`)
  const cut = body.indexOf('=')
  const name = cut < 0 ? body : body.slice(0, cut)
  const shape = byName.get(name)
  if (!shape) {
    const near = nearest(name, [...byName.keys()])
    throw new DnetError('USAGE', `unknown flag: --${name}`, near ? `did you mean --${near}` : '')
  }
  const spelled = shape.char ? `-${shape.char}, --${name}` : `--${name}`
  if (cut >= 0) return {name, spelled, value: readValue(shape, spelled, body.slice(cut + 1))}
  if (shape.kind === 'boolean') return {name, spelled, value: true}
  const value = rest.shift()
  if (value === undefined) throw usage(`flag needs an argument: --${name}`)
  return {name, spelled, value}
}

function readShort(word: string, byChar: ReadonlyMap<string, FlagShape>, rest: string[]) {
  const flags: {name: string; spelled: string; value: string | boolean}[] = []
  let group = word.slice(1)
  while (group !== '') {
    const [char = ''] = group
    const shape = byChar.get(char)
    if (!shape) throw usage(`unknown shorthand flag: ${quoteChar(char)} in -${group}`)
    const spelled = `-${char}, --${shape.name}`
    const tail = group.slice(char.length)
    if (tail.length > 1 && tail.startsWith('=')) {
      flags.push({name: shape.name, spelled, value: readValue(shape, spelled, tail.slice(1))})
      break
    }
    if (shape.kind === 'boolean') {
      flags.push({name: shape.name, spelled, value: true})
      group = tail
      continue
    }
    const value = tail === '' ? rest.shift() : tail
    if (value === undefined) throw usage(`flag needs an argument: ${quoteChar(char)} in -${group}`)
    flags.push({name: shape.name, spelled, value})
    break
  }
  return flags
}

function readValue(shape: FlagShape, spelled: string, text: string): string | boolean {
  if (shape.kind === 'value') return text
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false
  throw invalidArgument(text, spelled, `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`)
}

/** pflag's sentence for a value that a flag cannot take; `spelled` is `--long` or `-s, --long`. */
export function invalidArgument(value: string, spelled: string, cause: string): DnetError {
  return usage(`invalid argument ${JSON.stringify(value)} for "${spelled}" flag: ${cause}`)
}

const quoteChar = (char: string): string => (char === "'" ? String.raw`'\''` : `'${char}'`)

const usage = (message: string): DnetError => new DnetError('USAGE', message, '')

/**
 * One occurrence of a list flag as pflag's StringSlice takes it: the first CSV record, split at commas, with `"a,b"` for
 * a value with a comma; '' is no value at all. Empty lines before the record and all lines after it are passed over
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
  // Go takes 64 bits; a number that JavaScript would round is refused rather than sent as another one.
  if (!Number.isSafeInteger(Number(value))) throw fail('value out of range')
  return Number(value)
}
