import {BUILTINS, printable} from './builtins.js'
import {sprint} from './fmt-sprint.js'
import {
  BOOL,
  COMPLEX128,
  canBeNil,
  type Data,
  FLOAT64,
  GoError,
  type GoFunction,
  type GoType,
  intValue,
  isAssignable,
  isSigned,
  isUnsigned,
  type Method,
  STRING,
  stringValue,
  Value,
  zeroData,
} from './go-type.js'
import {
  type AnyNode,
  type ArgNode,
  type ChainNode,
  type CommandNode,
  type FieldNode,
  type IdentifierNode,
  nodeText,
  type PipeNode,
  type VariableNode,
} from './node.js'
import {quote} from './quote.js'
import {at, indirect, isNilData, isTrue, listOf, mapEntriesOf, pointee, stringOf, unwrap} from './reflect.js'

type Arg = Value | undefined

/** A value piped into a command; `MISSING` where the command is the first. */
type Piped = Value | undefined | typeof MISSING
const MISSING = Symbol('no piped value')

interface Variable {
  readonly name: string
  value: Arg
}

/** What the evaluation needs to know of the template around it. */
export interface Surroundings {
  /** Whether a missing map key is an error, or no value. */
  readonly missingKeyFails: boolean
  readonly functions: ReadonlyMap<string, GoFunction>
  /** Ends the execution with Go's sentence, pointing at a node. */
  readonly fail: (node: AnyNode, detail: string) => never
}

/** Evaluates pipelines as Go's text/template/exec.go does, with the variables in sight. */
export class Evaluator {
  readonly variables: Variable[]
  private readonly around: Surroundings
  private node: AnyNode | undefined

  constructor(around: Surroundings, dollar: Arg) {
    this.around = around
    this.variables = [{name: '$', value: dollar}]
  }

  /** The node that an error without a better place points at. */
  atNode(node: AnyNode): void {
    this.node = node
  }

  fail(detail: string): never {
    return this.around.fail(this.node ?? {type: 'dot', pos: 0}, detail)
  }

  assign(name: string, value: Arg): void {
    const variable = this.variables.findLast((each) => each.name === name)
    if (variable === undefined) this.fail(`undefined variable: ${name}`)
    variable.value = value
  }

  /** The value of a pipeline; what it declares stays on the stack of variables. */
  pipeline(dot: Arg, pipe: PipeNode | undefined): Arg {
    if (pipe === undefined) return undefined
    this.node = pipe
    let value: Piped = MISSING
    for (const command of pipe.cmds) value = unwrap(this.command(dot, command, value))
    const result = value === MISSING ? undefined : value
    for (const name of pipe.decl) {
      if (pipe.isAssign) this.assign(name, result)
      else this.variables.push({name, value: result})
    }
    return result
  }

  /** The text that an action prints of a value. */
  text(node: AnyNode, value: Arg): string {
    this.node = node
    if (value === undefined) return '<no value>'
    return value.type === STRING ? stringOf(value) : sprint([printable(value)])
  }

  private command(dot: Arg, command: CommandNode, final: Piped): Arg {
    const [first] = command.args
    if (first === undefined) return undefined
    switch (first.type) {
      case 'field':
        return this.field(dot, first, command.args, final)
      case 'chain':
        return this.chain(dot, first, command.args, final)
      case 'identifier':
        return this.func(dot, first, command, command.args, final)
      case 'pipe':
        this.notAFunction(command.args, final)
        return this.pipeline(dot, first)
      case 'variable':
        return this.variable(dot, first, command.args, final)
      default:
        this.node = first
        this.notAFunction(command.args, final)
        return first.type === 'nil' ? this.fail('nil is not a command') : this.literal(dot, first)
    }
  }

  private notAFunction(args: readonly ArgNode[], final: Piped): void {
    const [first] = args
    if (first !== undefined && (args.length > 1 || final !== MISSING)) {
      this.fail(`can't give argument to non-function ${nodeText(first)}`)
    }
  }

  private literal(dot: Arg, node: Extract<ArgNode, {type: 'bool' | 'dot' | 'number' | 'string'}>): Arg {
    switch (node.type) {
      case 'bool':
        return new Value(BOOL, node.value)
      case 'dot':
        return dot
      case 'string':
        return stringValue(node.value)
      case 'number':
        return this.number(node)
    }
  }

  /** A number where nothing says which type it should have: its spelling does. */
  private number(node: Extract<ArgNode, {type: 'number'}>): Arg {
    this.node = node
    const {int, float, complex} = node.value
    if (complex !== undefined) return new Value(COMPLEX128, complex)
    const isHexInt = /^0[xX]./.test(node.text) && !/[pP]/.test(node.text)
    if (float !== undefined && !isHexInt && !node.text.startsWith("'") && /[.eEpP]/.test(node.text)) {
      return new Value(FLOAT64, float)
    }
    if (int !== undefined) return intValue(int)
    return this.fail(`${node.text} overflows int`)
  }

