import {textFromBytes} from './bytes.js'
import {Lexer, type Token, type TokenType, tokenName} from './lexer.js'
import {
  type AnyNode,
  type ArgNode,
  type BranchNode,
  type CommandNode,
  type ListNode,
  nodeText,
  type PipeNode,
  type Statement,
} from './node.js'
import {parseNumber} from './number-constant.js'
import {quote, unquote} from './quote.js'
import {syntaxError} from './template-error.js'

/** The named trees of a template: `''` is the main one, the others come from `define` and `block`. */
export type TreeSet = Map<string, ListNode>

type Stop = {readonly stop: 'end' | 'else'; readonly pos: number}
type Control = BranchNode['type']

/**
 * The trees of a template, a byte string, as Go 1.24's text/template/parse reads it.
 * @param isFunction whether a function of that name exists
 * @throws DnetError TEMPLATE_SYNTAX with Go's sentence
 */
export function parseTrees(text: string, isFunction: (name: string) => boolean): TreeSet {
  const trees: TreeSet = new Map()
  new Parser(new Lexer(text), isFunction, trees).parseAll()
  return trees
}

/** Recursive descent in the order of Go's parse.go, so that the first complaint is the same; hence one long class. */
class Parser {
  private readonly lexer: Lexer
  private readonly isFunction: (name: string) => boolean
  private readonly trees: TreeSet
  private readonly ahead: Token[] = []
  private last: Token = {type: 'eof', pos: 0, val: '', line: 0}
  private vars: string[] = ['$']
  private actionLine = 0
  private rangeDepth = 0

  constructor(lexer: Lexer, isFunction: (name: string) => boolean, trees: TreeSet) {
    this.lexer = lexer
    this.isFunction = isFunction
    this.trees = trees
  }

  parseAll(): void {
    const root: ListNode = {type: 'list', pos: this.peek().pos, nodes: []}
    while (this.peek().type !== 'eof') {
      if (this.peek().type === 'leftDelim') {
        const delim = this.next()
        const token = this.nextNonSpace()
        if (token.type === 'define') {
          this.definition()
          continue
        }
        this.ahead.unshift(delim, token)
      }
      const node = this.textOrAction()
      if ('stop' in node) this.fail(`unexpected {{${node.stop}}}`)
      root.nodes.push(node)
    }
    this.add('', root)
  }

  private next(): Token {
    const token = this.ahead.shift()
    if (token !== undefined) return token
    this.last = this.lexer.next()
    return this.last
  }

  private peek(): Token {
    const token = this.next()
    this.ahead.unshift(token)
    return token
  }

  private nextNonSpace(): Token {
    for (;;) {
      const token = this.next()
      if (token.type !== 'space') return token
    }
  }

  private peekNonSpace(): Token {
    const token = this.nextNonSpace()
    this.ahead.unshift(token)
    return token
  }

  private fail(detail: string): never {
    throw syntaxError(textFromBytes(`template: :${this.last.line}: ${detail}`))
  }

  private unexpected(token: Token, context: string): never {
    if (token.type !== 'error') this.fail(`unexpected ${tokenName(token)} in ${context}`)
    let extra = ''
    if (this.actionLine !== 0 && this.actionLine !== token.line) {
      extra = ` in action started at :${this.actionLine}`
      if (token.val.endsWith(' action')) extra = extra.slice(' in action'.length)
    }
    this.fail(tokenName(token) + extra)
  }

  private expect(type: TokenType, context: string): Token {
    const token = this.nextNonSpace()
    return token.type === type ? token : this.unexpected(token, context)
  }

  private add(name: string, root: ListNode): void {
    const known = this.trees.get(name)
    if (known === undefined || isEmptyList(known)) this.trees.set(name, root)
    else if (!isEmptyList(root)) this.fail(`template: multiple definition of template ${quote(name)}`)
  }

  private definition(): void {
    const context = 'define clause'
    const name = this.templateName(context)
    this.expect('rightDelim', context)
    this.subtree(name, context)
  }

  /** Go parses a definition with a parser of its own: no variables and no loop from outside, nor the action's line. */
  private subtree(name: string, context: string): void {
    const outer = [this.vars, this.rangeDepth, this.actionLine] as const
    this.vars = ['$']
    this.rangeDepth = 0
    this.actionLine = 0
    const {list, stop} = this.itemList()
    if (stop.stop !== 'end') this.fail(`unexpected {{${stop.stop}}} in ${context}`)
    this.add(name, list)
    ;[this.vars, this.rangeDepth, this.actionLine] = outer
  }

