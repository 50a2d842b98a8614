import {type ChildProcessByStdio, spawn} from 'node:child_process'
import type {Socket} from 'node:net'
import {Duplex, type Readable, type Writable} from 'node:stream'
import {shellLine} from '../../shell-words.js'
import type {Address} from './engine-url.js'

type SshAddress = Extract<Address, {kind: 'ssh'}>

/** ssh failed, or ended before the engine answered; `said` is what it wrote to stderr, trimmed. */
export class SshError extends Error {
  override readonly name = 'SshError'
  readonly said: string

  constructor(said: string, exit: string, options?: {cause?: unknown}) {
    super(`ssh ended with ${exit}`, options)
    this.said = said
  }
}

/**
 * The arguments of `ssh` that reach the engine, the same as Docker's (docker/cli v28.2.2 cli/connhelper), but with the
 * remote words quoted: ssh joins them with blanks, and a shell on that host reads the result.
 */
export function sshArguments({user, host, port, socketPath}: SshAddress): string[] {
  return [
    ...['-o', 'ConnectTimeout=30', '-T'],
    ...(user ? ['-l', user] : []),
    ...(port ? ['-p', String(port)] : []),
    ...['--', host],
    shellLine(['docker', ...(socketPath ? ['--host', `unix://${socketPath}`] : []), 'system', 'dial-stdio']),
  ]
}

/**
 * A byte stream to the engine at `address` through the system's `ssh`, with its known_hosts, keys, agent and
 * configuration. It fails with `SshError` if ssh fails, or ends before the remote side sent anything.
 */
export const openSsh = (address: SshAddress): Duplex => new SshSocket(sshArguments(address))

const STDERR_BYTES = 16_384

/** Enough of a `net.Socket` for node's HTTP client, over a child's stdin and stdout. */
class SshSocket extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #answered = false
  #said = ''

  constructor(args: string[]) {
    super()
    // In its own session, as Docker does it: ssh then has no terminal for questions (an unknown host key is refused
    // without asking), and Ctrl-C reaches only dnet.
    const detached = process.platform !== 'win32'
    this.#child = spawn('ssh', args, {stdio: ['pipe', 'pipe', 'pipe'], detached, windowsHide: true})
    const {stdin, stdout, stderr} = this.#child
    stdout.on('data', (chunk: Buffer) => {
      this.#answered = true
      if (!this.push(chunk)) stdout.pause()
    })
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(0, STDERR_BYTES)
    })
    // A failing ssh breaks its pipes before it has said why: its `close` event comes last, after everything it wrote.
    for (const pipe of [stdin, stdout, stderr]) pipe.on('error', () => {})
    this.#child.on('error', (cause) => this.destroy(new SshError('', 'no start', {cause})))
    this.#child.on('close', (code, signal) => {
      if (this.#answered && code === 0) this.push(null)
      else this.destroy(new SshError(this.#said.trim(), code === null ? `signal ${signal}` : `status ${code}`))
    })
  }

  override _read(): void {
    this.#child.stdout.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#child.stdin.write(chunk, () => done())
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done())
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.stdin.destroy()
    this.#child.kill()
    done(error)
  }

  ref(): this {
    return this.#hold('ref')
  }

  /** An idle ssh does not keep dnet alive; when dnet ends, ssh's stdin closes, so that it ends too. */
  unref(): this {
    return this.#hold('unref')
  }

  #hold(how: 'ref' | 'unref'): this {
    const {stdin, stdout, stderr} = this.#child
    this.#child[how]()
    for (const pipe of [stdin, stdout, stderr]) (pipe as unknown as Socket)[how]?.()
    return this
  }

  setKeepAlive(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setTimeout(): this {
    return this
  }
}
