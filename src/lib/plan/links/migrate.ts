import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {legacyLinksOf} from '../../model/endpoints/names.js'
import {containerNamed, findContainer} from '../../model/find.js'
import {containersOf, type Host} from '../../model/host.js'
import {needed} from '../../model/known.js'
import {compareNatural} from '../../model/natural-order.js'
import {projectOf} from '../../model/project.js'
import {bracketed} from '../../net/addr.js'
import {shellWord} from '../../shell-words.js'
import {simulateStep} from '../simulate-step.js'
import type {Remembered, Step} from '../step.js'
import {planLink} from './link.js'

/** A legacy link, and what becomes of it. */
interface Migration {
  readonly container: string
  readonly target: string
  readonly alias: string
  /** The network by which the target is reached from now on; '' where the link cannot be made. */
  readonly network: string
  /** Why the link cannot be made; '' where it can. */
  readonly problem: string
  /** Empty where the modern link is there already, or cannot be. */
  readonly steps: readonly Step[]
}

/** A container that keeps its legacy links until it is made anew, and the lines that do it. */
interface Recreation {
  readonly container: string
  readonly links: readonly string[]
  /** Networks it needs in place of its links. */
  readonly networks: readonly string[]
  /** The compose service it belongs to; '' for none. */
  readonly service: string
  readonly lines: readonly string[]
}

export interface MigrationPlan {
  readonly migrations: readonly Migration[]
  readonly recreations: readonly Recreation[]
}

/**
 * How to replace legacy links by modern ones: each link is planned on the picture that the ones before it leave, so
 * that links among the same containers share what they can.
 * @param words containers whose links to migrate; empty for all
 * @param subnets for networks to be made, one after the other; the engine chooses where they run out
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
    return {...base, network: '', problem: `there is no container "${target}" any more`, steps: []}
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
  const own = migrations.filter(({container, network}) => container === owner.name && network !== '')
  const networks = [...new Set(own.map(({network}) => network))]
  const links = sortedLegacyLinks(owner).map(({target, alias}) => `${target}:${alias}`)
  const project = projectOf(owner.labels)
  const service = project?.kind === 'compose' ? project.service : ''
  const lines = service ? composeLines(service, networks, own) : runLines(owner, networks, own)
  return {container: owner.name, links, networks, service, lines}
}

/** The commands that make a container anew with the settings dnet can see, and the modern links in place of --link. */
function runLines(owner: Container, networks: readonly string[], migrations: readonly Migration[]): string[] {
  const details = needed(owner.details, `details of ${owner.name}`)
  const ports = details.wishes.map(({hostAddr, hostPorts, containerPort, protocol}) => {
    const host = hostAddr ? `${bracketed(hostAddr)}:` : ''
    const range = hostPorts
      ? hostPorts.first === hostPorts.last
        ? `${hostPorts.first}`
        : `${hostPorts.first}-${hostPorts.last}`
      : ''
    return `-p ${host}${range === '' && host === '' ? '' : `${range}:`}${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`
  })
  const restart = details.restartPolicy !== 'no' ? [`--restart ${details.restartPolicy}`] : []
  const words = [`--name ${shellWord(owner.name)}`, ...restart, ...ports]
  const links = migrations.map(
    ({network, target, alias}) =>
      `dnet link --network ${shellWord(network)} ${shellWord(owner.name)} ${shellWord(`${target}:${alias}`)}`,
  )
  return [
    `docker rm -f ${shellWord(owner.name)}`,
    `docker create ${words.join(' ')} <its other options, without --link> ${shellWord(owner.image)} <its command>`,
    ...(networks.length > 0 ? links : []),
    `docker start ${shellWord(owner.name)}`,
  ]
}

/** The lines of a compose file that stand in place of `links` with `network_mode: bridge`. */
function composeLines(service: string, networks: readonly string[], migrations: readonly Migration[]): string[] {
  return [
    'services:',
    `  ${service}:  # without network_mode: bridge`,
    '    links:',
    ...migrations.map(({target, alias}) => `      - ${target}:${alias}`),
    '    networks:',
    ...networks.map((network) => `      ${network}:`),
    'networks:',
    ...networks.flatMap((network) => [`  ${network}:`, '    external: true']),
  ]
}
