import {deepEqual, equal, ok, throws} from 'node:assert/strict'
import fc from 'fast-check'
import {DnetError, type ErrorCode} from '../../../src/lib/errors.js'
import type {Taken} from '../../../src/lib/model/address-space.js'
import {type Family, formatAddr} from '../../../src/lib/net/addr.js'
import {contains, formatPrefix, overlaps, type Prefix, parsePrefix, rangeOf} from '../../../src/lib/net/prefix.js'
import {parseAddressWish, wishedLength} from '../../../src/lib/plan/addresses/address-wish.js'
import {type AddressPlanRequest, planAddresses} from '../../../src/lib/plan/addresses/plan-addresses.js'
import {runs} from '../../harness/many.js'

const p = parsePrefix
const route = (prefix: Prefix): Taken => ({prefix, holder: {kind: 'route', device: 'eth0', gateway: null}})
const own = (prefix: Prefix, name: string): Taken => ({
  prefix,
  holder: {kind: 'network', name, id: name, driver: 'bridge', scope: 'local', ipRange: ''},
})

interface Asked {
  readonly wishes: string
  readonly pools?: string
  readonly taken?: readonly Taken[]
  readonly kept?: Record<string, string>
  readonly growth?: number
  readonly families?: readonly Family[]
}
const request = ({
  wishes,
  pools = '10.0.0.0/16',
  taken = [],
  kept = {},
  growth = 1,
  families = [4],
}: Asked): AddressPlanRequest => ({
  wishes: wishes.split(' ').map(parseAddressWish),
  pools: pools.split(' ').map(p),
  kept: new Map(Object.entries(kept).map(([name, prefixes]) => [name, prefixes.split(' ').map(p)])),
  taken,
  growth,
  families,
})
const plan = (asked: Asked): string[] =>
  planAddresses(request(asked)).map(({name, subnet, because}) => `${name} ${subnet} ${because}`)

function refuses(act: () => unknown, code: ErrorCode, message: string, hint?: string): void {
  throws(act, (error) => {
    if (!(error instanceof DnetError)) return false
    deepEqual([error.code, error.message], [code, message])
    if (hint !== undefined) equal(error.hint, hint)
    return true
  })
}

