import {RECORDED_SENTENCES} from './recorded-sentences.js'
import type {Sentence} from './sentence.js'
import {SENTENCES_FROM_SOURCE} from './sentences-from-source.js'

/** The first that fits counts. Names may have line breaks in them, which an engine accepts. */
const SENTENCES: readonly Sentence[] = [...RECORDED_SENTENCES, ...SENTENCES_FROM_SOURCE].map((sentence) => ({
  ...sentence,
  pattern: new RegExp(sentence.pattern, `${sentence.pattern.flags}s`),
}))

/** What is looked at of a sentence, in UTF-16 units, and the parts between colons that may be one: bounds of time. */
const LONGEST_SENTENCE = 4096
const MOST_PARTS = 32

/** What an engine's sentence means, and the parts that it names: a container, a network, a port. */
interface Meaning extends Sentence {
  readonly named: Readonly<Record<string, string>>
}

/** The meaning of exactly this sentence; undefined if dnet does not know it. */
export function meaningOf(said: string): Meaning | undefined {
  const start = said.slice(0, LONGEST_SENTENCE)
  for (const sentence of SENTENCES) {
    const found = sentence.pattern.exec(start)
    if (found) return {...sentence, named: given(found.groups ?? {})}
  }
  return undefined
}

/**
 * The meaning of a sentence in a text as people paste it, with what the Docker CLI, compose or a log adds: the sentence
 * may be the last part, after a colon. The first line with a known meaning counts.
 */
export function meaningIn(text: string): (Meaning & {readonly sentence: string}) | undefined {
  for (const line of text.split(/\r?\n/)) {
    const said = line
      .slice(0, LONGEST_SENTENCE)
      .replace(/\s+(?:See 'docker [^']*--help'|Run 'docker [^']*--help' for more information)\.?\s*$/, '')
      .replace(/^.*"message":\s*"/, '')
      .replace(/["}\].]*\s*$/, '')
      .trim()
    const parts = [said, ...[...said.matchAll(/: /g)].slice(0, MOST_PARTS).map(({index}) => said.slice(index + 2))]
    for (const part of parts) {
      const meaning = part === '' ? undefined : meaningOf(part)
      if (meaning) return {...meaning, sentence: withItsQuote(said, line)}
    }
  }
  return undefined
}

/** A quotation mark at the end that closes one of the sentence's own belongs to it. */
const withItsQuote = (said: string, line: string): string =>
  said.split('"').length % 2 === 0 && line.includes(`${said}"`) ? `${said}"` : said

/** Groups that took part in the match. */
const given = (groups: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
