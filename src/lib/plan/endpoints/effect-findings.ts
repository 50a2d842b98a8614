import type {Finding} from '../../model/finding.js'
import type {Addr} from '../../net/addr.js'
import type {Effects} from './published-effects.js'

/**
 * The effects of a change as findings. A first gateway, and ports published through it, are the purpose of a connection
 * and not a finding.
 */
export function effectFindings(container: string, {gateways, ports, perhapsInside}: Effects, hint: string): Finding[] {
  const moves = gateways
    .filter(({from}) => from !== '')
    .map(({family, from, to}): Finding => {
      const message =
        to === ''
          ? `"${container}" loses its IPv${family} default gateway (now on "${from}")`
          : `the IPv${family} default gateway of "${container}" moves from "${from}" to "${to}"`
      return {code: 'GATEWAY_MOVES', refused: false, message, hint}
    })
  const kinds = [
    ['moved', 'is released and bound again', 'are released and bound again'],
    ['reallocated', 'is bound again, to any free host port', 'are bound again, to any free host ports'],
    ['lost', 'is no longer published', 'are no longer published'],
  ] as const
  const bindings = kinds.flatMap(([kind, one, many]): Finding[] => {
    const texts = [...new Set(ports.filter((port) => port.kind === kind && !isGivenAnother(port)).map(portText))]
    if (texts.length === 0) return []
    const what =
      texts.length === 1
        ? `port ${texts[0]} of "${container}" ${one}`
        : `ports ${texts.join(', ')} of "${container}" ${many}`
    return [{code: 'PORTS', refused: false, message: what, hint}]
  })
  const inside = perhapsInside.map((network): Finding => {
    const message = `the ports of "${container}" may move to internal network "${network}", where nothing outside reaches them: before 26.0 an engine chooses by no known rule`
    return {code: 'PORTS', refused: false, message, hint: ''}
  })
  return [...moves, ...bindings, ...readdressed(container, ports, hint), ...inside]
}

const isGivenAnother = ({kind, givenAddr: {before, after}}: Effects['ports'][number]): boolean =>
  (kind === 'moved' || kind === 'reallocated') && before !== after

/** Ports that the next network publishes on another address than the one before: who reaches them changes. */
function readdressed(container: string, ports: Effects['ports'], hint: string): Finding[] {
  const all = ports.filter(isGivenAnother)
  return [...new Set(all.map(howText))].map((how) => {
    const texts = [...new Set(all.filter((port) => howText(port) === how).map(portText))]
    const [what, are] = texts.length === 1 ? ['port', 'is'] : ['ports', 'are']
    const message = `${what} ${texts.join(', ')} of "${container}" ${are} bound again${how}`
    return {code: 'PORTS', refused: false, message, hint}
  })
}

function howText({kind, givenAddr: {before, after}}: Effects['ports'][number]): string {
  const place = (addr: Addr | undefined): string => addr ?? 'all addresses'
  const any = kind === 'reallocated' ? ', to any free host port' : ''
  return `${any}, on ${place(after)} in place of ${place(before)}`
}

const portText = ({hostPort, containerPort, protocol}: Effects['ports'][number]): string =>
  `${hostPort === 0 ? '' : `${hostPort}->`}${containerPort}/${protocol}`
