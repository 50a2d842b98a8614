import {equal, match, ok} from 'node:assert/strict'
import {writeFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {
  configOnly,
  connected,
  network,
  removeWhere,
  running,
  type Step,
  stopped,
  subnets,
} from '../differential/given.js'
import {type Capability, can} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, type TestEngine} from '../harness/fixture.js'
import {type Shell, shellOn} from '../harness/paste.js'
import {runDnet} from '../harness/run-dnet.js'

interface Row {
  /** `@web` stands for a name of the test's own, here and in all below. */
  readonly run: string
  readonly given: (name: (word: string) => string) => readonly Step[]
  /** What stands behind "Try this: ", or a part of it that is a line. Words in capitals are for the user to fill in. */
  readonly line: string
  readonly fill?: Readonly<Record<string, string>>
  /** What works afterwards; the same command again where it is left out. */
  readonly works?: string
  /** What the line itself prints. */
  readonly prints?: RegExp
  /** What the engine has to be able to do. */
  readonly where?: readonly Capability[]
}

const own = (n: number): object => subnets(`10.243.${n}.0/24`)
const ROWS: readonly Row[] = [
  {
    run: 'create @web',
    given: (n) => [network(n('web'))],
    line: 'dnet inspect @web',
    works: 'create --if-not-exists @web',
    prints: /"Name": "/,
  },
  {
    run: 'create --config-from @conf @web',
    given: () => [],
    line: 'dnet create --config-only @conf',
    where: ['configuration networks'],
  },
  {
    run: 'create --subnet 10.243.9.0/24 --if-not-exists @web',
    given: (n) => [network(n('web'), own(1))],
    line: 'dnet inspect @web; to recreate it: dnet rm @web',
  },
  {
    run: 'connect @conf @app',
    given: (n) => [configOnly(n('conf')), network(n('web'), own(1)), running(n('app'), n('web'))],
    line: 'dnet create --config-from @conf NETWORK',
    fill: {NETWORK: '@new'},
    works: 'connect @new @app',
    where: ['configuration networks'],
  },
  {
    run: 'connect @web @app',
    given: (n) => [
      network(n('web'), subnets('10.243.2.0/30')),
      network(n('other'), own(1)),
      running(n('full'), n('web')),
      running(n('app'), n('other')),
    ],
    line: 'dnet create --hosts 4 @web-2',
    works: 'connect @web-2 @app',
  },
  {
    run: 'connect @web @side',
    given: (n) => [
      network(n('web'), own(1)),
      network(n('other'), own(2)),
      running(n('app'), n('other')),
      running(n('side'), `container:${n('app')}`),
    ],
    line: 'dnet connect @web @app',
    works: 'disconnect @web @app',
  },
  {
    run: 'connect @web @none',
    given: (n) => [network(n('web'), own(1)), running(n('none'), 'none')],
    line: 'dnet disconnect none @none',
    where: ['configuration networks'],
  },
  {
    run: 'connect --if-not-connected --alias db @web @app',
    given: (n) => [
      network(n('other'), own(2)),
      network(n('web'), own(1)),
      running(n('app'), n('other')),
      connected(n('web'), n('app')),
    ],
    line: 'dnet disconnect @web @app',
  },
  {
    run: 'connect --ip 10.243.1.9 @web @app',
    given: (n) => [
      network(n('other'), own(2)),
      network(n('web'), own(1)),
      running(n('db'), n('web'), {IPAMConfig: {IPv4Address: '10.243.1.9'}}),
      running(n('app'), n('other')),
    ],
    line: '--ip 10.243.1.2',
    works: 'connect --ip 10.243.1.2 @web @app',
  },
  {
    run: 'disconnect @other @app',
    given: (n) => [network(n('web'), own(1)), network(n('other'), own(2)), running(n('app'), n('web'))],
    line: 'dnet inspect --container @app',
    works: 'disconnect @web @app',
    prints: /@web/,
  },
  {
    run: 'disconnect @web @app',
    given: (n) => [
      network(n('web'), own(1)),
      network(n('other'), own(2)),
      running(n('app'), n('other')),
      connected(n('web'), n('app'), {Aliases: ['front'], IPAMConfig: {IPv4Address: '10.243.1.77'}}),
    ],
    line: 'dnet connect --ip=10.243.1.77 --alias=front @web @app',
    works: 'dns @app front',
  },
  {
    run: 'rm @web',
    given: (n) => [network(n('web'), own(1)), running(n('app'), n('web'))],
    line: 'dnet rm --disconnect @web',
    fill: {'--disconnect': '--disconnect --yes'},
    works: 'create @web',
  },
  {
    run: 'rm --dry-run @web',
    given: (n) => [network(n('web'), own(1)), stopped(n('app'), n('web'))],
    line: 'dnet disconnect --all @web',
    works: 'rm @web',
    where: ['need of the network that a container was created with'],
  },
  {
    run: 'dns @app @db',
    given: (n) => [
      network(n('web'), own(1)),
      network(n('other'), own(2)),
      running(n('app'), n('web')),
      running(n('db'), n('other')),
    ],
    line: 'dnet connect @other @app',
  },
  {
    run: 'dns @app @db',
    given: (n) => [network(n('web'), own(1)), running(n('app'), n('web')), stopped(n('db'), n('web'))],
    line: 'docker start @db',
  },
  {
    run: 'dns @app @db',
    given: (n) => [running(n('app')), running(n('db'))],
    line: 'dnet create NAME; dnet connect NAME @app; dnet connect NAME @db',
    fill: {NAME: '@new'},
    where: ['names for one container alone'],
  },
  {
    run: 'link @side @db:x',
    given: (n) => [
      network(n('web'), own(1)),
      running(n('db'), n('web')),
      running(n('app'), n('web')),
      running(n('side'), `container:${n('app')}`),
    ],
    line: 'dnet link @app TARGET',
    fill: {TARGET: '@db:x'},
    works: 'dns @app x',
    where: ['names for one container alone'],
  },
  {
    run: 'unlink @app nobody',
    given: (n) => [network(n('web'), own(1)), running(n('app'), n('web'))],
    line: 'dnet link ls @app',
    works: 'link ls @app',
  },
  {
    run: 'unlink @app @db',
    given: (n) => [running(n('db')), running(n('app'), 'bridge', {}, {Links: [`${n('db')}:x`]})],
    line: 'dnet link migrate @app',
    fill: {migrate: 'migrate --yes'},
    works: 'dns @app x',
    where: ['legacy links'],
  },
  {
    run: 'who @wep',
    given: (n) => [network(n('web'), own(1))],
    line: 'dnet who @web',
    works: 'who @web',
    prints: /@web +network/,
  },
  {
    run: 'dns @app',
    given: (n) => [network(n('web'), own(1)), running(n('app'), n('web'))],
    line: 'dnet dns @app NAME',
    fill: {NAME: '@app'},
    works: 'dns @web',
  },
  {
    run: 'inspect @gone',
    given: () => [],
    line: 'dnet ls',
    works: 'ls',
  },
  {
    run: 'explain error while removing network: network @web has active endpoints',
    given: (n) => [network(n('web'), own(1)), running(n('app'), n('web'))],
    line: 'dnet rm --disconnect @web',
    fill: {'--disconnect': '--disconnect --yes'},
    works: 'create @web',
  },
  {
    run: 'explain configuration network "@conf" is in use',
    given: (n) => [configOnly(n('conf')), network(n('web'), {ConfigFrom: {Network: n('conf')}})],
    line: 'dnet rm @web',
    works: 'rm @conf',
    where: ['configuration networks'],
  },
  {
    run: 'explain Cannot link to /@db, as it does not belong to the default network',
    given: (n) => [network(n('web'), own(1)), running(n('db'), n('web')), running(n('app'), n('web'))],
    line: 'dnet link CONTAINER @db',
    fill: {CONTAINER: '@app'},
    works: 'dns @app @db',
    where: ['names for one container alone'],
  },
  {
    run: 'explain cannot join network of a non running container: @db',
    given: (n) => [network(n('web'), own(1)), stopped(n('db'), n('web'))],
    line: 'docker start @db',
  },
  ...(
    [
      ['plan', 'dnet plan web=50 db=10'],
      ['lss', 'dnet ls'],
      ['completion bas', 'dnet completion bash'],
      ['link migrate', 'dnet link migrate --all'],
      ['ports check', 'dnet ports check 8080:80'],
    ] as const
  ).map(([run, line]): Row => ({run, given: () => [], line, works: 'ls'})),
]

