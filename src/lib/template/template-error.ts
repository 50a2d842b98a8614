import {DnetError} from '../errors.js'

const LANGUAGE_HINT = 'the template language: https://docs.docker.com/engine/cli/formatting/'

/** A template that cannot be parsed, in Docker's sentence; `detail` starts with Go's `template: `. */
export const syntaxError = (detail: string): DnetError =>
  new DnetError('TEMPLATE_SYNTAX', `template parsing error: ${detail}`, LANGUAGE_HINT)

/** A template that failed on a value; Docker says "parsing" here too. */
export const executionError = (detail: string): DnetError =>
  new DnetError(
    'TEMPLATE_EXECUTION',
    `template parsing error: ${detail}`,
    `see which fields there are with --format '{{json .}}'`,
  )
