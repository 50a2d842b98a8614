import {DnetError} from '../../errors.js'
import type {EngineFlags} from '../args/common-flags.js'
import {fixedValues, type LiveKind, type Offer} from '../args/offer.js'
import type {WordShape} from '../args/words.js'
import {liveValues} from '../complete/values.js'
import {pickFew, pickOne, pickSome, typeLine} from './prompt.js'
import {createWizard} from './wizard.js'

interface Asking {
  /** The command's words, as declared. */
  readonly shapes: readonly WordShape[]
  /** The words that were given. */
  readonly given: readonly string[]
  /** The command that they are for, such as "rm". */
  readonly command: string
  readonly flags: EngineFlags & {readonly 'no-color'?: boolean}
  readonly signal: AbortSignal
}

/**
 * Asks a person for the words missing from a command line.
 * @returns what to add to the end of the command line, including flags
 * @throws DnetError INTERRUPTED, without a message, if they cancel; NOT_FOUND if there is nothing to choose from
 */
export async function askWords({shapes, given, command, flags, signal}: Asking): Promise<readonly string[]> {
  const manner = {noColour: flags['no-color'] === true}
  const live = liveValues(flags, signal)
  try {
    const words = [...given]
    for (const shape of shapes.slice(given.length)) {
      if (shape.optional) break
      const {offers} = shape
      if (offers === 'new-network') return await createWizard({flags, signal, manner})
      if (offers === undefined) {
        const line = await typeLine(`${shape.name}${shape.many ? '...' : ''}:`, notEmpty, manner)
        words.push(...(shape.many ? line.split(/\s+/) : [line]))
      } else {
        const rows = typeof offers === 'string' ? await live.of(offers, words) : fixedValues(offers)
        if (rows.length === 0) throw new DnetError('NOT_FOUND', nothingFor(offers, words), 'dnet ls --tree')
        const message = questionFor(shape, command, words)
        if (shape.many) words.push(...(await pickSome(message, rows, manner)))
        else words.push(await (typeof offers === 'string' ? pickOne : pickFew)(message, rows, manner))
      }
    }
    return words.slice(given.length)
  } finally {
    live.close()
  }
}

const notEmpty = (line: string): string => (line === '' ? 'it must not be empty' : '')

/** What the values of a kind are. */
const NOUNS: Readonly<Partial<Record<LiveKind, string>>> = {
  network: 'network',
  'own-network': 'network',
  'joinable-network': 'network',
  'left-network': 'network',
  container: 'container',
  'connected-container': 'container',
  'unconnected-container': 'container',
  'network-or-container': 'network or container',
  'name-scope': 'network or container',
}

function questionFor({name, offers, many}: WordShape, command: string, words: readonly string[]): string {
  const noun = (typeof offers === 'string' ? NOUNS[offers] : undefined) ?? name.toLowerCase()
  return `${['dnet', command, ...words].join(' ')}: which ${noun}${many ? 's' : ''}?`
}

function nothingFor(offers: Offer, words: readonly string[]): string {
  if (offers === 'connected-container') return `no container is on ${words.join(' ')}`
  if (offers === 'unconnected-container') return `no container left to connect to ${words.join(' ')}`
  return offers === 'container' ? 'no containers to choose from' : 'no networks to choose from'
}
