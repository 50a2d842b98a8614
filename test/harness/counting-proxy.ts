import {mkdtempSync, rmSync} from 'node:fs'
import {createServer, request} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

export interface CountingProxy {
  /** Good for DOCKER_HOST. */
  readonly host: string
  /** The paths asked for, without their API version and query, in order. */
  readonly paths: string[]
  /** The most requests that were under way at a time. */
  most(): number
  close(): void
}

/** Stands before an engine's Unix socket and counts what is asked of it. @param host `unix:///path` */
export async function countingProxy(host: string): Promise<CountingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-proxy-'))
  const socket = join(folder, 'proxy.sock')
  const paths: string[] = []
  let underWay = 0
  let most = 0
  const server = createServer((asked, answer) => {
    paths.push((asked.url ?? '').replace(/^\/v\d+\.\d+/, '').replace(/\?.*/, ''))
    underWay += 1
    most = Math.max(most, underWay)
    const {method, url, headers} = asked
    const onward = request({socketPath: host.slice('unix://'.length), method, path: url, headers}, (message) => {
      answer.writeHead(message.statusCode ?? 500, message.headers)
      message.pipe(answer)
      message.on('end', () => {
        underWay -= 1
      })
    })
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    host: `unix://${socket}`,
    paths,
    most: () => most,
    close: () => {
      server.closeAllConnections()
      server.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
