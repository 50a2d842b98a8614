import {equal, throws} from 'node:assert/strict'
import {networkNamed} from '../../src/lib/model/find.js'
import {network} from '../build/host.js'

describe('the network that a word means', () => {
  const podman = network('bridge', {id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9'})
  const networks = [
    network('web', {id: 'a1'.padEnd(64, '0')}),
    network('a1', {id: 'b2'.padEnd(64, '0')}),
    network('twice', {id: 'c3'.padEnd(64, '0')}),
    network('twice', {id: 'c4'.padEnd(64, '0')}),
    podman,
  ]

  const cases: [why: string, word: string, id: string][] = [
    ['the name', 'web', 'a1'],
    ['the whole id', 'c3'.padEnd(64, '0'), 'c3'],
    ['a name before the beginning of an id', 'a1', 'b2'],
    ['the beginning of an id', 'c4', 'c4'],
    ['blanks around it do not count', ' web ', 'a1'],
    ["Podman's default network, as it is listed", 'bridge', '2f'],
    ["Podman's default network, as Podman calls it", 'podman', '2f'],
  ]
  for (const [why, word, id] of cases) it(why, () => equal(networkNamed(networks, word).id.slice(0, 2), id))

  const refused: [why: string, word: string, code: string][] = [
    ['a name that two have', 'twice', 'NAME_AMBIGUOUS'],
    ['the beginning of two ids', 'c', 'NAME_AMBIGUOUS'],
    ['nothing', '', 'NETWORK_NOT_FOUND'],
    ['a name that none has', 'podmen', 'NETWORK_NOT_FOUND'],
  ]
  for (const [why, word, code] of refused)
    it(`refuses ${why}`, () => throws(() => networkNamed(networks, word), {code}))

  it('"podman" is a name like any other where the engine is not Podman', () => {
    equal(networkNamed([network('bridge'), network('podman')], 'podman').name, 'podman')
    throws(() => networkNamed([network('bridge')], 'podman'), {code: 'NETWORK_NOT_FOUND'})
  })
})
