import {deepEqual} from 'node:assert/strict'
import {itWhere} from '../../harness/capabilities.js'
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
  const [front, back] = [freshName(), `${freshName()}-Back`]
  const [api, db, plain, nowhere, onHost] = [freshName(), freshName(), freshName(), freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    for (const Name of [front, back]) await engine.call('/networks/create', {method: 'POST', body: {Name}})
    await startContainer(engine, api, {
      HostConfig: {NetworkMode: front},
      NetworkingConfig: {EndpointsConfig: {[front]: {Aliases: ['entry', 'mydb']}}},
      Hostname: 'apihost',
    })
    await startContainer(engine, db, {
      HostConfig: {NetworkMode: back},
      NetworkingConfig: {EndpointsConfig: {[back]: {Aliases: ['store', 'Upper']}}},
    })
    const ExtraHosts = ['extra:10.9.9.9', 'Store:10.9.9.8']
    await startContainer(engine, plain, {Hostname: 'plainhost', HostConfig: {ExtraHosts}})
    await startContainer(engine, nowhere, {HostConfig: {NetworkMode: 'none', ExtraHosts}})
    await startContainer(engine, onHost, {HostConfig: {NetworkMode: 'host', ExtraHosts}})
    const body = {
      Container: api,
      EndpointConfig: {Aliases: ['inner'], Links: [`${db}:mydb`, 'nobody:store', `${db}:Up`]},
    }
    await engine.call(`/networks/${back}/connect`, {method: 'POST', body})
  })
  after(() => removeAll(engine, [api, db, plain, nowhere, onHost], [front, back]))

  const really = async (from: string, name: string): Promise<string> => {
    const {output} = await execIn(engine, from, ['ping', '-c1', '-W1', name])
    return /PING \S+ \(([\d.]+)\)/.exec(output)?.[1] ?? 'nothing'
  }
  const foretold = async (from: string, name: string): Promise<string> => {
    const {stdout} = await runDnet(['dns', '--json', from, name], {DOCKER_HOST: engine.host})
    const {targets = []} = JSON.parse(stdout) as {targets?: {addresses: string[]}[]}
    return targets[0]?.addresses[0] ?? 'nothing'
  }

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
    [db, `inner.${back}`],
    [api, 'apihost'],
    [api, 'localhost'],
    [plain, 'plainhost'],
    [plain, plain],
    [plain, 'STORE'],
    [nowhere, 'extra'],
    [nowhere, db],
    [nowhere, 'nobody'],
    [onHost, 'extra'],
    [onHost, db],
    [onHost, 'nobody'],
  ] as const) {
    const called = {[api]: 'api', [db]: 'db', [plain]: 'plain', [nowhere]: 'nowhere', [onHost]: 'on the host'}[from]
    it(`${name.replace(/-\d+-/g, '-')} from ${called}`, async () => {
      deepEqual(await foretold(from, name), await really(from, name))
    })
  }

  for (const [why, name] of [
    ['of its network, before an alias of the first', 'mydb'],
    ['in another case, which is that alias', 'MYDB'],
    ['in another case, which is nothing', 'up'],
    ['whose name has upper case', 'Up'],
    ['with its network', `mydb.${back}`],
    ['with another network, which is its alias', `mydb.${front}`],
    ['with its network in another case', `up.${back.toLowerCase()}`],
  ] as const)
    itWhere('names for one container alone', `a link ${why}`, async () =>
      deepEqual(await foretold(api, name), await really(api, name)),
    )

  const asks = async (from: string, name: string): Promise<[exit: number | string, found: unknown]> => {
    const {exit, stdout} = await runDnet(['dns', '--json', from, name], {DOCKER_HOST: engine.host})
    return [exit, (JSON.parse(stdout) as {found?: unknown}).found]
  }
  it('what nobody here has goes to resolvers outside Docker, and is no failure', async () =>
    deepEqual(
      [await asks(db, 'nobody'), await asks(onHost, 'nobody')],
      [
        [0, null],
        [0, null],
      ],
    ))
  it('what a container here has, which is not what answers, is one', async () =>
    deepEqual(
      [await asks(plain, db), await asks(onHost, db)],
      [
        [6, undefined],
        [6, undefined],
      ],
    ))
  it('so is any name without a network', async () => deepEqual(await asks(nowhere, 'nobody'), [6, undefined]))

  itWhere('legacy links', 'a legacy link, by the name that its target had', async () => {
    const [old, renamed, linked] = [freshName(), freshName(), freshName()]
    try {
      await startContainer(engine, old, {Hostname: 'oldhost'})
      await startContainer(engine, linked, {HostConfig: {Links: [`${old}:other`]}})
      await engine.call(`/containers/${old}/rename?name=${renamed}`, {method: 'POST'})
      for (const name of ['other', 'oldhost', old, renamed])
        deepEqual([name, await foretold(linked, name)], [name, await really(linked, name)])
    } finally {
      await removeAll(engine, [old, renamed, linked], [])
    }
  })
})
