import {type Data, type DataList, type DataMap, type GoType, Value} from './go-type.js'

/** What an interface holds; the value itself when it is none. Undefined for a nil interface. */
export function unwrap(value: Value | undefined): Value | undefined {
  return value?.type.kind === 'interface' ? innerOf(value) : value
}

const innerOf = (value: Value): Value | undefined => (value.data instanceof Value ? value.data : undefined)

/** The value at the end of all pointers and interfaces, or the first nil one of them. */
export function indirect(value: Value | undefined): {value: Value | undefined; isNil: boolean} {
  let at = value
  while (at !== undefined && (at.type.kind === 'ptr' || at.type.kind === 'interface')) {
    if (isNilData(at.data)) return {value: at, isNil: true}
    at = at.type.kind === 'interface' ? innerOf(at) : pointee(at)
  }
  return {value: at, isNil: false}
}

export const pointee = (value: Value): Value | undefined =>
  value.type.elem === undefined || isNilData(value.data) ? undefined : new Value(value.type.elem, value.data)

export const isNilData = (data: Data): boolean => data === null || data === undefined

/** The elements of a slice value, none for nil. */
export const listOf = (value: Value): DataList => (Array.isArray(value.data) ? (value.data as DataList) : [])

/** The entries of a map value, none for nil. */
export const mapEntriesOf = (value: Value): DataMap =>
  value.data instanceof Map ? (value.data as DataMap) : new Map<string, Data>()

export const sortedKeys = (value: Value): string[] => [...mapEntriesOf(value).keys()].sort()

export const stringOf = (value: Value | undefined): string => (typeof value?.data === 'string' ? value.data : '')

export const bigintOf = (value: Value | undefined): bigint => (typeof value?.data === 'bigint' ? value.data : 0n)

/** A piece of data as a value of a type: an element of a slice or map, a field of a struct. */
export const at = (type: GoType | undefined, data: Data): Value | undefined =>
  type === undefined ? undefined : new Value(type, data)

/** Go's truth: not the zero value; any struct is true. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined) return false
  const {data} = value
  switch (value.type.kind) {
    case 'slice':
      return listOf(value).length > 0
    case 'map':
      return mapEntriesOf(value).size > 0
    case 'struct':
      return true
    case 'complex128':
      return typeof data === 'object' && data !== null && 're' in data && (data.re !== 0 || data.im !== 0)
    default:
      return Boolean(data)
  }
}

/** The length of what has one; undefined for the rest. */
export function lengthOf(value: Value): number | undefined {
  switch (value.type.kind) {
    case 'string':
      return stringOf(value).length
    case 'slice':
      return listOf(value).length
    case 'map':
      return mapEntriesOf(value).size
    default:
      return undefined
  }
}
