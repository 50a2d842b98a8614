/** Reports whether a value of the variable CI says that this is a build server: any but an empty one, `0` and `false`. */
export const isCi = (value: string | undefined): boolean => !['', '0', 'false'].includes((value ?? '').toLowerCase())

/**
 * Whether there is a person to ask: at a terminal for what they type and for what they are asked, not in CI, and not
 * where they said never to.
 */
export const mayAsk = (noInput: boolean): boolean =>
  !noInput && !isCi(process.env.CI) && process.stdin.isTTY === true && process.stderr.isTTY === true
