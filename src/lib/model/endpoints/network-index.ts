import type {Network} from '../host.js'
import {SHORT, shortId} from '../ids.js'

type Named = Pick<Network, 'id' | 'name'>

/** Networks by their ids and names: a look at each one for each endpoint would take too long. */
interface NetworkIndex<T> {
  /** undefined if there is none, and for ''. */
  byId(id: string): T | undefined
  /** The first one in the list of this name. */
  byName(name: string): T | undefined
  /** The first one in the list that a word names: by its name, its id, or 12 characters and more that its id begins with. */
  named(word: string): T | undefined
}

const indexes = new WeakMap<readonly Named[], NetworkIndex<Named>>()

/** The index of a list that does not change, made once. */
export function networkIndexOf<T extends Named>(networks: readonly T[]): NetworkIndex<T> {
  const there = indexes.get(networks) as NetworkIndex<T> | undefined
  if (there) return there
  const made = makeIndex(networks)
  indexes.set(networks, made)
  return made
}

function makeIndex<T extends Named>(networks: readonly T[]): NetworkIndex<T> {
  const [ids, names, starts] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number[]>()]
  networks.forEach(({id, name}, place) => {
    if (id !== '' && !ids.has(id)) ids.set(id, place)
    if (!names.has(name)) names.set(name, place)
    const start = shortId(id)
    const places = starts.get(start)
    if (places) places.push(place)
    else starts.set(start, [place])
  })
  const at = (place: number | undefined): T | undefined => (place === undefined ? undefined : networks[place])
  const begun = (word: string): readonly number[] =>
    word.length < SHORT ? [] : (starts.get(shortId(word)) ?? []).filter((place) => networks[place]?.id.startsWith(word))
  return {
    byId: (id) => at(ids.get(id)),
    byName: (name) => at(names.get(name)),
    named: (word) => {
      const places = [ids.get(word), names.get(word), ...begun(word)].filter((place) => place !== undefined)
      return places.length === 0 ? undefined : at(Math.min(...places))
    },
  }
}
