import {decodeRune, encodeRune, isDigitRune, isLetter, isPrint} from './bytes.js'
import {quote} from './quote.js'

export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | 'dot'
  | 'nil'
  | Keyword

const KEYWORDS = ['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'] as const
type Keyword = (typeof KEYWORDS)[number]

export interface Token {
  readonly type: TokenType
  /** Where it starts, in bytes. */
  readonly pos: number
  /** The bytes it is made of; of an error its sentence. */
  readonly val: string
  /** Counted from 1. */
  readonly line: number
}

const isKeyword = (type: TokenType): boolean =>
  type === 'dot' || type === 'nil' || (KEYWORDS as readonly string[]).includes(type)

/** A token as an error names it. */
export function tokenName(token: Token): string {
  if (token.type === 'eof') return 'EOF'
  if (token.type === 'error') return token.val
  if (isKeyword(token.type)) return `<${token.val}>`
  // Go cuts at ten runes but asks for more than ten bytes.
  return token.val.length > 10 ? `${quote(firstRunes(token.val, 10))}...` : quote(token.val)
}

function firstRunes(bytes: string, count: number): string {
  let at = 0
  for (let n = 0; n < count && at < bytes.length; n++) at += decodeRune(bytes, at).size
  return bytes.slice(0, at)
}

const EOF = -1
const SPACES = ' \t\r\n'
const CLOSERS = '.,|:)('
const MARKER = 2

