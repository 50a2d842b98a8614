import {deepEqual, equal, ok} from 'node:assert/strict'
import {refusal} from '../../../src/lib/engine/refusals/api-error.js'
import {RECORDED_SENTENCES} from '../../../src/lib/engine/refusals/recorded-sentences.js'
import {RECORDED} from './recorded-sentences.js'

const URL = 'unix:///x.sock/v1.41/networks'

const refused = (status: number, contentType: string, body: string) =>
  refusal({status, contentType, body: Buffer.from(body)}, URL)

describe('the meaning of an engine’s sentence', () => {
  for (const [engines, status, said, code] of RECORDED) {
    it(`${code}: ${said.split('\n').join(' ')} (${engines})`, () => {
      const error = refused(status, 'application/json', JSON.stringify({message: said}))
      deepEqual([error.code, error.message], [code, `Error response from daemon: ${said.trim()}`])
      ok(error.hint !== '' && !error.hint.includes('undefined'), error.hint)
    })
  }

  for (const {pattern} of RECORDED_SENTENCES) {
    it(`${pattern} fits a recorded sentence`, () => ok(RECORDED.some(([, , said]) => pattern.test(said))))
  }
})

describe('what is shown of a refusal', () => {
  const advice = `for API route and version ${URL}, check if the server supports the requested API version`
  const cases: [why: string, status: number, contentType: string, body: string, code: string, message: string][] = [
    [
      'JSON: the message, trimmed',
      500,
      'application/json',
      '{"message":" a b \\n"}',
      'ENGINE_REFUSED',
      'Error response from daemon: a b',
    ],
    ['text: the body, trimmed', 500, 'text/plain', ' oops \n', 'ENGINE_REFUSED', 'Error response from daemon: oops'],
    [
      'JSON with a charset is text, as to Docker',
      500,
      'application/json; charset=utf-8',
      '{"message":"a"}',
      'ENGINE_REFUSED',
      'Error response from daemon: {"message":"a"}',
    ],
    [
      'no content type is text',
      404,
      '',
      '404 page not found',
      'NOT_FOUND',
      'Error response from daemon: 404 page not found',
    ],
    [
      'an empty message',
      400,
      'application/json',
      '{"message":""}',
      'ENGINE_REFUSED',
      'Error response from daemon: API returned a 400 (Bad Request) but provided no error-message',
    ],
    [
      'JSON without a message',
      400,
      'application/json',
      '[]',
      'ENGINE_REFUSED',
      'Error response from daemon: API returned a 400 (Bad Request) but provided no error-message',
    ],
    [
      'null for JSON',
      409,
      'application/json',
      'null',
      'CONFLICT',
      'Error response from daemon: API returned a 409 (Conflict) but provided no error-message',
    ],
    [
      'garbage in place of JSON',
      500,
      'application/json',
      '<html>',
      'ENGINE_REFUSED',
      'Error response from daemon: <html>',
    ],
    [
      'an empty body',
      503,
      'application/json',
      '',
      'ENGINE_REFUSED',
      `request returned 503 Service Unavailable ${advice}`,
    ],
    [
      'a body without end',
      500,
      'text/plain',
      'x'.repeat(2 ** 20),
      'ENGINE_REFUSED',
      `request returned 500 Internal Server Error with a message (> 1048576 bytes) ${advice}`,
    ],
    ['a status of nobody', 599, '', '', 'ENGINE_REFUSED', `request returned 599 ${advice}`],
  ]
  for (const [why, status, contentType, body, code, message] of cases) {
    it(why, () => {
      const error = refused(status, contentType, body)
      deepEqual([error.code, error.message], [code, message])
    })
  }

  it('an overlap is exit 4', () => {
    equal(refused(403, 'application/json', '{"message":"Pool overlaps with other one on this address space"}').exit, 4)
  })
})
