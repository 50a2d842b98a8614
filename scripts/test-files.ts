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

/** What `npm test` leaves to CI: what the other tests stand on, and a Swarm of several engines. */
const APART = ['test/harness/', 'test/commands/swarm-of-three.']

const isApart = (file: string): boolean => APART.some((start) => file.startsWith(start))

const files = readdirSync(`${ROOT}test`, {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .sort()

/** The test files, each by its path from the project's folder. */
export const TEST_FILES = {
  /** Those that need no engine. */
  unit: files.filter((file) => !file.endsWith(MARK)),
  /** Those that talk to an engine, but for those of `apart`. */
  engine: files.filter((file) => file.endsWith(MARK) && !isApart(file)),
  /** Those that talk to engines, and that `npm test` leaves out. */
  apart: files.filter((file) => file.endsWith(MARK) && isApart(file)),
  /** Those that are worth a run on each engine. */
  eachEngine: files.filter((file) => file.endsWith(MARK) && !OWN_VERSION.some((start) => file.startsWith(start))),
} as const satisfies Record<string, readonly string[]>
