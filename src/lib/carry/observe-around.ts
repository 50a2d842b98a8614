import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import type {Container} from '../model/container.js'
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
  const isMeant = ({id, name}: {id: string; name: string}, word: string): boolean =>
    word !== '' && (name === word || id.startsWith(word))
  const isNear = (container: Container): boolean =>
    containers.some((word) => isMeant(container, word.trim().replace(/^\//, ''))) ||
    container.endpoints.some(({networkName, networkId}) => isMeant({name: networkName, id: networkId}, network.trim()))
  try {
    return await engine.observe({
      networkDetails: (one) => isMeant(one, network.trim()),
      containerDetails: isNear,
    })
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    return undefined
  }
}
