import {spawn} from 'node:child_process'
import type {Screen} from './screen.js'

interface PagerOptions {
  readonly screen: Screen
  readonly pager: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: NodeJS.WritableStream
}

/**
 * Writes a text to stdout; if it does not fit the terminal, through `$DNET_PAGER`, `$PAGER` or `less`, the first that
 * is set. An empty variable or `cat` means none. If the pager does not exist, the text is written without it.
 */
export async function showLong(text: string, {screen, pager, env, stdout}: PagerOptions): Promise<void> {
  const command = env.DNET_PAGER ?? env.PAGER ?? 'less'
  const fits = !screen.terminal || text.split('\n').length <= screen.rows
  if (!pager || fits || command.trim() === '' || command === 'cat') stdout.write(text)
  else if (!(await runPager(command, text, env))) stdout.write(text)
}

/** Reports whether the pager ran: the shell exits with 127 for a command that does not exist. */
function runPager(command: string, text: string, env: PagerOptions['env']): Promise<boolean> {
  return new Promise((resolve) => {
    // F: exit at once if the text fits after all; R: keep colours; X: leave the text on the screen.
    const child = spawn('/bin/sh', ['-c', command], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {...env, LESS: env.LESS ?? 'FRX', LESSCHARSET: env.LESSCHARSET ?? 'utf-8'},
    })
    // Ctrl-C belongs to the pager while it runs: less goes on, so dnet must not exit before it.
    const ignore = (): void => {}
    process.on('SIGINT', ignore)
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      process.off('SIGINT', ignore)
      resolve(code !== 127)
    })
    child.stdin.on('error', () => {}) // the pager was closed before the end of the text
    child.stdin.end(text)
  })
}
