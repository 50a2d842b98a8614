import {Printer} from './fmt-printer.js'
import type {Value} from './go-type.js'

/** Go's fmt.Sprint: blanks only between two operands of which neither is a string. */
export function sprint(args: readonly (Value | undefined)[]): string {
  const printer = new Printer()
  let out = ''
  let previousIsString = false
  for (const [i, arg] of args.entries()) {
    const isString = arg?.type.kind === 'string'
    if (i > 0 && !isString && !previousIsString) out += ' '
    out += printer.print(arg, 'v')
    previousIsString = isString
  }
  return out
}

/** Go's fmt.Sprintln: blanks between all, a newline at the end. */
export function sprintln(args: readonly (Value | undefined)[]): string {
  const printer = new Printer()
  return `${args.map((arg) => printer.print(arg, 'v')).join(' ')}\n`
}
