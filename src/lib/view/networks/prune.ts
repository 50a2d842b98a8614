import type {PruneRow} from '../../plan/remove/prune.js'
import {type Column, tableText} from '../text/columns.js'
import {wrapWords} from '../text/fit-text.js'
import {type Look, paintOf} from '../text/paint.js'

/**
 * What a prune would do with each network, those to be removed first. Empty for no networks.
 * @param deleted the names of the networks that were removed; undefined before it is carried out
 */
export function pruneTable(rows: readonly PruneRow[], look: Look, deleted?: readonly string[]): string {
  if (rows.length === 0) return ''
  const paint = paintOf(look)
  const columns: Column<PruneRow>[] = [
    {head: 'NETWORK', cell: ({name}) => name, tint: paint.strong, min: 12},
    {head: 'ACTION', cell: (row) => actionText(row, deleted), tint: paint.faint},
    // The names of those that need a network are never cut, but wrapped.
    {head: 'REASON', cell: (row) => wrapWords(reasonText(row).split(' '), Math.max(24, look.columns - 22))},
  ]
  const sorted = [...rows.filter(({remove}) => remove), ...rows.filter(({remove}) => !remove)]
  return tableText(sorted, columns, {columns: look.columns, paint})
}

function actionText({name, remove}: PruneRow, deleted: readonly string[] | undefined): string {
  if (!deleted) return remove ? 'remove' : 'keep'
  if (!remove) return 'kept'
  return deleted.includes(name) ? 'removed' : 'not removed'
}

function reasonText({reason, because, remove}: PruneRow): string {
  const names = because.join(', ')
  switch (reason) {
    case 'unused':
      return 'nothing uses it'
    case 'stopped':
      return remove
        ? `only stopped containers are on it, which cannot start without it: ${names}`
        : `stopped containers need it to start: ${names}`
    case 'created':
      return remove
        ? `no container is on it; created with it, and then unable to join any other: ${names}`
        : `created with it, and connected to nothing else without it: ${names}`
    case 'attached':
      return `in use by ${names}`
    case 'predefined':
      return "the engine's own"
    case 'ingress':
      return "Swarm's routing mesh"
    case 'config-only':
      return 'only holds configuration'
    case 'swarm':
      return remove
        ? 'nothing on this node uses it; the engine keeps it if a service or another node does'
        : 'Swarm services may use it; to remove it anyway: --include-stopped'
    case 'filtered':
      return names
  }
}
