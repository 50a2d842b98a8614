import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import type {Container} from '../model/container.js'
import {mayBeMeant} from '../model/find.js'
import type {Host} from '../model/host.js'

/**
 * The picture around a network and some containers, with the details of both and of all that is on the network;
 * undefined where it cannot be had, for looking first must never be what a change fails of.
 * @param network as the user named it
 * @throws DnetError INTERRUPTED
 */
export async function lookBefore(
  engine: Engine,
  network: string,
  containers: readonly string[],
): Promise<Host | undefined> {
  const isMeant = mayBeMeant([network])
  const isNear = (container: Container): boolean =>
    mayBeMeant(containers)(container) ||
    container.endpoints.some(({networkName, networkId}) => isMeant({name: networkName, id: networkId}))
  try {
    return await engine.observe({
      networkDetails: isMeant,
      containerDetails: isNear,
    })
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    return undefined
  }
}
