import {homedir} from 'node:os'
import {type Journal, journalFolder, openJournal} from '../carry/journal.js'
import {lookBefore} from '../carry/observe-around.js'
import {removeWithAll} from '../carry/remove-with-all.js'
import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {findNetwork, networkNamed} from '../model/find.js'
import {planRepairs} from '../plan/links/repair.js'
import type {Operation} from '../plan/operation.js'
import {planRemoval, type Removal, withHolders} from '../plan/remove/remove.js'
import {BaseCommand} from './base-command.js'

/** What `dnet rm` needs to detach what is on a network, and to name it where it may not. */
export abstract class RemoveCommand extends BaseCommand {
  /** What removing the networks would do. Those that would be refused are reported as failures. */
  protected async rehearse(
    engine: Engine,
    words: readonly string[],
    {disconnect, force}: {readonly disconnect: boolean; readonly force: boolean},
  ): Promise<Operation[]> {
    const plan: Operation[] = []
    for (const word of words) {
      try {
        const removal = await removalOf(engine, word, undefined)
        const refused = removal.refused ?? (disconnect ? undefined : removal.inUse)
        if (refused) throw refused
        plan.push(...removal.operations.filter((operation) => disconnect || operation.do === 'remove-network'))
      } catch (error) {
        if (!(force && isMissing(error))) this.failed(error)
      }
    }
    return plan
  }

  /** Detaches all that is on a network and removes it. Returns what was detached. */
  protected async removeWithAll(engine: Engine, word: string): Promise<{network: string; container: string}[]> {
    const journal = openJournal(journalFolder(process.env, homedir()))
    const removal = await removalOf(engine, word, journal)
    for (const {name, kind} of removal.holders)
      if (kind === 'stopped') this.talk(`Warning: stopped container "${name}" loses its place on "${word}"`)
    const note = (text: string): void => this.talk(text)
    await removeWithAll(engine, removal, {journal, signal: this.interrupted.signal, note})
    return removal.holders.map(({name}) => ({network: word, container: name}))
  }

  /** @throws DnetError NETWORK_IN_USE naming those that are on it */
  protected async removeBare(engine: Engine, operation: Operation & {do: 'remove-network'}): Promise<void> {
    try {
      await engine.execute(operation)
    } catch (error) {
      if (!(error instanceof DnetError) || error.code !== 'NETWORK_IN_USE') throw error
      const host = await lookBefore(engine, operation.network, [])
      const network = host && findNetwork(host.networks, operation.network)
      throw network ? withHolders(error, host, network) : error
    }
  }
}

/** Reports whether it is the error for a network that is not there. */
export const isMissing = (error: unknown): boolean => error instanceof DnetError && error.code === 'NETWORK_NOT_FOUND'

/** @param journal forgets what it has of networks that are gone by now */
async function removalOf(engine: Engine, word: string, journal: Journal | undefined): Promise<Removal> {
  const host = await lookBefore(engine, word, [])
  const gone = host && journal ? planRepairs(host, await journal.left('remove'), []).settled : []
  for (const entry of gone) {
    if (!host?.networks.some(({id}) => id === entry.networkId)) await journal?.end(entry.containerId, entry.networkId)
  }
  if (!host) throw new DnetError('UNREACHABLE', `who is on network ${word} could not be seen`, 'try again')
  return planRemoval(host, networkNamed(host.networks, word))
}
