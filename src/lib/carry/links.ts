import type {Engine, Needs} from '../engine/engine.js'
import {DnetError} from '../errors.js'
import {legacyLinksOf} from '../model/endpoints/names.js'
import {findContainer} from '../model/find.js'
import type {Finding} from '../model/finding.js'
import {containersOf, type Host} from '../model/host.js'
import {foretellSteps} from '../plan/endpoints/step-findings.js'
import {foretelling, unforetold} from '../plan/foretold.js'
import {type LinkPlan, type LinkRequest, planLink} from '../plan/links/link.js'
import {linkEnv} from '../plan/links/link-env.js'
import {linkSubnets} from '../plan/links/link-subnet.js'
import {type MigrationPlan, planMigration} from '../plan/links/migrate.js'
import {planRepairs} from '../plan/links/repair.js'
import {planUnlink, type UnlinkPlan, type UnlinkRequest} from '../plan/links/unlink.js'
import type {Remembered, Step} from '../plan/step.js'
import {toPaste} from '../shell-words.js'
import type {UserConfig} from '../spec/user-config.js'
import type {Foresight, Part} from './change.js'
import type {Journal} from './journal.js'
import {look, unchecked} from './look.js'
import {carryTogether} from './steps.js'

/** What changes of links need. */
export interface LinkTools {
  readonly engine: Engine
  /** Only read until the change is carried out. */
  readonly journal: Pick<Journal, 'left'>
  /** For new networks. */
  readonly settings: UserConfig
  /** Whether to predict the problems and effects of a change; the host is observed in any case. */
  readonly look: boolean
}

interface Linked {
  /** The variables that a legacy link would set, if they were asked for. */
  readonly env: readonly string[]
}

/** A change of links and its plan, which is undefined if there cannot be one: the only part then says why. */
type LinkForesight<R, P> = Foresight<R> & {readonly plan: P | undefined}

/**
 * Gives a container a name for another.
 * @param options `env`: whether to return the variables of a legacy link
 * @throws DnetError as `Engine.observe`
 */
export async function foreseeLink(
  tools: LinkTools,
  request: LinkRequest,
  options: {readonly env: boolean},
): Promise<LinkForesight<Linked, LinkPlan>> {
  const scene = await lookAround(tools, () => 1)
  const {host, remembered, subnets} = scene
  return inOnePart(tools, scene, {
    target: request.container,
    planner: () => planLink(host, request, remembered, subnets[0] ?? ''),
    stepsOf: ({steps}) => [steps],
    outcome: async (plan) => {
      if (!options.env) return {env: []}
      return {env: variables(plan.steps.length > 0 ? await tools.engine.observe(NEEDS) : host, plan)}
    },
  })
}

/** Removes a link. @throws DnetError as `Engine.observe` */
export async function foreseeUnlink(
  tools: LinkTools,
  request: UnlinkRequest,
): Promise<LinkForesight<void, UnlinkPlan>> {
  const scene = await lookAround(tools)
  return inOnePart(tools, scene, {
    target: request.container,
    planner: () => planUnlink(scene.host, request, scene.remembered),
    stepsOf: ({steps}) => [steps],
    outcome: async () => {},
  })
}

/**
 * Replaces legacy links by names on networks. A link that cannot be replaced is a separate part, which is refused.
 * @param containers whose links to replace; empty for all
 * @throws DnetError as `Engine.observe`
 */
export async function foreseeMigration(
  tools: LinkTools,
  containers: readonly string[],
): Promise<LinkForesight<void, MigrationPlan>> {
  const scene = await lookAround(tools, (host) => containersOf(host).flatMap(legacyLinksOf).length)
  const foresight = inOnePart(tools, scene, {
    target: containers.join(' '),
    planner: () => planMigration(scene.host, containers, scene.remembered, scene.subnets),
    stepsOf: ({migrations}) => migrations.map(({steps}) => steps),
    outcome: async () => {},
  })
  const problems = (foresight.plan?.migrations ?? [])
    .filter(({problem}) => problem !== '')
    .map(({container, target, problem}): Part<void> => {
      const message = `link of "${container}" to "${target}": ${problem}`
      const error = new DnetError('CONFLICT', message, 'recreate the container without it')
      return {...unforetold(container, []), refusal: {error, reason: ''}, carry: async () => {}}
    })
  return {...foresight, parts: [...foresight.parts, ...problems]}
}

