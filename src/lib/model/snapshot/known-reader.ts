import {isObject, object, oneOf, type Reader, text} from '../../json-reader.js'
import type {Known} from '../known.js'

/** What may not have been seen, as a snapshot keeps it. */
export const maybeKnown =
  <T>(read: Reader<T>): Reader<Known<T>> =>
  (value, path) =>
    isObject(value) && value.known === true
      ? object<Known<T> & {known: true}>({known: oneOf(true), value: read})(value, path)
      : object<Known<T> & {known: false}>({known: oneOf(false), why: text})(value, path)
