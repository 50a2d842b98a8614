import {DnetError} from '../../errors.js'
import {holdersOfNetwork, membersOf, type NetworkHolder} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {toPaste} from '../../shell-words.js'
import {specOf} from '../endpoints/endpoint-spec.js'
import type {Operation} from '../operation.js'
import type {Remembered} from '../step.js'

export interface Removal {
  readonly network: Network
  readonly holders: readonly NetworkHolder[]
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
  return {network, holders, operations, remembered}
}

/** The engine's refusal to remove a network in use, with those who use it. */
export function withHolders(error: DnetError, holders: readonly NetworkHolder[], network: string): DnetError {
  const live = holders.filter(({kind}) => kind !== 'stopped' && kind !== 'swarm')
  if (live.length === 0) return error
  const names = live.map(({name, kind}) => (kind === 'stale' ? `${name} (an endpoint without a container)` : name))
  return new DnetError(
    error.code,
    `${error.message}; on it: ${names.join(', ')}`,
    toPaste`dnet rm --disconnect ${network}`,
    {
      cause: error,
    },
  )
}
