import {readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {runPart} from './run-part.js'
import {ROOT} from './test-files.js'

/**
 * `npm run test:mutants [-- --fresh] [-- FOLDER|FILE…]`: changes the code of these folders in thousands of small ways,
 * one at a time, and counts the changes that no unit test notices. Only what changed since the last run is tried again.
 */
const FOLDERS = ['net', 'model', 'compose', 'plan']
const FLOORS = join(ROOT, 'mutants/score.json')

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: {readonly start: Point; readonly end: Point}
}

/** Both from 1. */
interface Point {
  readonly line: number
  readonly column: number
}

interface ReportedFile {
  readonly source: string
  readonly mutants: readonly Mutant[]
}

interface Report {
  readonly files: Readonly<Record<string, ReportedFile>>
}

interface Score {
  readonly noticed: number
  readonly all: number
}

const isNoticed = ({status}: Mutant): boolean => status === 'Killed' || status === 'Timeout'
const isMissed = ({status}: Mutant): boolean => status === 'Survived' || status === 'NoCoverage'

function scoreOf(mutants: readonly Mutant[]): Score {
  const noticed = mutants.filter(isNoticed).length
  return {noticed, all: noticed + mutants.filter(isMissed).length}
}

const byPlace = ({location: {start: a}}: Mutant, {location: {start: b}}: Mutant): number =>
  a.line - b.line || a.column - b.column

const sumOf = (scores: readonly Score[]): Score => ({
  noticed: scores.reduce((sum, {noticed}) => sum + noticed, 0),
  all: scores.reduce((sum, {all}) => sum + all, 0),
})

/** Per cent, 0 to 100; 100 where there is nothing to notice. */
const percentOf = ({noticed, all}: Score): number => (all === 0 ? 100 : (100 * noticed) / all)

/** One line for a change that no test noticed. */
function missedLine(file: string, source: string, {mutatorName, replacement = '', location, status}: Mutant): string {
  const {start, end} = location
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const first = lines[0] ?? ''
  const original =
    lines.length > 1 ? `${first.slice(start.column - 1)} …` : first.slice(start.column - 1, end.column - 1)
  const change = `${original}  →  ${replacement.replace(/\s+/g, ' ')}`
  return `${file}:${start.line}:${start.column} ${mutatorName}${status === 'NoCoverage' ? ', reached by no test' : ''}: ${change}`
}

/** @throws Error when there is no such file or folder */
const globOf = (path: string): string => (statSync(join(ROOT, path)).isDirectory() ? `${path}/**/*.ts` : path)

/** Prints each score. A folder's floor rises with it; reports whether none is below its floor. */
function judge(scores: ReadonlyMap<string, Score>): boolean {
  const floors = new Map(Object.entries(JSON.parse(readFileSync(FLOORS, 'utf8')) as Record<string, number>))
  let holds = true
  for (const [path, score] of scores) {
    const percent = percentOf(score)
    const floor = floors.get(path)
    const verdict =
      floor === undefined
        ? ''
        : percent < floor
          ? `, below the ${floor} % of mutants/score.json`
          : `, at least ${floor} %`
    process.stdout.write(
      `${path.padEnd(16)} ${percent.toFixed(1).padStart(5)} %  ${score.noticed} of ${score.all} mutants noticed${verdict}\n`,
    )
    if (floor === undefined) continue
    holds &&= percent >= floor
    // Whole per cents: a mutant that ends by time on one machine and not on another decides nothing.
    floors.set(path, Math.max(floor, Math.floor(percent)))
  }
  writeFileSync(FLOORS, `${JSON.stringify(Object.fromEntries(floors), null, 2)}\n`)
  return holds
}

/** The mutants of one folder, tried where that is called for: all of it, or these paths in it. */
async function tried(folder: string, paths: readonly string[], fresh: boolean): Promise<Report['files']> {
  const words = [
    'run',
    'mutants/stryker.config.cjs',
    '--mutate',
    paths.map(globOf).join(','),
    ...(fresh ? ['--force'] : []),
  ]
  const exit = await runPart(join(ROOT, 'mutants/node_modules/.bin/stryker'), words, {DNET_MUTATED: folder})
  if (exit !== 0) process.exit(exit)
  return (JSON.parse(readFileSync(join(ROOT, `mutants/reports/${folder}.json`), 'utf8')) as Report).files
}

const words = process.argv.slice(2)
const paths = words.filter((word) => word !== '--fresh').map((path) => path.replace(/\/+$/, ''))
const elsewhere = paths.find((path) => !FOLDERS.some((folder) => `${path}/`.startsWith(`src/lib/${folder}/`)))
if (elsewhere !== undefined) {
  process.stderr.write(`${elsewhere} is not in ${FOLDERS.map((folder) => `src/lib/${folder}`).join(', ')}\n`)
  process.exit(2)
}
const scores = new Map<string, Score>()
for (const folder of FOLDERS) {
  const whole = `src/lib/${folder}`
  const asked = paths.length === 0 ? [whole] : paths.filter((path) => path === whole || path.startsWith(`${whole}/`))
  if (asked.length === 0) continue
  const files = await tried(folder, asked, words.includes('--fresh'))
  for (const path of asked) {
    const inPath = Object.entries(files).filter(([file]) => file === path || file.startsWith(`${path}/`))
    for (const [file, {source, mutants}] of inPath)
      for (const mutant of mutants.filter(isMissed).sort(byPlace))
        process.stdout.write(`${missedLine(file, source, mutant)}\n`)
    scores.set(path, scoreOf(inPath.flatMap(([, {mutants}]) => mutants)))
  }
}
if (paths.length === 0) scores.set('src/lib', sumOf([...scores.values()]))
process.exitCode = judge(scores) ? 0 : 1
