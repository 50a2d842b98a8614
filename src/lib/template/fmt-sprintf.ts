import {decodeRune} from './bytes.js'
import {Printer} from './fmt-printer.js'
import {isWhole, type Value} from './go-type.js'
import {bigintOf} from './reflect.js'

const TOO_LARGE = 1_000_000

/** Go's fmt.Sprintf, its complaints in the output included. */
export function sprintf(format: string, args: readonly (Value | undefined)[]): string {
  return new Sprintf(format, args).run()
}

/** The state that Go's doPrintf keeps: where it reads in the format, and which argument is next. */
class Sprintf {
  private readonly format: string
  private readonly args: readonly (Value | undefined)[]
  private readonly printer = new Printer()
  private out = ''
  private at = 0
  private next = 0
  private afterIndex = false
  private reordered = false
  private goodIndex = true

  constructor(format: string, args: readonly (Value | undefined)[]) {
    this.format = format
    this.args = args
  }

  run(): string {
    const {format} = this
    for (;;) {
      const percent = format.indexOf('%', this.at)
      this.out += percent < 0 ? format.slice(this.at) : format.slice(this.at, percent)
      if (percent < 0) break
      this.at = percent + 1
      this.goodIndex = true
      this.afterIndex = false
      if (!this.directive()) break
    }
    if (!this.reordered && this.next < this.args.length) this.extra()
    return this.out
  }

  /** One directive after its `%`; false at the end of the format. */
  private directive(): boolean {
    this.readFlags()
    this.index()
    this.width()
    this.precision()
    if (!this.afterIndex) this.index()
    if (this.at >= this.format.length) {
      this.out += '%!(NOVERB)'
      return false
    }
    const {size} = decodeRune(this.format, this.at)
    const verb = this.format.slice(this.at, this.at + size)
    this.at += size
    this.verb(verb)
    return true
  }

  private verb(verb: string): void {
    const {printer} = this
    if (verb === '%') this.out += '%'
    else if (!this.goodIndex) this.out += `%!${verb}(BADINDEX)`
    else if (this.next >= this.args.length) this.out += `%!${verb}(MISSING)`
    else {
      const {flags} = printer
      if (verb === 'v' || verb === 'w') {
        flags.sharpV = flags.sharp
        flags.sharp = false
        flags.plusV = flags.plus
        flags.plus = false
      }
      this.out += printer.print(this.args[this.next], verb)
      this.next++
    }
  }

  private readFlags(): void {
    const {flags} = this.printer
    flags.clear()
    for (; this.at < this.format.length; this.at++) {
      const char = this.format[this.at]
      if (char === '#') flags.sharp = true
      else if (char === '0') flags.zero = true
      else if (char === '+') flags.plus = true
      else if (char === '-') flags.minus = true
      else if (char === ' ') flags.space = true
      else return
    }
  }

  /** An explicit argument index, `[n]`. */
  private index(): void {
    if (this.format[this.at] !== '[') {
      this.afterIndex = false
      return
    }
    this.reordered = true
    const rest = this.format.slice(this.at)
    const close = rest.length < 3 ? -1 : rest.indexOf(']', 1)
    const text = close < 0 ? '' : rest.slice(1, close)
    const wellFormed = /^[0-9]+$/.test(text) && Number(text) <= TOO_LARGE
    this.at += close < 0 ? 1 : close + 1
    this.afterIndex = wellFormed
    if (wellFormed && Number(text) >= 1 && Number(text) <= this.args.length) this.next = Number(text) - 1
    else this.goodIndex = false
  }

  private width(): void {
    const {flags} = this.printer
    if (this.format[this.at] === '*') {
      this.at++
      flags.width = this.fromArgument()
      if (flags.width === undefined) this.out += '%!(BADWIDTH)'
      else if (flags.width < 0) {
        flags.width = -flags.width
        flags.minus = true
        flags.zero = false
      }
      this.afterIndex = false
      return
    }
    flags.width = this.number()
    if (this.afterIndex && flags.width !== undefined) this.goodIndex = false
  }

  private precision(): void {
    if (this.format[this.at] !== '.') return
    const {flags} = this.printer
    this.at++
    if (this.afterIndex) this.goodIndex = false
    this.index()
    if (this.format[this.at] !== '*') {
      flags.precision = this.number() ?? 0
      return
    }
    this.at++
    const precision = this.fromArgument()
    flags.precision = precision !== undefined && precision >= 0 ? precision : undefined
    if (flags.precision === undefined) this.out += '%!(BADPREC)'
    this.afterIndex = false
  }

  private number(): number | undefined {
    const digits = /^[0-9]+/.exec(this.format.slice(this.at, this.at + 16))?.[0]
    if (digits === undefined) return undefined
    if (Number(digits) > TOO_LARGE) {
      this.at = this.format.length
      return undefined
    }
    this.at += digits.length
    return Number(digits)
  }

  private fromArgument(): number | undefined {
    if (this.next >= this.args.length) return undefined
    const arg = this.args[this.next]
    this.next++
    const value = Number(bigintOf(arg))
    return isWhole(arg?.type.kind) && Math.abs(value) <= TOO_LARGE ? value : undefined
  }

  private extra(): void {
    const {printer} = this
    printer.flags.clear()
    this.out += '%!(EXTRA '
    this.args.slice(this.next).forEach((arg, i) => {
      if (i > 0) this.out += ', '
      if (arg === undefined) this.out += '<nil>'
      else {
        this.out += `${arg.type.name}=`
        this.out += printer.print(arg, 'v')
      }
    })
    this.out += ')'
  }
}
