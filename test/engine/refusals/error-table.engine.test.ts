import {equal, match, ok} from 'node:assert/strict'
import type {EngineVersion} from '../../harness/engine-root.js'
import {asTestEngine, ownVersion, startContainer, type TestEngine} from '../../harness/fixture.js'
import {startEngine, type ThrowawayEngine} from '../../harness/throwaway.js'
import {duplicatePools, explainedBy, listenOn, refusalOf, startRefusalOf} from './trouble.js'

interface Case {
  readonly title: string
  readonly says: Readonly<Partial<Record<EngineVersion, RegExp>>>
  readonly code: string
  readonly holder: RegExp
  readonly remedy: RegExp
  /** Makes the engine refuse; what it said comes back. */
  readonly bring: (trouble: Trouble) => Promise<string>
  readonly flags?: readonly string[]
}

interface Trouble {
  readonly engine: TestEngine
  readonly own: ThrowawayEngine
  create(Name: string, more?: object): Promise<string>
  start(body: object): Promise<string>
  stopLater(end: () => void): void
}

const subnet = (Subnet: string) => ({IPAM: {Config: [{Subnet}]}})
const bridge = (name: string) => ({Options: {'com.docker.network.bridge.name': name}})
const at = (IPv4Address: string) => ({
  HostConfig: {NetworkMode: 'web'},
  NetworkingConfig: {EndpointsConfig: {web: {IPAMConfig: {IPv4Address}}}},
})
const publishing = (HostPort: string) => ({
  ExposedPorts: {'80/tcp': {}},
  HostConfig: {PortBindings: {'80/tcp': [{HostPort}]}},
})

const onEach = (says: RegExp) => ({'20': says, '26': says, '28': says})
const posting = (body: object) => ({method: 'POST', body}) as const

