import {strict as assert} from 'node:assert'
import {type Asked, commandOf} from '../../../src/lib/cli/args/argv.js'
import type {DeclaredCommand, DeclaredFlag} from '../../../src/lib/cli/args/manifest.js'

const flags: Record<string, DeclaredFlag> = {
  context: {name: 'context', type: 'option', helpGroup: 'ENGINE'},
  host: {name: 'host', char: 'H', type: 'option', helpGroup: 'ENGINE'},
  tls: {name: 'tls', type: 'boolean', helpGroup: 'ENGINE'},
  json: {name: 'json', type: 'boolean', helpGroup: 'OUTPUT'},
  help: {name: 'help', char: 'h', type: 'boolean', helpGroup: 'OUTPUT'},
}

const command = (id: string, aliases: string[] = []): DeclaredCommand => ({
  id,
  aliases,
  flags: {...flags, wide: {name: 'wide', type: 'boolean'}},
})

/** As oclif hands them over: an alias is a command of its own as well. */
const COMMANDS = [
  command('list', ['list']),
  command('ls', ['list']),
  command('link'),
  command('link:ls', ['link:list']),
  command('rm', ['remove']),
]

const run = (id: string, ...argv: string[]): Asked => ({kind: 'command', id, argv})
const help = (id: string, stream: 'stdout' | 'stderr' = 'stdout'): Asked => ({kind: 'help', id, stream})

const rows: [why: string, argv: string[], asked: Asked][] = [
  ['a command, and what is its own', ['ls', '-q', '--', 'x'], run('ls', '-q', '--', 'x')],
  ['`network` may stand before it', ['network', 'ls', '-q'], run('ls', '-q')],
  ['an alias is its command', ['list', 'x'], run('ls', 'x')],
  ['a command of two words', ['link', 'ls', 'app'], run('link:ls', 'app')],
  ['an alias of two words', ['link', 'list'], run('link:ls')],
  ['a command whose name begins another', ['link', 'app', 'db'], run('link', 'app', 'db')],
  ['-- may stand before it, and does not end its flags', ['--', 'ls', '-q'], run('ls', '-q')],
  ['flags before it are handed on', ['-H', 'tcp://a', 'ls', '-q'], run('ls', '--host=tcp://a', '-q')],
  ['with = too', ['--host=tcp://a', 'ls'], run('ls', '--host=tcp://a')],
  ['without a blank too', ['-Htcp://a', 'ls'], run('ls', '--host=tcp://a')],
  ['several of them, in their order', ['--json', '--tls=false', 'ls'], run('ls', '--json=true', '--tls=false')],
  ['the same twice, which the command will refuse', ['-H', 'a', '-H', 'b', 'ls'], run('ls', '--host=a', '--host=b')],
  ['before `network` too', ['-H', 'a', 'network', 'ls'], run('ls', '--host=a')],
  ['a value that begins with a dash', ['--host', '--json', 'ls'], run('ls', '--host=--json')],
  ['-c is the context', ['-c', 'prod', 'ls'], run('ls', '--context=prod')],
  ['-c=', ['-c=prod', 'ls'], run('ls', '--context=prod')],
  ['-c without a blank', ['-cprod', 'ls'], run('ls', '--context=prod')],
  ["flags of Docker's log are passed over", ['-D', '--debug', '--debug=false', 'ls'], run('ls')],
  ['with their values', ['-l', 'warn', '--log-level=error', '--log-level', 'x', 'ls'], run('ls')],
  ['grouped with another', ['-Dc', 'prod', 'ls'], run('ls', '--context=prod')],
  ["a command's own flag before it is handed on as it is", ['--wide', 'ls'], run('ls', '--wide')],
  ['what is no flag is handed on to be refused', ['-x', 'ls'], run('ls', '-x')],
  ['a value that a flag cannot take, too', ['--tls=perhaps', 'ls'], run('ls', '--tls=perhaps')],
  ['a flag that is switched off is not asked for', ['--help=false', 'ls'], run('ls', '--help=false')],
  ['help of dnet', ['--help'], help('')],
  ['help of dnet, in short', ['-h'], help('')],
  ['nothing at all is help', [], help('')],
  ['flags without a command are help', ['--json'], help('')],
  ['`network` alone is help on stderr, as in Docker', ['network'], help('', 'stderr')],
  ['`network --help` is help', ['network', '--help'], help('')],
  ['help of a command, asked for before it', ['--help', 'ls'], help('ls')],
  ['the help command', ['help', 'link', 'ls'], help('link:ls')],
  ['the help command alone', ['help'], help('')],
  ['help behind a command is its own to answer', ['ls', '--help'], run('ls', '--help')],
  ['the version', ['--version'], {kind: 'version'}],
  ['the version, in short', ['-v'], {kind: 'version'}],
]

const refused: [why: string, argv: string[], message: string, hint: string][] = [
  ['an unknown command, with the nearest', ['rn'], 'unknown command: dnet rn', 'dnet rm'],
  ['one that is near an alias', ['remov'], 'unknown command: dnet remov', 'dnet remove'],
  ['one that is near none', ['nonsense'], 'unknown command: dnet nonsense', 'dnet --help'],
  ['one behind `network`', ['network', 'foo'], 'unknown command: dnet network foo', 'dnet --help'],
  ['help is no command behind `network`', ['network', 'help'], 'unknown command: dnet network help', 'dnet --help'],
  ['an unknown flag and no command', ['--nope'], 'unknown flag: --nope', ''],
  ['one that is near a flag', ['--jsn'], 'unknown flag: --jsn', 'use --json, if you meant that'],
  ['a flag without its value and no command', ['-H'], "flag needs an argument: 'H' in -H", ''],
]

describe('the command in a command line', () => {
  for (const [why, argv, asked] of rows) it(why, () => assert.deepEqual(commandOf(argv, COMMANDS), asked))
  for (const [why, argv, message, hint] of refused)
    it(`refuses ${why}`, () => assert.throws(() => commandOf(argv, COMMANDS), {code: 'USAGE', message, hint}))
})
