import {DnetError} from '../../errors.js'
import {countOf} from '../../view/text/amounts.js'
import type {Offer} from './offer.js'

/**
 * A word of a command line, or several of one kind, declared once: their number, their name in help, completion and the
 * questions to a person all follow from it.
 */
export interface WordShape {
  /** As help shows it, such as NETWORK. */
  readonly name: string
  /** What to choose from; undefined for a word that is typed. */
  readonly offers?: Offer
  /** The word may be repeated, up to the end of the line. */
  readonly many?: boolean
  /** It may be left out, and a person is not asked for it. */
  readonly optional?: boolean
  /** The flag that replaces this word, such as `all`: with the flag, the word is not given. */
  readonly unless?: string
}

/** The words that may be given together with flags of these values. */
export const wordsBeside = (
  shapes: readonly WordShape[],
  flags: Readonly<Record<string, unknown>>,
): readonly WordShape[] => shapes.filter(({unless}) => unless === undefined || !isGiven(flags[unless]))

/** The flag among these that replaces a word; undefined for none. */
const standIn = (shapes: readonly WordShape[], flags: Readonly<Record<string, unknown>>): string | undefined =>
  shapes.find(({unless}) => unless !== undefined && isGiven(flags[unless]))?.unless

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

/**
 * @param path the words that start the command, such as `dnet ls`
 * @param given how many words follow
 * @throws DnetError USAGE in the Docker CLI's words (docker/cli v28.2.2 cli/required.go) for too few words or too many
 */
export function checkCount(
  path: string,
  given: number,
  shapes: readonly WordShape[],
  flags: Readonly<Record<string, unknown>>,
): void {
  const allowed = wordsBeside(shapes, flags)
  const least = allowed.filter(({optional}) => !optional).length
  const most = allowed.some(({many}) => many) ? Number.POSITIVE_INFINITY : allowed.length
  if (given >= least && given <= most) return
  const flag = standIn(shapes, flags)
  const who = `'${path}${flag === undefined ? '' : ` --${flag}`}'`
  const some = (count: number): string => countOf(count, 'argument')
  if (most === 0) throw usage(`${who} accepts no arguments`)
  if (given > least && least < most) throw usage(`${who} requires at most ${some(most)}`)
  // Docker's connect takes exactly two words; dnet's takes more, but keeps Docker's sentence for too few.
  throw usage(`${who} requires ${least === 1 && most > 1 ? 'at least ' : ''}${some(least)}`)
}

const usage = (message: string): DnetError => new DnetError('USAGE', message, '')
