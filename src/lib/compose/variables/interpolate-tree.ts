import type {Problems} from '../problem.js'
import type {MappingTree, Tree} from '../yaml/tree.js'
import {InterpolationError, interpolate, type Lookup} from './interpolate.js'

/**
 * The tree with the variables of its string values replaced; keys stay (Compose specification, 12-interpolation.md).
 * A value that cannot be interpolated is a problem and is left out; values tagged `!reset` are skipped. Each shared
 * node is done once.
 */
export function interpolateTree(
  tree: MappingTree,
  lookup: Lookup,
  problems: Problems,
  warnings: Problems,
): MappingTree {
  const done = new Map<Tree, Tree | undefined>()
  const visit = (node: Tree): Tree | undefined => {
    if (!done.has(node)) done.set(node, fresh(node))
    return done.get(node)
  }
  const entriesOf = (node: MappingTree): MappingTree => {
    const entries = new Map<string, Tree>()
    for (const [key, value] of node.entries) {
      const replaced = visit(value)
      if (replaced !== undefined) entries.set(key, replaced)
    }
    return {...node, entries}
  }
  const fresh = (node: Tree): Tree | undefined => {
    if (node.tag === 'reset') return node
    if (node.kind === 'sequence') return {...node, items: node.items.flatMap((item) => visit(item) ?? [])}
    if (node.kind === 'mapping') return entriesOf(node)
    if (typeof node.value !== 'string') return node
    try {
      const unset = (name: string) => warnings.add(node.at, `variable ${name} is not set, so an empty string is used`)
      return {...node, value: interpolate(node.value, lookup, unset)}
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error
      problems.add(node.at, error.message)
      return undefined
    }
  }
  return entriesOf(tree)
}
