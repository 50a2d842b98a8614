import type {ScalarValue} from './tree.js'

const INTEGER = /^[-+]?(0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|\d+)$/

/**
 * What a plain (unquoted) YAML scalar means to Compose, whose YAML reader follows Go's number syntax: `010` is 8,
 * `0x50` is 80 and `1_000` is 1000, while `yes`, `on` and `22:22` stay strings (seen with Docker Compose 2.40.3).
 * Numbers that are not whole also stay strings here: no value that is read from a file may be one.
 */
export function plainScalar(text: string): ScalarValue {
  if (/^(~|null|Null|NULL|)$/.test(text)) return null
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  const digits = text.replaceAll('_', '')
  return /^[-+\d]/.test(text) && INTEGER.test(digits) ? integer(digits) : text
}

function integer(digits: string): number {
  const negative = digits.startsWith('-')
  const body = digits.replace(/^[-+]/, '')
  const size = /^0[0-7]+$/.test(body) ? Number.parseInt(body, 8) : Number(body)
  return negative ? -size : size
}
