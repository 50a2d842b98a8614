import type {Problems} from '../problem.js'
import {kindInWords, type Tree, textOf} from './tree.js'

/**
 * A whole number, or a string that holds one, as after interpolation; undefined if there is no value, and, with a
 * problem, for anything else.
 */
export function numberField(tree: Tree | undefined, what: string, problems: Problems): number | undefined {
  if (tree === undefined) return undefined
  const value = tree.kind === 'scalar' ? tree.value : undefined
  const number = typeof value === 'string' && /^[-+]?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  problems.add(tree.at, `${what} must be a whole number, not ${kindInWords(tree)}`)
  return undefined
}

const TRUE = ['true', 'y', 'yes', 'on']
const FALSE = ['false', 'n', 'no', 'off']

/** A boolean, or a string that holds one; undefined if nothing is written, and, with a problem, for anything else. */
export function booleanOf(tree: Tree | undefined, what: string, problems: Problems): boolean | undefined {
  if (tree === undefined) return undefined
  const text = tree.kind === 'scalar' ? String(tree.value).toLowerCase() : ''
  if (TRUE.includes(text)) return true
  if (FALSE.includes(text)) return false
  problems.add(tree.at, `${what} must be true or false, not ${kindInWords(tree)}`)
  return undefined
}

/** A string; '' if nothing is written, and, with a problem, for anything else. */
export function textField(tree: Tree | undefined, what: string, problems: Problems): string {
  if (tree === undefined) return ''
  const text = textOf(tree)
  if (text === undefined) problems.add(tree.at, `${what} must be a string, not ${kindInWords(tree)}`)
  return text ?? ''
}

/** A list of strings; empty if there is no value, and, with a problem, for anything else. */
export function textList(tree: Tree | undefined, what: string, problems: Problems): string[] {
  if (tree === undefined) return []
  if (tree.kind === 'sequence') return tree.items.map((item) => textField(item, what, problems))
  problems.add(tree.at, `${what} must be a list, not ${kindInWords(tree)}`)
  return []
}

/** A mapping to strings and numbers, given as strings; empty if there is no value. Any other value is a problem. */
export function textRecord(tree: Tree | undefined, what: string, problems: Problems): Record<string, string> {
  if (tree === undefined) return {}
  if (tree.kind !== 'mapping') {
    problems.add(tree.at, `${what} must be a mapping, not ${kindInWords(tree)}`)
    return {}
  }
  const pairs: [string, string][] = []
  for (const [key, value] of tree.entries) {
    const written = value.kind === 'scalar' ? value.value : null
    if (typeof written === 'string' || typeof written === 'number') pairs.push([key, String(written)])
    else problems.add(value.at, `${what}.${key} must be a string or a number, not ${kindInWords(value)}`)
  }
  return Object.fromEntries(pairs)
}

/** A mapping, or a list of `KEY=VALUE`, as strings; '' where no value is written. Any other value is a problem. */
export function labelsField(tree: Tree | undefined, what: string, problems: Problems): Record<string, string> {
  const pairs = tree?.kind === 'sequence' ? textList(tree, what, problems).map(cut) : undefined
  if (pairs) return Object.fromEntries(pairs)
  const entries = tree?.kind === 'mapping' ? [...tree.entries] : []
  if (tree !== undefined && tree.kind !== 'mapping')
    problems.add(tree.at, `${what} must be a list or a mapping, not ${kindInWords(tree)}`)
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (value.kind === 'scalar') return [key, String(value.value ?? '')]
      problems.add(value.at, `${what}.${key} must be a string, not ${kindInWords(value)}`)
      return [key, '']
    }),
  )
}

const cut = (text: string): [string, string] => {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
