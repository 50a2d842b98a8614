import {ok} from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {type Asked, answerText, type BrokenEngine, brokenEngine} from '../harness/broken-engine.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'

const CASES = many(60, 1000)

const RECORDED = JSON.parse(readFileSync(new URL('../recorded/api/28.json', import.meta.url), 'utf8')) as Record<
  'networks' | 'network' | 'containers' | 'running',
  object
>

/** What a sound engine answers, as bytes. */
function soundAnswer({line}: Asked): string {
  const [method = '', target = ''] = line.split(' ')
  const path = target.replace(/^\/v\d+\.\d+/, '').replace(/\?.*/, '')
  const json = (body: unknown, status = '200 OK'): string =>
    answerText(status, JSON.stringify(body), ['Content-Type: application/json', 'Api-Version: 1.50'])
  if (path === '/_ping') return answerText('200 OK', method === 'HEAD' ? '' : 'OK', ['Api-Version: 1.50'])
  if (path === '/networks/create') return json({Id: 'f'.repeat(64), Warning: ''}, '201 Created')
  if (method === 'DELETE') return answerText('204 No Content', '')
  if (path === '/networks') return json(RECORDED.networks)
  if (path.startsWith('/networks/')) return json(RECORDED.network)
  if (path === '/containers/json') return json(RECORDED.containers)
  if (path.startsWith('/containers/')) return json(RECORDED.running)
  return json({})
}

/** The bytes with something wrong in them. */
function broken(dice: Dice, sound: string): Buffer {
  const at = dice.below(sound.length)
  const [head = '', body = ''] = sound.split(/\r\n\r\n(.*)/s)
  const withHeaders = (...headers: string[]): string => [head, ...headers].join('\r\n').concat('\r\n\r\n', body)
  const noise = (): string => String.fromCharCode(...Array.from({length: 1 + dice.below(40)}, () => dice.below(256)))
  const ways: (() => string)[] = [
    () => sound.slice(0, at),
    () => sound.slice(0, at) + noise() + sound.slice(at),
    () => sound.slice(0, at) + noise(),
    () => sound.slice(0, at) + sound.slice(at + 1 + dice.below(30)),
    () => noise() + sound,
    () => sound + sound,
    () => sound + noise(),
    () =>
      sound.replace(
        /^HTTP\/1\.1 \d+/,
        `HTTP/1.1 ${dice.pick([0, 99, 100, 101, 102, 204, 205, 206, 301, 304, 400, 418, 500, 599, 600, 999, -1])}`,
      ),
    () => sound.replace('HTTP/1.1', dice.pick(['HTTP/0.9', 'HTTP/1.0', 'HTTP/2.0', 'ICY', 'http/1.1', ''])),
    () =>
      sound.replace(
        /Content-Length: \d+/,
        `Content-Length: ${dice.pick(['0', '1', '-1', '1e9', '99999999999999999999', 'x', '', '7, 7', '0x10'])}`,
      ),
    () => sound.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked'),
    () =>
      `${head.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')}\r\n\r\n${dice.pick(['0', '5', 'fffffffffffffffff', '-1', 'zz', ''])}\r\n${body}\r\n0\r\n\r\n`,
    () =>
      withHeaders(
        `Location: ${dice.pick(['file:///etc/passwd', 'http://127.0.0.1:1/', '//x', 'javascript:x', '\u0000'])}`,
      ).replace('200 OK', '302 Found'),
    () => withHeaders(`X-Long: ${'x'.repeat(200_000)}`),
    () => withHeaders(...Array.from({length: 3000}, (_, i) => `X-${i}: y`)),
    () => withHeaders('Content-Encoding: gzip'),
    () => withHeaders('Content-Length: 3'),
    () => withHeaders('Upgrade: tcp', 'Connection: Upgrade').replace('200 OK', '101 Switching Protocols'),
    () => `HTTP/1.1 100 Continue\r\n\r\n${dice.chance(0.5) ? 'HTTP/1.1 103 Early Hints\r\n\r\n' : ''}${sound}`,
    () =>
      withHeaders(`Api-Version: ${dice.pick(['9999.9999', '-1.0', '1', 'x', '1.41\t', '1.41, 1.42', '0.0', '1.'])}`),
    () => sound.replaceAll('\r\n', '\n'),
    () => sound.replaceAll('\r\n', '\r'),
    () => '',
  ]
  return Buffer.from(dice.pick(ways)(), 'latin1')
}

describe('an engine whose HTTP is broken', () => {
  const commands = [
    ...['ls', 'ls --wide', 'ls --json', 'inspect web', 'inspect --pretty web', 'ports', 'ports --json', 'who web'],
    ...['subnets', 'prune --dry-run', 'create new', 'rm web', 'connect web running', 'dns web', 'snapshot'],
  ]

  it(`ends as dnet always does: ${CASES} exchanges (seed ${SEED})`, async function () {
    this.timeout(0)
    const dice = new Dice(SEED)
    let left = 0
    let sent = ''
    const engine: BrokenEngine = await brokenEngine(
      (asked) => {
        const sound = soundAnswer(asked)
        if (left-- !== 0) return void asked.socket.write(sound)
        const bytes = broken(dice, sound)
        sent = `${asked.line}\n${bytes.subarray(0, 500).toString('latin1')}`
        asked.socket.end(bytes)
      },
      {ping: false},
    )
    const failed: string[] = []
    try {
      for (let n = 0; n < CASES; n++) {
        const line = dice.pick(commands)
        left = dice.below(5)
        const began = performance.now()
        const {exit, stdout, stderr} = await runDnet(line.split(' '), {DOCKER_HOST: engine.host})
        const took = performance.now() - began
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
        const odd = /\n {4}at |[\u0000-\u0008\u000b-\u001f\u007f]/.test(`${stdout}${stderr}`)
        if (typeof exit !== 'number' || exit > 6 || odd || took > 60_000)
          failed.push(
            `dnet ${line}, exit ${exit}, ${Math.round(took)} ms\n${JSON.stringify(sent)}\n${stderr.slice(0, 800)}`,
          )
      }
    } finally {
      await engine.stop()
    }
    ok(failed.length === 0, `${failed.length} of ${CASES}:\n${failed.join('\n\n')}`)
  })
})
