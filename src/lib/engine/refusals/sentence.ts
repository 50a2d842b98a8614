import type {ErrorCode} from '../../errors.js'

/** What an engine's sentence means. */
export interface Sentence {
  readonly pattern: RegExp
  readonly code: ErrorCode
  /** Why an engine says it, in one sentence. */
  readonly cause: string
  /**
   * What to do. It gets the pattern's named groups as the engine wrote them: `toPaste` quotes them for a shell, and a
   * word in capitals replaces what the engine did not name.
   */
  readonly hint: (named: Readonly<Record<string, string>>) => string
}
