import {strict as assert} from 'node:assert'
import type {DockerEngine} from '../../src/lib/engine/docker-engine.js'
import {SnapshotEngine} from '../../src/lib/engine/snapshot-engine.js'
import {DnetError} from '../../src/lib/errors.js'
import {parseSnapshot, snapshotText} from '../../src/lib/model/snapshot/snapshot.js'
import type {Filters} from '../../src/lib/spec/filters.js'
import {type Capability, itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {open} from '../harness/open.js'

/** What an engine must be able to do for its answer to be foretold; undefined where every engine's can be. */
function needed(filters: Filters): Capability | undefined {
  if ('scope' in filters || 'type' in filters || 'dangling' in filters) return 'filters by scope, type and use'
  return 'name' in filters || 'id' in filters || 'label' in filters ? undefined : 'one name for each network'
}

/** What a snapshot answers is what the engine answered when it was taken. */
describe('snapshot contract', () => {
  let real: TestEngine
  let engine: DockerEngine
  let snapshot: SnapshotEngine
  const [web, db, user] = [`${freshName()}-web`, `${freshName()}-db`, freshName()]
  let webId = ''

  before(async () => {
    real = await engineWithoutRules()
    engine = await open(real)
    const create = async (Name: string, body: object): Promise<string> => {
      const {Id} = (await real.call('/networks/create', {method: 'POST', body: {Name, ...body}})).body as {Id: string}
      return Id
    }
    webId = await create(web, {
      Labels: {team: 'web', empty: '', eq: 'a=b'},
      IPAM: {Config: [{Subnet: '10.176.0.0/24'}]},
    })
    await create(db, {Internal: true, Labels: {team: 'db'}, IPAM: {Config: [{Subnet: '10.177.0.0/24'}]}})
    await startContainer(real, user, {HostConfig: {NetworkMode: web}, Env: ['PASSWORD=hush']})
    const host = await engine.observe({
      networkDetails: true,
      addressUse: true,
      containerDetails: true,
      addressSpace: true,
    })
    const text = snapshotText(host, {labels: true})
    assert.equal(text.includes('hush'), false)
    snapshot = new SnapshotEngine(parseSnapshot(text, 'the snapshot'))
  })

  after(async () => {
    await removeAll(real, [user], [web, db])
    engine.close()
  })

  const answer = async (from: DockerEngine | SnapshotEngine, networkFilters: Filters): Promise<string[] | string> => {
    try {
      return (await from.observe({networkFilters})).networks.map(({name}) => name)
    } catch (error) {
      if (error instanceof DnetError) return error.code
      throw error
    }
  }

  const cases: Filters[] = [
    {},
    {name: ['web']},
    {name: ['^br', 'none']},
    {name: ['*']},
    {name: ['[']},
    {id: ['WEB_ID']},
    {id: ['^WEB_START']},
    {driver: ['bridge', 'null']},
    {driver: ['bridg']},
    {scope: ['local']},
    {scope: ['swarm']},
    {type: ['custom']},
    {type: ['builtin']},
    {type: ['custom', 'builtin']},
    {type: ['other']},
    {label: ['team']},
    {label: ['team=web']},
    {label: ['team=web', 'empty']},
    {label: ['team=web', 'team=db']},
    {label: ['empty=']},
    {label: ['eq=a=b']},
    {label: ['eq=a']},
    {dangling: ['true']},
    {dangling: ['0']},
    {dangling: ['maybe']},
    {dangling: ['true', 'false']},
    {driver: ['bridge'], type: ['custom'], name: ['db']},
    {nope: ['x']},
  ]
  for (const filters of cases) {
    itWhere(needed(filters), `lists the same for ${JSON.stringify(filters)}`, async () => {
      const own = JSON.parse(
        JSON.stringify(filters).replace('WEB_ID', webId).replace('WEB_START', webId.slice(0, 12)),
      ) as Filters
      assert.deepEqual(await answer(snapshot, own), await answer(engine, own))
    })
  }

  it("has the fields of the engine's inspect", async () => {
    const [own, theirs] = [
      JSON.parse(await snapshot.rawNetwork(web)),
      JSON.parse(await engine.rawNetwork(web, {verbose: false})),
    ]
    assert.deepEqual({...own, IPAM: {...own.IPAM, Options: null}}, {...theirs, IPAM: {...theirs.IPAM, Options: null}})
  })

  it('cannot be changed', async () => {
    const removing = snapshot.execute({do: 'remove-network', network: web, because: ''})
    await assert.rejects(removing, {code: 'USAGE', message: 'a snapshot cannot be changed'})
  })
})
