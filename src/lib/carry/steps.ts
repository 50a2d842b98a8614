import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import type {Endpoint} from '../model/container.js'
import {findContainer} from '../model/find.js'
import {needed} from '../model/known.js'
import type {Operation} from '../plan/operation.js'
import type {Reconnect, Remembered, Step} from '../plan/step.js'
import type {EndpointSpec} from '../spec/network-spec.js'
import type {Around, Progress} from './change.js'

/** A signal that is never aborted. */
export const THROUGH = new AbortController().signal

/**
 * Carries out steps one after the other, stopping at the first failure. An endpoint that is replaced is in the journal
 * from before its disconnection until it is back; if the new one is refused, the old one is restored.
 * @throws DnetError as `Engine.execute`, INTERRUPTED between two steps
 */
async function carrySteps(
  engine: Engine,
  steps: readonly Step[],
  around: Around,
  {did}: Pick<Progress, 'did'>,
): Promise<void> {
  for (const step of steps) {
    if (around.signal.aborted) throw around.signal.reason
    if (step.do === 'reconnect') await reconnect(engine, step, around)
    else if (step.do === 'connect') await connectAgain(engine, step, around)
    else await engine.execute(step)
    did(step)
  }
}

/**
 * Carries out steps that only make sense together: if one fails, the networks and connections that those before it made
 * are removed again, the last one first. What cannot be undone is noted, and stays.
 * @throws DnetError as {@link carrySteps}; an interrupt, or an engine that is gone, undoes nothing
 */
export async function carryTogether(
  engine: Engine,
  steps: readonly Step[],
  around: Around,
  {did, undid}: Progress,
): Promise<void> {
  const done: Step[] = []
  try {
    await carrySteps(engine, steps, around, {
      did: (step) => {
        done.unshift(step)
        did(step)
      },
    })
  } catch (error) {
    if (!(error instanceof DnetError) || ['UNREACHABLE', 'INTERRUPTED'].includes(error.code)) throw error
    for (const step of done) {
      const inverse = inverseOf(step)
      if (!inverse) continue
      try {
        await engine.execute(inverse, THROUGH)
        undid([step])
      } catch (cause) {
        if (!(cause instanceof DnetError)) throw cause
        around.note(`Warning: network "${inverse.network}" could not be left as it was: ${cause.message}`)
      }
    }
    throw error
  }
}

function inverseOf(step: Step): (Operation & {do: 'disconnect' | 'remove-network'}) | undefined {
  if (step.do === 'create-network') return {do: 'remove-network', network: step.spec.name, because: ''}
  if (step.do !== 'connect') return undefined
  return {do: 'disconnect', network: step.network, container: step.container, force: false, because: ''}
}

/**
 * Makes changes one after the other, stopping at the first failure.
 * @throws DnetError as `Engine.execute`, INTERRUPTED
 */
export async function execute(
  engine: Engine,
  operations: readonly Operation[],
  {signal}: Pick<Around, 'signal'>,
  {did}: Pick<Progress, 'did'>,
): Promise<void> {
  for (const operation of operations) {
    if (signal.aborted) throw signal.reason
    await engine.execute(operation)
    did(operation)
  }
}

/** An interrupt waits until the endpoint is back. */
async function reconnect(engine: Engine, step: Reconnect, around: Around): Promise<void> {
  const {container, network, containerId, networkId} = step
  const remembered: Remembered = {containerId, container, networkId, network, had: step.had}
  await around.journal.begin(remembered, 'reconnect')
  try {
    await engine.execute(
      {do: 'disconnect', network: networkId, container: containerId, force: false, because: ''},
      THROUGH,
    )
  } catch (error) {
    // After a run that was killed while the engine worked, the endpoint may be gone in the meantime.
    if (await endpointOf(engine, step)) {
      await around.journal.end(containerId, networkId)
      throw error
    }
  }
  await putOn(engine, step, around)
  await around.journal.end(containerId, networkId)
}

/** Connects with the wanted endpoint, else with the old one. @throws DnetError the refusal of the wanted one */
async function putOn(engine: Engine, step: Reconnect, around: Around): Promise<void> {
  try {
    await connectKeeping(engine, step, step.wanted, around)
  } catch (error) {
    if (!(error instanceof DnetError) || error.code === 'UNREACHABLE') throw error
    if (await endpointOf(engine, step)) return
    await connectKeeping(engine, step, step.had, around)
    await around.journal.end(step.containerId, step.networkId)
    throw error
  }
}

/** An address requested only to keep it is given up if the engine refuses it: the endpoint matters more. */
async function connectKeeping(engine: Engine, step: Reconnect, endpoint: EndpointSpec, {note}: Around): Promise<void> {
  const {containerId: container, networkId: network} = step
  try {
    await engine.execute({do: 'connect', network, container, endpoint, because: ''}, THROUGH)
  } catch (error) {
    if (!step.pinned || !(error instanceof DnetError) || error.code === 'UNREACHABLE') throw error
    await engine.execute(
      {do: 'connect', network, container, endpoint: {...endpoint, ipv4: '', ipv6: ''}, because: ''},
      THROUGH,
    )
    note(`the engine refused to give "${step.container}" its old address on "${step.network}": ${error.message}`)
  }
}

/** If an earlier run requested the connection just before it was killed, its existence is not an error. */
async function connectAgain(engine: Engine, step: Operation & {do: 'connect'}, {journal}: Around): Promise<void> {
  const past = (await journal.left('reconnect')).find(
    ({container, network}) => container === step.container && network === step.network,
  )
  try {
    await engine.execute(step)
  } catch (error) {
    const raced = past && error instanceof DnetError && error.code === 'ENDPOINT_EXISTS'
    if (!raced) throw error
  }
  if (past) await journal.end(past.containerId, past.networkId)
}

async function endpointOf(engine: Engine, {containerId, networkId}: Reconnect): Promise<Endpoint | undefined> {
  const {containers} = await engine.observe({containers: true})
  const container = findContainer(needed(containers, 'containers'), containerId)
  return container?.endpoints.find((endpoint) => endpoint.networkId === networkId)
}
