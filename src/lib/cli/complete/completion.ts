import {readFile} from 'node:fs/promises'
import {safeText} from '../../view/text/safe-text.js'
import {type CommandShape, flagNamed, type Manifest, type Place, placeOf} from './place.js'
import type {Candidate, LiveValues} from './values.js'

/** cobra's directives: no file names, and no blank after what is completed. */
const NO_FILES = 4
const NO_SPACE = 2

/** Milliseconds that an engine has before completion goes without it. */
const PATIENCE = 1000

/**
 * Answers `dnet __complete WORDS… LAST` as cobra does: a line for each candidate, `value<tab>description`, then `:` and
 * a directive. Only what begins with the last word; nothing that a shell could not show as it is. Never fails: without
 * an engine there are no candidates.
 * @param words those after `__complete`; the last one is being typed
 */
export async function complete(words: readonly string[], root: string): Promise<string> {
  const {candidates, noSpace} = await candidatesFor(words, root).catch(() => ({candidates: [], noSpace: false}))
  const typed = words.at(-1) ?? ''
  const lines = candidates
    .filter(({value}) => value.startsWith(typed) && value === safeText(value))
    .map(({value, about}) => (about === '' ? `${value}\n` : `${value}\t${safeText(about)}\n`))
  return `${lines.join('')}:${NO_FILES + (noSpace ? NO_SPACE : 0)}\n`
}

interface Answer {
  readonly candidates: readonly Candidate[]
  readonly noSpace: boolean
}

async function candidatesFor(words: readonly string[], root: string): Promise<Answer> {
  const manifest = JSON.parse(await readFile(`${root}/oclif.manifest.json`, 'utf8')) as Manifest
  const place = placeOf(words, manifest)
  if (place.at === 'command') return {candidates: commandNames(place.topic, manifest), noSpace: false}
  if (place.at === 'flag') return {candidates: flagNames(place.command, words.at(-1) ?? ''), noSpace: false}
  const {liveValues} = await import('./values.js')
  const live = liveValues(place.engineFlags, AbortSignal.timeout(PATIENCE))
  const below = place.at === 'word' && place.given.length === 0 ? commandNames(place.command.id, manifest) : []
  try {
    const {candidates, noSpace} = await valuesAt(place, live).catch(() => ({candidates: [], noSpace: false}))
    return {candidates: [...below, ...candidates], noSpace}
  } finally {
    live.close()
  }
}

async function valuesAt(place: Place & {at: 'value' | 'word'}, live: LiveValues): Promise<Answer> {
  if (place.at === 'word') {
    const shape = place.command.words?.[place.given.length] ?? lastIfMany(place.command)
    const candidates = shape ? await live.ofWord(shape.kind, place.given) : []
    return {candidates: candidates.filter(({value}) => !place.given.includes(value)), noSpace: false}
  }
  const options = flagNamed(place.command, place.flag)?.options
  const candidates = options?.map((value) => ({value, about: ''})) ?? (await live.ofFlag(place.flag, place.typed))
  const before = place.prefix
  return {
    candidates: candidates.map(({value, about}) => ({value: `${before}${value}`, about})),
    noSpace: candidates.length > 0 && candidates.every(({value}) => value.endsWith('=')),
  }
}

const lastIfMany = ({words}: CommandShape) => (words?.at(-1)?.many ? words.at(-1) : undefined)

/** The commands that may stand here; `topic` is the first word of two, '' for none. Aliases are not offered. */
function commandNames(topic: string, {commands}: Manifest): Candidate[] {
  const shown = Object.values(commands).filter(({hidden}) => !hidden)
  const below = shown.flatMap(({id, summary = ''}) => {
    const [first = '', second] = id.split(':')
    if (topic === '') return second === undefined ? [{value: first, about: summary}] : []
    return first === topic && second !== undefined ? [{value: second, about: summary}] : []
  })
  return below.toSorted((a, b) => (a.value < b.value ? -1 : 1))
}

/** Long flags, and short ones where only a dash is typed. */
function flagNames({flags}: CommandShape, typed: string): Candidate[] {
  const shown = Object.values(flags).filter(({hidden}) => !hidden)
  const long = shown.map(({name, summary = ''}) => ({value: `--${name}`, about: summary}))
  const short = shown.flatMap(({char, summary = ''}) => (char ? [{value: `-${char}`, about: summary}] : []))
  return [...long, ...(typed.startsWith('--') ? [] : short)].toSorted((a, b) => (a.value < b.value ? -1 : 1))
}