  private field(dot: Arg, node: FieldNode, args: readonly ArgNode[], final: Piped): Arg {
    this.node = node
    return this.fieldChain(dot, dot, node, node.ident, args, final)
  }

  private chain(dot: Arg, node: ChainNode, args: readonly ArgNode[], final: Piped): Arg {
    this.node = node
    if (node.node.type === 'nil') this.fail(`indirection through explicit nil in ${nodeText(node)}`)
    const start = this.argument(dot, undefined, node.node)
    return this.fieldChain(dot, start, node, node.fields, args, final)
  }

  private variable(dot: Arg, node: VariableNode, args: readonly ArgNode[], final: Piped): Arg {
    this.node = node
    const [name = '', ...fields] = node.ident
    const variable = this.variables.findLast((each) => each.name === name)
    if (variable === undefined) this.fail(`undefined variable: ${name}`)
    if (fields.length === 0) {
      this.notAFunction(args.length === 0 ? [node] : args, final)
      return variable.value
    }
    return this.fieldChain(dot, variable.value, node, fields, args, final)
  }

  /** `.X.Y.Z`, the last of which may be a method that takes the arguments. */
  private fieldChain(
    dot: Arg,
    start: Arg,
    node: ArgNode,
    names: readonly string[],
    args: readonly ArgNode[],
    final: Piped,
  ): Arg {
    let value = start
    names.forEach((name, i) => {
      const isLast = i === names.length - 1
      value = this.fieldOf(dot, name, node, isLast ? args : [], isLast ? final : MISSING, value)
    })
    return value
  }

  private fieldOf(dot: Arg, name: string, node: ArgNode, args: readonly ArgNode[], final: Piped, receiver: Arg): Arg {
    if (receiver === undefined) {
      if (this.around.missingKeyFails) this.fail(`nil data; no entry for key ${quote(name)}`)
      return undefined
    }
    const typeName = receiver.type.name
    const {value, isNil} = indirect(receiver)
    if (value === undefined || (isNil && value.type.kind === 'interface'))
      this.fail(`nil pointer evaluating ${typeName}.${name}`)
    const method = methodOf(receiver, value, name)
    const hasArgs = args.length > 1 || final !== MISSING
    if (method !== undefined) {
      // Nearly every field of a row is such a method: nothing to check, nothing to convert.
      if (!hasArgs && method.params.length === 0 && method.results === 1) return method.call(value.data)
      return this.call(dot, bound(method, value), node, name, args, final)
    }
    if (value.type.kind === 'struct') {
      const found = structField(value, name)
      if (found !== undefined) {
        if (!/^\p{Lu}/u.test(name)) this.fail(`${name} is an unexported field of struct type ${typeName}`)
        if (hasArgs) this.fail(`${name} has arguments but cannot be invoked as function`)
        return found
      }
    }
    if (value.type.kind === 'map') {
      if (hasArgs) this.fail(`${name} is not a method but has arguments`)
      const entries = mapEntriesOf(value)
      if (!entries.has(name)) {
        if (this.around.missingKeyFails) this.fail(`map has no entry for key ${quote(name)}`)
        return undefined
      }
      return at(value.type.elem, entries.get(name))
    }
    return this.fail(`can't evaluate field ${name} in type ${typeName}`)
  }

  private func(dot: Arg, node: IdentifierNode, command: AnyNode, args: readonly ArgNode[], final: Piped): Arg {
    this.node = node
    const own = this.around.functions.get(node.name)
    const callee = own ?? BUILTINS.get(node.name)
    if (callee === undefined) this.fail(`${quote(node.name)} is not a defined function`)
    return this.call(dot, callee, command, node.name, args, final, own === undefined)
  }

  private call(
    dot: Arg,
    callee: GoFunction,
    node: AnyNode,
    name: string,
    args: readonly ArgNode[],
    final: Piped,
    isBuiltin = false,
  ): Arg {
    const given = args.slice(1)
    const {params, variadic, results} = callee
    const count = given.length + (final === MISSING ? 0 : 1)
    if (variadic && count < params.length - 1) {
      this.fail(`wrong number of args for ${name}: want at least ${params.length - 1} got ${given.length}`)
    }
    if (!variadic && count !== params.length) {
      this.fail(`wrong number of args for ${name}: want ${params.length} got ${count}`)
    }
    if (results !== 1) this.fail(`can't call method/function ${quote(name)} with ${results} results`)
    if (isBuiltin && (name === 'and' || name === 'or')) return this.andOr(dot, name, params[0], given, final)
    const paramAt = (i: number): GoType | undefined => params[Math.min(i, params.length - 1)]
    const values: Arg[] = given.map((arg, i) => this.argument(dot, paramAt(i), arg))
    if (final !== MISSING) values.push(this.validated(final, paramAt(values.length)))
    if (isBuiltin && name === 'call') values.unshift(stringValue(calleeText(given, final)))
    try {
      return callee.call(...values)
    } catch (error) {
      if (!(error instanceof GoError)) throw error
      this.node = node
      return this.fail(`error calling ${name}: ${error.message}`)
    }
  }

