import type {Host} from '../../model/host.js'
import {isDown} from '../../model/is-down.js'

/** What of a host's ports could not be seen, one sentence each. */
export function unseenPorts({containers, publishing}: Host): string[] {
  const unseen: string[] = []
  if (!containers.known) unseen.push(`containers not seen: ${containers.why}`)
  else if (containers.value.some((container) => isDown(container) && !container.details.known))
    unseen.push('the wishes of stopped containers were not looked at')
  if (!publishing.known) return [...unseen, `processes and services not seen: ${publishing.why}`]
  const {listeners, services} = publishing.value
  if (!listeners.known) unseen.push(`processes of the host not seen: ${listeners.why}`)
  if (!services.known) unseen.push(`Swarm services not seen: ${services.why}`)
  return unseen
}
