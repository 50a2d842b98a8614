import type {Place} from './yaml/tree.js'

/** Something Compose would refuse, in lower case and without a full stop. */
export interface ComposeProblem extends Place {
  readonly message: string
}

/** Collects problems, so that one run reports them all. */
export interface Problems {
  add(at: Place, message: string): void
}
