import type {Family} from './addr.js'

/** Every address from `first` to `last`, both included, of one family. All arithmetic on blocks works on these. */
export interface AddrRange {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

/** Orders ranges by family (IPv4 first), then by first address, then the shorter range first. */
export function compareRanges(a: AddrRange, b: AddrRange): number {
  if (a.family !== b.family) return a.family - b.family
  if (a.first !== b.first) return a.first < b.first ? -1 : 1
  return a.last < b.last ? -1 : a.last > b.last ? 1 : 0
}

/** Reports whether two ranges have an address in common. Families never meet. */
export const rangesOverlap = (a: AddrRange, b: AddrRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

/** Reports whether every address of `inner` is in `outer`. */
export const rangeContains = (outer: AddrRange, inner: AddrRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

/** The addresses of a range, 1n to 2n ** 128n. */
export const rangeSize = (range: AddrRange): bigint => range.last - range.first + 1n
