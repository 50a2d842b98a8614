import type {ErrorCode} from '../../errors.js'
import {shortId} from '../../model/ids.js'
import {toPaste} from '../../shell-words.js'

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

/** How to see what is using a host port. @param protocol as a sentence names it; TCP if it names none */
export function portHint(port: string | undefined, protocol = 'tcp'): string {
  if (port === undefined) return 'see what is using it: dnet ports'
  return toPaste`see what is using it: dnet ports check ${`${port}:${port}${protocol === 'tcp' ? '' : `/${protocol}`}`}`
}

/** A container as a person would write it: its name without the leading slash, or the beginning of its id. */
export function containerWord(named: string | undefined): string {
  if (named === undefined) return 'CONTAINER'
  return /^[0-9a-f]{64}$/.test(named) ? shortId(named) : named.replace(/^\//, '')
}