  /** `and` and `or` evaluate no further than they must. */
  private andOr(dot: Arg, name: string, param: GoType | undefined, given: readonly ArgNode[], final: Piped): Arg {
    let value: Arg
    for (const arg of given) {
      value = this.argument(dot, param, arg)
      if (isTrue(unwrap(value)) === (name === 'or')) return value
    }
    return final === MISSING ? value : this.validated(final, param)
  }

  /** A value made fit for a parameter; without a type any value will do. */
  private validated(value: Arg, type: GoType | undefined): Arg {
    if (value === undefined) {
      if (type === undefined || type.kind === 'interface' || type.kind === 'reflect') return undefined
      return canBeNil(type) ? new Value(type, zeroData(type)) : this.fail(`invalid value; expected ${type.name}`)
    }
    if (type === undefined || type.kind === 'reflect') return value
    if (type.kind === 'interface') return unwrap(value)
    if (isAssignable(value.type, type)) return value
    const inner = unwrap(value)
    if (inner !== undefined && inner !== value && isAssignable(inner.type, type)) return inner
    const got = inner ?? value
    const target = got.type.kind === 'ptr' ? pointee(got) : undefined
    if (target !== undefined && isAssignable(target.type, type)) return target
    return this.fail(`wrong type for value; expected ${type.name}; got ${got.type.name}`)
  }

  private argument(dot: Arg, type: GoType | undefined, node: ArgNode): Arg {
    this.node = node
    switch (node.type) {
      case 'dot':
        return this.validated(dot, type)
      case 'nil':
        if (type !== undefined && canBeNil(type)) return this.validated(undefined, type)
        return this.fail(`cannot assign nil to ${type?.name}`)
      case 'field':
        return this.validated(this.field(dot, node, [node], MISSING), type)
      case 'variable':
        return this.validated(this.variable(dot, node, [], MISSING), type)
      case 'pipe':
        return this.validated(this.pipeline(dot, node), type)
      case 'identifier':
        return this.validated(this.func(dot, node, node, [], MISSING), type)
      case 'chain':
        return this.validated(this.chain(dot, node, [], MISSING), type)
      default:
        return this.constant(type, node, dot)
    }
  }

  private constant(
    type: GoType | undefined,
    node: Extract<ArgNode, {type: 'bool' | 'number' | 'string'}>,
    dot: Arg,
  ): Arg {
    const kind = type?.kind
    if (type === undefined || kind === 'interface' || kind === 'reflect') return this.literal(dot, node)
    const number = node.type === 'number' ? node.value : undefined
    const read: [expected: string, data: Data] | undefined =
      kind === 'bool'
        ? ['bool', node.type === 'bool' ? node.value : undefined]
        : kind === 'string'
          ? ['string', node.type === 'string' ? node.value : undefined]
          : isSigned(kind)
            ? ['integer', number?.int]
            : isUnsigned(kind)
              ? ['unsigned integer', number?.uint]
              : kind === 'float64'
                ? ['float', number?.float]
                : undefined
    if (read === undefined) return this.fail(`can't handle ${nodeText(node)} for arg of type ${type.name}`)
    const [expected, data] = read
    return data === undefined ? this.fail(`expected ${expected}; found ${nodeText(node)}`) : new Value(type, data)
  }
}

function calleeText(given: readonly ArgNode[], final: Piped): string {
  const [first] = given
  if (first !== undefined) return nodeText(first)
  return final === MISSING || final === undefined ? '<invalid Value>' : `<${final.type.name} Value>`
}

/** A method of a value, or of the pointer that led to it. */
function methodOf(receiver: Value, value: Value, name: string): Method | undefined {
  const pointer = receiver.type.kind === 'ptr' && !isNilData(receiver.data) ? receiver : value
  return pointer.type.methods?.get(name) ?? value.type.methods?.get(name)
}

const bound = ({params, results, call}: Method, value: Value): GoFunction => ({
  params,
  variadic: false,
  results,
  call: (...args) => call(value.data, ...args),
})

/** A field of a struct, also one of an embedded struct, as fields of which the name is the type's. */
function structField(value: Value, name: string): Value | undefined {
  const i = (value.type.fields ?? []).findIndex((field) => field.name === name)
  const found = value.type.fields?.[i]
  if (found !== undefined) return new Value(found.type, listOf(value)[i])
  for (const [place, field] of (value.type.fields ?? []).entries()) {
    if (field.type.kind !== 'struct' || !field.type.name.endsWith(`.${field.name}`) || field.name !== 'HeaderContext')
      continue
    const inner = structField(new Value(field.type, listOf(value)[place]), name)
    if (inner !== undefined) return inner
  }
  return undefined
}
