import {homedir} from 'node:os'
import {diskFiles} from '../../engine/files.js'
import type {Container} from '../../model/container.js'
import {endpointOn, isLive, membersOf} from '../../model/endpoints/members.js'
import {findNetwork} from '../../model/find.js'
import {containersOf, type Host, type Network} from '../../model/host.js'
import {projectOf} from '../../model/project.js'
import {avoided} from '../../model/subnets/blocks-in-use.js'
import {SORT_COLUMNS} from '../../view/networks/network-order.js'
import {countText} from '../../view/text/amounts.js'
import type {EngineFlags} from '../args/common-flags.js'
import type {WordKind} from '../args/words.js'
import {contextNames, openEngine} from '../open-engine.js'
import {readUserSettings} from '../user-settings.js'

export interface Candidate {
  readonly value: string
  /** What tells it from others; '' for nothing. */
  readonly about: string
}

/** What an engine and Docker's configuration have to offer for a place on the command line. */
export interface LiveValues {
  /** @param given the command's words before this one */
  ofWord(kind: WordKind, given: readonly string[]): Promise<readonly Candidate[]>
  /** The values of a flag, by its long name; none where nothing is known of them. */
  ofFlag(flag: string, typed: string): Promise<readonly Candidate[]>
  close(): void
}

/** The engine is asked only when a place needs it. @param signal ends the waiting for it */
export function liveValues(flags: EngineFlags, signal: AbortSignal): LiveValues {
  let close = (): void => {}
  const open = async () => {
    const {engine} = await openEngine(flags, {signal, note: () => {}})
    close = () => engine.close()
    return engine
  }
  const observe = async (): Promise<Host> => (await open()).observe({containers: true})
  const networks = async (): Promise<Candidate[]> => {
    const host = await observe()
    return host.networks.map((network) => networkCandidate(host, network))
  }
  const subnets = async (): Promise<Candidate[]> => {
    const host = await (await open()).observe({addressSpace: true})
    const {freeSubnets} = await import('../../plan/subnets/free-subnets.js')
    const {pools, avoid, path} = await readUserSettings(process.env, homedir(), diskFiles)
    return freeSubnets(host, 'bridge', LENGTHS, pools, avoided(avoid, path)).map(({subnet, room}) => ({
      value: subnet,
      about: `free, room for ${countText(room)} containers`,
    }))
  }
  return {
    async ofWord(kind, given) {
      if (kind === 'text') return []
      if (kind === 'shell') return plain(['bash', 'zsh', 'fish'])
      if (kind === 'network') return networks()
      const host = await observe()
      const containers = containersFor(kind, host, given).map(containerCandidate)
      return kind === 'thing'
        ? [...host.networks.map((network) => networkCandidate(host, network)), ...containers]
        : containers
    },
    async ofFlag(flag, typed) {
      if (flag === 'context') return plain(contextNames(flags))
      if (flag === 'network' || flag === 'config-from') return networks()
      if (flag === 'container') return containersOf(await observe()).map(containerCandidate)
      if (flag === 'sort') return plain(SORT_COLUMNS)
      if (flag === 'subnet') return subnets()
      return FIXED[flag] ?? (flag === 'filter' ? filterValues(typed) : [])
    },
    close: () => close(),
  }
}

/** `apart` and `attached` are told by the network that the word before names; all containers where it names none. */
function containersFor(kind: WordKind, host: Host, given: readonly string[]): readonly Container[] {
  const all = containersOf(host)
  const network = kind === 'apart' || kind === 'attached' ? networkIn(host, given[0] ?? '') : undefined
  if (!network) return all
  return all.filter((container) => (endpointOn(container, network) !== undefined) === (kind === 'attached'))
}

function networkIn(host: Host, word: string): Network | undefined {
  try {
    return findNetwork(host.networks, word)
  } catch {
    return undefined
  }
}

function networkCandidate(host: Host, network: Network): Candidate {
  const {name, driver, subnets} = network
  const count = membersOf(host, network).length
  const containers = count === 0 ? '' : `${count} container${count === 1 ? '' : 's'}`
  return {value: name, about: [driver, ...subnets.map(({subnet}) => subnet), containers].filter(Boolean).join(' ')}
}

function containerCandidate(container: Container): Candidate {
  const {name, image, state, labels} = container
  const addresses = isLive(container) ? container.endpoints.flatMap(({ipv4}) => ipv4 ?? []) : []
  return {value: name, about: [state, ...addresses, projectOf(labels)?.name ?? image].filter(Boolean).join(' ')}
}

/** The sizes of subnet that are proposed, by prefix length. */
const LENGTHS = [24, 26, 28, 22, 20, 16]

const plain = (values: readonly string[]): Candidate[] => values.map((value) => ({value, about: ''}))

const DRIVERS: readonly Candidate[] = [
  {value: 'bridge', about: 'containers of this host, behind NAT'},
  {value: 'ipvlan', about: "containers with addresses of the host's own network"},
  {value: 'macvlan', about: "containers with MACs and addresses of the host's own network"},
  {value: 'overlay', about: 'containers of several Swarm hosts'},
]

const FIXED: Readonly<Record<string, readonly Candidate[]>> = {
  driver: DRIVERS,
  scope: plain(['local', 'swarm', 'global']),
  'ipam-driver': plain(['default', 'null']),
  format: [
    {value: 'table', about: 'columns'},
    {value: 'json', about: 'one object a line'},
    {value: '{{.Name}}', about: 'a Go template'},
  ],
  opt: [
    {value: 'com.docker.network.driver.mtu=', about: 'bytes in a packet'},
    {value: 'com.docker.network.bridge.name=', about: 'the interface on the host'},
    {value: 'com.docker.network.bridge.enable_icc=', about: 'whether containers reach each other'},
    {
      value: 'com.docker.network.bridge.enable_ip_masquerade=',
      about: "whether outgoing traffic shows the host's address",
    },
    {value: 'com.docker.network.bridge.host_binding_ipv4=', about: 'address that ports are published on'},
    {value: 'com.docker.network.bridge.gateway_mode_ipv4=', about: 'nat, nat-unprotected, routed or isolated'},
    {value: 'com.docker.network.bridge.gateway_mode_ipv6=', about: 'nat, nat-unprotected, routed or isolated'},
    {value: 'parent=', about: 'interface of the host, for macvlan and ipvlan'},
  ],
}

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  dangling: ['true', 'false'],
  driver: DRIVERS.map(({value}) => value),
  id: [],
  label: [],
  name: [],
  scope: ['local', 'swarm', 'global'],
  type: ['custom', 'builtin'],
}

function filterValues(typed: string): Candidate[] {
  const at = typed.indexOf('=')
  if (at < 0) return plain(Object.keys(FILTERS).map((key) => `${key}=`))
  const key = typed.slice(0, at)
  return plain((FILTERS[key] ?? []).map((value) => `${key}=${value}`))
}