describe('what is said to be tried', () => {
  let engine: TestEngine
  let shell: Shell
  let folder: string
  const prefix = freshName()
  /** With names of the test's own, which begin alike. */
  const filled = (text: string): string => text.replace(/@(\w)/g, `${prefix}-$1`)

  before(async () => {
    engine = await engineWithoutRules()
    shell = await shellOn(engine)
    folder = await mkdtemp(join(tmpdir(), 'dnet-try-'))
  })
  after(async () => {
    await shell?.remove()
    if (folder) await rm(folder, {recursive: true, force: true})
  })
  afterEach(async () => {
    // Podman removes no container whose sandbox another one shares.
    await removeWhere(engine, (name) => name === filled('@side'))
    // The network of a link is named after its containers.
    await removeWhere(engine, (name) => name.includes(prefix))
  })

  const dnet = (line: string) =>
    runDnet(filled(line).split(' '), {DOCKER_HOST: engine.host, HOME: folder, XDG_STATE_HOME: folder}, '', folder)

  for (const row of ROWS)
    it(`${row.run}: ${row.line}`, async function () {
      for (const capability of row.where ?? []) if (!(await can(engine, capability))) return this.skip()
      for (const step of row.given((word) => filled(`@${word}`))) await step.make(engine)
      const {stdout, stderr} = await dnet(row.run)
      const line = filled(row.line)
      ok(`${stdout}${stderr}`.includes(line), `"${line}" is not in: ${stdout}${stderr}`)
      const pasted = Object.entries(row.fill ?? {}).reduce(
        (text, [word, by]) => text.replaceAll(word, filled(by)),
        line,
      )
      if (/^(dnet|docker) /.test(pasted)) {
        const done = await shell.paste(pasted.replaceAll(/; [a-z ]+: /g, '; '))
        equal(done.exit, 0, `${pasted}: ${done.stderr}`)
        if (row.prints) match(done.stdout, new RegExp(filled(row.prints.source)))
      }
      const after = await dnet(row.works ?? row.run)
      equal(after.exit, 0, `${row.works ?? row.run}, after ${pasted}: ${after.stdout}${after.stderr}`)
    })

  it('ports check: dnet create, of an external network that is missing', async () => {
    const file = join(folder, 'compose.yaml')
    const name = filled('@outer')
    writeFileSync(file, `services: {a: {image: x, networks: [n]}}\nnetworks: {n: {external: true, name: ${name}}}\n`)
    const check = () => dnet(`ports check --compose ${file}`)
    const {exit, stderr} = await check()
    equal(exit, 6)
    ok(stderr.endsWith(`Try this: dnet create ${name}\n`), stderr)
    equal((await shell.paste(`dnet create ${name}`)).exit, 0)
    equal((await check()).exit, 0)
  })
})
