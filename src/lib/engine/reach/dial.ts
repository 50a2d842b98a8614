import type {Agent, IncomingMessage} from 'node:http'
import {inspect} from 'node:util'
import Docker from 'dockerode'
import {DnetError} from '../../errors.js'
import type {EngineAddress} from './engine-address.js'
import {hostPort} from './engine-url.js'
import {AnswerTimeout, unreachable} from './unreachable.js'

/** One request as it is sent: `path` is a complete, encoded request path without the query. */
interface Outgoing {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** JSON text; '' for none. */
  readonly body: string
  readonly signal: AbortSignal | undefined
  /** Milliseconds until the answer begins, and between two pieces of it. */
  readonly timeout: number
}

/** An answer that has begun. Its pieces must be read, or it holds its connection. */
export interface Answer {
  readonly message: IncomingMessage
  /** `endless`: no time-out between pieces. @throws DnetError UNREACHABLE, INTERRUPTED */
  pieces(endless: boolean): AsyncGenerator<Buffer, void>
}

export type Dial = (outgoing: Outgoing) => Promise<Answer>

/** docker-modem replaces an answer with an unexpected status by its own error; we want every answer as it is. */
const EVERY_STATUS = Object.fromEntries(Array.from({length: 500}, (_, index) => [String(100 + index), true]))

/**
 * Sends requests to `target` with dockerode's modem over `agent`, and returns the answers untouched: with `isStream`
 * the modem neither reads nor parses a body, and with `file` it sends ours as it is (docker-modem 5.0.7 lib/modem.js
 * dial).
 */
export function dialWith(agent: Agent, target: EngineAddress, headers: Readonly<Record<string, string>>): Dial {
  const {modem} = dockerOver(agent)
  const host = target.kind === 'tcp' ? hostPort(target.host, target.port) : 'api.moby.localhost'
  return async ({method, path, query, body, signal, timeout}) => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), timeout)
    const either = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    const failure = (cause: unknown): DnetError => {
      if (signal?.aborted) return interrupted(signal)
      return unreachable(target, late.signal.aborted ? new AnswerTimeout(timeout, method) : cause)
    }
    const options = {
      method,
      path: Object.keys(query).length > 0 ? `${path}?` : path,
      options: {_query: query},
      headers: {...headers, Host: host, 'Content-Type': 'application/json'},
      ...(method === 'POST' ? {file: Buffer.from(body)} : {}),
      isStream: true,
      statusCodes: EVERY_STATUS,
      abortSignal: either,
    }
    let message: IncomingMessage
    try {
      message = await new Promise<IncomingMessage>((resolve, reject) => {
        modem.dial(options, (error: unknown, answer: unknown) =>
          error ? reject(error) : resolve(answer as IncomingMessage),
        )
      })
    } catch (cause) {
      clearTimeout(timer)
      throw failure(cause)
    }
    return {message, pieces}

    async function* pieces(endless: boolean): AsyncGenerator<Buffer, void> {
      if (endless) clearTimeout(timer)
      try {
        for await (const piece of message) {
          if (!endless) timer.refresh()
          yield piece
        }
      } catch (cause) {
        throw failure(cause)
      } finally {
        clearTimeout(timer)
      }
    }
  }
}

/**
 * dockerode with `agent` for every connection. The socket path is never opened: it only keeps the modem from passing
 * the request path through url.parse, which would change it and about which newer versions of Node warn.
 */
function dockerOver(agent: Agent): Docker {
  // Whatever its options, the modem's constructor reads DOCKER_HOST and the files of DOCKER_CERT_PATH, and throws for a
  // bad one. The address is already decided, so it must see neither.
  const {DOCKER_HOST: hidden} = process.env
  delete process.env.DOCKER_HOST
  try {
    // The modem accepts an agent, which its types omit.
    const options: Docker.DockerOptions & {agent: Agent} = {socketPath: 'of the agent', agent}
    const docker = new Docker(options)
    tame(docker.modem)
    return docker
  } finally {
    if (hidden !== undefined) process.env.DOCKER_HOST = hidden
  }
}

/**
 * Changes two things about the modem that none of its options can change (docker-modem 5.0.7 lib/http.js,
 * lib/modem.js). It would follow a redirect to any host, bypassing the agent, and crash with an unhandled error if it
 * cannot; Docker follows none, and here a redirect is an error. And for a debug log that nobody reads, it inspects each
 * request to any depth, which takes longer than the request.
 */
function tame(modem: unknown): void {
  const builder = modem as {buildRequest(options: object, ...rest: unknown[]): void}
  const build = builder.buildRequest
  const added = {maxRedirects: 0, [inspect.custom]: () => 'a request'}
  builder.buildRequest = (options, ...rest) => build.call(builder, {...options, ...added}, ...rest)
}

function interrupted(signal: AbortSignal): DnetError {
  if (signal.reason instanceof DnetError) return signal.reason
  return new DnetError('INTERRUPTED', 'interrupted while waiting for the engine', 'run it again', {
    cause: signal.reason,
  })
}
