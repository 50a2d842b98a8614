import {Flags} from './fmt-flags.js'
import {type GoType, isSigned, isWhole, STRING, UINT8, UINT64, Value} from './go-type.js'
import {at, bigintOf, isNilData, listOf, mapEntriesOf, pointee, sortedKeys, stringOf, unwrap} from './reflect.js'

/** Writes values as Go's fmt/print.go does, one operand under one verb at a time. */
export class Printer {
  readonly flags = new Flags()
  private erroring = false
  /** The operand, or the part of it that is being written and that Go can still name. */
  private arg: Value | undefined

  print(arg: Value | undefined, verb: string): string {
    this.arg = arg
    if (arg === undefined) return verb === 'T' || verb === 'v' ? this.flags.pad('<nil>') : this.badVerb(verb, undefined)
    if (verb === 'T') return this.flags.text(arg.type.name)
    if (verb === 'p') return this.pointer(arg, verb)
    if (isByteList(arg.type)) return this.bytes(arg, verb)
    return this.byMethod(arg, verb) ?? this.value(arg, verb, 0, false)
  }

  /** What a value's own String method (or GoString) makes of it; undefined where it has none, or no say. */
  private byMethod(value: Value, verb: string): string | undefined {
    if (this.erroring) return undefined
    if (this.flags.sharpV) {
      const text = ownText(value, 'GoString')
      return text === undefined ? undefined : this.flags.text(text)
    }
    const text = 'vsxXq'.includes(verb) ? ownText(value, 'String') : undefined
    return text === undefined ? undefined : this.string(new Value(STRING, text), verb)
  }

  private badVerb(verb: string, value: Value | undefined): string {
    this.erroring = true
    const shown = this.arg ?? value
    const name = shown?.type.name ?? ''
    const text = this.arg === undefined ? this.value(shown, 'v', 0, false) : this.print(this.arg, 'v')
    this.erroring = false
    return shown === undefined ? `%!${verb}(<nil>)` : `%!${verb}(${name}=${text})`
  }

  /** @param hidden whether it came out of a field that Go does not export: its methods are out of reach */
  private value(value: Value | undefined, verb: string, depth: number, hidden: boolean): string {
    if (depth > 0 && value !== undefined && !hidden) {
      this.arg = unwrap(value)
      const own = this.arg === undefined ? undefined : this.byMethod(this.arg, verb)
      if (own !== undefined) return own
    }
    // From here on a complaint names this value, not the operand around it.
    this.arg = undefined
    if (value === undefined) return verb === 'v' ? '<nil>' : this.badVerb(verb, undefined)
    const {kind} = value.type
    if (isWhole(kind)) return this.integer(value, verb)
    switch (kind) {
      case 'bool':
        return verb === 't' || verb === 'v' ? this.flags.pad(String(value.data)) : this.badVerb(verb, value)
      case 'float64':
      case 'complex128':
        return this.float(value, verb)
      case 'string':
        return this.string(value, verb)
      case 'map':
        return this.map(value, verb, depth, hidden)
      case 'struct':
        return this.struct(value, verb, depth, hidden)
      case 'interface':
        return this.interface(value, verb, depth, hidden)
      case 'slice':
        return this.slice(value, verb, depth, hidden)
      default:
        return this.pointed(value, verb, depth, hidden)
    }
  }

  private integer(value: Value, verb: string): string {
    const n = bigintOf(value)
    const {flags} = this
    switch (verb) {
      case 'v':
        return flags.sharpV && !isSigned(value.type.kind) ? flags.sharpHex(n) : flags.integer(n, 10, verb)
      case 'd':
        return flags.integer(n, 10, verb)
      case 'b':
        return flags.integer(n, 2, verb)
      case 'o':
      case 'O':
        return flags.integer(n, 8, verb)
      case 'x':
      case 'X':
        return flags.integer(n, 16, verb)
      case 'c':
        return flags.rune(n)
      case 'q':
        return flags.quotedRune(n)
      case 'U':
        return flags.unicode(n)
      default:
        return this.badVerb(verb, value)
    }
  }

  private float(value: Value, verb: string): string {
    const format = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb
    if (!isFloatVerb(format)) return this.badVerb(verb, value)
    const precision = 'fFeE'.includes(verb) ? 6 : -1
    const {data} = value
    if (data !== null && typeof data === 'object' && 're' in data) return this.flags.complex(data, format, precision)
    return this.flags.float(Number(data), format, precision)
  }

