import {DnetError} from '../../errors.js'
import {nearest} from '../../nearest.js'
import {shapesOf} from './flag-values.js'
import {commandNamed, commonFlags, type DeclaredCommand} from './manifest.js'
import {type ArgvToken, type FlagShape, tokens} from './pflag.js'

/** What a command line requests. `argv` is what the command itself reads. */
export type Asked =
  | {readonly kind: 'command'; readonly id: string; readonly argv: readonly string[]}
  | {readonly kind: 'help'; readonly id: string; readonly stream: 'stdout' | 'stderr'}
  | {readonly kind: 'version'}

/** A command line up to its command. */
interface CommandStart {
  /** The flags before the command. */
  readonly leading: readonly ArgvToken[]
  /** Whether `network` comes before the command's name. */
  readonly network: boolean
  /** The words from the command's name on. */
  readonly path: readonly string[]
  readonly command: DeclaredCommand | undefined
  /** What follows the command's name. */
  readonly own: readonly string[]
}

/**
 * Reads a command line up to its command. Flags before it belong to the whole program, as in `docker -H … network ls`.
 * @param commands all of them, as the manifest has them
 */
export function readStart(argv: readonly string[], commands: readonly DeclaredCommand[]): CommandStart {
  const leading: ArgvToken[] = []
  let rest: readonly string[] = []
  for (const token of tokens(argv, leadingShapes(commands))) {
    if (token.kind === 'word') {
      rest = argv.slice(token.at)
      break
    }
    if (token.kind !== 'end') leading.push(token)
  }
  const network = rest[0] === 'network'
  const path = network ? rest.slice(1) : rest
  const [first = '', second = ''] = path
  const below = commandNamed(commands, `${first}:${second}`)
  const command = below ?? commandNamed(commands, first)
  return {leading, network, path, command, own: path.slice(below ? 2 : 1)}
}

/**
 * Finds the command in a command line and passes it the flags that come before it. `-h` and `--help` request help.
 * @param commands all of them, as the manifest has them
 * @throws DnetError USAGE for an unknown command
 */
export function commandOf(argv: readonly string[], commands: readonly DeclaredCommand[]): Asked {
  const {leading, network, path, command, own} = readStart(argv, commands)
  const [first, ...others] = path
  if (network && (first === undefined || isHelp(first)))
    return {kind: 'help', id: '', stream: first === undefined ? 'stderr' : 'stdout'}
  if (first === undefined) return withoutCommand(leading)
  if (first === 'help' && !network) return {kind: 'help', id: others.join(':'), stream: 'stdout'}
  if (!command) throw unknownCommand(network, first, commands)
  if (isGiven(leading, 'help')) return {kind: 'help', id: command.id, stream: 'stdout'}
  return {kind: 'command', id: command.id, argv: [...leading.flatMap((token) => handedOn(token, argv)), ...own]}
}

/** The flags accepted before the command: those that all commands have, and those accepted only there. */
const leadingShapes = (commands: readonly DeclaredCommand[]): FlagShape[] => [
  // `-c` names the context only before the command, as in the Docker CLI.
  ...shapesOf(commonFlags(commands)).map((shape) => (shape.name === 'context' ? {...shape, char: 'c'} : shape)),
  {name: 'version', char: 'v', kind: 'boolean'},
  ...LOGGING,
]

/** Flags for the Docker CLI's own log: dnet has no such log, so it accepts and ignores them. */
const LOGGING: readonly FlagShape[] = [
  {name: 'debug', char: 'D', kind: 'boolean'},
  {name: 'log-level', char: 'l', kind: 'value'},
]

/**
 * A flag before the command as the command reads it; one that is unknown to the program may be known to the command.
 */
function handedOn(token: ArgvToken, argv: readonly string[]): string[] {
  if (token.kind !== 'flag') return [argv[token.at] ?? '']
  return LOGGING.some(({name}) => name === token.name) ? [] : [`--${token.name}=${token.value}`]
}

function withoutCommand(leading: readonly ArgvToken[]): Asked {
  if (isGiven(leading, 'version')) return {kind: 'version'}
  for (const token of leading) if (token.kind === 'wrong' || token.kind === 'open') throw token.error
  return {kind: 'help', id: '', stream: 'stdout'}
}

const isGiven = (leading: readonly ArgvToken[], name: string): boolean =>
  leading.some((token) => token.kind === 'flag' && token.name === name && token.value === true)

const isHelp = (word: string): boolean => word === '-h' || word === '--help'

function unknownCommand(network: boolean, word: string, commands: readonly DeclaredCommand[]): DnetError {
  const near = nearest(
    word,
    commands.flatMap(({id, aliases}) => [id, ...aliases]).map((id) => id.replaceAll(':', ' ')),
  )
  const spelled = network ? `network ${word}` : word
  return new DnetError('USAGE', `unknown command: dnet ${spelled}`, near ? `dnet ${near}` : 'dnet --help')
}
