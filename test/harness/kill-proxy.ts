import {rm} from 'node:fs/promises'
import {createServer, request} from 'node:http'

/**
 * Where a program is killed: before the engine gets its call, or after the engine did the work and before it answers; or
 * interrupted, while it waits for the answer to the call.
 */
export interface KillPoint {
  /** From 1; 0 for never. */
  readonly call: number
  readonly when: 'before' | 'after' | 'during'
}

export interface KillProxy {
  /** Good for DOCKER_HOST. */
  readonly host: string
  /** Calls so far, each as `METHOD path`. */
  readonly calls: readonly string[]
  close(): Promise<void>
}

/**
 * A socket that hands every call on to the engine at `target`, and kills the program that talks to it at one of them.
 * @param kill ends the program with SIGKILL; while it waits, interrupts it and waits until it knows
 */
export async function killProxy(
  socket: string,
  target: string,
  point: KillPoint,
  kill: () => void | Promise<void>,
): Promise<KillProxy> {
  const calls: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    calls.push(`${incoming.method} ${incoming.url}`)
    const mine = calls.length === point.call
    if (mine && point.when === 'before') {
      kill()
      incoming.destroy()
      return
    }
    if (mine && point.when === 'during') await kill()
    const {method, url: path, headers} = incoming
    const onward = request({socketPath: target, method, path, headers}, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => {
        if (mine && point.when === 'after') {
          kill()
          outgoing.destroy()
          return
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        outgoing.end(Buffer.concat(pieces))
      })
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await rm(socket, {force: true})
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return {host: `unix://${socket}`, calls, close}
}
