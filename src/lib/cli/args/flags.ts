import {Flags, type Interfaces} from '@oclif/core'
import {parsePrefix} from '../../net/prefix.js'
import {readCsvRecord, readGoInt} from './go-values.js'
import type {Offer} from './offer.js'

/**
 * The kinds of flag that dnet has, as oclif flags. oclif holds the declaration (help, manifest, types); `pflag.ts`
 * reads the command line and passes each value to `parse` here. A RangeError from `parse` becomes pflag's sentence for
 * an invalid value.
 */
interface FlagAbout {
  readonly summary: string
  readonly char?: 'H' | 'a' | 'd' | 'f' | 'h' | 'o' | 'q' | 'v' | 'y'
  readonly helpValue?: string
  readonly helpGroup?: 'ENGINE' | 'OUTPUT'
  /** What completion offers for its value. */
  readonly offers?: Offer
}

type Pair = readonly [key: string, value: string]

/** False if not given. */
export const flag = (summary: string, about: Omit<FlagAbout, 'summary'> = {}) => Flags.boolean({...about, summary})

/** A boolean with a third state: undefined if not given. */
export const triState = (summary: string, about: Omit<FlagAbout, 'summary'> = {}) =>
  Flags.boolean({...about, summary, default: undefined})

/** Any text; if not given, the default or ''. */
export const string = (about: FlagAbout & {readonly default?: string}) =>
  parsed((given) => given, {default: '', ...about})

/** Any text; undefined if not given. */
export const stringOrNone = (about: FlagAbout) => parsedOrNone((given) => given, about)

/** The value that `parse` returns. @param parse throws RangeError, or DnetError USAGE, for an invalid text */
export const parsed = <T>(parse: (given: string) => T, about: FlagAbout & {readonly default: NoInfer<T>}) =>
  option<T>(parse, about)

/** As `parsed`, but undefined if not given. */
export const parsedOrNone = <T>(parse: (given: string) => T, about: FlagAbout) => option<T | undefined>(parse, about)

/** May be repeated; `parse` reads each occurrence. */
const many = <T>(parse: (given: string) => T, about: FlagAbout) =>
  option<T[]>(parse, {...about, multiple: true, default: []})

/** oclif derives the type of the value from `multiple` and `default`; here the builders above state it. */
function option<R>(
  parse: (given: string) => unknown,
  about: FlagAbout & {readonly multiple?: true; readonly default?: unknown},
): Interfaces.OptionFlag<R> {
  const flag: unknown = Flags.custom<unknown>()({...about, parse: async (given: string) => parse(given)} as never)
  return flag as Interfaces.OptionFlag<R>
}

/** A text that is not empty, for `parsed`. @throws RangeError */
export function notEmpty(given: string): string {
  if (given === '') throw new RangeError('it is empty')
  return given
}

/** One of a few values, which are also what completion offers. */
export const choice = <T extends string, D extends T | ''>(
  values: readonly T[],
  about: Omit<FlagAbout, 'offers'> & {readonly default: D},
) => parsed<T | D>((given) => oneOf(values, given), {...about, offers: values})

function oneOf<T extends string>(values: readonly T[], given: string): T {
  const found = values.find((each) => each === given)
  if (found === undefined) throw new RangeError(`it must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`)
  return found
}

/** May be repeated, each time with several values separated by commas. Use `.flat()` on the result. */
export const strings = (about: FlagAbout) => many(readCsvRecord, about)

/** As `strings`, each value a prefix. */
export const prefixes = (about: FlagAbout) => many((given) => readCsvRecord(given).map(parsePrefix), about)

/** May be repeated, one value each; a comma is part of the value. */
export const list = (about: FlagAbout) => many((given) => given, about)

/** May be repeated: `key=value`, split at the first `=`; without `=` the value is ''. The last value of a key wins. */
export const map = (about: FlagAbout) => many(cutAtEquals, {helpValue: 'KEY=VALUE', ...about})

/** May be repeated: `KEY[=VALUE]`; the key must not be empty or, except at its start, contain a blank. */
export const labels = (about: FlagAbout) =>
  many(
    (given): Pair => {
      const [key, labelled] = cutAtEquals(given)
      const bare = key.replace(/^[ \t]+/, '')
      if (bare === '') throw new RangeError(`invalid label '${given}': empty name`)
      if (/[ \t]/.test(bare)) throw new RangeError(`label '${key}' contains whitespaces`)
      return [key, labelled]
    },
    {helpValue: 'KEY[=VALUE]', ...about},
  )

/** May be repeated: `key=value`, key lower-cased, both trimmed; '' is ignored. Use `.flat()`, then `toFilters`. */
export const filter = (about: FlagAbout) =>
  many(
    (given): readonly Pair[] => {
      if (given === '') return []
      if (!given.includes('=')) throw new RangeError('bad format of filter (expected name=value)')
      const [key, wanted] = cutAtEquals(given)
      return [[key.toLowerCase().trim(), wanted.trim()]]
    },
    {helpValue: 'KEY=VALUE', ...about},
  )

/** A whole number as Go reads it, 64 bits; 0 if not given. */
export const wholeNumber = (about: FlagAbout) => parsed(readGoInt, {...about, default: 0})

/** As `wholeNumber`, but undefined if not given. */
export const wholeNumberOrNone = (about: FlagAbout) => parsedOrNone(readGoInt, about)

/** May be repeated, one each: `container` or `container:alias`. */
export const links = (about: FlagAbout) =>
  many((given) => {
    if (given === '') throw new RangeError('empty string specified for links')
    if (given.split(':').length > 2) throw new RangeError(`bad format for links: ${given}`)
    return given
  }, about)

function cutAtEquals(given: string): Pair {
  const at = given.indexOf('=')
  return at < 0 ? [given, ''] : [given.slice(0, at), given.slice(at + 1)]
}

/** `--dry-run`, of every command that changes something. */
export const dryRun = () => flag('print what would be done and change nothing')

/** `--no-check`, of every command that checks the host before it changes something. */
export const noCheck = () => flag('skip the checks before the change')

/** `--strict`: a warning counts as an error. */
export const strict = () => flag('treat warnings as errors')

/** `--yes`, of every command that asks before it carries out several steps. */
export const yes = () => flag('do not ask for confirmation', {char: 'y'})

/** `--no-pager`, of every command with output that may be longer than a terminal. */
export const noPager = () => flag('do not page long output on a terminal')

/** `--from`, of every command that only reads (or does with `--dry-run`). */
export const fromSnapshot = () =>
  stringOrNone({helpValue: 'FILE', summary: 'read a snapshot instead of an engine; see dnet snapshot'})
