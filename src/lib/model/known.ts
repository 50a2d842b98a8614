/** A part of the host's state that was either loaded or could not be, and why. Unknown is never treated as empty. */
export type Known<T> = {readonly known: true; readonly value: T} | {readonly known: false; readonly why: string}

export const known = <T>(value: T): Known<T> => ({known: true, value})
export const unknown = (why: string): Known<never> => ({known: false, why})

/**
 * The value of a part that a plan depends on: the caller has to load it first.
 * @param what the part, such as "containers"
 * @throws Error if the part is unknown, which is a bug in the caller
 */
export function needed<T>(part: Known<T>, what: string): T {
  if (part.known) return part.value
  throw new Error(`planned without ${what}: ${part.why}`)
}

/** The result of `then` for a known part; for an unknown part, the reason is kept. */
export const whenKnown = <T, R>(part: Known<T>, then: (value: T) => R): Known<R> =>
  part.known ? known(then(part.value)) : part
