import type {ComposeProject} from '../../compose/project.js'
import type {Container} from '../../model/container.js'
import {containerNamed, networkNamed} from '../../model/find.js'
import {containersOf, type Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'
import {projectOf, serviceOf} from '../../model/project.js'
import {couldGet} from '../../net/port.js'
import {isOneOff} from '../compose/own-containers.js'
import {
  type AskedPort,
  askedByCompose,
  askedByContainer,
  askedBySpecs,
  checkAsked,
  type KeptPort,
  type PortCheckRow,
  portCheckRows,
} from './asked-ports.js'
import {bindingsOf, portSituation, rulesOn} from './situation.js'
import {isFixed} from './verdict.js'

/** Whose ports are to be checked. */
export interface PortQuestion {
  /** As `docker run -p` takes them. */
  readonly specs: readonly string[]
  /** The network that would publish them; '' for the engine's default. */
  readonly network: string
  /** A container that is there, by its name or id; '' for none. */
  readonly container: string
  readonly project: ComposeProject | undefined
}

interface PortAnswer {
  /** In the order of specifications, container and project. */
  readonly rows: readonly PortCheckRow[]
  /** The name of the container that is checked, if it runs and so uses its ports itself; otherwise undefined. */
  readonly holdsItsOwn: string | undefined
}

/**
 * Whether ports can be published on a host. Ports do not count as taken by the container that is checked, nor by those
 * that Compose would keep or replace when it starts the project.
 * @param host with the wishes of the container and of those that are down, and what publishes
 * @throws DnetError USAGE for a bad specification; NETWORK_NOT_FOUND, CONTAINER_NOT_FOUND, NAME_AMBIGUOUS
 */
export function checkOnHost(host: Host, {specs, network, container: word, project}: PortQuestion): PortAnswer {
  const container = word === '' ? undefined : containerNamed(host, word)
  const asked: AskedPort[] = [
    ...askedBySpecs(specs, rulesOn(host, network === '' ? undefined : networkNamed(host.networks, network))),
    ...(container ? askedByContainer(host, container) : []),
    ...(project ? askedByCompose(host, project) : []),
  ]
  const own = (other: Container): boolean =>
    other.id === container?.id || (project !== undefined && isOf(other, project.name, asked))
  return {
    rows: portCheckRows(checkAsked(asked, portSituation(host, own), project ? keptOf(host, project.name, asked) : [])),
    holdsItsOwn: container && !isDown(container) ? container.name : undefined,
  }
}

/** The ports that containers of a project have of several that their services ask for. */
function keptOf(host: Host, project: string, asked: readonly AskedPort[]): KeptPort[] {
  const own = containersOf(host).filter((container) => isOf(container, project, asked))
  return own.flatMap((container) => {
    const service = serviceOf(container.labels)
    const open = asked.filter((one) => one.service === service && !isFixed(one.wish))
    return bindingsOf(container)
      .filter(({hostPort, protocol}) => open.some(({wish}) => wish.protocol === protocol && couldGet(wish, hostPort)))
      .map((binding) => ({service, binding}))
  })
}

/** Whether a container is one that Compose would keep or replace when it starts these services. */
function isOf({labels}: Container, project: string, asked: readonly AskedPort[]): boolean {
  const of = projectOf(labels)
  return (
    of?.kind === 'compose' &&
    of.name === project &&
    !isOneOff(labels) &&
    asked.some(({service}) => service === of.service)
  )
}
