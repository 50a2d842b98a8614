import type {Command, Interfaces} from '@oclif/core'
import {DnetError} from '../../errors.js'
import type {FlagShape, readArgv} from './pflag.js'

/** How many words a command takes after its name. */
export interface WordCount {
  readonly min: number
  readonly max: number
}

type FlagDefinitions = Record<string, Interfaces.Flag<unknown>>

/** What the reader of a command line must know of oclif's flag definitions. */
export function shapesOf(definitions: object): FlagShape[] {
  return Object.entries(definitions as FlagDefinitions).map(([name, flag]) => ({
    name,
    char: flag.char,
    kind: flag.type === 'boolean' ? 'boolean' : 'value',
  }))
}

/** Each flag's value: its default, or what was given, by the flag's own `parse`. @throws DnetError USAGE */
export async function flagValues(
  definitions: object,
  given: ReturnType<typeof readArgv>['flags'],
  command: Command,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  // A default of undefined is one too: a flag that is left open.
  for (const [name, flag] of Object.entries(definitions as FlagDefinitions))
    values[name] = flag.type === 'boolean' && !('default' in flag) ? false : flag.default
  for (const {name, value} of given) {
    const flag = (definitions as FlagDefinitions)[name]
    if (flag?.type !== 'option') values[name] = value
    else {
      const parsed: unknown = await flag.parse(String(value) as never, command as never, flag as never)
      values[name] = flag.multiple ? [...(values[name] as unknown[]), parsed] : parsed
    }
  }
  return values
}

/** @throws DnetError USAGE in Docker's words where there are too few words, or too many */
export function checkCount(path: string, given: number, {min, max}: WordCount): void {
  if (given >= min && given <= max) return
  const words = (n: number) => `${n} argument${n === 1 ? '' : 's'}`
  if (max === 0) throw new DnetError('USAGE', `'${path}' accepts no arguments`, '')
  if (min === max) throw new DnetError('USAGE', `'${path}' requires ${words(min)}`, '')
  if (given < min) throw new DnetError('USAGE', `'${path}' requires at least ${words(min)}`, '')
  throw new DnetError('USAGE', `'${path}' requires at most ${words(max)}`, '')
}
