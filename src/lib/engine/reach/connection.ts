import {apiAtLeast} from '../../model/api-version.js'
import {refusal} from '../refusals/api-error.js'
import {apiPath} from './api-path.js'
import {type Answer, type Dial, dialWith} from './dial.js'
import type {EngineAddress} from './engine-address.js'
import {hostPort} from './engine-url.js'
import {agentFor} from './transport.js'
import {AnswerTooLarge, unreachable} from './unreachable.js'

/** The newest API version that dnet speaks: Docker CLI 28's. */
export const NEWEST_API_VERSION = '1.50'
/**
 * The API version assumed for an engine that does not report one (moby v28.2.2 client/client.go fallbackAPIVersion).
 */
const FALLBACK_API_VERSION = '1.24'

interface ApiRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  /** Plain text without a version, such as `/networks/my net`: it is joined and encoded as described at `apiPath`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** The API version of this request; by default that of the connection. */
  readonly apiVersion?: string | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

export interface ApiAnswer {
  readonly status: number
  /** The header as sent; '' for none. */
  readonly contentType: string
  /** The engine's bytes, untouched. */
  readonly body: Buffer
}

/** In milliseconds, except `answerBytes`. */
interface Limits {
  readonly connect: number
  /** Until the first answer, which any live engine gives at once; over ssh this includes logging in. */
  readonly ping: number
  /** Until an answer begins, and between two pieces of it, for a request that only reads. */
  readonly look: number
  /** The same for a request that changes something: an engine retries a missing plugin for 15 seconds and more. */
  readonly change: number
  /** For the whole of an answer, once it has begun. */
  readonly whole: number
  readonly answerBytes: number
}

const LIMITS: Limits = {
  connect: 10_000,
  ping: 10_000,
  look: 30_000,
  change: 120_000,
  whole: 120_000,
  answerBytes: 256 * 2 ** 20,
}
/** ssh gives up connecting after 30 seconds by itself, and then says why. */
const SSH_PING = 40_000

export interface ConnectOptions {
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** `DOCKER_API_VERSION`: used unchecked and without asking the engine; '' or undefined to negotiate. */
  readonly apiVersion?: string | undefined
  /** Aborts every request that only reads and does not have its own signal. */
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<Limits>
}

/** A connection to a live engine, and the API version to use. */
export interface Connection {
  readonly target: EngineAddress
  /** Such as "1.41": the lower of the engine's and dnet's, or the pinned one. */
  readonly apiVersion: string
  /** The newest version that the engine speaks, which may be newer than dnet's; the pinned version if there is one. */
  readonly engineApiVersion: string
  /** The engine's answer, whatever its status. @throws DnetError UNREACHABLE or INTERRUPTED if there is none */
  request(asked: ApiRequest): Promise<ApiAnswer>
  /** The answer's bytes. @throws as `request`, and the engine's refusal for a status outside 200 to 399 */
  call(asked: ApiRequest): Promise<Buffer>
  /**
   * The answer as JSON.
   * @param parse in place of JSON.parse
   * @throws as `call`, and UNREACHABLE for an answer that is not JSON
   */
  callJson(asked: ApiRequest, parse?: (text: string) => unknown): Promise<unknown>
  /** The answer's bytes as they come, with no time-out once it has begun: for `/events`. @throws as `call` */
  stream(asked: ApiRequest): AsyncGenerator<Buffer, void>
  /** Closes the connections kept open for further requests; idle ones do not keep the process alive. */
  close(): void
}

/**
 * A connection to the engine at `target`, with an API version that both speak.
 * @throws DnetError UNREACHABLE, BAD_CONFIG for unusable certificates, INTERRUPTED
 */
export async function connect(target: EngineAddress, options: ConnectOptions = {}): Promise<Connection> {
  const limits: Limits = {...LIMITS, ...(target.kind === 'ssh' ? {ping: SSH_PING} : {}), ...options.limits}
  const agent = await agentFor(target, limits.connect)
  const bare = dialWith(agent, target, options.headers ?? {})
  // A change is never aborted: it would be unknown whether the engine made it.
  const looks = (method: string): boolean => method === 'GET' || method === 'HEAD'
  const dial: Dial = (asked) =>
    bare({...asked, signal: asked.signal ?? (looks(asked.method) ? options.signal : undefined)})
  try {
    const pinned = options.apiVersion?.replace(/^v/, '')
    const ofEngine = pinned || (await negotiate(target, dial, limits))
    return connectionOver(target, pinned ? {own: pinned, ofEngine} : versionsFor(ofEngine), dial, limits, () =>
      agent.destroy(),
    )
  } catch (error) {
    agent.destroy()
    throw error
  }
}

