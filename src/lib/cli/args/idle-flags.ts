import {DnetError} from '../../errors.js'

/** Flags of a command that have no effect in some company, so that they are refused there. */
export interface IdleFlags {
  /** Pairs of which the first has no effect beside the second, unless there is a third as well. */
  readonly beside?: readonly (readonly [flag: string, other: string, unless?: string])[]
}

/**
 * @param given the flags of the command line that are not switched off
 * @throws DnetError USAGE for a flag that would have no effect
 */
export function refuseIdleFlags(given: ReadonlySet<string>, {beside = []}: IdleFlags): void {
  const found = beside.find(([flag, other, unless = '']) => given.has(flag) && given.has(other) && !given.has(unless))
  if (!found) return
  const [flag, other] = found
  throw new DnetError('USAGE', `--${flag} has no effect together with --${other}`, `leave out --${flag}`)
}
