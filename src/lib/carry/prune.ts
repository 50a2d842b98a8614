import type {Engine} from '../engine/engine.js'
import type {Operation} from '../plan/operation.js'
import {type PruneQuery, type PruneRow, planPrune, pruneOperations} from '../plan/remove/prune.js'
import type {Filters} from '../spec/filters.js'
import type {Foresight} from './change.js'
import {execute} from './steps.js'

/**
 * Removes the networks that nothing uses, by a plan: one call each, so that one that is now in use is refused and the
 * rest continues. The result of a part is the network's name.
 * @returns also what becomes of each network, and the names of those whose fate `includeStopped` decides
 * @throws DnetError as `Engine.observe`: otherwise every network would seem unused; as `planPrune`
 */
export async function foreseePrune(
  engine: Engine,
  query: PruneQuery,
  now: Date,
): Promise<Foresight<string> & {readonly rows: readonly PruneRow[]; readonly decided: readonly string[]}> {
  const host = await engine.observe({networkDetails: true, containers: true})
  const rows = planPrune(host, query, now)
  const otherwise = planPrune(host, {...query, includeStopped: !query.includeStopped}, now)
  const decided = rows.filter(({remove}, i) => remove !== otherwise[i]?.remove).map(({name}) => name)
  const parts = pruneOperations(rows).map((operation) => {
    const target = rows.find(({id, name}) => id === operation.network || name === operation.network)?.name ?? ''
    return {
      target,
      steps: [operation],
      refusal: undefined,
      findings: [],
      carry: async (...[around, progress]: Parameters<Foresight<string>['parts'][number]['carry']>) => {
        await execute(engine, [operation], around, progress)
        return target
      },
    }
  })
  return {parts, findings: [], unseen: [], rows, decided}
}

/** Docker's prune: one call, and the engine decides. The result is the names of the removed networks. */
export function foreseeDockerPrune(engine: Engine, filters: Filters): Foresight<readonly string[]> {
  const operation: Operation & {do: 'prune-networks'} = {do: 'prune-networks', filters, because: ''}
  return {
    parts: [
      {
        target: '',
        steps: [operation],
        refusal: undefined,
        findings: [],
        carry: async (_around, {did}) => {
          const {deleted} = await engine.execute(operation)
          did(operation)
          return deleted
        },
      },
    ],
    findings: [],
    unseen: [],
  }
}
