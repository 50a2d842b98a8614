import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {availableParallelism, constants, tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {ROOT} from './test-files.js'

export interface Totals {
  readonly passed: number
  readonly failed: number
  /** Tests of what the engine at hand, or this platform, can't do. */
  readonly skipped: number
  /** The tests that failed, by their titles. */
  readonly failures: readonly string[]
}

/** One thing that passed or failed. */
export const single = (passed: boolean): Totals => ({
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  skipped: 0,
  failures: [],
})

/** `3 passed, 0 failed`, and what was skipped. */
export const totalsText = ({passed, failed, skipped}: Totals): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

export const sumOf = (all: readonly Totals[]): Totals =>
  all.reduce(
    (sum, {passed, failed, skipped, failures}) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
      failures: [...sum.failures, ...failures],
    }),
    {passed: 0, failed: 0, skipped: 0, failures: []},
  )

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/**
 * Runs a program of the project's packages with this terminal. A signal goes to it, and once it has ended of that, this
 * process ends too.
 * @param env added to this process's environment
 * @returns its exit code, 128 and the signal's number where it died of one
 */
export const runPart = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const path = [join(ROOT, 'node_modules/.bin'), env.PATH ?? process.env.PATH].join(delimiter)
    const child = spawn(command, args, {cwd: ROOT, stdio: 'inherit', env: {...process.env, ...env, PATH: path}})
    let asked: NodeJS.Signals | undefined
    const pass = (signal: NodeJS.Signals): void => {
      asked = signal
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, pass)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const each of SIGNALS) process.off(each, pass)
      if (asked) process.exit(128 + constants.signals[asked])
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })

/** Removes what tests left in their temporary folder, after the engines in there, which remove themselves. */
function removeFolder(folder: string): void {
  if (!existsSync(folder)) return
  const pause = new Int32Array(new SharedArrayBuffer(4))
  const engineIsThere = () => readdirSync(folder).some((name) => existsSync(join(folder, name, 'conf')))
  for (let waited = 0; waited < 240_000 && engineIsThere(); waited += 20) Atomics.wait(pause, 0, 0, 20)
  rmSync(folder, {recursive: true, force: true})
}

/**
 * As many test files at a time as there are processors, four at most, since each process starts engines of its own. On
 * one engine that somebody else started, tests take their turns: some of them empty it.
 */
const atOnce = (env: NodeJS.ProcessEnv): number => (env.DNET_TEST_DOCKER_HOST ? 1 : Math.min(availableParallelism(), 4))

/** An hour, in milliseconds: one test of the long run tries hundreds of cases, on a machine of any speed. */
const LONG_TIMEOUT = '3600000'

/**
 * Runs mocha, with a temporary folder of its own, which is gone afterwards even if this process is interrupted.
 * @param before the words before it, such as a coverage tool
 */
export async function runTests(
  files: readonly string[],
  env: NodeJS.ProcessEnv = {},
  before: readonly string[] = [],
): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-run-'))
  const remove = () => removeFolder(folder)
  process.on('exit', remove)
  try {
    const report = join(folder, 'totals.json')
    const [command = 'mocha', ...args] = [...before, 'mocha']
    const jobs = ['--forbid-only', '--parallel', '--jobs', `${atOnce({...process.env, ...env})}`]
    // The short forms: c8 takes a later --reporter for its own.
    const reporter = ['-R', join(ROOT, 'scripts/reporter.cjs'), '-O', `totals=${report}`]
    const patience = env.DNET_TEST_LONG ? ['--timeout', LONG_TIMEOUT] : []
    const words = [...args, ...jobs, ...patience, ...reporter, ...files]
    const exit = await runPart(command, words, {TMPDIR: folder, ...env})
    const totals = totalsIn(report)
    return exit !== 0 && totals.failed === 0 ? {...totals, failed: 1} : totals
  } finally {
    process.off('exit', remove)
    remove()
  }
}

/** What the reporter left; a run that ended before it could is one failure, and so is one without tests. */
function totalsIn(report: string): Totals {
  try {
    const totals = JSON.parse(readFileSync(report, 'utf8')) as Totals
    return totals.passed === 0 && totals.failed === 0 ? single(false) : totals
  } catch {
    return single(false)
  }
}
