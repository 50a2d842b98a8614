import {toPaste} from '../../shell-words.js'
import {portHint, type Sentence} from './sentence.js'

const lookFor = (): string => 'list the networks: dnet ls'
const otherSubnet = (): string => 'choose another subnet, or omit --subnet; see what is taken: dnet ls --wide'

/**
 * Refusals of API calls that dnet distinguishes. Each was recorded, word for word, from the engines that the tests run:
 * see test/engine/refusals/recorded-sentences.ts.
 */
export const RECORDED_SENTENCES: readonly Sentence[] = [
  {
    pattern: /network (?<name>.+) is ambiguous|more than one result for network \w+ (?<prefix>\S+)/,
    code: 'NAME_AMBIGUOUS',
    cause: 'several networks have that name, or an id that begins with it',
    hint: () => 'give the full name or more digits of the id; see them: dnet ls --no-trunc',
  },
  {
    pattern: /configuration network "(?<name>[^"]*)" does not exist/,
    code: 'NETWORK_NOT_FOUND',
    cause: 'the network whose configuration should be copied does not exist',
    hint: ({name}) => toPaste`create it first: dnet create --config-only ${name ?? 'NETWORK'}`,
  },
  {
    pattern: /^network .+ not found$|network not found$/,
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
      /could not find an available, non-overlapping IPv[46] address pool|all predefined address pools have been fully subnetted/,
    code: 'POOL_EXHAUSTED',
    cause: 'every block of the address pools is used by a network or covered by a route of the host',
    hint: () =>
      'choose a subnet: dnet create --hosts 50 --pool 10.64.0.0/10 NAME; see what is using the pools: dnet subnets',
  },
  {
    pattern:
      /no available IPv[46] addresses on this network's address pools(?:: (?<network>.+) \([0-9a-f]{64}\))?|failed to find free IP in range: (?<first>\S+)/,
    code: 'POOL_EXHAUSTED',
    cause: "every address of the network's subnet, or of its ip-range, is in use",
    hint: () => 'disconnect a container from the network, or create a larger one: dnet create --hosts 500 NETWORK',
  },
  {
    pattern: /(?:Bind for \S*:(?<port>\d+) failed: )?port is already allocated/,
    code: 'PORT_TAKEN',
    cause: 'another container of this engine publishes that host port',
    hint: () => portHint(undefined),
  },
  {
    pattern: /cannot listen on the (?:TCP|UDP) port(?:: listen (?<protocol>tcp|udp)\d? \S*?:(?<port>\d+))?/,
    code: 'PORT_TAKEN',
    cause: 'a container or a host process is using that port',
    hint: ({port, protocol}) => portHint(port, protocol),
  },
  {
    pattern:
      /^Address already in use$|requested ip address (?<address>\S+) is already allocated(?: to container ID (?<container>\w+))?/,
    code: 'ADDRESS_TAKEN',
    cause: 'another endpoint on the network has that IP address; this is not about a port',
    hint: () => 'choose another address, or omit --ip; see what is using it: dnet inspect NETWORK',
  },
  {
    pattern:
      /network (?<name>.+?) (?:id [0-9a-f]{64} )?has active endpoints|configuration network "(?<config>[^"]*)" is in use|(?:"(?<used>[^"]*)" has associated containers with it\..*)?network is being used$/,
    code: 'NETWORK_IN_USE',
    cause: 'containers are on the network, or endpoints that a crash left behind',
    hint: ({name, used, config}) =>
      config
        ? 'first remove the networks that were created from it; list them: dnet ls'
        : toPaste`see what is on it: dnet inspect ${name ?? used ?? 'NETWORK'}; then dnet disconnect`,
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
    pattern: /^plugin "(?<name>[^"]*)" not found$|^failed to find driver or plugin "(?<driver>[^"]*)"$/,
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
