/** What a view needs to know of an output stream, read once. */
export interface Screen {
  readonly terminal: boolean
  /** Columns of the terminal; Infinity if the output is not a terminal, as text in a pipe is never cut. */
  readonly columns: number
  /** Lines of the terminal; Infinity likewise. */
  readonly rows: number
  readonly colour: boolean
}

/**
 * What `stream` can show. Colour: off with `--no-color` or a non-empty NO_COLOR, on with FORCE_COLOR (not 0 or false),
 * otherwise on for a terminal that is not TERM=dumb (no-color.org, force-color.org).
 */
export function screenOf(
  stream: {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number},
  env: Readonly<Record<string, string | undefined>>,
  noColour: boolean,
): Screen {
  const terminal = stream.isTTY === true
  return {
    terminal,
    columns: terminal ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    rows: terminal ? stream.rows || 24 : Number.POSITIVE_INFINITY,
    colour: !noColour && hasColour(terminal, env),
  }
}

function hasColour(terminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false
  const force = env.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  return terminal && env.TERM !== 'dumb'
}
