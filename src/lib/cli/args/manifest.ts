import type {Offer} from './offer.js'
import type {WordShape} from './words.js'

/** A command in oclif's manifest: what is needed to find it and complete its line. */
export interface DeclaredCommand {
  /** Such as `ls` or `link:ls`. */
  readonly id: string
  readonly summary?: string
  readonly hidden?: boolean
  readonly aliases: readonly string[]
  readonly flags: Readonly<Record<string, DeclaredFlag>>
  readonly words?: readonly WordShape[]
}

export interface DeclaredFlag {
  readonly name: string
  readonly char?: string
  readonly summary?: string
  readonly hidden?: boolean
  /** Set for the flags that all commands have. */
  readonly helpGroup?: string
  readonly type: 'boolean' | 'option'
  readonly offers?: Offer
}

/** The command with this id or alias. oclif lists an alias as another command, with the alias as its id. */
export const commandNamed = (commands: readonly DeclaredCommand[], id: string): DeclaredCommand | undefined =>
  commands.find((each) => !each.aliases.includes(each.id) && (each.id === id || each.aliases.includes(id)))

/** The flags that all commands have. A command may replace one of them with its own. */
export const commonFlags = (commands: readonly DeclaredCommand[]): Readonly<Record<string, DeclaredFlag>> =>
  Object.fromEntries(
    commands.flatMap(({flags}) => Object.entries(flags).filter(([, {helpGroup}]) => helpGroup !== undefined)),
  )
