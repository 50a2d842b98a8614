import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** One request as it came: its head up to the empty line, and the way to answer it byte by byte. */
export interface Asked {
  /** Such as `GET /v1.41/networks HTTP/1.1`. */
  readonly line: string
  readonly head: string
  readonly socket: Socket
}

export interface BrokenEngine {
  /** `unix://…` */
  readonly host: string
  /** The request lines so far. */
  readonly asked: readonly string[]
  readonly heads: readonly string[]
  stop(): Promise<void>
}

export const PONG =
  'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 0\r\n\r\n'

/** A whole answer. */
export const answerText = (status: string, body: string, headers: readonly string[] = []): string =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')

/**
 * A server on a unix socket that answers `/_ping` as an engine does and all else as `answer` does: it writes raw bytes,
 * so that it can be wrong in ways that an HTTP server cannot. `answer` gets pings too when `ping` is false.
 */
export async function brokenEngine(answer: (asked: Asked) => void, {ping = true} = {}): Promise<BrokenEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'dnet-broken-'))
  const path = join(folder, 'engine.sock')
  const heads: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = text.slice(0, end)
      text = ''
      heads.push(head)
      const line = head.split('\r\n')[0] ?? ''
      if (ping && line.includes(' /_ping ')) socket.write(PONG)
      else answer({line, head, socket})
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    host: `unix://${path}`,
    heads,
    get asked() {
      return heads.map((head) => head.split('\r\n')[0] ?? '')
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, {recursive: true, force: true})
    },
  }
}
