import type {Container} from '../model/container.js'
import type {Host, Network} from '../model/host.js'
import type {HostLink} from '../model/host-link.js'
import type {Known} from '../model/known.js'
import type {Filters, Operation, OutcomeOf} from '../plan/operation.js'

/** Which parts of the picture a command needs: what it does not ask for costs no call. */
export interface Needs {
  /** Only the networks that the engine's own filters let through. */
  readonly networkFilters?: Filters
  /** Each network's own inspect, or that of the networks meant: one call a network, at most 8 at a time. */
  readonly networkDetails?: boolean | ((network: Network) => boolean)
  /** The engine's own count of addresses in use, where it has one (API 1.52): one call a network then, else none. */
  readonly addressUse?: boolean
  /** All containers, stopped ones too: one call. */
  readonly containers?: boolean
  /**
   * Each container's own inspect, that of those that are down (`isDown`), or that of those meant: one call each, at most 8 at a
   * time. Asks for the containers too.
   */
  readonly containerDetails?: boolean | 'stopped' | ((container: Container) => boolean)
  /** The engine's pools, and the addresses of its machine where that is this one: one call. */
  readonly addressSpace?: boolean
  /** The engine's newest API version, Swarm's published ports, and the listeners of its machine where that is this one. */
  readonly publishing?: boolean
}

/** The things that a need asks the details of, as a test. */
export const isNeeded = <T>(need: boolean | ((thing: T) => boolean) | undefined): ((thing: T) => boolean) =>
  typeof need === 'function' ? need : () => need === true

/** Who watches the changes that an engine makes. */
export interface Watch {
  /** Once aborted, no further change is begun; one that is under way is waited for, as nobody could tell its outcome. */
  readonly signal?: AbortSignal
  /** Told of each change that was made. */
  readonly done?: (operation: Operation) => void
}

/** The one seam between dnet and a container engine. */
export interface Engine {
  /** The API version in use, such as "1.41". */
  readonly apiVersion: string
  /** The picture as of now, with the containers and the details that are needed. @throws DnetError UNREACHABLE, ENGINE_REFUSED, UNSUPPORTED */
  observe(needs: Needs): Promise<Host>
  /**
   * Makes one change.
   * @param signal ends the call in place of the command's own; one that never does sees it through an interrupt
   * @throws DnetError with the code of the engine's refusal and its own sentence
   */
  execute<O extends Operation>(operation: O, signal?: AbortSignal): Promise<OutcomeOf<O>>
  /**
   * The engine's JSON for one network, byte for byte.
   * @param name a full id, a name or the beginning of an id
   * @throws DnetError NETWORK_NOT_FOUND, NAME_AMBIGUOUS
   */
  rawNetwork(name: string, options: {readonly verbose: boolean}): Promise<string>
  /** The virtual interfaces of the engine's machine, and which of these containers has their other end. */
  hostLinks(containers: readonly Container[]): Known<readonly HostLink[]>
  /** One turn for each thing that happens to a network or a container, until the engine ends it. @throws DnetError UNREACHABLE */
  changes(): AsyncIterable<void>
  /** Ends what keeps the process alive. */
  close(): void
}
