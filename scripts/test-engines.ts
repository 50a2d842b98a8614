import {CAPABILITIES, type Capability, can} from '../test/harness/capabilities.js'
import type {EngineVersion} from '../test/harness/engine-root.js'
import {asTestEngine} from '../test/harness/fixture.js'
import {startEngine} from '../test/harness/throwaway.js'
import {runTests, sumOf, type Totals, totalsText} from './run-part.js'
import {testFiles} from './test-files.js'

/** `npm run test:engines [-- 20 26 28 podman]`: the engine tests on each, and a table of what each can't do. */
interface Outcome {
  readonly title: string
  readonly totals: Totals
  readonly cannot: ReadonlySet<Capability>
}

const versions: readonly EngineVersion[] = ['20', '26', '28', 'podman']
const capabilities = Object.keys(CAPABILITIES) as Capability[]

async function tryOut(version: EngineVersion): Promise<Pick<Outcome, 'title' | 'cannot'>> {
  const throwaway = await startEngine({version, name: 'probe'})
  try {
    const engine = asTestEngine(throwaway)
    const cannot = new Set<Capability>()
    for (const capability of capabilities) if (!(await can(engine, capability))) cannot.add(capability)
    const name = version === 'podman' ? 'Podman' : 'Docker'
    return {title: `${name} ${/^[\d.]+/.exec(throwaway.version)?.[0]}`, cannot}
  } finally {
    await throwaway.stop()
  }
}

function table(outcomes: readonly Outcome[]): string {
  const rows = [
    ['', ...outcomes.map(({title}) => title)],
    ...capabilities.map((name) => [name, ...outcomes.map(({cannot}) => (cannot.has(name) ? 'no' : 'yes'))]),
    ['tests', ...outcomes.map(({totals}) => totalsText(totals))],
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

const asked = process.argv.slice(2)
const files = (await testFiles()).shared
const outcomes: Outcome[] = []
for (const version of versions.filter((each) => asked.length === 0 || asked.includes(each))) {
  const known = await tryOut(version)
  process.stdout.write(`\n${known.title}\n`)
  outcomes.push({...known, totals: await runTests([], files, {DNET_TEST_ENGINE: version, DNET_TEST_DOCKER_HOST: ''})})
}
const sum = sumOf(outcomes.map(({totals}) => totals))
process.stdout.write(`\n${table(outcomes)}\n\n${totalsText(sum)}\n`)
process.exitCode = sum.failed > 0 || outcomes.length === 0 ? 1 : 0
