import type {ComposeNetwork} from '../../compose/project.js'
import type {Place} from '../../compose/yaml/tree.js'
import type {Network} from '../../model/host.js'

/** Why `docker compose up` fails, or may fail, at a network of a project or at a container's address there. */
export interface ComposeObstacle {
  /** The network's name in the engine. */
  readonly network: string
  /** The service whose address it is about; '' for the network itself. */
  readonly service: string
  /** `file:line`. */
  readonly at: string
  /** `unknown`: it depends on what Compose and the engine do first. */
  readonly verdict: 'blocked' | 'unknown'
  readonly reason: string
  /** A line to paste or a thing to do; '' if there is none. */
  readonly hint: string
}

/** A network as it is once Compose has begun, and where the project says so. */
export interface ProjectNetwork {
  readonly written: ComposeNetwork
  /** The one that is there, or as it is planned. */
  readonly network: Network
  /** Whether Compose creates it, perhaps in the place of one that differs. */
  readonly isNew: boolean
}

export const placeText = ({file, line}: Place): string => `${file}:${line}`
