import {Agent, type AgentOptions} from 'node:http'
import {connect as connectSocket, isIP, type Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import type * as NodeTls from 'node:tls'
import {DnetError} from '../../errors.js'
import type {EngineAddress, Tls} from './engine-address.js'
import {openSsh} from './ssh-agent.js'

/** Nothing answered within the time for connecting, including the TLS handshake. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout'
}

/**
 * An HTTP agent whose connections all go to `target`, whatever the request says, and are kept for the next request.
 * `connectMs` limits the time for connecting, in milliseconds; ssh has its own limit, 30 seconds.
 * @throws DnetError BAD_CONFIG for certificates or a key that cannot be used
 */
export async function agentFor(target: EngineAddress, connectMs: number): Promise<Agent> {
  if (target.kind === 'ssh') return new EngineAgent(() => openSsh(target), 4)
  const open =
    target.kind === 'tcp' && target.tls ? tlsOpener(target, target.tls, await import('node:tls')) : opener(target)
  return new EngineAgent(() => within(connectMs, open()), 16)
}

class EngineAgent extends Agent {
  readonly #open: () => Duplex

  constructor(open: () => Duplex, maxSockets: number) {
    // Without a server name the agent looks for an IP address in the Host header: Node's regular expression takes 4 ms
    // once.
    const options: AgentOptions & {servername: string} = {keepAlive: true, maxSockets, servername: ''}
    super(options)
    this.#open = open
  }

  override createConnection(): Duplex {
    return this.#open()
  }
}

interface Opening {
  readonly socket: Socket
  /** The event after which it can be used. */
  readonly ready: 'connect' | 'secureConnect'
}

function opener(target: Exclude<EngineAddress, {kind: 'ssh'}>): () => Opening {
  const options =
    target.kind === 'tcp'
      ? {host: target.host, port: target.port}
      : {path: target.kind === 'npipe' ? target.path.replaceAll('/', '\\') : target.path}
  return () => ({socket: connectSocket(options), ready: 'connect'})
}

/** Node's TLS is a parameter: loading it takes longer than a request to a socket, which does not need it. */
function tlsOpener({host, port}: Extract<EngineAddress, {kind: 'tcp'}>, tls: Tls, node: typeof NodeTls): () => Opening {
  const secureContext = secureContextOf(tls, node)
  const servername = isIP(host) ? {} : {servername: host}
  const options = {host, port, ...servername, secureContext, rejectUnauthorized: !tls.skipVerify}
  return () => ({socket: node.connect(options), ready: 'secureConnect'})
}

function within(ms: number, {socket, ready}: Opening): Socket {
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout(`no connection within ${ms} ms`)), ms)
  const settled = (): void => clearTimeout(timer)
  return socket.once(ready, settled).once('close', settled)
}

function secureContextOf({ca, cert, key}: Tls, node: typeof NodeTls): NodeTls.SecureContext {
  try {
    return node.createSecureContext({ca, cert, key})
  } catch (cause) {
    throw new DnetError(
      'BAD_CONFIG',
      `the TLS files of this engine cannot be used: ${(cause as Error).message}`,
      'ca.pem, cert.pem and key.pem must be PEM files; the key must be unencrypted and belong to the certificate',
      {cause},
    )
  }
}
