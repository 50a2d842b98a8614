import {DnetError} from '../errors.js'
import type {Container} from './container.js'
import type {Network} from './host.js'

/**
 * The network that a word means to the engine: its full id, else its name, else the beginning of its id (moby
 * daemon/network.go FindNetwork); undefined where there is none.
 * @throws DnetError NAME_AMBIGUOUS where several match equally well
 */
export const findNetwork = (networks: readonly Network[], word: string): Network | undefined =>
  find('network', networks, word)

/** The container that a word means to the engine, likewise; a leading slash is the engine's own spelling. */
export const findContainer = (containers: readonly Container[], word: string): Container | undefined =>
  find('container', containers, word.replace(/^\//, ''))

function find<T extends {readonly id: string; readonly name: string}>(
  kind: 'network' | 'container',
  things: readonly T[],
  word: string,
): T | undefined {
  const text = word.trim()
  if (text === '') return undefined
  const rules: ((thing: T) => boolean)[] = [
    ({id}) => id === text,
    ({name}) => name === text,
    ({id}) => id.startsWith(text),
  ]
  for (const rule of rules) {
    const found = things.filter(rule)
    if (found.length === 1) return found[0]
    if (found.length > 1) {
      const ids = found.map(({name, id}) => `${name} (${id.slice(0, 12)})`).join(', ')
      throw new DnetError('NAME_AMBIGUOUS', `${kind} "${text}" is ambiguous: ${ids}`, 'give more digits of the id')
    }
  }
  return undefined
}
