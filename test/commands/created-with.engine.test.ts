import {equal, match} from 'node:assert/strict'
import {itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('a network that a container was created with', () => {
  let engine: TestEngine
  const [made, other, third, app] = [freshName(), freshName(), freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    for (const Name of [made, other, third])
      equal((await engine.call('/networks/create', {method: 'POST', body: {Name}})).status, 201)
    await startContainer(engine, app, {HostConfig: {NetworkMode: made}})
    equal((await dnet('connect', other, app)).exit, 0)
    equal((await dnet('disconnect', made, app)).exit, 0)
  })
  after(() => removeAll(engine, [app], [made, other, third]))
  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: engine.host})

  itWhere('the network that a container was created with', 'is kept by prune, with the reason', async () => {
    const {stdout} = await dnet('prune', '--keep-stopped', '--dry-run')
    match(stdout, new RegExp(`${made} +keep +created with it, and connected to nothing else without it: ${app}`))
  })

  itWhere(
    'the network that a container was created with',
    'is not removed by rm without a word, which --strict takes for a no',
    async () => {
      const refused = await dnet('rm', '--strict', made)
      equal(refused.exit, 6, refused.stderr)
      match(refused.stderr, new RegExp(`created with network "${made}": "${app}"`))
      equal((await dnet('connect', third, app)).exit, 0)
      equal((await dnet('disconnect', third, app)).exit, 0)
    },
  )

  itWhere(
    'the network that a container was created with',
    'is missed by the engine, once it is gone, or is not: as the warning says, it may',
    async () => {
      const removed = await dnet('rm', made)
      equal(removed.exit, 0, removed.stderr)
      match(removed.stderr, /^Warning: created with network /)
      const {status, body} = await engine.call(`/networks/${third}/connect`, {method: 'POST', body: {Container: app}})
      if (status !== 200) match(JSON.stringify(body), /could not find a network matching network mode/)
      equal(status === 200, !engine.version.startsWith('28'))
    },
  )
})
