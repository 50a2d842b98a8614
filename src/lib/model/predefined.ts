import type {Host, Network} from './host.js'

/** moby v28.2.2 runconfig/hostconfig_unix.go and daemon/network.go: "default" is another name for "bridge". */
const OF_DOCKER = ['bridge', 'host', 'none', 'default']

/**
 * Podman's default network has this id on every machine: the SHA-256 of its name (containers/common libnetwork/types).
 * It is called "podman", but the list of networks calls it "bridge", like Docker's; Podman accepts either name.
 */
export const OF_PODMAN = {
  id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9',
  name: 'podman',
  listedAs: 'bridge',
} as const

/** By the list of networks: it is asked for each container, and looks at each network. */
const ofPodman = new WeakMap<readonly Network[], boolean>()

/** Reports whether the engine is Podman, which always has its default network. */
export function isPodman({networks}: Pick<Host, 'networks'>): boolean {
  const known = ofPodman.get(networks)
  if (known !== undefined) return known
  const is = networks.some(({id}) => id === OF_PODMAN.id)
  ofPodman.set(networks, is)
  return is
}

/**
 * Reports whether the engine itself defines the network: it cannot be removed, and Docker DNS is not available on it. A
 * Docker network that a user has named "podman" is not predefined.
 */
export const isPredefined = ({id, name}: Pick<Network, 'id' | 'name'>): boolean =>
  OF_DOCKER.includes(name) || id === OF_PODMAN.id
