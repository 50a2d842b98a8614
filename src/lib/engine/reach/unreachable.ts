import {DnetError} from '../../errors.js'
import {shellLine} from '../../shell-words.js'
import type {EngineAddress} from './engine-address.js'
import type {Address} from './engine-url.js'
import {SshError} from './ssh-agent.js'
import {ConnectTimeout} from './transport.js'

/** The engine accepted the request, and its answer took too long. */
export class AnswerTimeout extends Error {
  override readonly name = 'AnswerTimeout'
  readonly changes: boolean

  constructor(message: string, method: string) {
    super(message)
    this.changes = method !== 'GET' && method !== 'HEAD'
  }
}

/** The answer names another address. */
export class Redirected extends Error {
  override readonly name = 'Redirected'
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'

  constructor(bytes: number) {
    super(`the answer is larger than ${Math.floor(bytes / 2 ** 20)} MiB`)
  }
}

/**
 * The error for an engine that could not be talked to: the address tried, what chose it, the cause, and what to do.
 * `cause` is an error of Node's sockets, TLS or HTTP, of ssh, or about an answer that is not from an engine.
 */
export function unreachable(target: EngineAddress, cause: unknown): DnetError {
  const [why, hint] = explain(target, cause)
  const message = `cannot talk to the engine at ${target.address} (from ${target.source}): ${why}`
  return new DnetError('UNREACHABLE', message, hint, {cause})
}

type Explained = readonly [why: string, hint: string]

const TLS_FILES = '--tlscacert, --tlscert and --tlskey, DOCKER_CERT_PATH, or the context'
const OTHER_ENGINE = 'name another engine with -H, --context or DOCKER_HOST'

function explain(target: EngineAddress, cause: unknown): Explained {
  if (cause instanceof DnetError) return ofRefusal(cause)
  if (cause instanceof SshError) return ofSsh(target, cause)
  if (cause instanceof ConnectTimeout)
    return [cause.message, `check the address and any firewall in between, or ${OTHER_ENGINE}`]
  if (cause instanceof AnswerTimeout) return ofSilence(cause)
  if (cause instanceof AnswerTooLarge) return [cause.message, 'check that this is a Docker engine']
  const error = cause instanceof Error ? cause : new Error(String(cause))
  const code = 'code' in error ? String(error.code) : ''
  return ofSocket(target, code) ?? ofTls(target, code, error) ?? ofHttp(code, error)
}

function ofRefusal({message, hint}: DnetError): Explained {
  // The words of Go's net/http, whose servers all engines are.
  if (!message.includes('Client sent an HTTP request to an HTTPS server')) return [message, hint]
  return [message, `use TLS: --tlsverify, with ${TLS_FILES}`]
}

function ofSilence(cause: AnswerTimeout): Explained {
  if (cause.changes) return [cause.message, 'the engine may still make the change: check before you try again']
  return [cause.message, 'the engine is stuck or very busy: try again, or restart it']
}

function ofSsh(target: EngineAddress, {said, message, cause}: SshError): Explained {
  if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    return ['ssh was not found on this machine', 'install the OpenSSH client, or use a tcp:// address with TLS']
  }
  const why = said ? `${message}: ${said}` : message
  const login = target.kind === 'ssh' ? loginLine(target) : ''
  if (/host key verification failed|host identification has changed/i.test(said)) {
    return [why, `check the host's key, then accept it by logging in once: ${login}`]
  }
  if (/permission denied/i.test(said))
    return [why, `log in with a key, without a password; this has to work first: ${login} true`]
  return [why, `check that this works: ${login} docker system dial-stdio (needs docker 18.09 or newer on that host)`]
}

function loginLine({user, host, port}: Extract<Address, {kind: 'ssh'}>): string {
  return shellLine(['ssh', ...(port ? ['-p', String(port)] : []), `${user && `${user}@`}${host}`])
}

function ofSocket(target: EngineAddress, code: string): Explained | undefined {
  const local = target.kind === 'unix' || target.kind === 'npipe'
  switch (code) {
    case 'ENOENT':
      return ['no such socket', `start the engine if it is not running, or ${OTHER_ENGINE}`]
    case 'ECONNREFUSED':
      return ['connection refused', `start the engine if it is not running, or ${OTHER_ENGINE}`]
    case 'ENOTSOCK':
      return ['not a socket', OTHER_ENGINE]
    case 'EACCES':
    case 'EPERM':
      if (!local) return ['permission denied', "check this machine's firewall"]
      return [
        'permission denied',
        'run it as root, or join the group that owns the socket: sudo usermod -aG docker $USER',
      ]
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['no such host', 'check the name, and that your DNS server answers']
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return ['the host cannot be reached', `check the address and any firewall in between, or ${OTHER_ENGINE}`]
    default:
      return undefined
  }
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
])

function ofTls(target: EngineAddress, code: string, error: Error): Explained | undefined {
  if (UNTRUSTED.has(code)) {
    return [
      `the engine's certificate is not signed by the given authority (${error.message})`,
      `specify the right ca.pem with ${TLS_FILES}`,
    ]
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return [
      `the engine's certificate is for another host (${error.message})`,
      'use a name or address that is in the certificate',
    ]
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return [error.message, "renew the engine's certificate, or correct this machine's clock"]
  }
  if (
    /CERTIFICATE_REQUIRED|ALERT_(BAD|UNKNOWN|UNSUPPORTED)_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_HANDSHAKE_FAILURE|DECRYPT_ERROR/.test(
      code,
    )
  ) {
    const given = target.tls?.cert
      ? 'the engine refuses the client certificate'
      : 'the engine requires a client certificate'
    return [given, `specify cert.pem and key.pem, signed by the engine's authority, with ${TLS_FILES}`]
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code)) {
    return [
      'it does not use TLS',
      'turn TLS off: unset DOCKER_TLS_VERIFY; or check the port (2376 is the usual one for TLS)',
    ]
  }
  return undefined
}

function ofHttp(code: string, error: Error): Explained {
  if (code.startsWith('HPE_') || error instanceof SyntaxError) {
    return [`the answer is not from a Docker engine (${error.message})`, `check the address, or ${OTHER_ENGINE}`]
  }
  if (error instanceof Redirected) {
    return [
      'it redirects to another address, which an engine never does',
      'if there is a proxy in between, use its final address',
    ]
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return ['it closed the connection before its answer was complete', "check the engine's log, then try again"]
  }
  return [error.message, OTHER_ENGINE]
}
