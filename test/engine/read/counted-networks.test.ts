import {strict as assert} from 'node:assert'
import {DockerEngine} from '../../../src/lib/engine/docker-engine.js'
import {answerText, brokenEngine} from '../../harness/broken-engine.js'
import {reach} from '../../harness/reach.js'

const JSON_TYPE = 'Content-Type: application/json'

/** What Docker 29 answers, whose API no engine of these tests speaks yet: byte for byte as its swagger.yaml has it. */
const NETWORK =
  '{"Name":"web","Id":"n1","Scope":"local","Driver":"bridge","IPAM":{"Config":[{"Subnet":"fd00:1::/64"}]},' +
  '"Labels":{"trap":"\\"IPsInUse\\":5"},"Containers":{},' +
  '"Status":{"IPAM":{"Subnets":{"fd00:1::/64":{"IPsInUse":3,"DynamicIPsAvailable":18446744073709551615}}}}}'

async function use(apiVersion: string, options = {}, counted = NETWORK) {
  const engine = await brokenEngine(
    ({line, socket}) => {
      if (line.includes('/_ping')) socket.write(answerText('200 OK', '', [`Api-Version: ${apiVersion}`]))
      else socket.write(answerText('200 OK', line.includes('/networks/n1') ? counted : `[${NETWORK}]`, [JSON_TYPE]))
    },
    {ping: false},
  )
  const connection = await reach({host: engine.host}, options)
  try {
    const {networks} = await new DockerEngine(connection).observe({addressUse: true})
    return {asked: engine.asked.map((line) => line.split(' ')[1]), network: networks[0], own: connection.apiVersion}
  } finally {
    connection.close()
    await engine.stop()
  }
}

describe("the engine's own count of addresses", () => {
  it('is asked for in API 1.52 alone, and keeps every digit', async () => {
    const {asked, network, own} = await use('1.52')
    assert.deepEqual(asked, ['/_ping', '/v1.50/networks', '/v1.52/networks/n1'])
    assert.equal(own, '1.50')
    assert.deepEqual(network?.details.known && network.details.value.usage, [
      {subnet: 'fd00:1::/64', used: 3n, dynamicLeft: 18_446_744_073_709_551_615n},
    ])
    assert.deepEqual(network?.labels, {trap: '"IPsInUse":5'})
  })

  it('is no engine’s where it is no JSON', () =>
    assert.rejects(use('1.52', {}, '<html>'), /: the answer is not from a Docker engine \(/))

  it('costs no call where an engine does not count', async () => {
    assert.deepEqual((await use('1.51')).asked, ['/_ping', '/v1.50/networks'])
  })

  it('is not asked for where an older version is pinned', async () => {
    assert.deepEqual((await use('1.52', {apiVersion: '1.41'})).asked, ['/v1.41/networks'])
  })
})
