import {equal} from 'node:assert/strict'
import {namesNetwork} from '../../../src/lib/model/endpoints/members.js'
import {networkIndexOf} from '../../../src/lib/model/endpoints/network-index.js'
import {Dice, SEED} from '../../harness/many.js'

describe('an index of networks', () => {
  it(`finds what a look at each one finds (seed ${SEED})`, () => {
    const dice = new Dice(SEED)
    const hex = (digits: number): string => Array.from({length: digits}, () => dice.pick(['a', 'b'])).join('')
    for (let n = 0; n < 200; n++) {
      const networks = Array.from({length: dice.below(6)}, () => ({
        id: dice.chance(0.1) ? '' : `aaaaaaaaaa${hex(4)}`,
        name: dice.chance(0.2) ? `aaaaaaaaaa${hex(dice.below(5))}` : dice.pick(['web', 'db', '']),
      }))
      const index = networkIndexOf(networks)
      const words = [...networks.flatMap(({id, name}) => [id, name, id.slice(0, 12), id.slice(0, 11)]), 'web', '', 'x']
      for (const word of words) {
        const about = `${word} of ${JSON.stringify(networks)}`
        equal(
          index.byId(word),
          networks.find(({id}) => word !== '' && id === word),
          about,
        )
        equal(
          index.byName(word),
          networks.find(({name}) => name === word),
          about,
        )
        if (word !== '')
          equal(
            index.named(word),
            networks.find((network) => namesNetwork(word, network)),
            about,
          )
      }
    }
  })
})
