import {DnetError} from '../../errors.js'
import type {Container, Endpoint} from '../../model/container.js'
import {findContainer} from '../../model/find.js'
import type {Host, Network} from '../../model/host.js'

/** Networks that the engine makes itself and that have no names of their own: Docker's three, and Podman's default. */
const PREDEFINED = new Set(['bridge', 'host', 'none', 'podman'])

/** The container a word means. @throws DnetError CONTAINER_NOT_FOUND, NAME_AMBIGUOUS */
export function containerNamed(host: Host, word: string): Container {
  const found = host.containers.known ? findContainer(host.containers.value, word) : undefined
  if (!found)
    throw new DnetError('CONTAINER_NOT_FOUND', `container "${word}" not found`, 'see what there is: docker ps --all')
  return found
}

/** `TARGET[:ALIAS]`: the alias is the target's own word where none is given. @throws DnetError USAGE */
export function readTarget(text: string): {readonly target: string; readonly alias: string} {
  const [target = '', alias = '', ...rest] = text.split(':')
  if (target === '' || rest.length > 0 || (text.includes(':') && alias === ''))
    throw new DnetError('USAGE', `bad link target "${text}"`, 'write TARGET or TARGET:ALIAS')
  return {target, alias}
}

/** Refuses a container that the engine connects to no network. @throws DnetError CONFLICT with the reason */
export function refuseUnlinkable(container: Container, containers: readonly Container[]): void {
  const {name, networkMode} = container
  const fail = (why: string, hint: string): DnetError =>
    new DnetError('CONFLICT', `container "${name}" cannot be linked: ${why}`, hint)
  if (networkMode === 'host')
    throw fail("it uses the host's own network", 'create it anew with --network NETWORK instead of --network host')
  if (networkMode.startsWith('container:')) {
    const owner = findContainer(containers, networkMode.slice('container:'.length))
    const who = owner ? `"${owner.name}"` : 'another container'
    throw fail(`it shares the sandbox of ${who}`, owner ? `link that one: dnet link ${owner.name} …` : 'create it anew')
  }
  if (container.endpoints.some(({networkName}) => networkName === 'none'))
    throw fail('it has no network at all (mode none)', `take it off first: dnet disconnect none ${name}`)
}

/** Reports whether containers on a network find each other by name, and can be put on it by hand. */
export function givesNames(network: Network): boolean {
  if (PREDEFINED.has(network.name) || network.ingress || network.configOnly) return false
  if (network.driver === 'null' || network.driver === 'host') return false
  return network.scope !== 'swarm' || network.attachable
}

/** Every name by which others on the network reach the container there; engines before 25.0 do not list them. */
export function namesOn(endpoint: Endpoint, container: Container): string[] {
  const named = endpoint.names.known ? endpoint.names.value : {aliases: [], dnsNames: []}
  const hostname = container.details.known ? [container.details.value.hostname] : []
  const all = [container.name, ...named.aliases, ...named.dnsNames, container.id.slice(0, 12), ...hostname]
  return [...new Set(all.filter((name) => name !== ''))]
}

/** `target:alias` apart; a link without an alias is reached by the target's own name. */
export function readLink(link: string): {readonly target: string; readonly alias: string} {
  const [target = '', alias = target] = link.split(':')
  return {target, alias}
}
