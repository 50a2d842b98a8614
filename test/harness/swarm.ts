import {asTestEngine, ownVersion, type TestEngine} from './fixture.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from './throwaway.js'
import {until} from './until.js'

export interface Swarm {
  /** The first is the manager, the others are workers. */
  readonly nodes: readonly TestEngine[]
  stop(): Promise<void>
}

/** RFC 2544: for networks of tests. */
const addressOf = (node: number): string => `198.18.0.${node + 1}`

/**
 * A Swarm of engines of the test run's version, each on a machine of its own with that host name, on a network of their
 * own.
 */
export async function startSwarm(names: readonly [string, ...(readonly string[])]): Promise<Swarm> {
  const [first, ...others] = names
  const start = (name: string, hub?: ThrowawayEngine) =>
    startEngine({version: ownVersion(), name, daemonConfig: WITHOUT_RULES, ...(hub && {cableTo: hub})})
  const hub = await start(first)
  const started = await Promise.allSettled(others.map((name) => start(name, hub)))
  const engines = [hub, ...started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))]
  const stop = async (): Promise<void> => {
    await Promise.all(engines.map((engine) => engine.stop()))
  }
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason
    await wire(engines, others)
    const nodes = engines.map(asTestEngine)
    await join(nodes)
    return {nodes, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

/** All cables end in a bridge of the first machine. */
async function wire([hub, ...others]: readonly ThrowawayEngine[], names: readonly string[]): Promise<void> {
  if (!hub) return
  await ip(hub, 'link add lan type bridge')
  for (const name of names) await ip(hub, `link set port-${name} master lan up`)
  for (const [i, engine] of [hub, ...others].entries()) {
    await ip(engine, `addr add ${addressOf(i)}/24 dev lan`)
    await ip(engine, 'link set lan up')
  }
}

async function ip(engine: ThrowawayEngine, words: string): Promise<void> {
  const {exit, stderr} = await engine.exec('/sbin/ip', words.split(' '))
  if (exit !== 0) throw new Error(`ip ${words}: ${stderr}`)
}

async function join(nodes: readonly TestEngine[]): Promise<void> {
  const post = async (node: TestEngine, path: string, body: object): Promise<void> => {
    const answer = await node.call(path, {method: 'POST', body})
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const [manager, ...workers] = nodes
  if (!manager) return
  const listening = (i: number) => ({ListenAddr: `${addressOf(i)}:2377`, AdvertiseAddr: addressOf(i)})
  await post(manager, '/swarm/init', listening(0))
  const {JoinTokens} = (await manager.call('/swarm')).body as {JoinTokens: {Worker: string}}
  for (const [i, worker] of workers.entries())
    await post(worker, '/swarm/join', {
      ...listening(i + 1),
      RemoteAddrs: [`${addressOf(0)}:2377`],
      JoinToken: JoinTokens.Worker,
    })
  await until('each node is ready', async () => {
    const {body} = await manager.call('/nodes')
    const ready = (body as {Status: {State: string}}[]).filter(({Status}) => Status.State === 'ready')
    return ready.length === nodes.length
  })
}
