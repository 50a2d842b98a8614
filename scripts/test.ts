import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {EngineVersion} from '../test/harness/engine-root.js'
import {fetchTestEngine} from '../test/harness/fixture.js'
import {fetchEngine} from '../test/harness/throwaway.js'
import {NODES, testOnNode} from './nodes.js'
import {runPart, runTests, single, sumOf, type Totals, totalsText} from './run-part.js'
import {ROOT, TEST_FILES} from './test-files.js'

/**
 * `node --import tsx scripts/test.ts PART…`: runs parts of what there is to test, one after the other, and prints a table
 * of them. Exit 1 if any fails. Each part keeps all processors busy, so that nothing is gained by running two at once.
 */
type Part = () => Promise<Totals>

const program =
  (command: string, ...args: readonly string[]): Part =>
  async () =>
    single((await runPart(command, args)) === 0)

/** Fetches the engine first: a fresh clone may take minutes for it, and no test's clock runs yet. */
const withTestEngine =
  (before: readonly string[] = []): Part =>
  async () => {
    await fetchTestEngine()
    return runTests([...TEST_FILES.engine, ...TEST_FILES.unit], {}, before)
  }

const apart: Part = async () => {
  await fetchTestEngine()
  return runTests(TEST_FILES.apart)
}

const onEngine =
  (version: EngineVersion): Part =>
  async () => {
    await fetchEngine(version)
    return runTests(TEST_FILES.eachEngine, {DNET_TEST_ENGINE: version, DNET_TEST_DOCKER_HOST: ''})
  }

/** The test files whose number of cases depends on it, each with many more, from a seed that can be given again. */
const long: Part = async () => {
  const seed = process.env.DNET_TEST_SEED || `${Math.floor(Math.random() * 2 ** 31)}`
  const files = [...TEST_FILES.engine, ...TEST_FILES.apart, ...TEST_FILES.unit].filter((file) =>
    readFileSync(join(ROOT, file), 'utf8').includes('/many.js'),
  )
  await fetchTestEngine()
  const told = `seed ${seed}; again with DNET_TEST_SEED=${seed} npm run test:long\n`
  process.stdout.write(told)
  const totals = await runTests(files, {DNET_TEST_LONG: '1', DNET_TEST_SEED: seed})
  process.stdout.write(told)
  return totals
}

const OF_COMMANDS = /^test\/(commands\/|differential\/|program\/program\.|cli\/complete\/completion\.)/

/** The tests of commands, each command line in a process of its own, as users run it; see test/harness/run-dnet.ts. */
const ownProcess: Part = async () => {
  const files = [...TEST_FILES.engine, ...TEST_FILES.unit].filter((file) => OF_COMMANDS.test(file))
  await fetchTestEngine()
  return runTests(files, {DNET_TEST_OWN_PROCESS: '1'})
}

const PARTS: Readonly<Record<string, Part>> = {
  types: program('tsc', '-p', '.'),
  lint: program('biome', 'check', '--error-on-warnings', '.'),
  demo: program(process.execPath, '--import', 'tsx', 'scripts/demo.ts'),
  unit: () => runTests(TEST_FILES.unit),
  tests: withTestEngine(),
  apart,
  coverage: withTestEngine(['c8', '--include', 'src/**', '--reporter', 'text', '--skip-full']),
  long,
  'own-process': ownProcess,
  mutants: program('npm', 'run', '--silent', 'test:mutants'),
  ...Object.fromEntries(
    (['20', '26', '28', 'podman'] as const).map((version) => [`engine-${version}`, onEngine(version)]),
  ),
  ...Object.fromEntries(Object.entries(NODES).map(([major, version]) => [`node-${major}`, () => testOnNode(version)])),
}

const names = (start: string): readonly string[] => Object.keys(PARTS).filter((name) => name.startsWith(start))

/** Words for several parts. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  engines: names('engine-'),
  nodes: names('node-'),
  ci: ['types', 'lint', 'demo', 'tests', 'apart', 'engine-20', 'engine-podman', 'own-process', 'node-20', 'node-26'],
  all: [
    'types',
    'lint',
    'demo',
    'tests',
    'apart',
    'engine-20',
    'engine-26',
    'engine-podman',
    ...names('node-'),
    'own-process',
    'long',
    'mutants',
  ],
}

/** What is not worth going on after. */
const FIRST = ['types', 'lint']

interface Done {
  readonly part: string
  readonly totals: Totals
  readonly seconds: number
}

async function run(part: string): Promise<Done> {
  process.stdout.write(`\n── ${part}\n`)
  const started = performance.now()
  const failed = (error: unknown): Totals => {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return single(false)
  }
  const totals = await Promise.resolve(PARTS[part]?.() ?? single(false)).catch(failed)
  return {part, totals, seconds: Math.round((performance.now() - started) / 1000)}
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`

function table(done: readonly Done[]): string {
  const width = Math.max(...done.map(({part}) => part.length))
  return done
    .map(({part, totals, seconds}) => `${part.padEnd(width)}  ${clock(seconds).padStart(6)}  ${totalsText(totals)}`)
    .join('\n')
}

const asked = process.argv.slice(2).flatMap((word) => GROUPS[word] ?? [word])
const unknown = asked.filter((part) => !(part in PARTS))
if (unknown.length > 0 || asked.length === 0) {
  const there = [...Object.keys(PARTS), ...Object.keys(GROUPS)].join(', ')
  process.stderr.write(`${unknown.map((part) => `there is no part ${part}; `).join('')}parts are ${there}\n`)
  process.exit(2)
}
const done: Done[] = []
for (const part of asked) {
  done.push(await run(part))
  if (FIRST.includes(part) && done.at(-1)?.totals.failed) break
}
const sum = sumOf(done.map(({totals}) => totals))
for (const {part, totals} of done)
  for (const title of totals.failures) process.stdout.write(`\n${part} failed: ${title}`)
process.stdout.write(`\n${table(done)}\n\n${totalsText(sum)}\n`)
process.exitCode = sum.failed > 0 ? 1 : 0
