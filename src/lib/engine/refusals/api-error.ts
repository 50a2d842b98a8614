import {STATUS_CODES} from 'node:http'
import {DnetError, type ErrorCode} from '../../errors.js'
import type {ApiAnswer} from '../reach/connection.js'
import {meaningOf} from './meaning.js'

/** Docker reads at most this many bytes of a refusal. */
const LONGEST_REFUSAL = 2 ** 20

/**
 * The error for an engine's refusal, in Docker's words (moby v28.2.2 client/request.go checkResponseErr): the engine's
 * sentence verbatim, except for surrounding blanks. The code follows from the sentence, or else from the status.
 * `url` is how messages show the request.
 */
export function refusal({status, contentType, body}: ApiAnswer, url: string): DnetError {
  const said = sentenceOf(status, contentType, body)
  if (said === undefined) {
    const size = body.length >= LONGEST_REFUSAL ? ` with a message (> ${LONGEST_REFUSAL} bytes)` : ''
    const advice = 'check if the server supports the requested API version'
    const message = `request returned ${statusText(status)}${size} for API route and version ${url}, ${advice}`
    return new DnetError(codeOfStatus(status), message, 'check that this is a Docker engine, and check its log')
  }
  const message = `Error response from daemon: ${said}`
  const meaning = meaningOf(said)
  if (meaning) return new DnetError(meaning.code, message, meaning.hint(meaning.named))
  return new DnetError(codeOfStatus(status), message, hintOfStatus(status))
}

/** The engine's sentence; undefined if the body cannot be one. */
function sentenceOf(status: number, contentType: string, body: Buffer): string | undefined {
  if (body.length === 0 || body.length >= LONGEST_REFUSAL) return undefined
  const text = body.toString()
  if (contentType !== 'application/json') return text.trim()
  let message: unknown
  try {
    message = (JSON.parse(text) as {message?: unknown} | null)?.message
  } catch {
    return text.trim()
  }
  if (typeof message === 'string' && message !== '') return message.trim()
  return `API returned a ${status} (${STATUS_CODES[status] ?? ''}) but provided no error-message`
}

/** Such as "503 Service Unavailable". */
const statusText = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim()

function codeOfStatus(status: number): ErrorCode {
  if (status === 404) return 'NOT_FOUND'
  if (status === 409) return 'CONFLICT'
  return 'ENGINE_REFUSED'
}

const hintOfStatus = (status: number): string =>
  status >= 500 ? "check the engine's log" : 'correct the request as the engine says'
