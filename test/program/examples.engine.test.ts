import {equal, ok} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {examplesOf, type HelpCommand} from '../../src/lib/view/help.js'
import {engineWithoutRules, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {PROGRAM} from '../harness/program.js'
import {restored} from '../harness/restored.js'
import {runDnet} from '../harness/run-dnet.js'

const CONTAINERS = ['api', 'db']
const NETWORKS = ['web', 'back', 'ci', 'vpn']

/** What an example may end with besides 0: a check that finds something, a name that is not there, something taken. */
const FINE = [0, 1, 3, 4, 6]

describe('the examples in the help', () => {
  let engine: TestEngine
  let folder: string

  before(async () => {
    engine = await engineWithoutRules()
    folder = mkdtempSync(join(tmpdir(), 'dnet-examples-'))
    writeFileSync(join(folder, 'dnet'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`)
    chmodSync(join(folder, 'dnet'), 0o755)
    const compose = 'services:\n  web:\n    image: busybox\n    ports: ["18080:80"]\n'
    for (const name of ['compose.yaml', 'compose.override.yaml']) writeFileSync(join(folder, name), compose)
    writeFileSync(join(folder, 'ci.env'), 'STAGE=ci\n')
    for (const Name of ['laptop', 'server']) {
      const meta = join(folder, '.docker/contexts/meta', createHash('sha256').update(Name).digest('hex'))
      mkdirSync(meta, {recursive: true})
      writeFileSync(join(meta, 'meta.json'), JSON.stringify({Name, Endpoints: {docker: {Host: engine.host}}}))
    }
  })

  beforeEach(
    restored(
      () => engine,
      async () => {
        await removeAll(engine, CONTAINERS, NETWORKS)
        await engine.call('/networks/create', {method: 'POST', body: {Name: 'web'}})
        await startContainer(engine, 'api', {HostConfig: {NetworkMode: 'web'}})
        await startContainer(engine, 'db', {HostConfig: {NetworkMode: 'web'}})
      },
    ),
  )
  after(async () => {
    rmSync(folder, {recursive: true, force: true})
    await removeAll(engine, CONTAINERS, NETWORKS)
  })

  /** What only a shell can run: pipes, lists and redirections. */
  const inShell = (line: string): Promise<{exit: number; output: string}> =>
    new Promise((resolve) => {
      const env = {PATH: `${folder}:${process.env.PATH}`, HOME: folder, DOCKER_HOST: engine.host}
      const child = execFile('/bin/sh', ['-c', line], {cwd: folder, env}, (error, stdout, stderr) =>
        resolve({exit: error ? Number(error.code ?? 99) : 0, output: stdout + stderr}),
      )
      child.stdin?.end()
    })

  async function run(line: string): Promise<{exit: number | string; output: string}> {
    if (/[|&<>]/.test(line)) return inShell(line)
    const [program, ...words] = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)
    equal(program, 'dnet')
    const {exit, stdout, stderr} = await runDnet(words, {HOME: folder, DOCKER_HOST: engine.host}, '', folder)
    return {exit, output: stdout + stderr}
  }

  const {commands} = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {commands: Record<string, HelpCommand>}
  for (const command of Object.values(commands).filter(({hidden}) => !hidden)) {
    for (const example of examplesOf(command)) {
      it(example, async () => {
        const {exit, output} = await run(example)
        ok(FINE.includes(Number(exit)), `exit ${exit}: ${output}`)
      })
    }
  }
})
