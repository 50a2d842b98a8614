/**
 * Whether there is a person to ask: at a terminal for what they type and for what they are asked, not in CI, and not
 * where they said never to.
 */
export function mayAsk(noInput: boolean): boolean {
  const {CI} = process.env
  const inCi = CI !== undefined && CI !== '' && CI !== 'false'
  return !noInput && !inCi && process.stdin.isTTY === true && process.stderr.isTTY === true
}
