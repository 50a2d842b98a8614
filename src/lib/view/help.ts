import displayWidth from './text/display-width.cjs'
import {wrapWords} from './text/fit-text.js'
import {type Look, paintOf} from './text/paint.js'

/** What help shows of a command; it comes from oclif's manifest. */
export interface HelpCommand {
  readonly id: string
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly aliases: readonly string[]
  readonly examples?: readonly (string | {readonly command: string})[] | undefined
  readonly flags: Readonly<Record<string, HelpFlag>>
  readonly hidden?: boolean | undefined
  readonly words?: readonly HelpWord[] | undefined
  /** What follows the options, one way to use the command each. */
  readonly usage?: readonly string[] | undefined
}

interface HelpWord {
  readonly name: string
  readonly many?: boolean
  readonly optional?: boolean
  /** The flag that replaces the word. */
  readonly unless?: string
}

interface HelpFlag {
  readonly name: string
  readonly char?: string | undefined
  readonly summary?: string | undefined
  readonly helpValue?: string | readonly string[] | undefined
  readonly helpGroup?: string | undefined
  readonly type: string
  readonly hidden?: boolean | undefined
}

type HelpLook = Pick<Look, 'columns' | 'colour'>

const GROUPS: readonly (readonly [title: string, ids: readonly string[]])[] = [
  ['INSPECT', ['ls', 'inspect', 'who', 'dns', 'subnets', 'ports', 'plan', 'explain', 'snapshot']],
  ['MANAGE', ['create', 'connect', 'disconnect', 'rm', 'prune', 'link', 'unlink']],
]

/** The most columns that help uses: longer lines are hard to read. */
const WIDEST = 100

