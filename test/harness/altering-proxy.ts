import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, request} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

export interface AlteringProxy {
  /** Good for DOCKER_HOST. */
  readonly host: string
  close(): Promise<void>
}

/**
 * A socket before an engine's that alters the JSON of its answers.
 * @param host `unix:///path` of the engine
 * @param alter what to answer in place of this; `call` is `METHOD path` without API version and query
 */
export async function alteringProxy(
  host: string,
  alter: (call: string, answer: unknown) => unknown,
): Promise<AlteringProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'dnet-altering-'))
  const socket = join(folder, 'proxy.sock')
  const server = createServer((asked, answer) => {
    const {method, url: path, headers} = asked
    const call = `${method} ${(path ?? '').replace(/^\/v\d+\.\d+/, '').replace(/\?.*/, '')}`
    const onward = request({socketPath: host.slice('unix://'.length), method, path, headers}, (message) => {
      const chunks: Buffer[] = []
      message.on('data', (chunk: Buffer) => chunks.push(chunk))
      message.on('end', () => {
        const body = Buffer.concat(chunks)
        const isJson = (message.headers['content-type'] ?? '').includes('json') && message.statusCode === 200
        const altered = isJson ? Buffer.from(JSON.stringify(alter(call, JSON.parse(body.toString()))) ?? '') : body
        const {'content-length': _, 'transfer-encoding': __, ...rest} = message.headers
        answer.writeHead(message.statusCode ?? 500, {...rest, 'content-length': altered.length})
        answer.end(altered)
      })
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    host: `unix://${socket}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, {recursive: true, force: true})
    },
  }
}
