import {deepEqual, equal, throws} from 'node:assert/strict'
import {containerNamed, findContainer, findNetwork, mayBeMeant, networkNamed} from '../../src/lib/model/find.js'
import {known, needed, unknown, whenKnown} from '../../src/lib/model/known.js'
import {container, hostWith, network, PODMAN_NETWORK} from '../build/host.js'

describe('the network that a word means', () => {
  const networks = [
    network('web', {id: 'a1'.padEnd(64, '0')}),
    network('a1', {id: 'b2'.padEnd(64, '0')}),
    network('twice', {id: 'c3'.padEnd(64, '0')}),
    network('twice', {id: 'c4'.padEnd(64, '0')}),
    PODMAN_NETWORK,
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

  const LIST = 'list the networks: dnet ls'
  const MORE = 'give more digits of the id'
  const refused: [why: string, word: string, code: string, message: string, hint: string][] = [
    [
      'a name that two have',
      'twice',
      'NAME_AMBIGUOUS',
      'network "twice" is ambiguous: twice (c30000000000), twice (c40000000000)',
      MORE,
    ],
    [
      'the beginning of two ids',
      'c',
      'NAME_AMBIGUOUS',
      'network "c" is ambiguous: twice (c30000000000), twice (c40000000000)',
      MORE,
    ],
    ['nothing', '', 'NETWORK_NOT_FOUND', 'network  not found', LIST],
    ['blanks', '  ', 'NETWORK_NOT_FOUND', 'network    not found', LIST],
    ['the end of an id', '0000', 'NETWORK_NOT_FOUND', 'network 0000 not found', LIST],
    ['a name that none has', 'podmen', 'NETWORK_NOT_FOUND', 'network podmen not found', LIST],
    [
      'a name that is nearly one',
      'twiec',
      'NETWORK_NOT_FOUND',
      'network twiec not found',
      'use "twice", if you meant that',
    ],
  ]
  it('does not suggest a network that cannot have been meant', () =>
    throws(() => networkNamed(networks, 'wob', ({name}) => name !== 'web'), {
      code: 'NETWORK_NOT_FOUND',
      message: 'network wob not found',
      hint: LIST,
    }))

  for (const [why, word, code, message, hint] of refused)
    it(`refuses ${why}`, () => throws(() => networkNamed(networks, word), {code, message, hint}))

  it('is none, where none is meant', () => equal(findNetwork(networks, 'gone'), undefined))

  it('"podman" is a name like any other where the engine is not Podman', () => {
    equal(networkNamed([network('bridge'), network('podman')], 'podman').name, 'podman')
    throws(() => networkNamed([network('bridge')], 'podman'), {code: 'NETWORK_NOT_FOUND'})
  })
})

describe('the container that a word means', () => {
  const containers = [
    container('api', [], {id: 'ab1'}),
    container('db', [], {id: 'ab2'}),
    container('ab2', [], {id: 'x'}),
  ]
  const host = hostWith([], {containers})
  const cases: [why: string, word: string, name: string | undefined][] = [
    ['the name', 'api', 'api'],
    ['the name as the engine writes it', '/api', 'api'],
    ['the whole id before a name', 'ab2', 'db'],
    ['the beginning of an id', 'ab1', 'api'],
    ['a slash within a name', 'a/pi', undefined],
    ['nothing', '/', undefined],
  ]
  for (const [why, word, name] of cases) it(why, () => equal(findContainer(containers, word)?.name, name))

  const refused: [why: string, word: string, code: string, message: string, hint: string][] = [
    [
      'the beginning of two ids',
      'ab',
      'NAME_AMBIGUOUS',
      'container "ab" is ambiguous: api (ab1), db (ab2)',
      'give more digits of the id',
    ],
    [
      'a name that none has',
      'web',
      'CONTAINER_NOT_FOUND',
      'No such container: web',
      'list the containers: docker ps --all',
    ],
    [
      'a name that is nearly one',
      'apo',
      'CONTAINER_NOT_FOUND',
      'No such container: apo',
      'use "api", if you meant that',
    ],
  ]
  for (const [why, word, code, message, hint] of refused)
    it(`refuses ${why}`, () => throws(() => containerNamed(host, word), {code, message, hint}))
})

describe('what may be meant by one of several words', () => {
  const names = (...words: string[]) =>
    [
      {id: 'ab1', name: 'api'},
      {id: 'cd2', name: 'db'},
    ]
      .filter(mayBeMeant(words))
      .map(({name}) => name)
  const cases: [why: string, words: string[], names: string[]][] = [
    ['none', [], []],
    ['a name', ['api'], ['api']],
    ['a name with a slash and blanks', [' /db '], ['db']],
    ['the beginning of an id', ['c'], ['db']],
    ['several', ['a', 'db'], ['api', 'db']],
    ['an empty word means nothing', [''], []],
    ['a part of a name means nothing', ['ap'], []],
    ['the end of an id means nothing', ['1'], []],
  ]
  for (const [why, words, want] of cases) it(why, () => deepEqual(names(...words), want))
})

describe('what is known or not', () => {
  it('is needed, or a bug', () => {
    equal(needed(known(1), 'numbers'), 1)
    throws(() => needed(unknown('refused'), 'numbers'), /^Error: planned without numbers: refused$/)
  })
  it('goes on to what follows from it, or keeps why it is not known', () => {
    deepEqual(
      whenKnown(known(1), (n) => n + 1),
      {known: true, value: 2},
    )
    deepEqual(
      whenKnown(unknown('refused'), () => 1),
      {known: false, why: 'refused'},
    )
  })
})
