import {bytesFromText} from './bytes.js'
import {parseRfc3339} from './go-time.js'
import {TIME, timeData} from './go-time-type.js'
import {
  ANY,
  ANY_MAP,
  ANYS,
  BOOL,
  type Data,
  type Field,
  type GoType,
  type Method,
  STRING,
  stringValue,
  Value,
  zeroData,
} from './go-type.js'
import {parseInteger} from './number-constant.js'
import {at, listOf, mapEntriesOf, stringOf, unwrap} from './reflect.js'

/** Go's json.Number: a number that keeps its spelling. */
const JSON_NUMBER: GoType = {
  kind: 'string',
  name: 'json.Number',
  named: true,
  methods: new Map<string, Method>([['String', {params: [], results: 1, call: (data) => new Value(STRING, data)}]]),
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANKS = /[ \t\r\n]*/y

/**
 * JSON text as Go's json.Decoder reads it into an `interface{}` with UseNumber: maps, slices, byte strings, bools,
 * JSON_NUMBER; undefined for null.
 * @throws SyntaxError for what is no JSON
 */
export function readJson(text: string): Value | undefined {
  return new Reader(text).document()
}

class Reader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  document(): Value | undefined {
    const value = this.value()
    this.blanks()
    if (this.at < this.text.length) this.fail()
    return value
  }

  private fail(): never {
    throw new SyntaxError(`unexpected ${JSON.stringify(this.text[this.at] ?? 'end')} in JSON at ${this.at}`)
  }

  private blanks(): void {
    BLANKS.lastIndex = this.at
    BLANKS.exec(this.text)
    this.at = BLANKS.lastIndex
  }

  private take(char: string): boolean {
    this.blanks()
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  private value(): Value | undefined {
    this.blanks()
    switch (this.text[this.at]) {
      case '{':
        return new Value(ANY_MAP, this.members())
      case '[':
        return new Value(ANYS, this.items())
      case '"':
        return stringValue(this.string())
      case 't':
        return this.word('true', new Value(BOOL, true))
      case 'f':
        return this.word('false', new Value(BOOL, false))
      case 'n':
        return this.word('null', undefined)
      default:
        return this.number()
    }
  }

  private word(word: string, value: Value | undefined): Value | undefined {
    if (!this.text.startsWith(word, this.at)) this.fail()
    this.at += word.length
    return value
  }

  private number(): Value {
    NUMBER.lastIndex = this.at
    const spelling = NUMBER.exec(this.text)?.[0] ?? this.fail()
    this.at += spelling.length
    return new Value(JSON_NUMBER, spelling)
  }

  private string(): string {
    let end = this.at + 1
    while (this.text[end] !== '"') {
      if (end >= this.text.length) this.fail()
      end += this.text[end] === '\\' ? 2 : 1
    }
    const parsed: unknown = JSON.parse(this.text.slice(this.at, end + 1))
    this.at = end + 1
    return bytesFromText(String(parsed))
  }

  private items(): Data[] {
    this.at++
    const items: Data[] = []
    if (this.take(']')) return items
    do items.push(this.value())
    while (this.take(','))
    if (!this.take(']')) this.fail()
    return items
  }

  private members(): Map<string, Data> {
    this.at++
    const members = new Map<string, Data>()
    if (this.take('}')) return members
    do {
      this.blanks()
      if (this.text[this.at] !== '"') this.fail()
      const key = this.string()
      if (!this.take(':')) this.fail()
      members.set(key, this.value())
    } while (this.take(','))
    if (!this.take('}')) this.fail()
    return members
  }
}

/**
 * What Go's json.Unmarshal makes of a read value for a typed place: unknown keys dropped, keys found in any case,
 * absent and null ones zero. A value that does not fit is zero too, where Go would give up on the whole.
 */
export function typedData(type: GoType, value: Value | undefined): Data {
  if (type === TIME)
    return timeData(parseRfc3339(stringOf(value)) ?? {unix: -62_135_596_800n, nanos: 0, offset: undefined})
  if (value === undefined) return zeroData(type)
  switch (type.kind) {
    case 'bool':
      return value.type.kind === 'bool' ? value.data : false
    case 'string':
      return value.type === STRING ? value.data : ''
    case 'slice':
      return value.type === ANYS
        ? listOf(value).map((item) => typedData(type.elem ?? ANY, unwrap(at(ANY, item))))
        : null
    case 'map':
      return value.type === ANY_MAP ? typedMap(type.elem ?? ANY, value) : null
    case 'struct':
      return (type.fields ?? []).map((field) => typedData(field.type, member(value, field)))
    default:
      return value.type === JSON_NUMBER ? (parseInteger(stringOf(value)) ?? 0n) : 0n
  }
}

const typedMap = (elem: GoType, value: Value): Map<string, Data> =>
  new Map([...mapEntriesOf(value)].map(([key, data]) => [key, typedData(elem, unwrap(at(ANY, data)))]))

/** A member by its key; the last one where several differ in case only. */
function member(value: Value, field: Field): Value | undefined {
  const entries = mapEntriesOf(value)
  const exact = entries.get(field.key)
  if (exact !== undefined) return unwrap(at(ANY, exact))
  const wanted = field.key.toLowerCase()
  const found = [...entries].findLast(([key]) => key.toLowerCase() === wanted)
  return found === undefined ? undefined : unwrap(at(ANY, found[1]))
}
