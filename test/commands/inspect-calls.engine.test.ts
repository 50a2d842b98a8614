import {deepEqual, equal, ok} from 'node:assert/strict'
import {type CountingProxy, countingProxy} from '../harness/counting-proxy.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

const CONTAINERS = 300

describe('dnet inspect of a network with 300 containers', () => {
  let engine: TestEngine
  let proxy: CountingProxy
  const [network, elsewhere] = [freshName(), freshName()]
  const names = Array.from({length: CONTAINERS}, () => freshName())
  const others = Array.from({length: 20}, () => freshName())

  before(async () => {
    engine = await engineWithoutRules()
    proxy = await countingProxy(engine.host)
    for (const Name of [network, elsewhere]) await engine.call('/networks/create', {method: 'POST', body: {Name}})
    const create = (name: string, on: string) =>
      engine.call(`/containers/create?name=${name}`, {
        method: 'POST',
        body: {Image: 'bb:1', Cmd: ['true'], HostConfig: {NetworkMode: on}},
      })
    const all = [...names.map((name) => [name, network] as const), ...others.map((name) => [name, elsewhere] as const)]
    for (let i = 0; i < all.length; i += 10) {
      await Promise.all(all.slice(i, i + 10).map(([name, on]) => create(name, on)))
    }
  })
  after(async () => {
    proxy.close()
    const all = [...names, ...others]
    for (let i = 0; i < all.length; i += 10) await removeAll(engine, all.slice(i, i + 10), [])
    await removeAll(engine, [], [network, elsewhere])
  })

  it('shows them all with as many calls as it needs, several at a time and no more than eight', async () => {
    const {exit, stdout} = await runDnet(['inspect', '--pretty', network], {DOCKER_HOST: proxy.host})
    equal(exit, 0)
    deepEqual(
      names.filter((name) => !stdout.includes(name)),
      [],
    )
    // A ping, both lists, the network, and each container on it.
    const needed = 4 + CONTAINERS
    ok(proxy.paths.length <= needed * 1.5, `${proxy.paths.length} calls`)
    equal(proxy.paths.filter((path) => /^\/containers\/.+\/json$/.test(path)).length, CONTAINERS)
    ok(proxy.most() > 2 && proxy.most() <= 9, `${proxy.most()} at a time`)
  })

  it('asks for a container only what it is on', async () => {
    const live = freshName()
    others.push(live)
    await startContainer(engine, live, {HostConfig: {NetworkMode: elsewhere}})
    const from = proxy.paths.length
    const {exit, stderr} = await runDnet(['inspect', '--container', live], {DOCKER_HOST: proxy.host})
    equal(exit, 0, stderr)
    const paths = proxy.paths.slice(from)
    equal(paths.filter((path) => /^\/networks\/[^?]/.test(path)).length, 1, paths.join('\n'))
    equal(paths.filter((path) => /^\/containers\/.+\/json$/.test(path) && path !== '/containers/json').length, 1)
  })
})
