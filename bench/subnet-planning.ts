import type {Taken} from '../src/lib/model/address-space.js'
import {formatPrefix, parsePrefix} from '../src/lib/net/prefix.js'
import {planAddresses} from '../src/lib/plan/addresses/plan-addresses.js'

export interface SubnetPlanningResult {
  readonly taken: number
  readonly networks: number
  /** Wall-clock time of the fastest of three runs. */
  readonly milliseconds: number
  /** Growth of the resident set over all three runs, in bytes. */
  readonly bytes: number
}

const BUDGET = {milliseconds: 1000, bytes: 200 * 2 ** 20, growth: 12}

/** Every second /26 of 10.0.0.0/7 and onward: as many gaps as there are taken prefixes, none of which holds a /25. */
function takenPrefixes(count: number): Taken[] {
  return Array.from({length: count}, (_, i) => ({
    prefix: formatPrefix({family: 4, value: (10n << 24n) + BigInt(i) * 128n}, 26),
    holder: {kind: 'network', name: `n${i}`, id: `${i}`, driver: 'bridge', scope: 'local', ipRange: ''},
  }))
}

/** Plans `networks` networks of mixed sizes beside `count` taken prefixes. */
export function measure(count: number, networks: number): SubnetPlanningResult {
  const taken = takenPrefixes(count)
  const wishes = Array.from({length: networks}, (_, i) => ({name: `new${i}`, length: 24 + (i % 6)}))
  const before = process.memoryUsage().rss
  let milliseconds = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const started = performance.now()
    const plan = planAddresses({wishes, families: [4], pools: [parsePrefix('8.0.0.0/5')], taken})
    milliseconds = Math.min(milliseconds, performance.now() - started)
    if (plan.length !== networks) throw new Error(`planned ${plan.length} of ${networks} networks`)
  }
  return {taken: count, networks, milliseconds, bytes: process.memoryUsage().rss - before}
}

/**
 * Planning 1,000 networks beside 100,000 taken prefixes: within a second and 200 MB, and ten times the prefixes cost at
 * most twelve times the time.
 * @returns one line per measurement, and what is out of budget
 */
export function run(): {readonly lines: readonly string[]; readonly overBudget: readonly string[]} {
  const small = measure(10_000, 1000)
  const large = measure(100_000, 1000)
  const growth = large.milliseconds / small.milliseconds
  const overBudget: string[] = []
  if (large.milliseconds > BUDGET.milliseconds)
    overBudget.push(`${large.milliseconds.toFixed(0)} ms is above ${BUDGET.milliseconds} ms`)
  if (large.bytes > BUDGET.bytes) overBudget.push(`${large.bytes} bytes are above ${BUDGET.bytes}`)
  if (growth > BUDGET.growth) overBudget.push(`ten times the prefixes cost ${growth.toFixed(1)} times the time`)
  const line = ({taken, networks, milliseconds, bytes}: SubnetPlanningResult): string =>
    `${networks} networks beside ${taken} taken prefixes: ${milliseconds.toFixed(0)} ms, ${(bytes / 2 ** 20).toFixed(0)} MB`
  return {lines: [line(small), line(large), `ten times the prefixes: ${growth.toFixed(1)} times the time`], overBudget}
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(run()))
