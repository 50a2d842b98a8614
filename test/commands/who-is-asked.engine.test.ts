import {deepEqual, equal} from 'node:assert/strict'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

/** In a script nobody can be asked: see docs/decisions/010-who-is-asked.md. */
describe('without a terminal and without --yes', () => {
  let engine: TestEngine
  const base = freshName()
  const [one, two, empty, other] = [`${base}-one`, `${base}-two`, `${base}-empty`, `${base}-other`]
  const [app, db] = [`${base}-app`, `${base}-db`]

  before(async () => {
    engine = await engineWithoutRules()
    for (const name of [app, db]) await startContainer(engine, name)
  })
  beforeEach(async () => {
    for (const Name of [one, two, empty, other]) await post('/networks/create', {Name})
    for (const [network, Container] of [
      [one, app],
      [two, app],
      [two, db],
    ] as const)
      await post(`/networks/${network}/connect`, {Container})
  })
  afterEach(async () => {
    for (const [network, Container] of [
      [one, app],
      [two, app],
      [two, db],
    ] as const)
      await engine.call(`/networks/${network}/disconnect`, {method: 'POST', body: {Container, Force: true}})
    await removeAll(engine, [], [one, two, empty, other])
  })
  after(() => removeAll(engine, [app, db], [one, two, empty, other]))

  const post = (path: string, body: object) => engine.call(path, {method: 'POST', body})
  const dnet = (argv: readonly string[]) => runDnet(argv, {DOCKER_HOST: engine.host})
  /** The networks that are there, each with how many containers are on it. */
  async function state(): Promise<Record<string, number>> {
    const found: Record<string, number> = {}
    for (const name of [one, two, empty, other]) {
      const {status, body} = await engine.call(`/networks/${name}`)
      if (status === 200) found[name] = Object.keys((body as {Containers: object | null}).Containers ?? {}).length
    }
    return found
  }
  const whole = {[one]: 1, [two]: 2, [empty]: 0, [other]: 0}

  const refused: [why: string, argv: string[], question: string][] = [
    [
      'a network with one container on it',
      ['rm', '--disconnect', one],
      `Remove 1 network: ${one}, and disconnect ${app}`,
    ],
    [
      'networks of which one has containers on it',
      ['rm', '--disconnect', empty, two],
      `Remove 2 networks: ${empty}, ${two}, and disconnect ${app}, ${db}`,
    ],
    ['all of several containers', ['disconnect', '--all', two], `Disconnect 2 containers from ${two}: ${app}, ${db}`],
  ]
  for (const [why, argv, question] of refused) {
    it(`${argv[0]}, ${why}: refused, and nothing is done`, async () => {
      const {exit, stdout, stderr} = await dnet(argv)
      const told = stderr.slice(stderr.indexOf('Error: '))
      deepEqual(
        [exit, stdout, told],
        [2, '', `Error: ${question}: confirmation required\nCode: USAGE\nTry this: to confirm in advance: --yes\n`],
      )
      deepEqual(await state(), whole)
    })
    it(`${argv[0]}, ${why}: done with --yes`, async () => {
      const {exit, stderr} = await dnet([...argv, '--yes'])
      equal(exit, 0, stderr)
      equal(JSON.stringify(await state()) === JSON.stringify(whole), false)
    })
  }

  const done: [why: string, argv: string[], left: Record<string, number>][] = [
    ['a network with nothing on it', ['rm', '--disconnect', empty], {[one]: 1, [two]: 2, [other]: 0}],
    ['several that are named', ['rm', empty, other], {[one]: 1, [two]: 2}],
    ['all, which is one container', ['disconnect', '--all', one], {...whole, [one]: 0}],
    ['several containers that are named', ['disconnect', two, app, db], {...whole, [two]: 0}],
  ]
  for (const [why, argv, left] of done)
    it(`${argv[0]}, ${why}: done`, async () => {
      const {exit, stderr} = await dnet(argv)
      equal(exit, 0, stderr)
      deepEqual(await state(), left)
    })
})
