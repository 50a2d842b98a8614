/** Reports whether the variable CI marks a build server: any value except an empty one, `0` and `false`. */
export const isCi = (value: string | undefined): boolean => !['', '0', 'false'].includes((value ?? '').toLowerCase())

/**
 * Whether there is a person to ask: stdin and stderr are terminals, this is not CI, and no flag forbids it.
 */
export const mayAsk = (noInput: boolean): boolean =>
  !noInput && !isCi(process.env.CI) && process.stdin.isTTY === true && process.stderr.isTTY === true
