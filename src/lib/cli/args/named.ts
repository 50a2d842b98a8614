import {DnetError} from '../../errors.js'
import {nearest} from './nearest.js'

interface Thing {
  readonly id: string
  readonly name: string
}

/**
 * What a word names, by the engine's own rules.
 * @throws DnetError NETWORK_NOT_FOUND or CONTAINER_NOT_FOUND, with the name that was most likely meant
 */
export function named<T extends Thing>(
  kind: 'network' | 'container',
  word: string,
  things: readonly T[],
  find: (things: readonly T[], word: string) => T | undefined,
): T {
  const found = find(things, word)
  if (found) return found
  const near = nearest(
    word,
    things.map(({name}) => name),
  )
  const hint = near ? `did you mean "${near}"` : kind === 'network' ? 'dnet ls' : 'docker ps --all'
  throw new DnetError(
    kind === 'network' ? 'NETWORK_NOT_FOUND' : 'CONTAINER_NOT_FOUND',
    `${kind} ${word} not found`,
    hint,
  )
}

/** Reports whether one of the words may name a thing: to choose what is worth an inspect. */
export const mayBeNamed =
  (words: readonly string[]) =>
  ({id, name}: Thing): boolean =>
    words.some((word) => name === word.replace(/^\//, '') || (word !== '' && id.startsWith(word)))
