import {readDotenv} from './dotenv.js'
import type {Lookup} from './interpolate.js'
import type {Problems} from './problem.js'
import {readYaml} from './read-yaml.js'
import type {Place, Tree} from './tree.js'

/** What a load shares: where files come from and where problems go. */
export interface Reading {
  /** The text of a file; undefined where there is none. */
  readonly readFile: (path: string) => string | undefined
  /** The documents of a YAML file; undefined where there is no such file. Read once, however often it is asked for. */
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

/** How one set of files is read: its variables, and the folder that its relative paths start from. */
export interface Setting {
  readonly environment: ReadonlyMap<string, string>
  readonly directory: string
  /** The files being included, outermost first. */
  readonly including: readonly string[]
}

/**
 * An environment with the variables of env files beneath it: what is set already wins, a later file over an earlier.
 * @param required where the files are asked for; undefined where they may be missing
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
    else if (required !== undefined) reading.problems.add(required, `no env file ${file}`)
  }
  return new Map([...found, ...environment])
}
