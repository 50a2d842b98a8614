import {deepEqual} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {shellLine} from '../../src/lib/shell-words.js'
import {itWhere} from '../harness/capabilities.js'
import {
  engineWithoutRules,
  freshName,
  ownVersion,
  removeAll,
  startContainer,
  type TestEngine,
} from '../harness/fixture.js'
import {PROGRAM} from '../harness/program.js'
import {runDnet} from '../harness/run-dnet.js'

function holdersIn(answer: string): string[] {
  const {holdings = []} = JSON.parse(answer) as {holdings?: Record<'kind' | 'name' | 'holds' | 'network', string>[]}
  return holdings.map(({kind, name, holds, network}) => `${kind} ${name} ${holds} ${network}`)
}

describe('dnet who finds on a real engine', () => {
  let engine: TestEngine
  const [front, back] = [freshName(), freshName()]
  const [app, db] = [freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    const body = {Name: front, CheckDuplicate: true, IPAM: {Config: [{Subnet: '10.211.0.0/24'}]}}
    await engine.call('/networks/create', {method: 'POST', body})
    await engine.call('/networks/create', {method: 'POST', body: {Name: back, CheckDuplicate: true}})
    await startContainer(engine, db, {HostConfig: {NetworkMode: back}})
    await startContainer(engine, app, {
      HostConfig: {NetworkMode: front},
      NetworkingConfig: {EndpointsConfig: {[front]: {Aliases: ['entry']}}},
    })
    const linked = {Container: app, EndpointConfig: {Links: [`${db}:data`]}}
    await engine.call(`/networks/${back}/connect`, {method: 'POST', body: linked})
  })
  after(() => removeAll(engine, [app, db], [front, back]))

  const holders = async (asked: string): Promise<string[]> => {
    const {stdout} = await runDnet(['who', '--json', asked], {DOCKER_HOST: engine.host})
    return holdersIn(stdout)
  }

  it('the gateway that the engine chose', async () =>
    deepEqual(await holders('10.211.0.1'), [`network ${front} gateway ${front}`]))
  it('the container that has an address', async () =>
    deepEqual(await holders('10.211.0.2'), [`container ${app} address ${front}`]))
  it('an alias', async () => deepEqual(await holders('entry'), [`container ${app} alias ${front}`]))

  it('the container at the other end of a virtual interface, and not one that shares its sandbox', async function () {
    const {throwaway} = engine
    if (!throwaway) return this.skip()
    const side = freshName()
    await startContainer(engine, side, {HostConfig: {NetworkMode: `container:${app}`}})
    /** Runs where the kernel's files tell of the engine's processes and interfaces, as on the engine's own machine. */
    const beside = async (script: string): Promise<string> => {
      const seen = `mount -t proc proc /proc && mount -t sysfs sysfs /sys && ${script}`
      const words = ['--target', `${throwaway.pid}`, '--net', '--pid', 'unshare', '--mount', 'sh', '-c', seen]
      const {stdout} = await promisify(execFile)('nsenter', words, {env: {...process.env, DOCKER_HOST: engine.host}})
      return stdout
    }
    const links = (await beside('ls /sys/class/net')).split('\n').filter((link) => link.startsWith('veth'))
    const answers = await Promise.all(
      links.map((link) => beside(shellLine([process.execPath, PROGRAM, 'who', '--json', link]))),
    )
    await removeAll(engine, [side], [])
    // Podman does not tell the bridges of its networks.
    const on = (name: string, network: string): string =>
      `container ${name} interface ${ownVersion() === 'podman' ? '' : network}`
    const told = answers.flatMap(holdersIn).filter((text) => [app, db, side].some((name) => text.includes(name)))
    deepEqual(told.toSorted(), [on(app, front), on(app, back), on(db, back)].toSorted())
  })

  itWhere('names for one container alone', 'a private link', async () =>
    deepEqual(await holders('data'), [`container ${app} private link ${back}`]),
  )
})