  private itemList(): {list: ListNode; stop: Stop} {
    const list: ListNode = {type: 'list', pos: this.peekNonSpace().pos, nodes: []}
    while (this.peekNonSpace().type !== 'eof') {
      const node = this.textOrAction()
      if ('stop' in node) return {list, stop: node}
      list.nodes.push(node)
    }
    return this.fail('unexpected EOF')
  }

  private textOrAction(): Statement | Stop {
    const token = this.nextNonSpace()
    if (token.type === 'text') return {type: 'text', pos: token.pos, text: token.val}
    if (token.type !== 'leftDelim') return this.unexpected(token, 'input')
    this.actionLine = token.line
    const node = this.action()
    this.actionLine = 0
    return node
  }

  private action(): Statement | Stop {
    const token = this.nextNonSpace()
    switch (token.type) {
      case 'block':
      case 'template':
        return this.templateCall(token.type)
      case 'break':
      case 'continue':
        return this.jump(token.type, token.pos)
      case 'else':
        return this.otherwise()
      case 'end':
        return {stop: 'end', pos: this.expect('rightDelim', 'end').pos}
      case 'if':
      case 'range':
      case 'with':
        return this.control(token.type)
      default:
        this.ahead.unshift(token)
        return {type: 'action', pos: token.pos, pipe: this.pipeline('command', 'rightDelim')}
    }
  }

  private jump(type: 'break' | 'continue', pos: number): Statement {
    const token = this.nextNonSpace()
    if (token.type !== 'rightDelim') this.unexpected(token, `{{${type}}}`)
    if (this.rangeDepth === 0) this.fail(`{{${type}}} outside {{range}}`)
    return {type, pos}
  }

  private otherwise(): Stop {
    const token = this.peekNonSpace()
    if (token.type === 'if' || token.type === 'with') return {stop: 'else', pos: token.pos}
    return {stop: 'else', pos: this.expect('rightDelim', 'else').pos}
  }

  private templateCall(type: 'block' | 'template'): Statement {
    const context = `${type} clause`
    const pos = this.peekNonSpace().pos
    const name = this.templateName(context)
    if (type === 'block') {
      const pipe = this.pipeline(context, 'rightDelim')
      this.subtree(name, context)
      return {type: 'template', pos, name, pipe}
    }
    if (this.peekNonSpace().type !== 'rightDelim') {
      return {type: 'template', pos, name, pipe: this.pipeline(context, 'rightDelim')}
    }
    this.nextNonSpace()
    return {type: 'template', pos, name, pipe: undefined}
  }

  private templateName(context: string): string {
    const token = this.nextNonSpace()
    if (token.type !== 'string' && token.type !== 'rawString') return this.unexpected(token, context)
    return unquote(token.val) ?? this.fail('invalid syntax')
  }

  private control(type: Control): BranchNode {
    const variables = this.vars.length
    const pipe = this.pipeline(type, 'rightDelim')
    if (type === 'range') this.rangeDepth++
    const {list, stop} = this.itemList()
    if (type === 'range') this.rangeDepth--
    const elseList = stop.stop === 'else' ? this.elseList(type, stop) : undefined
    this.vars.length = variables
    return {type, pos: pipe.pos, pipe, list, elseList}
  }

  private elseList(type: Control, at: Stop): ListNode {
    // {{else if x}} stands for {{else}}{{if x}} and needs one {{end}} only.
    if (type !== 'range' && this.peek().type === type) {
      this.next()
      return {type: 'list', pos: at.pos, nodes: [this.control(type)]}
    }
    const {list, stop} = this.itemList()
    if (stop.stop !== 'end') this.fail(`expected end; found {{${stop.stop}}}`)
    return list
  }

  private pipeline(context: string, end: TokenType): PipeNode {
    const pipe: PipeNode = {type: 'pipe', pos: this.peekNonSpace().pos, isAssign: false, decl: [], cmds: []}
    this.declarations(pipe, context)
    for (;;) {
      const token = this.nextNonSpace()
      if (token.type === end) {
        this.checkPipeline(pipe, context)
        return pipe
      }
      if (!STARTS_OPERAND.has(token.type)) this.unexpected(token, context)
      this.ahead.unshift(token)
      pipe.cmds.push(this.command())
    }
  }

