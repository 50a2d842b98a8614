import type {TestEngine} from './fixture.js'

type Json = null | boolean | number | string | Json[] | {[key: string]: Json}
type JsonObject = {[key: string]: Json}

/** All that a network command can change on an engine. */
export interface State {
  /** As the engine tells it: custom networks and all containers with their endpoints, by name. */
  readonly text: string
  readonly networks: readonly Named[]
  readonly containers: readonly Named[]
}

export interface Named {
  readonly name: string
  readonly id: string
  /** As the engine tells it. */
  readonly text: string
  /** The networks and containers that it names: those on it, those it is on, the one it is made from. */
  readonly names: readonly string[]
}

const PREDEFINED = ['bridge', 'host', 'none']

/** @throws Error when the engine does not answer */
export async function readState(engine: TestEngine): Promise<State> {
  const get = async (path: string): Promise<Json> => (await engine.call(path)).body as Json
  const listed = (await get('/networks')) as {Id: string; Name: string}[]
  const custom = listed.filter(({Name}) => !PREDEFINED.includes(Name))
  const networks = await Promise.all(custom.map(async ({Id}) => (await get(`/networks/${Id}`)) as JsonObject))
  const all = (await get('/containers/json?all=true')) as {Id: string}[]
  const containers = await Promise.all(
    all.map(async ({Id}) => endpointsOf((await get(`/containers/${Id}/json`)) as JsonObject)),
  )
  const text = JSON.stringify(
    {networks: networks.map(inOrder).sort(byName), containers: containers.sort(byName)},
    null,
    1,
  )
  return {
    text,
    networks: networks.map((one) => {
      const on = Object.values((one.Containers ?? {}) as Record<string, JsonObject>).map(({Name}) => String(Name))
      const {Network} = (one.ConfigFrom ?? {}) as JsonObject
      return named(inOrder(one), Network ? [...on, String(Network)] : on)
    }),
    containers: containers.map((one) => named(one, Object.keys(one.Networks as JsonObject))),
  }
}

const named = (one: JsonObject, names: readonly string[]): Named => ({
  name: String(one.Name),
  id: String(one.Id),
  text: JSON.stringify(one),
  names,
})

const byName = (a: JsonObject, b: JsonObject): number => (String(a.Name) < String(b.Name) ? -1 : 1)

const sorted = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Docker 28 sends a network's subnets in the random order of a Go map, and the engine keeps them so. */
function inOrder(network: JsonObject): JsonObject {
  const ipam = network.IPAM as JsonObject
  const config = [...((ipam.Config ?? []) as Json[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  // A swarm's network that no container here is on has null for none.
  const attached = (network.Containers ?? {}) as Record<string, JsonObject>
  const containers = Object.fromEntries(Object.entries(attached).sort(([, a], [, b]) => byName(a, b)))
  // Each swarm names its peers anew.
  const peers: JsonObject = network.Peers ? {Peers: (network.Peers as Json[]).length} : {}
  return {...sorted(network), ...peers, IPAM: {...ipam, Config: config}, Containers: containers}
}

function endpointsOf(container: JsonObject): JsonObject {
  const {Status} = container.State as JsonObject
  const {Networks} = container.NetworkSettings as {Networks: Record<string, JsonObject>}
  const endpoints = Object.entries(Networks).map(([name, endpoint]) => [
    name,
    name === 'bridge' ? anyAddress(endpoint) : endpoint,
  ])
  return {
    Name: String(container.Name).slice(1),
    Id: container.Id ?? '',
    Status: Status ?? '',
    Networks: sorted(Object.fromEntries(endpoints)),
  }
}

/** The predefined bridge outlives a run, and hands out the address after the last one it gave. */
const anyAddress = (endpoint: JsonObject): JsonObject => ({
  ...endpoint,
  IPAddress: endpoint.IPAddress ? '<address>' : '',
})

/**
 * Puts placeholders for what differs between two runs from the same state: ids, by the name that goes with them,
 * endpoint ids, times and MAC addresses.
 */
export function mapped(text: string, states: readonly State[]): string {
  const names = new Map<string, string>()
  for (const {networks, containers} of states) {
    for (const {id, name} of [...networks, ...containers]) {
      names.set(id, `<id of ${name}>`)
      names.set(id.slice(0, 12), `<short id of ${name}>`)
    }
  }
  return text
    .replace(/\b[0-9a-f]{64}\b/g, (id) => names.get(id) ?? '<id>')
    .replace(/\b[0-9a-z]{25}\b/g, (id) => names.get(id) ?? id)
    .replace(/\b[0-9a-f]{12}\b/g, (id) => names.get(id) ?? id)
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000 UTC/g, '<time>')
    .replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, '<mac>')
}
