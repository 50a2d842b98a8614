import {deepEqual, match} from 'node:assert/strict'
import {builtDnet, type Program, referenceCli} from '../harness/docker-cli.js'
import {engineWithoutRules} from '../harness/fixture.js'
import {configOnly, type Given, network, running, stopped, subnets, wipe} from './given.js'
import {type CommandLine, tryOn} from './trial.js'

/** What one of the two does; `leaves` names the custom networks there are afterwards. */
interface Does {
  readonly exit: number
  readonly stdout?: string | RegExp
  readonly stderr?: RegExp
  readonly leaves?: readonly string[]
}

/** A row of docs/differences.md at work. */
interface Difference extends CommandLine {
  readonly what: string
  readonly docker: Does
  readonly ours: Does
}

const NOWHERE = {DOCKER_HOST: 'unix:///nowhere.sock'}
const PROMPT = /Are you sure you want to continue\? \[y\/N\] \n$/
const used: Given = [network('web', subnets('10.70.1.0/24')), running('c1', 'web')]
const guarded: Given = [network('kept', {Labels: {keep: ''}}), network('loose')]
const idle: Given = [network('web', subnets('10.70.1.0/24')), stopped('c1'), stopped('c2')]
const labelled: Given = [configOnly('many', {Labels: {d: '4', b: '2', a: '1', c: '3', e: '5'}})]

const differences: readonly Difference[] = [
  {
    what: 'a usage error',
    argv: 'ls --nope',
    docker: {exit: 125, stderr: /^unknown flag: --nope\n/},
    ours: {exit: 2, stderr: /^Error: unknown flag: --nope\nCode: USAGE\nTry this: dnet ls --help\n$/},
  },
  {
    what: 'the number of words',
    argv: 'create',
    docker: {exit: 1, stderr: /^docker: 'docker network create' requires 1 argument\n/},
    ours: {exit: 2, stderr: /^Error: 'dnet create' requires 1 argument\nCode: USAGE\n/},
  },
  {
    what: 'not found',
    argv: 'inspect nope',
    docker: {exit: 1, stdout: '[]\n', stderr: /^Error response from daemon: network nope not found\n$/},
    ours: {
      exit: 3,
      stdout: '[]\n',
      stderr: /^Error response from daemon: network nope not found\nCode: NETWORK_NOT_FOUND\nTry this: /,
    },
  },
  {
    what: 'in use',
    argv: 'rm web',
    given: used,
    docker: {exit: 1, stderr: /has active endpoints.*\nexit status 1\n$/, leaves: ['web']},
    ours: {exit: 4, stderr: /has active endpoints.*\nCode: NETWORK_IN_USE\nTry this: /, leaves: ['web']},
  },
  {
    what: 'no engine',
    argv: 'ls',
    env: NOWHERE,
    docker: {exit: 1, stderr: /^Cannot connect to the Docker daemon at unix:\/\/\/nowhere.sock/},
    ours: {exit: 5, stderr: /unix:\/\/\/nowhere.sock \(from DOCKER_HOST\).*\nCode: UNREACHABLE\n/},
  },
  {what: 'a broken template', argv: 'inspect -f {{ web', docker: {exit: 64, stdout: ''}, ours: {exit: 2, stdout: ''}},
  {
    what: 'an overlap',
    argv: 'create --subnet 10.70.0.0/16 api',
    given: used,
    docker: {
      exit: 1,
      stderr: /^Error response from daemon: .*Pool overlaps with other one on this address space\n$/,
      leaves: ['web'],
    },
    ours: {
      exit: 4,
      stderr: /^Error: subnet 10\.70\.0\.0\/16 overlaps network "web" \(10\.70\.1\.0\/24\)\nCode: SUBNET_OVERLAP\n/,
      leaves: ['web'],
    },
  },
  {
    what: 'pruneFilters',
    argv: 'prune -f',
    given: guarded,
    config: {pruneFilters: ['label!=keep']},
    docker: {exit: 0, stdout: /^Deleted Networks:\n(kept\nloose|loose\nkept)\n\n$/, leaves: []},
    ours: {exit: 0, stdout: 'Deleted Networks:\nloose\n\n', leaves: ['kept']},
  },
  {
    what: 'labels',
    argv: ['ls', '-f', 'name=many', '--format', '{{.Labels}}'],
    given: labelled,
    docker: {exit: 0, stdout: /^([a-e]=\d,?){5}\n$/},
    ours: {exit: 0, stdout: 'a=1,b=2,c=3,d=4,e=5\n'},
  },
  {
    what: 'several containers',
    argv: 'connect web c1 c2',
    given: idle,
    docker: {exit: 1, stderr: /requires 2 arguments/},
    ours: {exit: 0, stdout: ''},
  },
  {
    what: 'SIGINT at the question',
    argv: 'prune',
    given: guarded,
    interrupt: 'SIGINT',
    docker: {exit: 0, stdout: PROMPT, leaves: ['kept', 'loose']},
    ours: {exit: 130, stdout: PROMPT, leaves: ['kept', 'loose']},
  },
  {
    what: 'SIGTERM at the question',
    argv: 'prune',
    given: guarded,
    interrupt: 'SIGTERM',
    docker: {exit: 0, stdout: PROMPT, leaves: ['kept', 'loose']},
    ours: {exit: 130, stdout: PROMPT, leaves: ['kept', 'loose']},
  },
  {
    what: 'a priority that JavaScript would round',
    argv: 'connect --gw-priority 9007199254740993 web c1',
    given: idle,
    docker: {exit: 0},
    ours: {exit: 2, stderr: /parsing "9007199254740993": value out of range/},
  },
  {
    what: 'a config.json with more behind it',
    argv: 'ls -q -f name=nope',
    config: '{"networksFormat":"x"} more',
    docker: {exit: 0, stderr: /^$/},
    ours: {exit: 0, stderr: /^WARNING: Error parsing config file/},
  },
  {
    what: 'flags of the whole program behind the command',
    argv: 'ls -q -H <host>',
    env: NOWHERE,
    docker: {exit: 125},
    ours: {exit: 0, stdout: /^([0-9a-f]{12}\n){3}$/},
  },
  {
    what: 'help',
    argv: 'ls --help',
    docker: {exit: 0, stdout: /^Usage: {2}docker network ls \[OPTIONS\]\n/},
    ours: {exit: 0, stdout: /dnet ls/},
  },
]

describe('docker network and dnet differ, as docs/differences.md says', () => {
  before(async () => {
    await Promise.all([engineWithoutRules(), referenceCli()])
  })
  after(async () => wipe(await engineWithoutRules()))

  async function check(program: Program, line: CommandLine, does: Does): Promise<void> {
    const {outcome, after} = await tryOn(await engineWithoutRules(), program, line)
    const {stdout, stderr} = outcome
    deepEqual([program.name, outcome.exit], [program.name, does.exit], stderr)
    if (typeof does.stdout === 'string') deepEqual([program.name, stdout], [program.name, does.stdout])
    else if (does.stdout) match(stdout, does.stdout, `${program.name} prints: ${stdout}`)
    if (does.stderr) match(stderr, does.stderr, `${program.name} says: ${stderr}`)
    if (does.leaves) deepEqual(after.networks.map(({name}) => name).sort(), does.leaves)
  }

  for (const difference of differences) {
    it(difference.what, async () => {
      await check(await referenceCli(), difference, difference.docker)
      await check(builtDnet(), difference, difference.ours)
    })
  }
})
