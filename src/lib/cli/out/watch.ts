import {setTimeout as sleep} from 'node:timers/promises'
import type {Engine} from '../../engine/engine.js'
import {DnetError} from '../../errors.js'
import type {Screen} from './screen.js'

/** Milliseconds within which several changes count as one: starting a project makes dozens. */
const SETTLE = 150

interface Watching {
  readonly engine: Engine
  readonly signal: AbortSignal
  /** The text as of now. */
  readonly look: () => Promise<string>
  readonly show: (text: string) => void
  /** Receives a function that shows the text again: for a terminal that is resized. */
  readonly onShow?: (again: () => void) => void
}

/**
 * Shows a text, and shows it again after each event of a network or container if the text has changed. The engine's
 * events only say when to look; their content is not read.
 * Ends when the engine ends the stream. @throws DnetError INTERRUPTED, UNREACHABLE
 */
async function watch({engine, signal, look, show, onShow}: Watching): Promise<void> {
  let shown: string | undefined
  const refresh = async (): Promise<void> => {
    const text = await look()
    if (text !== shown) show(text)
    shown = text
  }
  onShow?.(() => {
    shown = undefined
    refresh().catch(() => {})
  })
  let waiting: Promise<void> | undefined
  let failure: {readonly error: unknown} | undefined
  const events = engine.changes()[Symbol.asyncIterator]()
  // The stream is opened before the first look, so that nothing in between is missed.
  let next = events.next()
  await refresh()
  for (;;) {
    const {done} = await next
    if (failure) throw failure.error
    if (done || signal.aborted) break
    waiting ??= sleep(SETTLE)
      .then(() => {
        waiting = undefined
        return refresh()
      })
      .catch((error: unknown) => {
        failure = {error}
      })
    next = events.next()
  }
  await waiting
}

interface KeepShowing {
  readonly engine: Engine
  readonly signal: AbortSignal
  /** The text as of now. */
  readonly draw: () => Promise<string>
  /** The screen as it is now. */
  readonly screen: () => Screen
  /** Writes if there is no terminal: one text below the other. */
  readonly print: (text: string) => void
  readonly onResize: (again: () => void) => void
}

/**
 * Watches on the terminal's alternate screen, which shows the top of the text, until a person leaves; without a
 * terminal, prints each text.
 * @throws DnetError INTERRUPTED, without a message, if they leave; UNREACHABLE
 */
export async function keepShowing({engine, signal, draw, screen, print, onResize}: KeepShowing): Promise<void> {
  const other = screen().terminal ? otherScreen() : undefined
  const show = (text: string): void => (other ? other.show(topOf(text, screen().rows)) : print(text))
  try {
    await watch({engine, signal, look: draw, show, onShow: onResize})
  } catch (error) {
    throw signal.aborted ? new DnetError('INTERRUPTED', '', '', {cause: error}) : error
  } finally {
    other?.leave()
  }
}

const HOME_AND_CLEAR = '\u001b[H\u001b[J'
const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'

/** A terminal's alternate screen, which leaves no trace when it is closed. */
function otherScreen(out: NodeJS.WritableStream = process.stdout): {
  show: (text: string) => void
  leave: () => void
} {
  out.write(ENTER)
  return {show: (text) => out.write(`${HOME_AND_CLEAR}${text}`), leave: () => out.write(LEAVE)}
}

/** The first lines of a text that a terminal with this many rows can show, and the number left out. */
function topOf(text: string, rows: number): string {
  const lines = text.replace(/\n$/, '').split('\n')
  if (lines.length < rows) return text
  return `${lines.slice(0, rows - 2).join('\n')}\n… ${lines.length - rows + 2} more lines\n`
}
