import {setTimeout as sleep} from 'node:timers/promises'
import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {apiAtLeast} from '../model/api-version.js'
import type {Host, Network} from '../model/host.js'
import {unknown} from '../model/known.js'
import {parsePrefix, parsePrefixMasked} from '../net/prefix.js'
import type {Operation} from '../plan/operation.js'
import {type CreatePlan, planCreate} from '../plan/subnets/create.js'
import {type CreateRequest, isSize, needsHost} from '../plan/subnets/create-request.js'
import {differences} from '../plan/subnets/differences.js'
import {toPaste} from '../shell-words.js'

/** How a network came to be: made now, or there already. */
interface Created {
  readonly id: string
  readonly existed: boolean
  readonly plan: CreatePlan | undefined
  readonly warning: string
}

interface CreateOptions {
  /** A network of that name that is the same is an answer, not an error. */
  readonly ifNotExists: boolean
  /** Whether subnets are held against what is there first; without it the engine alone judges them. */
  readonly look: boolean
}

/** Plans that lose a race are made anew so often: each round of thirty jobs has at least one winner. */
const MOST_TRIES = 120
/** Milliseconds; the wait before another try is random below it and grows towards it. */
const LONGEST_WAIT = 1000

/**
 * Creates what the request asks for. A subnet that the planner chose and the engine refuses as overlapping was taken by
 * somebody else meanwhile: the host is looked at again and another one is chosen.
 * @throws DnetError CONFLICT where one of that name is there and differs
 */
export async function createNetwork(
  engine: Engine,
  request: CreateRequest,
  {ifNotExists, look}: CreateOptions,
): Promise<Created> {
  for (let tries = 1; ; tries++) {
    const host = look && needsHost(request) ? await observe(engine) : await observeNames(engine, ifNotExists)
    const existing = ifNotExists ? host.networks.find(({name}) => name === request.network.name) : undefined
    if (existing) return sameOrConflict(existing, request)
    const plan = planCreate(host, request)
    try {
      const {id, warning} = await engine.execute(plan.operation)
      const winner = ifNotExists ? await firstOfName(engine, host, request.network.name, id) : id
      return {id: winner, existed: winner !== id, plan, warning}
    } catch (error) {
      if (!(error instanceof DnetError) || tries === MOST_TRIES) throw error
      const lostRace = error.code === 'SUBNET_OVERLAP' && plan.chosen
      if (!lostRace && !(ifNotExists && error.code === 'NAME_TAKEN')) throw error
      await sleep(Math.random() * Math.min(LONGEST_WAIT, 40 * tries))
    }
  }
}

/** Without subnets only the names matter, and those only where one may be there already. */
const observeNames = async (engine: Engine, needed: boolean): Promise<Host> =>
  needed
    ? engine.observe({})
    : {engine: {apiVersion: ''}, networks: [], containers: UNSEEN, addressSpace: UNSEEN, publishing: UNSEEN}

const UNSEEN = unknown('not looked at')

/** What a plan for a new network needs to see. */
const observe = (engine: Engine): Promise<Host> => engine.observe({addressSpace: true})

/**
 * What creating a network would ask of the engine; nothing where the same one is there already.
 * @throws DnetError as createNetwork does where the picture tells: NAME_TAKEN, CONFLICT, USAGE for a subnet that is
 * none
 */
export async function rehearse(engine: Engine, request: CreateRequest, ifNotExists: boolean): Promise<Operation[]> {
  const host = await observe(engine)
  const {name} = request.network
  const existing = host.networks.find((network) => network.name === name)
  if (existing && ifNotExists) {
    sameOrConflict(existing, request)
    return []
  }
  if (existing)
    throw new DnetError(
      'NAME_TAKEN',
      `network with name ${name} already exists`,
      toPaste`choose another name, or see the existing one: dnet inspect ${name}`,
    )
  // Engines before 25.0 take a subnet with host bits (moby daemon/network.go).
  const read = !apiAtLeast(host.engine.apiVersion, '1.44') ? parsePrefixMasked : parsePrefix
  for (const subnet of request.addresses.subnets) if (!isSize(subnet)) read(subnet)
  return [planCreate(host, request).operation]
}

function sameOrConflict(network: Network, request: CreateRequest): Created {
  const found = differences(network, request)
  if (found.length === 0) return {id: network.id, existed: true, plan: undefined, warning: ''}
  throw new DnetError(
    'CONFLICT',
    `network "${network.name}" exists and is another one: ${found.join('; ')}`,
    toPaste`dnet inspect ${network.name}; to make it anew: dnet rm ${network.name}`,
  )
}

/**
 * Engines before 25.0 may end up with several networks of one name when clients race; the oldest is kept, and whoever
 * made another one takes it back.
 * @returns the id of the one that is kept
 */
async function firstOfName(engine: Engine, host: Host, name: string, own: string): Promise<string> {
  if (apiAtLeast(host.engine.apiVersion, '1.44')) return own
  const {networks} = await engine.observe({})
  const [oldest] = networks
    .filter((network) => network.name === name)
    .toSorted((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1))
  if (!oldest || oldest.id === own) return own
  await engine.execute({do: 'remove-network', network: own, because: `${oldest.id} of the same name was first`})
  return oldest.id
}
