import {spawn} from 'node:child_process'
import type {Screen} from './screen.js'

interface PagerOptions {
  readonly screen: Screen
  readonly pager: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: NodeJS.WritableStream
}

/**
 * Writes a text to stdout; on a terminal that it does not fit, through `$DNET_PAGER`, else `$PAGER`, else `less`. An
 * empty variable or `cat` means none. A pager that is not there is no failure: the text is then written as it is.
 */
export async function showLong(text: string, {screen, pager, env, stdout}: PagerOptions): Promise<void> {
  const command = env.DNET_PAGER ?? env.PAGER ?? 'less'
  const fits = !screen.terminal || text.split('\n').length <= screen.rows
  if (!pager || fits || command.trim() === '' || command === 'cat') stdout.write(text)
  else if (!(await runPager(command, text, env))) stdout.write(text)
}

/** Reports whether the pager ran: the shell says 127 for a command that is not there. */
function runPager(command: string, text: string, env: PagerOptions['env']): Promise<boolean> {
  return new Promise((resolve) => {
    // F: leave at once where it fits after all; R: keep colours; X: leave the text on the screen.
    const child = spawn('/bin/sh', ['-c', command], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {...env, LESS: env.LESS ?? 'FRX', LESSCHARSET: env.LESSCHARSET ?? 'utf-8'},
    })
    // Ctrl-C is the pager's while it runs: less stays, and dnet must not end under it.
    const ignore = (): void => {}
    process.on('SIGINT', ignore)
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      process.off('SIGINT', ignore)
      resolve(code !== 127)
    })
    child.stdin.on('error', () => {}) // left before the end of the text
    child.stdin.end(text)
  })
}
