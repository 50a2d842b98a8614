import type {Problems} from './problem.js'
import {readDotenv} from './variables/dotenv.js'
import type {Lookup} from './variables/interpolate.js'
import {readYaml} from './yaml/read-yaml.js'
import type {Place, Tree} from './yaml/tree.js'

/** What is shared while loading: where files come from and where problems go. */
export interface Reading {
  /** The text of a file; undefined if there is none. */
  readonly readFile: (path: string) => string | undefined
  /** The documents of a YAML file; undefined if there is no such file. Each file is read only once. */
  readonly parse: (path: string) => readonly Tree[] | undefined
  readonly problems: Problems
  readonly warnings: Problems
}

export function startReading(readFile: Reading['readFile'], problems: Problems, warnings: Problems): Reading {
  const parsed = new Map<string, readonly Tree[] | undefined>()
  const parse = (path: string) => {
    if (!parsed.has(path)) {
      const text = readFile(path)
      parsed.set(path, text === undefined ? undefined : readYaml(path, text, problems))
    }
    return parsed.get(path)
  }
  return {readFile, parse, problems, warnings}
}

/** How one set of files is read: its variables, and the folder that its paths are relative to. */
export interface Setting {
  readonly environment: ReadonlyMap<string, string>
  readonly directory: string
  /** The files being included, outermost first. */
  readonly including: readonly string[]
}

/** The variables of a process's environment that are set. */
export const variablesOf = (environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(environment).flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as const])))

/**
 * An environment with the variables of env files added: what is already set wins, then later files over earlier ones.
 * @param required the place that asks for the files; undefined if they may be missing
 */
export function withEnvFiles(
  reading: Reading,
  environment: ReadonlyMap<string, string>,
  files: readonly string[],
  required?: Place,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const file of files) {
    const text = reading.readFile(file)
    const lookup: Lookup = (name) => environment.get(name) ?? found.get(name)
    if (text !== undefined) for (const [k, v] of readDotenv(file, text, lookup, reading.problems)) found.set(k, v)
    else if (required !== undefined) reading.problems.add(required, `env file ${file} not found`)
  }
  return new Map([...found, ...environment])
}
