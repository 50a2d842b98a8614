import type {Finding} from '../model/finding.js'
import {safeText} from './text/safe-text.js'

/** Findings as a person reads them on stderr, two lines each if there is a hint; no line feed at the end. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({message, hint}) => [
    `Warning: ${safeText(message)}`,
    ...(hint === '' ? [] : [`Try this: ${safeText(hint)}`]),
  ])
}
