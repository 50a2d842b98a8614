/** Docker's `key=value` filters: the values of each key, in the order given and without duplicates. */
export type Filters = Readonly<Record<string, readonly string[]>>

/** Filters by key, keys sorted as the Docker CLI sends them, without duplicate values. */
export function toFilters(pairs: readonly (readonly [string, string])[]): Filters {
  const byKey = new Map<string, Set<string>>()
  for (const [key, value] of pairs) byKey.set(key, (byKey.get(key) ?? new Set()).add(value))
  return Object.fromEntries(
    [...byKey].map(([key, values]) => [key, [...values]] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/**
 * The filters of a prune: the user's, and those of `pruneFilters` in Docker's config.json. An entry without `=` is
 * ignored, and a `label` entry that the user's `label!` contradicts, or the reverse, is dropped. (The Docker CLI
 * 28 drops more of them, and so deletes networks that its user protected; fixed in 29.)
 */
export function mergePruneFilters(own: Filters, configured: readonly string[]): Filters {
  const pairs = Object.entries(own).flatMap(([key, values]) => values.map((value): [string, string] => [key, value]))
  for (const entry of configured) {
    const at = entry.indexOf('=')
    if (at < 0) continue
    const [key, value] = [entry.slice(0, at), entry.slice(at + 1)]
    const opposite = key === 'label' ? 'label!' : key === 'label!' ? 'label' : undefined
    if (opposite && own[opposite]?.includes(value)) continue
    pairs.push([key, value])
  }
  return toFilters(pairs)
}
