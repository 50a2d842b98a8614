import type {EndpointSpec} from '../spec/network-spec.js'
import type {Operation} from './operation.js'

/**
 * An endpoint taken away and made anew, because the engine cannot change one in place. Between its two calls the
 * container is off the network: what carries it out writes down first what the endpoint had.
 */
export interface Reconnect {
  readonly do: 'reconnect'
  readonly containerId: string
  readonly container: string
  readonly networkId: string
  readonly network: string
  /** The endpoint before, with the addresses it is to keep. */
  readonly had: EndpointSpec
  readonly wanted: EndpointSpec
  /** Whether addresses are asked for only to keep those the engine had chosen: they may change where it refuses them. */
  readonly pinned: boolean
  readonly because: string
}

/** What a plan is made of. */
export type Step = Operation | Reconnect

/** What an endpoint had when a reconnect that did not end took it away. */
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
