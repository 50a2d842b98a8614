import {request} from 'node:http'

export interface RawAnswer {
  readonly status: number
  /** Parsed when the engine said JSON, else the text. */
  readonly body: unknown
}

export interface RawCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as it is when a Buffer (a tar), else as JSON. */
  readonly body?: unknown
  /** Milliseconds; 60_000 when not given. */
  readonly timeout?: number
}

const address = (host: string): {socketPath: string} | {host: string; port: string} => {
  if (host.startsWith('unix://')) return {socketPath: host.slice('unix://'.length)}
  const url = new URL(host.replace(/^tcp:/, 'http:'))
  return {host: url.hostname, port: url.port || '2375'}
}

const parsed = (text: string, type: string | undefined): unknown =>
  type?.includes('json') && text !== '' ? JSON.parse(text) : text

/**
 * One call to an engine's HTTP API, past dnet and its client library, so that a test can see what is really there.
 * Any status is an answer.
 * @param host `unix:///path` or `tcp://host:port`
 * @throws Error when there is no answer in time
 */
export const rawCall = (host: string, path: string, call: RawCall = {}): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const isTar = Buffer.isBuffer(call.body)
    const payload = call.body === undefined || isTar ? call.body : JSON.stringify(call.body)
    const headers = payload === undefined ? {} : {'content-type': isTar ? 'application/x-tar' : 'application/json'}
    const req = request({...address(host), path, method: call.method ?? 'GET', headers, agent: false}, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => {
        try {
          const text = Buffer.concat(chunks).toString('utf8')
          // A stream of progress objects (image loading) is typed as JSON without being one document.
          const whole = !text.trimEnd().includes('\n')
          resolve({status: res.statusCode ?? 0, body: whole ? parsed(text, res.headers['content-type']) : text})
        } catch (error) {
          reject(error)
        }
      })
    })
    req.setTimeout(call.timeout ?? 60_000, () => req.destroy(new Error(`no answer from ${host} to ${path}`)))
    req.on('error', (error: Error) => reject(new Error(`${call.method ?? 'GET'} ${path}: ${error.message}`)))
    req.end(payload)
  })
