import {deepEqual, equal, match, notDeepEqual} from 'node:assert/strict'
import {fileURLToPath} from 'node:url'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from './fixture.js'
import {type Ended, runAlone, runDnet} from './run-dnet.js'

/** Ages grow from one run to the next. */
const timeless = (ended: Ended): Ended => ({...ended, stdout: ended.stdout.replaceAll(/\S+ \w+ ago/g, 'AGE')})

/** One process that serves command line after command line must do what a process for each does. */
describe('command lines in one process and each in its own', () => {
  let engine: TestEngine
  const [network, app] = [freshName(), freshName()]
  before(async () => {
    engine = await engineWithoutRules()
    await engine.call('/networks/create', {method: 'POST', body: {Name: network}})
    await startContainer(engine, app, {HostConfig: {NetworkMode: network}})
  })
  after(() => removeAll(engine, [app], [network]))

  const lines: {argv: readonly string[]; env?: Record<string, string>; stdin?: string; exit: number}[] = [
    {argv: ['ls', '--filter', `name=${network}`, '--no-trunc'], exit: 0},
    {argv: ['ls', '--wide', '--filter', `name=${network}`], env: {CLICOLOR_FORCE: '1', COLUMNS: '60'}, exit: 0},
    {argv: ['inspect', network], exit: 0},
    {argv: ['inspect', network, 'dnet-test-missing', '--json'], exit: 3},
    {argv: ['create', network], exit: 4},
    {argv: ['rm', network], exit: 4},
    {argv: ['prune', '--filter', 'label=dnet-test-missing'], stdin: 'n\n', exit: 0},
    {argv: ['ports', 'check', '18765:80'], exit: 0},
    {argv: ['ports', 'check', '18765:80', '18765:81'], exit: 6},
    {argv: ['dns', app, 'dnet-test-missing'], exit: 0},
    {argv: ['ls', '--no-such-flag'], exit: 2},
    {argv: ['ls'], env: {DOCKER_HOST: 'unix:///nowhere.sock'}, exit: 5},
    {argv: ['-c', 'nope', 'ls'], env: {DOCKER_HOST: ''}, exit: 2},
    {argv: ['__complete', 'rm', network.slice(0, -1)], exit: 0},
    {argv: ['--version'], exit: 0},
    {argv: ['connect', '--help'], exit: 0},
  ]
  for (const {argv, env, stdin, exit} of lines) {
    const name = argv.join(' ').replaceAll(network, 'NETWORK').replaceAll(app, 'CONTAINER')
    it(`dnet ${name}`, async () => {
      const variables = {DOCKER_HOST: engine.host, ...env}
      const own = await runAlone(argv, variables, stdin)
      equal(own.exit, exit, own.stderr)
      for (const _ of [1, 2]) deepEqual(timeless(await runDnet(argv, variables, stdin)), timeless(own))
    })
  }

  it('in a folder of its own', async () => {
    const folder = fileURLToPath(new URL('.', import.meta.url))
    const argv = ['ls', '--from', 'warm-process.js']
    const own = await runAlone(argv, {}, '', folder)
    match(own.stderr, /warm-process\.js/)
    for (const _ of [1, 2]) deepEqual(await runDnet(argv, {}, '', folder), own)
    notDeepEqual(await runDnet(argv), own)
  })

  it('two at once are two processes', async () => {
    const argv = ['ls', '--format', '{{.Name}}', '--filter', `name=${network}`]
    const [one, two] = await Promise.all([1, 2].map(() => runDnet(argv, {DOCKER_HOST: engine.host})))
    equal(one?.stdout, `${network}\n`)
    deepEqual(two, one)
  })
})