/** The commands of one word by group: in the order above, the rest by name. */
export function commandGroups(commands: readonly HelpCommand[]): (readonly [title: string, HelpCommand[]])[] {
  const shown = commands.filter(({id, hidden, aliases}) => !hidden && !aliases.includes(id) && !id.includes(':'))
  const isGrouped = ({id}: HelpCommand): boolean => GROUPS.some(([, ids]) => ids.includes(id))
  const named = GROUPS.map(
    ([title, ids]) => [title, ids.flatMap((id) => shown.filter((each) => each.id === id))] as const,
  )
  const rest = shown.filter((command) => !isGrouped(command)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return [...named, ['OTHER', rest] as const].map(([title, group]) => [title, [...group]] as const)
}

/** Help of dnet as a whole. */
export function rootHelp(about: string, commands: readonly HelpCommand[], look: HelpLook): string {
  const paint = paintOf(look)
  const groups = commandGroups(commands).map(([title, group]) =>
    section(
      title,
      group.map(({id, summary = ''}) => [id, summary]),
      look,
    ),
  )
  return [
    `${wrapWords(about.split(' '), widthOf(look)).join('\n')}\n`,
    `${paint.heading('USAGE')}\n  dnet [network] COMMAND [OPTIONS]\n`,
    ...groups,
    "Run 'dnet COMMAND --help' for more on a command.\n",
  ].join('\n')
}

/** Help of one command. @param below its subcommands, such as those of `link` */
export function commandHelp(command: HelpCommand, below: readonly HelpCommand[], look: HelpLook): string {
  const paint = paintOf(look)
  const {summary = '', description = '', aliases} = command
  const about = description
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapWords(line.split(' '), widthOf(look)).join('\n')))
  const flags = flagGroups(command).map(([title, group]) => section(title, group.map(flagRow), look))
  const examples = examplesOf(command).map((line) => `  ${line}\n`)
  const parts = [
    `${summary}\n`,
    description === '' ? '' : `${about.join('\n')}\n`,
    `${paint.heading('USAGE')}\n${usageOf(command)
      .map((line) => `  ${line}\n`)
      .join('')}`,
    aliases.length > 0
      ? `${paint.heading('ALIASES')}\n  ${aliases.map((alias) => `dnet ${alias.replaceAll(':', ' ')}`).join(', ')}\n`
      : '',
    examples.length > 0 ? `${paint.heading('EXAMPLES')}\n${examples.join('')}` : '',
    ...flags.slice(0, 1),
    section(
      'COMMANDS',
      below.map(({id, summary: each = ''}) => [id.replaceAll(':', ' '), each]),
      look,
    ),
    ...flags.slice(1),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The usage lines of a command: those it states; else one with all its words, and one for each flag that replaces some. */
export function usageOf({id, flags, usage, words = []}: HelpCommand): string[] {
  const start = ['dnet', id.replaceAll(':', ' '), '[OPTIONS]']
  if (usage) return usage.map((rest) => [...start, rest].join(' '))
  const standIns = new Set(words.flatMap(({unless}) => flags[unless ?? ''] ?? []))
  return [
    [...start, ...words.map(wordText)],
    ...[...standIns].map((flag) => [
      ...start,
      `--${flag.name}${valueText(flag)}`,
      ...words.filter(({unless}) => unless !== flag.name).map(wordText),
    ]),
  ].map((line) => line.join(' '))
}

function wordText({name, many, optional}: HelpWord): string {
  const shown = `${name}${many ? '...' : ''}`
  return optional ? `[${shown}]` : shown
}

/** The placeholder of a flag's value, after a space; '' if it has no value. */
function valueText({type, helpValue}: HelpFlag): string {
  if (type === 'boolean') return ''
  return ` ${typeof helpValue === 'string' ? helpValue : (helpValue?.join(' ') ?? 'VALUE')}`
}

/** The examples of a command, each a line to paste. */
export const examplesOf = ({examples = []}: HelpCommand): string[] =>
  examples.map((example) => plainText(typeof example === 'string' ? example : example.command))

const plainText = (text: string): string =>
  text.replace(/<%=\s*config\.bin\s*%>/g, 'dnet').replace(/<%=\s*command\.id\s*%>/g, '')

/** Flags by group: the command's own first, then the common ones. */
export function flagGroups({flags}: HelpCommand): (readonly [title: string, HelpFlag[]])[] {
  const shown = Object.values(flags)
    .filter(({hidden}) => !hidden)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const titles = ['', ...new Set(shown.flatMap(({helpGroup}) => helpGroup ?? []))]
  return titles
    .map(
      (title) =>
        [
          title === '' ? 'OPTIONS' : `${title} OPTIONS`,
          shown.filter(({helpGroup = ''}) => helpGroup === title),
        ] as const,
    )
    .filter(([, group]) => group.length > 0)
}

/** A flag as it is written, and what it does. */
export function flagRow(flag: HelpFlag): readonly [string, string] {
  const {name, char, summary = ''} = flag
  return [`${char ? `-${char}, ` : '    '}--${name}${valueText(flag)}`, summary]
}

/** Two columns, the second one wrapped; '' for no rows. */
function section(title: string, rows: readonly (readonly [string, string])[], look: HelpLook): string {
  if (rows.length === 0) return ''
  const width = Math.min(28, Math.max(...rows.map(([first]) => displayWidth(first))))
  const room = Math.max(20, widthOf(look) - width - 4)
  const lines = rows.map(([first, second]) => {
    const [head = '', ...more] = wrapWords(second.split(' '), room)
    const fits = displayWidth(first) <= width
    const start = fits ? `  ${first.padEnd(width)}  ${head}` : `  ${first}\n${' '.repeat(width + 4)}${head}`
    return [start.trimEnd(), ...more.map((line) => `${' '.repeat(width + 4)}${line}`)].join('\n')
  })
  return `${paintOf(look).heading(title)}\n${lines.join('\n')}\n`
}

const widthOf = ({columns}: HelpLook): number => Math.min(WIDEST, Number.isFinite(columns) ? columns : 80)
