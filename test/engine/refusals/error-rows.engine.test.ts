import {equal, match, ok} from 'node:assert/strict'
import type {EngineVersion} from '../../harness/engine-root.js'
import {asTestEngine, ownVersion, startContainer, type TestEngine} from '../../harness/fixture.js'
import {LONG} from '../../harness/many.js'
import {type Shell, shellOn} from '../../harness/paste.js'
import {runDnet} from '../../harness/run-dnet.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'
import {Pasted} from './pasted.js'
import {type Explained, refusalOf, startRefusalOf} from './trouble.js'

/** What each engine says; one that is left out takes it, or says something of another row. */
type Says = Readonly<Partial<Record<EngineVersion, RegExp>>>

/** Makes the engine refuse; what it said comes back. */
type Bring = (trouble: Trouble) => Promise<string>

interface Trouble {
  create(Name: string, more?: object): Promise<string>
  connect(network: string, container: string, endpoint?: object): Promise<string>
  disconnect(network: string, container: string, more?: object): Promise<string>
  start(body: object): Promise<string>
  call: TestEngine['call']
}

const onDocker = (says: RegExp): Says => ({'20': says, '26': says, '28': says})
const sinceChecked = (says: RegExp): Says => ({'26': says, '28': says})

const subnet = (Subnet: string, more: object = {}) => ({IPAM: {Config: [{Subnet, ...more}]}})
const on = (NetworkMode: string, more: object = {}) => ({HostConfig: {NetworkMode, ...more}})
const endpointOnWeb = (endpoint: object) => ({...on('web'), NetworkingConfig: {EndpointsConfig: {web: endpoint}}})
const publishing = (port: object, network = 'web') => ({
  ExposedPorts: {'80/tcp': {}},
  ...on(network, {PortBindings: {'80/tcp': [port]}}),
})
const bridgeOption = (option: string, value: string) => ({Options: {[`com.docker.network.bridge.${option}`]: value}})

const starts =
  (body: object): Bring =>
  ({start}) =>
    start(body)
const creates =
  (more: object, name = 'new'): Bring =>
  ({create}) =>
    create(name, more)
const gets =
  (path: string): Bring =>
  ({call}) =>
    refusalOf(call(path))

