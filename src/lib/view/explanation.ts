import {safeText} from './text/safe-text.js'

/** An error of an engine, explained. `holder` is '' if nobody is known to be in the way. */
export interface Explanation {
  /** The engine's own sentence. */
  readonly sentence: string
  readonly code: string
  readonly cause: string
  readonly holder: string
  readonly remedy: string
}

export function explanationText({sentence, cause, holder, remedy}: Explanation): string {
  const lines = [
    `The engine said: ${sentence}`,
    `Cause: ${cause}`,
    ...(holder === '' ? [] : [`In the way: ${holder}`]),
    `Try this: ${remedy}`,
  ]
  return lines.map((line) => `${safeText(line)}\n`).join('')
}
