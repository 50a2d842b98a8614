import {isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseAllDocuments, Scalar} from 'yaml'
import {MOST_NESTED, tooDeepAt} from '../../yaml-depth.js'
import type {Problems} from '../problem.js'
import {type MappingTree, type MergeTag, type Place, type ScalarValue, scalar, type Tree} from './tree.js'
import {plainScalar} from './yaml-scalar.js'

/**
 * The documents of a YAML text, in order; each later one overrides the earlier (as Compose reads `---`). Anchors,
 * aliases and merge keys (`<<`) are resolved.
 * A document that is not valid YAML yields its problems and no tree.
 */
export function readYaml(file: string, text: string, problems: Problems): readonly Tree[] {
  const deep = tooDeepAt(text)
  if (deep !== undefined) {
    problems.add({file, line: deep}, `nested more than ${MOST_NESTED} deep`)
    return []
  }
  const lines = new LineCounter()
  const documents = parseAllDocuments<ParsedNode>(text.replace(/^\uFEFF/, ''), {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  })
  if (!Array.isArray(documents)) return []
  const trees: Tree[] = []
  for (const document of documents) {
    for (const error of document.errors) problems.add({file, line: lines.linePos(error.pos[0]).line}, error.message)
    if (document.errors.length > 0) continue
    const reader = new Reader(file, lines, problems, (alias) => (isAlias(alias) ? alias.resolve(document) : undefined))
    trees.push(reader.read(document.contents))
  }
  return trees
}

class Reader {
  /**
   * A node is read once, however many aliases lead to it: nested aliases would otherwise double the work at each level.
   */
  private readonly done = new Map<Node, Tree>()
  private readonly open = new Set<Node>()
  private readonly file: string
  private readonly lines: LineCounter
  private readonly problems: Problems
  private readonly target: (alias: Node) => Node | undefined

  constructor(file: string, lines: LineCounter, problems: Problems, target: (alias: Node) => Node | undefined) {
    this.file = file
    this.lines = lines
    this.problems = problems
    this.target = target
  }

  read(node: Node | null | undefined, parent: Place = {file: this.file, line: 1}): Tree {
    if (node === null || node === undefined) return scalar(null, parent)
    const known = this.done.get(node)
    if (known !== undefined) return known
    const at = this.place(node)
    if (this.open.has(node)) {
      this.problems.add(at, 'this anchor contains itself')
      return scalar(null, at)
    }
    this.open.add(node)
    const tree = this.build(node, at)
    this.open.delete(node)
    this.done.set(node, tree)
    return tree
  }

  private place(node: Node): Place {
    return {file: this.file, line: this.lines.linePos(node.range?.[0] ?? 0).line}
  }

  private build(node: Node, at: Place): Tree {
    if (isAlias(node)) {
      const target = this.target(node)
      if (target === undefined) this.problems.add(at, `unknown anchor "${node.source}"`)
      return this.read(target, at)
    }
    const tag = mergeTag(node)
    if (isMap<Node, Node | null>(node)) return {...this.mapping(node.items, at), tag}
    if (isSeq<Node>(node)) return {kind: 'sequence', items: node.items.map((item) => this.read(item, at)), tag, at}
    if (!isScalar(node)) return scalar(null, at)
    return {kind: 'scalar', value: scalarValue(node), tag, at}
  }

  private mapping(items: readonly {readonly key: Node; readonly value: Node | null}[], at: Place): MappingTree {
    const own = new Map<string, Tree>()
    const merged = new Map<string, Tree>()
    for (const {key, value} of items) {
      const name = isScalar<unknown>(key) ? scalarValue(key) : undefined
      if (typeof name !== 'string') this.problems.add(this.place(key), 'a key must be a string')
      else if (name === '<<' && isScalar(key) && isPlain(key)) this.merge(this.read(value, at), merged)
      else own.set(name, this.read(value, this.place(key)))
    }
    return {kind: 'mapping', entries: new Map([...merged, ...own]), tag: '', at}
  }

  /** YAML's merge key: the earlier of several mappings wins. */
  private merge(source: Tree, into: Map<string, Tree>): void {
    const sources = source.kind === 'sequence' ? source.items : [source]
    for (const tree of sources) {
      if (tree.kind !== 'mapping') this.problems.add(tree.at, 'a merge key (<<) needs a mapping or a list of mappings')
      else for (const [key, value] of tree.entries) if (!into.has(key)) into.set(key, value)
    }
  }
}

function mergeTag(node: Node): MergeTag {
  const tag = 'tag' in node ? node.tag : undefined
  if (tag === '!reset') return 'reset'
  return tag === '!override' ? 'override' : ''
}

function scalarValue(node: Scalar): ScalarValue {
  const text = String(node.value)
  return isPlain(node) ? plainScalar(text) : text
}

/** An explicit tag decides; otherwise a scalar is plain if it has no quotes. */
function isPlain(node: Scalar): boolean {
  if (node.tag === 'tag:yaml.org,2002:str') return false
  if (node.tag?.startsWith('tag:yaml.org,2002:')) return true
  return node.type === Scalar.PLAIN
}
