import {DnetError} from '../errors.js'
import {nearest} from '../nearest.js'
import type {Container} from './container.js'
import {containersOf, type Host, type Network} from './host.js'
import {shortId} from './ids.js'
import {OF_PODMAN} from './predefined.js'

interface Named {
  readonly id: string
  readonly name: string
}

/**
 * The network that a word refers to: by its full id, else its name, else the beginning of its id, as in the engine
 * (moby daemon/network.go FindNetwork); undefined if there is none.
 * @throws DnetError NAME_AMBIGUOUS if several match equally well
 */
export const findNetwork = (networks: readonly Network[], word: string): Network | undefined =>
  find('network', networks, word)

/** All networks that a word may refer to, by the first of these rules that fits any. */
export const networksMeant = (networks: readonly Network[], word: string): Network[] => meant(networks, word)

/** All containers that a word may refer to, found in the same way. */
export const containersMeant = (containers: readonly Container[], word: string): Container[] =>
  meant(containers, word.replace(/^\//, ''))

/** The container that a word refers to, found in the same way; the engine itself writes a leading slash. */
export const findContainer = (containers: readonly Container[], word: string): Container | undefined =>
  find('container', containers, word.replace(/^\//, ''))

/**
 * The network that a word refers to.
 * @param mayMean whether a network can have been meant: another one is not suggested
 * @throws DnetError NAME_AMBIGUOUS; NETWORK_NOT_FOUND in the engine's words, with the name that was most likely meant
 */
export function networkNamed(
  networks: readonly Network[],
  word: string,
  mayMean: (network: Network) => boolean = () => true,
): Network {
  const found = findNetwork(networks, word)
  if (found) return found
  throw new DnetError(
    'NETWORK_NOT_FOUND',
    `network ${word} not found`,
    nearName(word, networks.filter(mayMean), 'list the networks: dnet ls'),
  )
}

/**
 * The container that a word refers to.
 * @param host with its containers
 * @param mayMean whether a container can have been meant: another one is not suggested
 * @throws DnetError NAME_AMBIGUOUS; CONTAINER_NOT_FOUND in the engine's words, with the name that was most likely meant
 */
export function containerNamed(
  host: Host,
  word: string,
  mayMean: (container: Container) => boolean = () => true,
): Container {
  const containers = containersOf(host)
  const found = findContainer(containers, word)
  if (found) return found
  const hint = nearName(word, containers.filter(mayMean), 'list the containers: docker ps --all')
  throw new DnetError('CONTAINER_NOT_FOUND', `No such container: ${word}`, hint)
}

/** Reports whether one of the words may refer to a thing, to decide what to inspect. */
export const mayBeMeant =
  (words: readonly string[]) =>
  ({id, name}: Named): boolean =>
    words
      .map((word) => word.trim().replace(/^\//, ''))
      .some((word) => word !== '' && (name === word || id.startsWith(word)))

function nearName(word: string, things: readonly Named[], otherwise: string): string {
  const near = nearest(
    word,
    things.map(({name}) => name),
  )
  return near ? `use "${near}", if you meant that` : otherwise
}

function find<T extends Named>(kind: 'network' | 'container', things: readonly T[], word: string): T | undefined {
  const found = meant(things, word)
  if (found.length <= 1) return found[0]
  const ids = found.map(({name, id}) => `${name} (${shortId(id)})`).join(', ')
  throw new DnetError('NAME_AMBIGUOUS', `${kind} "${word.trim()}" is ambiguous: ${ids}`, 'give more digits of the id')
}

function meant<T extends Named>(things: readonly T[], word: string): T[] {
  const text = word.trim()
  if (text === '') return []
  const rules: ((thing: T) => boolean)[] = [
    ({id}) => id === text,
    ({id, name}) => name === text || (id === OF_PODMAN.id && text === OF_PODMAN.name),
    ({id}) => id.startsWith(text),
  ]
  return rules.map((rule) => things.filter(rule)).find((found) => found.length > 0) ?? []
}
