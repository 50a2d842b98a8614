import {deepEqual, equal} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {PruneRow} from '../../src/lib/plan/remove/prune.js'
import {can} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {many} from '../harness/many.js'
import {type Ended, runDnet} from '../harness/run-dnet.js'

const COUNT = many(12, 30)

describe(`prune of ${COUNT} networks`, () => {
  let real: TestEngine
  let folder: string
  const base = freshName()
  const networks: string[] = []
  const [running, stopped] = [`${base}-running`, `${base}-stopped`]

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-prune-'))
  })
  beforeEach(make)
  after(async () => {
    await removeAll(real, [running, stopped], networks.toReversed())
    await rm(folder, {recursive: true, force: true})
  })

  /**
   * Every kind there is without a Swarm: unused, in use, needed by a stopped container, labelled, configuration. What the
   * test before left is not made again.
   */
  async function make(): Promise<void> {
    const there = await left()
    const kinds: object[] = [
      {},
      {Internal: true},
      {Labels: {keep: '', stage: 'ci'}},
      {Labels: {stage: 'ci'}},
      {Labels: {'com.docker.compose.project': 'shop'}},
      {ConfigOnly: true},
    ]
    for (let n = 0; n < COUNT; n++) {
      const Name = `${base}-${n}`
      const IPAM = {Config: [{Subnet: `10.243.${n}.0/24`}]}
      const kind = kinds[n % kinds.length] ?? {}
      if (there.includes(Name)) continue
      if ('ConfigOnly' in kind && !(await can(real, 'configuration networks'))) continue
      const made = await real.call('/networks/create', {method: 'POST', body: {Name, IPAM, ...kind}})
      equal(made.status, 201, JSON.stringify(made.body))
      if (!networks.includes(Name)) networks.push(Name)
    }
    if (!there.includes(`${base}-0`)) await startContainer(real, running, {HostConfig: {NetworkMode: `${base}-0`}})
    if (there.includes(`${base}-6`)) return
    await removeAll(real, [stopped], [])
    await startContainer(real, stopped, {HostConfig: {NetworkMode: `${base}-6`}})
    await real.call(`/containers/${stopped}/kill`, {method: 'POST'})
  }

  const dnet = (...argv: string[]): Promise<Ended> =>
    runDnet(argv, {DOCKER_HOST: real.host, HOME: folder, XDG_STATE_HOME: folder})

  async function left(): Promise<string[]> {
    const {body} = await real.call('/networks')
    return (body as {Name: string}[])
      .map(({Name}) => Name)
      .filter((name) => name.startsWith(`${base}-`))
      .sort()
  }

  const without = (...gone: readonly number[]): string[] =>
    networks.filter((name) => !gone.includes(Number(name.slice(base.length + 1)))).sort()

  async function planned(...argv: string[]): Promise<string[]> {
    const {stdout} = await dnet('prune', '--dry-run', '--json', ...argv)
    const {networks: rows} = JSON.parse(stdout) as {networks: PruneRow[]}
    return rows
      .filter(({remove}) => remove)
      .map(({name}) => name)
      .filter((name) => name.startsWith(`${base}-`))
      .sort()
  }

  const flags: [title: string, argv: string[], wanted: number[]][] = [
    ["Docker's flags alone: all that no running container uses", [], all((n) => n !== 0 && n % 6 !== 5)],
    [
      '--keep-stopped keeps what a stopped container needs',
      ['--keep-stopped'],
      all((n) => n !== 0 && n !== 6 && n % 6 !== 5),
    ],
    ['--include-stopped does not', ['--include-stopped'], all((n) => n !== 0 && n % 6 !== 5)],
    ['--label', ['--label', 'stage=ci'], all((n) => n % 6 === 2 || n % 6 === 3)],
    [
      '--label and a filter against another',
      ['--label', 'stage=ci', '--filter', 'label!=keep'],
      all((n) => n % 6 === 3),
    ],
    ['--project', ['--project', 'shop'], all((n) => n % 6 === 4)],
    ['--older-than more than they are', ['--older-than', '1h'], []],
  ]
  for (const [title, argv, wanted] of flags)
    it(title, async () => {
      const keeps = !(await can(real, 'removal of a network that only stopped containers need'))
      const gone = wanted.filter((n) => !(keeps && n === 6))
      const plan = await planned(...argv)
      deepEqual(plan, networks.filter((name) => gone.includes(Number(name.slice(base.length + 1)))).sort())
      const {exit, stderr} = await dnet('prune', '--force', ...argv)
      equal(exit, 0, stderr)
      deepEqual(await left(), without(...gone))
    })
})

function all(wanted: (n: number) => boolean): number[] {
  return Array.from({length: COUNT}, (_, n) => n).filter(wanted)
}
