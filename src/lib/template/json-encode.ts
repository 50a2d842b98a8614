import {decodeRune, RUNE_ERROR} from './bytes.js'
import {formatFloat} from './fmt-float.js'
import {type Data, type Field, GoError, type GoType, isWhole, UINT8, Value} from './go-type.js'
import {
  at,
  bigintOf,
  isNilData,
  isTrue,
  lengthOf,
  listOf,
  mapEntriesOf,
  pointee,
  sortedKeys,
  stringOf,
} from './reflect.js'

/**
 * A value as Go's encoding/json writes it, on one line.
 * @param escapeHtml whether `<`, `>` and `&` become escapes, as in Marshal
 * @throws GoError for what JSON cannot hold
 */
export function jsonOf(value: Value | undefined, escapeHtml: boolean): string {
  if (value === undefined) return 'null'
  const {type, data} = value
  const own = type.methods?.get('MarshalJSON')
  if (own !== undefined && !(type.kind === 'ptr' && isNilData(data))) return bytesText(own.call(data))
  if (isWhole(type.kind)) return String(bigintOf(value))
  switch (type.kind) {
    case 'bool':
      return String(data)
    case 'float64':
      return jsonFloat(Number(data))
    case 'string':
      return type.name === 'json.Number' ? stringOf(value) || '0' : jsonString(stringOf(value), escapeHtml)
    case 'interface':
      return jsonOf(data instanceof Value ? data : undefined, escapeHtml)
    case 'ptr':
      return jsonOf(pointee(value), escapeHtml)
    case 'slice':
      return jsonSlice(value, escapeHtml)
    case 'map':
      return jsonMap(value, escapeHtml)
    case 'struct':
      return jsonStruct(type.fields ?? [], data, escapeHtml)
    default:
      throw new GoError(`json: unsupported type: ${type.name}`)
  }
}

const bytesText = (value: Value | undefined): string =>
  value === undefined
    ? 'null'
    : listOf(value)
        .map((byte) => String.fromCharCode(Number(byte)))
        .join('')

function jsonSlice(value: Value, escapeHtml: boolean): string {
  if (isNilData(value.data)) return 'null'
  if (value.type.elem === UINT8) return `"${Buffer.from(bytesText(value), 'latin1').toString('base64')}"`
  return `[${listOf(value)
    .map((item) => jsonOf(at(value.type.elem, item), escapeHtml))
    .join(',')}]`
}

function jsonMap(value: Value, escapeHtml: boolean): string {
  if (isNilData(value.data)) return 'null'
  const entries = mapEntriesOf(value)
  const members = sortedKeys(value).map(
    (key) => `${jsonString(key, escapeHtml)}:${jsonOf(at(value.type.elem, entries.get(key)), escapeHtml)}`,
  )
  return `{${members.join(',')}}`
}

function jsonStruct(fields: readonly Field[], data: Data, escapeHtml: boolean): string {
  const values = Array.isArray(data) ? (data as readonly Data[]) : []
  const members: string[] = []
  fields.forEach((field, i) => {
    const value = new Value(field.type, values[i])
    if (field.key === '' || (field.omitEmpty && isEmpty(field.type, value))) return
    members.push(`${jsonString(field.key, escapeHtml)}:${jsonOf(value, escapeHtml)}`)
  })
  return `{${members.join(',')}}`
}

const isEmpty = (type: GoType, value: Value): boolean =>
  type.kind !== 'struct' && (lengthOf(value) === 0 || !isTrue(value))

function jsonFloat(value: number): string {
  if (!Number.isFinite(value)) throw new GoError(`json: unsupported value: ${formatFloat(value, 'g', -1)}`)
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-6 && size < 1e21)) return formatFloat(value, 'f', -1)
  return formatFloat(value, 'e', -1).replace(/e-0(\d)$/, 'e-$1')
}

const SHORT: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
}

/** A byte string as a JSON string with its quotation marks. */
export function jsonString(bytes: string, escapeHtml: boolean): string {
  let out = '"'
  for (let at = 0; at < bytes.length; ) {
    const {rune, size} = decodeRune(bytes, at)
    out += jsonRune(rune, bytes.slice(at, at + size), escapeHtml)
    at += size
  }
  return `${out}"`
}

function jsonRune(rune: number, bytes: string, escapeHtml: boolean): string {
  const short = SHORT[rune]
  if (short !== undefined) return short
  const isHtml = rune === 0x3c || rune === 0x3e || rune === 0x26
  if (rune < 0x20 || (escapeHtml && isHtml) || rune === 0x2028 || rune === 0x2029) {
    return `\\u${rune.toString(16).padStart(4, '0')}`
  }
  return rune === RUNE_ERROR && bytes.length === 1 ? '\\ufffd' : bytes
}
