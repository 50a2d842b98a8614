export interface RecordedNetworks {
  /** The networks of each list by name. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  /** The engine's JSON of each network, as text. */
  readonly bodies: ReadonlyMap<string, string>
}

/** The networks of template-networks.json, each with its JSON as the file spells it (a line each). */
export function readNetworks(file: string): RecordedNetworks {
  const parsed = JSON.parse(file) as {lists: RecordedNetworks['lists']}
  const bodies = new Map<string, string>()
  for (const [, name = '', body = ''] of file.matchAll(/^ {4}"(\w+)": (\{"Name".*\}),?$/gm)) bodies.set(name, body)
  return {lists: parsed.lists, bodies}
}

/** A network's JSON as GET /networks has it: since API 1.28 that lists no containers, peers or services. */
export function listedBody(body: string): string {
  const {Peers: _peers, Services: _services, ...listed} = JSON.parse(body) as Record<string, unknown>
  return JSON.stringify({...listed, Containers: {}})
}
