import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, request} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

export interface RefusingProxy {
  /** Good for DOCKER_HOST. */
  readonly host: string
  /** What was handed on to the engine, each as `METHOD path` without API version and query. */
  readonly passed: readonly string[]
  /** What was refused, likewise. */
  readonly withheld: readonly string[]
  close(): Promise<void>
}

/**
 * A socket before an engine's that refuses some calls, as proxies do that are to keep an engine's socket safe, and hands
 * the others on.
 * @param host `unix:///path` of the engine
 * @param refused which calls, as `METHOD path` without API version and query
 * @param status of the refusal; `null` for a success whose body is `null`
 */
export async function refusingProxy(
  host: string,
  refused: Pick<RegExp, 'test'>,
  status: number | null,
): Promise<RefusingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'dnet-refusing-'))
  const socket = join(folder, 'proxy.sock')
  const passed: string[] = []
  const withheld: string[] = []
  const server = createServer((asked, answer) => {
    const {method, url: path, headers} = asked
    const call = `${method} ${(path ?? '').replace(/^\/v\d+\.\d+/, '').replace(/\?.*/, '')}`
    if (refused.test(call)) {
      asked.resume()
      answer.writeHead(status ?? 200, {'Content-Type': 'application/json'})
      answer.end(status === null ? 'null' : JSON.stringify({message: `${call} is not allowed here`}))
      withheld.push(call)
      return
    }
    passed.push(call)
    const onward = request({socketPath: host.slice('unix://'.length), method, path, headers}, (message) => {
      answer.writeHead(message.statusCode ?? 500, message.headers)
      message.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    host: `unix://${socket}`,
    passed,
    withheld,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, {recursive: true, force: true})
    },
  }
}
