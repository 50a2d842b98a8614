import {toPaste} from '../../shell-words.js'
import type {Sentence} from './sentence.js'

const lookFor = (): string => 'see what there is: dnet ls'
const otherSubnet = (): string => 'choose another subnet, or leave --subnet out; see what is taken: dnet ls --wide'

/**
 * Refusals of API calls that dnet tells apart. Each is recorded, word for word, from the engines that the tests bring:
 * test/engine/refusals/recorded-sentences.ts has them.
 */
export const RECORDED_SENTENCES: readonly Sentence[] = [
  {
    pattern: /network (?<name>.+) is ambiguous|more than one result for network \w+ (?<prefix>\S+)/,
    code: 'NAME_AMBIGUOUS',
    cause: 'several networks have that name, or ids that begin so',
    hint: () => 'give the whole name or more digits of the id: dnet ls --no-trunc',
  },
  {
    pattern: /configuration network "(?<name>[^"]*)" does not exist/,
    code: 'NETWORK_NOT_FOUND',
    cause: 'a network is to copy its configuration from one that is not there',
    hint: ({name}) => toPaste`make it first: dnet create --config-only ${name ?? 'NETWORK'}`,
  },
  {
    pattern: /^network .+ not found$|network not found$/,
    code: 'NETWORK_NOT_FOUND',
    cause:
      'there is no network of that name or id; a container that stopped before its network was removed cannot start either',
    hint: lookFor,
  },
  {
    pattern: /^No such container: |no such container$/,
    code: 'CONTAINER_NOT_FOUND',
    cause: 'there is no container of that name or id',
    hint: () => 'see what there is: docker ps --all',
  },
  {
    pattern:
      /^network with name (?<name>.+) already exists$|(?:network name (?<used>.+) already used: )?network already exists$/,
    code: 'NAME_TAKEN',
    cause: 'a network of that name is there already',
    hint: ({name, used}) => toPaste`choose another name, or look at it: dnet inspect ${name ?? used ?? 'NETWORK'}`,
  },
  {
    pattern:
      /Pool overlaps with other one on this address space|subnet (?<subnet>\S+) is already used on the host or by another config/,
    code: 'SUBNET_OVERLAP',
    cause: 'the subnet shares addresses with that of another network',
    hint: otherSubnet,
  },
  {
    pattern:
      /could not find an available, non-overlapping IPv[46] address pool|all predefined address pools have been fully subnetted/,
    code: 'POOL_EXHAUSTED',
    cause:
      'every block of the pools that subnets are cut from is in use by a network, or hidden by a route of the host',
    hint: () => 'free subnets with: dnet prune; or look elsewhere: dnet create --hosts 50 --pool 10.64.0.0/10 NAME',
  },
  {
    pattern:
      /no available IPv[46] addresses on this network's address pools(?:: (?<network>.+) \([0-9a-f]{64}\))?|failed to find free IP in range: (?<first>\S+)/,
    code: 'POOL_EXHAUSTED',
    cause: "every address of the network's subnet, or of its range for automatic ones, is in use",
    hint: () => 'disconnect a container from the network, or make a larger one: dnet create --hosts 500 NETWORK',
  },
  {
    pattern: /(?:Bind for \S*:(?<port>\d+) failed: )?port is already allocated/,
    code: 'PORT_TAKEN',
    cause: 'another container of this engine is published on that host port',
    hint: () => 'see who holds it: dnet ports',
  },
  {
    pattern: /cannot listen on the (?:TCP|UDP) port(?:: listen (?<protocol>tcp|udp)\d? \S*?:(?<port>\d+))?/,
    code: 'PORT_TAKEN',
    cause: 'a container or a process of the host has that host port',
    hint: ({port}) =>
      port ? toPaste`see who it is: dnet ports check ${port}:${port}` : 'see who holds it: dnet ports',
  },
  {
    pattern:
      /^Address already in use$|requested ip address (?<address>\S+) is already allocated(?: to container ID (?<container>\w+))?/,
    code: 'ADDRESS_TAKEN',
    cause: 'another endpoint on the network has that address: an IP address, not a port',
    hint: () => 'choose another address, or leave --ip out; see who holds it: dnet inspect NETWORK',
  },
  {
    pattern:
      /network (?<name>\S+) (?:id \S+ )?has active endpoints|configuration network "(?<config>[^"]*)" is in use|(?:"(?<used>[^"]*)" has associated containers with it\..*)?network is being used$/,
    code: 'NETWORK_IN_USE',
    cause: 'containers are on the network, or endpoints that a crash left behind',
    hint: ({name, used, config}) =>
      config
        ? 'remove the networks made from it first: dnet ls'
        : toPaste`see who is on it: dnet inspect ${name ?? used ?? 'NETWORK'}; then dnet disconnect`,
  },
  {
    pattern: /^endpoint with name (?<container>.+) already exists in network (?<network>.+)$/,
    code: 'ENDPOINT_EXISTS',
    cause: 'the container is on the network already, or an endpoint of its name was left behind by a crash',
    hint: ({container, network}) =>
      toPaste`to connect it anew: dnet disconnect -f ${network ?? 'NETWORK'} ${container ?? 'CONTAINER'}`,
  },
  {
    pattern:
      /(?:container (?<container>\S+) is already connected to network (?<network>.+): )?network is already connected$/,
    code: 'ENDPOINT_EXISTS',
    cause: 'the container is on the network already',
    hint: ({container, network}) =>
      toPaste`to connect it anew: dnet disconnect -f ${network ?? 'NETWORK'} ${container ?? 'CONTAINER'}`,
  },
  {
    pattern: /^plugin "(?<name>[^"]*)" not found$|^failed to find driver or plugin "(?<driver>[^"]*)"$/,
    code: 'NOT_FOUND',
    cause: 'the network asks for a driver that the engine does not have',
    hint: () => 'see the drivers and plugins there are: docker info',
  },
  {
    pattern: /^client version \S+ is too (?:old|new)\. /,
    code: 'UNSUPPORTED',
    cause: 'the client is older or newer than the engine takes, or DOCKER_API_VERSION holds it to such a version',
    hint: () => 'unset DOCKER_API_VERSION',
  },
]
