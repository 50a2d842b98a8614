/**
 * Random cases, and repetitions of one rule. `npm test` tries a few of them, the same ones each time, so that a failure
 * comes from the change at hand; `npm run test:long` tries many more, random ones others each time.
 */

/** Whether this is `npm run test:long`. */
export const LONG = Boolean(process.env.DNET_TEST_LONG)

/** How many cases to try: `few` in `npm test`, `more` in `npm run test:long`. */
export const many = (few: number, more: number): number => (LONG ? more : few)

/** What all chance in a test run starts from. The run that chose it prints it; DNET_TEST_SEED gives it again. */
export const SEED = Number(process.env.DNET_TEST_SEED || 20201)

/** The most runs of a property, where each mutant is tried against it. */
const MOST = Number(process.env.DNET_TEST_MOST_RUNS || Number.POSITIVE_INFINITY)

/** For fast-check: so many runs of a property, twenty times as many in `npm run test:long`. */
export const runs = (few: number): {readonly numRuns: number; readonly seed: number} => ({
  numRuns: Math.min(many(few, few * 20), MOST),
  seed: SEED,
})

/** A repeatable source of chance, 0 to 1 without 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Chance in a few words: whether something happens, a number from 0 up to a limit without it, one of a list. */
export class Dice {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seeded(seed)
  }

  chance = (of: number): boolean => this.#next() < of
  below = (limit: number): number => Math.floor(this.#next() * limit)
  pick = <T>(all: readonly T[]): T => all[this.below(all.length)] as T
}
