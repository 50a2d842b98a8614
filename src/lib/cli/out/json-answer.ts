import {DnetError} from '../../errors.js'
import {type ErrorJson, errorJson} from '../../view/error.js'
import {safeJson} from '../../view/text/safe-text.js'

/** The version of every object that `--json` prints; it grows when a field is renamed, removed or changes meaning. */
export const JSON_SCHEMA_VERSION = 1

/** JSON text that `--json` prints unchanged as the value of a field: its numbers may be too large for JavaScript. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Reports whether a command line requests JSON, without reading its flags, so that errors in them are JSON too. */
export function jsonAsked(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--json' || word === '--json=true')
}

/** Prints the object of `--json`, field by field; a bigint becomes a string of digits, as it may be above 2^53. */
export function writeJson(stdout: NodeJS.WritableStream, value: object): void {
  const fields = Object.entries(value).map(([key, field]: [string, unknown]) => {
    const text =
      field instanceof JsonText
        ? field.text
        : JSON.stringify(field, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)
    return `  ${JSON.stringify(key)}: ${text.replaceAll('\n', '\n  ')}`
  })
  stdout.write(safeJson(`{\n${fields.join(',\n')}\n}\n`))
}

/** One error for several: with the code that all share, otherwise PARTIAL. */
export function several(failures: readonly DnetError[]): ErrorJson {
  const codes = new Set(failures.map((failure) => failure.code))
  const message = failures.map((failure) => failure.message).join('; ')
  const [code] = codes
  const error = new DnetError(codes.size === 1 && code ? code : 'PARTIAL', message, failures[0]?.hint ?? '')
  return errorJson(error, error.exit)
}
