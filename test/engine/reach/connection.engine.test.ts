import {deepEqual, equal, match, ok, rejects} from 'node:assert/strict'
import {apiAtLeast} from '../../../src/lib/model/api-version.js'
import {reach} from '../../harness/reach.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'

describe('a connection to Docker’s socket', () => {
  let engine: ThrowawayEngine
  before(async () => {
    engine = await startEngine({daemonConfig: WITHOUT_RULES, name: 'wire'})
  })
  after(() => engine?.stop())

  it('speaks the older of both API versions', async () => {
    const connection = await reach({host: engine.host})
    connection.close()
    equal(connection.apiVersion, !apiAtLeast(engine.api, '1.50') ? engine.api : '1.50')
  })

  it('a version that the engine does not know is its own refusal', async () => {
    const connection = await reach({host: engine.host}, {apiVersion: '1.99'})
    await rejects(connection.call({method: 'GET', path: '/networks'}), {
      code: 'UNSUPPORTED',
      hint: 'unset DOCKER_API_VERSION',
    })
    connection.close()
  })

  it('names with any letters reach the engine as they are', async () => {
    const connection = await reach({host: engine.host})
    for (const name of ['a b', 'c?d', 'e#f', 'g%2fh', 'i/j', 'é']) {
      await rejects(connection.call({method: 'GET', path: `/networks/${name}`}), {
        code: 'NETWORK_NOT_FOUND',
        message: `Error response from daemon: network ${name} not found`,
      })
    }
    connection.close()
  })

  it('streams events', async () => {
    const connection = await reach({host: engine.host})
    const name = 'dnet-test-events'
    const query = {filters: JSON.stringify({type: ['network'], network: [name]}), since: '0'}
    try {
      await connection.call({method: 'POST', path: '/networks/create', body: {Name: name}})
      const seen = (async () => {
        for await (const piece of connection.stream({method: 'GET', path: '/events', query})) {
          return JSON.parse(piece.toString()).Action
        }
      })()
      equal(await seen, 'create')
    } finally {
      await connection.call({method: 'DELETE', path: `/networks/${name}`})
      connection.close()
    }
  })

  it('the raw answer is the engine’s, byte for byte', async () => {
    const connection = await reach({host: engine.host})
    const {status, contentType, body} = await connection.request({method: 'GET', path: '/networks/bridge'})
    connection.close()
    deepEqual([status, contentType], [200, 'application/json'])
    ok(body.toString().startsWith('{"Name":"bridge",'))
    ok(body.toString().endsWith('}\n'))
  })
})

describe('a connection to Podman’s socket', () => {
  let engine: ThrowawayEngine
  before(async () => {
    engine = await startEngine({version: 'podman', name: 'pod'})
  })
  after(() => engine?.stop())

  it('speaks the API version that Podman offers', async () => {
    const connection = await reach({host: engine.host})
    const networks = (await connection.callJson({method: 'GET', path: '/networks'})) as {Name: string}[]
    connection.close()
    equal(connection.apiVersion, engine.api)
    ok(networks.length > 0)
  })

  it('its refusals have dnet’s codes', async () => {
    const connection = await reach({host: engine.host})
    await rejects(connection.call({method: 'GET', path: '/networks/nope'}), (error: Error & {code: string}) => {
      equal(error.code, 'NETWORK_NOT_FOUND')
      match(error.message, /^Error response from daemon: unable to find network with name or ID nope: /)
      return true
    })
    connection.close()
  })
})
