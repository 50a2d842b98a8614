import {compareNatural} from '../natural-order.js'
import type {NetworkRow} from './network-rows.js'

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

/** The columns about containers or what they have: without containers there is nothing to sort by. */
export const needsContainers = (by: SortColumn): boolean => ['gateway', 'used', 'free', 'containers'].includes(by)

/** Sorted by a column: text in natural order, numbers and times with the largest or newest first; ties by name. */
export const sortNetworks = (rows: readonly NetworkRow[], by: SortColumn): NetworkRow[] =>
  rows.toSorted((a, b) => compareBy(by, a, b) || compareNatural(a.network.name, b.network.name))

function compareBy(by: SortColumn, a: NetworkRow, b: NetworkRow): number {
  switch (by) {
    case 'name':
      return 0
    case 'id':
      return a.network.id < b.network.id ? -1 : Number(a.network.id > b.network.id)
    case 'driver':
    case 'scope':
      return compareNatural(a.network[by], b.network[by])
    case 'subnet':
    case 'gateway':
      return compareNatural(a.subnets[0]?.[by] || '~', b.subnets[0]?.[by] || '~')
    case 'used':
    case 'free':
      return compareLargest(sum(a.subnets.map((one) => one[by])), sum(b.subnets.map((one) => one[by])))
    case 'containers':
      return containerCount(b) - containerCount(a)
    case 'internal':
      return Number(b.network.internal) - Number(a.network.internal)
    case 'mtu':
      return (b.mtu ?? 0) - (a.mtu ?? 0)
    case 'created':
      return (Date.parse(b.network.created) || 0) - (Date.parse(a.network.created) || 0)
  }
}

/** null if one of the counts is unknown. */
const sum = (counts: readonly (bigint | null)[]): bigint | null =>
  counts.reduce((a, b) => (a === null || b === null ? null : a + b), 0n)

/** 0 if the containers are unknown, which they then are for every row. */
const containerCount = ({running, stopped}: NetworkRow): number => (running ?? 0) + (stopped ?? 0)

/** The largest first, unknown last. */
function compareLargest(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return Number(b - a)
}
