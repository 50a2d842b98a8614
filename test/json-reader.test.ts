import {deepEqual, equal, throws} from 'node:assert/strict'
import {
  addr,
  arrayOf,
  count,
  object,
  oneOf,
  optional,
  orNull,
  prefix,
  type Reader,
  safeInteger,
  text,
  texts,
  truth,
} from '../src/lib/json-reader.js'
import {maybeKnown} from '../src/lib/model/snapshot/known-reader.js'

const pair = object({a: text, b: optional(safeInteger)})

describe('a value of JSON that is read', () => {
  const read: [why: string, reader: Reader<unknown>, json: unknown, value: unknown][] = [
    ['a text', text, '', ''],
    ['a truth', truth, false, false],
    ['a whole number', safeInteger, -5, -5],
    ['a count', count, '18446744073709551616', 18_446_744_073_709_551_616n],
    ['a count of forty digits', count, '9'.repeat(40), BigInt('9'.repeat(40))],
    ['an address, in its canonical form', addr, 'FD00:0::1', 'fd00::1'],
    ['a block, without its host bits', prefix, '10.7.0.9/24', '10.7.0.0/24'],
    ['one of several', oneOf('tcp', 'udp'), 'udp', 'udp'],
    ['null, where that may be', orNull(text), null, null],
    ['no null', orNull(text), 'x', 'x'],
    ['nothing, where that may be', optional(text), undefined, undefined],
    ['something that may be left out', optional(text), 'x', 'x'],
    ['a list', arrayOf(text), ['a', 'b'], ['a', 'b']],
    ['texts by key', texts, {a: 'x', b: ''}, {a: 'x', b: ''}],
    ['an object', pair, {a: 'x', b: 1}, {a: 'x', b: 1}],
    ['what is known', maybeKnown(text), {known: true, value: 'x'}, {known: true, value: 'x'}],
    ['what is not', maybeKnown(text), {known: false, why: 'x'}, {known: false, why: 'x'}],
  ]
  for (const [why, reader, json, value] of read) it(why, () => deepEqual(reader(json, 'p'), value))

  const LONG = `"${'x'.repeat(100)}"`.slice(0, 60)
  const refused: [why: string, reader: Reader<unknown>, json: unknown, message: string][] = [
    ['a number for a text', text, 5, 'p must be a string, but is 5'],
    ['nothing for a text', text, undefined, 'p must be a string, but is missing'],
    ['a text for a truth', truth, 'true', 'p must be true or false, but is "true"'],
    ['a fraction', safeInteger, 1.5, 'p must be a whole number, but is 1.5'],
    ['a number that is too large', safeInteger, 2 ** 53, 'p must be a whole number, but is 9007199254740992'],
    ['a text for a number', safeInteger, '5', 'p must be a whole number, but is "5"'],
    ['a number for a count', count, 5, 'p must be a string of digits, but is 5'],
    ['a count with a sign', count, '-5', 'p must be a string of digits, but is "-5"'],
    ['a count with something after it', count, '5n', 'p must be a string of digits, but is "5n"'],
    ['an empty count', count, '', 'p must be a string of digits, but is ""'],
    ['a count of forty-one digits', count, '9'.repeat(41), `p must be a string of digits, but is "${'9'.repeat(41)}"`],
    ['a bad address', addr, '10.7.0', 'p must be an IP address, but is "10.7.0"'],
    ['a number for an address', addr, 5, 'p must be an IP address, but is 5'],
    ['a bad block', prefix, '10.7.0.0', 'p must be a prefix such as 10.7.0.0/24, but is "10.7.0.0"'],
    ['none of several', oneOf('tcp', 'udp'), 'icmp', 'p must be one of tcp, udp, but is "icmp"'],
    ['null where there must be something', text, null, 'p must be a string, but is null'],
    ['an object for a list', arrayOf(text), {length: 0}, 'p must be a list, but is {"length":0}'],
    ['one of a list', arrayOf(text), ['a', 5], 'p[1] must be a string, but is 5'],
    ['a list for texts by key', texts, [], 'p must be an object of strings, but is []'],
    ['null for texts by key', texts, null, 'p must be an object of strings, but is null'],
    ['one of texts by key', texts, {a: 'x', b: 5}, 'p.b must be a string, but is 5'],
    ['a list for an object', pair, [], 'p must be an object, but is []'],
    ['a text for an object', pair, 'x', 'p must be an object, but is "x"'],
    ['a field that is missing', pair, {b: 1}, 'p.a must be a string, but is missing'],
    ['a field that is not known', pair, {a: 'x', c: [1]}, 'p.c must be absent, but is [1]'],
    ['a field that every object has', pair, {a: 'x', toString: 1}, 'p.toString must be absent, but is 1'],
    ['a long value, cut', pair, 'x'.repeat(100), `p must be an object, but is ${LONG}`],
    ['a value that JSON has not', text, () => 1, 'p must be a string, but is function'],
    ['what is neither known nor not', maybeKnown(text), {known: 1}, 'p.known must be one of false, but is 1'],
    ['what is known without a value', maybeKnown(text), {known: true}, 'p.value must be a string, but is missing'],
    [
      'what is not known, with a value',
      maybeKnown(text),
      {known: false, why: 'x', value: 1},
      'p.value must be absent, but is 1',
    ],
    ['no object for what is known or not', maybeKnown(text), 'x', 'p must be an object, but is "x"'],
  ]
  for (const [why, reader, json, message] of refused)
    it(`is refused: ${why}`, () => throws(() => reader(json, 'p'), {message}))

  it('at the top has no name', () => {
    throws(() => pair('x', ''), {message: 'it must be an object, but is "x"'})
    throws(() => pair({b: 1}, ''), {message: 'a must be a string, but is missing'})
    throws(() => pair({c: 1}, ''), {message: 'c must be absent, but is 1'})
  })

  it('with a bug in its reader is no bad value', () => {
    const bug = (): never => {
      throw new RangeError('bug')
    }
    throws(() => arrayOf(bug)([1], 'p'), /^RangeError: bug$/)
    equal(optional(bug)(undefined, 'p'), undefined)
  })
})
