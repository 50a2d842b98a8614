import {setTimeout as sleep} from 'node:timers/promises'
import type {Engine} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {apiAtLeast} from '../model/api-version.js'
import type {Finding} from '../model/finding.js'
import type {Network} from '../model/host.js'
import {canForetellAutomatic} from '../plan/subnets/automatic.js'
import {type CreatePlan, planCreate} from '../plan/subnets/create.js'
import {type CreateRequest, choosesSubnet, isForSwarm} from '../plan/subnets/create-request.js'
import {differences, uncomparable} from '../plan/subnets/differences.js'
import {toPaste} from '../shell-words.js'
import type {Around, Foresight, Part, Progress} from './change.js'
import {type Looked, look, NO_LOOK, unchecked} from './look.js'

/** A network that was created now, or existed already. */
interface Created {
  readonly id: string
  readonly name: string
  readonly existed: boolean
  /** The chosen subnets with their room, or ''. */
  readonly summary: string
  /** The engine's warning, or ''. */
  readonly warning: string
}

interface CreateOptions {
  /** Whether an existing network with the same name and settings is a result, not an error. */
  readonly ifNotExists: boolean
  /** Whether to check the host first; if dnet chooses a subnet, it always does. */
  readonly look: boolean
}

/** How often a plan that lost a race is made again: each round of thirty jobs has at least one winner. */
const MOST_TRIES = 120
/** Milliseconds; the wait before the next try is random, and grows up to this. */
const LONGEST_WAIT = 1000

/**
 * Creates a network.
 * @throws DnetError CONFLICT if one with that name exists and differs, as `planCreate`, and as `Engine.observe` if dnet
 * has to choose a subnet
 */
export async function foreseeCreate(
  engine: Engine,
  request: CreateRequest,
  options: CreateOptions,
): Promise<Foresight<Created>> {
  const {name} = request.network
  const first = await planOn(engine, request, options)
  const carry: Part<Created>['carry'] = (around, progress) =>
    first.there
      ? Promise.resolve(existing(first.there))
      : create(engine, request, options, first.plan, around, progress)
  const base = {target: name, steps: [], refusal: undefined, findings: [], carry}
  if (first.there) return {parts: [base], findings: first.findings, unseen: []}
  const {operation, refusal, findings, unseen} = first.plan
  return {parts: [{...base, steps: [operation], refusal, findings}], findings: first.findings, unseen}
}

/** What to request from the engine, or the network that already exists. */
type Planned = {readonly findings: readonly Finding[]} & (
  | {readonly there: Network}
  | {readonly there: undefined; readonly plan: CreatePlan}
)

async function planOn(engine: Engine, request: CreateRequest, options: CreateOptions): Promise<Planned> {
  const {seen, findings} = await lookFor(engine, request, options)
  const networks = options.ifNotExists && seen.known ? seen.value.networks : []
  const there = networks.find(({name}) => name === request.network.name)
  const judged = options.look || choosesSubnet(request) ? seen : NO_LOOK
  if (!there || !seen.known) return {findings, there: undefined, plan: planCreate(judged, request)}
  const host = seen.value
  const found = differences(host, there, request)
  if (found.length === 0) return {findings: [...findings, ...uncomparable(host, there, request)], there}
  throw new DnetError(
    'CONFLICT',
    `network "${there.name}" already exists with different settings: ${found.join('; ')}`,
    toPaste`dnet inspect ${there.name}; to recreate it: dnet rm ${there.name}`,
  )
}

/** Without the pools and the machine's routes, the networks can still be checked. */
async function lookFor(
  engine: Engine,
  request: CreateRequest,
  options: CreateOptions,
): Promise<{seen: Looked; findings: Finding[]}> {
  const chooses = choosesSubnet(request)
  const must = chooses || options.ifNotExists
  if (!options.look && !must) return {seen: NO_LOOK, findings: []}
  const foretells = request.addresses.subnets.length > 0 || canForetellAutomatic(request) || isForSwarm(request)
  const addressSpace = chooses || (options.look && foretells)
  const full = await look(engine, {addressSpace})
  const seen = full.known || !addressSpace ? full : await look(engine, {})
  if (!seen.known && must) throw seen.error
  const what = seen.known ? "the engine's pools and its machine's routes" : 'which networks exist'
  return {seen, findings: unchecked(what, full)}
}

const existing = ({id, name}: Network): Created => ({id, name, existed: true, summary: '', warning: ''})

/**
 * Creates what was planned. If the engine refuses a chosen subnet as overlapping, another client has taken it in the
 * meantime: the host is observed again and another subnet is chosen.
 */
async function create(
  engine: Engine,
  request: CreateRequest,
  options: CreateOptions,
  first: CreatePlan,
  around: Around,
  progress: Progress,
): Promise<Created> {
  const {name} = request.network
  const {ifNotExists} = options
  let plan = first
  for (let tries = 1; ; tries++) {
    try {
      const {id, warning} = await engine.execute(plan.operation)
      const kept = ifNotExists ? await firstOfName(engine, name, id) : id
      progress.did(plan.operation)
      return {id: kept, name, existed: kept !== id, summary: plan.summary, warning}
    } catch (error) {
      if (!(error instanceof DnetError) || tries === MOST_TRIES) throw error
      const lostRace = error.code === 'SUBNET_OVERLAP' && plan.chosen
      if (!lostRace && !(ifNotExists && error.code === 'NAME_TAKEN')) throw error
      await sleep(around.random() * Math.min(LONGEST_WAIT, 40 * tries))
    }
    if (around.signal.aborted) throw around.signal.reason
    const again = await planOn(engine, request, options)
    if (again.there) return existing(again.there)
    plan = again.plan
  }
}

/**
 * Engines before 25.0 may end up with several networks with one name when clients race; the oldest is kept, and each
 * client removes the other one it created.
 * @returns the id of the one that is kept
 */
async function firstOfName(engine: Engine, name: string, own: string): Promise<string> {
  if (apiAtLeast(engine.apiVersion, '1.44')) return own
  const {networks} = await engine.observe({})
  const [oldest] = networks
    .filter((network) => network.name === name)
    .toSorted((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1))
  if (!oldest || oldest.id === own) return own
  await engine.execute({do: 'remove-network', network: own, because: `${oldest.id} with the same name was first`})
  return oldest.id
}
