/** What a command's word names; completion offers it, a prompt asks for it, help calls it by its name. */
export interface WordShape {
  /** As help shows it, such as NETWORK. */
  readonly name: string
  readonly kind: WordKind
  /** The word may come again, to the end of the line. */
  readonly many?: boolean
  readonly optional?: boolean
}

/**
 * `apart`: a container that is not on the network of the word before; `attached`: one that is. `thing`: a network or a
 *  container. `text`: nothing there is to choose from. `new`: a network that is to be made.
 */
export type WordKind = 'network' | 'container' | 'apart' | 'attached' | 'thing' | 'shell' | 'text' | 'new'
