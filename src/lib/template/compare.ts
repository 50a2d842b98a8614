import {sprint} from './fmt-sprint.js'
import {sprintf} from './fmt-sprintf.js'
import {GoError, type GoType, isSigned, isUnsigned, type Value} from './go-type.js'
import {bigintOf, isNilData, stringOf, unwrap} from './reflect.js'

type Basic = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint'

function basicOf(value: Value | undefined): Basic | undefined {
  const kind = value?.type.kind
  if (isSigned(kind)) return 'int'
  if (isUnsigned(kind)) return 'uint'
  switch (kind) {
    case 'bool':
    case 'string':
      return kind
    case 'float64':
      return 'float'
    case 'complex128':
      return 'complex'
    default:
      return undefined
  }
}

const BAD_TYPE = 'invalid type for comparison'
const INCOMPATIBLE = 'incompatible types for comparison'

/** Go's `eq`: whether the first equals one of the others. @throws GoError for values that don't compare */
export function equalsAny(first: Value | undefined, others: readonly (Value | undefined)[]): boolean {
  const a = unwrap(first)
  if (others.length === 0) throw new GoError('missing argument for comparison')
  return others.some((other) => equals(a, unwrap(other)))
}

function equals(a: Value | undefined, b: Value | undefined): boolean {
  const kindA = basicOf(a)
  const kindB = basicOf(b)
  if (kindA !== kindB) {
    const whole = (kind: Basic | undefined): boolean => kind === 'int' || kind === 'uint'
    if (whole(kindA) && whole(kindB)) return bigintOf(a) === bigintOf(b)
    if (a !== undefined && b !== undefined) throw new GoError(INCOMPATIBLE)
    return false
  }
  if (kindA === 'complex') return sprint([a]) === sprint([b])
  if (kindA !== undefined) return a?.data === b?.data
  return equalsOther(a, b)
}

/** Values of no basic type: nil equals nil, and structs without slices or maps compare. */
function equalsOther(a: Value | undefined, b: Value | undefined): boolean {
  if (a !== undefined && b !== undefined && a.type.kind !== b.type.kind) {
    throw new GoError(`non-comparable types ${text(a)}: ${a.type.name}, ${b.type.name}: ${sprint([b])}`)
  }
  const nilA = isNil(a)
  const nilB = isNil(b)
  if (nilA || nilB || a === undefined || b === undefined) return nilA === nilB
  if (!isComparable(b.type)) throw new GoError(`non-comparable type ${text(b)}: ${b.type.name}`)
  return a.type.name === b.type.name && sprint([a]) === sprint([b])
}

const text = (value: Value): string => sprintf('%s', [value])

const isNil = (value: Value | undefined): boolean =>
  value === undefined || (['interface', 'map', 'ptr', 'slice'].includes(value.type.kind) && isNilData(value.data))

const isComparable = (type: GoType): boolean =>
  type.kind !== 'slice' && type.kind !== 'map' && (type.fields ?? []).every((field) => isComparable(field.type))

/** Go's `lt`. @throws GoError for values that don't compare */
export function isLess(first: Value | undefined, second: Value | undefined): boolean {
  const a = unwrap(first)
  const b = unwrap(second)
  const kindA = basicOf(a)
  const kindB = basicOf(b)
  if (kindA === undefined || kindB === undefined) throw new GoError(BAD_TYPE)
  if (kindA !== kindB) {
    const whole = (kind: Basic): boolean => kind === 'int' || kind === 'uint'
    if (!whole(kindA) || !whole(kindB)) throw new GoError(INCOMPATIBLE)
    return bigintOf(a) < bigintOf(b)
  }
  if (kindA === 'bool' || kindA === 'complex') throw new GoError(BAD_TYPE)
  if (kindA === 'string') return stringOf(a) < stringOf(b)
  return Number(a?.data) < Number(b?.data) || (kindA !== 'float' && bigintOf(a) < bigintOf(b))
}
