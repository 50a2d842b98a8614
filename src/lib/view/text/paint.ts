import {Chalk} from 'chalk'

/** How to draw a view for people: everything that it needs to know of the terminal and the time. */
export interface Look {
  /** The width in columns; Infinity for no limit. */
  readonly columns: number
  readonly colour: boolean
  /** The time from which ages are counted, in milliseconds since 1970. */
  readonly now: number
}

type Tint = (text: string) => string

/** The ways to highlight a part of a view. Without colour, each leaves the text unchanged. */
export interface Paint {
  readonly heading: Tint
  readonly strong: Tint
  readonly faint: Tint
  readonly good: Tint
  readonly warning: Tint
  readonly bad: Tint
  readonly address: Tint
}

/** The sixteen standard colours, so that a person's own theme decides how they look. */
export function paintOf({colour}: Pick<Look, 'colour'>): Paint {
  const chalk = new Chalk({level: colour ? 1 : 0})
  return {
    heading: (text) => chalk.bold(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    warning: (text) => chalk.yellow(text),
    bad: (text) => chalk.red(text),
    address: (text) => chalk.cyan(text),
  }
}
