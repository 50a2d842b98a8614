import {BUILTINS} from './builtins.js'
import {bytesFromText, textFromBytes} from './bytes.js'
import {Evaluator, type Surroundings} from './evaluate.js'
import {sprint} from './fmt-sprint.js'
import {DOCKER_FUNCTIONS} from './functions.js'
import {type GoFunction, intValue, isWhole, stringValue, Value} from './go-type.js'
import {type AnyNode, type BranchNode, type ListNode, nodeText, type Statement, type TemplateNode} from './node.js'
import {parseTrees, type TreeSet} from './parser.js'
import {quote} from './quote.js'
import {at, bigintOf, indirect, isTrue, listOf, mapEntriesOf, sortedKeys, unwrap} from './reflect.js'
import {executionError} from './template-error.js'

interface ExecuteOptions {
  /** Whether a missing map key is an error (Go's `missingkey=error`); else it is no value. */
  readonly missingKeyFails?: boolean
  /** Functions that take the place of Docker's of the same name. */
  readonly functions?: ReadonlyMap<string, GoFunction>
}

/** How an execution ended: what it printed up to there, as a byte string, and what stopped it. */
export interface Execution {
  readonly output: string
  readonly error: Error | undefined
}

/** A parsed template, to be executed on any number of values. */
export interface Template {
  execute(data: Value | undefined, options?: ExecuteOptions): Execution
}

/**
 * A Go template (Go 1.24 text/template) with the Docker CLI's functions.
 * @throws DnetError TEMPLATE_SYNTAX with Docker's sentence
 */
export function parseTemplate(text: string): Template {
  const bytes = bytesFromText(text)
  const trees = parseTrees(bytes, (name) => DOCKER_FUNCTIONS.has(name) || BUILTINS.has(name))
  return {execute: (data, options = {}) => new Run(bytes, trees, options).start(data)}
}

/** Ends the walk of a template, with Go's sentence as a byte string. */
class Failure extends Error {}

class Jump {
  readonly type: 'break' | 'continue'

  constructor(type: 'break' | 'continue') {
    this.type = type
  }
}

const GO_MAX_DEPTH = 100_000
// No engine's data nests this deep, and the JavaScript stack ends long before Go's limit.
const MAX_DEPTH = 300

class Run {
  private output = ''
  private depth = 0
  private readonly source: string
  private readonly trees: TreeSet
  private readonly options: ExecuteOptions
  private name = ''

  constructor(source: string, trees: TreeSet, options: ExecuteOptions) {
    this.source = source
    this.trees = trees
    this.options = options
  }

  start(data: Value | undefined): Execution {
    try {
      const root = this.trees.get('')
      if (root !== undefined) this.list(this.evaluator(data), data, root)
      return {output: this.output, error: undefined}
    } catch (error) {
      if (error instanceof Failure) return {output: this.output, error: executionError(textFromBytes(error.message))}
      throw error
    }
  }

  private evaluator(data: Value | undefined): Evaluator {
    const around: Surroundings = {
      missingKeyFails: this.options.missingKeyFails ?? false,
      functions:
        this.options.functions === undefined
          ? DOCKER_FUNCTIONS
          : new Map([...DOCKER_FUNCTIONS, ...this.options.functions]),
      fail: (node, detail) => this.fail(node, detail),
    }
    return new Evaluator(around, data)
  }

  private fail(node: AnyNode, detail: string): never {
    const before = this.source.slice(0, node.pos)
    const column = node.pos - (before.lastIndexOf('\n') + 1)
    const line = before.split('\n').length
    const where = `template: :${line}:${column}: executing ${quote(this.name)} at <${nodeText(node)}>`
    throw new Failure(`${where}: ${detail}`)
  }

  private list(scope: Evaluator, dot: Value | undefined, list: ListNode): void {
    scope.atNode(list)
    for (const node of list.nodes) this.statement(scope, dot, node)
  }

  private statement(scope: Evaluator, dot: Value | undefined, node: Statement): void {
    scope.atNode(node)
    switch (node.type) {
      case 'text':
        this.output += node.text
        return
      case 'action': {
        const value = scope.pipeline(dot, node.pipe)
        if (node.pipe.decl.length === 0) this.output += scope.text(node, value)
        return
      }
      case 'break':
      case 'continue':
        throw new Jump(node.type)
      case 'template':
        this.template(scope, dot, node)
        return
      default: {
        const mark = scope.variables.length
        if (node.type === 'range') this.range(scope, dot, node)
        else this.branch(scope, dot, node)
        scope.variables.length = mark
      }
    }
  }

  private branch(scope: Evaluator, dot: Value | undefined, node: BranchNode): void {
    const value = scope.pipeline(dot, node.pipe)
    if (isTrue(unwrap(value))) this.list(scope, node.type === 'with' ? value : dot, node.list)
    else if (node.elseList !== undefined) this.list(scope, dot, node.elseList)
  }

  private range(scope: Evaluator, dot: Value | undefined, node: BranchNode): void {
    const {value} = indirect(scope.pipeline(dot, node.pipe))
    const items = this.items(scope, node, value)
    let count = 0
    const mark = scope.variables.length
    try {
      for (const [key, item] of items) {
        count++
        this.iteration(scope, node, key, item)
        scope.variables.length = mark
      }
    } catch (error) {
      if (!(error instanceof Jump) || error.type !== 'break') throw error
    }
    if (count === 0 && node.elseList !== undefined) this.list(scope, dot, node.elseList)
  }

  private iteration(scope: Evaluator, node: BranchNode, key: Value | undefined, item: Value | undefined): void {
    const [first, second] = node.pipe.decl
    const setTop = (fromTop: number, value: Value | undefined): void => {
      const variable = scope.variables.at(-fromTop)
      if (variable !== undefined) variable.value = value
    }
    if (first !== undefined) {
      if (node.pipe.isAssign) scope.assign(first, second === undefined ? item : key)
      else setTop(1, item)
    }
    if (second !== undefined) {
      if (node.pipe.isAssign) scope.assign(second, item)
      else setTop(2, key)
    }
    try {
      this.list(scope, item, node.list)
    } catch (error) {
      if (!(error instanceof Jump) || error.type !== 'continue') throw error
    }
  }

  private *items(
    scope: Evaluator,
    node: BranchNode,
    value: Value | undefined,
  ): Generator<[Value | undefined, Value | undefined]> {
    if (value === undefined) return
    const {kind, elem} = value.type
    if (isWhole(kind)) {
      if (node.pipe.decl.length > 1) scope.fail(`can't use ${sprint([value])} to iterate over more than one variable`)
      for (let i = 0n; i < bigintOf(value); i++) yield [undefined, new Value(value.type, i)]
    } else if (kind === 'slice') {
      for (const [i, item] of listOf(value).entries()) yield [intValue(BigInt(i)), at(elem, item)]
    } else if (kind === 'map') {
      for (const key of sortedKeys(value)) yield [stringValue(key), at(elem, mapEntriesOf(value).get(key))]
    } else scope.fail(`range can't iterate over ${sprint([value])}`)
  }

  private template(scope: Evaluator, dot: Value | undefined, node: TemplateNode): void {
    const tree = this.trees.get(node.name)
    if (tree === undefined) scope.fail(`template ${quote(node.name)} not defined`)
    if (this.depth === MAX_DEPTH) scope.fail(`exceeded maximum template depth (${GO_MAX_DEPTH})`)
    const data = scope.pipeline(dot, node.pipe)
    const outer = this.name
    this.name = node.name
    this.depth++
    this.list(this.evaluator(data), data, tree)
    this.depth--
    this.name = outer
  }
}
