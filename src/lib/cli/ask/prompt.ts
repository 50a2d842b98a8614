import {emitKeypressEvents} from 'node:readline'
import {PassThrough} from 'node:stream'
import confirmPrompt from '@inquirer/confirm'
import {
  AbortPromptError,
  createPrompt,
  ExitPromptError,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core'
import figures from '@inquirer/figures'
import inputPrompt from '@inquirer/input'
import searchPrompt from '@inquirer/search'
import selectPrompt from '@inquirer/select'
import {DnetError} from '../../errors.js'
import displayWidth from '../../view/text/display-width.cjs'
import {cut, wrapWords} from '../../view/text/fit-text.js'
import {type Paint, paintOf} from '../../view/text/paint.js'
import {safeText} from '../../view/text/safe-text.js'
import {type Screen, screenOf} from '../out/screen.js'

/** One thing to choose. */
export interface Row {
  readonly value: string
  /** What is shown for it; by default the value. */
  readonly label?: string
  /** What helps to decide. */
  readonly about: string
}

/** How a person is asked. Each question ends with DnetError INTERRUPTED, without a message, if they cancel. */
export interface Manner {
  readonly noColour: boolean
}

/** The value of the row that a person chooses from many, searching by typing. */
export function pickOne(message: string, rows: readonly Row[], manner: Manner): Promise<string> {
  const screen = screenFor(manner)
  const named = nameRows(rows, screen.columns - 3)
  const source = (typed = '') => search(named, typed)
  const theme = themeFor(screen, ['type to search', ...KEYS])
  return asked((context) =>
    searchPrompt({message: messageText(message, screen), source, theme, pageSize: pageFor(screen)}, context),
  )
}

/** The value of the row that a person chooses from a few. */
export function pickFew(message: string, rows: readonly Row[], manner: Manner): Promise<string> {
  const screen = screenFor(manner)
  const choices = nameRows(rows, screen.columns - 3)
  const theme = themeFor(screen, KEYS)
  return asked((context) =>
    selectPrompt(
      {message: messageText(message, screen), choices, theme, pageSize: pageFor(screen), loop: false},
      context,
    ),
  )
}

/** The values of the rows that a person chooses, at least one, in the order of the rows. */
export function pickSome(message: string, rows: readonly Row[], manner: Manner): Promise<readonly string[]> {
  const screen = screenFor(manner)
  const config = {message: messageText(message, screen), rows: nameRows(rows, screen.columns - 5), screen}
  return asked((context) => somePrompt(config, context))
}

/** A line that a person types, trimmed. @param problem returns what is wrong with a line, '' for nothing */
export async function typeLine(message: string, problem: (line: string) => string, manner: Manner): Promise<string> {
  const screen = screenFor(manner)
  const line = await asked((context) =>
    inputPrompt(
      {
        message: messageText(message, screen),
        validate: (typed) => problem(typed.trim()) || true,
        transformer: (typed) => safeText(typed),
        theme: themeFor(screen, []),
      },
      context,
    ),
  )
  return line.trim()
}

/** Whether a person says yes; enter alone is a no. */
export function agree(question: string, manner: Manner): Promise<boolean> {
  const theme = themeFor(screenFor(manner), [])
  return asked((context) => confirmPrompt({message: safeText(question), default: false, theme}, context))
}

const KEYS = ['↑↓ to move', 'enter to confirm', 'esc to cancel']

type Context = NonNullable<Parameters<typeof searchPrompt>[1]>

const screenFor = ({noColour}: Manner): Screen => screenOf(process.stderr, process.env, noColour)

/** Prompts are written to stderr and erased when they end. */
async function asked<T>(prompt: (context: Context) => Promise<T>): Promise<T> {
  const left = new AbortController()
  const leave = (): void => left.abort()
  const {input, close} = keysOf(process.stdin, leave)
  // Without another listener, inquirer lets a signal end the process with the question still shown and the cursor
  // hidden.
  process.on('SIGINT', leave).on('SIGTERM', leave)
  try {
    return await prompt({input, output: process.stderr, clearPromptOnDone: true, signal: left.signal})
  } catch (cause) {
    if (!(cause instanceof AbortPromptError || cause instanceof ExitPromptError)) throw cause
    throw new DnetError('INTERRUPTED', '', '', {cause})
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    close()
  }
}

interface Key {
  readonly name?: string
  readonly ctrl?: boolean
}

/**
 * The keys of a terminal, one per turn of the event loop: inquirer searches a moment after a key is typed, and would
 * apply an enter or tab from the same chunk to the row shown before. Keys that cancel are not passed on: Esc, which
 * inquirer ignores, Ctrl-D, after which it waits for ever, and the end of the terminal.
 */
function keysOf(stdin: NodeJS.ReadStream, leave: () => void) {
  const input = Object.assign(new PassThrough(), {isTTY: true, setRawMode: (raw: boolean) => stdin.setRawMode(raw)})
  const waiting: [typed: string | undefined, key: Key][] = []
  const next = (): void => {
    const [first] = waiting
    if (!first) return
    input.emit('keypress', ...first)
    waiting.shift()
    if (waiting.length > 0) setImmediate(next)
  }
  const onKey = (typed: string | undefined, key: Key): void => {
    if (key.name === 'escape' || (key.ctrl && key.name === 'd')) leave()
    else if (waiting.push([typed, key]) === 1) setImmediate(next)
  }
  emitKeypressEvents(stdin)
  stdin.once('end', leave).resume()
  // What was typed before the question was shown does not answer it: it is read before this turn ends.
  const listening = setImmediate(() => stdin.on('keypress', onKey))
  const close = (): void => {
    clearImmediate(listening)
    waiting.length = 0
    stdin.off('keypress', onKey).off('end', leave).pause()
  }
  return {input, close}
}

/** How inquirer's prompts look: its own colours depend on stdout and ignore --no-color. */
function themeFor(screen: Screen, keys: readonly string[]) {
  const paint = paintOf(screen)
  return {
    prefix: paint.good('?'),
    style: {
      message: paint.strong,
      answer: safeText,
      highlight: paint.strong,
      searchTerm: safeText,
      defaultAnswer: (text: string) => paint.faint(`(${text})`),
      confirmDefault: (text: string) => text.toUpperCase(),
      error: (text: string) => paint.bad(cut(safeText(text), screen.columns - 1)),
      keysHelpTip: () => keysText(keys, screen, paint),
    },
  }
}

const messageText = (message: string, screen: Screen): string => cut(safeText(message), screen.columns - 4)

const keysText = (keys: readonly string[], screen: Screen, paint: Paint): string =>
  wrapWords(keys, screen.columns - 1, ', ')
    .map(paint.faint)
    .join('\n')

/** Rows shown at a time; fewer on a low terminal. */
const PAGE = 12

const pageFor = (screen: Screen): number => Math.max(3, Math.min(PAGE, screen.rows - 5))

/** A row with the line shown for it. */
type NamedRow = Row & {readonly name: string; readonly short: string}

/** Rows as lines of at most `room` columns: one column for labels, one for descriptions. */
function nameRows(rows: readonly Row[], room: number): readonly NamedRow[] {
  const labels = rows.map(({value, label = value}) => safeText(label))
  const width = labels.reduce((widest, label) => Math.max(widest, Math.min(displayWidth(label), room >> 1)), 0)
  return rows.map((row, i) => {
    const label = cut(labels[i] ?? '', width)
    const about = cut(safeText(row.about), Math.max(0, room - width - 2))
    const name = `${label}${' '.repeat(width - displayWidth(label))}  ${about}`.trimEnd()
    return {...row, name, short: label}
  })
}

/**
 * The rows with every typed word in their label or description; labels that begin with the text first. The line shown
 * is searched too, because tab puts it into the search.
 */
function search(rows: readonly NamedRow[], typed: string): readonly NamedRow[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter(({value, label = value, about, name}) => {
    const text = `${label} ${about} ${name}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = ({value, label = value}: Row): number => Number(label.toLowerCase().startsWith(typed.toLowerCase()))
  return found.toSorted((a, b) => begins(b) - begins(a))
}

interface SomeConfig {
  readonly message: string
  readonly rows: readonly NamedRow[]
  readonly screen: Screen
}

const NOTHING_CHOSEN = 'nothing chosen: space to choose, esc to cancel'

/** Chooses several of many: inquirer's checkbox cannot search, and its search chooses only one. */
const somePrompt = createPrompt<readonly string[], SomeConfig>(({message, rows, screen}, done) => {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [problem, setProblem] = useState('')
  const found = search(rows, typed)
  const at = found[active]
  useKeypress((key, line) => {
    const keep = (): void => {
      line.clearLine(0)
      line.write(typed)
    }
    setProblem('')
    if (isEnterKey(key)) {
      if (chosen.length > 0) done(rows.map(({value}) => value).filter((value) => chosen.includes(value)))
      else {
        line.write(typed)
        setProblem(NOTHING_CHOSEN)
      }
    } else if (isUpKey(key) || isDownKey(key)) {
      keep()
      setActive(Math.max(0, Math.min(active + (isUpKey(key) ? -1 : 1), found.length - 1)))
    } else if (isTabKey(key) || key.name === 'space') {
      keep()
      if (at) setChosen(toggled(chosen, at.value))
    } else if (line.line !== typed) {
      setTyped(line.line)
      setActive(0)
    }
  })
  const paint = paintOf(screen)
  const page = usePagination({
    items: found,
    active,
    renderItem: ({item: {name, value}, isActive}) => {
      const box = chosen.includes(value) ? paint.good(figures.circleFilled) : figures.circle
      return `${isActive ? figures.pointer : ' '} ${box} ${isActive ? paint.strong(name) : name}`
    },
    pageSize: pageFor(screen),
    loop: false,
  })
  const list = found.length > 0 ? page : paint.bad('No results found')
  const note = problem === '' ? [] : [paint.bad(cut(problem, screen.columns - 1))]
  const keys = keysText(['type to search', '↑↓ to move', 'space to choose', ...KEYS.slice(1)], screen, paint)
  return [`${paint.good('?')} ${paint.strong(message)} ${safeText(typed)}`, [list, ' ', ...note, keys].join('\n')]
})

function toggled(chosen: readonly string[], value: string): readonly string[] {
  return chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
}
