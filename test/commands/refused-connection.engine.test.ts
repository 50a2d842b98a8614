import {deepEqual, equal} from 'node:assert/strict'
import {itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

/** A running container keeps the settings of a connection that was refused, without being on the network. */
describe('a container whose connection was refused', () => {
  const HARMLESS = 'a connection refused without damage'
  let engine: TestEngine
  const [home, full, twin, more] = [freshName(), freshName(), freshName(), freshName()]
  const [app, holder] = [freshName(), freshName()]

  const post = (path: string, body: object) => engine.call(path, {method: 'POST', body})
  const ipam = (subnet: string, range: string, gateway: string) => ({
    Config: [{Subnet: subnet, IPRange: range, Gateway: gateway}],
  })
  const json = async (...argv: string[]) =>
    JSON.parse((await runDnet([...argv, '--json'], {DOCKER_HOST: engine.host})).stdout) as Record<string, unknown>
  const named = (list: unknown, name: string) => (list as {name: string}[]).filter((one) => one.name === name)

  before(async () => {
    engine = await engineWithoutRules()
  })
  after(() => removeAll(engine, [app, holder], [home, full, twin, more]))

  itWhere(HARMLESS, 'is on none of its networks', async () => {
    const create = (Name: string, rest: object) => post('/networks/create', {Name, CheckDuplicate: true, ...rest})
    await create(home, {IPAM: ipam('10.61.0.0/24', '10.61.0.0/25', '10.61.0.1')})
    await create(twin, {
      Driver: 'macvlan',
      Options: {parent: 'eth0'},
      IPAM: ipam('10.61.0.0/24', '10.61.0.128/25', '10.61.0.129'),
    })
    await create(full, {IPAM: ipam('10.62.0.0/24', '10.62.0.0/25', '10.62.0.1')})
    await create(more, {})
    await startContainer(engine, app, {HostConfig: {NetworkMode: home}})
    const address = {IPAMConfig: {IPv4Address: '10.62.0.9'}}
    await startContainer(engine, holder, {
      HostConfig: {NetworkMode: full},
      NetworkingConfig: {EndpointsConfig: {[full]: address}},
    })
    // For its address, and for a route that the container has already.
    for (const [network, EndpointConfig] of [
      [full, {...address, Aliases: ['refused']}],
      [twin, {Aliases: ['refused']}],
    ] as const) {
      const {status} = await post(`/networks/${network}/connect`, {Container: app, EndpointConfig})
      equal(status >= 400, true)
    }
    // Engines list what was refused from the next connection on.
    await post(`/networks/${more}/connect`, {Container: app})

    const {containers} = await json('inspect', '--container', app)
    deepEqual(
      (containers as {networks: {name: string}[]}[])[0]?.networks.map(({name}) => name).toSorted(),
      [home, more].toSorted(),
    )
    const {networks} = await json('ls', '--wide')
    for (const [name, running] of [
      [home, 1],
      [twin, 0],
      [full, 1],
      [more, 1],
    ] as const)
      deepEqual([name, (named(networks, name)[0] as {running?: number}).running], [name, running])
    deepEqual((await runDnet(['who', 'refused'], {DOCKER_HOST: engine.host})).exit, 3)
    deepEqual((await json('dns', app, holder)).error !== undefined, true)
  })
})
