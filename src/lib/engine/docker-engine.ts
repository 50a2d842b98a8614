import {assertNever, DnetError} from '../errors.js'
import {absent, arrayOf, type Reader} from '../json-reader.js'
import type {AddressSpace, MachineAddresses} from '../model/address-space.js'
import {apiAtLeast} from '../model/api-version.js'
import type {Container} from '../model/container.js'
import {type HostsEntry, parseHosts} from '../model/endpoints/hosts-file.js'
import type {Host, Network} from '../model/host.js'
import type {HostLink} from '../model/host-link.js'
import {isDown} from '../model/is-down.js'
import {type Known, known, unknown, whenKnown} from '../model/known.js'
import type {PublishingFacts} from '../model/ports.js'
import type {Operation, OutcomeOf} from '../plan/operation.js'
import {type Engine, isJoined, isNeeded, type Needs} from './engine.js'
import {inParallel} from './in-parallel.js'
import {isGone} from './is-gone.js'
import {readHostLinks} from './machine/host-links.js'
import {machineElsewhere, readThisMachine} from './machine/machine.js'
import {readPublishing} from './machine/publishing.js'
import type {Connection} from './reach/connection.js'
import type {EngineAddress} from './reach/engine-address.js'
import {
  containerAnswer,
  containerDetailsAnswer,
  createdAnswer,
  infoAnswer,
  networkAnswer,
  networkDetailsAnswer,
  prunedAnswer,
} from './read/answers.js'
import {checked} from './read/checked.js'
import {withAddressUse} from './read/counted-networks.js'
import {withoutRefused} from './read/refused-connections.js'
import {firstFileOf} from './read/tar.js'
import {toAddressSpace} from './read/to-address-space.js'
import {connectBody, createBody, encodeFilters} from './read/to-api.js'
import {toContainers} from './read/to-container.js'
import {toDetailedNetwork, toNetworks} from './read/to-host.js'
import {seen} from './seen.js'

/** Inspect calls in flight at a time: enough to hide the round trip, few enough for a busy engine. */
const AT_ONCE = 8

/** Health checks run in containers all the time and change nothing. */
const EXEC = /^[^\n]*"Action":"exec_[^\n]*\n$/

/** A Docker Engine, or anything else that speaks its API. */
export class DockerEngine implements Engine {
  readonly #connection: Connection
  readonly #signal: AbortSignal | undefined

  /**
   * @param signal once aborted, no further change is begun; one that is under way is awaited, as its outcome would
   * otherwise be unknown
   */
  constructor(connection: Connection, signal?: AbortSignal) {
    this.#connection = connection
    this.#signal = signal
  }

  get apiVersion(): string {
    return this.#connection.apiVersion
  }

  async observe(needs: Needs): Promise<Host> {
    const asked = this.#containers(needs)
    const [networks, containers, addressSpace, publishing] = await Promise.all([
      this.#networks(needs, asked),
      asked,
      this.#addressSpace(needs),
      this.#publishing(needs),
    ])
    const counted = needs.addressUse ? await withAddressUse(this.#connection, networks) : networks
    const own = whenKnown(containers, (all) => all.map((container) => withoutRefused(container, networks)))
    return {engine: {apiVersion: this.apiVersion}, networks: counted, containers: own, addressSpace, publishing}
  }

  async #networks(needs: Needs, containers: Promise<Known<readonly Container[]>>): Promise<readonly Network[]> {
    const query = encodeFilters(needs.networkFilters ?? {})
    const networks = toNetworks(await this.#list('/networks', networkAnswer, query))
    const need = needs.networkDetails
    const wanted = need === 'joined' ? isJoined(await containers) : isNeeded(need)
    const detailed = await inParallel(networks, AT_ONCE, async (network): Promise<Network | undefined> => {
      if (!wanted(network)) return network
      // Only a Swarm network has more to show: its services.
      const query: Record<string, string> = network.scope === 'swarm' ? {verbose: 'true'} : {}
      const answer = await this.#getUnlessGone(`/networks/${network.id}`, networkDetailsAnswer, query)
      return answer && toDetailedNetwork(answer)
    })
    return detailed.filter((network) => network !== undefined)
  }

  async #containers(needs: Needs): Promise<Known<readonly Container[]>> {
    if (!needs.containers && !needs.containerDetails) return unknown('not asked for')
    const list = await this.#list('/containers/json', containerAnswer, {all: '1'})
    const plain = toContainers(list, new Map())
    const need = needs.containerDetails
    if (!need) return known(plain)
    const wanted = plain.filter(need === 'stopped' ? isDown : isNeeded(need))
    const details = await inParallel(wanted, AT_ONCE, ({id}) =>
      this.#getUnlessGone(`/containers/${id}/json`, containerDetailsAnswer),
    )
    const byId = new Map(wanted.map(({id}, i) => [id, details[i]]))
    return known(
      toContainers(
        list.filter(({Id}) => !byId.has(Id) || byId.get(Id)),
        byId,
      ),
    )
  }

