import {deepEqual} from 'node:assert/strict'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {shop} from '../build/shop.js'
import {runAlone} from '../harness/run-dnet.js'
import {snapshotFile} from '../harness/snapshot-file.js'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

/** Packages whose paths the bundle keeps, as they are CommonJS; mute-stream stands for inquirer, which alone needs it. */
const HEAVY = ['cli-table3', 'mute-stream', 'yaml'] as const

const holds = (code: string, name: string): boolean => code.includes(`node_modules/${name}/`)

describe('what a command loads', function () {
  this.timeout(40_000)
  let file: ReturnType<typeof snapshotFile>
  before(() => {
    file = snapshotFile(shop())
  })
  after(() => file.remove())

  /** Those of the heavy packages that are in a file which the program loaded: Node writes down each that it ran. */
  async function loadedBy(words: readonly string[]): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'loaded-'))
    try {
      await runAlone([...words, '--from', file.path], {NODE_V8_COVERAGE: folder})
      const code = readdirSync(folder)
        .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).result as readonly {url: string}[])
        .filter(({url}) => url.includes('/dist/'))
        .map(({url}) => readFileSync(fileURLToPath(url), 'utf8'))
      if (code.length === 0) throw new Error(`dnet ${words.join(' ')} loaded nothing of dist`)
      return HEAVY.filter((name) => code.some((text) => holds(text, name)))
    } finally {
      rmSync(folder, {recursive: true, force: true})
    }
  }

  it('is seen in the bundle', () => {
    const files = readdirSync(DIST, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.js'))
    const code = files.map((name) => readFileSync(join(DIST, name), 'utf8')).join('')
    deepEqual(
      HEAVY.filter((name) => !holds(code, name)),
      [],
    )
  })

  const cases: [why: string, words: readonly string[], loaded: readonly string[]][] = [
    ['a table for people', ['ls', '--wide'], ['cli-table3']],
    ["Docker's table", ['ls'], []],
    ['ids', ['ls', '-q'], []],
    ["Docker's JSON", ['inspect', 'web'], []],
    ['JSON', ['ls', '--wide', '--json'], []],
    ['JSON of the address space', ['subnets', '--json'], []],
    ['a template', ['ports', '--format', 'table {{.Holder}}'], []],
    ['a line a port', ['ports', 'next'], []],
    ['a plan for a shell', ['ports', 'plan', '--format', 'flags', 'web=80'], []],
    ['a plan as YAML', ['ports', 'plan', '--format', 'compose', 'web=80'], ['yaml']],
    ['a table of a plan', ['plan', 'web=50'], ['cli-table3']],
    ['a word that is missing in a script', ['rm'], []],
  ]
  for (const [why, words, loaded] of cases)
    it(`${why}: dnet ${words.join(' ')} loads ${loaded.join(' and ') || 'none of them'}`, async () =>
      deepEqual(await loadedBy(words), loaded))
})
