import {needed} from '../../model/known.js'
import type {Recreation} from '../../plan/links/migrate.js'
import {specText} from '../../plan/ports/asked-ports.js'
import {shellLine, shellWord, toPaste} from '../../shell-words.js'
import {yamlText} from '../text/yaml-text.js'

/** A container that keeps its legacy links until it is recreated, with the lines that recreate it. */
export interface RecreationRow {
  readonly container: string
  readonly links: readonly string[]
  readonly networks: readonly string[]
  /** The compose service that the lines belong to; '' for commands. */
  readonly service: string
  readonly lines: readonly string[]
  /** The command that then removes the old container, with what it wrote outside its volumes; '' where Compose does. */
  readonly removal: string
}

/** @param recreations of containers with their details */
export const recreationRows = (recreations: readonly Recreation[]): RecreationRow[] =>
  recreations.map((recreation) => {
    const {container, links, networks, service} = recreation
    const byHand = service === ''
    const lines = byHand ? commandLines(recreation) : composeLines(recreation)
    const removal = byHand ? toPaste`docker rm ${oldName(container.name)}` : ''
    return {container: container.name, links, networks, service, lines, removal}
  })

const oldName = (container: string): string => `${container}-before`

/**
 * The commands that recreate a container with the settings that dnet can see, and with modern links instead of --link.
 * Each runs only if the one before it worked: pasted with what a person has to fill in, they change nothing.
 */
function commandLines({container, replacements}: Recreation): string[] {
  const {wishes, publishesAll, restartPolicy} = needed(container.details, `details of ${container.name}`)
  const fresh = `${container.name}-new`
  const create = [
    'docker',
    'create',
    '--name',
    fresh,
    ...(restartPolicy === 'no' ? [] : ['--restart', restartPolicy]),
    ...(publishesAll ? ['-P'] : []),
    ...wishes.flatMap((wish) => ['-p', specText(wish)]),
  ]
  const commands = [
    // A shell reads `<its` as a file that does not exist: the command fails until a person has filled it in.
    `${shellLine(create)} <its other options, without --link> ${shellWord(container.image)} <its command>`,
    ...replacements.map(
      ({network, target, alias}) => toPaste`dnet link --network=${network} ${fresh} ${`${target}:${alias}`}`,
    ),
    toPaste`docker stop ${container.name}`,
    toPaste`docker rename ${container.name} ${oldName(container.name)}`,
    toPaste`docker rename ${fresh} ${container.name}`,
    toPaste`docker start ${container.name}`,
  ]
  return commands.map((command, at) => (at < commands.length - 1 ? `${command} &&` : command))
}

/** The lines of a compose file that replace `links` with `network_mode: bridge`. */
function composeLines({service, networks, replacements}: Recreation): string[] {
  const own = new Map(networks.map((network) => [network, null]))
  const shared = new Map(networks.map((network) => [network, {external: true}]))
  const links = replacements.map(({target, alias}) => `${target}:${alias}`)
  const services = new Map([[service, links.length === 0 ? {} : {links, networks: own}]])
  const comment = {at: ['services', service], text: 'without network_mode: bridge'}
  return yamlText(links.length === 0 ? {services} : {services, networks: shared}, comment)
    .trimEnd()
    .split('\n')
}
