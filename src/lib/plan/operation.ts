import type {Filters} from '../spec/filters.js'
import type {EndpointSpec, NetworkSpec} from '../spec/network-spec.js'

/**
 * A change as a value: one operation is one call of the Engine API. Planners return operations, dry runs print them,
 * the engine and the simulation execute them.
 */
export type Operation =
  | {readonly do: 'create-network'; readonly spec: NetworkSpec; readonly because: string}
  | {
      readonly do: 'connect'
      readonly network: string
      readonly container: string
      readonly endpoint: EndpointSpec
      readonly because: string
    }
  | {
      readonly do: 'disconnect'
      readonly network: string
      readonly container: string
      readonly force: boolean
      readonly because: string
    }
  | {readonly do: 'remove-network'; readonly network: string; readonly because: string}
  | {readonly do: 'prune-networks'; readonly filters: Filters; readonly because: string}

/** The result of an operation of type O. */
export type OutcomeOf<O extends Operation> = O extends {do: 'create-network'}
  ? {readonly id: string; readonly warning: string}
  : O extends {do: 'prune-networks'}
    ? {readonly deleted: readonly string[]}
    : undefined
