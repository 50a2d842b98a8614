import {deepEqual} from 'node:assert/strict'
import {
  engineWithoutRules,
  execIn,
  freshName,
  removeAll,
  startContainer,
  type TestEngine,
} from '../../harness/fixture.js'
import {runDnet} from '../../harness/run-dnet.js'

describe('dnet dns says what containers really get', () => {
  let engine: TestEngine
  const [front, back] = [freshName(), freshName()]
  const [api, db, plain] = [freshName(), freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    for (const Name of [front, back]) await engine.call('/networks/create', {method: 'POST', body: {Name}})
    await startContainer(engine, api, {
      HostConfig: {NetworkMode: front},
      NetworkingConfig: {EndpointsConfig: {[front]: {Aliases: ['entry']}}},
    })
    await startContainer(engine, db, {
      HostConfig: {NetworkMode: back},
      NetworkingConfig: {EndpointsConfig: {[back]: {Aliases: ['store', 'Upper']}}},
    })
    await startContainer(engine, plain)
    const body = {Container: api, EndpointConfig: {Aliases: ['inner'], Links: [`${db}:mydb`]}}
    await engine.call(`/networks/${back}/connect`, {method: 'POST', body})
  })
  after(() => removeAll(engine, [api, db, plain], [front, back]))

  const really = async (from: string, name: string): Promise<string> => {
    const {output} = await execIn(engine, from, ['ping', '-c1', '-W1', name])
    return /PING \S+ \(([\d.]+)\)/.exec(output)?.[1] ?? 'nothing'
  }
  const foretold = async (from: string, name: string): Promise<string> => {
    const {stdout} = await runDnet(['dns', '--json', from, name], {DOCKER_HOST: engine.host})
    const {targets = []} = JSON.parse(stdout) as {targets?: {addresses: string[]}[]}
    return targets[0]?.addresses[0] ?? 'nothing'
  }

  it('a name with its network, which Podman does not know', async () => {
    const docker = !/^[45]\./.test(engine.version)
    const want = docker ? await foretold(db, `inner.${back}`) : 'nothing'
    deepEqual(await really(db, `inner.${back}`), want)
  })

  for (const [from, name] of [
    [api, 'store'],
    [api, 'STORE'],
    [api, 'upper'],
    [api, 'mydb'],
    [api, db],
    [db, 'inner'],
    [db, api],
    [api, api],
    [db, 'entry'],
    [db, 'mydb'],
    [plain, db],
  ] as const) {
    it(`${name.replace(/-\d+-/, '-')} from ${from === api ? 'api' : from === db ? 'db' : 'plain'}`, async () => {
      deepEqual(await foretold(from, name), await really(from, name))
    })
  }
})
