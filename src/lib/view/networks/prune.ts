import type {PruneRow} from '../../plan/remove/prune.js'
import {alignedText} from '../text/aligned.js'

/** What a prune would do with each network, those that go first. Empty for no networks. */
export function pruneTable(rows: readonly PruneRow[]): string {
  if (rows.length === 0) return ''
  const sorted = [...rows.filter(({remove}) => remove), ...rows.filter(({remove}) => !remove)]
  return alignedText([
    ['NETWORK', 'ACTION', 'REASON'],
    ...sorted.map((row) => [row.name, row.remove ? 'remove' : 'keep', reasonText(row)]),
  ])
}

function reasonText({reason, because}: PruneRow): string {
  const names = because.join(', ')
  switch (reason) {
    case 'unused':
      return 'nothing uses it'
    case 'stopped':
      return `stopped containers need it to start: ${names}`
    case 'attached':
      return `in use by ${names}`
    case 'predefined':
      return "the engine's own"
    case 'ingress':
      return "Swarm's routing mesh"
    case 'config-only':
      return 'holds configuration only'
    case 'swarm':
      return 'services of the Swarm may use it; to remove it all the same: --include-stopped'
    case 'filtered':
      return names
  }
}
