import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {constants, tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {ROOT} from './test-files.js'

export interface Totals {
  readonly passed: number
  readonly failed: number
  /** Tests of what the engine at hand, or this platform, can't do. */
  readonly leftOut: number
}

/** `3 passed, 0 failed`, and what was left out. */
export const totalsText = ({passed, failed, leftOut}: Totals): string =>
  `${passed} passed, ${failed} failed${leftOut > 0 ? `, ${leftOut} left out` : ''}`

export const sumOf = (all: readonly Totals[]): Totals =>
  all.reduce(
    (sum, {passed, failed, leftOut}) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      leftOut: sum.leftOut + leftOut,
    }),
    {passed: 0, failed: 0, leftOut: 0},
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
  for (let waited = 0; waited < 20_000 && engineIsThere(); waited += 20) Atomics.wait(pause, 0, 0, 20)
  rmSync(folder, {recursive: true, force: true})
}

/**
 * Runs mocha, with a temporary folder of its own, which is gone afterwards even if this process is interrupted.
 * @param before the words before it, such as a coverage tool
 */
export async function runTests(
  before: readonly string[],
  files: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-run-'))
  const remove = () => removeFolder(folder)
  process.on('exit', remove)
  try {
    const report = join(folder, 'totals.json')
    const [command = 'mocha', ...args] = [...before, 'mocha']
    // The short forms: c8 takes a later --reporter for its own.
    const reporter = ['-R', join(ROOT, 'scripts/reporter.cjs'), '-O', `totals=${report}`]
    const tests = files.length > 0 ? files : ['test/**/*.test.ts']
    const exit = await runPart(command, [...args, ...reporter, ...tests], {TMPDIR: folder, ...env})
    const totals = totalsIn(report)
    return exit !== 0 && totals.failed === 0 ? {...totals, failed: 1} : totals
  } finally {
    process.off('exit', remove)
    remove()
  }
}

/** What the reporter left; a run that ended before it could is one failure. */
function totalsIn(report: string): Totals {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Totals
  } catch {
    return {passed: 0, failed: 1, leftOut: 0}
  }
}
