import type {EndpointSpec} from '../spec/network-spec.js'
import type {Operation} from './operation.js'

/**
 * An endpoint removed and created again, because the engine cannot change one in place. Between the two calls the
 * container is off the network: the endpoint's settings are saved first.
 */
export interface Reconnect {
  readonly do: 'reconnect'
  readonly containerId: string
  readonly container: string
  readonly networkId: string
  readonly network: string
  /** The endpoint before, with the addresses to keep. */
  readonly had: EndpointSpec
  readonly wanted: EndpointSpec
  /** Whether addresses are requested only to keep those the engine had chosen: they may change if it refuses them. */
  readonly pinned: boolean
  readonly because: string
}

/** What a plan is made of. */
export type Step = Operation | Reconnect

/** An endpoint's settings, saved before it was removed, to restore it after an unfinished run. */
export interface Remembered {
  readonly containerId: string
  readonly container: string
  readonly networkId: string
  readonly network: string
  readonly had: EndpointSpec
}

/** The API calls of a step, in order. */
export function operationsOf(step: Step): Operation[] {
  if (step.do !== 'reconnect') return [step]
  const {network, container, wanted: endpoint, because} = step
  return [
    {do: 'disconnect', network, container, force: false, because},
    {do: 'connect', network, container, endpoint, because},
  ]
}
