/** What went wrong, as a closed set: the exit code follows from it, and `--json` prints it. */
export type ErrorCode = keyof typeof EXIT_OF

/**
 * The exit code of each error code.
 * 1 the engine refused or only part was done · 2 usage · 3 not found · 4 conflict · 5 engine unreachable ·
 * 6 a check found problems · 70 a bug in dnet · 130 interrupted.
 */
export const EXIT_OF = {
  ENGINE_REFUSED: 1,
  PARTIAL: 1,
  TEMPLATE_EXECUTION: 1,
  UNSUPPORTED: 1,
  USAGE: 2,
  TEMPLATE_SYNTAX: 2,
  BAD_CONFIG: 2,
  NETWORK_NOT_FOUND: 3,
  CONTAINER_NOT_FOUND: 3,
  NOT_FOUND: 3,
  NAME_TAKEN: 4,
  NAME_AMBIGUOUS: 4,
  SUBNET_OVERLAP: 4,
  POOL_EXHAUSTED: 4,
  ADDRESS_TAKEN: 4,
  PORT_TAKEN: 4,
  NETWORK_IN_USE: 4,
  ENDPOINT_EXISTS: 4,
  CONFLICT: 4,
  UNREACHABLE: 5,
  CHECK_FAILED: 6,
  INTERRUPTED: 130,
} as const

/** The exit code of an error that is not a DnetError: a bug in dnet. */
export const EXIT_BUG = 70

/**
 * The one error that dnet throws on purpose. `message` names the user's word and what is in the way, in lower case and
 * without a full stop; a daemon's own sentence stays in it verbatim. `hint` is a line to paste or a thing to do.
 */
export class DnetError extends Error {
  override readonly name = 'DnetError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, options?: {cause?: unknown}) {
    super(message, options)
    this.code = code
    this.hint = hint
  }

  /** The process's exit code for this error. */
  get exit(): number {
    return EXIT_OF[this.code]
  }
}

/**
 * Makes a `switch` over a closed union total: the compiler rejects a missing case, and a value outside the union
 * throws.
 */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`)
}
