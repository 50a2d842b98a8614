import {strict as assert} from 'node:assert'
import {fixedValues, keyValues, stagedValues} from '../../../src/lib/cli/args/offer.js'

const OFFER = [
  {value: 'mtu=', about: 'bytes in a packet'},
  'name=',
  {value: 'mode=', about: 'how'},
  ...keyValues({mode: ['nat', 'routed'], scope: ['local'], label: []}),
  {value: 'driver=bridge', about: 'of this host'},
  'plain',
]

const rows: [why: string, typed: string, shown: [value: string, about: string][]][] = [
  [
    'keys alone while no key is typed, each once, with what is said of it',
    '',
    [
      ['mtu=', 'bytes in a packet'],
      ['name=', ''],
      ['mode=', 'how'],
      ['scope=', ''],
      ['label=', ''],
      ['driver=', ''],
      ['plain', ''],
    ],
  ],
  [
    'the values of the key that is typed, beside the other keys',
    'mode=',
    [
      ['mtu=', 'bytes in a packet'],
      ['name=', ''],
      ['mode=nat', ''],
      ['mode=routed', ''],
      ['scope=', ''],
      ['label=', ''],
      ['driver=', ''],
      ['plain', ''],
    ],
  ],
  [
    'not the key itself where any value will do',
    'label=',
    [
      ['mtu=', 'bytes in a packet'],
      ['name=', ''],
      ['mode=', 'how'],
      ['scope=', ''],
      ['driver=', ''],
      ['plain', ''],
    ],
  ],
]

describe('what is shown of an offer', () => {
  it('a value that is typed to its end', () => {
    const shown = (typed: string) => stagedValues(fixedValues(OFFER), typed).map(({value}) => value)
    assert.ok(shown('plain').includes('plain'))
    assert.ok(shown('mode=nat').includes('mode=nat'))
  })
  it('what is said of a value, not of its key', () => {
    const found = stagedValues(fixedValues(OFFER), 'driver=b').find(({value}) => value === 'driver=bridge')
    assert.equal(found?.about, 'of this host')
  })
  for (const [why, typed, shown] of rows)
    it(why, () => {
      const found = stagedValues(fixedValues(OFFER), typed).map(({value, about}) => [value, about])
      assert.deepEqual(found, shown)
    })
})
