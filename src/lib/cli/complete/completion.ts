import {readFile} from 'node:fs/promises'
import {safeText} from '../../view/text/safe-text.js'
import type {DeclaredCommand, DeclaredFlag} from '../args/manifest.js'
import {fixedValues, type OfferedValue, stagedValues} from '../args/offer.js'
import {type Cursor, cursorOf} from './cursor.js'

/** cobra's directives: no file names, and no space after the completed text. */
const NO_FILES = 4
const NO_SPACE = 2

/** Milliseconds to wait for an engine before completing without it. */
const PATIENCE = 1000

/**
 * Answers `dnet __complete WORDS… LAST` as cobra does: a line for each candidate, `value<tab>description`, then `:` and
 * a directive. Only candidates that begin with the last word and that a shell can show unchanged. Never fails: without
 * an engine there are no candidates.
 * @param words those after `__complete`; the last one is being typed
 */
export async function complete(words: readonly string[], root: string): Promise<string> {
  const {values, noSpace} = await offeredFor(words, root).catch(() => ({values: [], noSpace: false}))
  const typed = words.at(-1) ?? ''
  const lines = values
    .filter(({value}) => value.startsWith(typed) && value === safeText(value))
    .map(({value, about}) => (about === '' ? `${value}\n` : `${value}\t${safeText(about)}\n`))
  return `${lines.join('')}:${NO_FILES + (noSpace ? NO_SPACE : 0)}\n`
}

interface Answer {
  readonly values: readonly OfferedValue[]
  readonly noSpace: boolean
}

async function offeredFor(words: readonly string[], root: string): Promise<Answer> {
  const manifest = JSON.parse(await readFile(`${root}/oclif.manifest.json`, 'utf8')) as {
    commands: Record<string, DeclaredCommand>
  }
  const commands = Object.values(manifest.commands)
  const cursor = cursorOf(words, commands)
  switch (cursor.at) {
    case 'nowhere':
      return {values: [], noSpace: false}
    case 'command':
      return {values: commandNames(cursor.topic, commands), noSpace: false}
    case 'flag':
      return {values: flagNames(cursor.flags, words.at(-1) ?? ''), noSpace: false}
    case 'value': {
      const values = stagedValues(await valuesOf(cursor), cursor.typed)
      return {
        values: values.map(({value, about}) => ({value: `${cursor.prefix}${value}`, about})),
        noSpace: values.length > 0 && values.every(({value}) => value.endsWith('=')),
      }
    }
    case 'word': {
      const below = cursor.given.length === 0 ? commandNames(cursor.topic, commands) : []
      const values = (await valuesOf(cursor)).filter(({value}) => !cursor.given.includes(value))
      return {values: [...below, ...values], noSpace: false}
    }
  }
}

/** None if the engine does not answer. */
async function valuesOf(cursor: Cursor & {at: 'value' | 'word'}): Promise<readonly OfferedValue[]> {
  const {offers = [], given, engineFlags} = cursor
  if (typeof offers !== 'string') return fixedValues(offers)
  const {liveValues} = await import('./values.js')
  const live = liveValues(engineFlags, AbortSignal.timeout(PATIENCE))
  try {
    return await live.of(offers, given)
  } catch {
    return []
  } finally {
    live.close()
  }
}

/** The commands that fit here; `topic` is the first word of two, '' for none. Aliases are not offered. */
function commandNames(topic: string, commands: readonly DeclaredCommand[]): OfferedValue[] {
  const below = commands.flatMap(({id, hidden, summary = ''}) => {
    const [first = '', second] = id.split(':')
    if (hidden) return []
    if (topic === '') return second === undefined ? [{value: first, about: summary}] : []
    return first === topic && second !== undefined ? [{value: second, about: summary}] : []
  })
  return below.toSorted((a, b) => (a.value < b.value ? -1 : 1))
}

/** Long flags, and short ones if only a dash is typed. */
function flagNames(flags: Readonly<Record<string, DeclaredFlag>>, typed: string): OfferedValue[] {
  const shown = Object.values(flags).filter(({hidden}) => !hidden)
  const long = shown.map(({name, summary = ''}) => ({value: `--${name}`, about: summary}))
  const short = shown.flatMap(({char, summary = ''}) => (char ? [{value: `-${char}`, about: summary}] : []))
  return [...long, ...(typed.startsWith('--') ? [] : short)].toSorted((a, b) => (a.value < b.value ? -1 : 1))
}
