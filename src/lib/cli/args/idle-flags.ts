import {DnetError} from '../../errors.js'

/** Flags of a command that have no effect in some company, so that they are refused there. */
export interface IdleFlags {
  /** Pairs of which the first has no effect beside the second, unless there is a third as well. */
  readonly beside?: readonly (readonly [flag: string, other: string, unless?: string])[]
  /** Pairs of which the first has no effect without the second. */
  readonly without?: readonly (readonly [flag: string, other: string])[]
}

/**
 * @param given the flags of the command line that are not switched off
 * @throws DnetError USAGE for a flag that would have no effect
 */
export function refuseIdleFlags(given: ReadonlySet<string>, {beside = [], without = []}: IdleFlags): void {
  const found =
    beside.find(([flag, other, unless = '']) => given.has(flag) && given.has(other) && !given.has(unless)) ??
    without.find(([flag, other]) => given.has(flag) && !given.has(other))
  if (!found) return
  const [flag, other] = found
  const where = given.has(other) ? 'together with' : 'without'
  throw new DnetError('USAGE', `--${flag} has no effect ${where} --${other}`, `leave out --${flag}`)
}