  private string(value: Value, verb: string): string {
    const bytes = stringOf(value)
    if (verb === 'q' || (verb === 'v' && this.flags.sharpV)) return this.flags.quoted(bytes)
    if (verb === 'v' || verb === 's') return this.flags.text(bytes)
    if (verb === 'x' || verb === 'X') return this.flags.hexBytes(bytes, verb === 'X')
    return this.badVerb(verb, value)
  }

  private bytes(value: Value, verb: string): string {
    const bytes = listOf(value)
    if (verb === 'd' || (verb === 'v' && !this.flags.sharpV)) {
      return `[${bytes.map((byte) => this.flags.integer(BigInt(Number(byte)), 10, verb)).join(' ')}]`
    }
    if (!'sqxX'.includes(verb)) return this.value(value, verb, 0, false)
    return this.string(new Value(STRING, bytes.map((byte) => String.fromCharCode(Number(byte))).join('')), verb)
  }

  private map(value: Value, verb: string, depth: number, hidden: boolean): string {
    const {sharpV} = this.flags
    if (sharpV && isNilData(value.data)) return `${value.type.name}(nil)`
    const entries = mapEntriesOf(value)
    const members = sortedKeys(value).map((key) => {
      const shownKey = this.value(new Value(STRING, key), verb, depth + 1, hidden)
      return `${shownKey}:${this.value(at(value.type.elem, entries.get(key)), verb, depth + 1, hidden)}`
    })
    return sharpV ? `${value.type.name}{${members.join(', ')}}` : `map[${members.join(' ')}]`
  }

  private struct(value: Value, verb: string, depth: number, hidden: boolean): string {
    const {sharpV, plusV} = this.flags
    const data = listOf(value)
    const members = (value.type.fields ?? []).map((field, i) => {
      const inner = new Value(field.type, data[i])
      const shown = inner.data === undefined ? inner : unwrap(inner)
      const text = this.value(shown, verb, depth + 1, hidden || !isExported(field.name))
      return sharpV || plusV ? `${field.name}:${text}` : text
    })
    return sharpV ? `${value.type.name}{${members.join(', ')}}` : `{${members.join(' ')}}`
  }

  private interface(value: Value, verb: string, depth: number, hidden: boolean): string {
    const inner = unwrap(value)
    if (inner !== undefined) return this.value(inner, verb, depth + 1, hidden)
    return this.flags.sharpV ? `${value.type.name}(nil)` : '<nil>'
  }

  private slice(value: Value, verb: string, depth: number, hidden: boolean): string {
    if ('sqxX'.includes(verb) && isByteList(value.type)) return this.bytes(value, verb)
    const {sharpV} = this.flags
    if (sharpV && isNilData(value.data)) return `${value.type.name}(nil)`
    const items = listOf(value).map((item) => this.value(at(value.type.elem, item), verb, depth + 1, hidden))
    return sharpV ? `${value.type.name}{${items.join(', ')}}` : `[${items.join(' ')}]`
  }

  private pointed(value: Value, verb: string, depth: number, hidden: boolean): string {
    const inner = pointee(value)
    if (depth > 0 || inner === undefined) return this.pointer(value, verb)
    return `&${this.value(inner, verb, depth + 1, hidden)}`
  }

  /** Addresses mean nothing outside the Docker CLI's own process: a fixed one stands for each. */
  private pointer(value: Value, verb: string): string {
    if (!['ptr', 'map', 'slice'].includes(value.type.kind)) return this.badVerb(verb, value)
    const {flags} = this
    const isNil = isNilData(value.data)
    const address = isNil ? 0n : 0xc000000000n
    if (verb === 'v' && flags.sharpV) return `(${value.type.name})(${isNil ? 'nil' : flags.sharpHex(address)})`
    if (verb === 'v') return isNil ? flags.pad('<nil>') : flags.sharpHex(address)
    if (verb === 'p') return flags.sharp ? flags.integer(address, 16, 'x') : flags.sharpHex(address)
    return 'bodxX'.includes(verb) ? this.integer(new Value(UINT64, address), verb) : this.badVerb(verb, value)
  }
}

const FLOAT_VERBS = ['b', 'e', 'E', 'f', 'g', 'G', 'x', 'X'] as const
const isFloatVerb = (verb: string): verb is (typeof FLOAT_VERBS)[number] => FLOAT_VERBS.some((each) => each === verb)

const isByteList = (type: GoType): boolean => type.kind === 'slice' && type.elem === UINT8

const isExported = (name: string): boolean => /^[A-Z]/.test(name)

function ownText(value: Value, name: string): string | undefined {
  const method = value.type.methods?.get(name)
  if (method === undefined || (value.type.kind === 'ptr' && isNilData(value.data))) return undefined
  return stringOf(method.call(value.data))
}
