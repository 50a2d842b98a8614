import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {findContainer} from '../../model/find.js'
import type {Host} from '../../model/host.js'
import {compareNatural} from '../../model/natural-order.js'
import {shellWord} from '../../shell-words.js'
import {simulateStep} from '../simulate-step.js'
import type {Remembered, Step} from '../step.js'
import {planLink} from './link.js'
import {containerNamed, readLink} from './link-target.js'

/** A legacy link, and what becomes of it. */
export interface Migration {
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
export interface Recreation {
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
  const all = host.containers.known ? host.containers.value : []
  const wanted = words.length === 0 ? all : words.map((word) => containerNamed(host, word))
  const owners = wanted.filter((container) => legacyLinks(container).length > 0)
  const migrations: Migration[] = []
  let picture = host
  let used = 0
  for (const owner of owners) {
    for (const link of legacyLinks(owner)) {
      const {target, alias} = readLink(link)
      const migration = migrate(picture, owner, target, alias, remembered, subnets[used] ?? '')
      migrations.push(migration)
      if (migration.steps.some((step) => step.do === 'create-network')) used++
      for (const step of migration.steps) picture = simulateStep(picture, step)
    }
  }
  return {migrations, recreations: owners.map((owner) => recreation(owner, migrations))}
}

/** The legacy links of a container, `target:alias`, sorted. */
export const legacyLinks = (container: Container): string[] =>
  container.details.known ? [...container.details.value.legacyLinks].sort(compareNatural) : []

function migrate(
  host: Host,
  owner: Container,
  target: string,
  alias: string,
  remembered: readonly Remembered[],
  subnet: string,
): Migration {
  const base = {container: owner.name, target, alias}
  const containers = host.containers.known ? host.containers.value : []
  if (!findContainer(containers, target))
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

const COMPOSE_SERVICE = 'com.docker.compose.service'

function recreation(owner: Container, migrations: readonly Migration[]): Recreation {
  const own = migrations.filter(({container, network}) => container === owner.name && network !== '')
  const networks = [...new Set(own.map(({network}) => network))]
  const links = legacyLinks(owner)
  const service = owner.labels[COMPOSE_SERVICE] ?? ''
  const lines = service ? composeLines(service, networks, own) : runLines(owner, networks, own)
  return {container: owner.name, links, networks, service, lines}
}

/** The commands that make a container anew with the settings dnet can see, and the modern links in place of --link. */
function runLines(owner: Container, networks: readonly string[], migrations: readonly Migration[]): string[] {
  const details = owner.details.known ? owner.details.value : undefined
  const ports = (details?.wishes ?? []).map(({hostAddr, hostPorts, containerPort, protocol}) => {
    const host = hostAddr ? `${hostAddr.includes(':') ? `[${hostAddr}]` : hostAddr}:` : ''
    const range = hostPorts
      ? hostPorts.first === hostPorts.last
        ? `${hostPorts.first}`
        : `${hostPorts.first}-${hostPorts.last}`
      : ''
    return `-p ${host}${range === '' && host === '' ? '' : `${range}:`}${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`
  })
  const restart = details && details.restartPolicy !== 'no' ? [`--restart ${details.restartPolicy}`] : []
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
