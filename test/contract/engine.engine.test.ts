import {strict as assert} from 'node:assert'
import {DockerEngine} from '../../src/lib/engine/docker-engine.js'
import type {Engine} from '../../src/lib/engine/engine.js'
import {connect} from '../../src/lib/engine/reach/connection.js'
import {parseAddress} from '../../src/lib/engine/reach/engine-url.js'
import type {EndpointSpec, NetworkSpec} from '../../src/lib/spec/network-spec.js'
import {networkSpec} from '../build/specs.js'
import {engineWithoutRules, execIn, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'

const NETWORK = networkSpec({name: ''})

const ENDPOINT: EndpointSpec = {
  ipv4: '',
  ipv6: '',
  linkLocal: [],
  aliases: [],
  links: [],
  driverOptions: {},
  gatewayPriority: 0,
}

/** What every engine behind the seam must do, seen past it through the raw API. */
describe('engine contract', () => {
  let real: TestEngine
  let engine: Engine
  const networks: string[] = []
  const containers: string[] = []

  before(async () => {
    real = await engineWithoutRules()
    const address = parseAddress(real.host)
    const connection = await connect({...address, address: real.host, tls: undefined, source: 'the test'})
    engine = new DockerEngine(connection)
  })

  after(() => engine?.close())

  afterEach(() => removeAll(real, containers.splice(0), networks.splice(0)))

  const name = (): string => {
    const fresh = freshName()
    networks.push(fresh)
    return fresh
  }

  const create = (spec: Partial<NetworkSpec> & {name: string}) =>
    engine.execute({do: 'create-network', spec: {...NETWORK, ...spec}, because: ''})

  const container = async (body: object = {}): Promise<string> => {
    const fresh = freshName()
    containers.push(fresh)
    await startContainer(real, fresh, body)
    return fresh
  }

  it('creates what the spec says and returns its id', async () => {
    const web = name()
    const {id} = await create({
      name: web,
      internal: true,
      subnets: [{subnet: '10.171.0.0/24', ipRange: '10.171.0.128/25', gateway: '10.171.0.1', auxAddresses: {}}],
      labels: {team: 'web', empty: ''},
    })
    const {body} = await real.call(`/networks/${web}`)
    const {Id, Internal, Labels, IPAM} = body as {
      Id: string
      Internal: boolean
      Labels: object
      IPAM: {Config: {Subnet: string; Gateway: string}[]}
    }
    assert.deepEqual([Id, Internal, Labels], [id, true, {empty: '', team: 'web'}])
    assert.deepEqual([IPAM.Config[0]?.Subnet, IPAM.Config[0]?.Gateway], ['10.171.0.0/24', '10.171.0.1'])
  })

  it('observes what was created, and filters by name', async () => {
    const web = name()
    await create({name: web, subnets: [{subnet: '10.172.0.0/24', ipRange: '', gateway: '', auxAddresses: {}}]})
    const host = await engine.observe({networkFilters: {name: [`^${web}$`]}})
    assert.deepEqual(
      host.networks.map((network) => [network.name, network.driver, network.subnets[0]?.subnet]),
      [[web, 'bridge', '10.172.0.0/24']],
    )
    const all = (await engine.observe({})).networks.map((network) => network.name)
    assert.ok(all.includes(web) && all.length > 1)
    assert.equal(host.containers.known, false)
  })

  it('observes containers, and who is on a network', async () => {
    const web = name()
    await create({name: web, subnets: [{subnet: '10.173.0.0/24', ipRange: '', gateway: '', auxAddresses: {}}]})
    const one = await container({HostConfig: {NetworkMode: web}})
    const host = await engine.observe({containerDetails: true, networkDetails: true})
    assert.ok(host.containers.known)
    const seen = host.containers.value.find((candidate) => candidate.name === one)
    assert.deepEqual(
      seen?.endpoints.map(({networkName, ipv4}) => [networkName, ipv4]),
      [[web, '10.173.0.2']],
    )
    assert.equal(seen?.details.known, true)
    const details = host.networks.find((network) => network.name === web)?.details
    assert.ok(details?.known)
    assert.deepEqual(
      details.value.attached.map((endpoint) => [endpoint.name, endpoint.ipv4]),
      [[one, '10.173.0.2/24']],
    )
  })

  it('connects with address and alias, so that others reach the container, and disconnects', async () => {
    const web = name()
    await create({name: web, subnets: [{subnet: '10.174.0.0/24', ipRange: '', gateway: '', auxAddresses: {}}]})
    const [db, app] = [await container(), await container({HostConfig: {NetworkMode: web}})]
    const endpoint = {...ENDPOINT, ipv4: '10.174.0.77', aliases: ['store']}
    await engine.execute({do: 'connect', network: web, container: db, endpoint, because: ''})
    const ping = await execIn(real, app, ['ping', '-c', '1', '-W', '5', 'store'])
    assert.match(ping.output, /10\.174\.0\.77/)
    assert.equal(ping.exit, 0)
    await engine.execute({do: 'disconnect', network: web, container: db, force: false, because: ''})
    const {body} = await real.call(`/containers/${db}/json`)
    const {NetworkSettings} = body as {NetworkSettings: {Networks: object}}
    assert.equal(Object.keys(NetworkSettings.Networks).includes(web), false)
  })

  it("keeps the engine's bytes of one network", async () => {
    const web = name()
    await create({name: web, labels: {html: '<&>'}})
    const raw = await engine.rawNetwork(web, {verbose: false})
    assert.deepEqual(JSON.parse(raw), (await real.call(`/networks/${web}`)).body)
  })

  it('removes, and prunes only what the filter lets through', async () => {
    const [kept, pruned, removed] = [name(), name(), name()]
    await create({name: kept})
    await create({name: pruned, labels: {'dnet-test': pruned}})
    await create({name: removed})
    await engine.execute({do: 'remove-network', network: removed, because: ''})
    const filters = {label: [`dnet-test=${pruned}`]}
    assert.deepEqual((await engine.execute({do: 'prune-networks', filters, because: ''})).deleted, [pruned])
    const left = (await engine.observe({})).networks.map((network) => network.name)
    assert.deepEqual(
      [kept, pruned, removed].map((each) => left.includes(each)),
      [true, false, false],
    )
  })

  describe("refusals carry a code and the engine's own sentence", () => {
    it('a network that is not there', async () => {
      const missing = freshName()
      const expected = {code: 'NETWORK_NOT_FOUND', message: new RegExp(missing)}
      await assert.rejects(engine.rawNetwork(missing, {verbose: false}), expected)
      await assert.rejects(engine.execute({do: 'remove-network', network: missing, because: ''}), expected)
    })

    it('a name that is taken', async () => {
      const web = name()
      await create({name: web})
      await assert.rejects(create({name: web}), {code: 'NAME_TAKEN', message: /already (exists|used)/})
    })

    it('a subnet that overlaps', async () => {
      const subnets = [{subnet: '10.175.0.0/24', ipRange: '', gateway: '', auxAddresses: {}}]
      await create({name: name(), subnets})
      await assert.rejects(create({name: name(), subnets}), {code: 'SUBNET_OVERLAP'})
    })

    it('a container that is not there', async () => {
      const web = name()
      await create({name: web})
      const missing = freshName()
      const connecting = engine.execute({
        do: 'connect',
        network: web,
        container: missing,
        endpoint: ENDPOINT,
        because: '',
      })
      await assert.rejects(connecting, {code: 'CONTAINER_NOT_FOUND', message: new RegExp(missing)})
    })

    it('a network in use', async () => {
      const web = name()
      await create({name: web})
      await container({HostConfig: {NetworkMode: web}})
      await assert.rejects(engine.execute({do: 'remove-network', network: web, because: ''}), {code: 'NETWORK_IN_USE'})
    })

    it('an empty name makes no request', async () => {
      await assert.rejects(engine.rawNetwork(' ', {verbose: false}), {
        code: 'USAGE',
        message: 'invalid network name or ID: value is empty',
      })
    })
  })
})
