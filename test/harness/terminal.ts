import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {type IPty, spawn} from '@lydell/node-pty'

/** A CommonJS module whose names Node's import does not see. */
const {Terminal: Screen} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

export const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface TerminalOptions {
  readonly columns: number
  readonly rows: number
  /** Added to an environment that has only PATH, HOME, TERM and LANG; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Another program than the built dnet. */
  readonly program?: string
  /** The folder to start in; this one when not given. */
  readonly folder?: string
}

/** A program in a pseudo-terminal of its own, and the screen that its bytes make. */
export interface Terminal {
  /** The lines of the screen, and those that have left it above, without blanks at their ends. */
  screen(): string
  /** Every byte that came. */
  bytes(): string
  /** Waits until the screen matches, at most 15 seconds. @throws Error with the screen */
  until(wanted: RegExp): Promise<void>
  type(keys: string): void
  resize(columns: number, rows: number): void
  /** The exit code, once the program has ended. */
  readonly ended: Promise<number>
  close(): void
}

export const KEY = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  space: ' ',
  tab: '\t',
  escape: '\u001b',
  ctrlC: '\u0003',
}

/** Starts a program in a terminal. The caller closes it. */
export function openTerminal(words: readonly string[], options: TerminalOptions): Terminal {
  if (!existsSync(RUN)) throw new Error('dnet is not built')
  const {columns, rows, program} = options
  const env = {PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.env}
  const screen = new Screen({cols: columns, rows, scrollback: 10_000, allowProposedApi: true})
  const argv = program ? [...words] : [RUN, ...words]
  const pty: IPty = spawn(program ?? process.execPath, argv, {
    cols: columns,
    rows,
    name: 'xterm-256color',
    cwd: options.folder ?? process.cwd(),
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  })
  let bytes = ''
  let pending: Promise<void> = Promise.resolve()
  pty.onData((data) => {
    bytes += data
    pending = new Promise((resolve) => screen.write(data, resolve))
  })
  const ended = new Promise<number>((resolve) => {
    pty.onExit(async ({exitCode, signal}) => {
      // What a program wrote last may come after the news of its end.
      for (let seen = -1; seen !== bytes.length; await sleep(150)) seen = bytes.length
      await pending
      resolve(signal ? 128 + signal : exitCode)
    })
  })
  const text = (): string => {
    const {active} = screen.buffer
    const lines = Array.from({length: active.length}, (_, i) => active.getLine(i)?.translateToString(true) ?? '')
    return `${lines.join('\n').trimEnd()}\n`
  }
  return {
    screen: text,
    bytes: () => bytes,
    until: async (wanted) => {
      for (let waited = 0; waited < 15_000; waited += 20) {
        await pending
        if (wanted.test(text())) return
        await sleep(20)
      }
      throw new Error(`${wanted} did not come:\n${text()}`)
    },
    type: (keys) => pty.write(keys),
    resize: (cols, lines) => {
      pty.resize(cols, lines)
      screen.resize(cols, lines)
    },
    ended,
    close: () => {
      try {
        pty.kill('SIGKILL')
      } catch {
        // It has ended by itself.
      }
      screen.dispose()
    },
  }
}
