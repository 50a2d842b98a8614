import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate} from 'node:timers/promises'
import type {Connection, ConnectOptions} from '../../src/lib/engine/reach/connection.js'
import {DnetError} from '../../src/lib/errors.js'
import {type Asked, answerText, type BrokenEngine, brokenEngine, PONG} from '../harness/broken-engine.js'
import {stoppedClock} from '../harness/clock.js'
import {reach} from '../harness/reach.js'

const NETWORKS = {method: 'GET', path: '/networks'} as const
const JSON_TYPE = ['Content-Type: application/json']

describe('a broken engine', () => {
  const cleanUp: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step()
  })

  const start = async (answer: (asked: Asked) => void, options?: {ping: boolean}): Promise<BrokenEngine> => {
    const engine = await brokenEngine(answer, options)
    cleanUp.push(() => engine.stop())
    return engine
  }
  const connected = async (engine: {host: string}, options?: ConnectOptions): Promise<Connection> => {
    const connection = await reach({host: engine.host}, options)
    cleanUp.push(() => connection.close())
    return connection
  }
  const folder = async (): Promise<string> => {
    const path = await mkdtemp(join(tmpdir(), 'dnet-broken-'))
    cleanUp.push(() => rm(path, {recursive: true, force: true}))
    return path
  }
  const failure = async (promise: Promise<unknown>): Promise<DnetError> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    ok(error instanceof DnetError, `expected a DnetError, got ${String(error)}`)
    return error
  }

  it('absent: says which socket, why that one, and what to do', async () => {
    const path = join(await folder(), 'none.sock')
    const error = await failure(reach({host: `unix://${path}`}))
    deepEqual(
      [error.code, error.exit, error.message, error.hint],
      [
        'UNREACHABLE',
        5,
        `cannot talk to the engine at unix://${path} (from -H): no such socket`,
        'start the engine if it is not running, or name another engine with -H, --context or DOCKER_HOST',
      ],
    )
  })

  it('refused: a socket that nobody listens on', async () => {
    const path = join(await folder(), 'dead.sock')
    await writeFile(path, '')
    const error = await failure(reach({host: `unix://${path}`}))
    match(error.message, /: connection refused$/)
    equal(error.exit, 5)
  })

  it('refused: a TCP port that nobody listens on', async () => {
    const error = await failure(reach({host: 'tcp://127.0.0.1:1'}))
    equal(error.message, 'cannot talk to the engine at tcp://127.0.0.1:1 (from -H): connection refused')
  })

  it('closed at once, without a byte', async () => {
    const error = await failure(connected(await start(({socket}) => socket.destroy(), {ping: false})))
    match(error.message, /: it closed the connection before its answer was complete$/)
    equal(error.code, 'UNREACHABLE')
  })

  it('closed half-way through the head', async () => {
    const connection = await connected(await start(({socket}) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')))
    const error = await failure(connection.request(NETWORKS))
    equal(error.code, 'UNREACHABLE')
  })

  it('closed half-way through the body', async () => {
    const connection = await connected(
      await start(({socket}) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"Name":')),
    )
    const error = await failure(connection.request(NETWORKS))
    match(error.message, /: it closed the connection before its answer was complete$/)
    equal(error.code, 'UNREACHABLE')
  })

  it('closed half-way through a chunked body', async () => {
    const connection = await connected(
      await start(({socket}) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"Na\r\n')),
    )
    equal((await failure(connection.request(NETWORKS))).code, 'UNREACHABLE')
  })

  it('garbage in place of HTTP', async () => {
    const error = await failure(
      connected(await start(({socket}) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), {ping: false})),
    )
    match(error.message, /: the answer is not from a Docker engine \(/)
    equal(error.code, 'UNREACHABLE')
  })

  it('garbage in place of JSON', async () => {
    const connection = await connected(
      await start(({socket}) => socket.write(answerText('200 OK', '<html>', JSON_TYPE))),
    )
    const error = await failure(connection.callJson(NETWORKS))
    match(error.message, /: the answer is not from a Docker engine \(/)
    equal(error.code, 'UNREACHABLE')
  })

  it('500 with JSON, with text, with nothing', async () => {
    const answers = [
      answerText('500 Internal Server Error', '{"message":"no space left"}', JSON_TYPE),
      answerText('500 Internal Server Error', 'a proxy speaks\n', ['Content-Type: text/plain']),
      answerText('500 Internal Server Error', ''),
    ]
    const engine = await start(({socket}) => socket.write(answers.shift() ?? ''))
    const connection = await connected(engine)
    const said: string[] = []
    for (let i = 0; i < 3; i += 1) said.push((await failure(connection.call(NETWORKS))).message)
    deepEqual(said, [
      'Error response from daemon: no space left',
      'Error response from daemon: a proxy speaks',
      `request returned 500 Internal Server Error for API route and version ${engine.host}/v1.41/networks, check if the server supports the requested API version`,
    ])
  })

  it('a ping that is not understood is an unreachable engine, in the engine’s words', async () => {
    const engine = await start(
      ({socket, line}) =>
        socket.write(
          line.startsWith('HEAD')
            ? 'HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\n'
            : answerText('400 Bad Request', 'it is ill'),
        ),
      {ping: false},
    )
    const error = await failure(connected(engine))
    equal(error.code, 'UNREACHABLE')
    equal(error.message, `cannot talk to the engine at ${engine.host} (from -H): Error response from daemon: it is ill`)
  })

  it('never answers a ping: an error after the time for it', async () => {
    const error = await failure(connected(await start(() => {}, {ping: false}), {limits: {ping: 200}}))
    match(error.message, /: no answer within 0\.2 s$/)
    equal(error.exit, 5)
  })

  it('never answers a request: a look and a change have times of their own', async () => {
    const connection = await connected(await start(() => {}), {limits: {look: 100, change: 300}})
    const look = await failure(connection.request(NETWORKS))
    const change = await failure(connection.request({method: 'POST', path: '/networks/create', body: {Name: 'x'}}))
    deepEqual(
      [look.message, change.message].map((text) => text.split(': ').at(-1)),
      ['no answer within 0.1 s', 'no answer within 0.3 s'],
    )
    equal(change.hint, 'the engine may still make the change: check before you try again')
  })

  it('stops in the middle of an answer: an error after the time for it', async () => {
    const connection = await connected(
      await start(({socket}) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[')),
      {limits: {look: 150}},
    )
    match((await failure(connection.request(NETWORKS))).message, /: no answer within 0\.15 s$/)
  })

  it('a slow drip is an answer, though the whole takes longer than the time for a piece', async () => {
    let begin = (_: Socket): void => {}
    const begun = new Promise<Socket>((resolve) => {
      begin = resolve
    })
    const engine = await start(({socket}) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n')
      begin(socket)
    })
    const clock = stoppedClock()
    cleanUp.push(() => clock.restore())
    const connection = await connected(engine, {limits: {look: 300}})
    const answer = connection.request(NETWORKS)
    const socket = await begun
    for (let piece = 1; piece <= 10; piece += 1) {
      socket.write('x')
      while (clock.refreshed < piece) await setImmediate()
      clock.pass(290)
    }
    equal((await answer).body.toString(), 'xxxxxxxxxx')
  })

  it('a drip that does not end is none, whatever comes between', async () => {
    let begin = (_: Socket): void => {}
    const begun = new Promise<Socket>((resolve) => {
      begin = resolve
    })
    const engine = await start(({socket}) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
      begin(socket)
    })
    const clock = stoppedClock()
    cleanUp.push(() => clock.restore())
    const connection = await connected(engine, {limits: {look: 300, whole: 2000}})
    const answer = failure(connection.request(NETWORKS))
    const socket = await begun
    for (let piece = 1; piece <= 7; piece += 1) {
      socket.write('x')
      while (clock.refreshed < piece) await setImmediate()
      clock.pass(290)
    }
    match((await answer).message, /: the answer was not complete after 2 s$/)
  })

  it('an answer of 50 MB is read', async () => {
    const entry = `{"Name":"${'n'.repeat(1000)}"}`
    const body = `[${Array.from({length: 50_000}, () => entry).join(',')}]`
    const connection = await connected(await start(({socket}) => socket.write(answerText('200 OK', body, JSON_TYPE))))
    equal(((await connection.callJson(NETWORKS)) as unknown[]).length, 50_000)
  })

  it('an answer above the limit is refused', async () => {
    const connection = await connected(
      await start(({socket}) => socket.write(answerText('200 OK', 'x'.repeat(3 * 2 ** 20)))),
      {limits: {answerBytes: 2 ** 20}},
    )
    match((await failure(connection.request(NETWORKS))).message, /: the answer is larger than 1 MiB$/)
  })

  it('an interrupt ends a request that waits', async () => {
    const stop = new AbortController()
    const connection = await connected(await start(() => stop.abort()))
    equal((await failure(connection.request({...NETWORKS, signal: stop.signal}))).code, 'INTERRUPTED')
  })

  it('an interrupt ends an answer that does not end', async () => {
    const stop = new AbortController()
    const connection = await connected(
      await start(({socket}) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')),
    )
    const pieces: string[] = []
    const read = async (): Promise<void> => {
      for await (const piece of connection.stream({method: 'GET', path: '/events', signal: stop.signal})) {
        pieces.push(piece.toString())
        stop.abort()
      }
    }
    equal((await failure(read())).code, 'INTERRUPTED')
    deepEqual(pieces, ['abc'])
  })

  it('a stream may be silent for longer than an answer', async () => {
    let goOn = (): void => {}
    const engine = await start(({socket}) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
      goOn = () => socket.end('3\r\ndef\r\n0\r\n\r\n')
    })
    const clock = stoppedClock()
    cleanUp.push(() => clock.restore())
    const connection = await connected(engine, {limits: {look: 100}})
    const pieces: string[] = []
    for await (const piece of connection.stream({method: 'GET', path: '/events'})) {
      pieces.push(piece.toString())
      clock.pass(250)
      if (pieces.length === 1) goOn()
    }
    deepEqual(pieces, ['abc', 'def'])
  })

  it('a stream that is left early leaves no connection behind', async () => {
    let closed: () => void = () => {}
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const connection = await connected(
      await start(({socket}) => {
        socket.on('close', () => closed())
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
      }),
    )
    for await (const _ of connection.stream({method: 'GET', path: '/events'})) break
    await gone
  })

  it('a redirect leads nowhere', async () => {
    const asked: string[] = []
    const elsewhere = createServer(() => asked.push('asked'))
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    cleanUp.push(() => void elsewhere.close())
    const {port} = elsewhere.address() as {port: number}
    const connection = await connected(
      await start(({socket}) =>
        socket.write(answerText('307 Temporary Redirect', '', [`Location: http://127.0.0.1:${port}/v1.41/networks`])),
      ),
    )
    match(
      (await failure(connection.request(NETWORKS))).message,
      /: it redirects to another address, which an engine never does$/,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    deepEqual(asked, [])
  })
})

describe('what goes over the wire', () => {
  let engine: BrokenEngine
  let pingAnswer = PONG
  let versionAnswer = ''
  beforeEach(async () => {
    pingAnswer = PONG
    versionAnswer = answerText('200 OK', '[]', JSON_TYPE)
    engine = await brokenEngine(
      ({line, socket}) => {
        const other = line.includes(' /version ') ? versionAnswer : answerText('200 OK', '[]', JSON_TYPE)
        socket.write(line.includes('/_ping') ? pingAnswer : other)
      },
      {ping: false},
    )
  })
  afterEach(() => engine.stop())

  const versions: [why: string, ofEngine: string | undefined, used: string][] = [
    ['the engine’s where it is older', '1.41', '1.41'],
    ['number by number: 1.9 is older than 1.50', '1.9', '1.9'],
    ['dnet’s where the engine is newer', '1.55', '1.50'],
    ['1.24 where the engine names none, as Docker', undefined, '1.24'],
    ['1.24 where the engine names none that can be read', 'newest', '1.24'],
  ]
  for (const [why, ofEngine, used] of versions) {
    it(`the API version is ${why}`, async () => {
      pingAnswer = answerText('200 OK', '', ofEngine ? [`Api-Version: ${ofEngine}`] : [])
      const connection = await reach({host: engine.host})
      await connection.call(NETWORKS)
      connection.close()
      equal(connection.apiVersion, used)
      deepEqual(engine.asked, ['HEAD /_ping HTTP/1.1', `GET /v${used}/networks HTTP/1.1`])
    })
  }

  it('a pinned API version is used unchecked and without a ping', async () => {
    const connection = await reach({host: engine.host}, {apiVersion: '1.99'})
    await connection.call(NETWORKS)
    connection.close()
    deepEqual(engine.asked, ['GET /v1.99/networks HTTP/1.1'])
  })

  it('GET where HEAD is refused', async () => {
    pingAnswer = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'
    const connection = await reach({host: engine.host})
    connection.close()
    deepEqual(engine.asked, ['HEAD /_ping HTTP/1.1', 'GET /_ping HTTP/1.1', 'GET /version HTTP/1.1'])
    equal(connection.apiVersion, '1.50')
  })

  const refusedPings: [why: string, ping: string, version: string, used: string][] = [
    ['what it names nevertheless', answerText('500 Ill', '', ['Api-Version: 1.41']), '', '1.41'],
    ['what /version says', answerText('403 Forbidden', ''), answerText('200 OK', '{"ApiVersion":"1.44"}'), '1.44'],
    [
      'what /version names while it is refused',
      answerText('403 No', ''),
      answerText('403 No', '', ['Api-Version: 1.40']),
      '1.40',
    ],
    ['dnet’s own, as Docker’s client takes its own', answerText('403 No', ''), answerText('403 No', ''), '1.50'],
    ['dnet’s own where /version is null', answerText('403 No', ''), answerText('200 OK', 'null'), '1.50'],
    ['dnet’s own where /version is not JSON', answerText('403 No', ''), answerText('200 OK', '<html>'), '1.50'],
  ]
  for (const [why, ping, version, used] of refusedPings)
    it(`a refused ping ends nothing: the API version is ${why}`, async () => {
      pingAnswer = ping
      versionAnswer = version
      const connection = await reach({host: engine.host})
      connection.close()
      equal(connection.apiVersion, used)
    })

  it('names are joined to the path and encoded as Docker’s client does it', async () => {
    const connection = await reach({host: engine.host})
    for (const name of ['a b', 'c?d', 'e#f', 'g%2fh', 'i/j', 'é', '../x', 'a//b', "q'(*)!", '[x]', 'k$&+,:;=@~']) {
      await connection.call({method: 'GET', path: `/networks/${name}`})
    }
    connection.close()
    deepEqual(
      engine.asked.slice(1).map((line) => line.replace('GET /v1.41/', '').replace(' HTTP/1.1', '')),
      [
        'networks/a%20b',
        'networks/c%3Fd',
        'networks/e%23f',
        'networks/g%252fh',
        'networks/i/j',
        'networks/%C3%A9',
        'x',
        'networks/a/b',
        'networks/q%27%28%2A%29%21',
        'networks/%5Bx%5D',
        'networks/k$&+,:;=@~',
      ],
    )
  })

  it('queries, headers and one connection for all', async () => {
    const connection = await reach({host: engine.host}, {headers: {'X-Team': 'net', 'User-Agent': 'dnet'}})
    await connection.call({method: 'GET', path: '/networks', query: {filters: '{"a":["b c"]}', verbose: 'true'}})
    await connection.call({method: 'POST', path: '/networks/prune', query: {filters: '{}'}})
    await connection.call({method: 'POST', path: '/networks/create', body: {Name: 'é'}})
    await connection.call({method: 'DELETE', path: '/networks/x'})
    connection.close()
    deepEqual(engine.asked.slice(1), [
      'GET /v1.41/networks?filters=%7B%22a%22%3A%5B%22b%20c%22%5D%7D&verbose=true HTTP/1.1',
      'POST /v1.41/networks/prune?filters=%7B%7D HTTP/1.1',
      'POST /v1.41/networks/create HTTP/1.1',
      'DELETE /v1.41/networks/x HTTP/1.1',
    ])
    match(engine.heads[1] ?? '', /\r\nX-Team: net\r\n/)
    match(engine.heads[1] ?? '', /\r\nHost: api\.moby\.localhost\r\n/)
    match(engine.heads[2] ?? '', /\r\nContent-Length: 0\r\n/)
    match(engine.heads[3] ?? '', /\r\nContent-Length: 13\r\n/)
  })

  it('the environment that dockerode reads by itself changes nothing', async () => {
    const {DOCKER_HOST, DOCKER_CERT_PATH} = process.env
    Object.assign(process.env, {DOCKER_HOST: 'tcp://[', DOCKER_CERT_PATH: '/nowhere'})
    try {
      const connection = await reach({host: engine.host})
      connection.close()
      equal(process.env.DOCKER_HOST, 'tcp://[')
    } finally {
      if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST
      else process.env.DOCKER_HOST = DOCKER_HOST
      if (DOCKER_CERT_PATH === undefined) delete process.env.DOCKER_CERT_PATH
      else process.env.DOCKER_CERT_PATH = DOCKER_CERT_PATH
    }
  })
})
