import {deepEqual, equal} from 'node:assert/strict'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {refusingProxy} from '../harness/refusing-proxy.js'
import {runDnet} from '../harness/run-dnet.js'

describe('a link of which a step is refused', () => {
  let real: TestEngine
  let folder: string
  const base = freshName()
  const [app, db, there] = [`${base}-app`, `${base}-db`, `${base}-there`]

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-half-'))
    for (const name of [app, db]) await startContainer(real, name)
    equal((await real.call('/networks/create', {method: 'POST', body: {Name: there}})).status, 201)
  })
  after(async () => {
    await removeAll(real, [app, db], [there, `dnet-${app}-${db}`])
    await rm(folder, {recursive: true, force: true})
  })

  /** All networks, and those that each container is on. */
  async function state(): Promise<unknown> {
    const list = (await real.call('/networks')).body as {Name: string}[]
    const on = await Promise.all(
      [app, db].map(async (name) => {
        const {body} = await real.call(`/containers/${name}/json`)
        return Object.keys((body as {NetworkSettings: {Networks: object}}).NetworkSettings.Networks).toSorted()
      }),
    )
    return [list.map(({Name}) => Name).toSorted(), on]
  }

  const flags: [where: string, flags: string[]][] = [
    ['on a network made for it', []],
    ['on a network that is there', ['--network', there]],
  ]
  for (const [where, more] of flags)
    for (const nth of [1, 2])
      it(`${where} leaves nothing behind if connection ${nth} is refused`, async () => {
        const before = await state()
        let seen = 0
        const refused = {test: (call: string) => /^POST .*\/connect$/.test(call) && ++seen === nth}
        const proxy = await refusingProxy(real.host, refused, 500)
        try {
          const env = {DOCKER_HOST: proxy.host, HOME: folder, XDG_STATE_HOME: folder}
          const {exit, stderr} = await runDnet(['link', '--shared', ...more, app, `${db}:database`], env)
          equal(exit, 1, stderr)
          equal(stderr.includes('is not allowed here'), true, stderr)
          equal(seen, nth, stderr)
        } finally {
          await proxy.close()
        }
        deepEqual(await state(), before)
      })
})
