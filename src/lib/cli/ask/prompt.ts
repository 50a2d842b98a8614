import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core'
import {DnetError} from '../../errors.js'
import displayWidth from '../../view/text/display-width.cjs'
import {cut} from '../../view/text/fit-text.js'
import {paintOf} from '../../view/text/paint.js'
import {safeText} from '../../view/text/safe-text.js'
import {type Screen, screenOf} from '../out/screen.js'

/** One thing to choose. */
export interface Row {
  readonly value: string
  /** What is shown for it; the value when not given. */
  readonly label?: string
  /** What one needs to know to decide. */
  readonly about: string
}

/** The value of the row a person chooses. @throws DnetError INTERRUPTED, without a message, where they leave */
export async function pickOne(message: string, rows: readonly Row[], noColour: boolean): Promise<string> {
  const [value = ''] = await ask((leave) => ({message, rows, many: false, ...manner(noColour), leave}))
  return value
}

/** The values of the rows a person chooses, at least one, in the rows' order. @throws as `pickOne` */
export function pickSome(message: string, rows: readonly Row[], noColour: boolean): Promise<readonly string[]> {
  return ask((leave) => ({message, rows, many: true, ...manner(noColour), leave}))
}

/** A line that a person types. @param problem says what is wrong with it, '' for nothing @throws as `pickOne` */
export async function typeLine(message: string, problem: (line: string) => string, noColour: boolean): Promise<string> {
  const leaving = new AbortController()
  const config = {message, problem, ...manner(noColour), leave: () => leaving.abort()}
  return orLeave(linePrompt(config, {...STREAMS, signal: leaving.signal}))
}

/** Prompts are talk: they go to stderr, and are wiped when they end. */
const STREAMS = {input: process.stdin, output: process.stderr, clearPromptOnDone: true}

const manner = (noColour: boolean): {screen: Screen} => ({screen: screenOf(process.stderr, process.env, noColour)})

async function ask(config: (leave: () => void) => PickConfig): Promise<readonly string[]> {
  const leaving = new AbortController()
  return orLeave(
    pickPrompt(
      config(() => leaving.abort()),
      {...STREAMS, signal: leaving.signal},
    ),
  )
}

async function orLeave<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new DnetError('INTERRUPTED', '', '', {cause})
  }
}

interface PickConfig {
  readonly message: string
  readonly rows: readonly Row[]
  readonly many: boolean
  readonly screen: Screen
  readonly leave: () => void
}

/** Rows shown at a time; fewer on a low terminal. */
const PAGE = 12

const pickPrompt = createPrompt<readonly string[], PickConfig>((config, done) => {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const {many, screen} = config
  const found = search(config.rows, typed)
  const at = found[Math.min(active, found.length - 1)]
  useKeypress((key, line) => {
    const keep = (): void => {
      line.clearLine(0)
      line.write(typed)
    }
    if (key.name === 'escape') config.leave()
    else if (isEnterKey(key)) {
      const picked = chosen.length > 0 ? config.rows.filter(({value}) => chosen.includes(value)) : at ? [at] : []
      if (picked.length > 0) done(picked.map(({value}) => value))
      else line.write(typed)
    } else if (isUpKey(key) || isDownKey(key)) {
      keep()
      if (found.length > 0) setActive((active + (isUpKey(key) ? found.length - 1 : 1)) % found.length)
    } else if (isTabKey(key) || (many && key.name === 'space')) {
      keep()
      if (many && at) setChosen(toggled(chosen, at.value))
    } else {
      setTyped(line.line)
      setActive(0)
    }
  })
  const page = usePagination({
    items: found,
    active: Math.max(0, Math.min(active, found.length - 1)),
    renderItem: ({item, isActive}) => rowText(item, isActive, many ? chosen.includes(item.value) : undefined, config),
    pageSize: Math.max(3, Math.min(PAGE, screen.rows - 4)),
    loop: false,
  })
  const paint = paintOf(screen)
  const keys = `type to search, ↑↓ to move, ${many ? 'space to choose, ' : ''}enter to go on, esc to leave`
  const list = found.length > 0 ? page : paint.faint('  nothing matches')
  const head = `${paint.good('?')} ${paint.strong(cut(config.message, screen.columns - 4))} ${safeText(typed)}`
  return [head, `${list}\n${paint.faint(cut(keys, screen.columns - 1))}`]
})

function toggled(chosen: readonly string[], value: string): readonly string[] {
  return chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
}

/** The rows that hold every word typed, in their label or in what is said of them; labels that begin with it first. */
function search(rows: readonly Row[], typed: string): readonly Row[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter(({value, label = value, about}) => {
    const text = `${label} ${about}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = ({value, label = value}: Row): number => Number(label.toLowerCase().startsWith(typed.toLowerCase()))
  return found.toSorted((a, b) => begins(b) - begins(a))
}

function rowText(row: Row, isActive: boolean, isChosen: boolean | undefined, {rows, screen}: PickConfig): string {
  const paint = paintOf(screen)
  const room = screen.columns - 5
  const labels = rows.map(({value, label = value}) => displayWidth(safeText(label)))
  const width = Math.min(Math.max(...labels), Math.floor(room / 2))
  const label = cut(safeText(row.label ?? row.value), width)
  const padded = `${label}${' '.repeat(Math.max(0, width - displayWidth(label)))}`
  const about = cut(safeText(row.about), Math.max(0, room - width - 2))
  const box = isChosen === undefined ? '' : isChosen ? `${paint.good('◉')} ` : '◯ '
  return `${isActive ? paint.good('❯') : ' '} ${box}${isActive ? paint.strong(padded) : padded}  ${paint.faint(about)}`.replace(
    / +$/,
    '',
  )
}

interface LineConfig {
  readonly message: string
  readonly problem: (line: string) => string
  readonly screen: Screen
  readonly leave: () => void
}

const linePrompt = createPrompt<string, LineConfig>((config, done) => {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState('')
  useKeypress((key, line) => {
    if (key.name === 'escape') config.leave()
    else if (isEnterKey(key)) {
      const problem = config.problem(typed.trim())
      setWrong(problem)
      if (problem === '') done(typed.trim())
      else line.write(typed)
    } else {
      setTyped(line.line)
      setWrong('')
    }
  })
  const paint = paintOf(config.screen)
  const head = `${paint.good('?')} ${paint.strong(config.message)} ${safeText(typed)}`
  return wrong === '' ? head : [head, paint.bad(cut(safeText(wrong), config.screen.columns - 1))]
})
