import {DnetError, type ErrorCode, EXIT_BUG, EXIT_OF} from '../../errors.js'
import {errorJson, errorText} from '../../view/error.js'
import type {Io} from './io.js'
import {JSON_SCHEMA_VERSION, several, writeJson} from './json-answer.js'
import type {Output} from './output.js'

/** How dnet ends: the one place where errors become text or JSON, and an exit code. */
export class Ending {
  private readonly failures: DnetError[] = []
  private readonly out: Output
  private readonly io: Io

  constructor(out: Output, io: Io) {
    this.out = out
    this.io = io
  }

  /** Reports the failure of one of several targets at once; the command goes on and ends non-zero. */
  failed(error: unknown): void {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    this.failures.push(error)
    if (!this.out.json) this.io.stderr.write(errorText(error))
  }

  /** Makes the command exit with this code although it succeeded: a check that found problems. */
  endWith(code: ErrorCode): void {
    this.io.exitCode = EXIT_OF[code]
  }

  /** Ends a command that returned. @param result the object of `--json` */
  finish(result: unknown): void {
    const error = this.failures.length > 0 ? several(this.failures) : undefined
    if (error) this.io.exitCode = error.exit
    if (!this.out.json) return
    const errors = error ? {error, errors: this.failures.map((failure) => errorJson(failure, failure.exit))} : {}
    writeJson(this.io.stdout, {schemaVersion: JSON_SCHEMA_VERSION, ...(result as object), ...errors})
  }

  /** Ends a command that threw. @param path the words that start the command, such as `dnet ls` */
  crash(error: unknown, path: string): void {
    const exit = error instanceof DnetError ? error.exit : EXIT_BUG
    this.io.exitCode = exit
    if (this.out.json) writeJson(this.io.stdout, {schemaVersion: JSON_SCHEMA_VERSION, error: errorJson(error, exit)})
    else if (!isQuiet(error)) this.io.stderr.write(errorText(withUsageHint(error, path)))
  }
}

/** An error without a message: a person cancelled and needs no message. */
export const isQuiet = (error: unknown): boolean => error instanceof DnetError && error.message === ''

function withUsageHint(error: unknown, path: string): unknown {
  if (!(error instanceof DnetError) || error.code !== 'USAGE' || error.hint) return error
  return new DnetError('USAGE', error.message, `${path} --help`)
}
