import type {Problems} from './problem.js'
import {child, isNull, kindInWords, type MappingTree, mapping, scalar, type Tree, textOf} from './tree.js'

/**
 * `base` overridden by `over`, as Compose merges files and `extends` (Compose specification, 13-merge.md): mappings
 * merge key by key, lists are joined, anything else is replaced; `!reset` removes and `!override` replaces.
 * @param path of the two, such as ['services', 'web', 'ports']
 */
export function merge(base: Tree, over: Tree, path: readonly string[], problems: Problems): Tree {
  if (over.tag === 'override') return untagged(over)
  if (isAt(path, ['services', '*', 'networks'])) return mergeMappings(named(base), named(over), path, problems)
  if (isAt(path, ['networks', '*', 'ipam', 'config'])) return mergePools(base, over, path, problems)
  if (isNull(over)) return base
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, path, problems)
  if (base.kind === 'sequence' && over.kind === 'sequence')
    return {...over, items: [...base.items, ...over.items], tag: '', at: base.at}
  if (base.kind !== 'scalar') {
    const earlier = `${kindInWords(base)} at ${base.at.file}:${base.at.line}`
    problems.add(over.at, `${path.join('.')} is ${earlier} and cannot be overridden by ${kindInWords(over)}`)
    return base
  }
  return over
}

function mergeMappings(base: MappingTree, over: MappingTree, path: readonly string[], problems: Problems): MappingTree {
  const entries = new Map(base.entries)
  for (const [key, value] of over.entries) {
    const before = entries.get(key)
    if (value.tag === 'reset') entries.delete(key)
    else if (before === undefined) entries.set(key, untagged(value))
    else entries.set(key, merge(before, value, [...path, key], problems))
  }
  return mapping(entries, over.at)
}

/** The tree without tags: what `!reset` marks is dropped, what `!override` marks is kept. */
export function untagged(tree: Tree): Tree {
  if (tree.kind === 'scalar') return tree.tag === '' ? tree : {...tree, tag: ''}
  if (tree.kind === 'sequence')
    return {...tree, tag: '', items: tree.items.filter((item) => item.tag !== 'reset').map(untagged)}
  const entries = new Map<string, Tree>()
  for (const [key, value] of tree.entries) if (value.tag !== 'reset') entries.set(key, untagged(value))
  return mapping(entries, tree.at)
}

/** A list of names as a mapping from each name to null: a service's networks can be written either way. */
export function named(tree: Tree): MappingTree {
  if (tree.kind === 'mapping') return tree
  const items = tree.kind === 'sequence' ? tree.items : []
  return mapping(
    new Map(
      items.flatMap((item) => {
        const name = textOf(item)
        return name === undefined ? [] : [[name, scalar(null, item.at)] as const]
      }),
    ),
    tree.at,
  )
}

/**
 * Address pools: those with the same subnet are merged, those that the later file does not name are dropped
 * (compose-go v2.9.1 override/merge.go mergeIPAMConfig).
 */
function mergePools(base: Tree, over: Tree, path: readonly string[], problems: Problems): Tree {
  if (base.kind !== 'sequence' || over.kind !== 'sequence') return isNull(over) ? base : untagged(over)
  const subnet = (pool: Tree) => textOf(child(pool, 'subnet'))
  const items = over.items.map((pool) => {
    const before = base.items.find((other) => subnet(other) === subnet(pool))
    return before === undefined ? untagged(pool) : merge(before, pool, [...path, '*'], problems)
  })
  return {...over, items, tag: ''}
}

/** `base` without what `over` marks with `!reset` or `!override`. */
export function cleared(base: Tree, over: Tree | undefined): Tree {
  if (base.kind !== 'mapping' || over?.kind !== 'mapping') return base
  const entries = new Map(base.entries)
  for (const [key, value] of over.entries) {
    const before = entries.get(key)
    if (value.tag !== '') entries.delete(key)
    else if (before !== undefined) entries.set(key, cleared(before, value))
  }
  return {...base, entries}
}

const isAt = (path: readonly string[], pattern: readonly string[]): boolean =>
  path.length === pattern.length && pattern.every((part, i) => part === '*' || part === path[i])

/** Narrows the merge of two mappings to a mapping. */
export const asMapping = (tree: Tree): MappingTree => (tree.kind === 'mapping' ? tree : mapping(new Map(), tree.at))
