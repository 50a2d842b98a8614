/**
 * What completion offers for a word or a flag's value, and what a prompt offers for a word: fixed values, or the
 * existing things of a kind. Declared with the word or flag; the command accepts every value.
 */
export type Offer = LiveKind | readonly (string | OfferedValue)[]

/** A value such as `driver=bridge` is offered as `driver=` until its key is typed; `label=` stands for any value. */
export interface OfferedValue {
  readonly value: string
  /** A short description; '' for none. */
  readonly about: string
}

/**
 * `own-network`: one that is not the engine's own. `joinable-network`: one that a container can be connected to.
 * `left-network`: one that a container can be disconnected from. `config-network`: one that only holds configuration.
 * `new-network`: a name for a network to be created, for which nothing is offered. `connected-container`: one on the
 * network of the first word; `unconnected-container`: one that is not. `name-scope`: a network with container names, or a
 * container. `free-subnet`: a block that a network could have. `project`: a compose project with a network.
 */
export type LiveKind =
  | 'network'
  | 'own-network'
  | 'joinable-network'
  | 'left-network'
  | 'config-network'
  | 'new-network'
  | 'container'
  | 'connected-container'
  | 'unconnected-container'
  | 'network-or-container'
  | 'name-scope'
  | 'free-subnet'
  | 'project'
  | 'context'

/** The values of an offer that does not depend on the engine. */
export const fixedValues = (offers: Exclude<Offer, string>): readonly OfferedValue[] =>
  offers.map((each) => (typeof each === 'string' ? {value: each, about: ''} : each))

/** What to show of an offer for the text typed so far: `key=value` is shown as `key=` until its key is typed. */
export function stagedValues(offered: readonly OfferedValue[], typed: string): OfferedValue[] {
  const found = new Map<string, OfferedValue>()
  for (const {value, about} of offered) {
    const key = value.slice(0, value.indexOf('=') + 1)
    const shown = key === '' || typed.startsWith(key) ? value : key
    if (!found.has(shown)) found.set(shown, {value: shown, about: shown === value ? about : ''})
  }
  return [...found.values()].filter(({value}) => value !== typed || !value.endsWith('='))
}

/** What a `key=value` flag offers: each key with its values, or alone if any value is accepted. */
export const keyValues = (keys: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(keys).flatMap(([key, values]) =>
    values.length === 0 ? [`${key}=`] : values.map((value) => `${key}=${value}`),
  )

/** What `--format` of dnet's own lists offers. @param template one for their rows */
export const rowFormats = (template: string): readonly OfferedValue[] => [
  {value: 'table', about: 'columns'},
  {value: 'json', about: 'one object per line'},
  {value: template, about: 'a Go template'},
]