describe('an address plan', () => {
  it('packs the larger first and answers in the order asked', () =>
    deepEqual(plan({wishes: 'db=5 web=100 cache=20'}), [
      'db 10.0.0.160/29 new',
      'web 10.0.0.0/25 new',
      'cache 10.0.0.128/27 new',
    ]))
  it('keeps the order of networks of one size', () =>
    deepEqual(plan({wishes: 'b=/24 a=/24'}), ['b 10.0.0.0/24 new', 'a 10.0.1.0/24 new']))
  it('uses the gaps between what is taken', () =>
    deepEqual(plan({wishes: 'a=/25 b=/24', taken: [route(p('10.0.0.0/25')), route(p('10.0.2.0/24'))]}), [
      'a 10.0.0.128/25 new',
      'b 10.0.1.0/24 new',
    ]))
  it('leaves room to grow', () =>
    deepEqual(plan({wishes: 'a=50 b=/26', growth: 1.5}), ['a 10.0.0.0/25 new', 'b 10.0.0.128/26 new']))
  it('grows by tenths exactly', () => equal(wishedLength({name: 'a', hosts: 230}, 4, 1.1, false), 24))
  it('says gateway and room', () =>
    deepEqual(planAddresses(request({wishes: 'a=50'})), [
      {name: 'a', subnet: '10.0.0.0/26', gateway: '10.0.0.1', room: 61n, because: 'new'},
    ]))

  describe('with networks that are there', () => {
    it('leaves them in place and plans around them', () =>
      deepEqual(plan({wishes: 'b=100 a=20', kept: {a: '10.0.0.0/27'}}), ['b 10.0.0.128/25 new', 'a 10.0.0.0/27 kept']))
    it('leaves one that is larger than needed', () =>
      deepEqual(plan({wishes: 'a=20', kept: {a: '10.0.9.0/24'}}), ['a 10.0.9.0/24 kept']))
    it('moves one that is too small, and may use its place', () =>
      deepEqual(plan({wishes: 'a=100 b=5', kept: {a: '10.0.0.0/27'}}), ['a 10.0.0.0/25 moved', 'b 10.0.0.128/29 new']))
    it('moves one that is in the way', () =>
      deepEqual(plan({wishes: 'a=5', kept: {a: '10.0.0.0/29'}, taken: [route(p('10.0.0.0/24'))]}), [
        'a 10.0.1.0/29 moved',
      ]))
    it('moves one that is in no pool', () =>
      deepEqual(plan({wishes: 'a=5', kept: {a: '10.9.0.0/29'}}), ['a 10.0.0.0/29 moved']))
    it('does not take a network for its own obstacle', () => {
      const there = [own(p('10.0.0.0/24'), 'a'), route(p('10.0.0.0/24'))]
      deepEqual(plan({wishes: 'a=5', kept: {a: '10.0.0.0/24'}, taken: there}), ['a 10.0.0.0/24 kept'])
    })
    it('takes a network of another name for one', () =>
      deepEqual(plan({wishes: 'a=5', kept: {a: '10.0.0.0/24'}, taken: [own(p('10.0.0.0/24'), 'b')]}), [
        'a 10.0.1.0/29 moved',
      ]))
    it('gives a block two claim to the first', () =>
      deepEqual(plan({wishes: 'a=5 b=5', kept: {a: '10.0.0.0/29', b: '10.0.0.0/29'}}), [
        'a 10.0.0.0/29 kept',
        'b 10.0.0.8/29 moved',
      ]))
  })

  describe('of IPv6', () => {
    it('gives each network a /64 of the unique local prefix', () =>
      deepEqual(plan({wishes: 'a=5 b=5000', pools: 'fd12:3456:789a::/48', families: [6]}), [
        'a fd12:3456:789a::/64 new',
        'b fd12:3456:789a:1::/64 new',
      ]))
    it('gives another size where one is asked for', () =>
      deepEqual(plan({wishes: 'a=/80', pools: 'fd00::/48', families: [6]}), ['a fd00::/80 new']))
    it('comes behind IPv4 where both are planned', () =>
      deepEqual(
        plan({
          wishes: 'a=5 b=/26',
          pools: 'fd00::/48 10.0.0.0/24',
          families: [6, 4],
          kept: {b: '10.0.0.64/26 fd00::/64'},
        }),
        ['a 10.0.0.0/29 new', 'b 10.0.0.64/26 kept', 'a fd00:0:0:1::/64 new', 'b fd00::/64 kept'],
      ))
  })

  it('says which networks there is no room for', () =>
    refuses(
      () => plan({wishes: 'a=/25 b=/25 c=/26', pools: '10.0.0.0/24'}),
      'POOL_EXHAUSTED',
      'no room in the pools for c (/26)',
      'the plan needs 320 IPv4 addresses and 256 are free: add a pool, or ask for less',
    ))
  it('refuses a name given twice', () =>
    refuses(() => plan({wishes: 'a=5 a=6'}), 'USAGE', 'network "a" is in the plan twice'))
})

describe('a wish that no network can meet', () => {
  it('is a prefix longer than the family has bits', () =>
    refuses(
      () => plan({wishes: 'a=/64'}),
      'USAGE',
      'network "a" cannot be a /64: an IPv4 address has 32 bits',
      'use /32 or less',
    ))
  it('is more containers than there are addresses', () =>
    refuses(
      () => plan({wishes: 'a=4294967293', growth: 2}),
      'USAGE',
      'no IPv4 network holds the 8589934586 containers of "a"',
      'ask for fewer',
    ))
})

describe('parseAddressWish', () => {
  it('reads a number of containers', () => deepEqual(parseAddressWish('web=50'), {name: 'web', hosts: 50}))
  it('reads a prefix length', () => deepEqual(parseAddressWish('my_app.db-1=/26'), {name: 'my_app.db-1', length: 26}))
  const rejected: [text: string, why: string][] = [
    ['web', 'it has no "="'],
    ['=50', '"" is not a valid network name'],
    ['-web=50', '"-web" is not a valid network name'],
    ['web=', '"" is neither a number of containers nor a prefix length'],
    ['web=many', '"many" is neither a number of containers nor a prefix length'],
    ['web=-5', '"-5" is neither a number of containers nor a prefix length'],
    ['web=1.5', '"1.5" is neither a number of containers nor a prefix length'],
    ['web=/026', '"/026" is neither a number of containers nor a prefix length'],
    ['web=0', 'a network can hold 1 to 4294967293 containers, not 0'],
    ['web=/129', '/129 is longer than an address'],
  ]
  for (const [text, why] of rejected) {
    it(`refuses "${text}": ${why}`, () =>
      refuses(() => parseAddressWish(text), 'USAGE', `"${text}" is not a network of a plan: ${why}`))
  }
})

