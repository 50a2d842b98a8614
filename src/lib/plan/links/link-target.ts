import {DnetError} from '../../errors.js'
import type {Container} from '../../model/container.js'
import {hasDns} from '../../model/endpoints/names.js'
import {findContainer} from '../../model/find.js'
import type {Network} from '../../model/host.js'
import {toPaste} from '../../shell-words.js'

/** `TARGET[:ALIAS]`; without an alias, `alias` is ''. @throws DnetError USAGE */
export function readTarget(text: string): {readonly target: string; readonly alias: string} {
  const [target = '', alias = '', ...rest] = text.split(':')
  if (target === '' || rest.length > 0 || (text.includes(':') && alias === ''))
    throw new DnetError('USAGE', `invalid link target "${text}"`, 'write TARGET or TARGET:ALIAS')
  return {target, alias}
}

/** Refuses a container that the engine cannot connect to a network. @throws DnetError CONFLICT with the reason */
export function refuseUnlinkable(container: Container, containers: readonly Container[]): void {
  const {name, networkMode} = container
  const fail = (why: string, hint: string): DnetError =>
    new DnetError('CONFLICT', `container "${name}" cannot be linked: ${why}`, hint)
  if (networkMode === 'host')
    throw fail("it uses the host's network", 'recreate it with --network NETWORK instead of --network host')
  if (networkMode.startsWith('container:')) {
    const owner = findContainer(containers, networkMode.slice('container:'.length))
    const who = owner ? `"${owner.name}"` : 'another container'
    throw fail(
      `it shares the sandbox of ${who}`,
      owner ? toPaste`link that container instead: dnet link ${owner.name} TARGET` : 'recreate it',
    )
  }
  if (container.endpoints.some(({networkName}) => networkName === 'none'))
    throw fail('it has no network (mode none)', toPaste`first run: dnet disconnect none ${name}`)
}

/** Reports whether containers can be connected to a network, and can resolve each other's names there. */
export const takesLinks = (network: Network): boolean =>
  hasDns(network) && !network.ingress && !network.configOnly && (network.scope !== 'swarm' || network.attachable)
