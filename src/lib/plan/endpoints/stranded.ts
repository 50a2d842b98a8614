import type {Container, Endpoint} from '../../model/container.js'
import type {Host} from '../../model/host.js'
import {shortId} from '../../model/ids.js'
import {toPaste} from '../../shell-words.js'
import {ANY_ENDPOINT, specOf} from './endpoint-spec.js'
import {connectLine} from './place-lost.js'

/** What cannot start any more: a container that was last on a network which was removed since. */
interface Stranded {
  /** Such as `was last on network "web" (0123456789ab), which was removed`. */
  readonly what: string
  /** Lines to paste after which it starts: a connection takes the place of the one to the removed network. */
  readonly remedy: string
}

/**
 * A container's endpoint on a network that was removed, and how to let the container start again: on the network that now
 * has the name, or on a new one. It gets back its names there, and no address, which would be of the old subnet.
 * @param endpoint one of `strandedEndpoints`
 */
export function strandedOn({networks}: Host, container: Container, endpoint: Endpoint): Stranded {
  const {networkName: name, networkId} = endpoint
  const isAnew = networks.some((network) => network.name === name)
  const had = endpoint.names.known ? specOf(endpoint, container) : ANY_ENDPOINT
  const connect = connectLine({name}, container, {...had, ipv4: '', ipv6: '', linkLocal: []})
  return {
    what: `was last on network "${name}" (${shortId(networkId)}), which was removed${isAnew ? ' and made anew' : ''}`,
    remedy: isAnew ? connect : `${toPaste`dnet create ${name}`}; ${connect}`,
  }
}