/** Refusals that nobody is in the way of, each by what is asked for. */
const ROWS: readonly [title: string, says: Says, code: string, remedy: RegExp, bring: Bring][] = [
  [
    'a fixed address that is none',
    {
      '20': /^invalid IPv4 address: xx$/,
      ...sinceChecked(/\* invalid IPv4 address: xx\n/),
      podman: /failed to parse the ipv4 address "xx"$/,
    },
    'ENGINE_REFUSED',
    /^write an address such as/,
    starts(endpointOnWeb({IPAMConfig: {IPv4Address: 'xx'}})),
  ],
  [
    'a link-local address that is none',
    {'20': /^Invalid link-local IP address: \[x\]$/, ...sinceChecked(/invalid link-local IP address: x$/)},
    'ENGINE_REFUSED',
    /^write an address such as/,
    starts(endpointOnWeb({IPAMConfig: {LinkLocalIPs: ['x']}})),
  ],
  [
    'a MAC address that is none',
    {...sinceChecked(/invalid MAC address xx$/), podman: /failed to parse the mac address "xx"$/},
    'ENGINE_REFUSED',
    /02:42:ac:14:00:02$/,
    starts(endpointOnWeb({MacAddress: 'xx'})),
  ],
  [
    'a port of a container that shares a network',
    onDocker(/^conflicting options: port publishing and the container type network mode$/),
    'ENGINE_REFUSED',
    /^publish the port from the container whose network is shared$/,
    starts(publishing({HostPort: '18120'}, 'container:one')),
  ],
  [
    'a hostname of a container that shares a network',
    onDocker(/^conflicting options: hostname and the network mode$/),
    'ENGINE_REFUSED',
    /^give that option to the container whose network is shared/,
    starts({Hostname: 'x', ...on('container:one')}),
  ],
  [
    'resolvers of a container that shares a network',
    onDocker(/^conflicting options: dns and the network mode$/),
    'ENGINE_REFUSED',
    /^give that option to the container whose network is shared/,
    starts(on('container:one', {Dns: ['1.1.1.1']})),
  ],
  [
    'hosts of a container that shares a network',
    {
      ...onDocker(/^conflicting options: custom host-to-IP mapping and the network mode$/),
      podman: /cannot set extra host entries when the container is joined to another containers network namespace/,
    },
    'ENGINE_REFUSED',
    /^give that option to the container whose network is shared/,
    starts(on('container:one', {ExtraHosts: ['a:1.1.1.1']})),
  ],
  [
    'a MAC address of a container that shares a network',
    {'20': /^conflicting options: mac-address and the network mode$/},
    'ENGINE_REFUSED',
    /^give that option to the container whose network is shared/,
    starts({MacAddress: '02:42:ac:11:00:09', ...on('container:one')}),
  ],
  [
    'a legacy link of a container that shares a network',
    onDocker(/^conflicting options: container type network can't be used with links/),
    'ENGINE_REFUSED',
    /dnet link CONTAINER TARGET$/,
    starts(on('container:one', {Links: ['one:x']})),
  ],
  [
    "a legacy link of a container on the host's network",
    onDocker(/^conflicting options: host type networking can't be used with links/),
    'ENGINE_REFUSED',
    /dnet link CONTAINER TARGET$/,
    starts(on('host', {Links: ['one:x']})),
  ],
  [
    'a container that shares its own network',
    onDocker(/^cannot join own network( namespace)?$/),
    'ENGINE_REFUSED',
    /^name another container/,
    starts(on('container:late')),
  ],
  [
    'a container that shares the network of nobody',
    {...onDocker(/No such container: nobody$/), podman: /no such container$/},
    'CONTAINER_NOT_FOUND',
    /docker ps --all$/,
    starts(on('container:nobody')),
  ],
  [
    'a legacy link to nobody',
    onDocker(/^could not get container for nobody: No such container: nobody$/),
    'CONTAINER_NOT_FOUND',
    /docker ps --all$/,
    starts({HostConfig: {Links: ['nobody:x']}}),
  ],
  [
    'a legacy link with too many parts',
    onDocker(/^bad format for links: a:b:c$/),
    'ENGINE_REFUSED',
    /dnet link CONTAINER TARGET:ALIAS$/,
    starts({HostConfig: {Links: ['a:b:c']}}),
  ],
  [
    'a container on a network that is not there',
    {...onDocker(/network nowhere not found$/), podman: /name or ID nowhere: network not found$/},
    'NETWORK_NOT_FOUND',
    /dnet ls$/,
    starts(on('nowhere')),
  ],
  [
    'a container on two networks from its creation',
    {'20': /^Container cannot be connected to network endpoints: /},
    'UNSUPPORTED',
    /dnet connect NETWORK CONTAINER$/,
    starts({...on('web'), NetworkingConfig: {EndpointsConfig: {web: {}, six: {}}}}),
  ],
  [
    'a host address that the host does not have',
    {
      '20': /listen tcp4 192\.0\.2\.7:18121: bind: cannot assign requested address$/,
      '26': /listen tcp4 192\.0\.2\.7:18121: bind: cannot assign requested address$/,
      '28': /failed to bind host port for 192\.0\.2\.7:18121:\S+:80\/tcp: cannot assign requested address$/,
      podman: /listen tcp4 192\.0\.2\.7:18121: bind: cannot assign requested address$/,
    },
    'ENGINE_REFUSED',
    /-p 18121:CONTAINER_PORT$/,
    starts(publishing({HostIp: '192.0.2.7', HostPort: '18121'})),
  ],
  [
    'an IPv6 host address that the host does not have',
    {
      '20': /listen tcp6 \[2001:db8::7\]:18121: bind: cannot assign requested address$/,
      '26': /listen tcp6 \[2001:db8::7\]:18121: bind: cannot assign requested address$/,
      '28': /failed to bind host port for \[2001:db8::7\]:18121:\S+:80\/tcp: cannot assign requested address$/,
      podman: /listen tcp6 \[2001:db8::7\]:18121: bind: cannot assign requested address$/,
    },
    'ENGINE_REFUSED',
    /-p 18121:CONTAINER_PORT$/,
    starts(publishing({HostIp: '2001:db8::7', HostPort: '18121'})),
  ],
  [
    'a port that is none',
    onDocker(/^invalid port specification: "99999"$/),
    'ENGINE_REFUSED',
    /dnet ports next$/,
    starts(publishing({HostPort: '99999'})),
  ],
  [
    'a host address that is none',
    {podman: /invalid IP address "x\.y" in port mapping$/},
    'ENGINE_REFUSED',
    /dnet ports next$/,
    starts(publishing({HostIp: 'x.y', HostPort: '18121'})),
  ],
  [
    'a range of host ports for one port',
    {podman: /strconv\.Atoi: parsing "18121-18122": invalid syntax$/},
    'UNSUPPORTED',
    /dnet ports next$/,
    starts(publishing({HostPort: '18121-18122'})),
  ],
  [
    'the same host port twice in one container',
    {
      ...onDocker(/Bind for (?:0\.0\.0\.0|::):18123 failed: port is already allocated$/),
      podman: /listen tcp4 :18123: bind: address already in use$/,
    },
    'PORT_TAKEN',
    /dnet ports/,
    starts({
      ExposedPorts: {'80/tcp': {}, '81/tcp': {}},
      ...on('web', {PortBindings: {'80/tcp': [{HostPort: '18123'}], '81/tcp': [{HostPort: '18123'}]}}),
    }),
  ],
  [
    'a subnet whose address is not its first',
    sinceChecked(/invalid subnet 10\.247\.1\.77\/24: it should be 10\.247\.1\.0\/24$/),
    'ENGINE_REFUSED',
    /^--subnet 10\.247\.1\.0\/24$/,
    creates(subnet('10.247.1.77/24')),
  ],
  [
    'a subnet that is none',
    {
      '20': /^Invalid subnet xx : invalid CIDR address: xx$/,
      ...sinceChecked(/invalid subnet xx: invalid CIDR block notation$/),
      podman: /^failed to parse subnet: invalid CIDR address: xx$/,
    },
    'ENGINE_REFUSED',
    /dnet create --subnet \/24 NETWORK$/,
    creates(subnet('xx')),
  ],
  [
    'a gateway without a subnet',
    {
      '20': /^Invalid subnet {2}: invalid CIDR address: $/,
      ...sinceChecked(/invalid subnet : invalid CIDR block notation$/),
      podman: /^subnet ip is nil$/,
    },
    'ENGINE_REFUSED',
    /dnet create --subnet \/24 NETWORK$/,
    creates({IPAM: {Config: [{Gateway: '10.247.2.1'}]}}),
  ],
  [
    'a gateway outside of the subnet',
    {
      '20': /^failed to allocate gateway \(10\.1\.1\.1\): Requested address is out of range$/,
      ...sinceChecked(/invalid gateway 10\.1\.1\.1: parent subnet 10\.247\.3\.0\/24 doesn't contain this address$/),
      podman: /^gateway 10\.1\.1\.1 not in subnet 10\.247\.3\.0\/24$/,
    },
    'ENGINE_REFUSED',
    /^choose one in the subnet, or omit it$/,
    creates(subnet('10.247.3.0/24', {Gateway: '10.1.1.1'})),
  ],
  [
    'a gateway that is none',
    {
      '20': /^invalid gateway address xx in Ipam configuration$/,
      ...sinceChecked(/invalid gateway xx: invalid address$/),
      podman: /^failed to parse gateway ip xx$/,
    },
    'ENGINE_REFUSED',
    /omit --gateway$/,
    creates(subnet('10.247.4.0/24', {Gateway: 'xx'})),
  ],
  [
    'an ip-range outside of the subnet',
    {
      ...sinceChecked(/invalid ip-range 10\.1\.1\.0\/28: parent subnet 10\.247\.5\.0\/24 doesn't contain ip-range$/),
      podman: /^lease range start ip 10\.1\.1\.1 not in subnet 10\.247\.5\.0\/24$/,
    },
    'ENGINE_REFUSED',
    /^choose one in the subnet, or omit it$/,
    creates(subnet('10.247.5.0/24', {IPRange: '10.1.1.0/28'})),
  ],
  [
    'an auxiliary address outside of the subnet',
    {
      '20': /^auxiliary address: \(a:10\.1\.1\.1\) must belong to the master pool: 10\.247\.6\.0\/24$/,
      ...sinceChecked(/invalid auxiliary address a: parent subnet 10\.247\.6\.0\/24 doesn't contain this address$/),
    },
    'ENGINE_REFUSED',
    /^choose one in the subnet, or omit it$/,
    creates(subnet('10.247.6.0/24', {AuxiliaryAddresses: {a: '10.1.1.1'}})),
  ],
  [
    'an auxiliary address that the gateway has',
    onDocker(/^failed to allocate secondary ip address \(a:10\.247\.7\.1\): Address already in use$/),
    'ENGINE_REFUSED',
    /^choose another --gateway or --aux-address$/,
    creates(subnet('10.247.7.0/24', {Gateway: '10.247.7.1', AuxiliaryAddresses: {a: '10.247.7.1'}})),
  ],
  [
    'two subnets of one family',
    onDocker(/^bridge driver doesn't support multiple subnets$/),
    'ENGINE_REFUSED',
    /create several networks$/,
    creates({IPAM: {Config: [{Subnet: '10.247.8.0/24'}, {Subnet: '10.247.9.0/24'}]}}),
  ],
  [
    'a driver that is not there',
    {...onDocker(/^plugin "nope" not found$/), podman: /^failed to find driver or plugin "nope"$/},
    'NOT_FOUND',
    /docker info$/,
    creates({Driver: 'nope'}),
  ],
  [
    'an IPAM driver that is not there',
    onDocker(/^plugin "nope" not found$/),
    'NOT_FOUND',
    /docker info$/,
    creates({IPAM: {Driver: 'nope'}}),
  ],
  [
    'an overlay network without a Swarm',
    {...onDocker(/^This node is not a swarm manager\. /), podman: /^failed to find driver or plugin "overlay"$/},
    ownVersion() === 'podman' ? 'NOT_FOUND' : 'ENGINE_REFUSED',
    /docker (swarm init|info)$/,
    creates({Driver: 'overlay'}),
  ],
  [
    'the scope of a Swarm without one',
    onDocker(/^cannot create a swarm scoped network when swarm is not active$/),
    'ENGINE_REFUSED',
    /docker swarm init$/,
    creates({Scope: 'swarm'}),
  ],
  [
    'an ingress network that is a bridge',
    onDocker(/^Ingress network can only be global scope network$/),
    'ENGINE_REFUSED',
    /^omit --ingress/,
    creates({Ingress: true}),
  ],
  [
    'a bridge whose name is too long',
    {
      '20': /numerical result out of range$/,
      '26': /numerical result out of range$/,
      '28': /^numerical result out of range$/,
    },
    'ENGINE_REFUSED',
    /^choose a shorter name: /,
    creates({...subnet('10.247.10.0/24'), ...bridgeOption('name', 'averyveryverylongbridge')}),
  ],
  [
    'a bridge whose name the kernel does not take',
    {
      ...onDocker(/invalid argument$/),
      podman: /^bridge name a\/b invalid: names must match \[a-zA-Z0-9\]\[a-zA-Z0-9_\.-\]\*: invalid argument$/,
    },
    'ENGINE_REFUSED',
    /bridge\.name|such a name/,
    creates({...subnet('10.247.11.0/24'), ...bridgeOption('name', 'a/b')}),
  ],
  [
    'a network whose name the engine does not take',
    {podman: /^network name a\/b invalid: names must match /},
    'ENGINE_REFUSED',
    /^choose such a name$/,
    creates({}, 'a/b'),
  ],
  [
    'an interface of the host in place of a bridge',
    onDocker(/^existing interface lo is not a bridge$/),
    'ENGINE_REFUSED',
    /^choose another bridge/,
    creates({...subnet('10.247.12.0/24'), ...bridgeOption('name', 'lo')}),
  ],
  [
    'an MTU that is no number',
    {
      ...onDocker(/^failed to parse com\.docker\.network\.driver\.mtu value: x /),
      podman: /^strconv\.Atoi: parsing "x": invalid syntax$/,
    },
    'ENGINE_REFUSED',
    /-o com\.docker\.network\.driver\.mtu=/,
    creates({...subnet('10.247.13.0/24'), Options: {'com.docker.network.driver.mtu': 'x'}}),
  ],
  [
    'a switch that is neither on nor off',
    onDocker(/^failed to parse com\.docker\.network\.bridge\.enable_icc value: x /),
    'ENGINE_REFUSED',
    /^correct or omit it: -o com\.docker\.network\.bridge\.enable_icc=VALUE$/,
    creates({...subnet('10.247.14.0/24'), ...bridgeOption('enable_icc', 'x')}),
  ],
  [
    'a parent that is no interface',
    {
      ...onDocker(/^invalid subinterface vlan name nope0, example formatting is eth0\.10$/),
      podman: /^parent interface nope0 does not exist$/,
    },
    'ENGINE_REFUSED',
    /-o parent=INTERFACE\.VLAN$/,
    creates({Driver: 'macvlan', ...subnet('10.247.15.0/24'), Options: {parent: 'nope0'}}),
  ],
  [
    'a VLAN that is no number',
    onDocker(/^unable to parse a valid vlan id from: x /),
    'ENGINE_REFUSED',
    /-o parent=INTERFACE\.VLAN$/,
    creates({Driver: 'macvlan', ...subnet('10.247.16.0/24'), Options: {parent: 'eth0.x'}}),
  ],
  [
    'a VLAN that is too high',
    onDocker(/^vlan id must be between 1-4094, received: 5000$/),
    'ENGINE_REFUSED',
    /-o parent=INTERFACE\.VLAN$/,
    creates({Driver: 'macvlan', ...subnet('10.247.17.0/24'), Options: {parent: 'eth0.5000'}}),
  ],
  [
    'a parent that leads nowhere',
    onDocker(/^loopback interface is not a valid macvlan parent link$/),
    'ENGINE_REFUSED',
    /-o parent=INTERFACE$/,
    creates({Driver: 'macvlan', ...subnet('10.247.18.0/24'), Options: {parent: 'lo'}}),
  ],
  [
    'a mode that macvlan does not have',
    onDocker(/^requested macvlan mode 'x' is not valid/),
    'ENGINE_REFUSED',
    /^macvlan has bridge, private, vepa and passthru/,
    creates({Driver: 'macvlan', ...subnet('10.247.19.0/24'), Options: {parent: 'eth0', macvlan_mode: 'x'}}),
  ],
  [
    'a mode that ipvlan does not have',
    onDocker(/^requested ipvlan mode 'x' is not valid/),
    'ENGINE_REFUSED',
    /ipvlan has l2, l3 and l3s$/,
    creates({Driver: 'ipvlan', ...subnet('10.247.20.0/24'), Options: {parent: 'eth0', ipvlan_mode: 'x'}}),
  ],
  [
    'IPv6 without a subnet',
    {
      '20': /^could not find an available, non-overlapping IPv6 address pool/,
      '26': /^could not find an available, non-overlapping IPv6 address pool/,
    },
    'POOL_EXHAUSTED',
    /^choose an IPv6 subnet: dnet create --ipv6 --subnet fd00:1::\/64 NETWORK$/,
    creates({EnableIPv6: true}),
  ],
  [
    'a network without a family',
    {'28': /^IPv4 or IPv6 must be enabled$/},
    'ENGINE_REFUSED',
    /add --ipv6$/,
    creates({EnableIPv4: false}),
  ],
  [
    'options of its own for a network from a config-only one',
    onDocker(/^user specified configurations are not supported if the network depends on a configuration network$/),
    'ENGINE_REFUSED',
    /omit --config-from$/,
    creates({ConfigFrom: {Network: 'conf'}, ...subnet('10.247.21.0/24')}),
  ],
  [
    'a network from one that is not config-only',
    onDocker(/^configuration network "web" does not exist$/),
    'NETWORK_NOT_FOUND',
    /dnet create --config-only CONFIG$/,
    creates({ConfigFrom: {Network: 'web'}}),
  ],
  [
    'a container on a config-only network',
    onDocker(/^cannot create endpoint on configuration-only network$/),
    'ENGINE_REFUSED',
    /dnet create --config-from CONFIG NETWORK$/,
    ({connect}) => connect('conf', 'one'),
  ],
  [
    'a second network of the host',
    {
      ...onDocker(/^only one instance of "host" network is allowed$/),
      podman: /^failed to find driver or plugin "host"$/,
    },
    ownVersion() === 'podman' ? 'NOT_FOUND' : 'ENGINE_REFUSED',
    /--network host|docker info$/,
    creates({Driver: 'host'}),
  ],
  [
    'a network with a predefined name',
    {
      ...onDocker(/^operation is not permitted on predefined bridge network $/),
      podman: /^cannot create network with name "bridge" because it conflicts with a valid network mode$/,
    },
    'ENGINE_REFUSED',
    /dnet create NETWORK$/,
    creates({}, 'bridge'),
  ],
  [
    'a network without a name',
    {'20': /^network with name {2}already exists$/, ...sinceChecked(/^invalid name: /)},
    'ENGINE_REFUSED',
    /dnet create NETWORK$/,
    creates({}, ''),
  ],
  [
    'an endpoint that is not there, by force',
    onDocker(/^endpoint nobody not found$/),
    'NOT_FOUND',
    /dnet inspect NETWORK$/,
    ({disconnect}) => disconnect('web', 'nobody', {Force: true}),
  ],
  [
    'a fixed address where the engine chose the subnet',
    {
      ...onDocker(
        /user specified IP address is supported only when connecting to networks with user configured subnets$/,
      ),
      podman: /^requested static ip 10\.9\.9\.9 not in any subnet on network auto$/,
    },
    'ENGINE_REFUSED',
    /--subnet|dnet inspect auto$/,
    ({connect}) => connect('auto', 'one', {IPAMConfig: {IPv4Address: '10.9.9.9'}}),
  ],
  [
    'a fixed address on the default network',
    onDocker(/user specified IP address is supported on user defined networks only/),
    'ENGINE_REFUSED',
    /dnet create --subnet \/24 NETWORK$/,
    ({connect}) => connect('bridge', 'one', {IPAMConfig: {IPv4Address: '172.17.0.77'}}),
  ],
  [
    'an alias on the default network',
    onDocker(/network-scoped alias is supported only for containers in user defined networks$/),
    'ENGINE_REFUSED',
    /dnet create NETWORK$/,
    ({connect}) => connect('bridge', 'one', {Aliases: ['x']}),
  ],
  [
    "the host's network after creation",
    {
      '20': /^container cannot be disconnected from host network or connected to host network$/,
      '26': /^container cannot be disconnected from host network or connected to host network$/,
      '28': /container must be created in host network mode$/,
      podman: /name or ID host: network not found$/,
    },
    ownVersion() === 'podman' ? 'NETWORK_NOT_FOUND' : 'ENGINE_REFUSED',
    /--network host|dnet ls$/,
    ({connect}) => connect('host', 'one'),
  ],
  [
    'no network beside others',
    {
      ...onDocker(
        /^container cannot be connected to multiple networks with one of the networks in private \(none\) mode$/,
      ),
      podman: /name or ID none: network not found$/,
    },
    ownVersion() === 'podman' ? 'NETWORK_NOT_FOUND' : 'ENGINE_REFUSED',
    /dnet disconnect none CONTAINER$|dnet ls$/,
    ({connect}) => connect('none', 'one'),
  ],
  [
    "another network beside the host's",
    {
      ...onDocker(/^container sharing network namespace with another container or host cannot be connected/),
      podman: /^"" is not supported: invalid network mode$/,
    },
    'ENGINE_REFUSED',
    /^recreate it with --network NETWORK$/,
    ({connect}) => connect('web', 'hosty'),
  ],
  [
    'a setting that is none of an interface',
    {'28': /unrecognised network interface sysctl 'net\.x=1'/},
    'ENGINE_REFUSED',
    /net\.ipv4\.conf\.IFNAME\.SETTING=VALUE$/,
    ({connect}) => connect('six', 'one', {DriverOpts: {'com.docker.network.endpoint.sysctls': 'net.x=1'}}),
  ],
  [
    'an interface with a name that is taken',
    {'28': /error renaming interface "\S+" to "lo": file exists$/},
    'ENGINE_REFUSED',
    /^choose another name for it/,
    starts(endpointOnWeb({DriverOpts: {'com.docker.network.endpoint.ifname': 'lo'}})),
  ],
  [
    'a filter that the engine does not have',
    {'20': /^Invalid filter 'foo'$/, ...sinceChecked(/^invalid filter 'foo'$/), podman: /^invalid filter "foo"$/},
    'ENGINE_REFUSED',
    /dnet ls --help$/,
    gets(`/networks?filters=${encodeURIComponent('{"foo":["x"]}')}`),
  ],
  [
    'a value that a filter does not take',
    {...onDocker(/^invalid filter: 'type'='x'$/), podman: /^invalid filter "type"$/},
    'ENGINE_REFUSED',
    /dnet ls --help$/,
    gets(`/networks?filters=${encodeURIComponent('{"type":["x"]}')}`),
  ],
  [
    'a fixed IPv6 address that is none',
    {
      '20': /^invalid IPv6 address: xx$/,
      ...sinceChecked(/\* invalid IPv6 address: xx\n/),
      podman: /failed to parse the ipv6 address "xx"$/,
    },
    'ENGINE_REFUSED',
    /^write an address such as/,
    starts(endpointOnWeb({IPAMConfig: {IPv6Address: 'xx'}})),
  ],
  [
    'a fixed IPv6 address outside of the subnet',
    {
      '20': /^Invalid address fd00:9::9: It does not belong to any of this network's subnets$/,
      ...sinceChecked(/no configured subnet contains IP address fd00:9::9$|contain the IP address fd00:9::9$/),
      podman: /^requested static ip fd00:9::9 not in any subnet on network six$/,
    },
    'ENGINE_REFUSED',
    /dnet inspect (NETWORK|six)$/,
    ({connect}) => connect('six', 'one', {IPAMConfig: {IPv6Address: 'fd00:9::9'}}),
  ],
  [
    'a connection to a network that is not there',
    {...onDocker(/^network nowhere not found$/), podman: /name or ID nowhere: network not found$/},
    'NETWORK_NOT_FOUND',
    /dnet ls$/,
    ({connect}) => connect('nowhere', 'one'),
  ],
  [
    'a disconnection of a container that is not there',
    {...onDocker(/^No such container: nobody$/), podman: /no such container$/},
    'CONTAINER_NOT_FOUND',
    /docker ps --all$/,
    ({disconnect}) => disconnect('web', 'nobody'),
  ],
  [
    'the removal of a network that is not there',
    {...onDocker(/^network nowhere not found$/), podman: /^network not found$/},
    'NETWORK_NOT_FOUND',
    /dnet ls$/,
    ({call}) => refusalOf(call('/networks/nowhere', {method: 'DELETE'})),
  ],
  [
    'an endpoint on a network that is not there',
    {podman: /name or ID nowhere: network not found$/},
    'NETWORK_NOT_FOUND',
    /dnet ls$/,
    starts({...on('web'), NetworkingConfig: {EndpointsConfig: {nowhere: {}}}}),
  ],
  [
    'a filter of prune that the engine does not have',
    {'20': /^Invalid filter 'foo'$/, ...sinceChecked(/^invalid filter 'foo'$/), podman: /^invalid filter "foo"$/},
    'ENGINE_REFUSED',
    /dnet ls --help$/,
    ({call}) => refusalOf(call(`/networks/prune?filters=${encodeURIComponent('{"foo":["x"]}')}`, {method: 'POST'})),
  ],
  [
    'a protocol that is none',
    {podman: /unrecognized protocol "xcp" in port mapping$/},
    'ENGINE_REFUSED',
    /dnet ports next$/,
    starts(on('web', {PortBindings: {'80/xcp': [{HostPort: '18121'}]}})),
  ],
  [
    'a container port that is none',
    {podman: /container port number must be non-0$/},
    'ENGINE_REFUSED',
    /dnet ports next$/,
    starts(on('web', {PortBindings: {'99999/tcp': [{HostPort: '18121'}]}})),
  ],
  [
    'a host port that is no number',
    {podman: /strconv\.Atoi: parsing "x": invalid syntax$/},
    'ENGINE_REFUSED',
    /dnet ports next$/,
    starts(publishing({HostPort: 'x'})),
  ],
  [
    'an MTU below zero',
    {podman: /^mtu -5 is less than zero$/},
    'ENGINE_REFUSED',
    /-o com\.docker\.network\.driver\.mtu=/,
    creates({Options: {'com.docker.network.driver.mtu': '-5'}}),
  ],
  [
    'a mode that macvlan does not have, as Podman calls it',
    {podman: /^unknown macvlan mode "x"$/},
    'ENGINE_REFUSED',
    /^macvlan has bridge, private, vepa and passthru/,
    creates({Driver: 'macvlan', Options: {mode: 'x'}}),
  ],
  [
    'an ipvlan network without a subnet',
    {podman: /^ipam driver dhcp is not supported with ipvlan$/},
    'ENGINE_REFUSED',
    /--subnet SUBNET/,
    creates({Driver: 'ipvlan'}),
  ],
  [
    'an ip-range that is none',
    {
      ...sinceChecked(/invalid ip-range xx: invalid CIDR block notation$/),
      podman: /^failed to parse ip range: invalid CIDR address: xx$/,
    },
    'ENGINE_REFUSED',
    /dnet create --subnet \/24 NETWORK$/,
    creates(subnet('10.247.22.0/24', {IPRange: 'xx'})),
  ],
  [
    'a gateway of the other family',
    {
      ...sinceChecked(/invalid gateway fd00::1: parent subnet is an IPv4 block$/),
      podman: /^gateway fd00::1 not in subnet 10\.247\.23\.0\/24$/,
    },
    'ENGINE_REFUSED',
    /^choose one in the subnet, or omit it$/,
    creates(subnet('10.247.23.0/24', {Gateway: 'fd00::1'})),
  ],
  [
    'a network whose name is too long for a file',
    {podman: /: file name too long$/},
    'ENGINE_REFUSED',
    /^choose a shorter name$/,
    creates({}, 'a'.repeat(300)),
  ],
  [
    'a client that is too new for the engine',
    onDocker(/^client version 1\.99 is too new\. /),
    'UNSUPPORTED',
    /DOCKER_API_VERSION$/,
    gets('/v1.99/networks'),
  ],
]

/** An engine looks a quarter of a minute for a plug-in of that name. */
const SLOW = ['a driver that is not there', 'an IPAM driver that is not there']

const version = ownVersion()

describe(`explain on ${version}, of refusals that nobody is in the way of`, () => {
  let own: ThrowawayEngine
  let engine: TestEngine
  let shell: Shell
  let pasted: Pasted
  const post = (path: string, body: object) => refusalOf(engine.call(path, {method: 'POST', body}))
  const create = (Name: string, more: object = {}) => post('/networks/create', {Name, CheckDuplicate: true, ...more})

  before(async () => {
    own = await startEngine({version, name: 'rows', daemonConfig: WITHOUT_RULES})
    engine = asTestEngine(own)
    equal(await create('web', subnet('10.244.1.0/24')), '')
    equal(await create('auto'), '')
    equal(await create('six', {EnableIPv6: true, IPAM: {Config: [{Subnet: 'fd00:6::/64'}]}}), '')
    if (version !== 'podman') equal(await create('conf', {ConfigOnly: true, ...subnet('10.244.7.0/24')}), '')
    await startContainer(engine, 'one', on('web'))
    await startContainer(engine, 'hosty', on('host'))
    shell = await shellOn(engine)
    pasted = new Pasted(shell, {
      NETWORK: 'web',
      CONTAINER: 'one',
      CONFIG: 'conf',
      SUBNET: '10.247.99.0/24',
      INTERFACE: 'eth0',
    })
  })
  afterEach(async () => {
    await engine.call('/containers/late?force=true', {method: 'DELETE'})
    await engine.call('/networks/new', {method: 'DELETE'})
  })
  after(async () => {
    await shell?.remove()
    await own?.stop()
  })

  for (const [title, says, code, remedy, bring] of ROWS) {
    const expected = says[version]
    if (!expected || (SLOW.includes(title) && !LONG)) continue
    it(title, async () => {
      const sentence = await bring({
        create,
        connect: (network, Container, EndpointConfig = {}) =>
          post(`/networks/${network}/connect`, {Container, EndpointConfig}),
        disconnect: (network, Container, more = {}) => post(`/networks/${network}/disconnect`, {Container, ...more}),
        start: (body) => startRefusalOf(startContainer(engine, 'late', body)),
        call: engine.call,
      })
      match(sentence, expected)
      const said = `Error response from daemon: ${sentence}`
      const {exit, stdout, stderr} = await runDnet(['explain', '--json', said], {DOCKER_HOST: own.host})
      equal(exit, 0, stderr)
      const {explanation} = JSON.parse(stdout) as {explanation: Explained}
      equal(explanation.code, code)
      ok(explanation.cause !== '')
      equal(explanation.holder, '')
      match(explanation.remedy, remedy)
      await pasted.paste(explanation.remedy)
    })
  }
})
