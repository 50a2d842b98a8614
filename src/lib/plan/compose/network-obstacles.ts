import type {ComposeNetwork, ComposeProject} from '../../compose/project.js'
import {DnetError, type ErrorCode} from '../../errors.js'
import {apiAtLeast} from '../../model/api-version.js'
import {endpointOn, isLive, namesNetwork} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {known} from '../../model/known.js'
import {isPodman, isPredefined} from '../../model/predefined.js'
import {type Family, familyOf} from '../../net/addr.js'
import {overlaps, type Prefix, parsePrefix, tryPrefix} from '../../net/prefix.js'
import {toPaste} from '../../shell-words.js'
import type {NetworkSpec, SubnetSpec} from '../../spec/network-spec.js'
import {predictedSubnet} from '../allocate/prediction.js'
import {simulate} from '../simulate.js'
import {planCreate} from '../subnets/create.js'
import {automaticFamilies, type CreateRequest} from '../subnets/create-request.js'
import {differences} from '../subnets/differences.js'
import {HASH_LABEL, networkHash} from './network-hash.js'
import {type ComposeObstacle, type ProjectNetwork, placeText} from './obstacle.js'
import {serviceWith} from './own-containers.js'
import {roomObstacles} from './room.js'
import {serviceAddressObstacles} from './service-addresses.js'

/**
 * What is in the way of the networks of a compose project, and of the addresses that its services ask for; empty if
 * nothing was seen, and then `unseen` says what could not be seen. Docker Compose 2.40.3 looks at the networks that
 * active services join, in no certain order (pkg/compose/create.go ensureNetworks, which walks a Go map): it uses an
 * external one, and one that it created from the same settings, and creates the others.
 * @param host with its containers and, as far as can be seen, its address space
 */
export function composeObstacles(
  host: Host,
  project: ComposeProject,
): {readonly obstacles: readonly ComposeObstacle[]; readonly unseen: readonly string[]} {
  const found: ComposeObstacle[] = []
  const there: ProjectNetwork[] = []
  const missing: ComposeNetwork[] = []
  for (const written of project.networks.filter(({inUse}) => inUse)) {
    const network = networkFor(host, written)
    const obstacle = obstacleThere(host, project, written, network)
    if (obstacle) found.push(obstacle)
    else if (network && !isReplaced(host, written, network)) there.push({written, network, isNew: false})
    else missing.push(written)
  }
  const replaced = new Set(missing.map(({name}) => name))
  const before = {...host, networks: host.networks.filter(({name}) => !replaced.has(name))}
  const created = create(before, missing)
  found.push(...created.obstacles, ...takenBySiblings(before, missing))
  const networks = [...there, ...created.networks]
  found.push(...closedToContainers(project, networks), ...serviceAddressObstacles(created.host, project, networks))
  found.push(...roomObstacles(created.host, project, networks), ...modeObstacles(created.host, project))
  const unseen =
    missing.length > 0 && !host.addressSpace.known
      ? [`subnets of the compose files compared with networks alone: ${host.addressSpace.why}`]
      : []
  return {obstacles: found, unseen}
}

const obstacle = (
  written: ComposeNetwork,
  verdict: ComposeObstacle['verdict'],
  reason: string,
  hint: string,
): ComposeObstacle => ({network: written.name, service: '', at: placeText(written.at), verdict, reason, hint})

const NETWORK_LABEL = 'com.docker.compose.network'

/** The network that Compose finds by the name: an external one may be given by its whole id. */
const networkFor = ({networks}: Host, {name, external}: ComposeNetwork): Network | undefined =>
  networks.find((network) => network.name === name) ?? (external ? networks.find(({id}) => id === name) : undefined)

