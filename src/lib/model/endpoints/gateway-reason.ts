import type {Candidate, Gateways} from './default-gateway.js'

/**
 * Why a network gives the default gateway of a family, as half a sentence such as "its priority 10 is higher than that
 * of lan": the first rule of the engine's order that sets it apart from the next network that could have given it.
 * '' where none gives it.
 * @param sorted as `candidates` returns them
 */
export function gatewayReason(sorted: readonly Candidate[], gateways: Gateways, family: 4 | 6): string {
  const chosen = gateways[family]
  if (!chosen) return ''
  const others = sorted.filter((candidate) => candidate !== chosen)
  if (others.length === 0) return 'its only network'
  const next = others.find((candidate) => candidate.gateway[family])
  if (!next) {
    const [other] = others
    return other?.internal && others.length === 1
      ? `${other.networkName} is internal`
      : 'no other network has a gateway'
  }
  return against(chosen, next)
}

function against(chosen: Candidate, next: Candidate): string {
  const rival = next.networkName
  if (chosen.priority !== next.priority) return `its priority ${chosen.priority} is higher than that of ${rival}`
  if (next.gwbridge) return `${rival} stands behind every other network`
  if (next.internal) return `${rival} is internal`
  const families = ({gateway}: Candidate): number => Number(gateway[4]) + Number(gateway[6])
  if (families(chosen) > families(next)) return `it has a gateway of both families, ${rival} of one`
  return `its name sorts before ${rival}`
}
