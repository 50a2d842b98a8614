import {homedir} from 'node:os'
import {carryOut} from '../carry/carry-out.js'
import {type Journal, journalFolder, openJournal} from '../carry/journal.js'
import type {Engine} from '../engine/engine.js'
import {diskFiles} from '../engine/files.js'
import {containersOf, type Host} from '../model/host.js'
import {effectFindings, type Finding} from '../plan/endpoints/connect.js'
import {effectsOnTheWay} from '../plan/endpoints/published-effects.js'
import {linkSubnets} from '../plan/links/link-subnet.js'
import {planRepairs} from '../plan/links/repair.js'
import {simulate} from '../plan/simulate.js'
import {operationsOf, type Remembered, type Step} from '../plan/step.js'
import {stepText} from '../view/operations.js'
import type {EngineFlags} from './args/common-flags.js'
import {BaseCommand} from './base-command.js'
import {readUserSettings} from './user-settings.js'

/** What a command that changes links knows before it plans. */
export interface LinkScene {
  readonly engine: Engine
  readonly host: Host
  readonly journal: Journal
  readonly remembered: readonly Remembered[]
  /** For networks to be made. */
  readonly subnets: readonly string[]
  /** The user's labels for all that dnet makes. */
  readonly labels: Readonly<Record<string, string>>
}

/** What the commands that change links share: the picture, the journal, and carrying a plan out. */
export abstract class LinkCommand extends BaseCommand {
  /** @param count how many subnets the plan may need */
  protected async scene(flags: EngineFlags, count: number): Promise<LinkScene> {
    const {engine} = await this.connect(flags)
    const journal = openJournal(journalFolder(process.env, homedir()))
    const [host, remembered, settings] = await Promise.all([
      engine.observe({networkDetails: true, containerDetails: true, addressSpace: count > 0}),
      journal.left('reconnect'),
      readUserSettings(process.env, homedir(), diskFiles),
    ])
    for (const {containerId, networkId} of planRepairs(host, remembered, []).settled)
      await journal.end(containerId, networkId)
    const subnets = linkSubnets(host, settings, count)
    return {engine, host, journal, remembered, subnets, labels: settings.labels}
  }

  /** Whether a person is there to be asked. */
  protected canAsk(noInput: boolean): boolean {
    return !noInput && process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI
  }

  /** The steps with what an earlier run left undone before them. */
  protected withRepairs(scene: LinkScene, steps: readonly Step[]): readonly Step[] {
    const {steps: repairs} = planRepairs(scene.host, scene.remembered, steps)
    return [...repairs, ...steps.map((step) => labelled(step, scene.labels))]
  }

  /** Carries the steps out; where it does not come to the end, says what was done and what was not. */
  protected async carry(scene: LinkScene, steps: readonly Step[]): Promise<void> {
    const around = {
      journal: scene.journal,
      signal: this.interrupted.signal,
      note: (text: string) => this.talk(`Warning: ${text}`),
    }
    let progress = {done: [] as readonly Step[], left: steps}
    try {
      await carryOut(scene.engine, steps, around, (now) => {
        progress = now
      })
    } catch (error) {
      for (const step of progress.done) this.talk(`Done: ${stepText(step)}`)
      for (const step of progress.left) this.talk(`Not done: ${stepText(step)}`)
      throw error
    }
  }
}

function labelled(step: Step, labels: Readonly<Record<string, string>>): Step {
  if (step.do !== 'create-network') return step
  return {...step, spec: {...step.spec, labels: {...labels, ...step.spec.labels}}}
}

/** What the steps do to the gateways and ports of each container they touch. */
export function stepFindings(host: Host, steps: readonly Step[]): Finding[] {
  const pictures = [host]
  for (const operation of steps.flatMap(operationsOf)) pictures.push(simulate(pictures.at(-1) ?? host, operation))
  const networks = pictures.at(-1)?.networks ?? host.networks
  return containersOf(host).flatMap((container) => {
    const versions = pictures.flatMap((then) => containersOf(then).filter(({id}) => id === container.id))
    const effects = effectsOnTheWay(versions, networks, host.engine.apiVersion)
    return effectFindings(container.name, effects, '')
  })
}
