import {IMAGE} from '../harness/bb-image.js'
import type {TestEngine} from '../harness/fixture.js'
import {until} from '../harness/until.js'

/** One thing that is there before a command runs, made through the engine's API and by neither of the programs. */
export interface Step {
  /** The name of the network or container that it makes; undefined where it changes what others made. */
  readonly makes?: string
  make(engine: TestEngine): Promise<void>
}

/** What is there before a command runs, in the order it is made. */
export type Given = readonly Step[]

async function make(engine: TestEngine, path: string, body: object, status: number): Promise<unknown> {
  const answer = await engine.call(path, {method: 'POST', body})
  if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** @param body what the API's NetworkCreate takes, over the bridge driver */
export const network = (name: string, body: object = {}): Step => ({
  makes: name,
  make: async (engine) => {
    await make(engine, '/networks/create', {Name: name, Driver: 'bridge', ...body}, 201)
  },
})

/** The IPAM settings of a network with these subnets. */
export const subnets = (...config: readonly (string | object)[]): object => ({
  IPAM: {Config: config.map((entry) => (typeof entry === 'string' ? {Subnet: entry} : entry))},
})

/** A network that takes no address, no link and hardly any time. */
export const configOnly = (name: string, body: object = {}): Step => network(name, {ConfigOnly: true, ...body})

/** A network whose name is the first `length` characters of another one's id. */
export const networkNamedAsIdOf = (other: string, length: number): Step => ({
  make: async (engine) => {
    const {Id} = (await engine.call(`/networks/${other}`)).body as {Id: string}
    await configOnly(Id.slice(0, length)).make(engine)
  },
})

const create = async (
  engine: TestEngine,
  name: string,
  on: string,
  endpoint: object,
  host: object,
): Promise<string> => {
  const {Id} = (await make(
    engine,
    `/containers/create?name=${name}`,
    {
      Image: IMAGE,
      Cmd: ['sleep', '100000'],
      StopSignal: 'KILL',
      HostConfig: {NetworkMode: on, ...host},
      NetworkingConfig: {EndpointsConfig: on === 'bridge' ? {} : {[on]: endpoint}},
    },
    201,
  )) as {Id: string}
  return Id
}

/** A container that never ran, on network `on`. */
export const stopped = (name: string, on = 'bridge', endpoint: object = {}): Step => ({
  makes: name,
  make: async (engine) => {
    await create(engine, name, on, endpoint, {})
  },
})

/** A running container on network `on`. */
export const running = (name: string, on = 'bridge', endpoint: object = {}, host: object = {}): Step => ({
  makes: name,
  make: async (engine) => {
    const id = await create(engine, name, on, endpoint, host)
    await make(engine, `/containers/${id}/start`, {}, 204)
  },
})

export const connected = (to: string, container: string, endpoint: object = {}): Step => ({
  make: async (engine) => {
    await make(engine, `/networks/${to}/connect`, {Container: container, EndpointConfig: endpoint}, 200)
  },
})

/** A swarm of this one engine, once the networks that it brings along are there. */
export const swarm: Step = {
  make: async (engine) => {
    await make(engine, '/swarm/init', {ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1'}, 200)
    // The peer and the endpoints of the routing mesh come a moment after their networks.
    const isWhole = async (name: string, peers: number): Promise<boolean> => {
      const {status, body} = await engine.call(`/networks/${name}`)
      const {Containers, Peers} = body as {Containers?: Record<string, unknown> | null; Peers?: unknown[] | null}
      return status === 200 && 'ingress-sbox' in (Containers ?? {}) && (Peers ?? []).length === peers
    }
    await until('a swarm brings its networks along', async () => {
      return (await isWhole('ingress', 1)) && (await isWhole('docker_gwbridge', 0))
    })
  },
}

async function leaveSwarm(engine: TestEngine): Promise<void> {
  const left = await engine.call('/swarm/leave?force=true', {method: 'POST'})
  if (left.status !== 200) return
  const names = async () => ((await engine.call('/networks')).body as {Name: string}[]).map(({Name}) => Name)
  await until('a swarm takes its network away', async () => !(await names()).includes('ingress'))
}

/** Leaves the swarm and removes every container and every network that can be removed. */
export async function wipe(engine: TestEngine): Promise<void> {
  await leaveSwarm(engine)
  await removeWhere(engine, () => true)
}

/** Removes the containers and the networks of certain names, as far as they can be removed. */
export async function removeWhere(engine: TestEngine, goes: (name: string) => boolean): Promise<void> {
  const containers = (await engine.call('/containers/json?all=true')).body as {Id: string; Names: string[]}[]
  const those = containers.filter(({Names}) => goes((Names[0] ?? '').slice(1)))
  await Promise.all(those.map(({Id}) => engine.call(`/containers/${Id}?force=true&v=true`, {method: 'DELETE'})))
  const networks = (await engine.call('/networks')).body as {Id: string; ConfigOnly: boolean; Name: string}[]
  // A configuration network stays for as long as another network is made from it.
  for (const configOnly of [false, true]) {
    const found = networks.filter((one) => one.ConfigOnly === configOnly && goes(one.Name))
    await Promise.all(found.map(({Id}) => engine.call(`/networks/${Id}`, {method: 'DELETE'})))
  }
}
