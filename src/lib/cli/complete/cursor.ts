import {readStart} from '../args/argv.js'
import type {EngineFlags} from '../args/common-flags.js'
import {shapesOf} from '../args/flag-values.js'
import {commonFlags, type DeclaredCommand, type DeclaredFlag} from '../args/manifest.js'
import type {Offer} from '../args/offer.js'
import {type ArgvToken, tokens} from '../args/pflag.js'
import {wordsBeside} from '../args/words.js'

/** What the last word of a command line can be. */
export type Cursor =
  /** A command, or a subcommand of `topic`; '' for none. */
  | {readonly at: 'command'; readonly topic: string}
  | {readonly at: 'flag'; readonly flags: Readonly<Record<string, DeclaredFlag>>}
  | ({
      readonly at: 'value'
      /** The part of the word before the value, such as `--driver=`. */
      readonly prefix: string
    } & Wanted)
  | ({
      readonly at: 'word'
      /** The command's id, which may also begin the ids of subcommands. */
      readonly topic: string
    } & Wanted)
  /** Nothing that completion knows. */
  | {readonly at: 'nowhere'}

interface Wanted {
  readonly offers: Offer | undefined
  /** The part that is typed. */
  readonly typed: string
  /** The command's words before this one. */
  readonly given: readonly string[]
  readonly engineFlags: EngineFlags
}

/** Finds what the last word can be. @param commands all of them, as in the manifest */
export function cursorOf(words: readonly string[], commands: readonly DeclaredCommand[]): Cursor {
  const typed = words.at(-1) ?? ''
  const {leading, path, command, own} = readStart(words.slice(0, -1), commands)
  const common = commonFlags(commands)
  const chooses = (name: string): boolean => common[name]?.helpGroup === 'ENGINE' || name === 'from'
  const engineFlags = (read: readonly ArgvToken[]): EngineFlags =>
    Object.fromEntries(givenValues(read).filter(([name]) => chooses(name))) as unknown as EngineFlags
  if (command) {
    const read = [...tokens(own, shapesOf(command.flags))]
    return inCommand(command, read, typed, engineFlags([...leading, ...read]))
  }
  const [first, second] = path
  if (first !== undefined) return second === undefined ? {at: 'command', topic: first} : {at: 'nowhere'}
  const open = leading.at(-1)
  if (open?.kind === 'open') {
    const {offers} = common[open.name] ?? {}
    return {at: 'value', prefix: '', offers, typed, given: [], engineFlags: engineFlags(leading)}
  }
  return typed.startsWith('-') ? {at: 'flag', flags: common} : {at: 'command', topic: ''}
}

/** @param read what is between the command's name and the last word */
function inCommand(
  {flags, words = [], ...command}: DeclaredCommand,
  read: readonly ArgvToken[],
  typed: string,
  engineFlags: EngineFlags,
): Cursor {
  const given = read.flatMap((token) => (token.kind === 'word' ? [token.text] : []))
  const open = read.at(-1)
  if (open?.kind === 'open')
    return {at: 'value', prefix: '', offers: flags[open.name]?.offers, typed, given, engineFlags}
  if (typed.startsWith('-') && !read.some(({kind}) => kind === 'end')) {
    const token = [...tokens([typed], shapesOf(flags))].at(-1)
    if (token?.kind !== 'flag' || token.valueAt === undefined) return {at: 'flag', flags}
    // pflag reads `-d=` as the value `=`; here the value is not typed yet.
    const valueAt = token.value === '=' ? typed.length : token.valueAt
    const [prefix, value] = [typed.slice(0, valueAt), typed.slice(valueAt)]
    return {at: 'value', prefix, offers: flags[token.name]?.offers, typed: value, given, engineFlags}
  }
  const shapes = wordsBeside(words, Object.fromEntries(givenValues(read)))
  const last = shapes.at(-1)
  const {offers} = shapes[given.length] ?? (last?.many ? last : {})
  return {at: 'word', topic: command.id, offers, typed, given, engineFlags}
}

const givenValues = (read: readonly ArgvToken[]) =>
  read.flatMap((token) => (token.kind === 'flag' ? [[token.name, token.value] as const] : []))
