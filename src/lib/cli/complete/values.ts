import {homedir} from 'node:os'
import {diskFiles} from '../../engine/files.js'
import type {Container} from '../../model/container.js'
import {canLeave, isJoinable, obstacleOf, obstacleTo} from '../../model/endpoints/joining.js'
import {endpointOn, isLive, membersOf} from '../../model/endpoints/members.js'
import {hasDns} from '../../model/endpoints/names.js'
import {findNetwork} from '../../model/find.js'
import {containersOf, type Host, type Network} from '../../model/host.js'
import {isPredefined} from '../../model/predefined.js'
import {projectOf} from '../../model/project.js'
import {avoided} from '../../model/subnets/blocks-in-use.js'
import {countOf, countText} from '../../view/text/amounts.js'
import type {EngineFlags} from '../args/common-flags.js'
import type {LiveKind, OfferedValue} from '../args/offer.js'
import {contextNames, openEngine} from '../open-engine.js'
import {readUserSettings} from '../user-settings.js'

/** The candidates that an engine and Docker's configuration have for a place on the command line. */
interface LiveValues {
  /** @param given the command's words before this one */
  of(kind: LiveKind, given: readonly string[]): Promise<readonly OfferedValue[]>
  close(): void
}

/** Asks the engine only if a kind needs it. @param signal ends the wait for it */
export function liveValues(flags: EngineFlags, signal: AbortSignal): LiveValues {
  let close = (): void => {}
  const open = async () => {
    const {engine} = await openEngine(flags, {signal, note: () => {}})
    close = () => engine.close()
    return engine
  }
  return {
    async of(kind, given) {
      if (kind === 'new-network') return []
      if (kind === 'context') return contextNames(flags).map((value) => ({value, about: ''}))
      if (kind === 'free-subnet') return freeSubnetValues(await (await open()).observe({addressSpace: true}))
      const host = await (await open()).observe({containers: true})
      if (kind === 'project') return projectsOf(host)
      return [
        ...networksFor(kind, host).map((network) => networkValue(host, network)),
        ...containersFor(kind, host, given).map(containerValue),
      ]
    },
    close: () => close(),
  }
}

function networksFor(kind: LiveKind, {networks}: Host): readonly Network[] {
  switch (kind) {
    case 'network':
    case 'network-or-container':
      return networks
    case 'own-network':
      return networks.filter((network) => !isPredefined(network))
    case 'joinable-network':
      return networks.filter(isJoinable)
    case 'left-network':
      return networks.filter(({driver, configOnly}) => driver !== 'host' && !configOnly)
    case 'config-network':
      return networks.filter(({configOnly}) => configOnly)
    case 'name-scope':
      return networks.filter(hasDns)
    default:
      return []
  }
}

/** Containers by their network; all of them if the word before does not name one. */
function containersFor(kind: LiveKind, host: Host, given: readonly string[]): readonly Container[] {
  const all = containersOf(host)
  const network = networkIn(host, given[0] ?? '')
  switch (kind) {
    case 'container':
    case 'network-or-container':
    case 'name-scope':
      return all
    case 'connected-container':
      return network ? all.filter((one) => endpointOn(one, network) && canLeave(one, network)) : all
    case 'unconnected-container':
      return all.filter((one) =>
        network ? !endpointOn(one, network) && !obstacleTo(host, one, network) : !obstacleOf(host, one),
      )
    default:
      return []
  }
}

function networkIn(host: Host, word: string): Network | undefined {
  try {
    return findNetwork(host.networks, word)
  } catch {
    return undefined
  }
}

function networkValue(host: Host, network: Network): OfferedValue {
  const {name, driver, subnets} = network
  const count = membersOf(host, network).length
  const containers = count === 0 ? '' : countOf(count, 'container')
  return {value: name, about: [driver, ...subnets.map(({subnet}) => subnet), containers].filter(Boolean).join(' ')}
}

function containerValue(container: Container): OfferedValue {
  const {name, image, state, labels} = container
  const addresses = isLive(container) ? container.endpoints.flatMap(({ipv4}) => ipv4 ?? []) : []
  return {value: name, about: [state, ...addresses, projectOf(labels)?.name ?? image].filter(Boolean).join(' ')}
}

function projectsOf({networks}: Host): OfferedValue[] {
  const names = networks.flatMap(({labels}) => {
    const project = projectOf(labels)
    return project?.kind === 'compose' ? [project.name] : []
  })
  return [...new Set(names)].toSorted().map((value) => ({value, about: ''}))
}

async function freeSubnetValues(host: Host): Promise<OfferedValue[]> {
  const {freeSubnets, OFFERED_LENGTHS} = await import('../../plan/subnets/free-subnets.js')
  const {pools, avoid, path} = await readUserSettings(process.env, homedir(), diskFiles)
  return freeSubnets(host, 'bridge', OFFERED_LENGTHS, pools, avoided(avoid, path)).map(({subnet, room}) => ({
    value: subnet,
    about: `free, room for ${countText(room)} containers`,
  }))
}
