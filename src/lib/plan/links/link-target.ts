import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {isJoinable, obstacleOf} from '../../model/endpoints/joining.js'
import {hasDns} from '../../model/endpoints/names.js'
import type {Host, Network} from '../../model/host.js'
import {toPaste} from '../../shell-words.js'
import {ownObstacleText} from '../endpoints/obstacle-text.js'

/** `TARGET[:ALIAS]`; without an alias, `alias` is ''. @throws DnetError USAGE */
export function readTarget(text: string): {readonly target: string; readonly alias: string} {
  const [target = '', alias = '', ...rest] = text.split(':')
  if (target === '' || rest.length > 0 || (text.includes(':') && alias === ''))
    throw new DnetError('USAGE', `invalid link target "${text}"`, 'write TARGET or TARGET:ALIAS')
  return {target, alias}
}

/**
 * Refuses a container that cannot be connected to a network.
 * @param host with its containers
 * @throws DnetError CONFLICT with the reason
 */
export function refuseUnlinkable(host: Host, container: Container): void {
  const obstacle = obstacleOf(host, container)
  if (!obstacle) return
  const {what, hint} = ownObstacleText(
    host,
    container,
    obstacle,
    (owner) => toPaste`link that container instead: dnet link ${owner.name} TARGET`,
  )
  throw new DnetError('CONFLICT', `container "${container.name}" cannot be linked: it ${what}`, hint)
}

/** Reports whether containers can be connected to a network, and can resolve each other's names there. */
export const takesLinks = (network: Network): boolean => hasDns(network) && isJoinable(network)
