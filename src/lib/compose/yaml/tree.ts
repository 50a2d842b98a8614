/** Where something was written: the file as named by the user, and the line, counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

export type ScalarValue = string | number | boolean | null

/**
 * `!reset` removes what an earlier file said here; `!override` replaces it instead of merging (Compose specification,
 * 13-merge.md).
 */
export type MergeTag = 'reset' | 'override' | ''

/** A YAML value that remembers where it was written. Anchors and merge keys are resolved; nodes may be shared. */
export type Tree = ScalarTree | MappingTree | SequenceTree

interface ScalarTree {
  readonly kind: 'scalar'
  readonly value: ScalarValue
  readonly tag: MergeTag
  readonly at: Place
}

export interface MappingTree {
  readonly kind: 'mapping'
  readonly entries: ReadonlyMap<string, Tree>
  readonly tag: MergeTag
  readonly at: Place
}

export interface SequenceTree {
  readonly kind: 'sequence'
  readonly items: readonly Tree[]
  readonly tag: MergeTag
  readonly at: Place
}

export const scalar = (value: ScalarValue, at: Place): ScalarTree => ({kind: 'scalar', value, tag: '', at})

export const mapping = (entries: ReadonlyMap<string, Tree>, at: Place): MappingTree => ({
  kind: 'mapping',
  entries,
  tag: '',
  at,
})

export const isNull = (tree: Tree | undefined): boolean =>
  tree === undefined || (tree.kind === 'scalar' && tree.value === null)

/** The value under a key; undefined if the tree is not a mapping or has no such key. */
export const child = (tree: Tree | undefined, key: string): Tree | undefined =>
  tree?.kind === 'mapping' ? tree.entries.get(key) : undefined

/** The text of a string scalar; undefined for anything else. */
export const textOf = (tree: Tree | undefined): string | undefined =>
  tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined

/** What a value is, in words for a message. */
export function kindInWords(tree: Tree): string {
  if (tree.kind === 'mapping') return 'a mapping'
  if (tree.kind === 'sequence') return 'a list'
  return tree.value === null ? 'null' : `the ${typeof tree.value} ${JSON.stringify(tree.value)}`
}