/** Why Compose can neither use nor replace what has the name of its network (pkg/compose/create.go resolveOrCreateNetwork). */
function obstacleThere(
  host: Host,
  project: ComposeProject,
  written: ComposeNetwork,
  network: Network | undefined,
): ComposeObstacle | undefined {
  const {key} = written
  if (written.external) return obstacleOutside(host, project, written, network)
  if (!network) return undefined
  const label = network.labels[NETWORK_LABEL] ?? ''
  if (label !== key) {
    const whose = label === '' ? 'and Compose did not create it' : `and Compose created it for network "${label}"`
    const hint = 'give the network another name in the file, or call it external'
    return obstacle(written, 'blocked', `a network of that name exists, ${whose}`, hint)
  }
  if (isAsWritten(written, network)) return undefined
  const found = differences(host, network, requestOf(written))
  const [differs, verdict] =
    found.length > 0
      ? ([`differs from the file (${found.join('; ')})`, 'blocked'] as const)
      : (['was created from other settings than those of the file', 'unknown'] as const)
  const replaces = `it ${differs}, so that Compose stops the project's containers to replace it`
  const hint = 'keep the settings of the network that is there'
  if (!host.containers.known)
    return found.length === 0
      ? undefined
      : obstacle(written, 'unknown', `${replaces}; who else is on it could not be seen: ${host.containers.why}`, hint)
  const others = host.containers.value.filter(
    (one) =>
      isLive(one) &&
      endpointOn(one, network) !== undefined &&
      !serviceWith(project, one.labels)?.endpoints.has(written.key),
  )
  if (others.length === 0) return undefined
  const names = others.map((one) => `"${one.name}"`).join(', ')
  return obstacle(written, verdict, `${replaces}, and cannot while ${names} is on it`, hint)
}

/** Why the project's containers cannot join an external network (pkg/compose/create.go resolveExternalNetwork). */
function obstacleOutside(
  host: Host,
  project: ComposeProject,
  written: ComposeNetwork,
  network: Network | undefined,
): ComposeObstacle | undefined {
  const {name, key} = written
  const missing = 'the file calls it external, and no network has that name'
  if (!network && isWorker(host))
    return obstacle(written, 'unknown', `${missing} here; the Swarm may have one, which only a manager sees`, '')
  if (!network) return obstacle(written, 'blocked', missing, toPaste`dnet create ${name}`)
  if (host.networks.filter((other) => other.name === name).length > 1)
    return obstacle(written, 'blocked', 'several networks have that name', 'give the id of one as its name')
  const joins = project.services.some(({active, replicas, endpoints}) => active && replicas > 0 && endpoints.has(key))
  if (!joins || isPodman(host) || !isPredefined(network)) return undefined
  const reason = 'Compose gives containers names on each network, and the engine takes none on its own ones'
  return obstacle(written, 'blocked', reason, toPaste`write it as network_mode: ${network.name}`)
}

/** Reports whether there may be networks of a Swarm that the engine does not list. */
const isWorker = ({addressSpace}: Host): boolean => addressSpace.known && !addressSpace.value.swarmPools.known

/** Reports whether Compose keeps a network of its own: it marked it with these settings, or with none. */
const isAsWritten = (written: ComposeNetwork, {labels}: Network): boolean =>
  labels[HASH_LABEL] === undefined || labels[HASH_LABEL] === networkHash(written)

/** Whether Compose replaces it, and by what is seen also with other settings. */
const isReplaced = (host: Host, written: ComposeNetwork, network: Network): boolean =>
  !written.external && !isAsWritten(written, network) && differences(host, network, requestOf(written)).length > 0

/** Overlay networks that take the services of a Swarm alone, and that containers are to join. */
const closedToContainers = ({services}: ComposeProject, networks: readonly ProjectNetwork[]): ComposeObstacle[] =>
  networks
    .filter(({network}) => network.driver === 'overlay' && !network.attachable)
    .filter(({written: {key}}) => services.some((one) => one.active && one.replicas > 0 && one.endpoints.has(key)))
    .map(({written}) => {
      const hint = written.external ? toPaste`dnet create --driver overlay --attachable NAME` : 'write attachable: true'
      return obstacle(written, 'blocked', 'containers cannot join an overlay network that is not attachable', hint)
    })

