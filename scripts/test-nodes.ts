import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {cacheFolder} from '../test/harness/debian.js'
import {startEngine} from '../test/harness/throwaway.js'
import {runPart, runTests, sumOf, type Totals, totalsText} from './run-part.js'
import {ROOT, testFiles} from './test-files.js'

/** `npm run test:nodes [-- 20 22 24 26]`: the unit tests and a smoke test on several versions of Node. */
const VERSIONS: readonly string[] = ['20', '22', '24', '26']

/** The bin folder of the newest Node of a major version, from its npm package, fetched once into the cache. */
function nodeBin(major: string): string {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(), 'node', major)
  const bin = join(folder, 'node_modules', name, 'bin')
  if (existsSync(join(bin, 'node'))) return bin
  mkdirSync(folder, {recursive: true})
  const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  execFileSync('npm', [...args, `${name}@${major}`], {cwd: folder, stdio: 'inherit'})
  return bin
}

/** Each command once, on a real engine. */
const SMOKE: readonly (readonly string[])[] = [
  ['--version'],
  ['create', '--subnet', '10.66.0.0/24', 'dnet-smoke'],
  ['ls'],
  ['inspect', '-f', '{{.Name}}', 'dnet-smoke'],
  ['rm', 'dnet-smoke'],
]

/** @returns how many of the commands did not end with 0 */
async function smoke(node: string, host: string): Promise<number> {
  let failed = 0
  for (const args of SMOKE) {
    process.stdout.write(`$ dnet ${args.join(' ')}\n`)
    const exit = await runPart(node, [join(ROOT, 'bin/run.js'), ...args], {DOCKER_HOST: host})
    if (exit !== 0) failed += 1
  }
  return failed
}

const asked = process.argv.slice(2)
const {unit} = await testFiles()
const engine = await startEngine({name: 'nodes'})
const all: Totals[] = []
try {
  for (const major of VERSIONS.filter((each) => asked.length === 0 || asked.includes(each))) {
    const bin = nodeBin(major)
    const node = join(bin, 'node')
    process.stdout.write(`\nNode ${execFileSync(node, ['--version'], {encoding: 'utf8'})}`)
    const totals = await runTests([], unit, {PATH: [bin, process.env.PATH].join(delimiter)})
    const smokeFailed = await smoke(node, engine.host)
    all.push(totals, {passed: SMOKE.length - smokeFailed, failed: smokeFailed, leftOut: 0})
  }
} finally {
  await engine.stop()
}
const sum = sumOf(all)
process.stdout.write(`\n${totalsText(sum)}\n`)
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
