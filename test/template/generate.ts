import {seeded} from '../harness/many.js'
import type {TemplateCase} from './cases.js'

/** Chance with a seed: the same seed makes the same templates. */
export class Chance {
  private readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  /** 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  one<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)]
    if (chosen === undefined) throw new Error('no choices')
    return chosen
  }
}

const FIELDS = {
  ls: [
    '.ID',
    '.Name',
    '.Driver',
    '.Scope',
    '.IPv4',
    '.Internal',
    '.Labels',
    '.CreatedAt',
    '.Nope',
    '.n',
    '.',
    '$.Name',
    '.Label',
  ],
  inspect: [
    ...[
      '.ID',
      '.Id',
      '.Name',
      '.Scope',
      '.Created',
      '.EnableIPv6',
      '.IPAM',
      '.IPAM.Driver',
      '.IPAM.Config',
      '.IPAM.Options',
    ],
    ...[
      '.Containers',
      '.Options',
      '.Labels',
      '.Peers',
      '.Services',
      '.Odd',
      '.Small',
      '.Status',
      '.Nope',
      '.',
      '$',
      '$.Name',
    ],
    ...[
      '.Options.k',
      '.Labels.nope',
      '.ConfigFrom',
      '.ConfigFrom.Network',
      '.Status.IPAM.Subnets',
      '.Name.x',
      '.Created.Year',
    ],
    ...[
      '.Created.Month',
      '.Created.Unix',
      '(index .IPAM.Config 0)',
      '(index .IPAM.Config 0).Subnet',
      '(index .Odd 3)',
      '(index .Odd 6)',
    ],
  ],
} as const

const LITERALS = [
  ...[
    '1',
    '0',
    '-3',
    '2.5',
    '1e3',
    '1e-9',
    '0x1F',
    '1_000',
    "'a'",
    "'é'",
    'true',
    'false',
    'nil',
    '"a"',
    '""',
    '"a,b"',
    '"héllo"',
    '`r\\n`',
  ],
  ...[
    '"\\xff"',
    '"日本"',
    '2i',
    '1+2i',
    '"<&>"',
    '9223372036854775807',
    '18446744073709551615',
    '"%d"',
    '"%v"',
    '100000000000000000000000.0',
  ],
]

const UNARY = ['json', 'lower', 'upper', 'title', 'len', 'not', 'print', 'println', 'html', 'js', 'urlquery', 'printf']
const BINARY = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'and',
  'or',
  'index',
  'slice',
  'split',
  'join',
  'truncate',
  'print',
  'call',
]
const VERBS = 'vvvsdqxXtTeEfgGbocUOzF'
const FLAGS = [
  '',
  '',
  '',
  '+',
  '-',
  '#',
  '0',
  ' ',
  '5',
  '-8',
  '08',
  '.2',
  '8.3',
  '+#',
  '#0',
  '.0',
  '[1]',
  '[2]',
  '*',
  '.*',
  '020',
  '-.3',
]
const DAMAGE = [
  '{{',
  '}}',
  '}',
  '|',
  '(',
  ')',
  '"',
  '`',
  "'",
  '$',
  '.',
  '-',
  ':=',
  '=',
  ',',
  '{{end}}',
  '{{else}}',
  '\n',
  'é',
  '#',
  ' ',
  '{{-',
  '-}}',
  'end',
]

/** A random case over the recorded networks; one in eight is damaged, so that it may not parse. */
export function randomCase(chance: Chance): TemplateCase {
  const input = chance.one(['ls', 'inspect', 'inspect'] as const)
  const format = damaged(new Writer(chance, FIELDS[input]).template(), chance)
  if (input === 'inspect') return {input, networks: [chance.one(['web', 'web', 'swarm', 'zero', 'html', 'jp'])], format}
  const table = chance.below(3) === 0 ? 'table ' : ''
  return {
    input,
    list: chance.one(['three', 'wide', 'odd']),
    format: table + format,
    quiet: false,
    noTrunc: chance.below(2) === 0,
  }
}

function damaged(text: string, chance: Chance): string {
  if (chance.below(8) !== 0) return text
  const at = chance.below(text.length + 1)
  return text.slice(0, at) + (chance.below(2) === 0 ? chance.one(DAMAGE) : '') + text.slice(at + chance.below(3))
}

class Writer {
  private readonly chance: Chance
  private readonly fields: readonly string[]
  private readonly variables: string[] = []

  constructor(chance: Chance, fields: readonly string[]) {
    this.chance = chance
    this.fields = fields
  }

