import type {EngineFlags} from '../args/common-flags.js'
import type {WordShape} from '../args/words.js'

/** What completion reads of oclif's manifest. */
export interface Manifest {
  readonly commands: Readonly<Record<string, CommandShape>>
}

export interface CommandShape {
  readonly id: string
  readonly summary?: string
  readonly hidden?: boolean
  readonly aliases: readonly string[]
  readonly flags: Readonly<Record<string, FlagShape>>
  readonly words?: readonly WordShape[]
}

export interface FlagShape {
  readonly name: string
  readonly char?: string
  readonly summary?: string
  readonly hidden?: boolean
  readonly type: 'boolean' | 'option'
  readonly options?: readonly string[]
}

/** Where in a command line the last word stands. */
export type Place =
  | {readonly at: 'command'; readonly topic: string}
  | {readonly at: 'flag'; readonly command: CommandShape}
  | {
      readonly at: 'value'
      readonly command: CommandShape
      /** The flag's long name. */
      readonly flag: string
      /** What the word holds before the value, such as `--driver=`. */
      readonly prefix: string
      readonly typed: string
      readonly engineFlags: EngineFlags
    }
  | {
      readonly at: 'word'
      readonly command: CommandShape
      /** The command's words before this one. */
      readonly given: readonly string[]
      readonly engineFlags: EngineFlags
    }

const LEADING_VALUES = ['-H', '--host', '-c', '--context', '--config', '--tlscacert', '--tlscert', '--tlskey']
const LONG: Readonly<Record<string, string>> = {'-H': '--host', '-c': '--context'}

/** Finds what the last word is to be. @throws Error for a command line that makes no sense */
export function placeOf(words: readonly string[], manifest: Manifest): Place {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const {engine, rest, open} = leadingFlags(before)
  const anyCommand = Object.values(manifest.commands)[0]
  if (open !== undefined && anyCommand) {
    return {at: 'value', command: anyCommand, flag: open, prefix: '', typed, engineFlags: engine}
  }
  const path = rest[0] === 'network' ? rest.slice(1) : rest
  const [first, second] = path
  if (first === undefined) {
    if (typed.startsWith('-') && anyCommand) return {at: 'flag', command: onlyEngineFlags(anyCommand)}
    return {at: 'command', topic: ''}
  }
  const ids = second === undefined ? [first] : [`${first}:${second}`, first]
  const command = ids.map((id) => commandNamed(manifest, id)).find((found) => found !== undefined)
  if (!command) {
    if (path.length === 1) return {at: 'command', topic: first}
    throw new Error(`no command ${first}`)
  }
  return inCommand(command, path.slice(command.id.includes(':') ? 2 : 1), typed, engine)
}

function leadingFlags(words: readonly string[]): {engine: EngineFlags; rest: readonly string[]; open?: string} {
  const engine: Record<string, string> = {}
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) break
    if (!LEADING_VALUES.includes(word)) continue
    const name = (LONG[word] ?? word).slice(2)
    if (at + 1 === words.length) return {engine: engine as unknown as EngineFlags, rest: [], open: name}
    engine[name] = words[++at] ?? ''
  }
  return {engine: engine as unknown as EngineFlags, rest: words.slice(at)}
}

function inCommand(command: CommandShape, before: readonly string[], typed: string, leading: EngineFlags): Place {
  const given: string[] = []
  const values: Record<string, unknown> = {...leading}
  let open: string | undefined
  let ended = false
  for (const word of before) {
    if (open !== undefined) {
      values[open] = word
      open = undefined
    } else if (ended || !word.startsWith('-') || word === '-') given.push(word)
    else if (word === '--') ended = true
    else {
      const [spelled = '', value] = cutAtEquals(word)
      const flag = flagNamed(command, spelled)
      if (flag?.type === 'option' && value === undefined) open = flag.name
      else if (flag) values[flag.name] = value ?? true
    }
  }
  const engineFlags = values as unknown as EngineFlags
  if (open !== undefined) return {at: 'value', command, flag: open, prefix: '', typed, engineFlags}
  if (!ended && typed.startsWith('-')) {
    const [spelled = '', value] = cutAtEquals(typed)
    const flag = value === undefined ? undefined : flagNamed(command, spelled)
    if (flag?.type === 'option' && value !== undefined)
      return {at: 'value', command, flag: flag.name, prefix: `${spelled}=`, typed: value, engineFlags}
    return {at: 'flag', command}
  }
  return {at: 'word', command, given, engineFlags}
}

/** The flag spelled `--long`, `-s`, or by its long name alone. */
export function flagNamed({flags}: CommandShape, spelled: string): FlagShape | undefined {
  if (spelled.startsWith('--')) return flags[spelled.slice(2)]
  if (spelled.startsWith('-')) return Object.values(flags).find(({char}) => char === spelled.at(-1))
  return flags[spelled]
}

function commandNamed({commands}: Manifest, id: string): CommandShape | undefined {
  return commands[id] ?? Object.values(commands).find(({aliases}) => aliases.includes(id))
}

const ENGINE_FLAGS = ['context', 'host', 'config', 'tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey', 'help']

const onlyEngineFlags = (command: CommandShape): CommandShape => ({
  ...command,
  flags: Object.fromEntries(Object.entries(command.flags).filter(([name]) => ENGINE_FLAGS.includes(name))),
})

function cutAtEquals(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}