/** Services on a network of the engine by its name, which Compose does not look for. */
function modeObstacles(host: Host, {services}: ComposeProject): ComposeObstacle[] {
  if (isWorker(host)) return []
  return services
    .filter(({active, replicas, networkMode}) => active && replicas > 0 && isNetworkName(networkMode))
    .filter(({networkMode}) => !host.networks.some((network) => namesNetwork(networkMode, network)))
    .map(({name, networkMode, at}) => ({
      network: networkMode,
      service: name,
      at: placeText(at),
      verdict: 'blocked',
      reason: 'its network_mode names it, and no network has that name',
      hint: toPaste`dnet create ${networkMode}`,
    }))
}

/** Of Docker, and behind them those of Podman. */
const MODES = ['host', 'none', 'bridge', 'default', 'private', 'slirp4netns', 'pasta']

const isNetworkName = (mode: string): boolean => mode !== '' && !MODES.includes(mode) && !mode.includes(':')

/** The network that Compose would ask an engine for. */
function requestOf(written: ComposeNetwork): CreateRequest {
  const {name, driver, internal, attachable, ipamDriver, ipamOptions, enableIPv4, enableIPv6, driverOptions} = written
  return {
    network: {
      name,
      driver: driver || 'bridge',
      scope: '',
      enableIPv4,
      enableIPv6: enableIPv6 ?? false,
      internal,
      attachable,
      ingress: false,
      configOnly: false,
      configFrom: '',
      ipamDriver: ipamDriver || 'default',
      ipamOptions,
      options: driverOptions,
      labels: {},
    },
    addresses: {
      subnets: written.subnets.map(({subnet}) => subnet),
      ipRanges: written.subnets.flatMap(({ipRange}) => ipRange || []),
      gateways: written.subnets.flatMap(({gateway}) => gateway || []),
      auxAddresses: Object.assign({}, ...written.subnets.map(({auxAddresses}) => auxAddresses)) as Record<
        string,
        string
      >,
    },
    hosts: undefined,
    pools: [],
    avoid: [],
    gatewayAt: undefined,
    saneGateway: false,
  }
}

/** Networks with subnets of their own first: which of the others are left none does not depend on the order. */
function create(
  before: Host,
  missing: readonly ComposeNetwork[],
): {readonly host: Host; readonly networks: readonly ProjectNetwork[]; readonly obstacles: readonly ComposeObstacle[]} {
  let host = before
  const obstacles: ComposeObstacle[] = []
  const networks: ProjectNetwork[] = []
  for (const written of [...missing].sort((a, b) => Number(isAutomatic(a)) - Number(isAutomatic(b)))) {
    const request = requestOf(written)
    const refusal = refusalOf(host, written, request)
    if (refusal) {
      obstacles.push(refusal)
      continue
    }
    const chosen = subnetsChosen(host, request)
    const spec: NetworkSpec = {...request.network, subnets: [...written.subnets, ...chosen]}
    host = simulate(host, {do: 'create-network', spec, because: ''})
    const network = host.networks.find(({name}) => name === written.name)
    if (network) networks.push({written, network, isNew: true})
  }
  return {host, networks, obstacles}
}

const isAutomatic = (written: ComposeNetwork): boolean => automaticFamilies(requestOf(written)).length > 0

function refusalOf(host: Host, written: ComposeNetwork, request: CreateRequest): ComposeObstacle | undefined {
  const blocked = (reason: string, hint = hintFor(written)): ComposeObstacle =>
    obstacle(written, 'blocked', reason, hint)
  const nameless = written.subnets.findIndex(({subnet}) => subnet === '')
  if (nameless >= 0) return blocked(`entry ${nameless + 1} of its ipam.config has no subnet`)
  // Docker's command line looks whether ranges are in their subnets, and engines since 25.0; Compose does not.
  const isChecked = apiAtLeast(host.engine.apiVersion, '1.44')
  const ipRanges = request.addresses.ipRanges.filter((range) => isChecked || !isElsewhere(range, written))
  try {
    const {refusal} = planCreate(known(host), {...request, addresses: {...request.addresses, ipRanges}})
    if (refusal) return blocked(refusal.error.message, hintFor(written, refusal.error.code))
    // Docker's command line corrects such a range before it asks, Compose does not.
    if (isChecked && !isPodman(host)) ipRanges.forEach(parsePrefix)
    return undefined
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    return blocked(error.message, hintFor(written, error.code))
  }
}