  template(): string {
    return this.list(2)
  }

  private list(depth: number): string {
    return Array.from({length: 1 + this.chance.below(3)}, () => this.statement(depth)).join('')
  }

  private statement(depth: number): string {
    const {chance} = this
    switch (depth <= 0 ? chance.below(6) : chance.below(13)) {
      case 0:
        return chance.one([' ', 'x', '\\t', '\n', '|', ' a ', 'é'])
      case 6:
        return this.scoped(
          () => `{{if ${this.pipeline(1)}}}${this.list(depth - 1)}${this.otherwise('if', depth)}{{end}}`,
        )
      case 7:
        return this.scoped(
          () =>
            `{{with ${this.declared()}${this.pipeline(1)}}}${this.list(depth - 1)}${this.otherwise('with', depth)}{{end}}`,
        )
      case 8:
      case 9:
        return this.scoped(() => this.range(depth))
      case 10: {
        const value = this.pipeline(1)
        const name = `$v${this.variables.length}`
        this.variables.push(name)
        return `{{${name} := ${value}}}`
      }
      case 11:
        return `{{define "t"}}${this.list(0)}{{end}}{{template "t" ${this.pipeline(1)}}}`
      default:
        return chance.below(6) === 0 ? `{{- ${this.pipeline(2)} -}}` : `{{${this.pipeline(2)}}}`
    }
  }

  private scoped(write: () => string): string {
    const known = this.variables.length
    const text = write()
    this.variables.length = known
    return text
  }

  private otherwise(keyword: string, depth: number): string {
    const {chance} = this
    if (chance.below(3) > 0) return ''
    return chance.below(3) === 0
      ? `{{else ${keyword} ${this.pipeline(1)}}}${this.list(0)}`
      : `{{else}}${this.list(depth - 1)}`
  }

  private declared(): string {
    if (this.chance.below(3) > 0) return ''
    this.variables.push('$w')
    return '$w := '
  }

  private range(depth: number): string {
    const {chance} = this
    const over = this.pipeline(1)
    const names = chance.one([[], ['$e'], ['$i', '$e']])
    this.variables.push(...names)
    const jump = chance.one(['', '', '', '{{break}}', '{{continue}}', `{{if ${this.pipeline(1)}}}{{break}}{{end}}`])
    const declared = names.length === 0 ? '' : `${names.join(', ')} := `
    return `{{range ${declared}${over}}}${this.list(depth - 1)}${jump}${chance.below(4) === 0 ? '{{else}}none' : ''}{{end}}`
  }

  private pipeline(depth: number): string {
    const first = this.command(depth)
    if (this.chance.below(4) > 0) return first
    return `${first} | ${this.chance.one([...UNARY, 'printf "%v"', 'printf "%q"', 'eq 1', 'truncate "abc"', 'print 1', '.Name', '.Label'])}`
  }

  private command(depth: number): string {
    const {chance} = this
    switch (chance.below(7)) {
      case 0:
      case 1:
        return `${chance.one(UNARY)} ${this.operand(depth)}`
      case 2:
        return `${chance.one(BINARY)} ${this.operand(depth)} ${this.operand(depth)}`
      case 3:
        return `printf "${this.format()}" ${this.operand(depth)} ${this.operand(depth)}`
      case 4:
        return chance.one([
          () => `slice ${this.operand(0)} ${chance.below(3)} ${chance.below(6)}`,
          () => `pad ${this.operand(0)} ${chance.below(4)} ${chance.below(4)}`,
          () => `index ${this.operand(0)} ${chance.below(9)}`,
          () => `split ${this.operand(0)} "e"`,
          () =>
            `.Created.Format "${chance.one(['2006-01-02', 'Jan _2 15:04:05.000', 'Mon 03:04PM Z07:00', '.999999999 MST', '06/1/2 -0700'])}"`,
        ])()
      default:
        return this.operand(depth)
    }
  }

  private operand(depth: number): string {
    const {chance} = this
    const roll = chance.below(10)
    if (roll < 2 && depth > 0) return `(${this.pipeline(depth - 1)})`
    if (roll < 3 && this.variables.length > 0) return chance.one(this.variables)
    return roll < 7 ? chance.one(this.fields) : chance.one(LITERALS)
  }

  private format(): string {
    const {chance} = this
    return Array.from(
      {length: 1 + chance.below(3)},
      () => `%${chance.one(FLAGS)}${VERBS[chance.below(VERBS.length)]}`,
    ).join('|')
  }
}
