import {Chalk} from 'chalk'

/** How a view for people is to look: nothing here is asked for inside of it. */
export interface Look {
  /** Columns there are; Infinity for no limit. */
  readonly columns: number
  readonly colour: boolean
  /** The time that ages are told from, in milliseconds since 1970. */
  readonly now: number
}

type Tint = (text: string) => string

/** The few ways in which a part of a view stands out. Without colour each leaves the text as it is. */
export interface Paint {
  readonly heading: Tint
  readonly strong: Tint
  readonly faint: Tint
  readonly good: Tint
  readonly warning: Tint
  readonly bad: Tint
  readonly address: Tint
}

/** The sixteen colours of every terminal, so that a person's own theme decides how they look. */
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
