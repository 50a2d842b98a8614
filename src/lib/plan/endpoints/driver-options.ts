import {DnetError} from '../../errors.js'

/** `key=value` texts as driver options, both sides trimmed. @throws DnetError USAGE if `=` or the key is missing */
export function readDriverOptions(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      const key = text.slice(0, Math.max(at, 0)).trim()
      if (key === '')
        throw new DnetError(
          'USAGE',
          `invalid key/value pair format in driver options: "${text}"`,
          '--driver-opt KEY=VALUE',
        )
      return [key, text.slice(at + 1).trim()]
    }),
  )
}
