import type {Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'

/** What could not be seen of a host's ports, one sentence each. */
export function unseenPorts({containers, publishing}: Host): string[] {
  const unseen: string[] = []
  if (!containers.known) unseen.push(`containers not seen: ${containers.why}`)
  else if (containers.value.some((container) => isDown(container) && !container.details.known))
    unseen.push('ports of stopped containers not seen: they were not inspected')
  if (!publishing.known) return [...unseen, `host processes and services not seen: ${publishing.why}`]
  const {listeners, services} = publishing.value
  if (!listeners.known) unseen.push(`host processes not seen: ${listeners.why}`)
  if (!services.known) unseen.push(`Swarm services not seen: ${services.why}`)
  return unseen
}
