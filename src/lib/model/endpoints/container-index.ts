import type {Container} from '../container.js'
import type {Network} from '../host.js'
import {shortId} from '../ids.js'

/** Containers by what they say of networks and of each other: a look at each one for each network would take too long. */
interface ContainerIndex {
  /** Those with an endpoint that may be on the network, and perhaps others. In the order of the list. */
  near(network: Pick<Network, 'id' | 'name'>): readonly Container[]
  /** Those that may have been created with the network, and perhaps others. In the order of the list. */
  createdWith(network: Pick<Network, 'id' | 'name'>): readonly Container[]
  /** Those with one of these network modes. In the order of the list. */
  ofModes(modes: readonly string[]): readonly Container[]
  /** undefined if no container has this id. */
  nameOf(id: string): string | undefined
}

const indexes = new WeakMap<readonly Container[], ContainerIndex>()

/** The index of a list that does not change, made once. */
export function indexOf(containers: readonly Container[]): ContainerIndex {
  const there = indexes.get(containers)
  if (there) return there
  const made = makeIndex(containers)
  indexes.set(containers, made)
  return made
}

/** Places in the list of containers, by a word. */
class Places {
  readonly #by = new Map<string, number[]>()

  add(word: string, place: number): void {
    const places = this.#by.get(word)
    if (places) places.push(place)
    else this.#by.set(word, [place])
  }

  at(word: string): readonly number[] {
    return this.#by.get(word) ?? []
  }
}

function makeIndex(containers: readonly Container[]): ContainerIndex {
  const names = new Map<string, string>()
  const [ids, words, starts, modes, modeStarts] = [new Places(), new Places(), new Places(), new Places(), new Places()]
  containers.forEach(({id, name, networkMode, endpoints}, place) => {
    names.set(id, name)
    modes.add(networkMode, place)
    modeStarts.add(shortId(networkMode), place)
    for (const {networkId, networkName} of endpoints) {
      if (networkId !== '') ids.add(networkId, place)
      words.add(networkName, place)
      starts.add(shortId(networkName), place)
    }
  })
  const listed = (...places: (readonly number[])[]): Container[] =>
    [...new Set(places.flat())].sort((a, b) => a - b).flatMap((place) => containers[place] ?? [])
  return {
    near: ({id, name}) => listed(ids.at(id), words.at(name), starts.at(shortId(id))),
    createdWith: ({id, name}) => listed(modes.at(name), modeStarts.at(shortId(id))),
    ofModes: (wanted) => listed(...wanted.map((mode) => modes.at(mode))),
    nameOf: (id) => names.get(id),
  }
}
