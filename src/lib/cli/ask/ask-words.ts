import {DnetError} from '../../errors.js'
import type {EngineFlags} from '../args/common-flags.js'
import type {WordKind, WordShape} from '../args/words.js'
import {liveValues} from '../complete/values.js'
import {pickOne, pickSome, type Row, typeLine} from './prompt.js'
import {createWizard} from './wizard.js'

export interface Asking {
  /** The command's words, as declared. */
  readonly shapes: readonly WordShape[]
  /** The words that are there. */
  readonly given: readonly string[]
  /** What the words are for, such as "rm". */
  readonly command: string
  readonly flags: EngineFlags & {readonly 'no-color'?: boolean}
  readonly signal: AbortSignal
}

/**
 * Asks a person for the words that a command line lacks.
 * @returns what to put at the end of the command line, flags too
 * @throws DnetError INTERRUPTED, without a message, where they leave; NOT_FOUND where there is nothing to choose from
 */
export async function askWords({shapes, given, command, flags, signal}: Asking): Promise<readonly string[]> {
  const noColour = flags['no-color'] === true
  const live = liveValues(flags, signal)
  try {
    const words = [...given]
    for (const shape of shapes.slice(given.length)) {
      if (shape.optional) break
      if (shape.kind === 'new') return await createWizard({flags, signal, noColour})
      if (shape.kind === 'text') {
        const line = await typeLine(`${shape.name}${shape.many ? '...' : ''}:`, notEmpty, noColour)
        words.push(...(shape.many ? line.split(/\s+/) : [line]))
      } else {
        const rows = rowsFor(shape.kind, command, await live.ofWord(shape.kind, words))
        if (rows.length === 0) throw new DnetError('NOT_FOUND', nothingFor(shape.kind, words), 'dnet ls --tree')
        const message = questionFor(shape, command, words)
        if (shape.many) words.push(...(await pickSome(message, rows, noColour)))
        else words.push(await pickOne(message, rows, noColour))
      }
    }
    return words.slice(given.length)
  } finally {
    live.close()
  }
}

const notEmpty = (line: string): string => (line === '' ? 'it must not be empty' : '')

/** The engine's own networks cannot be removed, nor can containers be connected to all of them. */
function rowsFor(kind: WordKind, command: string, rows: readonly Row[]): readonly Row[] {
  if (kind !== 'network') return rows
  if (command === 'rm') return rows.filter(({value}) => !['bridge', 'host', 'none'].includes(value))
  if (command === 'connect') return rows.filter(({value}) => !['host', 'none'].includes(value))
  return rows
}

function questionFor({kind, many}: WordShape, command: string, words: readonly string[]): string {
  const what = {
    network: many ? 'networks' : 'network',
    container: many ? 'containers' : 'container',
    apart: many ? 'containers' : 'container',
    attached: many ? 'containers' : 'container',
    thing: 'network or container',
    shell: 'shell',
    text: 'text',
    new: 'network',
  }[kind]
  const to = words.length > 0 ? ` ${command === 'disconnect' ? 'from' : 'to'} ${words.join(' ')}` : ''
  return `${command} which ${what}${to}?`
}

function nothingFor(kind: WordKind, words: readonly string[]): string {
  if (kind === 'attached') return `no container is on ${words.join(' ')}`
  if (kind === 'apart') return `no container is left that is not on ${words.join(' ')}`
  return kind === 'network' ? 'there is no network to choose' : 'there is no container to choose'
}
