import {createServer, type Server} from 'node:http'

/** An engine that answers with given JSON: GET /networks with `list`, GET /networks/NAME with a body of `bodies`. */
export async function scriptedEngine(
  socket: string,
  list: string,
  bodies: ReadonlyMap<string, string>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, '')).replace(/^\/v[\d.]+/, '')
    const body = path === '/networks' ? list : bodies.get(path.replace(/^\/networks\//, ''))
    response.setHeader('Api-Version', '1.50')
    if (path === '/_ping') {
      response.end(request.method === 'HEAD' ? undefined : 'OK')
      return
    }
    response.statusCode = body === undefined ? 404 : 200
    response.setHeader('Content-Type', 'application/json')
    response.end(body ?? JSON.stringify({message: `network ${path.replace(/^\/networks\//, '')} not found`}))
  })
  await new Promise<void>((done) => {
    server.listen(socket, done)
  })
  return server
}