/** What a change of links is based on. */
interface Scene {
  readonly host: Host
  readonly remembered: readonly Remembered[]
  /** For new networks. */
  readonly subnets: readonly string[]
  readonly findings: readonly Finding[]
}

const NEEDS: Needs = {networkDetails: true, containerDetails: true}

/**
 * The host, and what is in the journal. If only the address space cannot be observed, the engine chooses the subnets of
 * new networks.
 * @param count how many networks the plan may create; undefined for none
 */
async function lookAround({engine, journal, settings}: LinkTools, count?: (host: Host) => number): Promise<Scene> {
  const full = await look(engine, {...NEEDS, addressSpace: count !== undefined})
  const host = full.known ? full.value : await engine.observe(NEEDS)
  const remembered = await journal.left('reconnect')
  const findings = unchecked("the engine's pools and its machine's routes", full)
  return {host, remembered, findings, subnets: linkSubnets(host, settings, count?.(host) ?? 0)}
}

interface Making<R, P> {
  readonly target: string
  /** @throws DnetError if there cannot be a plan */
  readonly planner: () => P
  /** In groups: each is undone if it cannot be completed. */
  readonly stepsOf: (plan: P) => readonly (readonly Step[])[]
  /** The result, once the steps are done. */
  readonly outcome: (plan: P) => Promise<R>
}

/** One part with steps that depend on each other, after those that an earlier run left undone. */
function inOnePart<R, P>(
  {engine, settings, look: foretells}: LinkTools,
  {host, remembered, findings}: Scene,
  {target, planner, stepsOf, outcome}: Making<R, P>,
): LinkForesight<R, P> {
  let plan: P | undefined
  let groups: readonly (readonly Step[])[] = []
  const told = foretelling(unforetold<Step>(target, []), () => {
    plan = planner()
    const wanted = stepsOf(plan).map((steps) => steps.map((step) => labelled(step, settings.labels)))
    const repairs = planRepairs(host, remembered, wanted.flat()).steps
    groups = [...repairs.map((step) => [step]), ...wanted]
    const all = groups.flat()
    return {...unforetold(target, all), ...(foretells ? foretellSteps(host, all) : {})}
  })
  const part: Part<R> = {
    ...told,
    carry: async (around, progress) => {
      for (const steps of groups) await carryTogether(engine, steps, around, progress)
      return outcome(plan as P)
    },
  }
  return {parts: [part], findings, unseen: [], settled: planRepairs(host, remembered, []).settled, plan}
}

function labelled(step: Step, labels: Readonly<Record<string, string>>): Step {
  if (step.do !== 'create-network') return step
  return {...step, spec: {...step.spec, labels: {...labels, ...step.spec.labels}}}
}

/** @throws DnetError CONFLICT if the target has no address */
function variables(host: Host, plan: LinkPlan): string[] {
  const containers = containersOf(host)
  const [container, target] = [findContainer(containers, plan.container), findContainer(containers, plan.target)]
  const endpoint = target?.endpoints.find(({networkName}) => networkName === plan.network)
  const addr = endpoint?.ipv4 ?? endpoint?.wanted4 ?? endpoint?.ipv6 ?? endpoint?.wanted6
  if (container && target && addr) return linkEnv(container, target, plan.alias, addr)
  throw new DnetError(
    'CONFLICT',
    `"${plan.target}" has no address while it does not run`,
    toPaste`docker start ${plan.target}`,
  )
}
