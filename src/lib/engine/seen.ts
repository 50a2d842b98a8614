import {DnetError} from '../errors.js'
import {type Known, known, unknown} from '../model/known.js'

/** What the engine answers; unknown if it refuses to. @throws DnetError INTERRUPTED */
export async function seen<T>(ask: () => Promise<T>): Promise<Known<T>> {
  try {
    return known(await ask())
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    return unknown(error.message)
  }
}
