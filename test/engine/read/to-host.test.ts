import {strict as assert} from 'node:assert'
import {readFileSync} from 'node:fs'
import {
  containerAnswer,
  containerDetailsAnswer,
  networkAnswer,
  networkDetailsAnswer,
} from '../../../src/lib/engine/read/answers.js'
import * as container from '../../../src/lib/engine/read/to-container.js'
import * as host from '../../../src/lib/engine/read/to-host.js'
import {arrayOf} from '../../../src/lib/json-reader.js'
import {needed} from '../../../src/lib/model/known.js'
import {portWishes} from '../../../src/lib/model/ports.js'

const toNetworks = (json: unknown) => host.toNetworks(arrayOf(networkAnswer)(json, ''))
const toDetailedNetwork = (json: unknown) => host.toDetailedNetwork(networkDetailsAnswer(json, ''))
const toContainers = (json: unknown, details: ReadonlyMap<string, unknown>) =>
  container.toContainers(
    arrayOf(containerAnswer)(json, ''),
    new Map([...details].map(([id, one]) => [id, containerDetailsAnswer(one, '')])),
  )

interface Recording {
  readonly networks: readonly object[]
  readonly network: object
  readonly containers: readonly object[]
  readonly running: {readonly Id: string}
  readonly stopped: {readonly Id: string}
}

const recording = (version: string): Recording =>
  JSON.parse(readFileSync(new URL(`../../recorded/api/${version}.json`, import.meta.url), 'utf8')) as Recording

function containersOf({containers, running, stopped}: Recording) {
  const details = new Map([running, stopped].map((json) => [json.Id, json]))
  const [first, second] = toContainers(containers, details)
  if (first?.name !== 'running' || second?.name !== 'stopped') throw new Error('not the recorded scene')
  return {running: first, stopped: second}
}

for (const version of ['20', '26', '28', 'podman']) {
  const podman = version === 'podman'

  describe(`API JSON to model: ${version}`, () => {
    const web = toNetworks(recording(version).networks).find(({name}) => name === 'web')

    it('a network with its subnets, options and labels', () => {
      assert.deepEqual(
        {
          ...web,
          id: web?.id.length,
          created: /^\d{4}-.*T.*Z$/.test(web?.created ?? ''),
          ipamOptions: {},
          subnets: [],
          options: {},
        },
        {
          id: 64,
          name: 'web',
          driver: 'bridge',
          scope: 'local',
          created: true,
          enableIPv4: version === '28',
          enableIPv6: true,
          internal: false,
          attachable: false,
          ingress: false,
          configOnly: false,
          configFrom: '',
          ipamDriver: 'default',
          ipamOptions: {},
          subnets: [],
          options: {},
          labels: {empty: '', team: 'web'},
          details: {known: false, why: 'not asked for'},
        },
      )
      assert.deepEqual(web?.subnets[0], {
        subnet: '10.7.0.0/24',
        ipRange: podman ? '' : '10.7.0.128/25',
        gateway: '10.7.0.1',
        auxAddresses: {},
      })
      assert.equal(web?.subnets[1]?.subnet, 'fd07::/64')
      assert.deepEqual(web?.options, podman ? {mtu: '1400'} : {'com.docker.network.driver.mtu': '1400'})
    })

    it('who is attached to a network, from its inspect', () => {
      const {details} = toDetailedNetwork(recording(version).network)
      assert.ok(details.known)
      const [one, ...others] = details.value.attached
      assert.deepEqual([one?.name, one?.ipv4, one?.ipv6, others.length], ['running', '10.7.0.9/24', 'fd07::2/64', 0])
    })

    it('a running container: addresses, names, published port', () => {
      const {running} = containersOf(recording(version))
      assert.deepEqual(running.published, [{hostAddr: '127.0.0.1', hostPort: 8080, containerPort: 80, protocol: 'tcp'}])
      const [endpoint] = running.endpoints
      assert.deepEqual(
        [endpoint?.networkName, endpoint?.ipv4, endpoint?.ipv6, endpoint?.gateway4, endpoint?.gateway6],
        ['web', '10.7.0.9', 'fd07::2', '10.7.0.1', 'fd07::1'],
      )
      assert.ok(endpoint?.names.known)
      assert.deepEqual(endpoint.names.value.aliases.slice(0, 2), ['db', 'store'])
      assert.equal(running.state, 'running')
      assert.ok(running.details.known && running.details.value.pid > 0)
    })

    it('a stopped container: no address, but what it asks for', () => {
      const {stopped} = containersOf(recording(version))
      const [endpoint] = stopped.endpoints
      assert.equal(stopped.state, 'created')
      assert.deepEqual([endpoint?.ipv4, endpoint?.wanted4], [undefined, podman ? undefined : '10.7.0.10'])
      assert.deepEqual(stopped.published, [])
      assert.ok(stopped.details.known && endpoint?.names.known)
      assert.deepEqual(endpoint.names.value.links, podman ? [] : ['running:r'])
      const wishes = portWishes(stopped.details.value)
      const range = wishes.find(({containerPort}) => containerPort === 90)
      assert.deepEqual(range?.hostPorts, podman ? {first: 9000, last: 9000} : {first: 9000, last: 9010})
      const all = wishes.find(({containerPort}) => containerPort === 443)
      assert.equal(all?.hostPorts === null, !podman, 'docker picks the port at start, podman when it creates')
      assert.equal(stopped.details.value.restartPolicy, 'always')
    })
  })
}

