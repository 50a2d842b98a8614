import {deepEqual, equal, match, ok, rejects} from 'node:assert/strict'
import {asTestEngine, ownVersion, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {LONG} from '../harness/many.js'
import {refusingProxy} from '../harness/refusing-proxy.js'
import {runDnet} from '../harness/run-dnet.js'
import {startEngine, WITHOUT_RULES} from '../harness/throwaway.js'
import {until} from '../harness/until.js'

describe('Swarm’s own endpoints', () => {
  let real: TestEngine
  let stop: () => Promise<void> = async () => {}
  let wayOut = ''

  before(async function () {
    if (ownVersion() === 'podman') return this.skip()
    const throwaway = await startEngine({version: ownVersion(), name: 'swarm', daemonConfig: WITHOUT_RULES})
    stop = () => throwaway.stop()
    real = asTestEngine(throwaway)
    const swarm = {ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1'}
    equal((await real.call('/swarm/init', {method: 'POST', body: swarm})).status, 200)
    const mesh = {Name: 'mesh', Driver: 'overlay', Attachable: true}
    equal((await real.call('/networks/create', {method: 'POST', body: mesh})).status, 201)
    const id = await startContainer(real, 'task', {HostConfig: {NetworkMode: 'mesh'}})
    wayOut = (await attachedTo('docker_gwbridge')).get(id) ?? 'none'
  })
  after(() => stop())

  const attachedTo = async (network: string): Promise<Map<string, string>> => {
    const {Containers} = (await real.call(`/networks/${network}`)).body as {Containers: Record<string, {Name: string}>}
    return new Map(Object.entries(Containers).map(([id, {Name}]) => [id, Name]))
  }
  const attached = async () => [
    ...(await attachedTo('docker_gwbridge')).values(),
    ...(await attachedTo('mesh')).values(),
  ]
  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: real.host})

  const refused = (name: string, network: string): string =>
    `Error: "${name}" on network "${network}" belongs to Swarm, which removes it when nothing needs it\n` +
    `Code: ENGINE_REFUSED\nTry this: see what is on it: dnet inspect --pretty ${network}\n`

  for (const run of [[], ['--no-check'], ['--dry-run']]) {
    const how = run.length > 0 ? `, with ${run[0]}` : ''
    it(`are never disconnected, not even by force${how}`, async () => {
      const before = await attached()
      for (const [network, name] of [
        ['docker_gwbridge', wayOut],
        ['docker_gwbridge', 'gateway_ingress-sbox'],
        ['mesh', 'mesh-endpoint'],
      ] as const) {
        const {exit, stdout, stderr} = await dnet('disconnect', ...run, '--force', network, name)
        deepEqual([exit, stdout, stderr], [1, '', refused(name, network)])
      }
      deepEqual(await attached(), before)
    })

    // Without a check, the engine alone refuses a bare removal.
    for (const more of run[0] === '--no-check' ? [['--disconnect']] : [[], ['--disconnect']])
      it(`hold their bridge: ${['rm', ...more].join(' ')}${how}`, async () => {
        const before = await attached()
        const {exit, stdout, stderr} = await dnet('rm', ...run, ...more, 'docker_gwbridge')
        deepEqual([exit, stdout], [4, ''])
        const [said = '', ...rest] = stderr.split('\n')
        equal(said.includes(`${wayOut} (Swarm's)`), true, stderr)
        equal(said.includes("gateway_ingress-sbox (Swarm's)"), true, stderr)
        deepEqual(rest, [
          'Code: NETWORK_IN_USE',
          'Try this: keep it: Swarm needs it for as long as this node is part of one',
          '',
        ])
        deepEqual(await attached(), before)
      })

    it(`stay when all else is disconnected${how}`, async () => {
      const before = await attached()
      const {exit, stdout, stderr} = await dnet('disconnect', ...run, '--all', 'docker_gwbridge')
      deepEqual([exit, stdout], [0, ''])
      equal(/^Warning: .* will stay on "docker_gwbridge": Swarm needs them\n$/.test(stderr), true, stderr)
      deepEqual(await attached(), before)
    })
  }

  for (const run of [[], ['--no-check']])
    it(`are not disconnected where nothing can be seen: ${run.join()}`, async () => {
      const before = await attached()
      const proxy = await refusingProxy(real.host, /^GET \/(networks|containers)/, 403)
      try {
        const {exit, stderr} = await runDnet(['disconnect', ...run, '--force', 'mesh', 'mesh-endpoint'], {
          DOCKER_HOST: proxy.host,
        })
        equal(exit, 1, stderr)
        match(stderr, /^Error: "mesh-endpoint" on network "mesh" may belong to Swarm, which could not be checked: /m)
      } finally {
        await proxy.close()
      }
      deepEqual(await attached(), before)
    })

  it('keep the subnet of their network from the local ones of the node, and the other way round', async () => {
    const {IPAM} = (await real.call('/networks/mesh')).body as {IPAM: {Config: {Subnet: string}[]}}
    const taken = IPAM.Config[0]?.Subnet ?? ''
    const refused = await dnet('create', '--subnet', taken, 'beside')
    deepEqual([refused.exit, refused.stdout], [4, ''])
    const why = `Warning: subnet ${taken} overlaps network "mesh" (${taken}): the engine refuses it while anything on this node is on that network, `
    equal(refused.stderr.startsWith(why), true, refused.stderr)

    const local = '10.226.0.0/24'
    equal((await dnet('create', '--subnet', local, 'local')).exit, 0)
    const wide = await dnet('create', '--driver', 'overlay', '--attachable', '--subnet', local, 'wide')
    equal(wide.exit, 0, wide.stderr)
    const then = `Warning: subnet ${local} overlaps network "local" (${local}): the engine allows it, but nothing on this node can be on the new network\n`
    equal(wide.stderr.startsWith(then), true, wide.stderr)
    // The engine tries for twenty seconds.
    if (LONG)
      await rejects(startContainer(real, 'late', {HostConfig: {NetworkMode: 'wide'}}), /attaching to network failed/)
    await removeAll(real, ['late'], ['wide', 'local'])
  })

  it('a service keeps its network, which is told before anything is taken off it', async () => {
    const TaskTemplate = {
      ContainerSpec: {Image: 'bb:1', Command: ['sleep', '100000'], StopSignal: 'KILL'},
      Networks: [{Target: 'mesh'}],
    }
    equal((await real.call('/services/create', {method: 'POST', body: {Name: 'site', TaskTemplate}})).status, 201)
    await until('its task is on the network', async () => {
      const {Services} = (await real.call('/networks/mesh?verbose=true')).body as {Services?: Record<string, unknown>}
      return Services !== undefined && 'site' in Services
    })
    const endpointOf = async (): Promise<unknown> => {
      const {body} = await real.call('/containers/task/json')
      return (body as {NetworkSettings: {Networks: {mesh: {EndpointID: string}}}}).NetworkSettings.Networks.mesh
        .EndpointID
    }
    const before = await endpointOf()
    for (const argv of [['rm'], ['rm', '--dry-run'], ['rm', '--disconnect', '--yes']]) {
      const {exit, stderr} = await dnet(...argv, 'mesh')
      equal(exit, 4, stderr)
      match(
        stderr,
        /in use by service site\nCode: NETWORK_IN_USE\nTry this: .*: docker service update --network-rm mesh site\n/,
      )
    }
    equal(await endpointOf(), before)
    equal((await dnet('rm', '--no-check', 'mesh')).exit, 4)
    equal((await real.call('/services/site', {method: 'DELETE'})).status, 200)
    await until('its task has left the network', async () =>
      [...(await attachedTo('mesh')).values()].every((name) => !name.startsWith('site.')),
    )
  })

  it('go with an overlay network', async () => {
    const {exit, stdout, stderr} = await dnet('rm', '--disconnect', '--yes', 'mesh')
    deepEqual([exit, stdout], [0, 'mesh\n'], stderr)
  })

  it('have addresses, which ls and subnets count alike', async () => {
    const [ls, subnets] = await Promise.all(
      [['ls', '--wide'], ['subnets']].map(async (argv) => {
        const {exit, stdout, stderr} = await dnet(...argv, '--json')
        equal(exit, 0, stderr)
        return JSON.parse(stdout)
      }),
    )
    const [row] = ls.networks.find(({name}: {name: string}) => name === 'docker_gwbridge').subnets
    const block = subnets.subnets.find(({owner}: {owner: {name: string}}) => owner.name === 'docker_gwbridge')
    // Beside the endpoints: the first and the last address, and the gateway.
    const used = (await attachedTo('docker_gwbridge')).size + 3
    deepEqual([row.addressesUsed, row.addressesFree], [`${used}`, `${65_536 - used}`])
    deepEqual([block.used, block.free], [`${used}`, `${65_536 - used}`])
    ok(used > 3)
  })
})
