import type {NumberConstant} from './number-constant.js'
import {quote} from './quote.js'

/** The parse tree of Go's text/template/parse. `pos` is where the node starts, in bytes of the template. */
interface At {
  readonly pos: number
}

export interface PipeNode extends At {
  readonly type: 'pipe'
  isAssign: boolean
  /** Names with their `$`. */
  readonly decl: string[]
  readonly cmds: CommandNode[]
}

export interface CommandNode extends At {
  readonly type: 'command'
  readonly args: ArgNode[]
}

export type ArgNode =
  | (At & {readonly type: 'field'; readonly ident: readonly string[]})
  | (At & {readonly type: 'variable'; readonly ident: readonly string[]})
  | (At & {readonly type: 'chain'; readonly node: ArgNode; readonly fields: string[]})
  | (At & {readonly type: 'identifier'; readonly name: string})
  | (At & {readonly type: 'dot'})
  | (At & {readonly type: 'nil'})
  | (At & {readonly type: 'bool'; readonly value: boolean})
  | (At & {readonly type: 'number'; readonly text: string; readonly value: NumberConstant})
  | (At & {readonly type: 'string'; readonly quoted: string; readonly value: string})
  | PipeNode

export type FieldNode = Extract<ArgNode, {type: 'field'}>
export type VariableNode = Extract<ArgNode, {type: 'variable'}>
export type ChainNode = Extract<ArgNode, {type: 'chain'}>
export type IdentifierNode = Extract<ArgNode, {type: 'identifier'}>

export interface BranchNode extends At {
  readonly type: 'if' | 'range' | 'with'
  readonly pipe: PipeNode
  readonly list: ListNode
  readonly elseList: ListNode | undefined
}

export interface TemplateNode extends At {
  readonly type: 'template'
  readonly name: string
  readonly pipe: PipeNode | undefined
}

export type Statement =
  | (At & {readonly type: 'text'; readonly text: string})
  | (At & {readonly type: 'action'; readonly pipe: PipeNode})
  | (At & {readonly type: 'break' | 'continue'})
  | BranchNode
  | TemplateNode

export interface ListNode extends At {
  readonly type: 'list'
  readonly nodes: Statement[]
}

/** What an execution error can point at. */
export type AnyNode = Statement | ListNode | CommandNode | ArgNode

/** A node as Go's String() writes it: what an error shows between `<` and `>`. */
export function nodeText(node: AnyNode): string {
  switch (node.type) {
    case 'list':
      return node.nodes.map(nodeText).join('')
    case 'text':
      return node.text
    case 'action':
      return `{{${nodeText(node.pipe)}}}`
    case 'break':
    case 'continue':
      return `{{${node.type}}}`
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${nodeText(node.pipe)}`}}}`
    case 'if':
    case 'range':
    case 'with':
      return branchText(node)
    case 'command':
      return node.args.map((arg) => (arg.type === 'pipe' ? `(${nodeText(arg)})` : nodeText(arg))).join(' ')
    case 'pipe':
      return pipeText(node)
    default:
      return argText(node)
  }
}

function branchText(node: BranchNode): string {
  const otherwise = node.elseList === undefined ? '' : `{{else}}${nodeText(node.elseList)}`
  return `{{${node.type} ${nodeText(node.pipe)}}}${nodeText(node.list)}${otherwise}{{end}}`
}

function pipeText(node: PipeNode): string {
  const decl = node.decl.length === 0 ? '' : `${node.decl.join(', ')} ${node.isAssign ? '=' : ':='} `
  return decl + node.cmds.map(nodeText).join(' | ')
}

function argText(node: Exclude<ArgNode, PipeNode>): string {
  switch (node.type) {
    case 'field':
      return node.ident.map((name) => `.${name}`).join('')
    case 'variable':
      return node.ident.join('.')
    case 'chain': {
      const start = node.node.type === 'pipe' ? `(${nodeText(node.node)})` : nodeText(node.node)
      return start + node.fields.map((name) => `.${name}`).join('')
    }
    case 'identifier':
      return node.name
    case 'dot':
      return '.'
    case 'nil':
      return 'nil'
    case 'bool':
      return String(node.value)
    case 'number':
      return node.text
    case 'string':
      return node.quoted
  }
}
