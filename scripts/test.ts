import {runPart, runTests, type Totals} from './run-part.js'
import {testFiles} from './test-files.js'

/** `npm test` and `npm run test:unit`: everything a change must pass, or what of it needs no engine. */
const COVERAGE = ['c8', '--include', 'src/**', '--reporter', 'text', '--skip-full']

async function all(): Promise<Totals> {
  for (const [what, command, args] of [
    ['types', 'tsc', ['-p', '.']],
    ['lint', 'biome', ['check', '.']],
  ] as const) {
    process.stdout.write(`${what}\n`)
    if ((await runPart(command, args)) !== 0) return {passed: 0, failed: 1}
  }
  return runTests(COVERAGE, [])
}

const unitOnly = process.argv[2] === 'unit'
const {passed, failed} = unitOnly ? await runTests([], (await testFiles()).unit) : await all()
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