const isElsewhere = (text: string, {subnets}: ComposeNetwork): boolean => {
  const range = tryPrefix(text)
  const own = subnets.flatMap(({ipRange, subnet}) => (ipRange === text ? (tryPrefix(subnet) ?? []) : []))
  return range !== undefined && own.some((one) => familyOf(one) === familyOf(range) && !overlaps(one, range))
}

/** The flags of a command line say nothing to whoever edits a file. */
const hintFor = ({subnets}: ComposeNetwork, code?: ErrorCode): string => {
  const prefix = subnets.flatMap(({subnet}) => tryPrefix(subnet) ?? [])[0]
  if (code === 'NAME_TAKEN') return 'give one of them another name'
  if (prefix) return `subnets that are free: dnet subnets --free /${prefix.split('/')[1]}`
  return code === 'POOL_EXHAUSTED' ? 'see what is using the pools: dnet subnets' : ''
}

/** What the engine would choose where the file says nothing, as far as that is certain. */
function subnetsChosen(host: Host, request: CreateRequest): SubnetSpec[] {
  return automaticFamilies(request).flatMap((family) => {
    const space = host.addressSpace
    const prediction = space.known ? predictedSubnet(space.value, host.networks, family, undefined) : space
    if (!prediction.known || prediction.value.is !== 'subnet') return []
    return [{subnet: prediction.value.subnet, ipRange: '', gateway: '', auxAddresses: {}}]
  })
}

/**
 * The networks whose subnet one without may get first. In the worst case all networks without a subnet come before, and
 * those that have one of the blocks that the engine would choose before this one.
 */
function takenBySiblings(before: Host, missing: readonly ComposeNetwork[]): ComposeObstacle[] {
  return ([4, 6] as const).flatMap((family) => {
    const automatic = missing.filter((one) => automaticFamilies(requestOf(one)).includes(family))
    const fixed = missing.flatMap((one) => {
      const prefix = one.subnets.flatMap(({subnet}) => tryPrefix(subnet) ?? []).find((own) => familyOf(own) === family)
      return prefix ? [{written: one, prefix}] : []
    })
    const [first] = automatic
    if (!first || fixed.length === 0) return []
    const names = automatic.map(({name}) => `"${name}"`).join(', ')
    const blocks = blocksInOrder(before, requestOf(first), family, automatic.length + fixed.length - 1)
    const meets = ({prefix}: {readonly prefix: Prefix}, choices: readonly Prefix[]): boolean =>
      choices.some((block) => overlaps(prefix, block))
    return fixed.flatMap((one) => {
      const at = blocks.findIndex((block) => meets(one, block))
      const ahead = fixed.filter((other) => blocks.slice(0, at).some((block) => meets(other, block)))
      if (at < 0 || at >= automatic.length + ahead.length) return []
      const reason = `${one.prefix} may be given to ${names} first: the file gives that no subnet, and Compose creates networks in no certain order`
      const hint = 'give each network of the project a subnet, or take one outside of the pools: dnet subnets'
      return [obstacle(one.written, 'unknown', reason, hint)]
    })
  })
}

/** The blocks that the engine would choose one after the other; several where it may choose one of them. */
function blocksInOrder(host: Host, {network}: CreateRequest, family: Family, count: number): (readonly Prefix[])[] {
  const space = host.addressSpace
  if (!space.known) return []
  const blocks: (readonly Prefix[])[] = []
  let networks = host.networks
  while (blocks.length < count) {
    const prediction = predictedSubnet(space.value, networks, family, undefined)
    if (!prediction.known || prediction.value.is === 'refused') break
    if (prediction.value.is === 'one-of') return [...blocks, prediction.value.subnets]
    const {subnet} = prediction.value
    blocks.push([subnet])
    const spec = {
      ...network,
      name: `${network.name} ${blocks.length}`,
      subnets: [{subnet, ipRange: '', gateway: '', auxAddresses: {}}],
    }
    networks = simulate({...host, networks}, {do: 'create-network', spec, because: ''}).networks
  }
  return blocks
}
