import {equal, match, notEqual} from 'node:assert/strict'
import {can, HOSTILE, itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {restored} from '../harness/restored.js'
import {runDnet} from '../harness/run-dnet.js'
import {openTerminal} from '../harness/terminal.js'

const ANY_NAME = 'any name for a network'

const HARMLESS = /^[^\p{Cc}\u202e\u200b]*$/u

describe('a network whose name is hostile', () => {
  let engine: TestEngine
  const [app, db] = ['hostile-app', 'hostile-db']
  before(async () => {
    engine = await engineWithoutRules()
  })
  beforeEach(
    restored(
      () => engine,
      async () => {
        if (!(await can(engine, ANY_NAME))) return
        await removeAll(engine, [app, db], [HOSTILE, `dnet-${app}-${db}`])
        equal((await engine.call('/networks/create', {method: 'POST', body: {Name: HOSTILE}})).status, 201)
        await startContainer(engine, app, {HostConfig: {NetworkMode: HOSTILE}})
        await startContainer(engine, db)
      },
    ),
  )
  after(() => removeAll(engine, [app, db], [HOSTILE]))

  const commands: [argv: string[], exit: number][] = [
    [['rm', HOSTILE], 4],
    [['rm', '--disconnect', '--yes', HOSTILE], 0],
    [['create', HOSTILE], 4],
    [['create', '--if-not-exists', HOSTILE], 0],
    [['connect', HOSTILE, db], 0],
    [['connect', '--dry-run', '--ip', '192.0.2.1', HOSTILE, db], 1],
    [['disconnect', HOSTILE, app], 0],
    [['disconnect', '--all', '--yes', HOSTILE], 0],
    [['link', '--network', HOSTILE, app, `${db}:data`], 0],
    [['prune', '--keep-stopped', '--force'], 0],
    [['inspect', '--pretty', HOSTILE], 0],
    [['inspect', `${HOSTILE}x`], 3],
    [['who', HOSTILE], 0],
    [['dns', app, HOSTILE], 0],
    [['ls', '--tree'], 0],
    [['explain', `network ${HOSTILE} not found`], 0],
  ]
  for (const [argv, exit] of commands) {
    const words = JSON.stringify(argv.map((word) => word.replace(HOSTILE, 'NAME')).join(' '))
    itWhere(ANY_NAME, `${words} says so on lines of its own, without what a terminal obeys`, async () => {
      const ended = await runDnet(argv, {DOCKER_HOST: engine.host})
      equal(ended.exit, exit, ended.stderr)
      checkLines(ended.stderr)
    })
    itWhere(ANY_NAME, `${words} --json too`, async () => {
      const ended = await runDnet([...argv, '--json'], {DOCKER_HOST: engine.host})
      equal(ended.exit, exit, ended.stderr + ended.stdout)
      checkLines(ended.stderr)
      checkLines(ended.stdout)
      notEqual(JSON.parse(ended.stdout), null)
    })
  }

  itWhere(ANY_NAME, "Docker's own list is harmless at a terminal, and Docker's in a pipe", async () => {
    const {stdout} = await runDnet(['ls', '--format', '{{.Name}}'], {DOCKER_HOST: engine.host})
    equal(stdout.includes(`${HOSTILE}\n`), true, JSON.stringify(stdout))
    const terminal = openTerminal(['ls', '--format', '{{.Name}}'], {
      columns: 100,
      rows: 20,
      env: {DOCKER_HOST: engine.host},
    })
    await terminal.ended
    match(terminal.screen(), /h\\x1b\[31m/)
    terminal.close()
  })

  function checkLines(text: string): void {
    for (const line of text.split('\n')) {
      match(line, HARMLESS)
      equal(line.startsWith('Try this: curl'), false, text)
    }
  }
})
