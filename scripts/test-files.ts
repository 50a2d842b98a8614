import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The mark of a test file that talks to an engine; `test/architecture.test.ts` holds it to what the file imports. */
const MARK = '.engine.test.ts'

/**
 * Where engine tests bring an engine of one certain version, so that a run on another engine would repeat them: those
 * that compare with the Docker CLI, and those of ways to an engine.
 */
const OWN_VERSION = ['test/differential/', 'test/engine/reach/', 'test/harness/throwaway.', 'test/commands/ports.']

/** Where what the other tests stand on is tested. */
const HARNESS = 'test/harness/'

const files = readdirSync(`${ROOT}test`, {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .sort()

/** The test files, each by its path from the project's folder. */
export const TEST_FILES = {
  /** Those that need no engine. */
  unit: files.filter((file) => !file.endsWith(MARK)),
  /** Those that talk to an engine, but for those of `harness`. */
  engine: files.filter((file) => file.endsWith(MARK) && !file.startsWith(HARNESS)),
  /** Those of engines and programs for tests. */
  harness: files.filter((file) => file.endsWith(MARK) && file.startsWith(HARNESS)),
  /** Those that are worth a run on each engine. */
  eachEngine: files.filter((file) => file.endsWith(MARK) && !OWN_VERSION.some((start) => file.startsWith(start))),
} as const satisfies Record<string, readonly string[]>
