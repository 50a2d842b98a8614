import {shortId} from '../../model/ids.js'
import {toPaste} from '../../shell-words.js'
import type {Sentence} from './sentence.js'

/**
 * Sentences that dnet tells apart and no recorded API call brought about: they are said when a container starts, by the
 * Docker CLI, or by engines newer than those at hand. They are as the sources have them: moby v20.10 to v29.7,
 * docker/cli v29.7.
 */
export const SENTENCES_FROM_SOURCE: readonly Sentence[] = [
  {
    pattern: /could not find an available predefined network|^invalid address pool$/,
    code: 'POOL_EXHAUSTED',
    cause: 'no pool that subnets are cut from has a free block of the size asked for',
    hint: () => 'free subnets with: dnet prune; or look elsewhere: dnet create --hosts 50 --pool 10.64.0.0/10 NAME',
  },
  {
    pattern:
      /cannot create network \S+ \(\S+\): conflicts with network (?<id>[0-9a-f]{12,64}) \(\S+\): networks have overlapping IPv[46]/,
    code: 'SUBNET_OVERLAP',
    cause: 'a bridge network with an overlapping subnet is there already',
    hint: () => 'choose another subnet, or leave --subnet out',
  },
  {
    pattern:
      /cannot create network \S+ \((?<bridge>\S+)\): conflicts with network (?<id>[0-9a-f]{12,64}) \(\S+\): networks have same bridge name/,
    code: 'CONFLICT',
    cause: 'a network that uses the same bridge of the host is there already',
    hint: () => 'choose another bridge, or leave it to the engine: -o com.docker.network.bridge.name=BRIDGE',
  },
  {
    pattern:
      /failed to bind host port (?:for )?(?<addr>\S*?):(?<port>\d+)(?::\S+?)?(?:\/(?<protocol>tcp|udp|sctp))?: address already in use|Error starting userland proxy: listen (?<proxyProtocol>tcp|udp|sctp)\d? (?<proxyAddr>\S*?):(?<proxyPort>\d+): bind: address already in use/,
    code: 'PORT_TAKEN',
    cause: 'a process of the host, not a container, listens on that port',
    hint: ({port, proxyPort}) =>
      toPaste`see who it is: dnet ports check ${port ?? proxyPort ?? 'PORT'}:${port ?? proxyPort ?? 'PORT'}`,
  },
  {
    pattern: /Ports are not available: exposing port \w+ (?<addr>\S*?):(?<port>\d+) ->/,
    code: 'PORT_TAKEN',
    cause: 'a process of the machine that Docker Desktop runs on listens on that port, or reserves it',
    hint: ({port}) => `stop it, or publish another port than ${port}`,
  },
  {
    pattern: /all ports are allocated/,
    code: 'PORT_TAKEN',
    cause: 'every host port of the range is published or listened on',
    hint: () => 'see who holds them: dnet ports',
  },
  {
    pattern: /Cannot link to (?<target>\S+), as it does not belong to the default network/,
    code: 'CONFLICT',
    cause: 'a legacy link works on the default bridge alone, and the target is not on it',
    hint: ({target}) => toPaste`use a network of their own: dnet link CONTAINER ${containerWord(target)}`,
  },
  {
    pattern: /container (?<target>[0-9a-f]{12,64}) not attached to default bridge network/,
    code: 'CONFLICT',
    cause: 'a legacy link works on the default bridge alone, and the target is not on it',
    hint: ({target}) => toPaste`use a network of their own: dnet link CONTAINER ${containerWord(target)}`,
  },
  {
    pattern: /Cannot link to a non running container: (?<target>\S+) AS/,
    code: 'CONFLICT',
    cause: 'a legacy link needs its target to run before its container starts',
    hint: ({target}) =>
      toPaste`docker start ${containerWord(target)}; or use a link that does not: dnet link CONTAINER ${containerWord(target)}`,
  },
  {
    pattern: /link is not supported$/,
    code: 'UNSUPPORTED',
    cause: 'Podman has no links: neither legacy ones nor names for one container alone',
    hint: () => 'use a name that everyone on a network sees: dnet link --shared CONTAINER TARGET',
  },
  {
    pattern: /could not get container for (?<target>\S+)/,
    code: 'CONTAINER_NOT_FOUND',
    cause: 'a legacy link names a container that is not there',
    hint: () => 'see what there is: docker ps --all',
  },
  {
    pattern: /user.specified IP address is supported only when connecting to networks with user configured subnets/,
    code: 'ENGINE_REFUSED',
    cause: 'engines before 29.0.4 give a wanted address only on networks that were created with --subnet',
    hint: () => 'create the network anew with --subnet, or leave --ip out',
  },
  {
    pattern: /user.specified IP address is supported on user.defined networks only/,
    code: 'ENGINE_REFUSED',
    cause: "the engine's own networks give no wanted addresses",
    hint: () => 'connect the container to a network of your own: dnet create --subnet /24 NETWORK',
  },
  {
    pattern:
      /network-scoped alias(?:es)? (?:is|are) (?:only )?supported (?:only )?for (?:containers in )?user.defined networks/,
    code: 'ENGINE_REFUSED',
    cause: "the engine's own networks have no names",
    hint: () => 'connect the container to a network of your own: dnet create NETWORK',
  },
  {
    pattern:
      /no configured subnet (?:or ip-range )?contains? (?:the )?IP address (?<address>\S+)|Invalid address (?<old>\S+): It does not belong to any of this network's subnets/,
    code: 'ENGINE_REFUSED',
    cause: 'the wanted address is in none of the subnets of the network',
    hint: () => "see the network's subnets: dnet inspect NETWORK",
  },
  {
    pattern: /container (?<container>\S+) is not connected to (?:the )?network (?<network>\S+)/,
    code: 'ENGINE_REFUSED',
    cause: 'the container has no endpoint on the network; one that a crash left behind goes by name and by force',
    hint: ({container}) => toPaste`see where it is: dnet inspect --container ${containerWord(container)}`,
  },
  {
    pattern:
      /cannot be (?:dis)?connected (?:from|to) host network|cannot (?:dis)?connect container (?:from|to) host network|container sharing network namespace with another container|cannot be connected to multiple networks with one of the networks in private \(none\) mode/,
    code: 'ENGINE_REFUSED',
    cause: "a container on the host's network, in another's sandbox, or with no network at all, is on no other network",
    hint: () => 'create it anew with --network NETWORK',
  },
  {
    pattern:
      /(?<name>\S+) is a pre-?defined network|operation is not permitted on predefined|default network (?<podman>\S+) cannot be removed/,
    code: 'ENGINE_REFUSED',
    cause: "the network is one of the engine's own",
    hint: () => 'leave it as it is; make one of your own: dnet create NETWORK',
  },
  {
    pattern: /exchange full/,
    code: 'ENGINE_REFUSED',
    cause: 'a bridge of Linux has room for 1023 containers, and this one is full',
    hint: () => 'spread the containers over several networks',
  },
  {
    pattern: /cannot program address \S+ in sandbox interface because it conflicts with existing route/,
    code: 'SUBNET_OVERLAP',
    cause: "two networks of the container have overlapping subnets, such as a bridge's and an overlay's",
    hint: () => 'see which: dnet ls --wide; create one of them anew with another subnet',
  },
  {
    pattern: /network \S+ is already using parent interface (?<parent>\S+)/,
    code: 'CONFLICT',
    cause: 'one ipvlan network is allowed for each parent interface',
    hint: ({parent}) =>
      `use the network that has ${parent}, or a VLAN of it: ${toPaste`-o parent=${`${parent}.VLAN`}`}`,
  },
  {
    pattern: /a prune operation is already running/,
    code: 'CONFLICT',
    cause: 'the engine prunes one at a time',
    hint: () => 'wait for it and run it again',
  },
  {
    pattern:
      /Cannot connect to the Docker daemon at (?<at>\S+?)\. |failed to connect to the docker API at (?<where>\S+?);/,
    code: 'UNREACHABLE',
    cause: 'no engine answers at that address',
    hint: () => 'start it, or name another: DOCKER_HOST, --context',
  },
  {
    pattern: /permission denied while trying to connect to the (?:Docker daemon socket|docker API) at/,
    code: 'UNREACHABLE',
    cause: "the engine's socket may not be used by this user",
    hint: () => 'join the group docker, or run it as root',
  },
]

/** A container as a person would write it: its name without the engine's slash, or the beginning of its id. */
function containerWord(named: string | undefined): string {
  if (named === undefined) return 'CONTAINER'
  return /^[0-9a-f]{64}$/.test(named) ? shortId(named) : named.replace(/^\//, '')
}