const versionsFor = (ofEngine: string) => ({
  own: !apiAtLeast(ofEngine, NEWEST_API_VERSION) ? ofEngine : NEWEST_API_VERSION,
  ofEngine,
})

function connectionOver(
  target: EngineAddress,
  versions: {readonly own: string; readonly ofEngine: string},
  dial: Dial,
  limits: Limits,
  close: () => void,
): Connection {
  const apiVersion = versions.own
  const begin = ({method, path, query = {}, body, signal, apiVersion: one = apiVersion}: ApiRequest): Promise<Answer> =>
    dial({
      method,
      path: apiPath(basePathOf(target), one, path),
      query,
      body: body === undefined ? '' : JSON.stringify(body),
      signal,
      timeout: method === 'GET' || method === 'HEAD' ? limits.look : limits.change,
      whole: limits.whole,
    })
  const request = async (asked: ApiRequest): Promise<ApiAnswer> => whole(await begin(asked), target, limits)
  const checked = (answer: ApiAnswer, path: string): Buffer => {
    if (refused(answer.status)) throw refusal(answer, requestUrl(target, apiPath(basePathOf(target), apiVersion, path)))
    return answer.body
  }
  const call = async (asked: ApiRequest): Promise<Buffer> => checked(await request(asked), asked.path)
  const callJson = async (asked: ApiRequest, parse: (text: string) => unknown = JSON.parse): Promise<unknown> => {
    const body = await call(asked)
    try {
      return parse(body.toString())
    } catch (cause) {
      throw unreachable(target, cause)
    }
  }
  async function* stream(asked: ApiRequest): AsyncGenerator<Buffer, void> {
    const answer = await begin(asked)
    if (refused(answer.message.statusCode ?? 0)) checked(await whole(answer, target, limits), asked.path)
    else yield* answer.pieces(true)
  }
  return {target, apiVersion, engineApiVersion: versions.ofEngine, request, call, callJson, stream, close}
}

/**
 * The newest API version that the engine speaks. HEAD `/_ping`, and GET if HEAD is refused (moby v28.2.2
 * client/ping.go). If both are, as by a proxy that lets only some calls through, the Docker CLI goes on with its own
 * newest version; so does dnet, unless `/version` names the engine's.
 * @throws DnetError UNREACHABLE; for a 400 too, which a server answers that does not understand the request at all
 */
async function negotiate(target: EngineAddress, dial: Dial, limits: Limits): Promise<string> {
  const ask = async (method: 'HEAD' | 'GET', route: '/_ping' | '/version') => {
    const path = apiPath(basePathOf(target), '', route)
    const begun = await dial({
      method,
      path,
      query: {},
      body: '',
      signal: undefined,
      timeout: limits.ping,
      whole: limits.ping,
    })
    const answer = await whole(begun, target, limits)
    return {answer, path, named: versionIn(begun.message.headers['api-version'])}
  }
  let ping = await ask('HEAD', '/_ping')
  if (refused(ping.answer.status)) ping = await ask('GET', '/_ping')
  const {answer, path, named} = ping
  if (named !== undefined || !refused(answer.status)) return named ?? FALLBACK_API_VERSION
  if (answer.status === 400) throw unreachable(target, refusal(answer, requestUrl(target, path)))
  const version = await ask('GET', '/version')
  return version.named ?? apiVersionOf(version.answer) ?? NEWEST_API_VERSION
}

const versionIn = (text: unknown): string | undefined =>
  typeof text === 'string' && /^\d+\.\d+$/.test(text) ? text : undefined

/** What an answer to `/version` names; undefined if it is none. */
function apiVersionOf({status, body}: ApiAnswer): string | undefined {
  if (refused(status)) return undefined
  try {
    return versionIn((JSON.parse(body.toString()) as {ApiVersion?: unknown} | null)?.ApiVersion)
  } catch {
    return undefined
  }
}

async function whole(answer: Answer, target: EngineAddress, limits: Limits): Promise<ApiAnswer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer.pieces(false)) {
    bytes += piece.length
    if (bytes > limits.answerBytes) throw unreachable(target, new AnswerTooLarge(limits.answerBytes))
    pieces.push(piece)
  }
  const {statusCode, headers} = answer.message
  return {status: statusCode ?? 0, contentType: headers['content-type'] ?? '', body: Buffer.concat(pieces)}
}

const refused = (status: number): boolean => status < 200 || status > 399

const basePathOf = (target: EngineAddress): string => (target.kind === 'tcp' ? target.basePath : '')

/** The request's URL for messages, with the engine's address instead of a host if there is no host. */
const requestUrl = (target: EngineAddress, path: string): string =>
  target.kind === 'tcp'
    ? `http${target.tls ? 's' : ''}://${hostPort(target.host, target.port)}${path}`
    : `${target.address}${path}`
