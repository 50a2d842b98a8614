import type {Taken} from '../../model/address-space.js'
import {isLive, membersOf} from '../../model/endpoints/members.js'
import type {Host, Network} from '../../model/host.js'
import {type Family, familyOf} from '../../net/addr.js'
import {overlaps, type Prefix, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import {coveringText} from '../allocate/other-pools.js'
import {type PoolUse, poolsOfEngine, poolUseOf, totalOf} from '../allocate/pool-use.js'
import type {SeenHost, SubnetFact, SubnetReport} from './subnet-report.js'

/**
 * The ports of a Linux bridge (BR_MAX_PORTS is 1024, and one is reserved: linux net/bridge/br_private.h); each
 * container uses one.
 */
const BRIDGE_PORTS = 1023
/**
 * Docker recommends at most /24: larger overlay networks have failed under load (docs.docker.com, docker network
 * create).
 */
const OVERLAY_LENGTH = 24

/** What is nearly used up, one sentence each: subnets, bridges, pools; and overlay networks that are too large. */
export function capacityWarnings(hosts: readonly SeenHost[], report: SubnetReport): string[] {
  return hosts.flatMap(({context, host}) => {
    const of = <T extends {readonly context: string}>(all: readonly T[]): T[] =>
      all.filter((one) => one.context === context)
    const found = [
      ...of(report.subnets).flatMap(subnetWarning),
      ...host.networks.flatMap((network) => bridgeWarning(host, network)),
      ...host.networks.flatMap(overlayWarning),
      ...poolWarnings(of(report.pools)),
      ...routeWarning(host),
    ]
    return context === '' ? found : found.map((text) => `${context}: ${text}`)
  })
}

function subnetWarning({network, prefix, use}: SubnetFact): string[] {
  if (!network || !use || use.used === null || use.free === null) return []
  const {used, free} = use
  if (free * 10n > used + free) return []
  if (free === 0n) return [`network "${network.name}" is full: no address of ${prefix} is left`]
  return [`network "${network.name}" is nearly full: ${free} of ${used + free} addresses of ${prefix} are left`]
}

function bridgeWarning(host: Host, network: Network): string[] {
  if (network.driver !== 'bridge') return []
  const ports = membersOf(host, network).filter(({container}) => isLive(container)).length
  if (ports * 10 < BRIDGE_PORTS * 9) return []
  return [`network "${network.name}" uses ${ports} of the ${BRIDGE_PORTS} ports of a Linux bridge`]
}

function overlayWarning({name, driver, subnets}: Network): string[] {
  if (driver !== 'overlay') return []
  return subnets.flatMap(({subnet}) => overlaySizeWarning(`network "${name}"`, subnet))
}

/** @param what the network, as the beginning of the sentence */
const overlaySizeWarning = (what: string, subnet: string): string[] => {
  const prefix = tryPrefix(subnet)
  if (!prefix || familyOf(prefix) === 6 || prefixLengthOf(prefix) >= OVERLAY_LENGTH) return []
  return [`${what} is an overlay network with subnet ${subnet}: Docker recommends at most /${OVERLAY_LENGTH}`]
}

function routeWarning({addressSpace}: Host): string[] {
  const routes = addressSpace.known ? coveringText(addressSpace.value) : ''
  return routes === ''
    ? []
    : [`the engine chooses no subnet covered by ${routes}: new networks need --subnet or --hosts`]
}

function poolWarnings(pools: readonly PoolUse[]): string[] {
  return (['local', 'swarm'] as const).flatMap((of) =>
    ([4, 6] as const).flatMap((family) => poolWarning(pools, of, family)),
  )
}

function poolWarning(pools: readonly PoolUse[], of: 'local' | 'swarm', family: Family): string[] {
  const total = totalOf(pools, of, family)
  if (!total || total.left * 10n > total.blocks) return []
  const whose = of === 'swarm' ? 'the Swarm' : 'the engine'
  if (total.left === 0n) return [`${whose}'s IPv${family} pools are used up: new networks need --subnet or --hosts`]
  const are = total.left === 1n ? 'is' : 'are'
  return [`${total.left} of ${total.blocks} blocks of ${whose}'s IPv${family} pools ${are} left`]
}

/** What a network that is about to be created, or its pools, will run short of. */
export function creationWarnings(
  host: Host,
  wanted: {readonly driver: string; readonly hosts: number | undefined; readonly chosen: readonly Prefix[]},
  taken: readonly Taken[],
): string[] {
  const {driver, hosts = 0, chosen} = wanted
  const ports =
    driver === 'bridge' && hosts > BRIDGE_PORTS
      ? [`${hosts} containers are more than the ${BRIDGE_PORTS} ports of a Linux bridge`]
      : []
  if (driver === 'overlay') return [...ports, ...chosen.flatMap((prefix) => overlaySizeWarning('the network', prefix))]
  const space = host.addressSpace.known ? host.addressSpace.value : undefined
  const pools = (space ? poolsOfEngine(space) : []).filter(({of}) => of === 'local')
  if (!pools.some(({pool}) => chosen.some((prefix) => overlaps(pool.base, prefix)))) return ports
  const holder = {kind: 'network', name: '', id: '', driver, scope: 'local', ipRange: ''} as const
  const after = [...taken, ...chosen.map((prefix): Taken => ({prefix, holder}))]
  return [...ports, ...poolWarnings(pools.map(({pool, of}) => poolUseOf(pool, of, after)))]
}
