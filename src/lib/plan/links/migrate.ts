import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {legacyLinksOf} from '../../model/endpoints/names.js'
import {containerNamed, findContainer} from '../../model/find.js'
import {containersOf, type Host} from '../../model/host.js'
import {compareNatural} from '../../model/natural-order.js'
import {projectOf} from '../../model/project.js'
import {simulateStep} from '../simulate-step.js'
import type {Remembered, Step} from '../step.js'
import {planLink} from './link.js'

/** A legacy link, and how it is replaced. */
interface Migration {
  readonly container: string
  readonly target: string
  readonly alias: string
  /** The network through which the target will be reached; '' if the link cannot be created. */
  readonly network: string
  /** Why the link cannot be created; '' if it can. */
  readonly problem: string
  /** Empty if the modern link already exists, or cannot be created. */
  readonly steps: readonly Step[]
}

/** A container that keeps its legacy links until it is recreated, and what it needs then. */
export interface Recreation {
  readonly container: Container
  /** Its legacy links, as `TARGET:ALIAS`. */
  readonly links: readonly string[]
  /** Networks that it needs instead of its links. */
  readonly networks: readonly string[]
  /** The compose service it belongs to; '' for none. */
  readonly service: string
  /** The links that replace the legacy ones, on these networks. */
  readonly replacements: readonly Migration[]
}

export interface MigrationPlan {
  readonly migrations: readonly Migration[]
  readonly recreations: readonly Recreation[]
}

/**
 * How to replace legacy links by modern ones. Each link is planned on the state that the previous ones leave, so that
 * links between the same containers share what they can.
 * @param words containers whose links to migrate; empty for all
 * @param subnets for new networks, used in order; the engine chooses when they run out
 * @throws DnetError CONTAINER_NOT_FOUND
 */
export function planMigration(
  host: Host,
  words: readonly string[],
  remembered: readonly Remembered[],
  subnets: readonly string[],
): MigrationPlan {
  const wanted = words.length === 0 ? containersOf(host) : words.map((word) => containerNamed(host, word))
  const owners = wanted.filter((container) => legacyLinksOf(container).length > 0)
  const migrations: Migration[] = []
  let picture = host
  let used = 0
  for (const owner of owners) {
    for (const {target, alias} of sortedLegacyLinks(owner)) {
      const migration = migrate(picture, owner, target, alias, remembered, subnets[used] ?? '')
      migrations.push(migration)
      if (migration.steps.some((step) => step.do === 'create-network')) used++
      for (const step of migration.steps) picture = simulateStep(picture, step)
    }
  }
  return {migrations, recreations: owners.map((owner) => recreation(owner, migrations))}
}

/** The legacy links of a container, by target and alias in natural order. @param container with its details */
const sortedLegacyLinks = (container: Container): {readonly target: string; readonly alias: string}[] =>
  legacyLinksOf(container).sort((a, b) => compareNatural(a.target, b.target) || compareNatural(a.alias, b.alias))

function migrate(
  host: Host,
  owner: Container,
  target: string,
  alias: string,
  remembered: readonly Remembered[],
  subnet: string,
): Migration {
  const base = {container: owner.name, target, alias}
  if (!findContainer(containersOf(host), target))
    return {...base, network: '', problem: `container "${target}" no longer exists`, steps: []}
  try {
    const request = {container: owner.name, target: `${target}:${alias}`, shared: false, network: ''}
    const {network, steps} = planLink(host, request, remembered, subnet)
    return {...base, network, problem: '', steps}
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    return {...base, network: '', problem: error.message, steps: []}
  }
}

function recreation(owner: Container, migrations: readonly Migration[]): Recreation {
  const replacements = migrations.filter(({container, network}) => container === owner.name && network !== '')
  const project = projectOf(owner.labels)
  return {
    container: owner,
    links: sortedLegacyLinks(owner).map(({target, alias}) => `${target}:${alias}`),
    networks: [...new Set(replacements.map(({network}) => network))],
    service: project?.kind === 'compose' ? project.service : '',
    replacements,
  }
}