const unicodeName = (rune: number): string => {
  if (rune === EOF) return 'U+FFFFFFFFFFFFFFFF'
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`
  return isPrint(rune) ? `${number} '${encodeRune(rune)}'` : number
}

/** Cuts a template (a byte string) into tokens, as Go 1.24's text/template/parse lexer does; `{{` and `}}` only. */
export class Lexer {
  private input: string
  private pos = 0
  private start = 0
  private line = 1
  private startLine = 1
  private inAction = false
  private parens = 0

  constructor(input: string) {
    this.input = input
  }

  /** The next token; `eof` for ever at the end, and after an `error`. */
  next(): Token {
    for (;;) {
      const token = this.inAction ? this.inside() : this.text()
      if (token !== undefined) return token
    }
  }

  private token(type: TokenType): Token {
    const val = this.input.slice(this.start, this.pos)
    const token = {type, pos: this.start, val, line: this.startLine}
    this.line += countNewlines(val)
    this.start = this.pos
    this.startLine = this.line
    return token
  }

  private skip(): void {
    this.line += countNewlines(this.input.slice(this.start, this.pos))
    this.start = this.pos
    this.startLine = this.line
  }

  private error(val: string): Token {
    const token: Token = {type: 'error', pos: this.start, val, line: this.startLine}
    this.input = ''
    this.pos = 0
    this.start = 0
    this.inAction = false
    return token
  }

  private peek(): number {
    return this.pos >= this.input.length ? EOF : decodeRune(this.input, this.pos).rune
  }

  private advance(): number {
    if (this.pos >= this.input.length) return EOF
    const {rune, size} = decodeRune(this.input, this.pos)
    this.pos += size
    return rune
  }

  private text(): Token | undefined {
    const open = this.input.indexOf('{{', this.pos)
    if (open < 0) {
      this.pos = this.input.length
      return this.token(this.pos > this.start ? 'text' : 'eof')
    }
    if (open > this.pos) {
      const trims = this.input[open + 2] === '-' && isSpace(this.input[open + 3])
      this.pos = trims ? this.start + trimEnd(this.input.slice(this.start, open)).length : open
      const token = this.token('text')
      this.pos = open
      this.skip()
      if (token.val.length > 0) return token
    }
    return this.leftDelim()
  }

  private leftDelim(): Token | undefined {
    this.pos += 2
    const marker = this.input[this.pos] === '-' && isSpace(this.input[this.pos + 1]) ? MARKER : 0
    if (this.input.startsWith('/*', this.pos + marker)) {
      this.pos += marker
      this.skip()
      return this.comment()
    }
    const token = this.token('leftDelim')
    this.inAction = true
    this.pos += marker
    this.skip()
    this.parens = 0
    return token
  }

  private comment(): Token | undefined {
    const close = this.input.indexOf('*/', this.pos + 2)
    if (close < 0) return this.error('unclosed comment')
    this.pos = close + 2
    const delim = this.rightDelimAt(this.pos)
    if (delim === undefined) return this.error('comment ends before closing delimiter')
    this.skip()
    this.passRightDelim(delim)
    return undefined
  }

  /** The length of the trim marker, 0 or 2, before a right delimiter that starts here; undefined where none does. */
  private rightDelimAt(at: number): number | undefined {
    if (isSpace(this.input[at]) && this.input[at + 1] === '-' && this.input.startsWith('}}', at + MARKER)) return MARKER
    return this.input.startsWith('}}', at) ? 0 : undefined
  }

  private passRightDelim(marker: number): Token {
    this.pos += marker
    this.skip()
    this.pos += 2
    const token = this.token('rightDelim')
    if (marker > 0) {
      while (isSpace(this.input[this.pos])) this.pos++
      this.skip()
    }
    this.inAction = false
    return token
  }

  private inside(): Token {
    const delim = this.rightDelimAt(this.pos)
    if (delim !== undefined) return this.parens === 0 ? this.passRightDelim(delim) : this.error('unclosed left paren')
    const rune = this.advance()
    if (rune === EOF) return this.error('unclosed action')
    const char = rune < 0x80 ? String.fromCharCode(rune) : ''
    if (char !== '' && SPACES.includes(char)) return this.spaces()
    switch (char) {
      case '=':
        return this.token('assign')
      case ':':
        return this.advance() === 0x3d ? this.token('declare') : this.error('expected :=')
      case '|':
        return this.token('pipe')
      case '"':
        return this.quoted('"', 'string', 'unterminated quoted string')
      case "'":
        return this.quoted("'", 'charConstant', 'unterminated character constant')
      case '`':
        return this.rawQuoted()
      case '$':
        return this.fieldOrVariable('variable')
      case '(':
        this.parens++
        return this.token('leftParen')
      case ')':
        this.parens--
        return this.parens < 0 ? this.error('unexpected right paren') : this.token('rightParen')
      default:
        return this.word(rune, char)
    }
  }

  private word(rune: number, char: string): Token {
    const next = this.input[this.pos]
    if (char === '.' && next !== undefined && !(next >= '0' && next <= '9')) return this.fieldOrVariable('field')
    if (char === '.' || char === '+' || char === '-' || (char >= '0' && char <= '9')) {
      this.pos = this.start
      return this.number()
    }
    if (isAlphaNumeric(rune)) return this.identifier()
    if (char !== '' && isPrint(rune)) return this.token('char')
    return this.error(`unrecognized character in action: ${unicodeName(rune)}`)
  }

  private spaces(): Token {
    while (isSpace(this.input[this.pos])) this.pos++
    // The last blank may belong to " -}}".
    if (this.rightDelimAt(this.pos - 1) === MARKER) {
      this.pos--
      if (this.pos === this.start) return this.passRightDelim(MARKER)
    }
    return this.token('space')
  }

  private identifier(): Token {
    while (isAlphaNumeric(this.peek())) this.advance()
    const word = this.input.slice(this.start, this.pos)
    if (!this.atTerminator()) return this.error(`bad character ${unicodeName(this.peek())}`)
    if (word === 'nil') return this.token('nil')
    if (word === 'true' || word === 'false') return this.token('bool')
    const keyword = KEYWORDS.find((name) => name === word)
    return this.token(keyword ?? 'identifier')
  }

  private fieldOrVariable(type: 'field' | 'variable'): Token {
    if (this.atTerminator()) return this.token(type === 'variable' ? 'variable' : 'dot')
    while (isAlphaNumeric(this.peek())) this.advance()
    if (!this.atTerminator()) return this.error(`bad character ${unicodeName(this.peek())}`)
    return this.token(type)
  }

  private atTerminator(): boolean {
    const char = this.input[this.pos]
    if (char === undefined || isSpace(char) || CLOSERS.includes(char)) return true
    return this.input.startsWith('}}', this.pos)
  }

  private quoted(mark: string, type: TokenType, unterminated: string): Token {
    for (;;) {
      let rune = this.advance()
      if (rune === 0x5c) {
        rune = this.advance()
        if (rune !== EOF && rune !== 0x0a) continue
      }
      if (rune === EOF || rune === 0x0a) return this.error(unterminated)
      if (rune === mark.charCodeAt(0)) return this.token(type)
    }
  }

  private rawQuoted(): Token {
    const close = this.input.indexOf('`', this.pos)
    if (close < 0) return this.error('unterminated raw quoted string')
    this.pos = close + 1
    return this.token('rawString')
  }

  private number(): Token {
    if (!this.scanNumber()) return this.badNumber()
    const sign = this.input[this.pos]
    if (sign !== '+' && sign !== '-') return this.token('number')
    return this.scanNumber() && this.input[this.pos - 1] === 'i' ? this.token('complex') : this.badNumber()
  }

  private badNumber(): Token {
    return this.error(`bad number syntax: ${quote(this.input.slice(this.start, this.pos))}`)
  }

  private scanNumber(): boolean {
    const pattern =
      /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y
    pattern.lastIndex = this.pos
    this.pos += pattern.exec(this.input)?.[0].length ?? 0
    if (!isAlphaNumeric(this.peek())) return true
    this.advance()
    return false
  }
}

const isSpace = (char: string | undefined): boolean => char !== undefined && char !== '' && SPACES.includes(char)

const isAlphaNumeric = (rune: number): boolean => rune === 0x5f || isLetter(rune) || isDigitRune(rune)

const trimEnd = (bytes: string): string => bytes.replace(/[ \t\r\n]+$/, '')

const countNewlines = (bytes: string): number => bytes.split('\n').length - 1
