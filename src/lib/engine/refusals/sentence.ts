import type {ErrorCode} from '../../errors.js'

/** What an engine's sentence means. */
export interface Sentence {
  readonly pattern: RegExp
  readonly code: ErrorCode
  /** Why an engine says it, in a sentence. */
  readonly cause: string
  /**
   * What to do. It gets the pattern's named groups as the engine wrote them: `toPaste` makes words for a shell of them,
   * and where the engine named nothing, a word in capitals stands in.
   */
  readonly hint: (named: Readonly<Record<string, string>>) => string
}
