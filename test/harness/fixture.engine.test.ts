import {equal, match, notEqual} from 'node:assert/strict'
import {execIn, freshName, removeAll, startContainer, type TestEngine, testEngine} from './fixture.js'

describe('the engine of a test run', () => {
  let engine: TestEngine
  before(async () => {
    engine = await testEngine()
  })

  it('is one and the same for all tests', async () => {
    equal(await testEngine(), engine)
  })

  it('says its version', () => {
    match(engine.version, /^\d+\.\d+\.\d+/)
    match(engine.api, /^1\.\d+$/)
  })

  it('runs containers that reach each other by alias', async () => {
    const [network, one, two] = [freshName(), freshName(), freshName()]
    notEqual(one, two)
    try {
      const made = await engine.call('/networks/create', {method: 'POST', body: {Name: network}})
      equal(made.status, 201)
      const attached = {HostConfig: {NetworkMode: network}}
      await startContainer(engine, one, attached)
      await startContainer(engine, two, {
        ...attached,
        NetworkingConfig: {EndpointsConfig: {[network]: {Aliases: ['second']}}},
      })
      const {exit, output} = await execIn(engine, one, ['ping', '-c1', '-W5', 'second'])
      match(output, /1 packets received/)
      equal(exit, 0)
    } finally {
      await removeAll(engine, [one, two], [network])
    }
    equal((await engine.call(`/networks/${network}`)).status, 404)
  })
})
