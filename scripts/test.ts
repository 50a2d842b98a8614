import {fetchTestEngine} from '../test/harness/fixture.js'
import {runPart, runTests, type Totals, totalsText} from './run-part.js'
import {type TestFiles, testFiles} from './test-files.js'

/** `npm test` and `npm run test:unit`: everything a change must pass, or what of it needs no engine. */
const COVERAGE = ['c8', '--include', 'src/**', '--reporter', 'text', '--skip-full']

async function all({unit, engine}: TestFiles): Promise<Totals> {
  for (const [what, command, args] of [
    ['types', 'tsc', ['-p', '.']],
    ['lint', 'biome', ['check', '--error-on-warnings', '.']],
  ] as const) {
    process.stdout.write(`${what}\n`)
    if ((await runPart(command, args)) !== 0) return {passed: 0, failed: 1, leftOut: 0}
  }
  try {
    await fetchTestEngine()
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return {passed: 0, failed: 1, leftOut: 0}
  }
  return runTests(COVERAGE, [...unit, ...engine])
}

const files = await testFiles()
const totals = process.argv[2] === 'unit' ? await runTests([], files.unit) : await all(files)
process.stdout.write(`\n${totalsText(totals)}\n`)
process.exitCode = totals.failed > 0 ? 1 : 0
