import type {Family} from '../../net/addr.js'
import type {Container} from '../container.js'
import type {Host} from '../host.js'
import {type Candidate, gatewayFamilies, gatewaysOf} from './default-gateway.js'

/** Where a container's default gateway of a family is, and why there. */
export interface DefaultGateway {
  readonly family: Family
  readonly network: string
  /** A few words, such as "priority 10, lan has 0". */
  readonly reason: string
}

/** The default gateways of a container, IPv4 first; `undefined` if it has no network that could give one. */
export function defaultGatewaysOf(host: Host, container: Container): readonly DefaultGateway[] | undefined {
  const {sorted, gateways} = gatewaysOf(host, container)
  if (sorted.length === 0) return undefined
  return ([4, 6] as const).flatMap((family) => {
    const chosen = gateways[family]
    return chosen ? [{family, network: chosen.networkName, reason: gatewayReason(sorted, chosen, family)}] : []
  })
}

/**
 * Why a network provides the default gateway of a family, in a few words such as "priority 10, lan has 0": the first
 * rule of the engine's order that distinguishes it from the next network that could have provided it.
 * @param sorted as `candidates` returns them
 */
function gatewayReason(sorted: readonly Candidate[], chosen: Candidate, family: Family): string {
  const others = sorted.filter((candidate) => candidate !== chosen)
  const [other] = others
  if (!other) return 'only network'
  const next = others.find((candidate) => candidate.gateway[family])
  if (!next)
    return other.internal && others.length === 1 ? `${other.networkName} is internal` : 'no other network has a gateway'
  return against(chosen, next, sorted.indexOf(next) < sorted.indexOf(chosen))
}

/** @param passedOver whether the other one comes first, and both gateways on one network decided */
function against(chosen: Candidate, next: Candidate, passedOver: boolean): string {
  const rival = next.networkName
  if (passedOver) return bothFamilies(rival)
  if (chosen.priority !== next.priority) return `priority ${chosen.priority}, ${rival} has ${next.priority}`
  if (next.gwbridge) return `${rival} comes last`
  if (next.internal) return `${rival} is internal`
  if (gatewayFamilies(chosen) > gatewayFamilies(next)) return bothFamilies(rival)
  return `its name sorts before ${rival}`
}

const bothFamilies = (rival: string): string => `gateways for IPv4 and IPv6, ${rival} has only one`
