import {deepEqual, equal, ok} from 'node:assert/strict'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {network, subnet} from '../../build/host.js'
import {id, shop} from '../../build/shop.js'
import {PROGRAM} from '../../harness/program.js'
import {runDnet} from '../../harness/run-dnet.js'
import {unpackedShell} from '../../harness/shells.js'
import {snapshotFile} from '../../harness/snapshot-file.js'
import {KEY, openTerminal, type Terminal} from '../../harness/terminal.js'

/** Names that a shell would run, expand or cut if it read them as its own words. */
const NAMES = [
  'plain',
  'two words',
  '$(touch pwned)',
  '`touch pwned`',
  "it's",
  'quo"ted',
  'semi;touch pwned',
  'glob*',
  '~root',
  'fd07:x',
]

interface Shell {
  readonly name: 'bash' | 'zsh' | 'fish'
  /** Program and arguments of an interactive shell that reads no start-up files. */
  start(): Promise<readonly [program: string, args: readonly string[]]>
  readonly load: string
}

const shells: readonly Shell[] = [
  {
    name: 'bash',
    start: async () => ['/bin/bash', ['--norc', '--noprofile', '-i']],
    load: 'source <(dnet completion bash)',
  },
  {
    name: 'zsh',
    start: () => unpackedShell('zsh', ['-f', '-i']),
    load: 'source <(dnet completion zsh)',
  },
  {
    name: 'fish',
    start: () => unpackedShell('fish', ['--no-config', '-i']),
    load: 'dnet completion fish | source',
  },
]

