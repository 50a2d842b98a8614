import {toPaste} from '../../shell-words.js'
import {containerWord, portHint, type Sentence} from './sentence.js'

const IN_USE_ON_HOST = "a process on the engine's host, or a container, has that port"

/**
 * Sentences that dnet distinguishes, with more wordings than the engines of the tests were recorded to say: when a
 * container starts, by Swarm, by engines without root, by newer ones, by the Docker CLI or Compose. These are taken from
 * the source code: moby v20.10 to v29.7, swarmkit v2, docker/cli v29.7, docker/compose 1.29 and v2, rootlesskit.
 */
export const SENTENCES_FROM_SOURCE: readonly Sentence[] = [
  {
    pattern: /could not find an available predefined network|^invalid address pool$/,
    code: 'POOL_EXHAUSTED',
    cause: 'no address pool has a free block of the requested size',
    hint: () =>
      'choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 NAME; see what is using the pools: dnet subnets',
  },
  {
    pattern:
      /cannot create network \S+ \(\S+\): conflicts with network (?<id>[0-9a-f]{12,64}) \(\S+\): networks have overlapping IPv[46]/,
    code: 'SUBNET_OVERLAP',
    cause: 'a bridge network with an overlapping subnet already exists',
    hint: () => 'choose another subnet, or omit --subnet',
  },
  {
    pattern:
      /cannot create network \S+ \((?<bridge>\S+)\): conflicts with network (?<id>[0-9a-f]{12,64}) \(\S+\): networks have same bridge name/,
    code: 'CONFLICT',
    cause: 'another network already uses the same bridge interface of the host',
    hint: () =>
      'choose another bridge with -o com.docker.network.bridge.name=BRIDGE, or omit it to let the engine choose',
  },
  {
    pattern: /Ports are not available: exposing port (?<protocol>\w+) (?<addr>\[[^\]]*\]|[^\s:]*):(?<port>\d+) ->/,
    code: 'PORT_TAKEN',
    cause: 'a process on the machine that runs Docker Desktop is listening on that port, or reserves it',
    hint: ({port}) => `publish a port other than ${port}, or stop it`,
  },
  {
    pattern:
      /(?:failed to bind host port (?:\d+ )?(?:for )?|listen (?:tcp|udp)[46]? )(?<addr>\[[^\]]*\]|[^\s:]*):(?<port>\d+)\S*: (?:bind: )?cannot assign requested address/,
    code: 'ENGINE_REFUSED',
    cause: "the engine's host does not have that address",
    hint: ({port}) => `publish the port on all addresses, or on one of the host: -p ${port}:CONTAINER_PORT`,
  },
  {
    pattern:
      /(?:endpoint (?<endpoint>\S+) \([0-9a-f]+\): )?failed to bind host port (?:(?<tried>\d+) )?(?:for )?(?<addr>\[[^\]]*\]|[^\s:]*):(?<port>\d+)(?:-\d+)?(?::\S+?)?(?:\/(?<protocol>tcp|udp|sctp))?: address already in use/,
    code: 'PORT_TAKEN',
    cause: IN_USE_ON_HOST,
    hint: ({tried, port, protocol}) => portHint(tried ?? port, protocol),
  },
  {
    pattern:
      /(?:endpoint (?<endpoint>\S+) \([0-9a-f]+\): Error starting userland proxy: )?listen (?<protocol>tcp|udp|sctp)(?<family>[46])? (?<addr>\[[^\]]*\]|[^\s:]*):(?<port>\d+): bind: address already in use/,
    code: 'PORT_TAKEN',
    cause: IN_USE_ON_HOST,
    hint: ({port, protocol}) => portHint(port, protocol),
  },
  {
    pattern: /cannot expose privileged port \d+|listen (?:tcp|udp)[46]? \S+: bind: permission denied/,
    code: 'ENGINE_REFUSED',
    cause: 'an engine that runs without root may not listen on a port that low',
    hint: () =>
      'publish a higher port: dnet ports next; or permit it to all users of the host: sysctl net.ipv4.ip_unprivileged_port_start=80',
  },
  {
    pattern:
      /port '(?<port>\d+)' is already in use by service '[^']*' \((?<service>\w+)\) as (?:an ingress|a host-published) port/,
    code: 'PORT_TAKEN',
    cause: 'another service of the Swarm publishes that port',
    hint: ({port}) => portHint(port),
  },
  {
    pattern: /host-mode port already in use on \d+ nodes?/,
    code: 'PORT_TAKEN',
    cause: 'each node that may run the task already runs one with that host port',
    hint: () => 'publish another port, or run at most one task on each node; see the ports: dnet ports',
  },
  {
    pattern: /network (?<network>\S+) is in use by (?:service (?<service>\w+)|task \w+)/,
    code: 'NETWORK_IN_USE',
    cause: 'a service of the Swarm uses the network',
    hint: ({network, service}) =>
      toPaste`keep it, or first take the service off it, which restarts its tasks: docker service update --network-rm ${network ?? 'NETWORK'} ${service ?? 'SERVICE'}`,
  },
  {
    pattern: /ingress network cannot be removed because service (?<service>\w+) depends on it/,
    code: 'NETWORK_IN_USE',
    cause: 'a service of the Swarm publishes a port on every node, which the ingress network carries',
    hint: ({service}) =>
      toPaste`keep it, or first see what the service publishes: docker service inspect --pretty ${service ?? 'SERVICE'}`,
  },
  {
    pattern: /The network (?<name>.+) cannot be used with services\. /,
    code: 'ENGINE_REFUSED',
    cause: 'services of a Swarm run on any node, so they need a network that spans the nodes',
    hint: () => 'create one: dnet create --driver overlay NETWORK',
  },
  {
    pattern: /error creating vxlan interface: file exists/,
    code: 'CONFLICT',
    cause: 'the host still has the VXLAN interface of an overlay network, left by a crash or made by something else',
    hint: () => 'see the interfaces: ip -details link show type vxlan; a restart of the node removes those left behind',
  },
  {
    pattern: /network (?<name>.+?) declared as external, but could not be found/i,
    code: 'NETWORK_NOT_FOUND',
    cause: 'the compose file uses a network that it does not create, and none has that name',
    hint: ({name}) =>
      toPaste`create it: dnet create ${name?.replace(/^"|"$/g, '') ?? 'NETWORK'}; or correct its name in the file`,
  },
  {
    pattern: /network (?<name>\S+) was found but has incorrect label/,
    code: 'CONFLICT',
    cause: 'Compose did not create that network for this entry of the file, so it does not use it',
    hint: () =>
      'declare it in the file with "external: true", or give the entry another name; what was made by hand can also be removed if nothing needs it',
  },
  {
    pattern: /Network "(?<name>[^"]*)" needs to be recreated - /,
    code: 'CONFLICT',
    cause: 'the network was created with other options than those that the compose file has now',
    hint: ({name}) =>
      toPaste`compare: dnet inspect ${name ?? 'NETWORK'}; to recreate it, take the project down, which ends what it serves: docker compose down`,
  },
  {
    pattern: /all ports are allocated/,
    code: 'PORT_TAKEN',
    cause: 'every host port of the range is in use',
    hint: () => 'see what is using them: dnet ports',
  },
  {
    pattern: /Cannot link to (?<target>\S+), as it does not belong to the default network/,
    code: 'CONFLICT',
    cause: 'legacy links work only on the default bridge, and the target is not on it',
    hint: ({target}) => toPaste`link them on another network: dnet link CONTAINER ${containerWord(target)}`,
  },
  {
    pattern: /container (?<target>[0-9a-f]{12,64}) not attached to default bridge network/,
    code: 'CONFLICT',
    cause: 'legacy links work only on the default bridge, and the target is not on it',
    hint: ({target}) => toPaste`link them on another network: dnet link CONTAINER ${containerWord(target)}`,
  },
  {
    pattern: /Cannot link to a non running container: (?<stopped>\S+) AS/,
    code: 'CONFLICT',
    cause: 'the target of a legacy link must be running before the container starts',
    hint: ({stopped}) =>
      toPaste`docker start ${containerWord(stopped)}; or use a link that does not need this: dnet link CONTAINER ${containerWord(stopped)}`,
  },
  {
    pattern: /link is not supported$/,
    code: 'UNSUPPORTED',
    cause: 'Podman has neither legacy links nor names that only one container sees',
    hint: () => 'use a name that every container on the network sees: dnet link --shared CONTAINER TARGET',
  },
  {
    pattern: /could not get container for (?<target>\S+)/,
    code: 'CONTAINER_NOT_FOUND',
    cause: 'a legacy link names a container that does not exist',
    hint: () => 'list the containers: docker ps --all',
  },
  {
    pattern: /user.specified IP address is supported only when connecting to networks with user configured subnets/,
    code: 'ENGINE_REFUSED',
    cause: 'engines before 29.0.4 assign a requested address only on networks that were created with --subnet',
    hint: () => 'omit --ip, or recreate the network with --subnet',
  },
  {
    pattern: /user.specified IP address is supported on user.defined networks only/,
    code: 'ENGINE_REFUSED',
    cause: 'predefined networks do not accept a requested address',
    hint: () => 'connect the container to a network that you create: dnet create --subnet /24 NETWORK',
  },
  {
    pattern:
      /network-scoped alias(?:es)? (?:is|are) (?:only )?supported (?:only )?for (?:containers in )?user.defined networks/,
    code: 'ENGINE_REFUSED',
    cause: 'predefined networks do not support aliases',
    hint: () => 'connect the container to a network that you create: dnet create NETWORK',
  },
  {
    pattern:
      /no configured subnet (?:or ip-range )?contains? (?:the )?IP address (?<address>\S+)|Invalid address (?<old>\S+): It does not belong to any of this network's subnets|requested static ip \S+ not in any subnet on network (?<network>\S+)/,
    code: 'ENGINE_REFUSED',
    cause: "the requested address is in none of the network's subnets",
    hint: ({network}) => toPaste`see the network's subnets: dnet inspect ${network ?? 'NETWORK'}`,
  },
  {
    pattern: /container (?<container>\S+) is not connected to (?:the )?network (?<network>\S+)/,
    code: 'ENGINE_REFUSED',
    cause:
      'the container is not on the network; an endpoint that a crash left behind can only be removed by name and with --force',
    hint: ({container}) => toPaste`see which networks it is on: dnet inspect --container ${containerWord(container)}`,
  },
  {
    pattern: /netavark(?: \(exit code \d+\))?: failed to delete container veth \S+: Netlink error: No such device/,
    code: 'ENGINE_REFUSED',
    cause: 'Podman found no network interface to remove: the container is not on the network',
    hint: () => 'see which networks it is on: dnet inspect --container CONTAINER',
  },
  {
    pattern: /cannot be connected to multiple networks with one of the networks in private \(none\) mode/,
    code: 'ENGINE_REFUSED',
    cause: 'a container that is on network none cannot be on any other',
    hint: () => 'take it off network none first: dnet disconnect none CONTAINER',
  },
  {
    pattern: /container must be created in host network mode/,
    code: 'ENGINE_REFUSED',
    cause: "only a container that was created with the host's network is on it",
    hint: () => 'recreate it with --network host',
  },
  {
    pattern: /container was created in host network mode|cannot be disconnected from host network or connected to/,
    code: 'ENGINE_REFUSED',
    cause: "a container uses the host's network from its creation on, or never",
    hint: () => 'recreate it with --network NETWORK, or --network host',
  },
  {
    pattern: /container sharing network namespace with another container|"" is not supported: invalid network mode/,
    code: 'ENGINE_REFUSED',
    cause: "a container that uses the host's network or another container's sandbox cannot be on other networks",
    hint: () => 'recreate it with --network NETWORK',
  },
  {
    pattern: /cannot create endpoint on configuration-only network/,
    code: 'ENGINE_REFUSED',
    cause: 'the network only holds configuration for others',
    hint: () => 'create a network from it: dnet create --config-from CONFIG NETWORK',
  },
  {
    pattern: /network (?<network>\S+) not manually attachable/,
    code: 'ENGINE_REFUSED',
    cause: 'the network is for Swarm services alone',
    hint: () => 'recreate the network with --attachable',
  },
  {
    pattern:
      /(?<name>\S+) is a pre-?defined network|operation is not permitted on predefined|cannot create network with name "[^"]*" because it conflicts with a valid network mode|default network (?<podman>\S+) cannot be removed/,
    code: 'ENGINE_REFUSED',
    cause: 'the network is predefined by the engine',
    hint: () => 'use a network that you create: dnet create NETWORK',
  },
  {
    pattern: /exchange full/,
    code: 'ENGINE_REFUSED',
    cause: 'a Linux bridge has room for 1023 containers, and this one is full',
    hint: () => 'spread the containers over several networks',
  },
  {
    pattern: /cannot program address \S+ in sandbox interface because it conflicts with existing route/,
    code: 'SUBNET_OVERLAP',
    cause: 'two networks of the container have overlapping subnets, such as a bridge network and an overlay network',
    hint: () => 'see which: dnet ls --wide; then recreate one of them with another subnet',
  },
  {
    pattern: /network \S+ is already using parent interface (?<parent>\S+)/,
    code: 'CONFLICT',
    cause: 'another network has that parent interface, which the engine gives to one network only',
    hint: ({parent}) =>
      `use the network that has ${parent}, or a VLAN of it: ${toPaste`-o parent=${`${parent}.VLAN`}`}`,
  },
  {
    pattern: /a prune operation is already running/,
    code: 'CONFLICT',
    cause: 'the engine runs only one prune at a time',
    hint: () => 'wait until it ends, then try again',
  },
  {
    pattern:
      /Cannot connect to the Docker daemon at (?<at>\S+?)\. |failed to connect to the docker API at (?<where>\S+?);/,
    code: 'UNREACHABLE',
    cause: 'no engine answers at that address',
    hint: () => 'start it, or name another engine with DOCKER_HOST or --context',
  },
  {
    pattern: /permission denied while trying to connect to the (?:Docker daemon socket|docker API) at/,
    code: 'UNREACHABLE',
    cause: "this user may not use the engine's socket",
    hint: () => 'join the docker group, or run the command as root',
  },
  {
    pattern: /dial unix (?<at>\S+): connect: permission denied/,
    code: 'UNREACHABLE',
    cause: "this user may not use the engine's socket",
    hint: () => 'join the docker group, or run the command as root',
  },
  {
    pattern: /lookup (?<host>\S+?)(?: on \S+)?: no such host/,
    code: 'UNREACHABLE',
    cause:
      'the name of a host does not resolve: that of the engine, or of what the engine itself asks, such as a registry',
    hint: () => 'check the name, and that the DNS server answers; see which engine is meant: docker context show',
  },
]
