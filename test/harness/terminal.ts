import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {type IPty, spawn} from '@lydell/node-pty'
import {PROGRAM} from './program.js'
import {until} from './until.js'

/** A CommonJS module whose names Node's import does not see. */
const {Terminal: Screen} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

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
  /** Waits until the screen matches. @throws Error with the screen, where it never does */
  until(wanted: RegExp): Promise<void>
  type(keys: string): void
  resize(columns: number, rows: number): void
  /** Sends a signal to the program and all it has started. */
  kill(signal: NodeJS.Signals): void
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
  ctrlD: '\u0004',
  backspace: '\u007f',
}

/**
 * What a program writes last, node-pty loses where the terminal closes with it: so a shell runs the program, says by a
 * sequence of its own (OSC 777) with which code it ended, and keeps the terminal open until it is killed.
 */
const KEEP_OPEN = `trap : INT QUIT TERM; "$0" "$@"; printf '\\033]777;%s\\007' $?; while read -r _; do :; done`
// biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence for terminals is made of them
const ENDED = /\u001b\]777;(\d+)\u0007/

/** Starts a program in a terminal. The caller closes it. */
export function openTerminal(words: readonly string[], options: TerminalOptions): Terminal {
  if (!existsSync(PROGRAM)) throw new Error('dnet is not built')
  const {columns, rows, program} = options
  const env = {PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.env}
  const screen = new Screen({cols: columns, rows, scrollback: 10_000, allowProposedApi: true})
  const command = program ? [program, ...words] : [process.execPath, PROGRAM, ...words]
  const pty: IPty = spawn('/bin/sh', ['-c', KEEP_OPEN, ...command], {
    cols: columns,
    rows,
    name: 'xterm-256color',
    cwd: options.folder ?? process.cwd(),
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  })
  let bytes = ''
  let pending: Promise<void> = Promise.resolve()
  const ended = new Promise<number>((resolve, reject) => {
    pty.onData(async (data) => {
      bytes += data
      pending = new Promise((written) => screen.write(data, written))
      const [, code] = ENDED.exec(bytes) ?? []
      if (code === undefined) return
      await pending
      resolve(Number(code))
    })
    pty.onExit(() => reject(new Error(`the terminal closed before its program ended:\n${bytes}`)))
  })
  ended.catch(() => {}) // A terminal may be closed without anybody waiting for its program.
  const text = (): string => {
    const {active} = screen.buffer
    const lines = Array.from({length: active.length}, (_, i) => active.getLine(i)?.translateToString(true) ?? '')
    return `${lines.join('\n').trimEnd()}\n`
  }
  return {
    screen: text,
    bytes: () => bytes.replace(ENDED, ''),
    until: async (wanted) => {
      const shown = async (): Promise<boolean> => {
        await pending
        return wanted.test(text())
      }
      await until(() => `${wanted} is on the screen:\n${text()}`, shown)
    },
    type: (keys) => pty.write(keys),
    resize: (cols, lines) => {
      pty.resize(cols, lines)
      screen.resize(cols, lines)
    },
    kill: (signal) => process.kill(-pty.pid, signal),
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