  async #publishing(needs: Needs): Promise<Known<PublishingFacts>> {
    if (!needs.publishing) return unknown('not asked for')
    const {target, engineApiVersion} = this.#connection
    const calls = {
      object: <T>(path: string, read: Reader<T>) => this.#object(path, read),
      list: <T>(path: string, read: Reader<T>) => this.#list(path, read),
    }
    return known(await readPublishing(calls, engineApiVersion, isHere(target)))
  }

  async #addressSpace(needs: Needs): Promise<Known<AddressSpace>> {
    if (!needs.addressSpace) return unknown('not asked for')
    return known(toAddressSpace(await this.#object('/info', infoAnswer), this.machine()))
  }

  /** @throws DnetError UNREACHABLE if the answer is not such a list */
  async #list<T>(path: string, read: Reader<T>, query: Readonly<Record<string, string>> = {}): Promise<readonly T[]> {
    // Go writes an empty list that was never made as null, and reads it as an empty one.
    const all = await this.#checked({method: 'GET', path, query}, absent(arrayOf(read)))
    return all ?? []
  }

  /** @throws DnetError UNREACHABLE if the answer is not such an object */
  #object<T>(path: string, read: Reader<T>, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.#checked({method: 'GET', path, query}, read)
  }

  async #checked<T>(asked: Parameters<Connection['callJson']>[0], read: Reader<T>): Promise<T> {
    return checked(
      this.#connection.target,
      `${asked.method} ${asked.path}`,
      await this.#connection.callJson(asked),
      read,
    )
  }

  /** undefined if the object was removed between two calls. @throws DnetError as `#object` */
  async #getUnlessGone<T>(
    path: string,
    read: Reader<T>,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T | undefined> {
    try {
      return await this.#object(path, read, query)
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  async execute<O extends Operation>(operation: O, signal?: AbortSignal): Promise<OutcomeOf<O>> {
    const own = signal ?? this.#signal
    own?.throwIfAborted()
    return (await this.#change(operation, signal)) as OutcomeOf<O>
  }

  async rawNetwork(name: string, {verbose}: {readonly verbose: boolean}): Promise<string> {
    const query: Record<string, string> = verbose ? {verbose: 'true'} : {}
    const body = (await naming(name, this.#connection.call({method: 'GET', path: networkPath(name), query}))).toString()
    // The name `.` turns the path into that of the list of all networks.
    if (!body.startsWith('{'))
      throw new DnetError('NETWORK_NOT_FOUND', `"${name}" is not the name of a network`, 'list the networks: dnet ls')
    return body
  }

  hostLinks(containers: readonly Container[]): Known<readonly HostLink[]> {
    if (!isHere(this.#connection.target)) return unknown('the engine is on another machine')
    const pids = containers.flatMap(({id, details, networkMode}): [string, number][] => {
      // Its interfaces are another container's, or the machine's.
      const shares = networkMode === 'host' || networkMode.startsWith('container:')
      return details.known && details.value.pid > 0 && !shares ? [[id, details.value.pid]] : []
    })
    return readHostLinks(new Map(pids))
  }

  machine(): MachineAddresses {
    const {target} = this.#connection
    return isHere(target) ? readThisMachine() : machineElsewhere(target.address)
  }

  async hostsFile({id, state}: Container): Promise<Known<readonly HostsEntry[]>> {
    if (state !== 'running' && state !== 'paused') return unknown(`the container is ${state}`)
    const path = `/containers/${id}/archive`
    const tar = await seen(() => this.#connection.call({method: 'GET', path, query: {path: '/etc/hosts'}}))
    return whenKnown(tar, (bytes) => parseHosts(firstFileOf(bytes)?.toString() ?? ''))
  }

  async *changes(): AsyncGenerator<void> {
    const query = encodeFilters({type: ['network', 'container']})
    for await (const piece of this.#connection.stream({method: 'GET', path: '/events', query})) {
      // One JSON object per line. The event itself is not read: only observing again shows the current state.
      if (piece.includes('\n') && !EXEC.test(piece.toString())) yield
    }
  }

  close(): void {
    this.#connection.close()
  }

  async #change(operation: Operation, signal: AbortSignal | undefined): Promise<OutcomeOf<Operation>> {
    const {call} = this.#connection
    switch (operation.do) {
      case 'create-network': {
        const body = createBody(operation.spec, !apiAtLeast(this.#connection.apiVersion, '1.44'))
        const made = await this.#checked({method: 'POST', path: '/networks/create', body, signal}, createdAnswer)
        return {id: made.Id, warning: made.Warning ?? ''}
      }
      case 'connect': {
        const body = connectBody(containerName(operation.container), operation.endpoint)
        await call({method: 'POST', path: `${networkPath(operation.network)}/connect`, body, signal})
        return undefined
      }
      case 'disconnect': {
        const body = {Container: containerName(operation.container), Force: operation.force}
        await call({method: 'POST', path: `${networkPath(operation.network)}/disconnect`, body, signal})
        return undefined
      }
      case 'remove-network':
        await naming(operation.network, call({method: 'DELETE', path: networkPath(operation.network), signal}))
        return undefined
      case 'prune-networks': {
        const query = encodeFilters(operation.filters)
        const pruned = await this.#checked({method: 'POST', path: '/networks/prune', query, signal}, prunedAnswer)
        return {deleted: pruned.NetworksDeleted ?? []}
      }
      default:
        return assertNever(operation)
    }
  }
}

/** Whether the engine runs on this machine, judging by its address. */
const isHere = ({kind}: EngineAddress): boolean => kind === 'unix' || kind === 'npipe'

/** Podman's "network not found" does not say which. */
async function naming<T>(name: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof DnetError) || error.code !== 'NETWORK_NOT_FOUND' || error.message.includes(name)) throw error
    throw new DnetError(error.code, `${error.message}: ${name}`, error.hint, {cause: error})
  })
}

/** An empty name would change the request (`/networks/`): the Docker CLI refuses it too. */
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
