import {DnetError} from '../../errors.js'
import {textFromBytes} from '../../template/bytes.js'
import {Value} from '../../template/go-type.js'
import {readJson, typedData} from '../../template/json-read.js'
import {compactJson, indentJson} from '../../template/json-text.js'
import {type Execution, parseTemplate, type Template} from '../../template/template.js'
import {NETWORK} from './network-type.js'

interface InspectOutput {
  /** Write it with `outputBytes`, as a template can split a character. */
  readonly stdout: string
  /** TEMPLATE_EXECUTION if the template failed on a network; one line for each of several. */
  readonly error: DnetError | undefined
}

/**
 * What `docker network inspect` prints for the networks that were found (Docker CLI 28.2.2): by default the engine's
 * own JSON, re-indented and otherwise unchanged; `json` the same on one line; any other format is a template.
 * @param bodies the engine's answers to GET /networks/{id}, in the order of the command's arguments
 * @throws DnetError TEMPLATE_SYNTAX
 */
export function formatInspect(bodies: readonly string[], format: string): InspectOutput {
  if (format !== '' && format !== 'json') return inspectByTemplate(bodies, parseTemplate(format))
  if (bodies.length === 0) return {stdout: '[]\n', error: undefined}
  const text = `[${bodies.join(',')}]`
  return {stdout: `${format === 'json' ? compactJson(text) : indentJson(text)}\n`, error: undefined}
}

/** @throws DnetError TEMPLATE_SYNTAX for an invalid template; for a check before any request */
export function checkInspectFormat(format: string): void {
  if (format !== '' && format !== 'json') parseTemplate(format)
}

function inspectByTemplate(bodies: readonly string[], template: Template): InspectOutput {
  let output = ''
  let missingKeyFails = false
  const errors: Error[] = []
  for (const body of bodies) {
    const raw = readJson(body)
    let run: Execution = template.execute(typedNetwork(raw), {missingKeyFails})
    if (run.error !== undefined) {
      // Docker sets this option on the template, so it also applies to the networks that follow.
      missingKeyFails = true
      run = template.execute(raw, {missingKeyFails})
    }
    if (run.error === undefined) output += `${run.output}\n`
    else errors.push(run.error)
  }
  return {stdout: output === '' ? '\n' : textFromBytes(output), error: joined(errors)}
}

/** A network as the Docker CLI's own type, made from the engine's JSON: what a template sees first. */
const typedNetwork = (raw: Value | undefined): Value => new Value(NETWORK, typedData(NETWORK, raw))

function joined(errors: readonly Error[]): DnetError | undefined {
  const [first] = errors
  if (!(first instanceof DnetError)) return undefined
  if (errors.length === 1) return first
  return new DnetError(first.code, errors.map((error) => error.message).join('\n'), first.hint)
}
