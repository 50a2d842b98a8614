import {setTimeout as sleep} from 'node:timers/promises'

/** Long enough for the slowest machine: what has not come by then never will. */
const HANG = 240_000

/**
 * Waits until something is so, however long the machine takes for it.
 * @param what said where it never is, such as `the network is gone`
 */
export async function until(what: string | (() => string), isSo: () => boolean | Promise<boolean>): Promise<void> {
  const since = performance.now()
  while (!(await isSo())) {
    if (performance.now() - since > HANG)
      throw new Error(`it did not come about that ${typeof what === 'string' ? what : what()}`)
    await sleep(20)
  }
}