describe('API JSON to model: what engines leave out', () => {
  const portsOf = (State: string) => {
    const [found] = toContainers(
      [{Id: 'a', Names: ['/a'], State, Ports: [{PrivatePort: 80, PublicPort: 8100, Type: 'tcp'}]}],
      new Map(),
    )
    return found?.published.map(({hostAddr, hostPort}) => `${hostAddr}:${hostPort}`)
  }
  it('the address of a port that is bound on all of IPv4', () => assert.deepEqual(portsOf('running'), ['0.0.0.0:8100']))
  it('that the listed ports are those of the next start', () => assert.deepEqual(portsOf('exited'), []))

  it('ports that are none: a range without end is not made', () => {
    const ExposedPorts = {'80-82/tcp': {}, '1-99999999999/tcp': {}, '65536/udp': {}, 'x/tcp': {}, '65535/udp': {}}
    const [found] = toContainers([{Id: 'a', Names: ['/a']}], new Map([['a', {Config: {ExposedPorts}}]]))
    assert.ok(found?.details.known)
    assert.deepEqual(
      found.details.value.exposed.map(({port, protocol}) => `${port}/${protocol}`),
      ['80/tcp', '81/tcp', '82/tcp', '65535/udp'],
    )
  })

  it('a network with nothing but id and name', () => {
    const [network] = toNetworks([{Id: 'a', Name: 'n'}])
    assert.deepEqual([network?.driver, network?.subnets, network?.labels], ['', [], {}])
  })

  it('nulls where lists and maps are expected', () => {
    const [network] = toNetworks([
      {Id: 'a', Name: 'n', IPAM: {Options: null, Config: null}, Options: null, Labels: null},
    ])
    assert.deepEqual([network?.ipamOptions, network?.subnets, network?.options, network?.labels], [{}, [], {}, {}])
    const [container] = toContainers([{Id: 'c', Names: null, Ports: null, Labels: null}], new Map())
    assert.deepEqual([container?.name, container?.published, container?.endpoints], ['', [], []])
  })

  it('services by name, not the containers without one that stand among them', () => {
    // As GET /networks/ID?verbose=true of 28.5.2 tells an overlay with a service and a plain container.
    const Services = {
      '': {VIP: '<nil>', Ports: null},
      svc: {VIP: '10.0.1.4', Ports: []},
      dns: {VIP: '<nil>', Ports: []},
    }
    const {details} = toDetailedNetwork({Name: 'ov', Id: '1', Services})
    assert.deepEqual(needed(details, 'details').services, [
      {name: 'dns', virtualAddress: '', ports: []},
      {name: 'svc', virtualAddress: '10.0.1.4', ports: []},
    ])
  })

  it("Podman's default network under the name of its list, and the mode that its list leaves out", () => {
    const NetworkID = '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9'
    const list = [{Id: 'c', Names: ['/c'], NetworkSettings: {Networks: {podman: {NetworkID}}}}]
    const details = {HostConfig: {NetworkMode: 'bridge'}, NetworkSettings: {Networks: {podman: {NetworkID}}}}
    const read = (known: [string, object][]) => {
      const [container] = toContainers(list, new Map(known))
      return [container?.networkMode, container?.endpoints.map(({networkName}) => networkName)]
    }
    assert.deepEqual(read([]), ['', ['bridge']])
    assert.deepEqual(read([['c', details]]), ['bridge', ['bridge']])
  })

  it("no endpoints for a container in another's sandbox, for which Podman repeats the other's", () => {
    const [owner, guest] = ['a'.repeat(64), 'b'.repeat(64)]
    const json = (Id: string) => ({
      Id,
      Names: [`/${Id[0]}`],
      NetworkSettings: {Networks: {web: {NetworkID: 'n', Aliases: ['db', 'aaaaaaaaaaaa']}}},
    })
    const details = {...json(guest), HostConfig: {NetworkMode: `container:${owner}`}}
    const read = (known: [string, object][]) =>
      toContainers([json(owner), json(guest)], new Map(known)).map(({name, endpoints}) => [name, endpoints.length])
    assert.deepEqual(read([]), [
      ['a', 1],
      ['b', 0],
    ])
    assert.deepEqual(read([[guest, details]]), [
      ['a', 1],
      ['b', 0],
    ])
  })

  it("a container's own name, beside the paths of legacy links", () => {
    const [container] = toContainers([{Id: 'c', Names: ['/web/database', '/db']}], new Map())
    assert.equal(container?.name, 'db')
  })

  it('networks sort as docker network ls does', () => {
    const names = toNetworks(['net-10', 'net-2', 'a'].map((Name, i) => ({Id: `${i}`, Name}))).map(({name}) => name)
    assert.deepEqual(names, ['a', 'net-2', 'net-10'])
  })
})
