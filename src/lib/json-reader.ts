import {DnetError} from './errors.js'
import {type Addr, parseAddr} from './net/addr.js'
import {type Prefix, parsePrefixMasked} from './net/prefix.js'

/**
 * Reads one JSON value as a T.
 * @param path its place, such as "networks[2].name", for errors
 * @throws Misread
 */
export type Reader<T> = (value: unknown, path: string) => T

/** A JSON value that is not valid; `message` says which one and why. */
export class Misread extends Error {
  constructor(path: string, expected: string, value: unknown) {
    const is = value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 60)
    super(`${path || 'it'} must be ${expected}, but is ${is}`)
  }
}

const of =
  <T>(expected: string, is: (value: unknown) => value is T): Reader<T> =>
  (value, path) => {
    if (is(value)) return value
    throw new Misread(path, expected, value)
  }

export const text = of('a string', (value) => typeof value === 'string')
export const truth = of('true or false', (value) => typeof value === 'boolean')
/** A whole number within ±2^53. */
export const safeInteger = of('a whole number', (value): value is number => Number.isSafeInteger(value))

/** A count of any size, which is a string in JSON. */
export const count: Reader<bigint> = (value, path) => {
  if (typeof value === 'string' && /^\d{1,40}$/.test(value)) return BigInt(value)
  throw new Misread(path, 'a string of digits', value)
}

const parsed =
  <T>(expected: string, parse: (text: string) => T): Reader<T> =>
  (value, path) => {
    try {
      return parse(text(value, path))
    } catch (error) {
      if (error instanceof DnetError || error instanceof Misread) throw new Misread(path, expected, value)
      throw error
    }
  }

export const addr: Reader<Addr> = parsed('an IP address', parseAddr)
export const prefix: Reader<Prefix> = parsed('a prefix such as 10.7.0.0/24', parsePrefixMasked)

export const oneOf = <const T>(...values: readonly T[]): Reader<T> =>
  of(`one of ${values.join(', ')}`, (value): value is T => values.includes(value as T))

export const orNull =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, path) =>
    value === null ? null : read(value, path)

/** A field that may be left out. */
export const optional =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : read(value, path)

/** What may be left out, or be null: Go writes an empty list so. */
export const absent =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (value, path) =>
    value === undefined || value === null ? undefined : read(value, path)

/** A string of a certain form. */
export const textLike = (expected: string, pattern: RegExp): Reader<string> =>
  of(expected, (value): value is string => typeof value === 'string' && pattern.test(value))

/** A whole number from 0 up to a limit. */
export const upTo = (limit: number): Reader<number> =>
  of(
    `a whole number up to ${limit}`,
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= limit,
  )

export const arrayOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new Misread(path, 'a list', value)
    return value.map((item, i) => read(item, `${path}[${i}]`))
  }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object whose keys are anybody's. */
export const keyed =
  <T>(read: Reader<T>, expected = 'an object'): Reader<Readonly<Record<string, T>>> =>
  (value, path) => {
    if (!isObject(value)) throw new Misread(path, expected, value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, `${path}.${key}`)]))
  }

export const texts: Reader<Readonly<Record<string, string>>> = keyed(text, 'an object of strings')

type Fields<T> = {readonly [K in keyof T]-?: Reader<T[K]>}

/** The values of an object's fields; of those that it has beside them, none. */
export function part<T>(fields: Fields<T>): Reader<T> {
  const entries = Object.entries(fields as Record<string, Reader<unknown>>)
  return (value, path) => {
    if (!isObject(value)) throw new Misread(path, 'an object', value)
    return Object.fromEntries(entries.map(([key, read]) => [key, read(value[key], `${path}${path && '.'}${key}`)])) as T
  }
}

/** An object with these fields and no others. */
export function object<T>(fields: Fields<T>): Reader<T> {
  const read = part(fields)
  return (value, path) => {
    const stray = isObject(value) ? Object.keys(value).find((key) => !Object.hasOwn(fields, key)) : undefined
    if (stray !== undefined)
      throw new Misread(`${path}${path && '.'}${stray}`, 'absent', (value as Record<string, unknown>)[stray])
    return read(value, path)
  }
}
