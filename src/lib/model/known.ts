/** A part of a picture that was either loaded, or could not be, and why. Unknown is never taken for empty. */
export type Known<T> = {readonly known: true; readonly value: T} | {readonly known: false; readonly why: string}

export const known = <T>(value: T): Known<T> => ({known: true, value})
export const unknown = (why: string): Known<never> => ({known: false, why})

/**
 * The value of a part without which no plan can be right: who makes the plan asks for the part first.
 * @param what the part, such as "containers"
 * @throws Error where the part is unknown, which is a bug of the caller
 */
export function needed<T>(part: Known<T>, what: string): T {
  if (part.known) return part.value
  throw new Error(`planned without ${what}: ${part.why}`)
}

/** What a part that is known leads to; the reason why it is not stays. */
export const whenKnown = <T, R>(part: Known<T>, then: (value: T) => R): Known<R> =>
  part.known ? known(then(part.value)) : part