describe('completion in a shell', () => {
  const host = {
    ...shop(),
    networks: NAMES.map((name, i) => network(name, {id: id(String(i)), subnets: [subnet(`10.${i}.0.0/16`)]})),
  }
  let snapshot: ReturnType<typeof snapshotFile>
  let folder: string

  before(() => {
    snapshot = snapshotFile(host)
    folder = mkdtempSync(join(tmpdir(), 'dnet-shell-'))
    // What is not completion prints its words, each in brackets, instead of running.
    const script = `#!/bin/sh\ncase $1 in __complete|completion) exec '${process.execPath}' '${PROGRAM}' "$@" ;; esac\nprintf '<%s>' "$@"\necho\n`
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin/dnet'), script)
    chmodSync(join(folder, 'bin/dnet'), 0o755)
  })
  after(() => {
    snapshot.remove()
    rmSync(folder, {recursive: true, force: true})
  })

  for (const shell of shells) {
    describe(shell.name, () => {
      let terminal: Terminal
      before(async () => {
        const [program, args] = await shell.start()
        const env = {
          PATH: `${folder}/bin:${process.env.PATH}`,
          HOME: folder,
          XDG_DATA_HOME: folder,
          XDG_CONFIG_HOME: folder,
          NO_COLOR: '1',
          PS1: 'ready> ',
        }
        terminal = openTerminal(args, {columns: 200, rows: 50, program, env, folder})
        await terminal.until(/ready>|[>#%$] ?$/m)
        if (shell.name === 'fish') terminal.type(`function fish_prompt; echo 'ready> '; end\r`)
        terminal.type(`cd ${folder}; ${shell.load}; echo loa''ded\r`)
        await terminal.until(/^loaded/m)
      })
      after(() => terminal?.close())

      const cases: readonly [typed: string, name: string][] = [
        ['pl', 'plain'],
        ['tw', 'two words'],
        ["'tw", 'two words'],
        ['"tw', 'two words'],
        [String.raw`\$`, '$(touch pwned)'],
        ["'$", '$(touch pwned)'],
        ["'`", '`touch pwned`'],
        ['it', "it's"],
        ['"qu', 'quo"ted'],
        ['qu', 'quo"ted'],
        ['se', 'semi;touch pwned'],
        ['gl', 'glob*'],
        [String.raw`\~`, '~root'],
        ['fd07:', 'fd07:x'],
      ]
      for (const [typed, name] of cases) {
        it(`${typed} and tab: ${name}, as text`, async () => {
          const words = `dnet inspect --from ${snapshot.path} ${typed}`
          terminal.type(words + KEY.tab + KEY.enter)
          await terminal.until(new RegExp(`^${escaped(`<inspect><--from><${snapshot.path}><${name}>`)}`, 'm'))
          equal(existsSync(join(folder, 'pwned')), false)
          terminal.type('\u000c') // clears the screen
        })
      }

      it('commands, and flags of a command', async () => {
        terminal.type('dnet disc\t')
        await terminal.until(/dnet disconnect/)
        terminal.type('--no-che\t')
        await terminal.until(/--no-check/)
        terminal.type(KEY.enter)
        await terminal.until(/<disconnect><--no-check>/)
      })
    })
  }
})

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

describe('dnet __complete', () => {
  let snapshot: ReturnType<typeof snapshotFile>
  before(() => {
    snapshot = snapshotFile(shop())
  })
  after(() => snapshot.remove())

  const complete = async (...words: string[]): Promise<string[]> => {
    const {exit, stdout, stderr} = await runDnet(['__complete', ...words])
    deepEqual([exit, stderr], [0, ''])
    return stdout.trimEnd().split('\n')
  }
  const values = async (...words: string[]) => (await complete(...words)).map((line) => line.split('\t')[0])

  it('networks with what tells them apart', async () => {
    deepEqual(await complete('inspect', '--from', snapshot.path, 'b'), [
      'back\tbridge 172.20.0.0/29 2 containers',
      'bridge\tbridge 172.17.0.0/16 1 container',
      ':4',
    ])
  })

  it('not what was given already', async () => {
    deepEqual(await values('inspect', '--from', snapshot.path, 'back', 'b'), ['bridge', ':4'])
  })

  it('containers for --container', async () => {
    deepEqual(await values('inspect', '--from', snapshot.path, '--container', ''), [
      'db',
      'lost',
      'old',
      'plain',
      'shop-api-1',
      'sidecar',
      ':4',
    ])
  })

  it('free subnets for --subnet', async () => {
    const found = await values('create', '--from', snapshot.path, '--subnet', '')
    ok(found.includes('172.18.0.0/24'))
    ok(!found.includes('172.17.0.0/24'))
  })

  for (const [why, words, want] of [
    ['a command', ['disc'], ['disconnect', ':4']],
    ['after `network`', ['network', 'disc'], ['disconnect', ':4']],
    ['an alias is understood', ['remove', '--fo'], ['--force', ':4']],
    ['drivers', ['create', '--driver', 'ma'], ['macvlan', ':4']],
    ['drivers, after =', ['create', '--driver=ma'], ['--driver=macvlan', ':4']],
    ['drivers, by the short flag', ['create', '-d', 'ma'], ['macvlan', ':4']],
    ['keys of a filter end in =, without a blank', ['ls', '--filter', 'dr'], ['driver=', ':6']],
    ['values of a filter', ['ls', '-f', 'scope=l'], ['scope=local', ':4']],
    ['keys of the filters that the command has', ['ports', '--filter', 's'], ['service=', 'state=', ':6']],
    ['and their values', ['ports', '--filter', 'state='], ['state=bound', 'state=wanted', ':4']],
    ['formats that the command has', ['plan', '--format', 't'], ['table', ':4']],
    ['and no others', ['plan', '--format', 'j'], [':4']],
    ['columns', ['ls', '--sort', 'cr'], ['created', ':4']],
    ['shells', ['completion', 'z'], ['zsh', ':4']],
    ['contexts', ['--context', 'def'], ['default', ':4']],
    ['flags before the command', ['--tlsv'], ['--tlsverify', ':4']],
    ['a command that is none', ['nonsense', 'x', ''], [':4']],
    ['an engine that is away', ['-H', 'unix:///nonexistent.sock', 'rm', ''], [':4']],
    ['an engine that is nonsense', ['-H', 'nonsense://', 'rm', ''], [':4']],
    ['flags end at --', ['rm', '--', '--fo'], [':4']],
    ['nothing at all', [], [':4']],
  ] as const) {
    it(why, async () => {
      const found = await values(...words)
      if (words.length === 0) equal(found.at(-1), ':4')
      else deepEqual(found, want)
    })
  }
})
