import {toPaste} from '../../shell-words.js'
import {containerWord, portHint, type Sentence} from './sentence.js'

const lookFor = (): string => 'list the networks: dnet ls'
const otherSubnet = (): string => 'choose another subnet, or omit --subnet; see what is taken: dnet ls --wide'

/**
 * Refusals of API calls that dnet distinguishes. Each was recorded, word for word, from the engines that the tests run:
 * see test/engine/refusals/recorded-sentences.ts.
 */
export const RECORDED_SENTENCES: readonly Sentence[] = [
  {
    pattern: /invalid (?:IPv[46]|link-local IP|MAC) address:? \S+|failed to parse the (?:mac|ipv[46]) address "/i,
    code: 'ENGINE_REFUSED',
    cause: 'the address is not written as one of its kind',
    hint: () => 'write an address such as 172.20.0.2, fd00::2 or, for a MAC, 02:42:ac:14:00:02',
  },
  {
    pattern: /conflicting options: port (?:publishing|exposing) and the container type network mode/,
    code: 'ENGINE_REFUSED',
    cause: 'a container that shares the network of another cannot publish ports of its own',
    hint: () => 'publish the port from the container whose network is shared',
  },
  {
    pattern:
      /conflicting options: (?<what>hostname|dns|mac-address|custom host-to-IP mapping) and the network mode|cannot set extra host entries when the container is joined to another containers network/,
    code: 'ENGINE_REFUSED',
    cause: 'a container that shares the network of another also has its hostname, addresses, DNS and hosts file',
    hint: () => 'give that option to the container whose network is shared, or use --network NETWORK',
  },
  {
    pattern: /conflicting options: (?:container|host) type network(?:ing)? can't be used with links/,
    code: 'ENGINE_REFUSED',
    cause: "legacy links need a network of the container's own",
    hint: () => 'omit --link, or use --network NETWORK and then: dnet link CONTAINER TARGET',
  },
  {
    pattern: /^cannot join own network/,
    code: 'ENGINE_REFUSED',
    cause: 'a container cannot share its own network',
    hint: () => 'name another container: --network container:CONTAINER',
  },
  {
    pattern: /cannot join network (?:namespace )?of a non running container: (?:container )?(?<stopped>\S+)/,
    code: 'CONFLICT',
    cause: 'a container whose network is shared must run first',
    hint: ({stopped}) => toPaste`docker start ${containerWord(stopped)}`,
  },
  {
    pattern: /invalid subnet (?<subnet>\S+): it should be (?<block>\S+)$/,
    code: 'ENGINE_REFUSED',
    cause: 'the address has bits set beyond its prefix length, so that it is not the first of a block',
    hint: ({block}) => `--subnet ${block}`,
  },
  {
    pattern:
      /invalid (?:subnet|ip-range) .*: invalid CIDR|failed to parse (?:subnet|ip range): invalid CIDR|^subnet ip is nil$/i,
    code: 'ENGINE_REFUSED',
    cause: 'the subnet is missing, or it or the ip-range is not a block of addresses',
    hint: () => 'write a block such as 172.20.0.0/24, or let dnet find a free one: dnet create --subnet /24 NETWORK',
  },
  {
    pattern:
      /invalid (?:gateway|ip-range|auxiliary address) \S+: (?:parent subnet|CIDR block is bigger than) |no matching subnet for (?:gateway|range|aux-address) \S+|failed to allocate gateway \(\S+\): Requested address is out of range|auxiliary address: \(\S+\) must belong to the master pool|^(?:gateway|lease range start ip) \S+ not in subnet \S+/,
    code: 'ENGINE_REFUSED',
    cause: "the gateway, --ip-range or --aux-address is in none of the network's subnets",
    hint: () => 'choose one in the subnet, or omit it',
  },
  {
    pattern:
      /invalid gateway \S+: invalid address|invalid gateway address \S+ in Ipam configuration|failed to parse gateway ip \S+/,
    code: 'ENGINE_REFUSED',
    cause: 'the gateway is not an address',
    hint: () => 'write an address such as 172.20.0.1, or omit --gateway',
  },
  {
    pattern: /bridge driver doesn't support multiple subnets/,
    code: 'ENGINE_REFUSED',
    cause: 'a bridge network has one subnet of each family',
    hint: () => 'give one IPv4 and one IPv6 subnet at most, or create several networks',
  },
  {
    pattern: /this node is not a swarm manager|cannot create a swarm scoped network when swarm is not active/i,
    code: 'ENGINE_REFUSED',
    cause: 'overlay networks, services and nodes are managed by a manager of a Swarm, which this engine is not',
    hint: () => 'on one host, use a bridge network: dnet create NETWORK; for several, first: docker swarm init',
  },
  {
    pattern: /ingress network can only be global scope network/i,
    code: 'ENGINE_REFUSED',
    cause: 'an ingress network is an overlay network of a Swarm',
    hint: () => 'omit --ingress, or create it on a manager with --driver overlay',
  },
  {
    pattern: /numerical result out of range/,
    code: 'ENGINE_REFUSED',
    cause: 'the kernel takes names of interfaces and bridges of at most 15 bytes',
    hint: () => 'choose a shorter name: -o com.docker.network.bridge.name=BRIDGE',
  },
  {
    pattern: /^bridge name (?<bridge>\S+) already in use$/,
    code: 'CONFLICT',
    cause: 'another network, or another interface of the host, has that name for its bridge',
    hint: () =>
      'choose another bridge with -o com.docker.network.bridge.name=BRIDGE, or omit it to let the engine choose',
  },
  {
    pattern: /^(?<what>network|bridge) name \S* invalid: names must match (?<form>\S+): invalid argument$/,
    code: 'ENGINE_REFUSED',
    cause: 'the engine takes names that begin with a letter or digit, with letters, digits, "_", "." and "-" after it',
    hint: () => 'choose such a name',
  },
  {
    pattern: /^open .*\.json: file name too long$/,
    code: 'ENGINE_REFUSED',
    cause: 'Podman keeps a network in a file with its name, which has room for 250 characters',
    hint: () => 'choose a shorter name',
  },
  {
    pattern: /^ipam driver dhcp is not supported with ipvlan$/,
    code: 'ENGINE_REFUSED',
    cause: 'without a subnet Podman asks a DHCP server for addresses, which cannot be for ipvlan',
    hint: () =>
      'give it the subnet of the parent: dnet create --driver ipvlan --subnet SUBNET -o parent=INTERFACE NETWORK',
  },
  {
    pattern: /existing interface \S+ is not a bridge/,
    code: 'ENGINE_REFUSED',
    cause: 'the host has another kind of interface with the name of the bridge',
    hint: () =>
      'choose another bridge with -o com.docker.network.bridge.name=BRIDGE, or omit it to let the engine choose',
  },
  {
    pattern: /failed to parse (?<option>com\.docker\.network\.\S+) value: /,
    code: 'ENGINE_REFUSED',
    cause: 'the option of the network does not take that value',
    hint: ({option}) => toPaste`correct or omit it: -o ${`${option}=VALUE`}`,
  },
  {
    pattern: /^strconv\.Atoi: parsing "[^"]*": invalid syntax$|^mtu -\d+ is less than zero$/,
    code: 'ENGINE_REFUSED',
    cause: 'an option takes a number, such as the MTU of a network, and was given something else',
    hint: () => 'write it as a number: -o com.docker.network.driver.mtu=1400',
  },
  {
    pattern:
      /invalid subinterface vlan name|unable to parse a valid vlan id from: |vlan id must be between 1-4094|^parent interface \S+ does not exist$/,
    code: 'ENGINE_REFUSED',
    cause: 'the host has no such parent interface, and the name is not that of a VLAN of one, such as eth0.10',
    hint: () => 'see the interfaces of the host: ip link; then -o parent=INTERFACE, or -o parent=INTERFACE.VLAN',
  },
  {
    pattern: /loopback interface is not a valid (?:mac|ip)vlan parent link/,
    code: 'ENGINE_REFUSED',
    cause: 'the parent of a macvlan or ipvlan network must be an interface to other hosts',
    hint: () => 'see the interfaces of the host: ip link; then -o parent=INTERFACE',
  },
  {
    pattern: /requested (?:macvlan|ipvlan) mode '.*' is not valid|unknown (?:macvlan|ipvlan) mode "/,
    code: 'ENGINE_REFUSED',
    cause: 'the driver has no such mode',
    hint: () => 'macvlan has bridge, private, vepa and passthru; ipvlan has l2, l3 and l3s',
  },
  {
    pattern: /user specified configurations are not supported if the network depends on a configuration network/,
    code: 'ENGINE_REFUSED',
    cause: 'a network that is created from a config-only network has its subnets and options from there',
    hint: () => 'omit them, or omit --config-from',
  },
  {
    pattern: /only one instance of "(?<name>[^"]*)" network is allowed/,
    code: 'ENGINE_REFUSED',
    cause: 'the engine has one network of that driver, and no more',
    hint: ({name}) => toPaste`use it: --network ${name ?? 'NETWORK'}; or create one of another driver`,
  },
  {
    pattern: /^endpoint (?<name>.+) not found$/,
    code: 'NOT_FOUND',
    cause: 'nothing of that name is on the network',
    hint: () => 'see what is on it: dnet inspect NETWORK',
  },
  {
    pattern: /^invalid name:(?: name is empty)?$|^network with name {2}already exists$/,
    code: 'ENGINE_REFUSED',
    cause: 'the network has no name',
    hint: () => 'give it one: dnet create NETWORK',
  },
  {
    pattern: /the container name "(?<container>[^"]*)" is already in use by /i,
    code: 'NAME_TAKEN',
    cause: 'a container with that name already exists, running or not',
    hint: ({container}) =>
      toPaste`choose another name, or see the existing one: docker ps --all --filter ${`name=${containerWord(container)}`}`,
  },
  {
    pattern: /IPv4 or IPv6 must be enabled/,
    code: 'ENGINE_REFUSED',
    cause: 'a network has addresses of at least one family',
    hint: () => 'omit --ipv4=false, or add --ipv6',
  },
  {
    pattern: /^invalid filter\b/i,
    code: 'ENGINE_REFUSED',
    cause: 'the engine has no such filter',
    hint: () => 'see the filters: dnet ls --help',
  },
  {
    pattern: /unrecognised network interface sysctl /,
    code: 'ENGINE_REFUSED',
    cause: 'the setting is none of a network interface, such as net.ipv4.conf.IFNAME.forwarding=1',
    hint: () => 'write IFNAME where the name of the interface stands: net.ipv4.conf.IFNAME.SETTING=VALUE',
  },
  {
    pattern: /error renaming interface "\S+" to "(?<name>\S+)": file exists/,
    code: 'ENGINE_REFUSED',
    cause: 'the container has another interface of that name',
    hint: () => 'choose another name for it, or omit it to let the engine choose',
  },
  {
    pattern: /iptables: No chain\/target\/match by that name/,
    code: 'ENGINE_REFUSED',
    cause: "the engine's own firewall rules are gone: something else has flushed them, such as a firewall's restart",
    hint: () =>
      'restart the engine, which makes them anew and stops its containers unless it has live-restore: systemctl restart docker',
  },
  {
    pattern: /bad format for links: /,
    code: 'ENGINE_REFUSED',
    cause: 'a legacy link is TARGET or TARGET:ALIAS',
    hint: () => 'write it so, or use: dnet link CONTAINER TARGET:ALIAS',
  },
  {
    pattern:
      /invalid port specification: "|(?:invalid IP address|unrecognized protocol) "[^"]*" in port mapping|container port number must be non-0|make cli opts\(\): strconv\.Atoi: parsing "[^"-]*"/,
    code: 'ENGINE_REFUSED',
    cause: 'a port is not a number from 1 to 65535, or its host address or protocol is none',
    hint: () => 'write it as -p 8080:80 or -p 127.0.0.1:8080:80; find a free one: dnet ports next',
  },
  {
    pattern: /make cli opts\(\): strconv\.Atoi: parsing "\d+-\d+"/,
    code: 'UNSUPPORTED',
    cause: 'Podman does not choose from a range of host ports',
    hint: () => 'name one port; to find a free one: dnet ports next',
  },
  {
    pattern: /^Container cannot be connected to network endpoints: /,
    code: 'UNSUPPORTED',
    cause: 'engines before 25.0 create a container on one network only',
    hint: () => 'create it on one, then: dnet connect NETWORK CONTAINER',
  },
  {
    pattern: /^invalid argument$/,
    code: 'ENGINE_REFUSED',
    cause:
      'a value is refused, and not said which; of a network, it may be a bridge name with "/" or an MTU out of range',
    hint: () => 'correct the options of the network: -o com.docker.network.bridge.name, com.docker.network.driver.mtu',
  },
  {
    pattern: /network (?<name>.+) is ambiguous|more than one result for network \w+ (?<prefix>\S+)/,
    code: 'NAME_AMBIGUOUS',
    cause: 'several networks have that name, or an id that begins with it',
    hint: () => 'give the full name or more digits of the id; see them: dnet ls --no-trunc',
  },
  {
    pattern: /configuration network "(?<name>[^"]*)" does not exist/,
    code: 'NETWORK_NOT_FOUND',
    cause: 'no config-only network has that name, whose configuration should be copied',
    hint: () =>
      'name a config-only network: dnet ls --filter type=custom; or create one: dnet create --config-only CONFIG',
  },
  {
    pattern: /^network (?:(?<removed>[0-9a-f]{64})|.+) not found$|network not found$/,
    code: 'NETWORK_NOT_FOUND',
    cause:
      'no network has that name or id; a stopped container also fails to start like this after its network was removed',
    hint: lookFor,
  },
  {
    pattern: /^No such container: |no such container$/,
    code: 'CONTAINER_NOT_FOUND',
    cause: 'no container has that name or id',
    hint: () => 'list the containers: docker ps --all',
  },
  {
    pattern: /network inspection mismatch: asked to join \d+ network\(s\)/,
    code: 'ENGINE_REFUSED',
    cause: 'Podman kept the endpoint of a connection that failed, and lists no containers until it is removed',
    hint: () => 'remove it, which works even if it reports an error: dnet disconnect NETWORK CONTAINER',
  },
  {
    pattern:
      /^network with name (?<name>.+) already exists$|(?:network name (?<used>.+) already used: )?network already exists$/,
    code: 'NAME_TAKEN',
    cause: 'a network with that name already exists',
    hint: ({name, used}) =>
      toPaste`choose another name, or see the existing one: dnet inspect ${name ?? used ?? 'NETWORK'}`,
  },
  {
    pattern:
      /Pool overlaps with other one on this address space|subnet (?<subnet>\S+) is already used on the host or by another config/,
    code: 'SUBNET_OVERLAP',
    cause: 'the subnet overlaps that of another network',
    hint: otherSubnet,
  },
  {
    pattern:
      /could not find an available, non-overlapping IPv4 address pool|all predefined address pools have been fully subnetted/,
    code: 'POOL_EXHAUSTED',
    cause: 'every block of the address pools is used by a network or covered by a route of the host',
    hint: () =>
      'choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 NAME; see what is using the pools: dnet subnets',
  },
  {
    pattern: /could not find an available, non-overlapping (?<six>IPv6) address pool/,
    code: 'POOL_EXHAUSTED',
    cause: 'engines before 27.0 have no pool of IPv6 addresses, unless daemon.json gives one',
    hint: () => 'choose an IPv6 subnet: dnet create --ipv6 --subnet fd00:1::/64 NETWORK',
  },
  {
    pattern:
      /no available IPv[46] addresses on this network's address pools(?:: (?<network>.+) \((?<id>[0-9a-f]{64})\))?|failed to find free IP in range: (?<first>\S+)/,
    code: 'POOL_EXHAUSTED',
    cause: "every address of the network's subnet, or of its ip-range, is in use",
    hint: () =>
      'create a larger one: dnet create --hosts 500 NETWORK; or disconnect a container that can do without this one',
  },
  {
    pattern:
      /(?:endpoint (?<endpoint>\S+) \([0-9a-f]+\): )?(?:Bind for (?<addr>\S*):(?<port>\d+) failed: )?(?<engines>port is already allocated)/,
    code: 'PORT_TAKEN',
    cause: 'another container of this engine publishes that host port, or the same one asks for it twice',
    hint: () => portHint(undefined),
  },
  {
    pattern: /failed to allocate (?:secondary ip address|gateway) \(\S+\): Address already in use$/,
    code: 'ENGINE_REFUSED',
    cause:
      'the gateway and the auxiliary addresses of a network must differ from each other, and from the first and last address of its subnet',
    hint: () => 'choose another --gateway or --aux-address',
  },
  {
    pattern:
      /^Address already in use$|requested ip address (?<address>\S+) is already allocated(?: to container ID (?<container>\w+))?/,
    code: 'ADDRESS_TAKEN',
    cause: 'the network has given that IP address away, or keeps it for itself; this is not about a port',
    hint: ({network}) =>
      toPaste`choose another address, or omit --ip; see what is using it: dnet inspect ${network ?? 'NETWORK'}`,
  },
  {
    pattern:
      /network (?<name>.+?) (?:id (?<id>[0-9a-f]{64}) )?has active endpoints|(?:"(?<used>[^"]*)" has associated containers with it\..*)?network is being used$/,
    code: 'NETWORK_IN_USE',
    cause: 'containers are on the network, or endpoints that a crash left behind',
    hint: ({name, used}) =>
      toPaste`see what is on it: dnet inspect ${name ?? used ?? 'NETWORK'}; to take it off: dnet disconnect ${name ?? used ?? 'NETWORK'} CONTAINER`,
  },
  {
    pattern: /configuration network "(?<config>[^"]*)" is in use/,
    code: 'NETWORK_IN_USE',
    cause: 'networks were created from this one',
    hint: () => 'keep it, or first remove what was created from it; list the networks: dnet ls',
  },
  {
    pattern: /^endpoint with name (?<container>.+) already exists in network (?<network>.+)$/,
    code: 'ENDPOINT_EXISTS',
    cause: 'the container is already on the network, or a crash left behind an endpoint with its name',
    hint: ({container, network}) =>
      toPaste`to reconnect it, first run: dnet disconnect -f ${network ?? 'NETWORK'} ${container ?? 'CONTAINER'}`,
  },
  {
    pattern:
      /(?:container (?<container>\S+) is already connected to network (?<network>.+): )?network is already connected$/,
    code: 'ENDPOINT_EXISTS',
    cause: 'the container is already on the network',
    hint: ({container, network}) =>
      toPaste`to reconnect it, first run: dnet disconnect -f ${network ?? 'NETWORK'} ${container ?? 'CONTAINER'}`,
  },
  {
    pattern: /^plugin "(?<name>[^"]*)" not found$|^failed to find driver or plugin "(?<driver>[^"]*)"?$/,
    code: 'NOT_FOUND',
    cause: 'the network asks for a driver that the engine does not have',
    hint: () => 'list the available drivers and plugins: docker info',
  },
  {
    pattern: /^client version \S+ is too (?:old|new)\. /,
    code: 'UNSUPPORTED',
    cause: 'the client is too old or too new for the engine, or DOCKER_API_VERSION pins it to such a version',
    hint: () => 'unset DOCKER_API_VERSION',
  },
]
