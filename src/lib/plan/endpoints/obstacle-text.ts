import type {Container} from '../../model/container.js'
import type {Obstacle} from '../../model/endpoints/joining.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {toPaste} from '../../shell-words.js'

interface Told {
  /** What follows the container's name, such as "uses the host's network". */
  readonly what: string
  /** A line to paste or a thing to do; '' if there is none. */
  readonly hint: string
}

/**
 * What is in a container's way to any network, in words.
 * @param instead what to do with the container whose sandbox it shares
 */
export function ownObstacleText(
  host: Host,
  container: Container,
  {is, owner}: Obstacle,
  instead: (owner: Container) => string,
): Told {
  switch (is) {
    case 'shared sandbox':
      return {
        what: `shares the sandbox of ${owner ? `"${owner.name}"` : 'another container'}`,
        hint: owner ? instead(owner) : 'recreate it',
      }
    case 'none mode':
      return {
        what: 'has no network (mode none)',
        hint: isPodman(host)
          ? 'recreate it with --network NETWORK instead of --network none'
          : toPaste`first run: dnet disconnect none ${container.name}`,
      }
    default:
      return {what: "uses the host's network", hint: 'recreate it with --network NETWORK instead of --network host'}
  }
}

/** What is in the way of a connection, in words. */
export function obstacleText(host: Host, container: Container, network: Network, obstacle: Obstacle): Told {
  switch (obstacle.is) {
    case 'host network':
      return {
        what: `cannot join "${network.name}": only containers that are created with it are on it`,
        hint: toPaste`recreate it with --network ${network.name}`,
      }
    case 'none network':
      return {
        what: `cannot join "${network.name}": it is on another network`,
        hint: 'disconnect it from its networks instead',
      }
    case 'configuration':
      return {
        what: `cannot join "${network.name}", which only holds configuration${inVain(obstacle)}`,
        hint: toPaste`create a network from it: dnet create --config-from ${network.name} NETWORK`,
      }
    case 'not attachable':
      return {
        what: `cannot join "${network.name}", which is for Swarm services alone${inVain(obstacle)}`,
        hint: network.ingress ? '' : 'recreate the network with --attachable',
      }
    default: {
      const told = ownObstacleText(host, container, obstacle, (owner) => insteadText(network.name, owner))
      return obstacle.refused ? told : {...told, what: `${told.what}: it will not be on "${network.name}"`}
    }
  }
}

/** What to do with the owner of a sandbox. */
export const insteadText = (network: string, {name}: Container): string =>
  toPaste`connect that container instead: dnet connect ${network} ${name}`

/** The engine takes the connection of a container that does not run, and then cannot start it. */
const inVain = ({refused}: Obstacle): string => (refused ? '' : ': it cannot start with this connection')
