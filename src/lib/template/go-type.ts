import type {Complex} from './number-constant.js'

type Kind =
  | 'bool'
  | 'int'
  | 'int64'
  | 'int32'
  | 'uint8'
  | 'uint64'
  | 'float64'
  | 'complex128'
  | 'string'
  | 'slice'
  | 'map'
  | 'struct'
  | 'interface'
  | 'ptr'
  | 'reflect'

/** A Go type: as much of it as a template can see. */
export interface GoType {
  readonly kind: Kind
  /** As reflect.Type.String() writes it: `map[string]string`, `network.IPAM`. */
  readonly name: string
  /** A declared type; two types that are not are assignable when they look the same. */
  readonly named: boolean
  readonly elem?: GoType
  readonly fields?: readonly Field[]
  readonly methods?: ReadonlyMap<string, Method>
}

export interface Field {
  readonly name: string
  readonly type: GoType
  /** The key in JSON; '' for a field that Go does not export. */
  readonly key: string
  readonly omitEmpty: boolean
}

/** A Go func as a template calls it; `results` is how many it returns, an error aside. */
export interface GoFunction {
  readonly params: readonly GoType[]
  readonly variadic: boolean
  readonly results: number
  /** An argument of an interface or reflect parameter may be undefined: nil. Throws GoError for Go's error result. */
  readonly call: (...args: (Value | undefined)[]) => Value | undefined
}

export interface Method {
  readonly params: readonly GoType[]
  readonly results: number
  readonly call: (receiver: Data, ...args: (Value | undefined)[]) => Value | undefined
}

/**
 * What a value holds, by the kind of its type: string a byte string; the whole numbers bigint; slice an array or null
 * for nil; map a Map or null; struct an array in the order of its fields; interface a Value or undefined for nil;
 * ptr what it points at, or null.
 */
export type Data = string | bigint | number | boolean | Complex | null | undefined | Value | DataList | DataMap
export interface DataList extends ReadonlyArray<Data> {}
export interface DataMap extends ReadonlyMap<string, Data> {}

/** A value with its type: Go's reflect.Value. Its zero, "no value", is undefined here. */
export class Value {
  readonly type: GoType
  readonly data: Data

  constructor(type: GoType, data: Data) {
    this.type = type
    this.data = data
  }
}

/** An error that a Go function returns (or panics with): the template says `error calling NAME: MESSAGE`. */
export class GoError extends Error {}

const basic = (kind: Kind, name: string = kind): GoType => ({kind, name, named: true})

export const BOOL = basic('bool')
export const INT = basic('int')
export const INT64 = basic('int64')
export const UINT64 = basic('uint64')
export const UINT8 = basic('uint8')
export const FLOAT64 = basic('float64')
export const COMPLEX128 = basic('complex128')
export const STRING = basic('string')
export const ANY: GoType = {kind: 'interface', name: 'interface {}', named: false}
/** The parameter type of Go's own template functions: takes any value, and none. */
export const REFLECT = basic('reflect', 'reflect.Value')

export const sliceOf = (elem: GoType): GoType => ({kind: 'slice', name: `[]${elem.name}`, named: false, elem})
/** Every map that a template meets has string keys. */
export const mapOf = (elem: GoType): GoType => ({kind: 'map', name: `map[string]${elem.name}`, named: false, elem})
export const pointerTo = (elem: GoType, methods: ReadonlyMap<string, Method>): GoType => ({
  kind: 'ptr',
  name: `*${elem.name}`,
  named: false,
  elem,
  methods,
})

export const STRINGS = sliceOf(STRING)
export const ANYS = sliceOf(ANY)
export const ANY_MAP = mapOf(ANY)
export const STRING_MAP = mapOf(STRING)

/** A field; its JSON key is its name unless `key` says otherwise. */
export const field = (name: string, type: GoType, options: {key?: string; omitEmpty?: boolean} = {}): Field => ({
  name,
  type,
  key: options.key ?? name,
  omitEmpty: options.omitEmpty ?? false,
})

export const structOf = (name: string, fields: readonly Field[], methods?: ReadonlyMap<string, Method>): GoType => ({
  kind: 'struct',
  name,
  named: true,
  fields,
  ...(methods === undefined ? {} : {methods}),
})

export const stringValue = (bytes: string): Value => new Value(STRING, bytes)
export const boolValue = (value: boolean): Value => new Value(BOOL, value)
export const intValue = (value: bigint): Value => new Value(INT, value)

/** Go's zero value of a type. */
export function zeroData(type: GoType): Data {
  switch (type.kind) {
    case 'bool':
      return false
    case 'string':
      return ''
    case 'float64':
      return 0
    case 'complex128':
      return {re: 0, im: 0}
    case 'struct':
      return (type.fields ?? []).map((each) => zeroData(each.type))
    case 'slice':
    case 'map':
    case 'ptr':
      return null
    case 'interface':
    case 'reflect':
      return undefined
    default:
      return 0n
  }
}

/** reflect's AssignableTo for the types there are here. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (from === to || (to.kind === 'interface' && to.name === ANY.name)) return true
  if (from.name === to.name && from.kind === to.kind) return true
  return from.kind === to.kind && (!from.named || !to.named) && !isBasic(from) && from.elem?.name === to.elem?.name
}

const isBasic = (type: GoType): boolean => type.elem === undefined && type.fields === undefined

const NILABLE: ReadonlySet<Kind> = new Set(['interface', 'map', 'ptr', 'slice', 'reflect'] as const)

/** Whether nil is a value of the type; template functions take "no value" so too. */
export const canBeNil = (type: GoType): boolean => NILABLE.has(type.kind)

const SIGNED: ReadonlySet<Kind> = new Set(['int', 'int64', 'int32'] as const)
const UNSIGNED: ReadonlySet<Kind> = new Set(['uint8', 'uint64'] as const)

export const isSigned = (kind: Kind | undefined): boolean => kind !== undefined && SIGNED.has(kind)
export const isUnsigned = (kind: Kind | undefined): boolean => kind !== undefined && UNSIGNED.has(kind)
export const isWhole = (kind: Kind | undefined): boolean => isSigned(kind) || isUnsigned(kind)
