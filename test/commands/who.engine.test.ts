import {deepEqual} from 'node:assert/strict'
import {itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('dnet who finds on a real engine', () => {
  let engine: TestEngine
  const [front, back] = [freshName(), freshName()]
  const [app, db] = [freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    const body = {Name: front, CheckDuplicate: true, IPAM: {Config: [{Subnet: '10.211.0.0/24'}]}}
    await engine.call('/networks/create', {method: 'POST', body})
    await engine.call('/networks/create', {method: 'POST', body: {Name: back, CheckDuplicate: true}})
    await startContainer(engine, db, {HostConfig: {NetworkMode: back}})
    await startContainer(engine, app, {
      HostConfig: {NetworkMode: front},
      NetworkingConfig: {EndpointsConfig: {[front]: {Aliases: ['entry']}}},
    })
    const linked = {Container: app, EndpointConfig: {Links: [`${db}:data`]}}
    await engine.call(`/networks/${back}/connect`, {method: 'POST', body: linked})
  })
  after(() => removeAll(engine, [app, db], [front, back]))

  const holders = async (asked: string): Promise<string[]> => {
    const {stdout} = await runDnet(['who', '--json', asked], {DOCKER_HOST: engine.host})
    const {holdings = []} = JSON.parse(stdout) as {holdings?: Record<'kind' | 'name' | 'holds' | 'network', string>[]}
    return holdings.map(({kind, name, holds, network}) => `${kind} ${name} ${holds} ${network}`)
  }

  it('the gateway that the engine chose', async () =>
    deepEqual(await holders('10.211.0.1'), [`network ${front} gateway ${front}`]))
  it('the container that has an address', async () =>
    deepEqual(await holders('10.211.0.2'), [`container ${app} address ${front}`]))
  it('an alias', async () => deepEqual(await holders('entry'), [`container ${app} alias ${front}`]))
  itWhere('names for one container alone', 'a private link', async () =>
    deepEqual(await holders('data'), [`container ${app} private link ${back}`]),
  )
})