/** Worlds of the 32 addresses of 10.0.0.0/27, small enough to try every plan. */
const BASE = 10n << 24n
const inWorld = fc
  .tuple(fc.bigInt(0n, 31n), fc.integer({min: 29, max: 32}))
  .map(([at, length]) => formatPrefix({family: 4, value: BASE + at}, length))
const world = fc.record({
  lengths: fc.array(fc.integer({min: 28, max: 32}), {minLength: 1, maxLength: 5}),
  taken: fc.array(inWorld, {maxLength: 4}),
})

/** The last address of the world a plan ends at if it ends as low as can be, by trying every place for each block. */
function lowestEnd(lengths: readonly number[], isUsed: readonly boolean[]): number | undefined {
  const [length, ...rest] = lengths
  if (length === undefined) return 0
  const size = 2 ** (32 - length)
  let best: number | undefined
  for (let at = 0; at < 32; at += size) {
    if (isUsed.slice(at, at + size).includes(true)) continue
    const end = lowestEnd(rest, isUsed.with(at, true).fill(true, at, at + size))
    if (end !== undefined) best = Math.min(best ?? 32, Math.max(end, at + size - 1))
  }
  return best
}

describe('laws of address plans', () => {
  const planOf = (
    lengths: readonly number[],
    taken: readonly Prefix[],
    kept?: ReadonlyMap<string, readonly Prefix[]>,
  ) =>
    planAddresses({
      wishes: lengths.map((length, i) => ({name: `n${i}`, length})),
      families: [4],
      pools: [p('10.0.0.0/27')],
      taken: taken.map(route),
      ...(kept ? {kept} : {}),
    })

  const fits = (lengths: readonly number[], taken: readonly Prefix[]): boolean => {
    try {
      return planOf(lengths, taken).length > 0
    } catch (error) {
      return !(error instanceof DnetError)
    }
  }

  it('no plan ends lower, and there is one wherever there can be', () => {
    fc.assert(
      fc.property(world, ({lengths, taken}) => {
        const isUsed = Array.from({length: 32}, (_, i) =>
          taken.some((one) => contains(one, formatAddr({family: 4, value: BASE + BigInt(i)}))),
        )
        const best = lowestEnd(lengths, isUsed)
        if (best === undefined) {
          throws(() => planOf(lengths, taken), DnetError)
          return
        }
        const ends = planOf(lengths, taken).map(({subnet}) => Number(rangeOf(subnet).last - BASE))
        equal(Math.max(...ends), best)
      }),
      runs(300),
    )
  })

  it('blocks are disjoint, aligned, of their size, in the pool and clear of what is taken', () => {
    fc.assert(
      fc.property(world, ({lengths, taken}) => {
        fc.pre(fits(lengths, taken))
        const subnets = planOf(lengths, taken).map(({subnet}) => subnet)
        for (const [i, subnet] of subnets.entries()) {
          equal(parsePrefix(subnet), subnet)
          equal(Number(subnet.split('/')[1]), lengths[i])
          ok(contains(p('10.0.0.0/27'), subnet))
          ok(!taken.some((other) => overlaps(other, subnet)))
          ok(!subnets.some((other, j) => i !== j && overlaps(other, subnet)))
        }
      }),
      runs(300),
    )
  })

  it('planning on top of its own result changes nothing, also once the networks are there', () => {
    fc.assert(
      fc.property(world, ({lengths, taken}) => {
        fc.pre(fits(lengths, taken))
        const first = planOf(lengths, taken)
        const kept = new Map(first.map(({name, subnet}) => [name, [subnet]]))
        const again = planAddresses({
          wishes: lengths.map((length, i) => ({name: `n${i}`, length})),
          families: [4],
          pools: [p('10.0.0.0/27')],
          taken: [...taken.map(route), ...first.flatMap(({name, subnet}) => [own(subnet, name), route(subnet)])],
          kept,
        })
        deepEqual(
          again,
          first.map((one) => ({...one, because: 'kept'})),
        )
      }),
      runs(300),
    )
  })
})
