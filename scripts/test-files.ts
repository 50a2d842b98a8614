import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface TestFiles {
  /** Those that need no engine. */
  readonly unit: readonly string[]
  /** Those that talk to an engine, whichever it is. */
  readonly engine: readonly string[]
  /**
   * Those of `engine` that use the engine of the test run, and so are worth a run on each engine; not those that compare
   * with the Docker CLI, on an engine of that CLI's own version.
   */
  readonly shared: readonly string[]
}

/**
 * The test files, by path from the project's folder, told apart by what they import, over however many steps: a file
 * that reaches the throw-away engine needs one.
 */
export async function testFiles(): Promise<TestFiles> {
  const files = readdirSync(`${ROOT}test`, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name}`)
    .sort()
  const {metafile} = await build({
    absWorkingDir: ROOT,
    entryPoints: files,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'unused',
    logLevel: 'error',
  })
  const reaching = (module: string): Set<string | undefined> =>
    new Set(
      Object.values(metafile.outputs)
        .filter(({inputs}) => module in inputs)
        .map(({entryPoint}) => entryPoint),
    )
  const needy = reaching('test/harness/throwaway.ts')
  const sharing = reaching('test/harness/fixture.ts')
  const comparing = reaching('test/differential/empty-engine.ts')
  return {
    unit: files.filter((file) => !needy.has(file)),
    engine: files.filter((file) => needy.has(file)),
    shared: files.filter((file) => sharing.has(file) && !comparing.has(file)),
  }
}
