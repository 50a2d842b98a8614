import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {findContainer} from '../model/find.js'
import {needed} from '../model/known.js'
import type {Removal} from '../plan/remove/remove.js'
import type {Remembered} from '../plan/step.js'
import type {Around} from './carry-out.js'

/**
 * Detaches all that is on a network, then removes it. What each endpoint had is in the journal until the network is
 * gone: where the engine keeps the network after all, the containers are put back, those of an earlier run that was
 * killed too; run again after a kill, it goes on.
 * @throws DnetError the refusal that ended it; INTERRUPTED between two calls, with everything put back
 */
export async function removeWithAll(engine: Engine, removal: Removal, around: Around): Promise<void> {
  const {journal, signal} = around
  const {id: networkId} = removal.network
  const earlier = (await journal.left('remove')).filter((entry) => entry.networkId === networkId)
  const known = new Map([...earlier, ...removal.remembered].map((entry) => [entry.containerId, entry]))
  for (const entry of removal.remembered) await journal.begin(entry, 'remove')
  try {
    for (const operation of removal.operations) {
      if (signal.aborted) throw signal.reason
      await disconnectOrRemove(engine, operation)
    }
  } catch (error) {
    if (error instanceof DnetError && error.code !== 'UNREACHABLE') await putBack(engine, [...known.values()], around)
    throw error
  }
  for (const {containerId} of known.values()) await journal.end(containerId, networkId)
}

/** A container that left the network, or the engine, by itself is as good as disconnected. */
async function disconnectOrRemove(engine: Engine, operation: Removal['operations'][number]): Promise<void> {
  try {
    await engine.execute(operation)
  } catch (error) {
    if (operation.do !== 'disconnect' || !(error instanceof DnetError) || error.code === 'UNREACHABLE') throw error
    const {containers, networks} = await engine.observe({containers: true})
    const container = findContainer(needed(containers, 'containers'), operation.container)
    const network = networks.find(({name, id}) => name === operation.network || id === operation.network)
    if (container?.endpoints.some(({networkId}) => networkId === network?.id)) throw error
  }
}

/** Interrupts are over by now: this is what makes an interrupted removal a whole one again. */
async function putBack(engine: Engine, entries: readonly Remembered[], {journal, note}: Around): Promise<void> {
  const never = new AbortController().signal
  for (const {containerId, networkId, container, network, had: endpoint} of entries) {
    try {
      await engine.execute({do: 'connect', network: networkId, container: containerId, endpoint, because: ''}, never)
      note(`put container "${container}" back on "${network}"`)
    } catch (error) {
      if (!(error instanceof DnetError)) throw error
      const settled = error.code === 'ENDPOINT_EXISTS' || error.code === 'CONTAINER_NOT_FOUND'
      if (!settled) note(`Warning: container "${container}" could not be put back on "${network}": ${error.message}`)
      if (!settled) continue
    }
    await journal.end(containerId, networkId)
  }
}
