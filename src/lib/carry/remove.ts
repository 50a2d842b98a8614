import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {endpointOn} from '../model/endpoints/members.js'
import {findContainer, findNetwork, mayBeMeant} from '../model/find.js'
import type {Finding} from '../model/finding.js'
import {containersOf, type Host} from '../model/host.js'
import {planRepairs} from '../plan/links/repair.js'
import type {Operation} from '../plan/operation.js'
import {foretellRemovals, type Removal, type RemoveRequest} from '../plan/remove/remove.js'
import type {Remembered} from '../plan/step.js'
import type {Around, Foresight, Part, Progress} from './change.js'
import type {Journal} from './journal.js'
import {around, type Looked, look, unchecked} from './look.js'
import {execute, THROUGH} from './steps.js'

/** The result for one network. */
interface Removed {
  readonly network: string
  /** What was disconnected from it first, by name. */
  readonly disconnected: readonly string[]
  /** Whether it did not exist, which is not an error with --force. */
  readonly missing: boolean
}

/**
 * Removes networks, alone or with everything on them.
 * @returns also the parts that remove Swarm's routing mesh, for which Docker asks
 * @param journal is only read
 * @param options `look`: whether to check first what is on the networks; to remove everything on them, this is always
 * done
 * @throws DnetError as `Engine.observe`, if everything on the networks is to be removed
 */
export async function foreseeRemove(
  engine: Engine,
  request: RemoveRequest,
  journal: Pick<Journal, 'left'>,
  options: {readonly look: boolean},
): Promise<Foresight<Removed> & {readonly ingress: ReadonlySet<Part<Removed>>}> {
  const {seen, findings} = await lookFor(engine, request, options.look)
  const remembered = request.disconnect && seen.known ? await journal.left('remove') : []
  const ingress = new Set<Part<Removed>>()
  const parts = foretellRemovals(seen, request).map((told) => {
    const {target: network, steps, removal} = told
    const part: Part<Removed> = {
      ...told,
      findings: options.look ? told.findings : [],
      carry: async (surroundings, progress) => {
        const missing = {network, disconnected: [], missing: true}
        // One that was not seen is requested anyway: the engine decides.
        const alone: Operation[] = [{do: 'remove-network', network, because: ''}]
        try {
          if (removal) await removeWithAll(engine, removal, remembered, surroundings, progress)
          else await execute(engine, alone, surroundings, progress)
        } catch (error) {
          if (request.force && error instanceof DnetError && error.code === 'NETWORK_NOT_FOUND') return missing
          throw error
        }
        const disconnected = steps.flatMap((step) => (step.do === 'disconnect' ? [step.container] : []))
        return {network, disconnected, missing: false}
      },
    }
    if (told.ingress) ingress.add(part)
    return part
  })
  return {
    parts,
    ingress,
    findings,
    unseen: [],
    settled: seen.known && request.disconnect ? ofGoneNetworks(seen.value, remembered) : [],
  }
}

/** Without the containers, the networks alone show which exist, and which is the routing mesh. */
async function lookFor(
  engine: Engine,
  {networks, disconnect}: RemoveRequest,
  wanted: boolean,
): Promise<{seen: Looked; findings: Finding[]}> {
  if (disconnect) return {seen: {known: true, value: await engine.observe(around(networks, []))}, findings: []}
  const full = wanted ? await look(engine, {networkDetails: mayBeMeant(networks), containers: true}) : undefined
  const seen = full?.known ? full : await look(engine, {})
  return {seen, findings: full ? unchecked(`what is on ${networks.join(', ')}`, full) : []}
}

/** What earlier runs saved for networks that no longer exist. */
const ofGoneNetworks = (host: Host, remembered: readonly Remembered[]): Remembered[] =>
  planRepairs(host, remembered, []).settled.filter(({networkId}) => !findNetwork(host.networks, networkId))

/**
 * Disconnects everything from a network, then removes it. Each endpoint is in the journal until the network is gone: if
 * the engine keeps the network after all, the containers are reconnected, including those of an earlier run that was
 * killed. After a kill, running it again continues.
 * @throws DnetError the refusal that ended it; INTERRUPTED between two calls, with everything reconnected
 */
async function removeWithAll(
  engine: Engine,
  {network, operations, remembered}: Removal,
  earlier: readonly Remembered[],
  surroundings: Around,
  progress: Progress,
): Promise<void> {
  const {journal, signal} = surroundings
  const before = earlier.filter(({networkId}) => networkId === network.id)
  const all = new Map([...before, ...remembered].map((entry) => [entry.containerId, entry]))
  for (const entry of remembered) await journal.begin(entry, 'remove')
  try {
    for (const operation of operations) {
      if (signal.aborted) throw signal.reason
      await disconnectOrRemove(engine, operation, network.id)
      progress.did(operation)
    }
  } catch (error) {
    if (error instanceof DnetError && error.code !== 'UNREACHABLE') {
      if (await putBack(engine, [...all.values()], surroundings)) progress.undid(operations)
    }
    throw error
  }
  for (const {containerId} of all.values()) await journal.end(containerId, network.id)
}

/** A container that has left the network by itself, or was removed, counts as disconnected. */
async function disconnectOrRemove(engine: Engine, operation: Operation, networkId: string): Promise<void> {
  try {
    await engine.execute(operation)
  } catch (error) {
    if (operation.do !== 'disconnect' || !(error instanceof DnetError) || error.code === 'UNREACHABLE') throw error
    const host = await engine.observe({containers: true})
    const container = findContainer(containersOf(host), operation.container)
    const network = host.networks.find(({id}) => id === networkId)
    if (container && network && endpointOn(container, network)) throw error
  }
}

/**
 * Interrupts no longer count here: this restores the state after an interrupted removal.
 * @returns whether every container could be reconnected
 */
async function putBack(engine: Engine, entries: readonly Remembered[], {journal, note}: Around): Promise<boolean> {
  let all = true
  for (const {containerId, networkId, container, network, had: endpoint} of entries) {
    try {
      await engine.execute({do: 'connect', network: networkId, container: containerId, endpoint, because: ''}, THROUGH)
      note(`reconnected container "${container}" to "${network}"`)
    } catch (error) {
      if (!(error instanceof DnetError)) throw error
      const settled = ['ENDPOINT_EXISTS', 'CONTAINER_NOT_FOUND', 'NETWORK_NOT_FOUND'].includes(error.code)
      if (!settled) {
        note(`Warning: container "${container}" could not be reconnected to "${network}": ${error.message}`)
        all = false
        continue
      }
    }
    await journal.end(containerId, networkId)
  }
  return all
}
