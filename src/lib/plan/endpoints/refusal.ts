import {DnetError, type ErrorCode} from '../../errors.js'
import {endpointOn, holdersOfNetwork} from '../../model/endpoints/members.js'
import {findContainer, findNetwork} from '../../model/find.js'
import {containersOf, type Host} from '../../model/host.js'
import {toPaste} from '../../shell-words.js'
import type {Operation} from '../operation.js'
import type {Finding} from './connect.js'

const CODES: Readonly<Record<string, ErrorCode>> = {
  ADDRESS_TAKEN: 'ADDRESS_TAKEN',
  ALREADY_CONNECTED: 'ENDPOINT_EXISTS',
}

/**
 * Why the engine would refuse a connection or a disconnection; undefined where nothing seen speaks against it.
 * @param host with the details of the network, of the container, and of those on the network
 * @param findings what was found of this operation
 */
export function refusalOf(
  host: Host,
  operation: Operation & {do: 'connect' | 'disconnect'},
  findings: readonly Finding[],
): DnetError | undefined {
  const network = findNetwork(host.networks, operation.network)
  if (!network)
    return new DnetError('NETWORK_NOT_FOUND', `network ${operation.network} not found`, 'list the networks: dnet ls')
  const container = findContainer(containersOf(host), operation.container)
  const stale = holdersOfNetwork(host, network).some(({kind, name}) => kind === 'stale' && name === operation.container)
  if (operation.do === 'disconnect' && operation.force && stale) return undefined
  if (!container)
    return new DnetError(
      'CONTAINER_NOT_FOUND',
      `No such container: ${operation.container}`,
      'list the containers: docker ps --all',
    )
  const [reason] = findings.filter(({refused}) => refused)
  if (reason) return new DnetError(CODES[reason.code] ?? 'ENGINE_REFUSED', reason.message, reason.hint)
  if (operation.do === 'connect' || endpointOn(container, network)) return undefined
  return new DnetError(
    'ENGINE_REFUSED',
    `container ${container.name} is not connected to network ${network.name}`,
    toPaste`see which networks it is on: dnet inspect --container ${container.name}`,
  )
}
