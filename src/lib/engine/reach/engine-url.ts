import {DnetError} from '../../errors.js'
import {bracketed} from '../../net/addr.js'

/** Where an engine listens, as `-H`, `DOCKER_HOST` and contexts write it. */
export type Address =
  | {readonly kind: 'unix'; readonly path: string}
  | {readonly kind: 'npipe'; readonly path: string}
  /** `host` without brackets; `port` 1 to 65535; `basePath` '' or with a leading slash. */
  | {readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly basePath: string}
  /** `user` and `socketPath` are '' and `port` is 0 if not in the address: ssh and the remote docker then decide. */
  | {
      readonly kind: 'ssh'
      readonly user: string
      readonly host: string
      readonly port: number
      readonly socketPath: string
    }

const DEFAULT_UNIX_PATH = '/var/run/docker.sock'
const DEFAULT_PIPE = '//./pipe/docker_engine'
const EXAMPLES =
  'write it as unix:///var/run/docker.sock, tcp://HOST:2376, ssh://USER@HOST or npipe:////./pipe/docker_engine'

/**
 * The address in `text`; without a scheme it is a TCP address, and missing parts get Docker's defaults
 * (docker/cli v28.2.2 opts/hosts.go parseDockerDaemonHost).
 * @throws DnetError USAGE naming `text`
 */
export function parseAddress(text: string): Address {
  const cut = text.indexOf('://')
  const scheme = cut < 0 ? 'tcp' : text.slice(0, cut)
  const rest = cut < 0 ? text : text.slice(cut + 3)
  switch (scheme) {
    case 'unix':
      return {kind: 'unix', path: rest || DEFAULT_UNIX_PATH}
    case 'npipe':
      return {kind: 'npipe', path: rest || DEFAULT_PIPE}
    case 'tcp':
      return parseTcp(text, rest)
    case 'ssh':
      return parseSsh(text)
    default:
      throw new DnetError('USAGE', `invalid bind address format: ${text}`, EXAMPLES)
  }
}

/** The address in the form that messages show and that `parseAddress` reads back. */
export function addressText(address: Address): string {
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return `${address.kind}://${address.path}`
    case 'tcp':
      return `tcp://${hostPort(address.host, address.port)}${address.basePath}`
    case 'ssh': {
      const user = address.user && `${encodeURIComponent(address.user)}@`
      const port = address.port ? `:${address.port}` : ''
      return `ssh://${user}${bracketed(address.host)}${port}${encodeURI(address.socketPath).replace(/[?#]/g, encodeURIComponent)}`
    }
  }
}

/** `host:port`, with an IPv6 host in brackets. */
export const hostPort = (host: string, port: number): string => `${bracketed(host)}:${port}`

function parseTcp(text: string, rest: string): Address {
  const slash = rest.indexOf('/')
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  const basePath = slash < 0 ? '' : rest.slice(slash).replace(/\/+$/, '')
  const found = /^(?:\[([^[\]]*)\]|([^:[\]@?#\s]*))(?::(\d*))?$/.exec(authority)
  if (!found || /[?#]/.test(basePath)) throw new DnetError('USAGE', `invalid bind address format: ${text}`, EXAMPLES)
  const port = found[3] ? Number(found[3]) : 2375
  if (port < 1 || port > 65_535) {
    throw new DnetError('USAGE', `invalid port ${found[3]} in the address ${text}`, 'use a port from 1 to 65535')
  }
  return {kind: 'tcp', host: found[1] || found[2] || 'localhost', port, basePath}
}

const CONTROL = /\p{Cc}/u

/**
 * What OpenSSH 9.6 and newer takes for a user or host (ssh.c valid_ruser, valid_hostname); older ones hand anything to the
 * shell that runs a ProxyCommand.
 */
const isSafeForSsh = (word: string): boolean => !/^-|[\s'`"$;&<>|(){}]|\\$/.test(word)

/** Passwords, queries and fragments are errors, as in docker/cli v28.2.2 cli/connhelper/ssh/ssh.go. */
function parseSsh(text: string): Address {
  const redacted = text.replace(/^(ssh:\/\/[^/:?#]*):.*@/s, '$1:***@')
  const bad = (why: string): DnetError =>
    new DnetError('USAGE', `invalid SSH URL: ${why}: ${redacted}`, 'write it as ssh://[USER@]HOST[:PORT][/SOCKET]')
  let url: URL
  try {
    url = new URL(text)
  } catch (cause) {
    throw text === 'ssh://' ? bad('hostname is empty') : bad((cause as Error).message.toLowerCase())
  }
  if (url.password) {
    throw new DnetError(
      'USAGE',
      `plain-text password is not supported in an SSH URL: ${redacted}`,
      'use a key or an agent: ssh://USER@HOST',
    )
  }
  if (!url.hostname) throw bad('hostname is empty')
  if (url.search) throw bad('query parameters are not allowed')
  if (url.hash) throw bad('fragments are not allowed')
  const user = decoded(url.username, 'user')
  const host = decoded(url.hostname, 'hostname').replace(/^\[(.*)\]$/, '$1')
  const socketPath = decoded(url.pathname, 'path')
  if (!isSafeForSsh(user)) throw bad('the user contains characters that ssh refuses')
  if (!isSafeForSsh(host) || host.includes('\\')) throw bad('the hostname contains characters that ssh refuses')
  return {kind: 'ssh', user, host, port: Number(url.port), socketPath: /^\/*$/.test(socketPath) ? '' : socketPath}

  function decoded(part: string, what: string): string {
    let text: string
    try {
      text = decodeURIComponent(part)
    } catch {
      throw bad(`the ${what} is not valid percent-encoding`)
    }
    if (CONTROL.test(text)) throw bad(`the ${what} contains a control character`)
    return text
  }
}
