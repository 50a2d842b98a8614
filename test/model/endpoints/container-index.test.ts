import {deepEqual, equal} from 'node:assert/strict'
import {indexOf} from '../../../src/lib/model/endpoints/container-index.js'
import {endpointOn, membersOf, namesNetwork} from '../../../src/lib/model/endpoints/members.js'
import {container, endpoint, hostWith, network} from '../../build/host.js'
import {Dice, SEED} from '../../harness/many.js'

describe('an index of containers', () => {
  it(`finds what a look at each one finds (seed ${SEED})`, () => {
    const dice = new Dice(SEED)
    for (let n = 0; n < 100; n++) {
      const networks = ['web', 'db', 'aaaaaaaaaaaa'].map((name, i) =>
        network(name, {id: `${'a'.repeat(11)}${i}`.padEnd(64, 'f')}),
      )
      const word = (): string => {
        const {id, name} = dice.pick(networks)
        return dice.pick([name, id, id.slice(0, 12), id.slice(0, 11), 'gone', ''])
      }
      const containers = Array.from({length: dice.below(6)}, (_, i) => {
        const endpoints = Array.from({length: dice.below(3)}, () =>
          endpoint(dice.pick(networks), {
            networkName: word(),
            networkId: dice.chance(0.4) ? '' : dice.pick([...networks.map(({id}) => id), 'f'.repeat(64)]),
          }),
        )
        return container(`c${i}`, endpoints, {networkMode: dice.chance(0.3) ? `container:c${dice.below(6)}` : word()})
      })
      const index = indexOf(containers)
      const host = hostWith(networks, {containers})
      for (const one of networks) {
        const there = containers.filter((each) => endpointOn(each, one))
        deepEqual(new Set(membersOf(host, one).map(({container: each}) => each)), new Set(there))
        deepEqual(
          index.near(one).filter((each) => endpointOn(each, one)),
          there,
        )
        const created = containers.filter(({networkMode}) => namesNetwork(networkMode, one))
        deepEqual(
          index.createdWith(one).filter(({networkMode}) => namesNetwork(networkMode, one)),
          created,
        )
      }
      const modes = ['container:c1', 'container:c2']
      deepEqual(
        index.ofModes(modes),
        containers.filter(({networkMode}) => modes.includes(networkMode)),
      )
      for (const {id, name} of containers) equal(index.nameOf(id), name)
      equal(index.nameOf('nobody'), undefined)
    }
  })
})
