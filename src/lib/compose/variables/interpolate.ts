/** A variable's value; undefined if it is not set, which is not the same as empty. */
export type Lookup = (name: string) => string | undefined

/** Says why a text could not be interpolated. */
export class InterpolationError extends Error {}

const NAME = /^[_a-zA-Z][_a-zA-Z0-9]*/
const OPERATOR = /^:?[-+?]/

/**
 * A text with its variables replaced: `$$`, `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:?e}`, `${V?e}`, `${V:+r}`,
 * `${V+r}`, nested (Compose specification, 12-interpolation.md). A `$` before anything else stays.
 * @param onUnset gets the name of each variable that is not set and for which an empty string is used
 * @throws InterpolationError for a malformed `${` and for a required variable that is missing
 */
export function interpolate(text: string, lookup: Lookup, onUnset: (name: string) => void = () => undefined): string {
  let out = ''
  let rest = text
  for (;;) {
    const dollar = rest.indexOf('$')
    if (dollar < 0) return out + rest
    out += rest.slice(0, dollar)
    rest = rest.slice(dollar + 1)
    const name = NAME.exec(rest)?.[0]
    if (rest.startsWith('$')) {
      out += '$'
      rest = rest.slice(1)
    } else if (name !== undefined) {
      out += setValue(name, lookup, onUnset)
      rest = rest.slice(name.length)
    } else if (rest.startsWith('{')) {
      const body = bracedBody(rest, text)
      out += braced(body, lookup, onUnset)
      rest = rest.slice(body.length + 2)
    } else out += '$'
  }
}

function setValue(name: string, lookup: Lookup, onUnset: (name: string) => void): string {
  const value = lookup(name)
  if (value === undefined) onUnset(name)
  return value ?? ''
}

/**
 * The text between the braces that `rest` begins with. It ends on the same line, as in compose-go's template pattern.
 */
function bracedBody(rest: string, whole: string): string {
  const line = rest.split('\n', 1)[0] ?? ''
  const name = NAME.exec(line.slice(1))?.[0] ?? ''
  const after = line.slice(1 + name.length)
  const last = line.lastIndexOf('}')
  if (name === '' || last < 0) throw malformed(whole)
  if (after.startsWith('}')) return name
  if (!OPERATOR.test(after)) throw malformed(whole)
  const close = closingBrace(line)
  return line.slice(1, close < 0 ? last : close)
}

const malformed = (text: string) =>
  new InterpolationError(`invalid interpolation ${JSON.stringify(text)} (a literal $ is written $$)`)

/**
 * The index of the brace that closes the first one, or -1. As in compose-go, the character after an opening brace is
 * skipped.
 */
function closingBrace(line: string): number {
  let open = 0
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '}') {
      open--
      if (open === 0) return i
    } else if (line[i] === '{') {
      open++
      i++
    }
  }
  return -1
}

function braced(body: string, lookup: Lookup, onUnset: (name: string) => void): string {
  const name = NAME.exec(body)?.[0] ?? ''
  const operator = OPERATOR.exec(body.slice(name.length))?.[0]
  if (operator === undefined) return setValue(name, lookup, onUnset)
  const word = body.slice(name.length + operator.length)
  const value = lookup(name)
  const present = value !== undefined && !(operator.startsWith(':') && value === '')
  if (operator.endsWith('-')) return present ? value : interpolate(word, lookup, onUnset)
  if (operator.endsWith('+')) return present ? interpolate(word, lookup, onUnset) : (value ?? '')
  if (present) return value
  const reason = interpolate(word, lookup, onUnset)
  throw new InterpolationError(`required variable ${name} is missing a value${reason === '' ? '' : `: ${reason}`}`)
}
