import {deepEqual, equal} from 'node:assert/strict'
import {asTestEngine, execIn, ownVersion, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'
import {startEngine, WITHOUT_RULES} from '../harness/throwaway.js'
import {until} from '../harness/until.js'

describe('names on an overlay network lead where containers really get', () => {
  let real: TestEngine
  let stop: () => Promise<void> = async () => {}

  const post = async (path: string, body: object): Promise<void> => {
    const {status} = await real.call(path, {method: 'POST', body})
    equal([200, 201].includes(status), true)
  }
  const tasksOf = async (service: string): Promise<number> => {
    const {Services} = (await real.call('/networks/mesh?verbose=true')).body as {
      Services?: Record<string, {Tasks: unknown[]}>
    }
    return Services?.[service]?.Tasks.length ?? 0
  }

  before(async function () {
    if (ownVersion() === 'podman') return this.skip()
    const throwaway = await startEngine({version: ownVersion(), name: 'swarm-names', daemonConfig: WITHOUT_RULES})
    stop = () => throwaway.stop()
    real = asTestEngine(throwaway)
    await post('/swarm/init', {ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1'})
    await post('/networks/create', {Name: 'mesh', Driver: 'overlay', Attachable: true})
    await post('/networks/create', {Name: 'aaa', CheckDuplicate: true})
    await startContainer(real, 'app', {HostConfig: {NetworkMode: 'aaa'}})
    await post('/networks/mesh/connect', {Container: 'app'})
    // It has the name of a service, on a network that sorts before the service's.
    await startContainer(real, 'other', {
      HostConfig: {NetworkMode: 'aaa'},
      NetworkingConfig: {EndpointsConfig: {aaa: {Aliases: ['vip']}}},
    })
    for (const [Name, Mode] of [
      ['vip', 'vip'],
      ['rr', 'dnsrr'],
    ] as const)
      await post('/services/create', {
        Name,
        EndpointSpec: {Mode},
        Mode: {Replicated: {Replicas: 2}},
        TaskTemplate: {
          ContainerSpec: {Image: 'bb:1', Command: ['sleep', '100000'], StopSignal: 'KILL'},
          Networks: [{Target: 'mesh'}],
        },
      })
    await until('two tasks of each service', async () => (await tasksOf('vip')) === 2 && (await tasksOf('rr')) === 2)
  })
  after(() => stop())

  const really = async (name: string): Promise<string[]> => {
    const {output} = await execIn(real, 'app', ['nslookup', name])
    // The first is the server that answers.
    return [...output.matchAll(/^Address(?: \d+)?:\s+([\d.]+)(?![\d.:])/gm)].map(([, addr = '']) => addr).toSorted()
  }
  const foretold = async (name: string): Promise<string[]> => {
    const {stdout} = await runDnet(['dns', '--json', 'app', name], {DOCKER_HOST: real.host})
    const {targets = []} = JSON.parse(stdout) as {targets?: {addresses: string[]}[]}
    return targets.flatMap(({addresses}) => addresses).toSorted()
  }

  for (const [name, count] of [
    ['vip', 1],
    ['rr', 2],
    ['tasks.vip', 2],
    ['tasks.rr', 2],
    ['other', 1],
  ] as const)
    it(name, async () => {
      const addresses = await foretold(name)
      equal(addresses.length, count)
      deepEqual(addresses, await really(name))
    })
})
