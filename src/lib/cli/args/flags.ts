import {Flags} from '@oclif/core'
import {invalidArgument, readCsvRecord, readGoInt} from './pflag.js'

/**
 * The kinds of flag that `docker network` has beyond string and boolean, as oclif flags. oclif holds the declaration
 * (help, manifest, types); the command line itself is read by `pflag.ts`, see `BaseCommand.parse`.
 */

type Pair = readonly [key: string, value: string]

type Summary = {readonly summary: string; readonly char?: 'd' | 'f' | 'o'; readonly helpValue?: string}

const spelled = (name: string, char: string | undefined): string => (char ? `-${char}, --${name}` : `--${name}`)

/** May be repeated, and each occurrence may hold several values parted by commas. Use `.flat()` on what comes back. */
export const strings = (name: string, about: Summary) =>
  Flags.custom<readonly string[]>({
    ...about,
    parse: async (text) => {
      try {
        return readCsvRecord(text)
      } catch (error) {
        throw invalidArgument(text, spelled(name, about.char), (error as Error).message)
      }
    },
  })({multiple: true, default: []})

/** May be repeated, one value each; a comma is part of the value. */
export const list = (about: Summary) =>
  Flags.custom<string>({...about, parse: async (text) => text})({multiple: true, default: []})

/** May be repeated: `key=value`, cut at the first `=`; no `=` gives ''. The last of a key wins. */
export const map = (about: Summary) =>
  Flags.custom<Pair>({
    ...about,
    helpValue: about.helpValue ?? 'KEY=VALUE',
    parse: async (text) => cutAtEquals(text),
  })({multiple: true, default: []})

/** May be repeated: `KEY[=VALUE]`; the key must not be empty nor, leading blanks apart, hold a blank. */
export const labels = (name: string, about: Summary) =>
  Flags.custom<Pair>({
    ...about,
    helpValue: 'KEY[=VALUE]',
    parse: async (text) => {
      const [key, value] = cutAtEquals(text)
      const bare = key.replace(/^[ \t]+/, '')
      if (bare === '') throw invalidArgument(text, spelled(name, about.char), `invalid label '${text}': empty name`)
      if (/[ \t]/.test(bare))
        throw invalidArgument(text, spelled(name, about.char), `label '${key}' contains whitespaces`)
      return [key, value]
    },
  })({multiple: true, default: []})

/** May be repeated: `key=value`, key lower-cased, both trimmed; '' is ignored. Use `.flat()`, then `toFilters`. */
export const filter = (name: string, about: Summary) =>
  Flags.custom<readonly Pair[]>({
    ...about,
    helpValue: 'KEY=VALUE',
    parse: async (text) => {
      if (text === '') return []
      if (!text.includes('='))
        throw invalidArgument(text, spelled(name, about.char), 'bad format of filter (expected name=value)')
      const [key, value] = cutAtEquals(text)
      return [[key.toLowerCase().trim(), value.trim()]]
    },
  })({multiple: true, default: []})

/** A whole number, 64 bits, as Go reads it. */
export const integer = (name: string, about: Summary) =>
  Flags.custom<number>({
    ...about,
    default: 0,
    parse: async (text) => parseInteger(text, spelled(name, about.char)),
  })()

/** As `integer`, but undefined where it is not given. */
export const integerOrNone = (name: string, about: Summary) =>
  Flags.custom<number>({...about, parse: async (text) => parseInteger(text, spelled(name, about.char))})()

/** May be repeated, one each: `container` or `container:alias`. */
export const links = (name: string, about: Summary) =>
  Flags.custom<string>({
    ...about,
    parse: async (text) => {
      const fail = (why: string) => invalidArgument(text, spelled(name, about.char), why)
      if (text === '') throw fail('empty string specified for links')
      if (text.split(':').length > 2) throw fail(`bad format for links: ${text}`)
      return text
    },
  })({multiple: true, default: []})

function parseInteger(text: string, flag: string): number {
  try {
    return readGoInt(text)
  } catch (error) {
    throw invalidArgument(text, flag, (error as Error).message)
  }
}

function cutAtEquals(text: string): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** A boolean that may also be left open: undefined where it is not given. */
export const triState = (summary: string) => Flags.boolean({summary, default: undefined})

/** `--dry-run`, of every command that changes something. */
export const dryRun = () => Flags.boolean({summary: 'print what would be done and change nothing'})

/** `--no-check`, of every command that looks at what is there before it changes something. */
export const noCheck = () => Flags.boolean({summary: 'do not look at what is there first'})

/** `--strict`: what would only be warned of is an error. */
export const strict = () => Flags.boolean({summary: 'refuse what would only be warned of'})

/** `--no-pager`, of every command whose answer may be longer than a terminal. */
export const noPager = () => Flags.boolean({summary: 'do not page a long answer on a terminal'})

/** `--from`, of every command that only looks (or, with `--dry-run`, would only look). */
export const fromSnapshot = () =>
  Flags.string({helpValue: 'FILE', summary: 'look at a snapshot in place of an engine; see dnet snapshot'})
