import {Agent} from 'node:http'
import {connect as connectSocket, isIP, type Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {connect as connectTls, createSecureContext, type SecureContext} from 'node:tls'
import {inspect} from 'node:util'
import {DnetError} from '../errors.js'
import type {Endpoint, Tls} from './endpoint.js'
import {openSsh} from './ssh-agent.js'

/** Nothing answered within the time for connecting, TLS handshake included. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout'
}

/**
 * An HTTP agent whose every connection goes to `endpoint`, whatever the request says, and is kept for the next request.
 * `connectMs` bounds connecting in milliseconds; ssh has its own bound, 30 seconds.
 * @throws DnetError BAD_CONFIG for certificates or a key that cannot be used
 */
export function agentFor(endpoint: Endpoint, connectMs: number): Agent {
  if (endpoint.kind === 'ssh') return new EndpointAgent(() => openSsh(endpoint), 4)
  const secure = endpoint.tls && secureContext(endpoint.tls)
  return new EndpointAgent(() => within(connectMs, open(endpoint, secure)), 16)
}

class EndpointAgent extends Agent {
  readonly #open: () => Duplex

  constructor(open: () => Duplex, maxSockets: number) {
    super({keepAlive: true, maxSockets})
    this.#open = open
  }

  override createConnection(): Duplex {
    return this.#open()
  }

  /** docker-modem inspects each request's options to any depth for its debug log, which this keeps cheap. */
  [inspect.custom](): string {
    return 'EndpointAgent'
  }
}

type Opened = {readonly socket: Socket; readonly ready: 'connect' | 'secureConnect'}

function open(endpoint: Exclude<Endpoint, {kind: 'ssh'}>, secure: SecureContext | undefined): Opened {
  switch (endpoint.kind) {
    case 'unix':
      return {socket: connectSocket({path: endpoint.path}), ready: 'connect'}
    case 'npipe':
      return {socket: connectSocket({path: endpoint.path.replaceAll('/', '\\')}), ready: 'connect'}
    case 'tcp': {
      const {host, port, tls} = endpoint
      if (!tls) return {socket: connectSocket({host, port}), ready: 'connect'}
      const servername = isIP(host) ? {} : {servername: host}
      const options = {host, port, ...servername, secureContext: secure, rejectUnauthorized: !tls.skipVerify}
      return {socket: connectTls(options), ready: 'secureConnect'}
    }
  }
}

function within(ms: number, {socket, ready}: Opened): Socket {
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout(`no connection within ${ms} ms`)), ms)
  const settled = (): void => clearTimeout(timer)
  return socket.once(ready, settled).once('close', settled)
}

function secureContext({ca, cert, key}: Tls): SecureContext {
  try {
    return createSecureContext({ca, cert, key})
  } catch (cause) {
    throw new DnetError(
      'BAD_CONFIG',
      `the TLS files of this engine cannot be used: ${(cause as Error).message}`,
      'ca.pem, cert.pem and key.pem must be PEM, the key unencrypted and the one of the certificate',
      {cause},
    )
  }
}
