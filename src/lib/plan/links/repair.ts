import {endpointOn} from '../../model/endpoints/members.js'
import {findContainer, findNetwork} from '../../model/find.js'
import {containersOf, type Host} from '../../model/host.js'
import type {Remembered, Step} from '../step.js'

interface Repairs {
  readonly steps: readonly Step[]
  /** Entries that need nothing more: the endpoint exists, or its network is gone. */
  readonly settled: readonly Remembered[]
}

/**
 * How to restore endpoints that an earlier run disconnected and did not reconnect. An entry whose container does not
 * exist here belongs to another engine, and stays.
 * @param plan steps that follow, and that may restore some themselves
 */
export function planRepairs(host: Host, remembered: readonly Remembered[], plan: readonly Step[]): Repairs {
  const containers = containersOf(host)
  const steps: Step[] = []
  const settled: Remembered[] = []
  for (const entry of remembered) {
    const container = findContainer(containers, entry.containerId)
    if (!container) continue
    const network = findNetwork(host.networks, entry.networkId)
    const there = network && endpointOn(container, network)
    if (!network || there) settled.push(entry)
    else if (!plan.some((step) => step.do === 'connect' && puts(step, container.name, network.name)))
      steps.push({
        do: 'connect',
        network: network.name,
        container: container.name,
        endpoint: entry.had,
        because: 'an earlier run was stopped before it reconnected the container',
      })
  }
  return {steps, settled}
}

const puts = (step: Step & {do: 'connect'}, container: string, network: string): boolean =>
  step.container === container && step.network === network
