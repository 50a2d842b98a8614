import {type Agent, type IncomingMessage, type RequestOptions, request} from 'node:http'
import Docker from 'dockerode'
import {DnetError} from '../../errors.js'
import type {EngineAddress} from './engine-address.js'
import {hostPort} from './engine-url.js'
import {AnswerTimeout, Redirected, unreachable} from './unreachable.js'

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
  /** Milliseconds from its beginning to its end. */
  readonly whole: number
}

/** An answer that has begun. Its pieces must be read, or it holds its connection. */
export interface Answer {
  readonly message: IncomingMessage
  /** `endless`: however long it takes. @throws DnetError UNREACHABLE, INTERRUPTED */
  pieces(endless: boolean): AsyncGenerator<Buffer, void>
}

export type Dial = (outgoing: Outgoing) => Promise<Answer>

/**
 * Sends requests to `target` with dockerode's modem over `agent`, and returns the answers untouched. With `file` the modem
 * sends our body as it is (docker-modem 5.0.7 lib/modem.js dial).
 */
export function dialWith(agent: Agent, target: EngineAddress, headers: Readonly<Record<string, string>>): Dial {
  const {modem} = dockerOver(agent)
  const host = target.kind === 'tcp' ? hostPort(target.host, target.port) : 'api.moby.localhost'
  return async ({method, path, query, body, signal, timeout, whole}) => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(`no answer within ${seconds(timeout)}`), timeout)
    const either = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    const failure = (cause: unknown): DnetError => {
      if (signal?.aborted) return interrupted(signal)
      return unreachable(target, late.signal.aborted ? new AnswerTimeout(late.signal.reason, method) : cause)
    }
    const options = {
      method,
      path: Object.keys(query).length > 0 ? `${path}?` : path,
      options: {_query: query},
      headers: {...headers, Host: host, 'Content-Type': 'application/json'},
      ...(method === 'POST' ? {file: Buffer.from(body)} : {}),
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
      const end = () => late.abort(`the answer was not complete after ${seconds(whole)}`)
      const deadline = endless ? undefined : setTimeout(end, whole)
      try {
        for await (const piece of message) {
          if (!endless) timer.refresh()
          yield piece
        }
      } catch (cause) {
        throw failure(cause)
      } finally {
        clearTimeout(timer)
        clearTimeout(deadline)
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
    sendByNode(docker.modem)
    return docker
  } finally {
    if (hidden !== undefined) process.env.DOCKER_HOST = hidden
  }
}

/** What `docker-modem` hands to HTTP. */
interface Sender {
  buildRequest(
    options: RequestOptions,
    context: object,
    data: string | Buffer | undefined,
    callback: (error: unknown, answer?: IncomingMessage) => void,
  ): void
}

/**
 * Sends what the modem has built by Node's own HTTP, and in place of the modem's (docker-modem 5.0.7 lib/http.js,
 * lib/modem.js), of which no option changes this: it follows redirects to any host, past the agent, and ends the process
 * with an unhandled error for a scheme that it does not know; it tells nobody of an answer that switches to another
 * protocol; and for a debug log it inspects each request to any depth, which takes longer than the request.
 */
function sendByNode(modem: unknown): void {
  ;(modem as Sender).buildRequest = (options, _, data, callback) => {
    const sent = request(options)
    sent.once('response', (answer) => {
      if (!isRedirect(answer)) return callback(null, answer)
      answer.destroy()
      callback(new Redirected())
    })
    sent.once('upgrade', (_answer, socket) => {
      socket.destroy()
      callback(new SyntaxError('it switches to another protocol'))
    })
    sent.on('error', callback)
    sent.end(data)
  }
}

const isRedirect = ({statusCode = 0}: IncomingMessage): boolean =>
  statusCode >= 300 && statusCode <= 399 && statusCode !== 304

const seconds = (ms: number): string => `${ms / 1000} s`

function interrupted(signal: AbortSignal): DnetError {
  if (signal.reason instanceof DnetError) return signal.reason
  return new DnetError('INTERRUPTED', 'interrupted while waiting for the engine', 'run it again', {
    cause: signal.reason,
  })
}
