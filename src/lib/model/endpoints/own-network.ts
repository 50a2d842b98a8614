import {apiAtLeast} from '../api-version.js'
import type {Container} from '../container.js'
import {containersOf, type Host, type Network} from '../host.js'
import {isPodman} from '../predefined.js'
import {indexOf} from './container-index.js'
import {namesNetwork} from './members.js'
import {networkIndexOf} from './network-index.js'

/** What engines call the default network, no network, the host's network, and another container's. */
const NO_NETWORK = /^(|default|bridge|none|host|container:.*)$/

/** The network that a container was created with. */
interface OwnNetwork {
  /** As `--network` gave it: its name or id. */
  readonly word: string
  /** undefined if the engine has it no longer. */
  readonly network: Network | undefined
}

/**
 * The network that a container was created with, if the engine needs it: engines from 25.0 look for it before they
 * connect a running container to any network, and before they start one that is on any, whether it is on this one or
 * not ("could not find a network matching network mode"; seen on 26.1 and 28.5, not on 20.10 and Podman). undefined if
 * the engine does not look for one.
 */
export function ownNetworkOf(host: Host, {networkMode: word}: Container): OwnNetwork | undefined {
  if (NO_NETWORK.test(word) || isPodman(host) || !apiAtLeast(host.engine.apiVersion, '1.44')) return undefined
  return {word, network: networkIndexOf(host.networks).named(word)}
}

/**
 * The containers that were created with this network and need it, on it or not: see {@link ownNetworkOf}.
 * @param host with its containers
 */
export const dependentsOf = (host: Host, network: Pick<Network, 'id' | 'name'>): Container[] =>
  indexOf(containersOf(host))
    .createdWith(network)
    .filter(
      // Few containers name the network; for these alone all networks are looked through.
      (container) =>
        namesNetwork(container.networkMode, network) && ownNetworkOf(host, container)?.network?.id === network.id,
    )
