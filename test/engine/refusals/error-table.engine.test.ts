import {equal, match, ok} from 'node:assert/strict'
import type {EngineVersion} from '../../harness/engine-root.js'
import {asTestEngine, ownVersion, startContainer, type TestEngine} from '../../harness/fixture.js'
import {type Shell, shellOn} from '../../harness/paste.js'
import {startEngine, type ThrowawayEngine} from '../../harness/throwaway.js'
import {until} from '../../harness/until.js'
import {Pasted} from './pasted.js'
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
const publishing = (HostPort: string, HostIp = '', protocol = 'tcp') => ({
  ExposedPorts: {[`80/${protocol}`]: {}},
  HostConfig: {PortBindings: {[`80/${protocol}`]: [{HostIp, HostPort}]}},
})
const addressInUse = (address: string, port: number, protocol = 'tcp') => {
  const proxied = new RegExp(`listen ${protocol}[46] ${escaped(address)}:${port}: bind: address already in use$`)
  const bound = new RegExp(`failed to bind host port for ${escaped(address)}:${port}:\\S+: address already in use$`)
  return {'20': proxied, '26': proxied, '28': bound}
}
const escaped = (text: string): string => text.replace(/[.[\]]/g, '\\$&')

/** A service of one container, or of more, that publishes a port. */
const service = (Name: string, PublishedPort: number, PublishMode: string, Replicas = 1) => ({
  Name,
  TaskTemplate: {
    ContainerSpec: {Image: 'bb:1', Command: ['sleep', '100000'], StopSignal: 'KILL'},
    Networks: [{Target: 'far'}],
  },
  Mode: {Replicated: {Replicas}},
  EndpointSpec: {Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort, PublishMode}]},
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
    remedy: /^keep it, or take off .*: dnet rm --disconnect web$/,
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
    remedy: /^create a larger network: dnet create --hosts 4 --pool 10\.64\.0\.0\/10 tiny-2$/,
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
  {
    title: 'the address of the gateway',
    says: onEach(/Address already in use$/),
    code: 'ADDRESS_TAKEN',
    holder: /^10\.244\.1\.1 is the gateway of network "web"$/,
    remedy: /--ip/,
    bring: ({start}) => start(at('10.244.1.1')),
  },
  {
    title: 'the last address of a subnet',
    says: onEach(/Address already in use$/),
    code: 'ADDRESS_TAKEN',
    holder: /^10\.244\.1\.255 is the first or last address of network "web", which no container gets$/,
    remedy: /--ip/,
    bring: ({start}) => start(at('10.244.1.255')),
  },
  {
    title: 'an address that is taken, and that nothing here asks for any more',
    says: onEach(/^Address already in use$/),
    code: 'ADDRESS_TAKEN',
    holder: /^$/,
    remedy: /dnet inspect web$/,
    bring: ({engine}) => {
      const EndpointConfig = {IPAMConfig: {IPv4Address: '10.244.1.2'}}
      return refusalOf(engine.call('/networks/web/connect', posting({Container: 'two', EndpointConfig})))
    },
    flags: ['--network', 'web'],
  },
  {
    title: 'a port on one address, which another container has, while a process has it on a second',
    says: onEach(/Bind for 127\.0\.0\.1:18101 failed: port is already allocated$/),
    code: 'PORT_TAKEN',
    holder: /^container "near" publishes 127\.0\.0\.1:18101\/tcp$/,
    remedy: /^publish a free port: dnet ports next --near 18102; or stop it, .*: docker stop near$/,
    bring: async ({own, start, stopLater}) => {
      stopLater(await listenOn(own, 18101, '127.0.0.2'))
      return start(publishing('18101', '127.0.0.1'))
    },
  },
  {
    title: 'a port on one address, which a process has, while a container has it on another',
    says: addressInUse('127.0.0.2', 18101),
    code: 'PORT_TAKEN',
    holder: /^process \S+ \(\d+\) listens on 127\.0\.0\.2:18101\/tcp$/,
    remedy: /^publish a free port: dnet ports next --near 18102; or stop it, which ends what it serves$/,
    bring: async ({own, start, stopLater}) => {
      stopLater(await listenOn(own, 18101, '127.0.0.2'))
      return start(publishing('18101', '127.0.0.2'))
    },
  },
  {
    title: 'a port on one address, which nothing has any more there, though a container has it on another',
    says: addressInUse('127.0.0.3', 18101),
    code: 'PORT_TAKEN',
    holder: /^$/,
    remedy: /dnet ports check 18101:18101$/,
    bring: async ({own, start}) => {
      const end = await listenOn(own, 18101, '127.0.0.3')
      const sentence = await start(publishing('18101', '127.0.0.3'))
      end()
      return sentence
    },
  },
  {
    title: 'a port on an IPv6 address, which a process has, while a container has it on IPv4',
    says: addressInUse('[::1]', 18101),
    code: 'PORT_TAKEN',
    holder: /^process \S+ \(\d+\) listens on \[::1\]:18101\/tcp$/,
    remedy: /^publish a free port: dnet ports next --near 18102; or stop it, which ends what it serves$/,
    bring: async ({own, start, stopLater}) => {
      stopLater(await listenOn(own, 18101, '::1'))
      return start(publishing('18101', '::1'))
    },
  },
  {
    title: 'a UDP port, which a container has, while another one has the TCP port',
    says: onEach(/Bind for (?:0\.0\.0\.0|::):18102 failed: port is already allocated$/),
    code: 'PORT_TAKEN',
    holder: /^container "udp" publishes (?:0\.0\.0\.0|\[::\]):18102\/udp$/,
    remedy: /^publish a free port: dnet ports next --near 18103 --protocol udp; or stop it, .*: docker stop udp$/,
    bring: ({start}) => start(publishing('18102', '', 'udp')),
  },
  {
    title: 'a range of ports, all of which are in use',
    says: {
      '20': /0\.0\.0\.0:18101: bind: address already in use$/,
      '26': /0\.0\.0\.0:18101: bind: address already in use$/,
      '28': /all ports are allocated$/,
    },
    code: 'PORT_TAKEN',
    holder: /^(?:container "(near|tcp)" publishes \S+:1810[12]\/tcp)?$/,
    remedy: /dnet ports/,
    bring: ({start}) => start(publishing('18101-18102')),
  },
  {
    title: 'a container name that is taken',
    says: onEach(/^Conflict\. The container name "\/one" is already in use by container "[0-9a-f]{64}"/),
    code: 'NAME_TAKEN',
    holder: /^container "one" is running$/,
    remedy: /docker ps --all --filter name=one$/,
    bring: ({engine}) => refusalOf(engine.call('/containers/create?name=one', posting({Image: 'bb:1', Cmd: ['true']}))),
  },
  {
    title: 'the network of a container that does not run',
    says: {
      '20': /^cannot join network of a non running container: [0-9a-f]{64}$/,
      '26': /^cannot join network of a non running container: [0-9a-f]{64}$/,
      '28': /^cannot join network namespace of a non running container: container still is created$/,
    },
    code: 'CONFLICT',
    holder: /^container "still" is created$/,
    remedy: /^docker start (?:still|[0-9a-f]{12})$/,
    bring: ({start}) => start({HostConfig: {NetworkMode: 'container:still'}}),
  },
  {
    title: 'a legacy link to a container that does not run',
    says: onEach(/^Cannot link to a non running container: \/still AS \/late\/x$/),
    code: 'CONFLICT',
    holder: /^container "still" is created$/,
    remedy: /^docker start still; /,
    bring: ({start}) => start({HostConfig: {Links: ['still:x']}}),
  },
  {
    title: 'a config-only network that others were created from',
    says: onEach(/configuration network "conf" is in use$/),
    code: 'NETWORK_IN_USE',
    holder: /^created from "conf": network "of-conf"$/,
    remedy: /^keep it, or first remove them: dnet rm of-conf$/,
    bring: async ({engine, create}) => {
      equal(await create('conf', {ConfigOnly: true, ...subnet('10.244.8.0/24')}), '')
      equal(await create('of-conf', {ConfigFrom: {Network: 'conf'}}), '')
      return refusalOf(engine.call('/networks/conf', {method: 'DELETE'}))
    },
  },
  {
    title: 'a parent interface that another network has',
    says: {'20': /^network dm-[0-9a-f]{12} is already using parent interface eth0$/},
    code: 'CONFLICT',
    holder: /^network "lan" \(10\.244\.9\.0\/24\)$/,
    remedy: /-o parent=eth0\.VLAN$/,
    bring: async ({create}) => {
      const onParent = {Driver: 'macvlan', Options: {parent: 'eth0'}}
      equal(await create('lan', {...subnet('10.244.9.0/24'), ...onParent}), '')
      return create('lan-too', {...subnet('10.244.10.0/24'), ...onParent})
    },
  },
  {
    title: 'a network in use, one of two with its name',
    says: {'20': /network double id [0-9a-f]{64} has active endpoints$/},
    code: 'NETWORK_IN_USE',
    holder: /^on "double" \([0-9a-f]{12}\): two$/,
    remedy: /: dnet rm --disconnect [0-9a-f]{12}$/,
    bring: async ({engine}) => {
      const {body} = await engine.call(`/networks?filters=${encodeURIComponent('{"name":["double"]}')}`)
      const [{Id = ''} = {}] = body as {Id?: string}[]
      equal(await refusalOf(engine.call(`/networks/${Id}/connect`, posting({Container: 'two'}))), '')
      return refusalOf(engine.call(`/networks/${Id}`, {method: 'DELETE'}))
    },
  },
  {
    title: 'a container that is there already, on one of two networks with the name',
    says: {'20': /^endpoint with name two already exists in network double$/},
    code: 'ENDPOINT_EXISTS',
    holder: /^container "two" is on "double" \([0-9a-f]{12}\)$/,
    remedy: /^nothing needs to be done$/,
    bring: async ({engine}) => {
      const {body} = await engine.call('/containers/two/json')
      const {Networks} = (body as {NetworkSettings: {Networks: Record<string, {NetworkID: string}>}}).NetworkSettings
      return refusalOf(engine.call(`/networks/${Networks.double?.NetworkID}/connect`, posting({Container: 'two'})))
    },
  },
  {
    title: 'an ingress port of another service',
    says: onEach(/port '18200' is already in use by service 'site' \(\w{25}\) as an ingress port$/),
    code: 'PORT_TAKEN',
    holder: /^service "site" publishes 18200\/tcp on every node$/,
    remedy: /^publish a free port: dnet ports next --near 18201$/,
    bring: async ({engine, create}) => {
      // What the engine would make from its pools, which are exhausted by now.
      equal(await create('docker_gwbridge', subnet('10.244.11.0/24')), '')
      const swarm = {ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1'}
      equal(await refusalOf(engine.call('/swarm/init', posting(swarm))), '')
      equal(await create('far', {Driver: 'overlay', ...subnet('10.244.12.0/24')}), '')
      equal(await refusalOf(engine.call('/services/create', posting(service('site', 18200, 'ingress')))), '')
      return refusalOf(engine.call('/services/create', posting(service('site-too', 18200, 'ingress'))))
    },
  },
  {
    title: 'a host port of another service',
    says: onEach(/port '18201' is already in use by service 'tasks' \(\w{25}\) as a host-published port$/),
    code: 'PORT_TAKEN',
    holder: /^service "tasks" publishes 18201\/tcp on each node that runs one of its tasks$/,
    remedy: /^publish a free port: dnet ports next --near 18202$/,
    bring: async ({engine}) => {
      equal(await refusalOf(engine.call('/services/create', posting(service('tasks', 18201, 'host', 2)))), '')
      return refusalOf(engine.call('/services/create', posting(service('tasks-too', 18201, 'ingress'))))
    },
  },
  {
    title: 'a task for which no node has its host port',
    says: onEach(/^no suitable node \(host-mode port already in use on 1 node\)$/),
    code: 'PORT_TAKEN',
    holder: /^$/,
    remedy: /dnet ports$/,
    bring: async ({engine}) => {
      let said = ''
      await until('a task waits for a port', async () => {
        const {body} = await engine.call('/tasks')
        const errors = (body as {Status: {Err?: string}}[]).map(({Status}) => Status.Err ?? '')
        said = errors.find((error) => error.includes('host-mode')) ?? ''
        return said !== ''
      })
      return said
    },
  },
  {
    title: 'a network in use by a service',
    says: onEach(/network \w{25} is in use by service \w{25}$/),
    code: 'NETWORK_IN_USE',
    holder: /^(?:service "(site|tasks)")?$/,
    remedy: /docker service update --network-rm \w{25} \w{25}$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/far', {method: 'DELETE'})),
  },
  {
    title: 'the ingress network while a service needs it',
    says: onEach(/ingress network cannot be removed because service \w{25} depends on it$/),
    code: 'NETWORK_IN_USE',
    holder: /^(?:service "site")?$/,
    remedy: /docker service inspect --pretty \w{25}$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/ingress', {method: 'DELETE'})),
  },
  {
    title: 'a container on a network of services',
    says: onEach(/network far not manually attachable$/),
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /--attachable$/,
    bring: ({engine}) => refusalOf(engine.call('/networks/far/connect', posting({Container: 'one'}))),
  },
  {
    title: 'a service on a network of one host',
    says: onEach(/^The network web cannot be used with services\. /),
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /dnet create --driver overlay NETWORK$/,
    bring: ({engine}) => {
      const TaskTemplate = {ContainerSpec: {Image: 'bb:1'}, Networks: [{Target: 'web'}]}
      return refusalOf(engine.call('/services/create', posting({Name: 'local', TaskTemplate})))
    },
  },
  {
    title: "firewall rules of the engine's that something has flushed: this has to be the last",
    says: onEach(/iptables: No chain\/target\/match by that name\.\n/),
    code: 'ENGINE_REFUSED',
    holder: /^$/,
    remedy: /^restart the engine, .* stops its containers unless it has live-restore: systemctl restart docker$/,
    bring: async ({own, start}) => {
      const {exit, stderr} = await own.exec('sh', [
        '-c',
        'for t in nat filter; do iptables -t $t -F; iptables -t $t -X; done',
      ])
      equal(exit, 0, stderr)
      return start(publishing('18130'))
    },
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
    let shell: Shell
    let pasted: Pasted
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
      await startContainer(engine, 'near', publishing('18101', '127.0.0.1'))
      await startContainer(engine, 'udp', publishing('18102', '', 'udp'))
      await startContainer(engine, 'tcp', publishing('18102'))
      shell = await shellOn(engine)
      pasted = new Pasted(shell, {NETWORK: 'web', CONTAINER: 'one'})
      const still = {Image: 'bb:1', Cmd: ['sleep', '100000']}
      equal(await refusalOf(engine.call('/containers/create?name=still', posting(still))), '')
    })
    afterEach(() => {
      for (const end of ends.splice(0)) end()
      return engine.call('/containers/late?force=true', {method: 'DELETE'})
    })
    after(async () => {
      await shell?.remove()
      await own?.stop()
    })

    const create = (Name: string, more: object = {}) =>
      refusalOf(engine.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: false, ...more}}))

    it('gives a line that frees a port', async () => {
      await startContainer(engine, 'held', {...publishing('18190'), StopSignal: 'KILL'})
      const late = () => startRefusalOf(startContainer(engine, 'late', publishing('18190')))
      const {remedy} = await explainedBy(own, [await late()])
      const [line = ''] = /docker stop held$/.exec(remedy) ?? []
      equal((await shell.paste(line)).exit, 0, remedy)
      await engine.call('/containers/late?force=true', {method: 'DELETE'})
      equal(await late(), '')
    })

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
        await pasted.paste(explanation.remedy)
      })
  })
