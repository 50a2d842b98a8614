import type {Problems} from './problem.js'
import {
  isNull,
  kindInWords,
  type MappingTree,
  mapping,
  type SequenceTree,
  scalar,
  type Tree,
  textOf,
} from './yaml/tree.js'

/** What a service may write as a list of names or as a mapping from names. */
const NAMES = ['networks', 'depends_on']

/** What may be written as a list of `KEY=VALUE` or as a mapping. */
const LABELS = [
  ['networks', '*', 'labels'],
  ['services', '*', 'deploy', 'labels'],
]

/**
 * `base` overridden by `over`, as Compose merges files and `extends` (Compose specification, 13-merge.md): mappings
 * merge key by key, lists are joined, anything else is replaced; `!reset` removes and `!override` replaces.
 * @param path of the two, such as ['services', 'web', 'ports']
 */
export function merge(base: MappingTree, over: MappingTree, path: readonly string[], problems: Problems): MappingTree
export function merge(base: Tree, over: Tree, path: readonly string[], problems: Problems): Tree
export function merge(base: Tree, over: Tree, path: readonly string[], problems: Problems): Tree {
  if (over.tag === 'override') return untagged(over)
  if (NAMES.some((names) => isAt(path, ['services', '*', names])))
    return mergeMappings(named(base), named(over), path, problems)
  if (isNull(over)) return base
  if (isAt(path, ['networks', '*', 'ipam', 'config']) && base.kind === 'sequence' && over.kind === 'sequence')
    return {...base, items: mergedSubnets(base.items, untaggedItems(over), [...path, '*'], problems)}
  if (base.kind !== 'scalar' && LABELS.some((labels) => isAt(path, labels)))
    return mergeMappings(labelled(base), labelled(over), path, problems)
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, path, problems)
  if (base.kind === 'sequence' && over.kind === 'sequence')
    return {...base, items: [...base.items, ...untaggedItems(over)]}
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
export function untagged(tree: MappingTree): MappingTree
export function untagged(tree: Tree): Tree
export function untagged(tree: Tree): Tree {
  if (tree.kind === 'scalar') return tree.tag === '' ? tree : {...tree, tag: ''}
  if (tree.kind === 'sequence') return {...tree, tag: '', items: untaggedItems(tree)}
  const entries = new Map<string, Tree>()
  for (const [key, value] of tree.entries) if (value.tag !== 'reset') entries.set(key, untagged(value))
  return mapping(entries, tree.at)
}

/**
 * The subnets of a network as Compose merges them (compose-go override/merge.go mergeIPAMConfig): pair by pair, and in
 * place, so that of several subnets not all are those that the files have.
 */
function mergedSubnets(
  base: readonly Tree[],
  over: readonly Tree[],
  path: readonly string[],
  problems: Problems,
): Tree[] {
  const open = (items: readonly Tree[]) =>
    items.flatMap((item) => (item.kind === 'mapping' ? [{item, fields: new Map(item.entries)}] : []))
  const subnet = ({fields}: {fields: ReadonlyMap<string, Tree>}): string | undefined => {
    const tree = fields.get('subnet')
    return tree && textOf(tree)
  }
  const merged: ReturnType<typeof open> = []
  const overrides = open(over)
  for (const original of open(base)) {
    for (const override of overrides) {
      const isThere = merged.some((one) => subnet(one) === subnet(override))
      if (subnet(override) !== subnet(original) && !isThere) {
        merged.push(override)
        continue
      }
      for (const [key, value] of override.fields) {
        const written = original.fields.get(key)
        original.fields.set(key, written ? merge(written, value, [...path, key], problems) : value)
      }
      const before = merged.findIndex((one) => subnet(one) === subnet(original))
      if (before >= 0) merged[before] = original
      else merged.push(original)
    }
  }
  return merged.map(({item, fields}) => mapping(fields, item.at))
}

const untaggedItems = ({items}: SequenceTree): Tree[] => items.filter(({tag}) => tag !== 'reset').map(untagged)

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

/** A list of `KEY=VALUE`, or one alone, as a mapping. */
function labelled(tree: Tree): MappingTree {
  if (tree.kind === 'mapping') return tree
  const items = tree.kind === 'sequence' ? untaggedItems(tree) : [tree]
  const entries = items.flatMap((item) => {
    const [, key, value] = /^([^=]*)=?(.*)$/s.exec(textOf(item) ?? '') ?? []
    return key === undefined ? [] : [[key, scalar(value ?? '', item.at)] as const]
  })
  return mapping(new Map(entries), tree.at)
}

/** `base` without what `over` marks with `!reset` or `!override`. */
export function cleared(base: MappingTree, over: Tree | undefined): MappingTree
export function cleared(base: Tree, over: Tree | undefined): Tree
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
