import {deepEqual, equal} from 'node:assert/strict'
import {type CountingProxy, countingProxy} from '../harness/counting-proxy.js'
import {engineWithoutRules, freshName, removeAll, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('what dnet ls asks an engine', () => {
  let engine: TestEngine
  let proxy: CountingProxy
  const name = freshName()

  before(async () => {
    engine = await engineWithoutRules()
    proxy = await countingProxy(engine.host)
    await engine.call('/networks/create', {method: 'POST', body: {Name: name}})
  })
  afterEach(() => proxy.paths.splice(0))
  after(async () => {
    proxy.close()
    await removeAll(engine, [], [name])
  })

  /** The kinds of calls, and how often each was made. */
  async function callsOf(words: readonly string[]): Promise<Record<string, number>> {
    const {exit, stderr} = await runDnet(['ls', '--filter', `name=${name}`, ...words], {DOCKER_HOST: proxy.host})
    equal(exit, 0, stderr)
    const calls: Record<string, number> = {}
    for (const path of proxy.paths) {
      const kind = /^\/networks\/./.test(path) ? 'a network' : path
      calls[kind] = (calls[kind] ?? 0) + 1
    }
    return calls
  }

  const LIST = {'/_ping': 1, '/networks': 1}
  const ALL = {...LIST, '/containers/json': 1, 'a network': 1}
  const cases: [words: readonly string[], calls: object][] = [
    [[], LIST],
    [['--json'], LIST],
    [['--json', '--sort', 'created'], LIST],
    [['--json', '--wide'], ALL],
    [['--json', '--tree'], ALL],
    [['--quiet', '--sort', 'free'], ALL],
  ]
  for (const [words, calls] of cases)
    it(`${['dnet ls', ...words].join(' ')}: ${Object.keys(calls).join(', ')}`, async () =>
      deepEqual(await callsOf(words), calls))
})
