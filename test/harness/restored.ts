import {readState} from './engine-state.js'
import type {TestEngine} from './fixture.js'

/**
 * For `beforeEach`: builds anew what the tests of a file start from, where the test before changed anything on the
 * engine; most only look.
 * @param build removes what is left and makes all that is wanted
 */
export function restored(engine: () => TestEngine, build: () => Promise<void>): () => Promise<void> {
  let built = ''
  return async () => {
    if ((await readState(engine())).text === built) return
    await build()
    built = (await readState(engine())).text
  }
}
