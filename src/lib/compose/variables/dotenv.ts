import type {Problems} from '../problem.js'
import {InterpolationError, interpolate, type Lookup} from './interpolate.js'

const SPACE = '[\\t\\v\\f\\r \\u0085\\u00a0]'
const KEY = new RegExp(`^(?:export${SPACE}+)?((?:[\\p{L}\\p{N}_.\\-[\\]]|${SPACE})*)(=|:|\\n|$)`, 'u')

/**
 * The variables of an `.env` file as Compose reads it: `KEY=value`, `KEY: value`, `export KEY=value`, `KEY` alone
 * (taken from `lookup`), `#` comments, single quotes (literal), double quotes (escapes and variables), and variables in
 * unquoted values. When a value refers to a variable, `lookup` wins over the file.
 * A malformed line is a problem, and the lines after it are not read.
 */
export function readDotenv(file: string, text: string, lookup: Lookup, problems: Problems): Map<string, string> {
  const found = new Map<string, string>()
  const source = text.replace(/^\uFEFF/, '')
  const resolve = (name: string) => lookup(name) ?? found.get(name)
  let position = 0
  const stop = (message: string) => {
    problems.add({file, line: source.slice(0, position).split('\n').length}, message)
    return found
  }
  for (;;) {
    position += /(?:\s|#[^\n]*)*/.exec(source.slice(position))?.[0].length ?? 0
    if (position >= source.length) return found
    const rest = source.slice(position)
    const match = KEY.exec(rest)
    const name = match?.[1]?.trim()
    if (match === null || name === undefined) return stop('a variable name contains an invalid character')
    if (name.includes(' ')) return stop('a variable name cannot contain a space')
    if (match[2] === '\n' || match[2] === '') {
      const inherited = lookup(name)
      if (inherited !== undefined) found.set(name, inherited)
      position += match[0].length
      continue
    }
    const lead = new RegExp(`^${SPACE}*`).exec(rest.slice(match[0].length))?.[0].length ?? 0
    const value = readValue(rest.slice(match[0].length + lead))
    if (value === undefined) return stop('the closing quote is missing')
    try {
      found.set(name, value.literal ? value.text : interpolate(value.text, resolve))
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error
      return stop(error.message)
    }
    position += match[0].length + lead + value.length
  }
}

interface Value {
  readonly text: string
  readonly literal: boolean
  /** Characters of the source that were read. */
  readonly length: number
}

function readValue(source: string): Value | undefined {
  const quote = source[0]
  if (quote !== '"' && quote !== "'") {
    const line = source.split('\n', 1)[0] ?? ''
    return {text: (line.split(' #', 1)[0] ?? '').trimEnd(), literal: false, length: line.length}
  }
  let text = ''
  for (let i = 1; i < source.length; i++) {
    if (source[i] === quote)
      return {text: quote === '"' ? withoutEscapes(text) : text, literal: quote === "'", length: i + 1}
    // A backslash escapes only the quote here: other escapes are read afterwards, in double quotes only.
    if (source[i] === '\\') {
      i++
      text += source[i] === quote ? quote : `\\${source[i]}`
    } else text += source[i]
  }
  return undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  $: '$$',
}

/** `\$` becomes `$$`, which interpolation turns into a literal `$`. An unknown escape stays as it is. */
const withoutEscapes = (text: string): string =>
  text.replace(/\\([abfnrtv$"\\])/g, (all, c: string) => ESCAPES[c] ?? all)
