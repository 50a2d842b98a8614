import {deepEqual, equal, match} from 'node:assert/strict'
import {
  engineWithoutRules,
  freshName,
  ownVersion,
  removeAll,
  startContainer,
  type TestEngine,
} from '../../harness/fixture.js'
import {runDnet} from '../../harness/run-dnet.js'

describe('a network that publishes on an address of its own', () => {
  let real: TestEngine
  const base = freshName()
  // An engine takes the gateway of the first by name.
  const [inner, outer, app] = [`${base}-a`, `${base}-b`, `${base}-app`]

  before(async function () {
    // Podman publishes on the addresses asked for, whatever the network is.
    if (ownVersion() === 'podman') return this.skip()
    real = await engineWithoutRules()
    const own = {'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1'}
    for (const [Name, Options] of [[inner, own] as const, [outer, {}] as const])
      equal((await real.call('/networks/create', {method: 'POST', body: {Name, Options}})).status, 201)
    await startContainer(real, app, {
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {NetworkMode: outer, PortBindings: {'80/tcp': [{HostIp: '', HostPort: '18760'}]}},
    })
  })
  after(() => real && removeAll(real, [app], [inner, outer]))

  const bound = async (): Promise<string[]> => {
    const {NetworkSettings} = (await real.call(`/containers/${app}/json`)).body as {
      NetworkSettings: {Ports: Record<string, {HostIp: string}[] | null>}
    }
    return (NetworkSettings.Ports['80/tcp'] ?? []).map(({HostIp}) => HostIp).filter((addr) => !addr.includes(':'))
  }

  it('is told before it takes the ports over, and as it gives them back', async () => {
    deepEqual(await bound(), ['0.0.0.0'])
    const joined = await runDnet(['connect', inner, app], {DOCKER_HOST: real.host})
    match(joined.stderr, /port 18760->80\/tcp of "\S+" is bound again, on 127\.0\.0\.1 in place of all addresses/)
    deepEqual(await bound(), ['127.0.0.1'])
    const left = await runDnet(['disconnect', inner, app], {DOCKER_HOST: real.host})
    match(left.stderr, /port 18760->80\/tcp of "\S+" is bound again, on all addresses in place of 127\.0\.0\.1/)
    deepEqual(await bound(), ['0.0.0.0'])
  })
})
