import {assertNever, DnetError} from '../errors.js'
import type {Host} from '../model/host.js'
import type {Operation, OutcomeOf} from '../plan/operation.js'
import type {Connection} from './connection.js'
import type {Engine, Needs} from './engine.js'
import {connectBody, createBody, encodeFilters} from './to-api.js'
import {type NetworkJson, toNetworks} from './to-host.js'

/** A Docker Engine, or what speaks its API. */
export class DockerEngine implements Engine {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async observe(needs: Needs): Promise<Host> {
    const query = encodeFilters(needs.networkFilters ?? {})
    const list = await this.#connection.callJson({method: 'GET', path: '/networks', query})
    return {
      engine: {apiVersion: this.#connection.apiVersion},
      networks: toNetworks(list as readonly NetworkJson[]),
    }
  }

  async execute<O extends Operation>(operation: O): Promise<OutcomeOf<O>> {
    return (await this.#change(operation)) as OutcomeOf<O>
  }

  async rawNetwork(name: string, {verbose}: {readonly verbose: boolean}): Promise<string> {
    const path = networkPath(name)
    return (await this.#connection.call({method: 'GET', path, query: verbose ? {verbose: 'true'} : {}})).toString()
  }

  close(): void {
    this.#connection.close()
  }

  async #change(operation: Operation): Promise<OutcomeOf<Operation>> {
    const {callJson, call} = this.#connection
    switch (operation.do) {
      case 'create-network': {
        const body = createBody(operation.spec, versionBefore(this.#connection.apiVersion, '1.44'))
        const made = (await callJson({method: 'POST', path: '/networks/create', body})) as {
          Id: string
          Warning?: string
        }
        return {id: made.Id, warning: made.Warning ?? ''}
      }
      case 'connect': {
        const body = connectBody(containerName(operation.container), operation.endpoint)
        await call({method: 'POST', path: `${networkPath(operation.network)}/connect`, body})
        return undefined
      }
      case 'disconnect': {
        const body = {Container: containerName(operation.container), Force: operation.force}
        await call({method: 'POST', path: `${networkPath(operation.network)}/disconnect`, body})
        return undefined
      }
      case 'remove-network':
        await call({method: 'DELETE', path: networkPath(operation.network)})
        return undefined
      case 'prune-networks': {
        const query = encodeFilters(operation.filters)
        const pruned = await callJson({method: 'POST', path: '/networks/prune', query})
        return {deleted: (pruned as {NetworksDeleted?: string[] | null}).NetworksDeleted ?? []}
      }
      default:
        return assertNever(operation)
    }
  }
}

/** Reports whether API version `a` is older than `b`; both are such as "1.41". */
export function versionBefore(a: string, b: string): boolean {
  const [major = 0, minor = 0] = a.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = b.split('.').map(Number)
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

/** An empty name would make the request another one (`/networks/`): the Docker CLI refuses it too. */
function networkPath(name: string): string {
  return `/networks/${named('network', name)}`
}

const containerName = (name: string): string => named('container', name)

function named(kind: 'network' | 'container', name: string): string {
  const trimmed = name.trim()
  if (trimmed === '')
    throw new DnetError('USAGE', `invalid ${kind} name or ID: value is empty`, `give the ${kind}'s name`)
  return trimmed
}