  private declarations(pipe: PipeNode, context: string): void {
    while (this.peekNonSpace().type === 'variable') {
      const variable = this.next()
      const after = this.next()
      const next = after.type === 'space' ? this.nextNonSpace() : after
      const comma = next.type === 'char' && next.val === ','
      if (next.type !== 'assign' && next.type !== 'declare' && !comma) {
        this.ahead.unshift(variable, ...(after === next ? [next] : [after, next]))
        return
      }
      pipe.decl.push(variable.val)
      this.vars.push(variable.val)
      if (!comma) {
        pipe.isAssign = next.type === 'assign'
        return
      }
      if (context !== 'range' || pipe.decl.length >= 2) this.fail(`too many declarations in ${context}`)
      const {type} = this.peekNonSpace()
      if (type !== 'variable' && type !== 'rightDelim' && type !== 'rightParen') {
        this.fail('range can only initialize variables')
      }
    }
  }

  private checkPipeline(pipe: PipeNode, context: string): void {
    if (pipe.cmds.length === 0) this.fail(`missing value for ${context}`)
    const stage = pipe.cmds.findIndex((cmd, i) => i > 0 && LITERALS.has(cmd.args[0]?.type ?? 'pipe'))
    if (stage > 0) this.fail(`non executable command in pipeline stage ${stage + 1}`)
  }

  private command(): CommandNode {
    const command: CommandNode = {type: 'command', pos: this.peekNonSpace().pos, args: []}
    for (;;) {
      this.peekNonSpace()
      const operand = this.operand()
      if (operand !== undefined) command.args.push(operand)
      const token = this.next()
      if (token.type === 'space') continue
      if (token.type === 'rightDelim' || token.type === 'rightParen') this.ahead.unshift(token)
      else if (token.type !== 'pipe') this.unexpected(token, 'operand')
      break
    }
    if (command.args.length === 0) this.fail('empty command')
    return command
  }

  private operand(): ArgNode | undefined {
    const node = this.term()
    const {type, pos} = node === undefined ? {type: undefined, pos: 0} : this.peek()
    if (node === undefined || type !== 'field') return node
    const fields: string[] = []
    while (this.peek().type === 'field') fields.push(this.next().val.slice(1))
    if (node.type === 'field' || node.type === 'variable')
      return {type: node.type, pos, ident: [...node.ident, ...fields]}
    if (LITERALS.has(node.type)) this.fail(`unexpected . after term ${quote(nodeText(node))}`)
    return {type: 'chain', pos, node, fields}
  }

  private term(): ArgNode | undefined {
    const token = this.nextNonSpace()
    const {pos, val} = token
    switch (token.type) {
      case 'identifier':
        return this.isFunction(val)
          ? {type: 'identifier', pos, name: val}
          : this.fail(`function ${quote(val)} not defined`)
      case 'dot':
      case 'nil':
        return {type: token.type, pos}
      case 'variable':
        return this.vars.includes(val)
          ? {type: 'variable', pos, ident: [val]}
          : this.fail(`undefined variable ${quote(val)}`)
      case 'field':
        return {type: 'field', pos, ident: [val.slice(1)]}
      case 'bool':
        return {type: 'bool', pos, value: val === 'true'}
      case 'charConstant':
      case 'complex':
      case 'number': {
        const value = parseNumber(val, token.type)
        return typeof value === 'string' ? this.fail(value) : {type: 'number', pos, text: val, value}
      }
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen')
      case 'string':
      case 'rawString':
        return {type: 'string', pos, quoted: val, value: unquote(val) ?? this.fail('invalid syntax')}
      default:
        this.ahead.unshift(token)
        return undefined
    }
  }
}

const LITERALS: ReadonlySet<AnyNode['type']> = new Set(['bool', 'string', 'number', 'nil', 'dot'] as const)

const STARTS_OPERAND: ReadonlySet<TokenType> = new Set([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
] as const)

const isEmptyList = (list: ListNode): boolean =>
  list.nodes.every((node) => node.type === 'text' && /^[\s\x85\xa0]*$/.test(node.text))
