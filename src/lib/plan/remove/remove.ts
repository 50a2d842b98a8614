import {DnetError} from '../../errors.js'
import {holdersOfNetwork, membersOf, type NetworkHolder} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman, isPredefined} from '../../model/predefined.js'
import {toPaste} from '../../shell-words.js'
import {specOf} from '../endpoints/endpoint-spec.js'
import type {Operation} from '../operation.js'
import type {Remembered} from '../step.js'

export interface Removal {
  readonly network: Network
  readonly holders: readonly NetworkHolder[]
  /** What the engine would say, whatever is detached before; undefined where it would do it. */
  readonly refused: DnetError | undefined
  /** What it would say where nothing is detached before; undefined where nothing is in the way. */
  readonly inUse: DnetError | undefined
  /** Disconnections, then the removal. */
  readonly operations: readonly Operation[]
  /** What each container's endpoint had, to put it back should the network stay after all. */
  readonly remembered: readonly Remembered[]
}

/**
 * How to remove a network with all that is on it. A stale endpoint goes by its name and by force: there is no container
 * to ask (moby daemon/container_operations.go disconnectFromNetwork).
 * @param host with the details of networks and containers
 */
export function planRemoval(host: Host, network: Network): Removal {
  const holders = holdersOfNetwork(host, network)
  const operations = [
    // Swarm takes its own endpoints away together with the network.
    ...holders
      .filter(({kind}) => kind !== 'swarm')
      .map(
        ({name, kind}): Operation => ({
          do: 'disconnect',
          network: network.name,
          container: name,
          force: kind === 'stale',
          because: kind === 'stale' ? 'an endpoint without a container' : `${kind} container`,
        }),
      ),
    {do: 'remove-network', network: network.name, because: ''} satisfies Operation,
  ]
  const remembered = membersOf(host, network).map(({container, endpoint}): Remembered => {
    const had = specOf(endpoint, container)
    return {containerId: container.id, container: container.name, networkId: network.id, network: network.name, had}
  })
  const {name} = network
  const refused = isPredefined(network)
    ? new DnetError('ENGINE_REFUSED', `${name} is a pre-defined network and cannot be removed`, 'leave it as it is')
    : undefined
  const bare = new DnetError('NETWORK_IN_USE', `network ${name} has active endpoints`, '')
  const told = withHolders(bare, host, network)
  return {network, holders, refused, inUse: told === bare ? undefined : told, operations, remembered}
}

const NOTE: Readonly<Record<NetworkHolder['kind'], string>> = {
  running: '',
  stopped: ' (not running)',
  stale: ' (an endpoint without a container)',
  swarm: '',
}

/**
 * The engine's refusal to remove a network in use, with those who are in its way: on Podman those too that do not run.
 * @param host with the details of networks and containers
 */
export function withHolders(error: DnetError, host: Host, network: Network): DnetError {
  const inTheWay = holdersOfNetwork(host, network).filter(
    ({kind}) => kind !== 'swarm' && (kind !== 'stopped' || isPodman(host)),
  )
  if (inTheWay.length === 0) return error
  const names = inTheWay.map(({name, kind}) => `${name}${NOTE[kind]}`)
  return new DnetError(
    error.code,
    `${error.message}; on it: ${names.join(', ')}`,
    toPaste`dnet rm --disconnect ${network.name}`,
    {
      cause: error,
    },
  )
}
