import {equalsAny, isLess} from './compare.js'
import {htmlEscape, jsEscape, queryEscape} from './escape.js'
import {sprint, sprintln} from './fmt-sprint.js'
import {sprintf} from './fmt-sprintf.js'
import {
  ANY,
  boolValue,
  GoError,
  type GoFunction,
  type GoType,
  intValue,
  isAssignable,
  isWhole,
  REFLECT,
  STRING,
  stringValue,
  UINT8,
  Value,
  zeroData,
} from './go-type.js'
import {at, bigintOf, indirect, isTrue, lengthOf, listOf, mapEntriesOf, stringOf, unwrap} from './reflect.js'

type Arg = Value | undefined

const func = (params: readonly GoType[], variadic: boolean, call: (...args: Arg[]) => Arg): GoFunction => ({
  params,
  variadic,
  results: 1,
  call,
})

/** A function over the text of its operands, such as `html`. */
const escaper = (escaped: (bytes: string) => string): GoFunction =>
  func([ANY], true, (...args) => stringValue(escaped(operandText(args))))

function operandText(args: readonly Arg[]): string {
  const [first] = args
  if (args.length === 1 && first?.type === STRING) return stringOf(first)
  return sprint(args.map((arg) => (arg === undefined ? stringValue('<no value>') : printable(arg))))
}

/** What is printed of a value: what a pointer points at, unless the pointer has a say in it. */
export function printable(value: Value): Value {
  if (value.type.kind !== 'ptr' || value.type.methods?.has('String')) return value
  return indirect(value).value ?? value
}

/** Go's own template functions. `and`, `or` and `call` are evaluated apart: they see their operands unevaluated. */
export const BUILTINS: ReadonlyMap<string, GoFunction> = new Map([
  ['and', func([REFLECT, REFLECT], true, (first) => first)],
  ['or', func([REFLECT, REFLECT], true, (first) => first)],
  ['not', func([REFLECT], false, (arg) => boolValue(!isTrue(unwrap(arg))))],
  ['call', func([REFLECT, REFLECT], true, notCallable)],
  ['html', escaper(htmlEscape)],
  ['js', escaper(jsEscape)],
  ['urlquery', escaper(queryEscape)],
  ['index', func([REFLECT, REFLECT], true, index)],
  ['slice', func([REFLECT, REFLECT], true, slice)],
  ['len', func([REFLECT], false, length)],
  ['print', func([ANY], true, (...args) => stringValue(sprint(args)))],
  ['println', func([ANY], true, (...args) => stringValue(sprintln(args)))],
  ['printf', func([STRING, ANY], true, (format, ...args) => stringValue(sprintf(stringOf(format), args)))],
  ['eq', func([REFLECT, REFLECT], true, (first, ...others) => boolValue(equalsAny(first, others)))],
  ['ne', func([REFLECT, REFLECT], false, (a, b) => boolValue(!equalsAny(a, [b])))],
  ['lt', func([REFLECT, REFLECT], false, (a, b) => boolValue(isLess(a, b)))],
  ['le', func([REFLECT, REFLECT], false, (a, b) => boolValue(isLess(a, b) || equalsAny(a, [b])))],
  ['gt', func([REFLECT, REFLECT], false, (a, b) => boolValue(!(isLess(a, b) || equalsAny(a, [b]))))],
  ['ge', func([REFLECT, REFLECT], false, (a, b) => boolValue(!isLess(a, b)))],
])

/** No value that a template can reach is a func; the message needs the callee's text, which comes first. */
function notCallable(name: Arg, callee: Arg): Arg {
  const inner = unwrap(callee)
  if (inner === undefined) throw new GoError('call of nil')
  throw new GoError(`non-function ${stringOf(name)} of type ${inner.type.name}`)
}

function length(arg: Arg): Arg {
  const {value, isNil} = indirect(arg)
  if (isNil) throw new GoError('len of nil pointer')
  if (value === undefined) throw new GoError('reflect: call of reflect.Value.Type on zero Value')
  const count = lengthOf(value)
  if (count === undefined) throw new GoError(`len of type ${value.type.name}`)
  return intValue(BigInt(count))
}

function index(collection: Arg, ...indexes: Arg[]): Arg {
  let item = unwrap(collection)
  if (item === undefined) throw new GoError('index of untyped nil')
  for (const each of indexes) {
    const {value, isNil} = indirect(item)
    if (isNil || value === undefined) throw new GoError('index of nil pointer')
    item = indexOnce(value, unwrap(each))
  }
  return item
}

function indexOnce(item: Value, by: Arg): Arg {
  const {kind, elem} = item.type
  if (kind === 'string' || kind === 'slice') {
    const length = lengthOf(item) ?? 0
    const place = indexArgument(by, length)
    // Go lets the length itself pass its own check and then panics.
    if (place === length) throw new GoError(`reflect: ${kind} index out of range`)
    return kind === 'string'
      ? new Value(UINT8, BigInt(stringOf(item).charCodeAt(place)))
      : at(elem, listOf(item)[place])
  }
  if (kind !== 'map' || elem === undefined) throw new GoError(`can't index item of type ${item.type.name}`)
  const key = mapKey(by)
  const entries = mapEntriesOf(item)
  return at(elem, entries.has(key) ? entries.get(key) : zeroData(elem))
}

function mapKey(by: Arg): string {
  if (by === undefined) throw new GoError('value is nil; should be of type string')
  if (!isAssignable(by.type, STRING)) throw new GoError(`value has type ${by.type.name}; should be string`)
  return stringOf(by)
}

function indexArgument(by: Arg, cap: number): number {
  if (by === undefined) throw new GoError('cannot index slice/array with nil')
  if (!isWhole(by.type.kind)) throw new GoError(`cannot index slice/array with type ${by.type.name}`)
  const place = bigintOf(by)
  if (place < 0n || place > BigInt(cap)) throw new GoError(`index out of range: ${place}`)
  return Number(place)
}

function slice(collection: Arg, ...indexes: Arg[]): Arg {
  const item = unwrap(collection)
  if (item === undefined) throw new GoError('slice of untyped nil')
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`)
  const isString = item.type.kind === 'string'
  if (isString && indexes.length === 3) throw new GoError('cannot 3-index slice a string')
  if (!isString && item.type.kind !== 'slice') throw new GoError(`can't slice item of type ${item.type.name}`)
  const length = lengthOf(item) ?? 0
  const places = [0, length, 0]
  indexes.forEach((each, i) => {
    // Unlike `index`, Go's `slice` does not look into an interface here.
    places[i] = indexArgument(each, length)
  })
  const [from = 0, to = 0, cap = 0] = places
  if (from > to) throw new GoError(`invalid slice index: ${from} > ${to}`)
  if (indexes.length === 3 && to > cap) throw new GoError(`invalid slice index: ${to} > ${cap}`)
  return new Value(item.type, isString ? stringOf(item).slice(from, to) : listOf(item).slice(from, to))
}
