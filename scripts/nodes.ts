import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {cacheFolder} from '../test/harness/debian.js'
import {startEngine} from '../test/harness/throwaway.js'
import {runPart, runTests, single, sumOf, type Totals} from './run-part.js'
import {ROOT, TEST_FILES} from './test-files.js'

/** The versions of Node that dnet is tried on: the oldest that package.json allows, and one of each later line. */
export const NODES = {20: '20.19.0', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0'} as const

/** Versions that dnet refuses: one without much of today's JavaScript, and the newest. */
const TOO_OLD = ['14.21.3', '20.18.3']

/** The bin folder of a version of Node, from its npm package, fetched once into the cache. */
function nodeBin(version: string): string {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(), 'node', version)
  const bin = join(folder, 'node_modules', name, 'bin')
  if (existsSync(join(bin, 'node'))) return bin
  mkdirSync(folder, {recursive: true})
  const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  execFileSync('npm', [...args, `${name}@${version}`], {cwd: folder, stdio: ['ignore', 'inherit', 'inherit']})
  return bin
}

/** What a user would do first, on a real engine. */
const SMOKE: readonly (readonly string[])[] = [
  ['--version'],
  ['create', '--subnet', '10.66.0.0/24', 'dnet-smoke'],
  ['ls'],
  ['inspect', '-f', '{{.Name}}', 'dnet-smoke'],
  ['rm', 'dnet-smoke'],
]

/** The commands of `SMOKE` that end with 0, and those that do not. */
async function smoke(node: string): Promise<Totals> {
  const engine = await startEngine({name: 'smoke'})
  try {
    const all: Totals[] = []
    for (const args of SMOKE) {
      process.stdout.write(`$ dnet ${args.join(' ')}\n`)
      all.push(single((await runPart(node, [join(ROOT, 'bin/run.js'), ...args], {DOCKER_HOST: engine.host})) === 0))
    }
    return sumOf(all)
  } finally {
    await engine.stop()
  }
}

/** Whether dnet refuses the versions that are too old in one sentence. */
const refusals = (): Totals[] =>
  TOO_OLD.map((version) => {
    const node = join(nodeBin(version), 'node')
    const {status, stderr} = spawnSync(node, [join(ROOT, 'bin/run.js'), 'ls'], {encoding: 'utf8'})
    process.stdout.write(`$ dnet ls\n${stderr}`)
    const sentence = `Error: dnet needs Node 20.19 or newer, and this is Node ${version}\n`
    return single(status === 1 && stderr === sentence)
  })

/** The unit tests and the commands of `SMOKE` on a version of Node; with the oldest one, also those that are too old. */
export async function testOnNode(version: string): Promise<Totals> {
  const bin = nodeBin(version)
  const node = join(bin, 'node')
  const found = execFileSync(node, ['--version'], {encoding: 'utf8'}).trim()
  if (found !== `v${version}`) throw new Error(`${node} is ${found}, not v${version}`)
  const unit = await runTests(TEST_FILES.unit, {PATH: [bin, process.env.PATH].join(delimiter)})
  const older = version === NODES[20] ? refusals() : []
  return sumOf([unit, await smoke(node), ...older])
}
