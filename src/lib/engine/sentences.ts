import type {ErrorCode} from '../errors.js'

/** What an engine's sentence means: `hint` gets the pattern's named groups. */
export interface Sentence {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly hint: (named: Readonly<Record<string, string>>) => string
}

const lookFor = (): string => 'see what there is: dnet ls'
const otherSubnet = (): string => 'choose another subnet, or leave --subnet out; see what is taken: dnet ls --wide'

/**
 * Every sentence of an engine that dnet tells apart; the first that fits counts. Nothing else matches an engine's text.
 * Each row has a sentence recorded from a real engine in test/engine-connection/recorded-sentences.ts.
 */
export const SENTENCES: readonly Sentence[] = [
  {
    pattern: /network (?<name>.+) is ambiguous|more than one result for network/,
    code: 'NAME_AMBIGUOUS',
    hint: () => 'give the whole name or more digits of the id: dnet ls --no-trunc',
  },
  {
    pattern: /configuration network "(?<name>[^"]*)" does not exist/,
    code: 'NETWORK_NOT_FOUND',
    hint: ({name}) => `make it first: dnet create --config-only ${name}`,
  },
  {pattern: /^network .+ not found$|network not found$/, code: 'NETWORK_NOT_FOUND', hint: lookFor},
  {
    pattern: /^No such container: |no such container$/,
    code: 'CONTAINER_NOT_FOUND',
    hint: () => 'see what there is: docker ps --all',
  },
  {
    pattern: /^network with name (?<name>.+) already exists$|network already exists$/,
    code: 'NAME_TAKEN',
    hint: ({name}) => `choose another name, or look at it: dnet inspect ${name ?? '<network>'}`,
  },
  {
    pattern: /Pool overlaps with other one on this address space|is already used on the host or by another config/,
    code: 'SUBNET_OVERLAP',
    hint: otherSubnet,
  },
  {
    pattern:
      /could not find an available, non-overlapping IPv[46] address pool|all predefined address pools have been fully subnetted/,
    code: 'POOL_EXHAUSTED',
    hint: () => 'free subnets with: dnet prune; or name a subnet: dnet create --subnet <prefix>',
  },
  {
    pattern: /no available IPv[46] addresses on this network's address pools|failed to find free IP in range/,
    code: 'POOL_EXHAUSTED',
    hint: () => 'disconnect a container from the network, or make a larger one: dnet create --hosts <n>',
  },
  {
    pattern: /port is already allocated|cannot listen on the (?:TCP|UDP) port/,
    code: 'PORT_TAKEN',
    hint: () => 'see who holds it: dnet ports',
  },
  {
    pattern: /^Address already in use$|requested ip address \S+ is already allocated/,
    code: 'ADDRESS_TAKEN',
    hint: () => 'choose another address, or leave --ip out; see who holds it: dnet inspect <network>',
  },
  {
    pattern:
      /network (?<name>\S+) (?:id \S+ )?has active endpoints|configuration network "(?<config>[^"]*)" is in use|network is being used$/,
    code: 'NETWORK_IN_USE',
    hint: ({name, config}) =>
      config
        ? 'remove the networks made from it first: dnet ls'
        : `see who is on it: dnet inspect ${name ?? '<network>'}; then dnet disconnect`,
  },
  {
    pattern: /^endpoint with name (?<container>.+) already exists in network (?<network>.+)$/,
    code: 'ENDPOINT_EXISTS',
    hint: ({container, network}) => `to connect it anew: dnet disconnect -f ${network} ${container}`,
  },
  {
    pattern: /network is already connected$/,
    code: 'ENDPOINT_EXISTS',
    hint: () => 'to connect it anew: dnet disconnect -f <network> <container>',
  },
  {
    pattern: /^plugin "(?<name>[^"]*)" not found$|^failed to find driver or plugin "(?<driver>[^"]*)"$/,
    code: 'NOT_FOUND',
    hint: () => 'see the drivers and plugins there are: docker info',
  },
  {
    pattern: /^client version \S+ is too (?:old|new)\. /,
    code: 'UNSUPPORTED',
    hint: () => 'unset DOCKER_API_VERSION',
  },
]
