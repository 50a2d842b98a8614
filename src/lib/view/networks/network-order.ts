import {compareNatural} from '../../model/natural-order.js'
import type {NetworkLine} from './network-table.js'

export const SORT_COLUMNS = [
  'name',
  'id',
  'driver',
  'scope',
  'subnet',
  'gateway',
  'used',
  'free',
  'containers',
  'internal',
  'mtu',
  'created',
] as const

export type SortColumn = (typeof SORT_COLUMNS)[number]

/** Sorted by a column: text in natural order, numbers and times with the largest or newest first; ties by name. */
export function sortLines(lines: readonly NetworkLine[], by: SortColumn): NetworkLine[] {
  return lines.toSorted((a, b) => compareBy(by, a, b) || compareNatural(a.network.name, b.network.name))
}

function compareBy(by: SortColumn, a: NetworkLine, b: NetworkLine): number {
  switch (by) {
    case 'name':
      return 0
    case 'id':
      return a.network.id < b.network.id ? -1 : 1
    case 'driver':
    case 'scope':
      return compareNatural(a.network[by], b.network[by])
    case 'subnet':
      return compareNatural(a.subnets[0] ?? '~', b.subnets[0] ?? '~')
    case 'gateway':
      return compareNatural(a.gateways[0] || '~', b.gateways[0] || '~')
    case 'used':
    case 'free':
      return compareLargest(sum(a[by]), sum(b[by]))
    case 'containers':
      return compareLargest(containerCount(a), containerCount(b))
    case 'internal':
      return Number(b.network.internal) - Number(a.network.internal)
    case 'mtu':
      return Number(b.mtu) - Number(a.mtu)
    case 'created':
      return Date.parse(b.network.created) - Date.parse(a.network.created)
  }
}

/** null where one of the counts is unknown. */
const sum = (counts: readonly (bigint | null)[]): bigint | null =>
  counts.reduce((a, b) => (a === null || b === null ? null : a + b), 0n)

const containerCount = ({containers}: NetworkLine): bigint | null =>
  containers.known ? BigInt(containers.value.running + containers.value.stopped) : null

/** The largest first, and what is unknown last. */
function compareLargest(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a > b ? -1 : a < b ? 1 : 0
}
