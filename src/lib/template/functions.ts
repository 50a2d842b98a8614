import {decodeRune, encodeRune, fromRune, isDigitRune, isLetter, isUnicodeSpace, runesOf} from './bytes.js'
import {ANY, GoError, type GoFunction, type GoType, INT, STRING, STRINGS, stringValue, Value} from './go-type.js'
import {jsonOf} from './json-encode.js'
import {bigintOf, listOf, stringOf} from './reflect.js'

type Arg = Value | undefined

const func = (params: readonly GoType[], call: (...args: Arg[]) => Arg): GoFunction => ({
  params,
  variadic: false,
  results: 1,
  call,
})

/** The functions that the Docker CLI 28.2.2 adds to Go's (docker/cli templates/templates.go). */
export const DOCKER_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ['json', func([ANY], (value) => stringValue(jsonOf(value, false)))],
  ['split', func([STRING, STRING], (text, by) => new Value(STRINGS, split(stringOf(text), stringOf(by))))],
  [
    'join',
    func([STRINGS, STRING], (list, by) => stringValue(list === undefined ? '' : listOf(list).join(stringOf(by)))),
  ],
  ['title', func([STRING], (text) => stringValue(title(stringOf(text))))],
  ['lower', func([STRING], (text) => stringValue(mapRunes(stringOf(text), lowerOf)))],
  ['upper', func([STRING], (text) => stringValue(mapRunes(stringOf(text), upperOf)))],
  [
    'pad',
    func([STRING, INT, INT], (text, before, after) =>
      stringValue(pad(stringOf(text), bigintOf(before), bigintOf(after))),
    ),
  ],
  ['truncate', func([STRING, INT], (text, length) => stringValue(truncate(stringOf(text), bigintOf(length))))],
])

const unchanged = (params: readonly GoType[]): GoFunction => func(params, (text) => text)

/** What takes their place for the header line of a table: a header is not cut, split or written otherwise. */
export const HEADER_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ['json', unchanged([STRING])],
  ['split', unchanged([STRING, STRING])],
  ['join', unchanged([STRING, STRING])],
  ['title', unchanged([STRING])],
  ['lower', unchanged([STRING])],
  ['upper', unchanged([STRING])],
  ['truncate', unchanged([STRING, INT])],
])

function split(text: string, by: string): string[] {
  if (by !== '') return text.split(by)
  const parts: string[] = []
  for (let at = 0; at < text.length; ) {
    const {size} = decodeRune(text, at)
    parts.push(text.slice(at, at + size))
    at += size
  }
  return parts
}

function pad(text: string, before: bigint, after: bigint): string {
  if (text === '') return text
  return blanks(before) + text + blanks(after)
}

function blanks(count: bigint): string {
  if (count < 0n) throw new GoError('strings: negative Repeat count')
  return ' '.repeat(Number(count))
}

function truncate(text: string, length: bigint): string {
  if (BigInt(text.length) < length) return text
  if (length < 0n) throw new GoError(`runtime error: slice bounds out of range [:${length}]`)
  return text.slice(0, Number(length))
}

function mapRunes(bytes: string, change: (rune: number) => number): string {
  return runesOf(bytes)
    .map((rune) => encodeRune(change(rune)))
    .join('')
}

/** The rune that a rune becomes, where it becomes one: Go knows no one-to-many case, `ß` stays. */
function cased(rune: number, change: (char: string) => string): number {
  const [first = '', second] = change(fromRune(rune))
  return second === undefined ? (first.codePointAt(0) ?? rune) : rune
}

const upperOf = (rune: number): number => cased(rune, (char) => char.toUpperCase())
const lowerOf = (rune: number): number => (rune === 0x130 ? 0x69 : cased(rune, (char) => char.toLowerCase()))

/** The digraphs, the only letters whose title case is not their upper case: each triple's second. */
const titleOf = (rune: number): number => {
  if (rune >= 0x1c4 && rune <= 0x1cc) return rune - ((rune - 0x1c4) % 3) + 1
  return rune >= 0x1f1 && rune <= 0x1f3 ? 0x1f2 : upperOf(rune)
}

/** Go's strings.Title: upper case for each letter that starts a word. */
function title(bytes: string): string {
  let previous = 0x20
  return mapRunes(bytes, (rune) => {
    const starts = isSeparator(previous)
    previous = rune
    return starts ? titleOf(rune) : rune
  })
}

function isSeparator(rune: number): boolean {
  if (rune < 0x80) return !/[A-Za-z0-9_]/.test(fromRune(rune))
  return !isLetter(rune) && !isDigitRune(rune) && isUnicodeSpace(rune)
}
