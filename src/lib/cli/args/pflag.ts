import {DnetError} from '../../errors.js'
import {nearest} from '../../nearest.js'

/** What the reader needs to know about a flag: its names, and whether it has a value. */
export interface FlagShape {
  readonly name: string
  readonly char: string | undefined
  readonly kind: 'boolean' | 'value'
}

/** A flag that was given. */
interface GivenFlag {
  readonly name: string
  /** As pflag calls it: `--name` or `-n, --name`. */
  readonly spelled: string
  readonly value: string | boolean
}

/** A piece of a command line. `at` is the index of the word in which it begins. */
export type ArgvToken = {readonly at: number} & (
  | (GivenFlag & {
      readonly kind: 'flag'
      /** Where in its word the attached value begins. */
      readonly valueAt?: number
    })
  | {readonly kind: 'word'; readonly text: string}
  /** `--`: what follows are words. */
  | {readonly kind: 'end'}
  /** A flag at the end of the line that lacks its value. */
  | {readonly kind: 'open'; readonly name: string; readonly spelled: string; readonly error: DnetError}
  /** An unknown flag or an invalid value; the rest of its word is skipped. */
  | {readonly kind: 'wrong'; readonly error: DnetError}
)

/** The parts of a command line: flags in the order written, and the other words. */
interface ReadArgv {
  readonly flags: readonly GivenFlag[]
  readonly words: readonly string[]
}

/** The flags and words of a command line. @throws DnetError USAGE with pflag's own sentence */
export function readArgv(argv: readonly string[], shapes: readonly FlagShape[]): ReadArgv {
  const flags: GivenFlag[] = []
  const words: string[] = []
  for (const token of tokens(argv, shapes)) {
    if (token.kind === 'wrong' || token.kind === 'open') throw token.error
    if (token.kind === 'word') words.push(token.text)
    if (token.kind === 'flag') flags.push(token)
  }
  return {flags, words}
}

/**
 * Splits a command line by the rules of pflag 1.0, which the Docker CLI uses: `--name=v`, `--name v`, `-nv`, `-n=v`,
 * grouped booleans (`-qf v`), booleans with a value only after `=`, flags anywhere, `--` ends them. An error is a token
 * too: to run the line, throw it, with pflag's own sentence; to complete the line, ignore it.
 */
export function* tokens(argv: readonly string[], shapes: readonly FlagShape[]): Generator<ArgvToken, void> {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') {
      yield {kind: 'end', at}
      yield* argv.slice(at + 1).map((text, i): ArgvToken => ({kind: 'word', at: at + 1 + i, text}))
      return
    }
    if (!word.startsWith('-') || word === '-') {
      yield {kind: 'word', at, text: word}
      continue
    }
    const found = word.startsWith('--') ? [longFlag(word, at, shapes)] : shortFlags(word, at, shapes)
    const last = found.at(-1)
    const next = argv[at + 1]
    if (last?.kind !== 'open' || next === undefined) yield* found
    else {
      yield* found.slice(0, -1)
      yield {kind: 'flag', at, name: last.name, spelled: last.spelled, value: next}
      at += 1
    }
  }
}

function longFlag(word: string, at: number, shapes: readonly FlagShape[]): ArgvToken {
  const body = word.slice(2)
  if (body.startsWith('-') || body.startsWith('=')) return wrong(at, usage(`bad flag syntax: ${word}`))
  const cut = body.indexOf('=')
  const name = cut < 0 ? body : body.slice(0, cut)
  const shape = shapes.find((each) => each.name === name)
  if (!shape) return wrong(at, unknownFlag(name, shapes))
  if (cut >= 0) return withValue(shape, at, word, cut + 3)
  const spelled = spelledOf(shape)
  if (shape.kind === 'boolean') return {kind: 'flag', at, name, spelled, value: true}
  return {kind: 'open', at, name, spelled, error: usage(`flag needs an argument: --${name}`)}
}

function shortFlags(word: string, at: number, shapes: readonly FlagShape[]): ArgvToken[] {
  const flags: ArgvToken[] = []
  for (let from = 1; from < word.length; ) {
    const [char = ''] = word.slice(from)
    const shape = shapes.find((each) => each.char === char)
    const group = word.slice(from)
    if (!shape) return [...flags, wrong(at, usage(`unknown shorthand flag: ${quoteChar(char)} in -${group}`))]
    from += char.length
    const tail = word.slice(from)
    if (tail.length > 1 && tail.startsWith('=')) return [...flags, withValue(shape, at, word, from + 1)]
    const {name} = shape
    const spelled = spelledOf(shape)
    if (shape.kind === 'boolean') flags.push({kind: 'flag', at, name, spelled, value: true})
    else if (tail !== '') return [...flags, withValue(shape, at, word, from)]
    else {
      const error = usage(`flag needs an argument: ${quoteChar(char)} in -${group}`)
      return [...flags, {kind: 'open', at, name, spelled, error}]
    }
  }
  return flags
}

function withValue(shape: FlagShape, at: number, word: string, valueAt: number): ArgvToken {
  const {name} = shape
  const spelled = spelledOf(shape)
  const text = word.slice(valueAt)
  if (shape.kind === 'value') return {kind: 'flag', at, name, spelled, value: text, valueAt}
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return {kind: 'flag', at, name, spelled, value: true}
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return {kind: 'flag', at, name, spelled, value: false}
  const cause = `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`
  return wrong(at, invalidArgument(text, spelled, cause))
}

const spelledOf = ({name, char}: FlagShape): string => (char ? `-${char}, --${name}` : `--${name}`)

/** pflag's sentence for an invalid value; `spelled` is `--long` or `-s, --long`. */
export function invalidArgument(value: string, spelled: string, cause: string): DnetError {
  return usage(`invalid argument ${JSON.stringify(value)} for "${spelled}" flag: ${cause}`)
}

function unknownFlag(name: string, shapes: readonly FlagShape[]): DnetError {
  const near = nearest(
    name,
    shapes.map((shape) => shape.name),
  )
  return new DnetError('USAGE', `unknown flag: --${name}`, near ? `use --${near}, if you meant that` : '')
}

const quoteChar = (char: string): string => (char === "'" ? String.raw`'\''` : `'${char}'`)

const wrong = (at: number, error: DnetError): ArgvToken => ({kind: 'wrong', at, error})

const usage = (message: string): DnetError => new DnetError('USAGE', message, '')
