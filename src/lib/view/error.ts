import {DnetError} from '../errors.js'
import {safeText} from './text/safe-text.js'

/** An error as a person reads it: what, the code, what to do; a bug comes with its stack. */
export function errorText(error: unknown): string {
  if (!(error instanceof DnetError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `Error: a bug in dnet: ${safeText(stack, true)}\nTry this: report it, with the lines above, to ${REPORT}\n`
  }
  // The engine's own sentence starts with "Error response from daemon".
  const what = error.message.startsWith('Error') ? error.message : `Error: ${error.message}`
  const lines = [ofLines(what), `Code: ${error.code}`]
  if (error.hint) lines.push(`Try this: ${ofLines(error.hint)}`)
  return `${lines.join('\n')}\n`
}

/** All lines but the first are indented, so that a line from elsewhere cannot pass for one of dnet's. */
const ofLines = (text: string): string => safeText(text, true).replaceAll('\n', '\n  ')

/** The `error` object of `--json`. */
export interface ErrorJson {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly exit: number
}

/** The same error for `--json`; `exit` is the process's exit code. */
export function errorJson(error: unknown, exit: number): ErrorJson {
  if (error instanceof DnetError) return {code: error.code, message: error.message, hint: error.hint, exit}
  return {
    code: 'BUG',
    message: error instanceof Error ? error.message : String(error),
    hint: `report it to ${REPORT}`,
    exit,
  }
}

const REPORT = "dnet's maintainers"