/** What a refusal of the engine says; each case but the shared scene stands alone. */
const CASES: readonly Case[] = [
  {
    title: 'a network that is not there',
    says: onEach(/^network nowhere not found$/),
    code: 'NETWORK_NOT_FOUND',
    holder: /^$/,
    remedy: /dnet ls/,
    bring: ({engine}) => refusalOf(engine.call('/networks/nowhere')),
  },
  {
    title: 'a container that is not there',
    says: onEach(/^No such container: nobody$/),
    code: 'CONTAINER_NOT_FOUND',
    holder: /^$/,
    remedy: /docker ps/,
    bring: ({engine}) => refusalOf(engine.call('/networks/web/connect', posting({Container: 'nobody'}))),
  },
  {
    title: 'a name that is taken',
    says: onEach(/^network with name web already exists$/),
    code: 'NAME_TAKEN',
    holder: /^network "web" \(bridge, 10\.244\.1\.0\/24\)$/,
    remedy: /dnet create --if-not-exists web$/,
    bring: ({create}) => create('web', {CheckDuplicate: true}),
  },
  {
    title: 'an overlap, of which the engine does not say with what',
    says: onEach(/Pool overlaps with other one on this address space$/),
    code: 'SUBNET_OVERLAP',
    holder: /^$/,
    remedy: /choose another subnet/,
    bring: ({create}) => create('over', subnet('10.244.1.0/25')),
  },
  {
    title: 'a network in use',
    says: onEach(/^error while removing network: network web .*has active endpoints/),
    code: 'NETWORK_IN_USE',
    holder: /^on "web": one$/,
    remedy: /^dnet rm --disconnect web$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/web', {method: 'DELETE'})),
  },
  {
    title: 'an address that is taken, and that a container here asks for',
    says: onEach(/Address already in use$/),
    code: 'ADDRESS_TAKEN',
    holder: /^container "one" has 10\.244\.1\.2 on "web"$/,
    remedy: /--ip/,
    bring: ({start}) => start(at('10.244.1.2')),
  },
  {
    title: 'an address outside of the subnet',
    says: {
      '20': /^Invalid address 10\.9\.9\.9: It does not belong to any of this network's subnets$/,
      '26': /no configured subnet or ip-range contain the IP address 10\.9\.9\.9$/,
      '28': /no configured subnet or ip-range contain the IP address 10\.9\.9\.9$/,
    },
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /dnet inspect/,
    bring: ({engine}) => {
      const EndpointConfig = {IPAMConfig: {IPv4Address: '10.9.9.9'}}
      return refusalOf(engine.call('/networks/web/connect', posting({Container: 'two', EndpointConfig})))
    },
  },
  {
    title: 'a container that is not connected',
    says: onEach(/^container [0-9a-f]{64} is not connected to network web$/),
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /^see which networks it is on: dnet inspect --container [0-9a-f]{12}$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/web/disconnect', posting({Container: 'two'}))),
  },
  {
    title: 'a predefined network',
    says: onEach(/^bridge is a pre-defined network and cannot be removed$/),
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /dnet create/,
    bring: ({engine}) => refusalOf(engine.call('/networks/bridge', {method: 'DELETE'})),
  },
  {
    title: 'pools that are exhausted',
    says: {
      '20': /^could not find an available, non-overlapping IPv4 address pool/,
      '26': /^could not find an available, non-overlapping IPv4 address pool/,
      '28': /^all predefined address pools have been fully subnetted$/,
    },
    code: 'POOL_EXHAUSTED',
    holder: /^networks with a subnet: \d+, of which unused: [23]$/,
    remedy: /^dnet create --hosts 50( --pool \S+)? NAME$/,
    bring: async ({create}) => {
      for (let n = 0; n < 3; n++) await create(`auto-${n}`)
      return create('auto-3')
    },
  },
  {
    title: 'an overlap that the bridge driver finds, where an IPAM plugin gave the subnet',
    says: {
      '20': /conflicts with network [0-9a-f]{64} \(\S+\): networks have overlapping IPv4$/,
      '26': /conflicts with network [0-9a-f]{64} \(\S+\): networks have overlapping IPv4$/,
      '28': /conflicts with network [0-9a-f]{64} \(\S+\): networks have overlapping IPv4$/,
    },
    code: 'SUBNET_OVERLAP',
    holder: /^network "web" \(10\.244\.1\.0\/24\)$/,
    remedy: /choose another subnet/,
    bring: async ({own, create, stopLater}) => {
      stopLater(await duplicatePools(own, '10.244.1.0/24', '10.244.1.1/24'))
      return create('twice', {IPAM: {Driver: 'twice', Config: [{Subnet: '10.244.1.0/24'}]}})
    },
  },
  {
    title: 'a bridge that another network has',
    says: {
      '20': /networks have same bridge name$/,
      '26': /networks have same bridge name$/,
      '28': /networks have same bridge name$/,
    },
    code: 'CONFLICT',
    holder: /^network "bridged" \(10\.244\.3\.0\/24\)$/,
    remedy: /choose another bridge/,
    bring: async ({create}) => {
      await create('bridged', {...subnet('10.244.3.0/24'), ...bridge('brx')})
      return create('bridged-too', {...subnet('10.244.4.0/24'), ...bridge('brx')})
    },
  },
  {
    title: 'an id that begins as several do',
    says: {
      '20': /^\d+ matches found based on ID prefix: network . is ambiguous$/,
      '26': /^\d+ matches found based on ID prefix: network . is ambiguous$|^network . is ambiguous \(\d+ matches/,
      '28': /^\d+ matches found based on ID prefix: network . is ambiguous$|^network . is ambiguous \(\d+ matches/,
    },
    code: 'NAME_AMBIGUOUS',
    holder: /^"\S+" is ([0-9a-f])[0-9a-f]{11}(, "\S+" is \1[0-9a-f]{11})+$/,
    remedy: /more digits of the id/,
    bring: ({engine, create}) => anAmbiguousDigit(engine, create),
  },
  {
    title: 'a name that several networks have',
    says: {'20': /^2 matches found based on name: network double is ambiguous$/},
    code: 'NAME_AMBIGUOUS',
    holder: /^"double" is [0-9a-f]{12}, "double" is [0-9a-f]{12}$/,
    remedy: /more digits of the id/,
    bring: async ({engine, create}) => {
      await create('double', subnet('10.244.5.0/24'))
      await create('double', subnet('10.244.6.0/24'))
      return refusalOf(engine.call('/networks/double'))
    },
  },
  {
    title: 'an address that is taken, and that a container here asks for, on a network that is named',
    says: {'20': /^Address already in use$/, '26': /^Address already in use$/, '28': /Address already in use$/},
    code: 'ADDRESS_TAKEN',
    holder: /^container "one" has 10\.244\.1\.2 on "web"$/,
    remedy: /--ip/,
    bring: ({start}) => start(at('10.244.1.2')),
    flags: ['--network', 'web'],
  },
  {
    title: 'a subnet that is full',
    says: {
      '20': /^no available IPv4 addresses on this network's address pools: tiny/,
      '26': /^no available IPv4 addresses on this network's address pools: tiny/,
      '28': /no available IPv4 addresses on this network's address pools: tiny/,
    },
    code: 'POOL_EXHAUSTED',
    holder: /^on network "tiny" \(10\.244\.2\.0\/30\): two$/,
    remedy: /create a larger one/,
    bring: ({start}) => start({HostConfig: {NetworkMode: 'tiny'}}),
  },
  {
    title: 'a port of another container',
    says: {
      '20': /Bind for 0\.0\.0\.0:18099 failed: port is already allocated$/,
      '26': /Bind for 0\.0\.0\.0:18099 failed: port is already allocated$/,
      // Which family is tried first is not always the same.
      '28': /Bind for (?:0\.0\.0\.0|::):18099 failed: port is already allocated$/,
    },
    code: 'PORT_TAKEN',
    holder: /^container "one" publishes (?:0\.0\.0\.0|\[::\]):18099\/tcp$/,
    remedy:
      /^publish a free port: dnet ports next --near 18100; or stop it, which ends what it serves: docker stop one$/,
    bring: ({start}) => start(publishing('18099')),
  },
  {
    title: "a port of a process of the engine's host",
    says: {
      '20': /Error starting userland proxy: listen tcp4 0\.0\.0\.0:18098: bind: address already in use$/,
      '26': /Error starting userland proxy: listen tcp4 0\.0\.0\.0:18098: bind: address already in use$/,
      '28': /failed to bind host port for 0\.0\.0\.0:18098:\S+:80\/tcp: address already in use$/,
    },
    code: 'PORT_TAKEN',
    holder: /^process \S+ \(\d+\) listens on 0\.0\.0\.0:18098\/tcp$/,
    remedy: /^publish a free port: dnet ports next --near 18099; or stop it, which ends what it serves$/,
    bring: async ({own, start, stopLater}) => {
      stopLater(await listenOn(own, 18098))
      return start(publishing('18098'))
    },
  },
  {
    title: 'a legacy link to a container elsewhere',
    says: {
      '20': /^Cannot link to \/one, as it does not belong to the default network$/,
      '26': /^Cannot link to \/one, as it does not belong to the default network$/,
      '28': /^container [0-9a-f]{64} not attached to default bridge network$/,
    },
    code: 'CONFLICT',
    holder: /^container "one" is on "web"$/,
    remedy: /^dnet link CONTAINER one$/,
    bring: ({start}) => start({HostConfig: {Links: ['one:web']}}),
  },
  {
    title: 'a container that is there already',
    says: {
      '20': /^endpoint with name one already exists in network web$/,
      '26': /^endpoint with name one already exists in network web$/,
      '28': /^endpoint with name one already exists in network web$/,
    },
    code: 'ENDPOINT_EXISTS',
    holder: /^container "one" is on "web"$/,
    remedy: /^nothing needs to be done$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/web/connect', posting({Container: 'one'}))),
  },
  {
    title: 'a client that is too old for the engine',
    says: {
      '20': /^client version 1\.11 is too old\. Minimum supported API version is 1\.12/,
      '26': /^client version 1\.11 is too old\. Minimum supported API version is 1\.44/,
      '28': /^client version 1\.11 is too old\. Minimum supported API version is 1\.44/,
    },
    code: 'UNSUPPORTED',
    holder: /^$/,
    remedy: /DOCKER_API_VERSION/,
    bring: ({engine}) => refusalOf(engine.call('/v1.11/networks')),
  },
]

/** Sixteen digits begin an id: of so many networks, two begin alike. */
async function anAmbiguousDigit(engine: TestEngine, create: Trouble['create']): Promise<string> {
  for (let n = 0; n <= 16; n++) {
    const ids = ((await engine.call('/networks')).body as {Id: string}[]).map(({Id}) => Id.charAt(0))
    const digit = ids.find((one, at) => ids.indexOf(one) < at)
    if (digit !== undefined) return refusalOf(engine.call(`/networks/${digit}`))
    await create(`more-${n}`, subnet(`10.245.${n}.0/24`))
  }
  return ''
}

const version = ownVersion()
const CASES_HERE = CASES.filter((one) => one.says[version])

// Podman's refusals have a table of their own.
if (CASES_HERE.length > 0)
  describe(`explain, of every refusal that engine ${version} can be brought to`, () => {
    let own: ThrowawayEngine
    let engine: TestEngine
    const ends: (() => void)[] = []

    before(async () => {
      const pools = [{base: '10.99.0.0/22', size: 24}]
      const env = {DOCKER_MIN_API_VERSION: '1.44'}
      own = await startEngine({version, name: 'errors', daemonConfig: {'default-address-pools': pools}, env})
      engine = asTestEngine(own)
      equal(await create('web', subnet('10.244.1.0/24')), '')
      equal(await create('tiny', subnet('10.244.2.0/30')), '')
      const on = (NetworkMode: string) => ({HostConfig: {NetworkMode}})
      const published = publishing('18099')
      await startContainer(engine, 'one', {...published, HostConfig: {...published.HostConfig, NetworkMode: 'web'}})
      await startContainer(engine, 'two', on('tiny'))
    })
    afterEach(() => {
      for (const end of ends.splice(0)) end()
      return engine.call('/containers/late?force=true', {method: 'DELETE'})
    })
    after(() => own?.stop())

    const create = (Name: string, more: object = {}) =>
      refusalOf(engine.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: false, ...more}}))

    for (const {title, says, code, holder, remedy, bring, flags = []} of CASES_HERE)
      it(title, async () => {
        const start = (body: object) => startRefusalOf(startContainer(engine, 'late', body))
        const trouble: Trouble = {engine, own, create, start, stopLater: (end) => ends.push(end)}
        const sentence = await bring(trouble)
        match(sentence, says[version] ?? /^$/)
        const explanation = await explainedBy(own, [...flags, `Error response from daemon: ${sentence}`])
        equal(explanation.code, code)
        ok(explanation.cause !== '')
        match(explanation.holder, holder)
        match(explanation.remedy, remedy)
      })
  })
