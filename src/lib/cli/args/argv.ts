import {DnetError} from '../../errors.js'
import {nearest} from '../../nearest.js'

/** What a command line asks for. `argv` is what the command itself reads. */
export type Asked =
  | {readonly kind: 'command'; readonly id: string; readonly argv: readonly string[]}
  | {readonly kind: 'help'; readonly id: string; readonly stream: 'stdout' | 'stderr'}
  | {readonly kind: 'version'}

/** Flags that Docker takes before the command and that need a value. */
const LEADING_VALUE = [
  ...['-H', '--host', '-c', '--context', '--config', '--tlscacert', '--tlscert', '--tlskey'],
  ...['-l', '--log-level'],
]

/** Every flag that may stand before the command. */
const KNOWN =
  /^(?:-[Hc]|-[hv]$|--(?:help|version|host|context|config|tls|tlsverify|tlscacert|tlscert|tlskey|json|no-color|no-input)(?:=|$))/

/** Flags for the Docker CLI's own logging: dnet has no such log, so it takes them and passes them over. */
const LOGGING = /^(-D$|--debug(=|$)|-l|--log-level(=|$))/

/**
 * Finds the command in a command line. Flags before it are those of the whole program, as in `docker -H … network ls`,
 * and are handed to the command; `network` may stand before the command's name; `-h` and `--help` ask for help.
 * @param ids the ids of all commands and aliases, such as `ls` and `link:ls`
 * @throws DnetError USAGE for a word that names no command
 */
export function commandOf(argv: readonly string[], ids: readonly string[]): Asked {
  const {leading, rest} = takeLeading(argv)
  if (rest.length === 0) {
    if (leading.includes('--version') || leading.includes('-v')) return {kind: 'version'}
    const unknown = leading.find((word) => word.startsWith('-') && !KNOWN.test(word))
    if (unknown !== undefined) throw new DnetError('USAGE', `unknown flag: ${unknown}`, 'dnet --help')
    return {kind: 'help', id: '', stream: 'stdout'}
  }
  const path = rest[0] === 'network' ? rest.slice(1) : rest
  if (rest[0] === 'network' && (path[0] === undefined || isHelp(path[0])))
    return {kind: 'help', id: '', stream: path[0] === undefined ? 'stderr' : 'stdout'}
  if (path[0] === 'help' && rest[0] !== 'network') return {kind: 'help', id: path.slice(1).join(':'), stream: 'stdout'}
  const [first = '', second = ''] = path
  const id = [`${first}:${second}`, first].find((candidate) => ids.includes(candidate))
  if (id === undefined) throw unknownCommand(rest[0] === 'network' ? `network ${first}` : first, first, ids)
  const own = path.slice(id.split(':').length)
  if (leading.some(isHelp)) return {kind: 'help', id, stream: 'stdout'}
  return {kind: 'command', id, argv: [...leading.map(longContext), ...own]}
}

function takeLeading(argv: readonly string[]): {leading: string[]; rest: readonly string[]} {
  const leading: string[] = []
  let at = 0
  for (; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') return {leading, rest: argv.slice(at + 1)}
    if (!word.startsWith('-') || word === '-') break
    const value = LEADING_VALUE.includes(word) && at + 1 < argv.length ? [argv[++at] ?? ''] : []
    if (!LOGGING.test(word)) leading.push(word, ...value)
  }
  return {leading, rest: argv.slice(at)}
}

/** `-c` names the context only before the command, as in the Docker CLI. */
const longContext = (word: string): string => (word === '-c' ? '--context' : word.replace(/^-c=?/, '--context='))

const isHelp = (word: string): boolean => word === '-h' || word === '--help'

function unknownCommand(spelled: string, word: string, ids: readonly string[]): DnetError {
  const near = nearest(
    word,
    ids.map((id) => id.replaceAll(':', ' ')),
  )
  return new DnetError('USAGE', `unknown command: dnet ${spelled}`, near ? `dnet ${near}` : 'dnet --help')
}
