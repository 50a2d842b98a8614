import type {Interfaces} from '@oclif/core'
import {type FlagShape, invalidArgument, type readArgv} from './pflag.js'

type FlagDefinitions = Record<string, Interfaces.Flag<unknown>>

/** What the reader of a command line needs of oclif's flag definitions. */
export function shapesOf(definitions: object): FlagShape[] {
  return Object.entries(definitions as FlagDefinitions).map(([name, flag]) => ({
    name,
    char: flag.char,
    kind: flag.type === 'boolean' ? 'boolean' : 'value',
  }))
}

/** Each flag's value: its default, or what the flag's own `parse` returns. @throws DnetError USAGE */
export async function flagValues(
  definitions: object,
  given: ReturnType<typeof readArgv>['flags'],
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  // A default of undefined counts too: it means "not given".
  for (const [name, flag] of Object.entries(definitions as FlagDefinitions))
    values[name] = flag.type === 'boolean' && !('default' in flag) ? false : flag.default
  for (const {name, spelled, value} of given) {
    const flag = (definitions as FlagDefinitions)[name]
    if (flag?.type !== 'option') values[name] = value
    else {
      const parsed: unknown = await flag
        .parse(String(value), undefined as never, flag as never)
        .catch((error: unknown) => {
          throw error instanceof RangeError ? invalidArgument(String(value), spelled, error.message) : error
        })
      values[name] = flag.multiple ? [...(values[name] as unknown[]), parsed] : parsed
    }
  }
  return values
}
