import {Misread, type Reader} from '../../json-reader.js'
import type {EngineAddress} from '../reach/engine-address.js'
import {unreachable} from '../reach/unreachable.js'

/**
 * What dnet uses of an answer.
 * @param call such as `GET /networks`
 * @throws DnetError UNREACHABLE saying which part is not as an engine answers it
 */
export function checked<T>(target: EngineAddress, call: string, answer: unknown, read: Reader<T>): T {
  try {
    return read(answer, '')
  } catch (error) {
    if (!(error instanceof Misread)) throw error
    throw unreachable(target, new SyntaxError(`${call}: ${error.message}`))
  }
}
