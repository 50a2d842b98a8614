import type {MachineAddresses} from '../model/address-space.js'
import type {Container} from '../model/container.js'
import type {HostsEntry} from '../model/endpoints/hosts-file.js'
import type {Host, Network} from '../model/host.js'
import type {HostLink} from '../model/host-link.js'
import type {Known} from '../model/known.js'
import type {Operation, OutcomeOf} from '../plan/operation.js'
import type {Filters} from '../spec/filters.js'

/** Which parts of the host's state a command needs: what it does not ask for costs no call. */
export interface Needs {
  /** Only the networks that match these filters of the engine. */
  readonly networkFilters?: Filters
  /**
   * The inspect result of each network, of those that the containers with details are on, or of the selected ones: one
   * call per network, at most 8 at a time.
   */
  readonly networkDetails?: boolean | 'joined' | ((network: Network) => boolean)
  /** The engine's count of addresses in use, if it has one (API 1.52): then one call per network, else none. */
  readonly addressUse?: boolean
  /** All containers, stopped ones too: one call. */
  readonly containers?: boolean
  /**
   * The inspect result of each container, of those that are down (`isDown`), or of the selected ones: one call each, at
   * most 8 at a time. Implies `containers`.
   */
  readonly containerDetails?: boolean | 'stopped' | ((container: Container) => boolean)
  /** The engine's pools, and the addresses of its machine if it runs on this one: one call. */
  readonly addressSpace?: boolean
  /**
   * The engine's newest API version, Swarm's published ports, and the listeners of its machine if it runs on this one.
   */
  readonly publishing?: boolean
}

/** A predicate for the things whose details a need asks for. */
export const isNeeded = <T>(need: boolean | ((thing: T) => boolean) | undefined): ((thing: T) => boolean) =>
  typeof need === 'function' ? need : () => need === true

/** A predicate for the networks that one of the containers with details is on. */
export function isJoined(containers: Known<readonly Container[]>): (network: Network) => boolean {
  const looked = containers.known ? containers.value.filter(({details}) => details.known) : []
  const ids = new Set(looked.flatMap(({endpoints}) => endpoints.map(({networkId}) => networkId)))
  return ({id}) => ids.has(id)
}

/** The one seam between dnet and a container engine. */
export interface Engine {
  /** The API version in use, such as "1.41". */
  readonly apiVersion: string
  /**
   * The current state, with the containers and the details that are needed.
   * @throws DnetError UNREACHABLE, ENGINE_REFUSED, UNSUPPORTED
   */
  observe(needs: Needs): Promise<Host>
  /**
   * Makes one change.
   * @param signal aborts the call, instead of the command's signal; with one that never aborts, the call is completed
   * even if the command is interrupted
   * @throws DnetError with the code of the engine's refusal and the engine's sentence
   */
  execute<O extends Operation>(operation: O, signal?: AbortSignal): Promise<OutcomeOf<O>>
  /**
   * The engine's JSON for one network, byte for byte.
   * @param name a full id, a name or the beginning of an id
   * @throws DnetError NETWORK_NOT_FOUND, NAME_AMBIGUOUS
   */
  rawNetwork(name: string, options: {readonly verbose: boolean}): Promise<string>
  /** The virtual interfaces of the engine's machine, each with the container that has its other end. */
  hostLinks(containers: readonly Container[]): Known<readonly HostLink[]>
  /** The addresses and resolvers of the engine's machine; asks the engine nothing. */
  machine(): MachineAddresses
  /** What the hosts file of a container contains now; unknown if it does not run. */
  hostsFile(container: Container): Promise<Known<readonly HostsEntry[]>>
  /**
   * Yields once for each event of a network or a container, until the engine ends the stream.
   * @throws DnetError UNREACHABLE
   */
  changes(): AsyncIterable<void>
  /** Closes everything that keeps the process alive. */
  close(): void
}
